"""Drafts: told of, gone on with, let go of, and with every key in them that was pressed."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from assistant.entry import Draft
from tests.knowledge.refusals import files_limited_to
from tests.tui.driving import App, screen_text, text_of, type_text, until
from tests.tui.homes import MadeHome
from tests.tui.journal_driving import SECRET, unlocked, written
from tui.screens.confirm import ConfirmModal
from tui.screens.entry import EntryScreen
from tui.screens.journal import JournalScreen
from tui.screens.keeping import KeepingScreen
from tui.screens.writing import WritingScreen
from tui.widgets.page import Page


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    return MadeHome.make(tmp_path_factory.mktemp("made") / "home")


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeepingScreen, "AUTOSAVE_SECONDS", 0.01)


def on(app: App, kind: type) -> bool:
    return isinstance(app.screen, kind)


def draft_in(made: MadeHome, home: Path) -> str:
    pair = made.opened(home)
    draft = pair.journal.draft()
    pair.close()
    return draft.text if draft else ""


async def test_a_draft_is_told_of_in_the_list_and_with_its_entry(
    made: MadeHome, home: Path
) -> None:
    async with unlocked(made, home, [written(1)]) as (app, pilot, pair):
        assert "goes on with it" not in screen_text(app)
        await pilot.press("w")
        await until(pilot, lambda: on(app, WritingScreen))
        await type_text(pilot, "half")
        await pilot.press("escape")
        await until(pilot, lambda: "is kept: w goes on with it" in text_of(app, "#journal-note"))
        await pilot.press("enter")
        await until(pilot, lambda: on(app, EntryScreen))
        assert "not finished" not in screen_text(app)
        await pilot.press("e")
        await until(pilot, lambda: on(app, WritingScreen))
        await type_text(pilot, " and more")
        await pilot.press("escape")
        await until(pilot, lambda: "e goes on with it" in text_of(app, "#entry-facts"))
        assert pair.journal.draft(pair.journal.entries[0].id) is not None


async def test_a_draft_is_let_go_of_and_its_entry_stays(
    made: MadeHome, home: Path, at_once: None
) -> None:
    async with unlocked(made, home, [written(1)]) as (app, pilot, pair):
        entry_id = pair.journal.entries[0].id
        await pilot.press("enter")
        await until(pilot, lambda: on(app, EntryScreen))
        await pilot.press("e")
        await until(pilot, lambda: on(app, WritingScreen))
        await pilot.press("f4")
        await until(pilot, lambda: "no draft" in text_of(app, "#writing-trouble"))
        await type_text(pilot, "xyz")
        await until(pilot, lambda: pair.journal.draft(entry_id) is not None)
        await pilot.press("f4")
        await until(pilot, lambda: on(app, ConfirmModal))
        await pilot.press("escape")
        await until(pilot, lambda: on(app, WritingScreen))
        assert app.screen.query_one(Page).text == f"{SECRET}xyz"
        await pilot.press("f4")
        await until(pilot, lambda: on(app, ConfirmModal))
        await pilot.press("y")
        await until(pilot, lambda: on(app, EntryScreen))
        await until(pilot, lambda: "let go" in text_of(app, "#said"))
        assert pair.journal.draft(entry_id) is None
        assert pair.journal.entries[0].text == SECRET
        assert "not finished" not in text_of(app, "#entry-facts")


async def test_whoever_leaves_after_a_refusal_has_it_tried_again(
    made: MadeHome, home: Path, at_once: None
) -> None:
    async with unlocked(made, home) as (app, pilot, pair):
        await pilot.press("w")
        await until(pilot, lambda: on(app, WritingScreen))
        with files_limited_to(10):
            await type_text(pilot, "still here")
            await until(pilot, lambda: "refused to save" in text_of(app, "#writing-trouble"))
            await until(pilot, lambda: not app.screen._busy)  # type: ignore[attr-defined]
        await pilot.press("escape")
        await until(pilot, lambda: on(app, JournalScreen))
        draft = pair.journal.draft()
        assert draft is not None
        assert draft.text == "still here"


async def test_keys_still_on_their_way_when_it_locks_are_in_the_draft(
    made: MadeHome, home: Path
) -> None:
    async with unlocked(made, home) as (app, pilot, _):
        await pilot.press("w")
        await until(pilot, lambda: on(app, WritingScreen))
        for letter in "every key ":
            name = {" ": "space"}.get(letter, letter)
            app.post_message(events.Key(name, letter))
        app.post_message(events.Paste("and what was pasted"))
        app.post_message(events.Key("ctrl+l", None))
        await until(pilot, lambda: app.pair is None)
        assert "kept as a draft" in " ".join(text_of(app, "#said").split())
    assert draft_in(made, home) == "every key and what was pasted"


async def test_a_lock_tells_of_a_draft_that_was_kept_before_it(
    made: MadeHome, home: Path, at_once: None
) -> None:
    async with unlocked(made, home) as (app, pilot, _):
        await pilot.press("w")
        await until(pilot, lambda: on(app, WritingScreen))
        await type_text(pilot, "kept")
        await until(pilot, lambda: "draft kept" in text_of(app, "#kept"))
        screen = app.screen
        assert isinstance(screen, WritingScreen)
        await until(pilot, lambda: screen.draft_in_hand() is None)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.pair is None)
        assert "kept as a draft" in " ".join(text_of(app, "#said").split())


async def test_a_lock_over_a_page_without_words_tells_of_none(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home, [written(1)]) as (app, pilot, _):
        await pilot.press("w")
        await until(pilot, lambda: on(app, WritingScreen))
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.pair is None)
        assert text_of(app, "#said") == "Locked."


async def test_a_page_holds_no_more_than_an_entry_may(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot, _):
        await pilot.press("w")
        await until(pilot, lambda: on(app, WritingScreen))
        page = app.screen.query_one(Page)
        page._most = 12
        await type_text(pilot, "ten chars.")
        await pilot.press("enter")
        await type_text(pilot, "xyz")
        assert page.text == "ten chars.\nx"
        await until(pilot, lambda: "was not put in" in text_of(app, "#writing-trouble"))
        await pilot.press("f7")
        app.post_message(events.Paste("twelve chars"))  # in the place of all that is there
        await until(pilot, lambda: page.text == "twelve chars")


async def test_the_cursor_stays_in_sight_when_the_terminal_becomes_smaller(
    made: MadeHome, home: Path
) -> None:
    made.copied(home)
    pair = made.opened(home)
    pair.journal.keep_draft(Draft(text="\n".join(f"line {n}" for n in range(11)) + "\nthe last"))
    pair.close()
    home.rename(home.parent / "before")
    before = MadeHome(home.parent / "before", made.made, made.keys)
    async with unlocked(before, home, size=(80, 30)) as (app, pilot, _):
        await pilot.press("w")
        await until(pilot, lambda: "the last" in screen_text(app))
        await pilot.resize_terminal(80, 16)
        await until(pilot, lambda: app.size.height == 16)
        await until(pilot, lambda: "the last" in screen_text(app))
