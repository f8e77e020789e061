"""Small things about the journal's place: what is offered, what is said, and what is shown again."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.command import CommandPalette

from assistant.entry import Draft
from tests.tui.driving import App, screen_text, text_of, type_text, until
from tests.tui.homes import MadeHome
from tests.tui.journal_driving import ENTRIES, rows, unlocked, written
from tui.messages import KeysChanged
from tui.palette import ActionProvider
from tui.screens.journal import JournalScreen
from tui.widgets.journal_note import CapturedNote


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    return MadeHome.make(tmp_path_factory.mktemp("made") / "home")


def offered(app: App, action: str) -> bool:
    return bool(app.screen.check_action(action, ()))


async def test_over_the_picture_nothing_is_opened(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home, ENTRIES) as (app, pilot, _):
        assert offered(app, "open")
        await pilot.press("m")
        await until(pilot, lambda: "Mood over time" in screen_text(app))
        assert not offered(app, "open")


async def test_esc_closes_the_choices_though_nothing_is_chosen(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home, ENTRIES) as (app, pilot, _):
        await pilot.press("f")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "kind")
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "entries")
        assert offered(app, "leave")
        await pilot.press("escape")
        await until(pilot, lambda: not app.screen.query_one("#choices").display)
        assert rows(app) == len(ENTRIES)
        assert not offered(app, "leave")


@pytest.mark.parametrize("key", ["o", "m", "f", "s", "slash"])
async def test_what_was_said_goes_with_the_next_action(
    made: MadeHome, home: Path, key: str
) -> None:
    async with unlocked(made, home, ENTRIES) as (app, pilot, _):
        assert isinstance(app.screen, JournalScreen)
        app.screen.said = "There is nothing to undo here."
        await pilot.press(key)
        await until(pilot, lambda: text_of(app, "#said") == "")


async def test_the_palette_offers_what_can_be_done(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home, ENTRIES) as (app, pilot, _):

        async def names() -> set[str]:
            await pilot.press("ctrl+p")
            await until(pilot, lambda: isinstance(app.screen, CommandPalette))
            provider = ActionProvider(app.screen_stack[-2])
            found = {action.id for action in provider._actions()}
            await pilot.press("escape")
            await until(pilot, lambda: not isinstance(app.screen, CommandPalette))
            return found

        found = await names()
        assert {"write", "open", "mood", "lock"} <= found
        assert not {"admit", "dismiss_note", "begin", "open_journal"} & found
        app.lock()
        await until(pilot, lambda: "u unlocks it" in screen_text(app))
        found = await names()
        assert not {"write", "open", "passphrase"} & found
        assert "open_journal" in found


async def test_a_note_taken_meanwhile_is_shown_on_coming_back(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home, ENTRIES) as (app, pilot, _):
        assert app.screen.query_one(CapturedNote).note is None
        assert app.workspace is not None
        app.workspace.people.capture(Draft(text="taken beside it"))
        await pilot.press("1")
        await until(pilot, lambda: app.current_mode == "today")
        await pilot.press("3")
        await until(pilot, lambda: "Captured while locked" in screen_text(app))


async def test_a_changed_passphrase_leaves_the_list_and_its_ear_as_they_are(
    made: MadeHome, home: Path
) -> None:
    async with unlocked(made, home, ENTRIES) as (app, pilot, pair):
        await pilot.press("slash")
        await type_text(pilot, "walk")
        await until(pilot, lambda: "found" in text_of(app, "#journal-note"))
        app.post_message(KeysChanged("Your passphrase is changed."))
        await until(pilot, lambda: "is changed" in screen_text(app))
        assert "found" in text_of(app, "#journal-note")
        assert len(pair.journal.changed) == 1 + pair_listens(pair)
        pair.journal.keep(written(0, "another walk"))
        await until(pilot, lambda: len(app.screen._entries) == len(ENTRIES) + 1)  # type: ignore[attr-defined]


def pair_listens(pair: object) -> int:
    """How many hear of changes in a pair that nobody looks at."""
    return sum(
        "JournalScreen" not in str(getattr(ear, "__qualname__", ""))
        for ear in pair.journal.changed  # type: ignore[attr-defined]
    )
