"""Dates: the list in words, planning as people type, what becomes of a session, nothing left after a lock."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select

from assistant.life.about import Rhythm
from assistant.life.course import AfterMisses, Afterwards, Ending
from assistant.life.document import Document
from assistant.life.goal import Win
from assistant.life.session import Given, Parked, Session, SessionState, Summary
from assistant.life.snapshot import PairLife
from assistant.wording import Side
from tests.pairs import START, MadePair
from tests.tui.dates_driving import (
    AT_THREE,
    HELD,
    HISTORY,
    LATER,
    LONDON,
    MISSED,
    NEXT,
    RHYTHM,
    UNSAID,
    in_dates,
    in_hand,
    listed,
    london,
    one,
    session,
    there,
)
from tests.tui.driving import App, screen_text, text_of, type_text, until
from tests.tui.homes import MadeHome
from tests.tui.journal_driving import words_held, words_in
from tests.tui.pair_driving import alone, form, shows
from tui.screens.after import AfterScreen
from tui.screens.dates import DatesScreen
from tui.screens.ending import EndingScreen
from tui.screens.form import FormSheet
from tui.screens.misses_sheet import MissesSheet
from tui.screens.on_pair import ENDED
from tui.screens.pair import PairScreen
from tui.screens.pair_sheets import ReadSheet
from tui.screens.session_end import SessionEndScreen
from tui.widgets.dates_list import DatesList
from tui.widgets.dates_words import detail, rows

MISSES = (RHYTHM, HELD, MISSED, session(-7, id="again", state=SessionState.MISSED), NEXT, LATER)


async def back(pilot: Pilot[Any], app: App) -> None:
    await until(pilot, lambda: there(app, DatesScreen))


def answer(app: App) -> AfterMisses | None:
    """What the pair chose when two misses asked."""
    found = app.life.misses_answer if app.life is not None else None
    return found.way if found is not None else None


# --- what is shown -------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_next_comes_first_and_each_says_what_became_of_it(
    pair: MadePair, size: tuple[int, int]
) -> None:
    async with in_dates(pair, size=size) as (app, pilot, _):
        assert in_hand(app) == "next"
        shown = " ".join(screen_text(app).split())
        assert "Sunday, in 5 days planned" in shown
        assert "moved from 5 Nov" in shown
        assert "One session is past and nobody said whether it was held" in shown
        assert "Martin: ask Ines about the figures" in shown
        assert "m move · f free times · X cancel" in shown
        seen = []
        for _ in range(5):
            row = app.screen.query_one(DatesList).in_hand
            assert row is not None
            seen.append((row.session.id, row.number, row.state))
            await pilot.press("down")
        assert seen == [
            ("next", 3, "planned"),
            ("later", 4, "planned"),
            ("unsaid", 2, "was it held?"),
            ("missed", None, "missed"),
            ("held", 1, "held"),
        ]
        beside = app.screen.query_one("#dates-beside")
        assert beside.display == (size[0] >= 100)
        await pilot.press("up", "enter")
        await until(pilot, lambda: there(app, ReadSheet))
        await shows(pilot, app, "Why: a board week")


async def test_an_empty_list_says_what_begins_it(pair: MadePair) -> None:
    async with in_dates(pair, [Rhythm(zone=LONDON)]) as (app, pilot, _):
        shown = screen_text(app)
        assert "Here will be your sessions" in shown
        assert "p plans one" in shown
        assert listed(app) == 0
        for key in ("m", "x", "X", "h", "n", "enter", "e", "w", "a", "o"):
            await pilot.press(key)
            assert there(app, DatesScreen), key


async def test_a_partner_who_has_not_joined_is_named(
    tmp_path_factory: pytest.TempPathFactory, home: Path
) -> None:
    made = MadeHome.make(tmp_path_factory.mktemp("made") / "home")
    async with alone(made, home) as (app, pilot, _):
        await pilot.press("d")
        await until(pilot, lambda: there(app, DatesScreen))
        await shows(pilot, app, "Martin has not joined yet; what you plan waits for them.")


# --- planning ------------------------------------------------------------------------------------------


async def test_a_session_is_planned_as_people_type(pair: MadePair) -> None:
    async with in_dates(pair) as (app, pilot, _):
        screen = await form(pilot, app, "p")
        assert screen.texts == {
            "day": "Sunday 6 December 2026",
            "time": "15:00",
            "minutes": "45",
        }
        day = app.screen.query_one("#field-day", Input)
        day.value = "2 november 2026"
        await pilot.press("ctrl+s")
        await shows(pilot, app, "Monday 2 November 2026 is past.".replace(" is", " at 15:00 is"))
        day.value = "on 30 nov"
        await pilot.press("enter")
        app.screen.query_one("#field-time", Input).value = "2:30pm"
        await pilot.press("enter", "enter")
        await back(pilot, app)
        await shows(pilot, app, "Planned for Monday 30 November 2026 at 14:30.")
        assert london(one(app, in_hand(app)).at) == "2026-11-30 14:30"
        assert one(app, in_hand(app)).zone == LONDON
        await pilot.press("ctrl+z")
        await until(pilot, lambda: listed(app) == 5)


async def test_six_dates_are_seen_and_then_kept(pair: MadePair) -> None:
    ends = (START + timedelta(weeks=9)).date()
    async with in_dates(pair, [Rhythm(weeks=3, zone=LONDON, ends=ends)]) as (app, pilot, _):
        await form(pilot, app, "s")
        await shows(pilot, app, "The six dates show here")
        app.screen.query_one("#field-day", Input).value = "thursday"
        app.screen.query_one("#field-time", Input).value = "9"
        await shows(pilot, app, "That is not a time of day.")
        app.screen.query_one("#field-time", Input).value = "9:00"
        await shows(pilot, app, "Thursday 5 November 2026 at 09:00 · in 2 days")
        await shows(pilot, app, "The last 3 are after the end that you named.")
        assert app.life is not None
        assert not app.life.sessions
        await pilot.press("ctrl+s")
        await until(pilot, lambda: there(app, DatesScreen) and listed(app) == 6)
        days = [london(found.at) for found in app.life.sessions]
        assert days[0] == "2026-11-05 09:00"
        assert days[-1] == "2027-02-18 09:00"
        await pilot.press("ctrl+z")
        await until(pilot, lambda: listed(app) == 0)


async def test_moving_cancelling_and_what_is_refused(pair: MadePair) -> None:
    async with in_dates(pair) as (app, pilot, _):
        await form(pilot, app, "m")
        app.screen.query_one("#field-day", Input).value = london(LATER.at)[:10]
        await pilot.press("ctrl+s")
        await shows(pilot, app, "You have a session at that time already")
        app.screen.query_one("#field-day", Input).value = "10 november"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: one(app, "next").revision == 1)
        assert london(one(app, "next").at) == "2026-11-10 15:00"
        assert len(one(app, "next").moved_from) == 2
        await form(pilot, app, "X")
        await shows(pilot, app, "Ctrl+S cancels it")
        await type_text(pilot, "a fair")
        await pilot.press("enter")
        await until(pilot, lambda: one(app, "next").state is SessionState.CANCELLED)
        assert one(app, "next").why == "a fair"
        assert in_hand(app) == "next"
        await shows(pilot, app, "cancelled")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: one(app, "next").planned)


async def test_whether_it_was_held_is_asked_until_somebody_says(pair: MadePair) -> None:
    async with in_dates(pair) as (app, pilot, _):
        await pilot.press("h", "n")  # the next one is still to come
        assert there(app, DatesScreen)
        assert one(app, "next").planned
        await pilot.press("down", "down", "h")
        await until(pilot, lambda: one(app, "unsaid").held)
        assert "nobody said" not in text_of(app, "#dates-note")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: one(app, "unsaid").planned and in_hand(app) == "unsaid")
        await form(pilot, app, "n")
        await pilot.press("enter")
        await until(pilot, lambda: one(app, "unsaid").state is SessionState.MISSED)
        assert one(app, "unsaid").why == ""


async def test_what_became_of_one_that_was_held_can_be_read_and_settled(pair: MadePair) -> None:
    kept: list[Document] = [
        Summary(session="held", words="We read the dashboard.", at=START),
        Parked(what="the board pack", since=START, session="held"),
        Win(side=Side.MENTEE, what="asked on Monday", who_noticed="Ines", at=START, session="held"),
        Given(side=Side.MENTOR, what="two saved views", at=START, session="held"),
    ]
    async with in_dates(pair, [*HISTORY, *kept]) as (app, pilot, opened):
        await pilot.press("a", "o")  # the next one is still to come
        assert there(app, DatesScreen)
        await pilot.press("end")
        assert in_hand(app) == "held"
        assert "o how it ended · a questions after" in text_of(app, "#dates-keys")
        await pilot.press("enter")
        await until(pilot, lambda: there(app, ReadSheet))
        await shows(pilot, app, "We read the dashboard.")
        shown = text_of(app, "#read")
        assert "For later\n· the board pack · waits" in shown
        assert "· Martin: asked on Monday · noticed by Ines" in shown
        assert "Given and received\n· Priya: two saved views" in shown
        await pilot.press("escape")
        await back(pilot, app)
        await pilot.press("a")
        await until(pilot, lambda: there(app, AfterScreen))
        await shows(pilot, app, "After session 1, if you like")
        await pilot.press("escape")
        await back(pilot, app)
        await pilot.press("o")
        await until(pilot, lambda: there(app, SessionEndScreen))
        await shows(pilot, app, "over · 6 October, 16:00 (Europe/London)")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "end-list")
        assert "TOGETHER" not in screen_text(app)
        await pilot.press("x")
        await until(pilot, lambda: not opened.records.life.parked[0].open)
        await pilot.press("escape")  # nobody sits beside: no cover
        await back(pilot, app)


async def test_what_can_be_done_is_found_once_and_not_for_each_key(
    pair: MadePair, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def counted(*given: Any) -> None:
        asked.append(given)

    async with in_dates(pair) as (app, pilot, _):
        monkeypatch.setattr("assistant.life.rhythms.pause_change_or_end", counted)
        screen = app.screen
        assert isinstance(screen, DatesScreen)
        assert [screen.check_action(name, ()) for name in ("move", "held", "ways", "calendar")] == [
            True,
            False,
            False,
            True,
        ]
        screen.refresh_bindings()
        await pilot.pause()
        assert not asked
        await pilot.press("down")
        assert len(asked) == 1


def test_elsewhere_the_zone_of_a_time_is_named() -> None:
    life = PairLife.of([RHYTHM, NEXT])
    there = START.astimezone(ZoneInfo("America/New_York"))
    (row,) = rows(life, there)
    assert row.details.startswith(
        "Sunday 8 November, 15:00 (Europe/London) · moved from 5 November"
    )
    told = detail(row, life, there).plain
    assert "Sunday 8 November 2026 at 15:00 (Europe/London), 45 minutes" in told
    (row,) = rows(life, START)
    assert "(" not in row.details + detail(row, life, START).plain


def test_one_of_today_that_may_still_begin_comes_first() -> None:
    late = session(0, id="late", minutes=45)
    first, *_ = rows(PairLife.of([late, UNSAID, NEXT]), START + timedelta(hours=2))
    assert (first.session.id, first.state, first.when) == ("late", "planned", "Today")
    shown = rows(PairLife.of([late, UNSAID, NEXT]), START + timedelta(hours=12))
    asked = [row.session.id for row in shown if row.asks]
    assert asked == ["late", "unsaid"]


# --- after misses --------------------------------------------------------------------------------------


async def test_two_misses_ask_and_a_pause_calls_off_what_is_before_it(pair: MadePair) -> None:
    async with in_dates(pair, MISSES) as (app, pilot, _):
        await shows(pilot, app, "Two sessions in a row did not take place.")
        await pilot.press("w")
        await until(pilot, lambda: there(app, MissesSheet))
        await pilot.press("enter")
        await until(pilot, lambda: there(app, FormSheet))
        app.screen.query_one("#field-day", Input).value = "4 january"
        app.screen.query_one("#field-time", Input).value = "10:00"
        await pilot.press("ctrl+s")
        await shows(pilot, app, "A pause. 2 sessions before that day were cancelled.")
        look = one(app, in_hand(app))
        assert (london(look.at), look.minutes) == ("2027-01-04 10:00", 15)
        assert answer(app) is AfterMisses.PAUSE
        await pilot.press("ctrl+z")
        await until(pilot, lambda: one(app, "next").planned and one(app, "later").planned)


async def test_two_misses_lead_to_the_rhythm_or_the_ending(pair: MadePair) -> None:
    async with in_dates(pair, MISSES) as (app, pilot, _):
        await pilot.press("w")
        await until(pilot, lambda: there(app, MissesSheet))
        await pilot.press("down", "enter")
        await until(pilot, lambda: there(app, FormSheet))
        await pilot.press("escape")  # nothing is chosen by looking at the form
        await back(pilot, app)
        await pilot.press("w")
        await until(pilot, lambda: there(app, MissesSheet))
        await pilot.press("down", "enter")
        await until(pilot, lambda: there(app, FormSheet))
        app.screen.query_one("#field-weeks", Input).value = "4"
        await pilot.press("ctrl+s")
        await shows(pilot, app, "The rhythm is kept.")
        assert app.life is not None
        assert app.life.rhythm.weeks == 4
        assert answer(app) is AfterMisses.CHANGE
        assert "Two sessions in a row" not in text_of(app, "#dates-note")
        await pilot.press("ctrl+z")  # one change: the rhythm goes back with the answer
        await until(pilot, lambda: answer(app) is None)
        assert app.life.rhythm.weeks == 2
        await until(pilot, lambda: "Two sessions in a row" in text_of(app, "#dates-note"))
        await pilot.press("w")
        await until(pilot, lambda: there(app, MissesSheet))
        await pilot.press("down", "enter")
        await until(pilot, lambda: there(app, FormSheet))
        await pilot.press("ctrl+s")
        await shows(pilot, app, "The rhythm is as it was, so the question stays")
        assert answer(app) is None


async def test_two_misses_lead_to_the_ending_and_what_is_decided_there_answers(
    pair: MadePair,
) -> None:
    async with in_dates(pair, MISSES) as (app, pilot, opened):
        await pilot.press("w")
        await until(pilot, lambda: there(app, MissesSheet))
        await pilot.press("end", "enter")
        await until(pilot, lambda: there(app, EndingScreen))
        await pilot.press("escape")  # nothing is decided by looking at it
        await back(pilot, app)
        assert answer(app) is None
        await until(pilot, lambda: "Two sessions in a row" in text_of(app, "#dates-note"))
        await pilot.press("w")
        await until(pilot, lambda: there(app, MissesSheet))
        await pilot.press("end", "enter")
        await until(pilot, lambda: there(app, EndingScreen))
        await form(pilot, app, "a")
        app.screen.query_one("#field-afterwards", Select).value = Afterwards.STOP.value
        await pilot.press("ctrl+s")
        await until(pilot, lambda: there(app, EndingScreen) and answer(app) is AfterMisses.END)
        assert opened.records.life.ending is not None
        await pilot.press("ctrl+z")
        await until(pilot, lambda: answer(app) is None)
        assert opened.records.life.ending is None


# --- what may not be changed, hostile words, locking ---------------------------------------------------


async def test_what_ended_or_is_only_read_is_not_changed(pair: MadePair) -> None:
    over = Ending(at=START, ended=START)
    async with in_dates(pair, [*HISTORY, over]) as (app, pilot, _):
        assert "can only be read" in screen_text(app)
        assert "was it held?" not in screen_text(app)
        await pilot.press("end")
        assert in_hand(app) == "held"
        assert "a questions after" in text_of(app, "#dates-keys")
        assert "how it ended" not in text_of(app, "#dates-keys")
        for key in ("p", "s", "b"):
            await pilot.press(key)
            await until(pilot, lambda: text_of(app, "#said") == ENDED)
            app.told("")
    holder = pair.open()
    async with in_dates(pair, ()) as (app, pilot, opened):
        assert opened.read_only
        await pilot.press("p")
        await until(pilot, lambda: text_of(app, "#said") == opened.why_read_only)
    holder.close()


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_hostile_words_are_shown_to_the_letter(pair: MadePair, size: tuple[int, int]) -> None:
    words = "[/x] [@click=app.quit]q[/] $title \x1b[31m 日本語 \u202eright " + "W" * 240
    documents = [
        session(-2, id="odd", state=SessionState.MISSED, why=words, notes=(words, words)),
        Session(id="first", at=AT_THREE.replace(year=1, month=1, day=1), zone="No/Where"),
        Session(id="last", at=AT_THREE.replace(year=9999, month=12, day=31)),
        *(one.model_copy(update={"what": words}) for one in HISTORY[-1:]),
    ]
    async with in_dates(pair, documents, size=size) as (app, pilot, _):
        await until(pilot, lambda: listed(app) == 3)
        for _ in range(3):
            await pilot.press("enter")
            await until(pilot, lambda: there(app, ReadSheet))
            assert "\u202e" not in screen_text(app)
            await pilot.press("escape")
            await back(pilot, app)
            await pilot.press("down")
        await pilot.press("up")
        assert in_hand(app) == "odd"
        assert "· [/x] [@click=app" in screen_text(app)
        assert "\x1b" not in screen_text(app)
        assert app.return_code is None


async def test_nothing_is_left_after_a_lock(pair: MadePair) -> None:
    documents = [*HISTORY[:2], session(-9, state=SessionState.MISSED, why="zyqqword")]
    async with in_dates(pair, documents, size=(120, 40)) as (app, pilot, _):
        await pilot.press("down", "down", "p")
        await until(pilot, lambda: there(app, FormSheet))
        there_before = [screen for stack in app._screen_stacks.values() for screen in stack]
        assert "zyqqword" in words_in(there_before)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.pair is None)
        await until(pilot, lambda: isinstance(app.screen, PairScreen))
        await until(pilot, lambda: "zyqqword" not in words_in(there_before) + words_held(app))
        assert "zyqqword" not in screen_text(app)
