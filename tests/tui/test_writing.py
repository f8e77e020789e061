from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from assistant.entry import Draft, EntryKind
from tests.knowledge.refusals import files_limited_to
from tests.tui.driving import App, screen_text, text_of, type_text, until
from tests.tui.homes import MadeHome
from tests.tui.journal_driving import SECRET, rows, unlocked, words_held, written
from tui.screens.confirm import ConfirmModal
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


def writing(app: App) -> bool:
    return isinstance(app.screen, WritingScreen)


def listed(app: App) -> bool:
    return isinstance(app.screen, JournalScreen)


def page(app: App) -> Page:
    return app.screen.query_one(Page)


async def test_a_question_stands_on_top_and_goes_with_the_entry(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot, pair):
        await pilot.press("w")
        await until(pilot, lambda: writing(app))
        first = text_of(app, "#prompt")
        await pilot.press("f5")
        second = text_of(app, "#prompt")
        assert first != second
        await type_text(pilot, "n is a letter")
        assert page(app).text == "n is a letter"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "saved" in text_of(app, "#kept"))
        await until(pilot, lambda: len(pair.journal) == 1)
        assert pair.journal.entries[0].prompts == (second.splitlines()[0],)
        await pilot.press("f9", "ctrl+s")
        await until(pilot, lambda: pair.journal.entries[0].prompts == ())


async def test_kind_mood_and_tags_are_said_and_kept(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot, pair):
        await pilot.press("w")
        await until(pilot, lambda: writing(app))
        await type_text(pilot, "a word")
        await pilot.press("f2", "f3", "f3", "tab")
        await type_text(pilot, "Trust walk")
        assert "preparation" in text_of(app, "#kind-mood")
        assert "uneasy" in text_of(app, "#kind-mood")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(pair.journal) == 1)
        entry = pair.journal.entries[0]
        assert (entry.kind, entry.mood, entry.tags) == (EntryKind.PREPARATION, 2, ("trust", "walk"))


async def test_only_changes_make_another_version(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot, pair):
        await pilot.press("w")
        await until(pilot, lambda: writing(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "nothing to keep" in text_of(app, "#writing-trouble"))
        await type_text(pilot, "one")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(pair.journal) == 1)
        await until(pilot, lambda: "saved" in text_of(app, "#kept"))
        await pilot.press("ctrl+s", "ctrl+s")
        await type_text(pilot, " two")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: pair.journal.entries[0].text == "one two")
        assert pair.journal.entries[0].edits == 1
        await pilot.press("escape")
        await until(pilot, lambda: listed(app))
        assert "Saved" in text_of(app, "#said")
        assert pair.journal.draft() is None
        assert pair.journal.draft(pair.journal.entries[0].id) is None


async def test_a_draft_is_on_the_disk_shortly_after_the_last_key(
    made: MadeHome, home: Path, at_once: None
) -> None:
    """As another process would find it after a kill."""
    async with unlocked(made, home) as (app, pilot, _):
        await pilot.press("w")
        await until(pilot, lambda: writing(app))
        await type_text(pilot, SECRET)
        await until(pilot, lambda: "draft kept" in text_of(app, "#kept"))

        def found() -> Draft | None:
            other = made.opened(home)
            try:
                return other.journal.draft()
            finally:
                other.close()

        await until(pilot, lambda: (draft := found()) is not None and draft.text == SECRET)
        assert not [
            path
            for path in home.rglob("*")
            if path.is_file() and SECRET.encode() in path.read_bytes()
        ]


async def test_a_draft_comes_back_also_in_another_process(made: MadeHome, home: Path) -> None:
    made.copied(home)
    killed = made.opened(home)
    killed.journal.keep_draft(Draft(text=SECRET, mood=4, tags=("trust",), prompts=("Why?",)))
    killed.close()
    home.rename(home.parent / "before")
    before = replace(made, folder=home.parent / "before")
    async with unlocked(before, home) as (app, pilot, pair):
        await pilot.press("w")
        await until(pilot, lambda: writing(app))
        assert page(app).text == SECRET
        assert "Why?" in text_of(app, "#prompt")
        assert "good" in text_of(app, "#kind-mood")
        assert app.screen.query_one("#tags", Input).value == "trust"
        assert "your draft is back" in text_of(app, "#kept")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(pair.journal) == 1)
        assert pair.journal.draft() is None


async def test_esc_keeps_the_draft_and_an_empty_one_is_let_go(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot, pair):
        await pilot.press("w")
        await until(pilot, lambda: writing(app))
        await type_text(pilot, "half a thought")
        await pilot.press("escape")
        await until(pilot, lambda: listed(app))
        assert "Draft kept" in text_of(app, "#said")
        draft = pair.journal.draft()
        assert draft is not None
        assert draft.text == "half a thought"
        await pilot.press("w")
        await until(pilot, lambda: writing(app))
        await pilot.press("f7", "backspace", "escape")
        await until(pilot, lambda: listed(app))
        assert pair.journal.draft() is None


