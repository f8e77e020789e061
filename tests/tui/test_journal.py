from __future__ import annotations

import json
import stat
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Input, Select

from assistant.clock import now
from assistant.entry import Draft
from assistant.people import People
from tests.tui.driving import App, screen_text, text_of, type_text, until
from tests.tui.homes import MadeHome
from tests.tui.journal_driving import (
    ENTRIES,
    SECRET,
    by_words,
    rows,
    unlocked,
    words_held,
    words_in,
    written,
)
from tui.screens.confirm import ConfirmModal
from tui.screens.entry import EntryScreen
from tui.screens.journal import JournalScreen
from tui.screens.promote import PromoteScreen
from tui.widgets.entry_list import EntryList


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    return MadeHome.make(tmp_path_factory.mktemp("made") / "home")


def journal(app: App) -> JournalScreen:
    assert isinstance(app.screen, JournalScreen)
    return app.screen


# --- how things stand ---------------------------------------------------------------------------------


async def test_before_anybody_is_here_one_key_begins(home: Path) -> None:
    async with by_words(home) as (app, pilot):
        await pilot.press("3")
        await until(pilot, lambda: "b begins it" in text_of(app, "#journal-note"))
        assert "b begin" in screen_text(app)
        await pilot.press("w", "x", "i", "m", "a", "d", "enter")
        assert isinstance(app.screen, JournalScreen)
        await pilot.press("b")
        await until(pilot, lambda: not isinstance(app.screen, JournalScreen))


async def test_while_locked_one_key_unlocks(made: MadeHome, home: Path) -> None:
    made.copied(home)
    async with by_words(home) as (app, pilot):
        await pilot.press("3")
        await until(pilot, lambda: "locked" in text_of(app, "#journal-note"))
        await pilot.press("w", "b")
        assert isinstance(app.screen, JournalScreen)
        await pilot.press("u")
        await until(pilot, lambda: not isinstance(app.screen, JournalScreen))


async def test_an_empty_journal_says_what_will_be_here(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot, _):
        note = text_of(app, "#journal-note")
        assert "w writes the first entry" in note
        assert "For example" in note
        await pilot.press("enter", "m", "s", "f", "x")
        assert isinstance(app.screen, JournalScreen)


async def test_open_in_another_window_it_can_be_read_and_says_so(
    made: MadeHome, home: Path
) -> None:
    made.copied(home)
    first = made.opened(home)
    first.journal.add_all(ENTRIES)
    second = made.opened(home)
    async with by_words(home) as (app, pilot):
        app.take_pair(second)
        await pilot.press("3")
        await until(pilot, lambda: rows(app) == len(ENTRIES))
        assert "Only for reading" in screen_text(app)
        await pilot.press("w")
        await until(pilot, lambda: "Only for reading" in text_of(app, "#said"))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntryScreen))
        await pilot.press("e", "x", "p")
        assert isinstance(app.screen, EntryScreen)
        assert "Only for reading" in text_of(app, "#said")
    first.close()
    second.close()


# --- the list ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_list_shows_when_and_how_but_no_words(
    made: MadeHome, home: Path, size: tuple[int, int]
) -> None:
    async with unlocked(made, home, ENTRIES, size) as (app, pilot, _):
        shown = screen_text(app)
        for told in ("Today", "good", "#trust", "preparation", "uneasy", "#walk", "bright"):
            assert told in shown
        assert "session" not in shown
        assert SECRET not in shown
        await pilot.press("s")
        assert "After the session" in screen_text(app)
        await pilot.press("s")
        assert "After the session" not in screen_text(app)


async def test_first_lines_are_hidden_again_after_a_lock(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home, ENTRIES) as (app, pilot, _):
        await pilot.press("s")
        app.lock()
        await until(pilot, lambda: "locked" in text_of(app, "#journal-note"))
        assert "session" not in screen_text(app)
        app.take_pair(made.opened(home))
        await until(pilot, lambda: rows(app) == len(ENTRIES))
        assert "After the session" not in screen_text(app)
        assert app.pair is not None
        app.pair.close()


