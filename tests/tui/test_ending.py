"""The ending: what closing takes, the end itself, and keys and files destroyed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select

import assistant.storage.destroy as destroying
from assistant.life.about import Rhythm
from assistant.life.course import Afterwards, Ending, Learned, Thanks
from assistant.life.goal import Baseline, Goal, GoalState
from assistant.life.live import started
from assistant.life.session import SessionState
from assistant.people import People
from assistant.wording import Side
from tests.pairs import START, MadePair
from tests.tui.dates_driving import HISTORY, LONDON, in_ending, one, there
from tests.tui.driving import App, option_texts, screen_text, text_of, until
from tests.tui.homes import MadeHome
from tests.tui.journal_driving import SECRET, unlocked, words_held, words_in, written
from tests.tui.meeting_driving import held_in_lists
from tests.tui.pair_driving import form, shows
from tui.screens.confirm import ConfirmModal
from tui.screens.ending import EndingScreen
from tui.screens.ending_sheets import DestroySheet
from tui.screens.form import FormSheet
from tui.screens.journal_export import JournalExportScreen
from tui.screens.on_pair import ENDED
from tui.screens.path_sheet import PathSheet
from tui.session_kept import KeptSession, drop_session, keep_session
from tui.widgets.ending_list import EndingList
from tui.widgets.progress_list import ProgressList

ENDS = (START + timedelta(weeks=4)).date()
GOAL = Goal(
    id="goal",
    side=Side.MENTOR,
    what="speak in the board meeting",
    quarter="2026-Q2",
    since=START - timedelta(weeks=20),
    baseline=Baseline(at=START - timedelta(weeks=20), task="one meeting", rating=3),
)
REACHED = GOAL.model_copy(
    update={"id": "reached", "what": "ask twice", "state": GoalState.REACHED, "ended": START}
)
CLOSING = (*HISTORY, Rhythm(weeks=2, zone=LONDON, ends=ENDS), GOAL)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    return MadeHome.make(tmp_path_factory.mktemp("made") / "home")


def closing(app: App) -> str:
    """What the list says, its lines joined."""
    return " ".join(" ".join(option_texts(app, "#closing")).split())


async def to_row(pilot: Pilot[Any], app: App, name: str) -> None:
    """Take a row in hand."""
    for _ in range(30):
        if app.screen.query_one(EndingList).in_hand == name:
            return
        await pilot.press("down")
    raise AssertionError(name)


# --- closing -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_it_says_how_far_it_is_and_what_closing_takes(
    pair: MadePair, size: tuple[int, int]
) -> None:
    async with in_ending(pair, (*CLOSING, REACHED), size=size) as (app, pilot, _):
        await shows(pilot, app, "Two sessions are left before 1 December, the end")
        told = closing(app)
        assert "m done Name the last day" in told
        assert "g open Do the task of 16 June 2026 once more" in told
        assert "l open Say what you learned from Martin" in told
        assert "Martin · nothing written yet" in told
        await to_row(pilot, app, "destroy")
        await shows(pilot, app, "Destroy your keys and files")
        await pilot.press("home")
        await to_row(pilot, app, "step repeat reached")
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "progress")
        await until(pilot, lambda: app.screen.query_one(ProgressList).in_hand == "goal:reached")
        await until(pilot, lambda: app.screen.query_one(ProgressList).has_focus)
        await shows(pilot, app, "l look again")
        await pilot.press("c")  # it has ended, and stays so
        await until(pilot, lambda: "This goal has ended" in text_of(app, "#said"))
        await pilot.press("l")
        await until(pilot, lambda: there(app, FormSheet))


async def test_what_was_learned_is_kept_and_the_partners_is_only_read(pair: MadePair) -> None:
    martin = pair.open(pair.martin)
    theirs = Learned(id="mentee", side=Side.MENTEE, at=START, learned=("saved views",))
    martin.records.keep(theirs)
    martin.close()
    async with in_ending(pair, CLOSING) as (app, pilot, _):
        assert "Martin · saved views" in closing(app)
        await to_row(pilot, app, "step goes_on")
        await form(pilot, app, "enter")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "field-goes_on")
        await pilot.press(*"ask", "ctrl+s")
        await until(pilot, lambda: there(app, EndingScreen))
        await until(pilot, lambda: "goes on: ask" in closing(app))
        assert "l done Choose one thing you practised" in closing(app)
        assert "l open Say what you learned" in closing(app)
        await form(pilot, app, "m")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "field-ends")
        await pilot.press("escape")
        await until(pilot, lambda: there(app, EndingScreen))
        await to_row(pilot, app, "partner")
        await pilot.press("enter")
        await until(pilot, lambda: text_of(app, "#said") == "Only Martin can change that.")


async def test_all_of_it_and_the_journal_are_written_to_files(
    pair: MadePair, tmp_path: Path
) -> None:
    async with in_ending(pair, CLOSING) as (app, pilot, opened):
        opened.journal.add_all([written(1)])
        for name in ("all.md", "all.html"):
            await pilot.press("v")
            await until(pilot, lambda: there(app, PathSheet))
            app.screen.query_one("#path", Input).value = str(tmp_path / name)
            await pilot.press("enter")
            await until(pilot, lambda: there(app, EndingScreen))
            await shows(pilot, app, "It is not encrypted.")
        assert "speak in the board meeting" in (tmp_path / "all.md").read_text()
        assert (tmp_path / "all.html").read_text().startswith("<!doctype html>")
        assert SECRET not in (tmp_path / "all.html").read_text()
        await pilot.press("x")
        await until(pilot, lambda: there(app, JournalExportScreen))
        app.screen.query_one("#path", Input).value = str(tmp_path / "mine.md")
        await pilot.press("enter")
        await until(pilot, lambda: there(app, EndingScreen))
        assert SECRET in (tmp_path / "mine.md").read_text()


# --- the end -------------------------------------------------------------------------------------------


async def test_the_end_asks_what_comes_next_and_cancels_what_is_planned(pair: MadePair) -> None:
    async with in_ending(pair, CLOSING) as (app, pilot, opened):
        keep_session(opened, KeptSession(started(one(app, "next"), START), START))
        await pilot.press("c")
        await shows(pilot, app, "Session 3 is running: end it first, with g in Today.")
        drop_session(opened)
        await form(pilot, app, "c")
        await pilot.press("ctrl+s")  # without saying what comes next
        await until(pilot, lambda: there(app, EndingScreen))
        await shows(pilot, app, "First say what comes afterwards")
        await form(pilot, app, "c")
        app.screen.query_one("#field-afterwards", Select).value = Afterwards.INFORMAL.value
        app.screen.query_one("#field-thanks", Select).value = Thanks.WANTED.value
        await pilot.press("ctrl+s")
        await until(pilot, lambda: there(app, ConfirmModal))
        await shows(pilot, app, "The 2 sessions still planned are cancelled.")
        await pilot.press("escape")
        await until(pilot, lambda: there(app, EndingScreen))
        assert one(app, "next").planned
        await pilot.press("c")
        await until(pilot, lambda: there(app, ConfirmModal))
        await pilot.press("y")
        await shows(pilot, app, "You ended it on 3 November: meet informally")
        ending = opened.records.life.ending
        assert ending is not None
        assert ending.thanks is Thanks.WANTED
        states = {one(app, name).state for name in ("next", "later")}
        assert states == {SessionState.CANCELLED}
        assert one(app, "unsaid").planned, "what is past is not called off"
        await pilot.press("l")
        await until(pilot, lambda: text_of(app, "#said") == ENDED)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: one(app, "next").planned)
        await until(pilot, lambda: "To close well" in closing(app))


# --- destroying ----------------------------------------------------------------------------------------


async def confirm(pilot: Pilot[Any], app: App, name: str) -> None:
    """Type the confirmation, and Enter."""
    await pilot.press("k")
    await until(pilot, lambda: there(app, DestroySheet))
    box = app.screen.query_one("#confirm", Input)
    box.value = name
    box.focus()
    await pilot.press("enter")


async def test_the_only_journal_destroyed_leaves_nobody(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home, [written(1)], size=(80, 24)) as (app, pilot, pair):
        await pilot.press("w", *"wombats")  # what is being written elsewhere goes too
        await pilot.press("escape")
        await until(pilot, lambda: pair.journal.draft() is not None)
        await pilot.press("7", "e")
        await until(pilot, lambda: there(app, EndingScreen))
        await confirm(pilot, app, "Martina")
        await shows(pilot, app, "nothing was destroyed. Type Martin just so.")
        assert app.pair is pair
        assert len(People(home).places) == 1
        shown = " ".join(screen_text(app).split())
        assert "Gone for good" in shown
        assert "You two have not ended it. Martin is not told" in shown
        app.screen.query_one("#confirm", Input).value = " martin "
        await pilot.press("enter")
        await until(pilot, lambda: app.pair is None and app.nobody)
        await shows(pilot, app, "files of this pair are destroyed.")
        assert pair.closed
        assert not People(home).places
        left = [path for path in home.rglob("*.age") if path.is_file()]
        assert not left
        await shows(pilot, app, "b begins")
        assert "u unlocks" not in screen_text(app)
        await pilot.press("3")
        await until(pilot, lambda: app.current_mode == "journal")
        assert "wombats" not in words_held(app)
        assert SECRET not in words_held(app)


async def test_another_journal_in_the_home_is_as_it_was(pair: MadePair) -> None:
    async with in_ending(pair, CLOSING) as (app, pilot, _):
        await pilot.press("k")
        await until(pilot, lambda: there(app, DestroySheet))
        assert app.screen.query_one("#shared", Select).value == "all", "both are in this home"
        await pilot.press("escape")
        await until(pilot, lambda: there(app, EndingScreen))
        await confirm(pilot, app, pair.priya.space)
        await until(pilot, lambda: app.pair is None)
        await shows(pilot, app, "Another journal in this home is as it was.")
        assert not app.nobody
        assert [places.writer for places in People(pair.home).places] == [pair.martin.writer]
        pair.open(pair.martin).close()


async def test_the_shared_part_may_be_left(pair: MadePair) -> None:
    async with in_ending(pair, CLOSING) as (app, pilot, _):
        await pilot.press("k")
        await until(pilot, lambda: there(app, DestroySheet))
        app.screen.query_one("#shared", Select).value = "leave"
        box = app.screen.query_one("#confirm", Input)
        box.value = "Martin"
        box.focus()
        await pilot.press("enter")
        await until(pilot, lambda: app.pair is None)
        shared = pair.priya.shared / pair.priya.writer
        assert any(shared.iterdir())
        assert not pair.priya.private.exists()


async def test_what_the_system_refuses_is_told_and_it_is_locked_all_the_same(
    pair: MadePair, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: Path) -> int:
        raise OSError(1, "Operation not permitted")

    async with in_ending(pair, CLOSING) as (app, pilot, _):
        monkeypatch.setattr(destroying, "_remove", refuse)
        await confirm(pilot, app, "Martin")
        await until(pilot, lambda: app.pair is None)
        await shows(pilot, app, "Your keys are gone, so what is left can be opened by nobody.")
        assert "ask Ines" not in words_held(app)
    monkeypatch.undo()
    People(pair.home).tidy()
    assert not pair.priya.private.exists()


async def test_only_reading_destroys_nothing(pair: MadePair) -> None:
    holder = pair.open()
    async with in_ending(pair, ()) as (app, pilot, opened):
        await pilot.press("k")
        await until(pilot, lambda: text_of(app, "#said") == opened.why_read_only)
        assert there(app, EndingScreen)
    holder.close()


# --- hostile words, locking ----------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_hostile_words_and_a_lock_leave_nothing(
    pair: MadePair, size: tuple[int, int]
) -> None:
    words = "zyqqword [/x] [@click=app.quit]q[/] \x1b[31m 日本語 \u202eright " + "W" * 230
    mine = Learned(id="mentor", side=Side.MENTOR, at=START, learned=(words,), goes_on=(words,))
    documents = [
        *CLOSING,
        mine,
        Ending(at=START, notes=words, lessons=words),
        GOAL.model_copy(update={"what": words}),
    ]
    async with in_ending(pair, documents, size=size) as (app, pilot, _):
        assert "[/x] [@click=app.quit]q[/]" in closing(app)
        for key in ("end", "home", "l", "escape", "a"):
            await pilot.press(key)
            await until(pilot, lambda: app.screen.is_mounted and app.screen.query("*"))
            assert not set("\x1b\u202e") & set(screen_text(app))
        await until(pilot, lambda: there(app, FormSheet))
        before = [screen for stack in app._screen_stacks.values() for screen in stack]
        assert "zyqqword" in held_in_lists(app) + words_in(before)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.pair is None)
        await until(pilot, lambda: "zyqqword" not in held_in_lists(app) + words_in(before))
        lists = [found for screen in before for found in screen.query(EndingList)]
        assert all(not found.options for found in lists)
        assert "zyqqword" not in screen_text(app)
