"""Driving the Journal place over a real home whose keys are made once for a module."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, Static

from assistant.clock import now
from assistant.entry import Draft, EntryKind
from assistant.locations import Locations
from assistant.pair_space import PairSpace
from assistant.workspace import Workspace
from knowledge.errors import ModelError
from tests.tui.driving import App, running, until
from tests.tui.homes import MadeHome, in_home
from tui.widgets.entry_list import EntryList
from tui.widgets.line_list import LineList
from tui.widgets.page import Page

SECRET = "he waved the dashboard through"


def written(days_ago: int, text: str = SECRET, **facts: Any) -> Draft:
    """An entry of some days ago."""
    return Draft(text=text, at=now() - timedelta(days=days_ago), **facts)


ENTRIES = (
    written(0, f"# After the session\n\n{SECRET}\n\n- ask **why**", mood=4, tags=("trust",)),
    written(3, "the pipeline figures were late", mood=2, kind=EntryKind.PREPARATION),
    written(400, "a quiet walk", mood=5, tags=("trust", "walk"), kind=EntryKind.REFLECTION),
)


@asynccontextmanager
async def unlocked(
    made: MadeHome,
    home: Path,
    entries: Iterable[Draft] = (),
    size: tuple[int, int] = (80, 24),
    *,
    meaning: bool = False,
) -> AsyncIterator[tuple[App, Pilot[Any], PairSpace]]:
    """The app in the Journal place, with Priya's journal of `entries` open and read.

    Only with `meaning` is there a model: preparing the guide for one takes longer than most tests.
    """
    made.copied(home)
    pair = made.opened(home)
    drafts = list(entries)
    if drafts:
        pair.journal.add_all(drafts)
    opening = running(in_home(home), size) if meaning else by_words(home, size)
    async with opening as (app, pilot):
        app.take_pair(pair)
        await pilot.press("3")
        await until(pilot, lambda: rows(app) == len(drafts) and app.screen._entries is not None)  # type: ignore[attr-defined]
        yield app, pilot, pair
    pair.close()


@asynccontextmanager
async def by_words(
    home: Path, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[App, Pilot[Any]]]:
    """The app with its guide open and no model."""

    def missing() -> Any:
        raise ModelError("The language model is not installed.")

    app = App(lambda: Workspace(Locations.find(home), load_encoder=missing, model_key="none"))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "by words only" in app.model_state)
        yield app, pilot


def rows(app: App) -> int:
    """How many rows the list has."""
    found = app.screen.query(EntryList)
    return found.first().count if found else -1


def words_held(app: App) -> str:
    """Whatever any widget of any screen holds as text."""
    return words_in(screen for stack in app._screen_stacks.values() for screen in stack)


def words_in(screens: Iterable[Screen[Any]]) -> str:
    """Whatever any widget of `screens` holds as text, also where they were taken away since."""
    held: list[str] = []
    for screen in screens:
        held += [str(one.content) for one in screen.query(Static)]
        held += [one.value for one in screen.query(Input)]
        for page in screen.query(Page):
            held += [page.text, repr(page.history._undo_stack), repr(page.history._redo_stack)]
        for rows in screen.query(LineList):
            held += [strip.text for strips in rows._drawn.values() for strip in strips]
            held += getattr(rows, "_texts", ())
            held += [f"{row.entry.text}\n{row.passage}" for row in getattr(rows, "_rows", ())]
        entries = [*(getattr(screen, "_entries", None) or ()), *getattr(screen, "_versions", ())]
        entries += filter(None, [getattr(screen, "entry", None)])
        held += [entry.text for entry in entries]
        hand = getattr(screen, "hand", None)
        held += [hand.facts.text, hand.prompt, hand.base.text if hand.base else ""] if hand else []
    return "\n".join(held)