async def test_ten_thousand_entries_cost_no_more_widgets_than_three(
    made: MadeHome, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(JournalScreen, "prepare_meaning", lambda *_: None)
    many = [Draft(text=f"entry {n}", at=now() - timedelta(hours=n)) for n in range(10_000)]
    async with unlocked(made, home, ENTRIES) as (app, _, _):
        widgets = len(app.screen.query("#journal *"))
    async with unlocked(made, home.parent / "other", many) as (app, pilot, _):
        assert len(app.screen.query("#journal *")) == widgets
        shown = app.screen.query_one(EntryList)
        await pilot.press("end")
        assert shown.highlighted == 9_999
        await until(pilot, lambda: shown.scroll_offset.y > 9_900)
        assert len(shown._drawn) < 200
        await pilot.press("home", "pagedown", "down")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntryScreen))
        assert f"entry {shown.highlighted}" in screen_text(app)


async def test_a_click_opens_the_entry_below_it(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home, ENTRIES) as (app, pilot, _):
        await pilot.click("#entries", offset=(5, 1))
        await until(pilot, lambda: isinstance(app.screen, EntryScreen))
        assert "pipeline figures" in screen_text(app)


# --- finding -----------------------------------------------------------------------------------------


async def test_search_shows_the_passage_and_says_how_it_was_found(
    made: MadeHome, home: Path
) -> None:
    async with unlocked(made, home, ENTRIES) as (app, pilot, _):
        await pilot.press("slash")
        await type_text(pilot, "waved dashboard")
        await until(pilot, lambda: "found by words" in text_of(app, "#journal-note"))
        await until(pilot, lambda: SECRET in screen_text(app))
        await pilot.press("enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, EntryScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, JournalScreen))
        assert app.screen.query_one("#find", Input).value == "waved dashboard"
        await pilot.press("escape")
        await until(pilot, lambda: rows(app) == len(ENTRIES))
        await until(pilot, lambda: SECRET not in screen_text(app))
        assert app.screen.query_one("#find", Input).value == ""


async def test_search_goes_by_meaning_once_the_model_has_read_the_entries(
    made: MadeHome, home: Path
) -> None:
    async with unlocked(made, home, ENTRIES, meaning=True) as (app, pilot, pair):
        await until(pilot, lambda: pair.search.mode.value == "semantic")
        await pilot.press("slash")
        await type_text(pilot, "pipeline")
        await until(pilot, lambda: "by words and by meaning" in text_of(app, "#journal-note"))


async def test_a_tag_is_asked_for_with_a_hash(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home, ENTRIES) as (app, pilot, _):
        app.screen.query_one("#find", Input).value = "#walk"
        await until(pilot, lambda: rows(app) == 1)


async def test_choices_narrow_the_list_and_c_clears_them(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home, ENTRIES) as (app, pilot, _):
        await pilot.press("f")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "kind")
        for choice, value, left in (
            ("#mood-is", 2, 1),
            ("#tag", "trust", 2),
            ("#kind", "preparation", 1),
            ("#period", "30", 2),
            ("#period", "before", 1),
        ):
            app.screen.query_one(choice, Select).value = value
            await until(pilot, lambda left=left: rows(app) == left, choice)  # type: ignore[misc]
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.focused, EntryList))
            await pilot.press("c")
            await until(pilot, lambda: rows(app) == len(ENTRIES))
        assert not app.screen.query_one("#choices").display


async def test_on_this_day(made: MadeHome, home: Path) -> None:
    today = now()
    year = today.replace(year=today.year - 4, day=min(today.day, 28))
    entries = [*ENTRIES[:2], Draft(text="years ago", at=year)]
    async with unlocked(made, home, entries) as (app, pilot, pair):
        expected = len(pair.journal.on_this_day(today.date()))
        await pilot.press("o")
        await until(pilot, lambda: "On this day" in text_of(app, "#journal-note"))
        assert rows(app) == expected
        await pilot.press("o")
        await until(pilot, lambda: rows(app) == len(entries))


