from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input

from assistant.people import People
from assistant.wording import Side
from tests.knowledge.refusals import files_limited_to
from tests.tui.driving import App, screen_text, text_of, type_text, until
from tests.tui.homes import MadeHome
from tests.tui.journal_driving import unlocked, written
from tui.screens.entry import EntryScreen
from tui.screens.promote import PromoteScreen

TEXT = "# A heading\n\nthe secret before\n- hand him **the mouse** [/x]\nthe secret after"
MARTINS = "amber kettle fossil window trumpet"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    return MadeHome.make(tmp_path_factory.mktemp("made") / "home")


def promoting(app: App) -> bool:
    return isinstance(app.screen, PromoteScreen)


async def _to_the_preview(app: App, pilot: object) -> None:
    from textual.pilot import Pilot

    assert isinstance(pilot, Pilot)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, EntryScreen))
    await pilot.press("p")
    await until(pilot, lambda: promoting(app))
    await pilot.press("down", "down", "enter")
    await until(pilot, lambda: app.screen.query_one("#line").has_focus)


async def test_a_line_is_shared_just_as_it_was_previewed(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home, [written(3, TEXT)]) as (app, pilot, pair):
        await _to_the_preview(app, pilot)
        assert app.screen.query_one("#line", Input).value == "hand him the mouse [/x]"
        await type_text(pilot, " first")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query_one("#promote-preview").display)
        assert text_of(app, "#promote-preview") == "hand him the mouse [/x] first"
        assert "Martin will see exactly this" in screen_text(app)
        assert "has not joined yet" in screen_text(app)
        assert pair.shared.notes == []
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, EntryScreen))
        assert "Kept for both of you" in text_of(app, "#said")
        note, entry = pair.shared.notes[0], pair.journal.entries[0]
        assert note.text == "hand him the mouse [/x] first"
        assert entry.text == TEXT
        assert note.at > entry.at
        records = [record for _, record in pair._space.own_shared]
        assert entry.id not in str(records)
        assert entry.version not in str(records)


async def test_nothing_is_shared_by_going_back(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home, [written(3, TEXT)]) as (app, pilot, pair):
        await _to_the_preview(app, pilot)
        app.screen.query_one("#line", Input).value = "  "
        await pilot.press("enter")
        await until(pilot, lambda: "nothing to share" in text_of(app, "#outcome"))
        app.screen.query_one("#line", Input).value = "something"
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query_one("#promote-preview").display)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen.query_one("#line").has_focus)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, EntryScreen))
        assert pair.shared.notes == []


async def test_trouble_is_told_in_place_and_it_can_be_tried_again(
    made: MadeHome, home: Path
) -> None:
    async with unlocked(made, home, [written(3, TEXT)]) as (app, pilot, pair):
        await _to_the_preview(app, pilot)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query_one("#promote-preview").display)
        with files_limited_to(10):
            await pilot.press("s")
            await until(pilot, lambda: "refused to save" in text_of(app, "#outcome"))
        assert pair.shared.notes == []
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, EntryScreen))
        assert [note.text for note in pair.shared.notes] == ["hand him the mouse [/x]"]


async def test_a_partner_who_has_joined_is_told_of_by_name(made: MadeHome, home: Path) -> None:
    made.copied(home)
    people = People(home)
    people.save(people.join("Márton", MARTINS, role=Side.MENTEE)).close()
    founder = made.opened(home)
    founder.admit(founder.waiting[0])
    founder.close()
    home.rename(home.parent / "joined")
    joined = replace(made, folder=home.parent / "joined")
    async with unlocked(joined, home, [written(3, TEXT)]) as (app, pilot, _):
        await _to_the_preview(app, pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "Márton will see exactly this" in screen_text(app))
        assert "cannot be taken back" in screen_text(app)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, EntryScreen))
        assert "Shared with Márton" in text_of(app, "#said")
    theirs = people.unlock(MARTINS)
    assert [note.text for note in theirs.shared.notes] == ["hand him the mouse [/x]"]
    theirs.close()
