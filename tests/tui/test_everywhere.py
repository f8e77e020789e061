"""In every place and over every sheet the screen can be hidden, and the journal locked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.driving import screen_text, until
from tests.tui.homes import MadeHome
from tests.tui.journal_driving import SECRET, unlocked, words_in, written
from tui.screens.hidden import BlurScreen

TITLE = "zyqqword"
PLACES = {
    "today": ("1",),
    "agenda": ("4",),
    "guide": ("5",),
    "a card": ("1", "o"),
    "the list": (),
    "first lines": ("s",),
    "choices": ("f",),
    "mood": ("m",),
    "an entry": ("enter",),
    "erasing": ("enter", "x"),
    "sharing": ("enter", "p"),
    "writing": ("w", *TITLE),
    "a template": ("w", *TITLE, "ctrl+t"),
    "letting go": ("w", *TITLE, "f4"),
    "import": ("i",),
    "export": ("x",),
    "help": ("f1",),
    "commands": ("enter", "ctrl+p"),
    "passphrase": ("passphrase",),
    "notices": ("notices",),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    return MadeHome.make(tmp_path_factory.mktemp("made") / "home")


@pytest.mark.parametrize("place", PLACES)
async def test_it_can_be_hidden_and_locked(made: MadeHome, home: Path, place: str) -> None:
    entry = written(1, f"{TITLE} first\n\n{SECRET}", mood=4)
    async with unlocked(made, home, [entry]) as (app, pilot, _):

        def private() -> bool:
            shown = screen_text(app)
            return TITLE in shown or SECRET in shown or "Martin" in shown

        for key in PLACES[place]:
            if key in {"passphrase", "notices"}:
                await app.run_action(key)
            else:
                await pilot.press(key)
            await until(pilot, lambda: app.screen.is_mounted and app.screen.query("*"))
        front = app.screen
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, BlurScreen), "hidden")
        await until(pilot, lambda: "Hidden." in screen_text(app))
        assert not private()
        await pilot.press("x")
        await until(pilot, lambda: app.screen is front, "as it was")
        there = {screen for stack in app._screen_stacks.values() for screen in stack}
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.pair is None, "locked")
        await until(pilot, lambda: not private(), "nothing is left on the screen")
        left = {screen for stack in app._screen_stacks.values() for screen in stack} | there
        await until(pilot, lambda: TITLE not in words_in(left) and SECRET not in words_in(left))