async def test_mood_over_time_is_drawn_and_told(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home, ENTRIES, (60, 20)) as (app, pilot, _):
        await pilot.press("m")
        await until(pilot, lambda: "bright │" in text_of(app, "#mood-picture"))
        assert "mostly bright" in text_of(app, "#mood-words")
        await pilot.press("m")
        await until(pilot, lambda: app.screen.query_one("#entries").display)
        assert not app.screen.query_one("#mood").display


# --- one entry -----------------------------------------------------------------------------------------


async def test_an_entry_is_read_in_a_plain_dress(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home, ENTRIES) as (app, pilot, _):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntryScreen))
        read = text_of(app, "#entry-text")
        assert read == f"After the session\n\n{SECRET}\n\n· ask why"
        assert "note · mood good · #trust" in text_of(app, "#entry-facts")


async def test_versions_can_be_read_one_by_one(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot, pair):
        entry = pair.journal.keep(Draft(text="the first words"))
        for words in ("the second words", "the third words"):
            entry = pair.journal.keep(entry.draft().model_copy(update={"text": words}))
        await until(pilot, lambda: rows(app) == 1)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntryScreen))
        for words in ("second", "first", "third"):
            await pilot.press("v")
            await until(pilot, lambda words=words: words in text_of(app, "#entry-text"))  # type: ignore[misc]
        assert "Changed 2 times" in text_of(app, "#entry-facts")


async def test_a_long_entry_is_read_in_parts(made: MadeHome, home: Path) -> None:
    text = "\n".join(f"line {number} of many" for number in range(5_000))
    async with unlocked(made, home, [written(0, text)]) as (app, pilot, _):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntryScreen))
        read = [text_of(app, "#entry-text")]
        for _ in range(20):
            await pilot.press("n")
            if text_of(app, "#entry-text") == read[-1]:
                break
            read.append(text_of(app, "#entry-text"))
        assert "\n".join(read) == text
        await pilot.press(*"b" * len(read))
        assert text_of(app, "#entry-text") == read[0]


async def test_erasing_asks_first_and_says_what_may_remain(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home, ENTRIES) as (app, pilot, pair):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntryScreen))
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        assert "cannot be undone" in screen_text(app)
        await pilot.press("escape")
        assert len(pair.journal) == len(ENTRIES)
        await until(pilot, lambda: isinstance(app.screen, EntryScreen))
        await pilot.press("x", "y")
        await until(pilot, lambda: rows(app) == len(ENTRIES) - 1)
        assert "Copies made by a backup" in text_of(app, "#said")
        assert len(pair.journal) == len(ENTRIES) - 1


async def test_undo_says_what_it_undid(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot, pair):
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "nothing to undo" in text_of(app, "#said"))
        pair.journal.keep(Draft(text="too early"))
        await until(pilot, lambda: rows(app) == 1)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "taken back" in text_of(app, "#said"))
        await until(pilot, lambda: "w goes on with it" in text_of(app, "#journal-note"))


async def test_copying_warns_and_is_forgotten_with_the_lock(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home, ENTRIES) as (app, pilot, _):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntryScreen))
        await pilot.press("y")
        await until(pilot, lambda: "clipboard" in text_of(app, "#said"))


# --- captured while locked -----------------------------------------------------------------------------


async def test_a_note_captured_while_locked_waits_for_assent(made: MadeHome, home: Path) -> None:
    made.copied(home)
    people = People(home)
    for words in ("seen in the lift", "heard at lunch"):
        people.capture(Draft(text=words))
    pair = made.opened(home)
    # Notes of the same moment come in the order of their names, which are drawn by chance.
    first, second = (note.draft.text for note in pair.captured())
    async with by_words(home) as (app, pilot):
        app.take_pair(pair)
        await pilot.press("3")
        await until(pilot, lambda: "Captured while locked" in text_of(app, "#captured"))
        assert "1 of 2" in text_of(app, "#captured")
        for words in (first, second):
            assert words not in screen_text(app)
        await pilot.press("a", "d")  # nothing joins, or is thrown away, unread
        assert pair.captured()[1:]
        await pilot.press("tab", "enter")
        await until(pilot, lambda: first in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: first not in screen_text(app))
        await pilot.press("enter", "a")
        await until(pilot, lambda: rows(app) == 1)
        await until(pilot, lambda: "1 of 2" not in text_of(app, "#captured"))
        assert second not in screen_text(app)
        assert app.screen.query_one("#captured").display
        app.screen.query_one("#captured").focus()
        await pilot.press("enter")
        await until(pilot, lambda: second in screen_text(app))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        await pilot.press("y")
        await until(pilot, lambda: pair.captured() == [])
        await until(pilot, lambda: not app.screen.query_one("#captured").display)
        assert [entry.captured for entry in pair.journal.entries] == [True]
    pair.close()