async def test_changing_an_entry_makes_a_version_and_no_change_leaves_no_draft(
    made: MadeHome, home: Path
) -> None:
    async with unlocked(made, home, [written(2)]) as (app, pilot, pair):
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query("#entry-text"))
        await pilot.press("e")
        await until(pilot, lambda: writing(app))
        assert page(app).text == SECRET
        await type_text(pilot, "x")
        await pilot.press("backspace", "escape")
        await until(pilot, lambda: app.screen.query("#entry-text"))
        assert pair.journal.draft(pair.journal.entries[0].id) is None
        await pilot.press("e")
        await until(pilot, lambda: writing(app))
        await type_text(pilot, " twice")
        await pilot.press("ctrl+s", "escape")
        await until(pilot, lambda: app.screen.query("#entry-text"))
        await until(pilot, lambda: f"{SECRET} twice" in text_of(app, "#entry-text"))
        assert len(pair.journal) == 1
        assert len(pair.journal.versions(pair.journal.entries[0].id)) == 2


async def test_a_template_goes_in_at_the_cursor(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot, _):
        await pilot.press("w")
        await until(pilot, lambda: writing(app))
        await pilot.press("ctrl+t")
        await until(pilot, lambda: app.screen.query("#templates"))
        assert "Your words stay" not in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: writing(app))
        assert page(app).text.startswith("## What\n\n> Which moment with my mentee")
        await type_text(pilot, "this one")
        assert "did I say or do in it?\nthis one\n" in page(app).text.replace("\n\n", "\n")
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "Your words stay" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: writing(app))
        assert page(app).text.count("## What\n") == 1


async def test_what_is_pasted_is_cleaned_and_not_too_long(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot, _):
        await pilot.press("w")
        await until(pilot, lambda: writing(app))
        app.post_message(events.Paste("a\x1b]52;c;aGk=\x07b\r\nc\u202ed"))
        await until(pilot, lambda: page(app).text)
        assert page(app).text == "a]52;c;aGk=b\ncd"
        app.post_message(events.Paste("x" * 1_000_000))
        await until(pilot, lambda: "was not put in" in text_of(app, "#writing-trouble"))
        assert len(page(app).text) < 30


async def test_on_a_full_disk_the_words_stay_and_are_kept_later(
    made: MadeHome, home: Path, at_once: None
) -> None:
    async with unlocked(made, home) as (app, pilot, pair):
        await pilot.press("w")
        await until(pilot, lambda: writing(app))
        with files_limited_to(10):
            await type_text(pilot, "do not lose me")
            await until(pilot, lambda: "refused to save" in text_of(app, "#writing-trouble"))
            await pilot.press("ctrl+s")
            await until(pilot, lambda: not app.screen._busy)  # type: ignore[attr-defined]
            assert page(app).text == "do not lose me"
            assert len(pair.journal) == 0
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
            await pilot.press("escape")
            await until(pilot, lambda: writing(app))
            assert page(app).text == "do not lose me"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(pair.journal) == 1)
        await until(pilot, lambda: text_of(app, "#writing-trouble") == "")


async def test_going_elsewhere_keeps_the_words_or_stays(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot, pair):
        await pilot.press("w")
        await until(pilot, lambda: writing(app))
        await type_text(pilot, "half a thought")
        with files_limited_to(10):
            await app.action_go("today")
            assert writing(app)
            assert "refused to save" in text_of(app, "#writing-trouble")
        await app.action_go("today")
        assert app.current_mode == "today"
        draft = pair.journal.draft()
        assert draft is not None
        assert draft.text == "half a thought"
        await pilot.press("3")
        await until(pilot, lambda: listed(app))
        await pilot.press("w")
        await until(pilot, lambda: writing(app))
        assert page(app).text == "half a thought"


async def test_locking_keeps_the_words_and_empties_the_page(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot, _):
        await pilot.press("w")
        await until(pilot, lambda: writing(app))
        screen = app.screen
        await type_text(pilot, SECRET)
        await pilot.press("tab")
        await type_text(pilot, "whispered")
        assert SECRET in words_held(app)
        app.lock()
        await until(pilot, lambda: listed(app))
        assert SECRET not in words_held(app)
        assert isinstance(screen, WritingScreen)
        await until(pilot, lambda: screen.page.text == "")
        assert (
            screen.page.history._undo_stack
            == screen.page.history._redo_stack
            == type(screen.page.history._undo_stack)()
        )
        app.take_pair(made.opened(home))
        await until(
            pilot, lambda: rows(app) == 0 and "w goes on with it" in text_of(app, "#journal-note")
        )
        await pilot.press("w")
        await until(pilot, lambda: writing(app))
        assert page(app).text == SECRET
        assert app.screen.query_one("#tags", Input).value == "whispered"
        assert app.pair is not None
        app.pair.close()


async def test_what_is_kept_is_not_in_hand(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot, _):
        await pilot.press("w")
        await until(pilot, lambda: writing(app))
        assert isinstance(app.screen, WritingScreen)
        assert app.screen.draft_in_hand() is None
        await type_text(pilot, "ab")
        await until(pilot, lambda: app.screen.draft_in_hand() is not None)  # type: ignore[attr-defined]
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen.draft_in_hand() is None)  # type: ignore[attr-defined]


async def test_copying_from_the_page_warns_there(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot, _):
        await pilot.press("w")
        await until(pilot, lambda: writing(app))
        await type_text(pilot, "ab")
        await pilot.press("f7", "ctrl+c")
        await until(pilot, lambda: "clipboard" in text_of(app, "#writing-trouble"))
