"""Driving the app in tests: wait for conditions, never for a while."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from assistant.workspace import Workspace
from tui.app import ViceVersaApp

App = ViceVersaApp
_TURNS = 4000


async def until(pilot: Pilot[Any], holds: Callable[[], object], what: str = "") -> None:
    """Let the app work until `holds` is true, and what it has in its queues is done."""
    for _ in range(_TURNS):
        if holds():
            await pilot._wait_for_screen()
            return
        await pilot.pause(0.005)
    raise AssertionError(f"never came true: {what or holds}")


@asynccontextmanager
async def running(
    open_workspace: Callable[[], Workspace], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[ViceVersaApp, Pilot[Any]]]:
    """The app with its guide open and its (fake) model loaded."""
    app = ViceVersaApp(open_workspace)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "meaning" in app.model_state, "the model is loaded")
        yield app, pilot


def screen_text(app: ViceVersaApp) -> str:
    """Everything on the screen, as lines."""
    strips = app.screen._compositor.render_strips()
    lines = ["".join(segment.text for segment in strip) for strip in strips]
    return "\n".join(line.rstrip() for line in lines)


def option_texts(app: ViceVersaApp, selector: str) -> list[str]:
    """The lines of a list."""
    options = app.screen.query_one(selector, OptionList)
    return [str(options.get_option_at_index(at).prompt) for at in range(options.option_count)]


def text_of(app: ViceVersaApp, selector: str) -> str:
    """What a static shows; "" where the screen in front has none such, as while another one goes."""
    return next((str(one.content) for one in app.screen.query(selector).results(Static)), "")


async def type_text(pilot: Pilot[Any], text: str) -> None:
    """Type `text` key by key."""
    names = {" ": "space", "'": "apostrophe", "/": "slash", "[": "left_square_bracket"}
    names |= {"]": "right_square_bracket", "-": "minus", ".": "full_stop", "?": "question_mark"}
    for character in text:
        await pilot.press(names.get(character, character))