# --- in and out ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["mine.json", "mine.md"])
async def test_an_export_says_it_is_open_and_comes_back_by_import(
    made: MadeHome, home: Path, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    async with unlocked(made, home, ENTRIES) as (app, pilot, _):
        await pilot.press("x")
        await until(pilot, lambda: app.screen.query("#path"))
        assert "not encrypted" in screen_text(app)
        app.screen.query_one("#path", Input).value = str(path)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, JournalScreen))
        assert "It is not encrypted" in text_of(app, "#said")
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    async with unlocked(made, home.parent / "other") as (app, pilot, pair):
        await pilot.press("i")
        await until(pilot, lambda: app.screen.query("#preview"))
        app.screen.query_one("#path", Input).value = str(path)
        await pilot.press("enter")
        await until(pilot, lambda: "3 entries from" in text_of(app, "#preview"))
        assert len(pair.journal) == 0
        await pilot.press("enter")
        await until(pilot, lambda: rows(app) == len(ENTRIES))
        assert {entry.text for entry in pair.journal.entries} == {one.text for one in ENTRIES}
        await pilot.press("ctrl+z")
        await until(pilot, lambda: len(pair.journal) == 0)


async def test_a_damaged_import_says_where_and_keeps_nothing(
    made: MadeHome, home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "broken.json"
    path.write_text(json.dumps({"format": "viceversa-journal", "v": 1, "entries": [{"id": 3}]}))
    async with unlocked(made, home) as (app, pilot, pair):
        await pilot.press("i")
        await until(pilot, lambda: app.screen.query("#preview"))
        await pilot.press("enter")
        assert "Type where" in text_of(app, "#outcome")
        app.screen.query_one("#path", Input).value = str(path)
        await pilot.press("enter")
        await until(pilot, lambda: "broken.json" in text_of(app, "#outcome"))
        await pilot.press("enter")
        await until(pilot, lambda: "broken.json" in text_of(app, "#outcome"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, JournalScreen))
        assert len(pair.journal) == 0


# --- locking -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("keys", [(), ("s",), ("enter",), ("enter", "p"), ("enter", "p", "enter")])
async def test_after_locking_no_widget_holds_a_word(
    made: MadeHome, home: Path, keys: tuple[str, ...]
) -> None:
    async with unlocked(made, home, [written(0)]) as (app, pilot, _):
        reached = {
            0: lambda: isinstance(app.screen, EntryScreen) or keys == ("s",),
            1: lambda: isinstance(app.screen, PromoteScreen),
            2: lambda: app.screen.query_one("#line").has_focus,
        }
        for step, key in enumerate(keys):
            await pilot.press(key)
            await until(pilot, reached[step])
        assert SECRET in words_held(app)
        there = [screen for stack in app._screen_stacks.values() for screen in stack]
        app.lock()
        await until(pilot, lambda: isinstance(app.screen, JournalScreen))
        await until(pilot, lambda: "locked" in text_of(app, "#journal-note"))
        assert SECRET not in words_held(app)
        await until(pilot, lambda: SECRET not in words_in(there), "what was taken away")
        assert SECRET not in screen_text(app)
        assert journal(app)._entries is None
        assert app.screen.query_one(EntryList).in_hand is None


async def test_going_elsewhere_and_locking_there_forgets_too(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home, [written(0)]) as (app, pilot, _):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntryScreen))
        await pilot.press("1")
        await until(pilot, lambda: app.current_mode == "today")
        app.lock()
        await pilot.pause()
        assert SECRET not in words_held(app)
        await pilot.press("3")
        await until(pilot, lambda: "locked" in text_of(app, "#journal-note"))
