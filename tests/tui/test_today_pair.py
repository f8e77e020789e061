"""Today with a pair open: what is next, what is open, what waits, one question."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from assistant.clock import now
from assistant.life.course import Afterwards, Ending
from assistant.life.goal import Goal
from assistant.life.session import ActionState, SessionState
from assistant.life.waiting import ToDo, Waiting
from assistant.wording import Side
from tests.tui.dates_driving import there
from tests.tui.driving import screen_text, text_of, until
from tests.tui.homes import MadeHome, in_home
from tests.tui.journal_driving import words_held
from tests.tui.meeting_driving import (
    HOSTILE,
    PROMISE,
    THEIRS,
    held_in_lists,
    promised,
    ready,
    session,
    standing,
    titles,
    today_rows,
    with_agenda,
    with_pair,
)
from tui.screens.after import AfterScreen
from tui.screens.brief import BriefScreen
from tui.screens.charter import CharterScreen
from tui.screens.confirm import ConfirmModal
from tui.screens.dates import DatesScreen
from tui.screens.ending import EndingScreen
from tui.screens.form import FormSheet
from tui.screens.leads import lead_to
from tui.screens.misses_sheet import MissesSheet
from tui.screens.on_pair import ENDED
from tui.screens.progress import ProgressScreen
from tui.screens.pulse import PulseSheet
from tui.screens.session import SessionScreen
from tui.screens.session_end import SessionEndScreen
from tui.screens.writing import WritingScreen
from tui.widgets.dates_list import DatesList
from tui.widgets.today_list import TodayList


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    return MadeHome.make(tmp_path_factory.mktemp("made") / "home")


async def test_what_matters_is_in_sight_and_enter_opens_the_agenda(
    made: MadeHome, home: Path, tmp_path: Path
) -> None:
    planned = with_agenda(in_home(tmp_path / "other")(), session(3))
    records = (planned, promised(), promised(THEIRS, Side.MENTEE, 30))
    async with with_pair(made, home, records) as (app, pilot, _):
        shown = screen_text(app)
        assert "Session 1 with Martin" in shown
        assert "in 3 days" in shown
        assert planned.agenda is not None
        for item in planned.agenda.items:
            assert item.title in shown
        assert f"You: {PROMISE}" in shown
        assert "since" in shown
        assert f"Martin: {THEIRS}" in shown
        assert "Waits for you" in shown
        assert "PRIVATE" in shown
        assert "A question, if you like" not in shown
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "agenda")


async def test_an_action_is_done_and_not_done_again(made: MadeHome, home: Path) -> None:
    async with with_pair(made, home, [session(), promised()]) as (app, pilot, pair):
        shown = app.screen.query_one(TodayList)
        assert "x done" not in screen_text(app)
        while PROMISE not in str(shown.options[shown.highlighted or 0].prompt):
            await pilot.press("down")
        await until(pilot, lambda: "x done" in screen_text(app))
        await pilot.press("x")
        await until(pilot, lambda: f"You: {PROMISE}" not in screen_text(app))
        (action,) = pair.records.life.actions
        assert action.state is ActionState.DONE
        assert "Ctrl+Z" in text_of(app, "#said")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: f"You: {PROMISE}" in screen_text(app))
        assert pair.records.life.actions[0].open
        while PROMISE not in str(shown.options[shown.highlighted or 0].prompt):
            await pilot.press("down")
        await pilot.press("D")
        await until(pilot, lambda: f"You: {PROMISE}" not in screen_text(app))
        assert pair.records.life.actions[0].state is ActionState.DROPPED


async def test_an_empty_pair_is_told_what_comes_first(made: MadeHome, home: Path) -> None:
    async with with_pair(made, home, size=(60, 20)) as (app, pilot, _):
        rows = "\n".join(today_rows(app))
        assert "No session is planned." in rows
        assert "Martin has not joined yet" in rows
        assert "Write down what you could show Martin." in rows
        assert "Fix the date" not in rows  # the first row says it
        assert "A question" in rows
        shown = app.screen.query_one(TodayList)
        while "what you could show" not in str(shown.options[shown.highlighted or 0].prompt):
            await pilot.press("down")
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "pair")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "field-offers")


async def test_the_next_session_is_begun_and_gone_on_with(made: MadeHome, home: Path) -> None:
    async with with_pair(made, home, [session(4)]) as (app, pilot, _):
        await pilot.press("g")
        await until(pilot, lambda: "Begin session 1 without an agenda?" in screen_text(app))
        assert "it would be held now instead" in " ".join(screen_text(app).split())
        await pilot.press("escape")
        await until(pilot, lambda: ready(app))
        assert app.current_mode == "today"
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        await pilot.press("n")
        await until(pilot, lambda: app.current_mode == "agenda")
        await app.run_action("go('today')")
        await until(pilot, lambda: ready(app))
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, SessionScreen))
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.pair is None)
        again = made.opened(home)
        app.take_pair(again)
        await until(pilot, lambda: "Session 1 is running since" in screen_text(app) and ready(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SessionScreen))
        again.close()


async def test_without_a_session_enter_leads_to_dates(made: MadeHome, home: Path) -> None:
    async with with_pair(made, home) as (app, pilot, _):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DatesScreen))


async def test_what_waits_leads_to_where_it_is_done(made: MadeHome, home: Path) -> None:
    records = [session(-2, state=SessionState.HELD), session(-9)]
    async with with_pair(made, home, records) as (app, pilot, _):
        for words, screen in (("Was it held?", DatesScreen), ("Three short questions", PulseSheet)):
            await until(pilot, lambda: ready(app))
            shown = app.screen.query_one(TodayList)
            while words not in str(shown.options[shown.highlighted or 0].prompt):
                await pilot.press("down")
            await pilot.press("enter")
            await until(pilot, partial(there, app, screen))
            await pilot.press("escape")
            await until(pilot, lambda: app.screen.query(TodayList))


async def test_each_kind_of_what_waits_leads_to_its_own_place(made: MadeHome, home: Path) -> None:
    held, unsaid = session(-30, state=SessionState.HELD), session(-28)
    missed = [session(-7 * at, state=SessionState.MISSED) for at in (3, 2)]
    goal = Goal(side=Side.MENTOR, what="ask more", quarter="2026-Q4", since=now())
    leads: tuple[tuple[Waiting, str, type[Screen[Any]]], ...] = (
        (Waiting.MISSES, "", MissesSheet),
        (Waiting.ENDING, "", EndingScreen),
        (Waiting.REVIEW, "", CharterScreen),
        (Waiting.AFTER, held.id, AfterScreen),
        (Waiting.HOW_ENDED, held.id, SessionEndScreen),
        (Waiting.HELD, unsaid.id, DatesScreen),
        (Waiting.BASELINE, goal.id, ProgressScreen),
        (Waiting.SET_UP, "rhythm", FormSheet),
    )
    async with with_pair(made, home, [held, unsaid, *missed, goal]) as (app, pilot, _):
        for what, name, screen in leads:
            await lead_to(app, ToDo(what, "", name))
            await until(pilot, partial(there, app, screen), what)
            if what is Waiting.HELD:
                await until(pilot, lambda: app.screen.query_one(DatesList).in_hand is not None)
                row = app.screen.query_one(DatesList).in_hand
                assert row is not None
                assert row.session.id == unsaid.id
            if what is Waiting.BASELINE:
                await until(pilot, lambda: app.screen.in_hand == f"goal:{goal.id}")  # type: ignore[attr-defined]


async def test_a_pair_that_has_ended_can_be_read_everywhere(made: MadeHome, home: Path) -> None:
    ended = Ending(at=now(), ended=now(), afterwards=Afterwards.STOP)
    records = [session(-9, state=SessionState.HELD), promised(), ended]
    async with with_pair(made, home, records) as (app, pilot, pair):
        rows = today_rows(app)
        assert "The two of you ended it on" in rows[0]
        assert "No session is planned" not in "".join(rows)
        assert "Waits for you" not in "".join(rows)
        assert "g begin" not in screen_text(app)
        shown = app.screen.query_one(TodayList)
        while PROMISE not in str(shown.options[shown.highlighted or 0].prompt):
            await pilot.press("down")
        await pilot.press("x")
        await until(pilot, lambda: text_of(app, "#said") == ENDED)
        await pilot.press("g")
        assert pair.records.life.actions[0].open
        await pilot.press("home", "enter")
        await until(pilot, lambda: isinstance(app.screen, EndingScreen))
        await pilot.press("4")
        await until(pilot, lambda: app.current_mode == "agenda" and titles(app))
        await until(pilot, lambda: "have ended it" in standing(app))
        await until(pilot, lambda: "Ctrl+S" not in screen_text(app))
        await pilot.press("ctrl+s", "g")
        assert len(app.screen_stack) == 1
        await pilot.press("6")
        await until(pilot, lambda: app.current_mode == "progress")
        await until(pilot, lambda: app.screen.query_one("#progress-list").has_focus)
        await pilot.press("w")
        await until(pilot, lambda: text_of(app, "#said") == ENDED)
        assert len(pair.records.life.sessions) == 1


async def test_the_question_is_written_about(made: MadeHome, home: Path) -> None:
    async with with_pair(made, home) as (app, pilot, _):
        before = app.screen.question  # type: ignore[attr-defined]
        await pilot.press("n")
        await until(pilot, lambda: app.screen.question != before)  # type: ignore[attr-defined]
        question = app.screen.question.text  # type: ignore[attr-defined]
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, WritingScreen))
        await until(pilot, lambda: question in text_of(app, "#prompt"))
        await pilot.press(*"so be it", "ctrl+s")
        await until(pilot, lambda: app.pair is not None and app.pair.journal.entries)
        assert app.pair is not None
        assert app.pair.journal.entries[0].prompts == (question,)


async def test_after_a_lock_nothing_of_the_pair_is_left(made: MadeHome, home: Path) -> None:
    async with with_pair(made, home, [session(), promised()]) as (app, pilot, _):
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, BriefScreen))
        await until(pilot, lambda: PROMISE in screen_text(app))
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.pair is None and "Unlock your journal" in screen_text(app))
        assert PROMISE not in held_in_lists(app) + words_held(app) + screen_text(app)
        assert "Martin" not in held_in_lists(app) + words_held(app)
        await until(pilot, lambda: app.focused is not None and app.focused.id == "ways")
        app.take_pair(made.opened(home))
        await until(pilot, lambda: PROMISE in screen_text(app))


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_hostile_words_stay_words(made: MadeHome, home: Path, size: tuple[int, int]) -> None:
    records = [session(), *(promised(HOSTILE[at:], days=at) for at in range(9))]
    records += [promised(HOSTILE, Side.MENTEE)]
    async with with_pair(made, home, records, size) as (app, pilot, _):
        rows = "\n".join(today_rows(app))
        assert "[/x] [b]bold[/b]" in rows
        assert "\x1b" not in rows
        assert "and 6 more of yours" in rows
        await pilot.press("end")
        await until(pilot, lambda: "Alone" in screen_text(app))
        await pilot.resize_terminal(40, 12)
        await pilot.press("home")
        await until(pilot, lambda: "Session 1" in screen_text(app))


async def test_what_cannot_be_written_is_told(made: MadeHome, home: Path) -> None:
    made.copied(home)
    writer = made.opened(home)
    writer.records.keep(promised())
    reader = made.opened(home)
    try:
        assert reader.read_only
        from tests.tui.journal_driving import by_words

        async with by_words(home) as (app, pilot):
            app.take_pair(reader)
            await until(pilot, lambda: PROMISE in screen_text(app) and ready(app))
            shown = app.screen.query_one(TodayList)
            while PROMISE not in str(shown.options[shown.highlighted or 0].prompt):
                await pilot.press("down")
            await pilot.press("x")
            await until(pilot, lambda: reader.why_read_only in text_of(app, "#said"))
            assert reader.records.life.actions[0].open
            await pilot.press("w")
            await pilot.pause()
            assert not isinstance(app.screen, WritingScreen)
    finally:
        reader.close()
        writer.close()
