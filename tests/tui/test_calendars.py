"""Calendars: a file for the sessions, a file of when one is busy, and times that suit both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Select

from assistant.agenda import Agenda, AgendaItem
from assistant.life.course import Busy, BusySpan
from assistant.life.session import SessionState
from assistant.wording import BlockKind, Side, Stage
from knowledge.vocabulary import Lead
from tests.pairs import START, MadePair
from tests.tui.dates_driving import HISTORY, NEXT, RHYTHM, in_dates, in_hand, london, one, there
from tests.tui.driving import App, option_texts, screen_text, text_of, until
from tests.tui.pair_driving import shows
from tui.screens.calendar_sheets import BusySheet, CalendarSheet
from tui.screens.dates import DatesScreen
from tui.screens.slots_sheet import SlotsSheet

TITLE = "zyqqword"
AGENDA = Agenda(
    stage=Stage.EARLY,
    minutes=45,
    items=(
        AgendaItem(
            title="Show one chart",
            minutes=45,
            lead=Lead.MENTOR,
            purpose="See it once.",
            prompts=(),
            cards=("craft/show",),
            because="It fits.",
            kind=BlockKind.LEARN,
        ),
    ),
)


def calendar(*hours: int) -> str:
    """A calendar of these hours of 6 November, and one event whose time cannot be read."""
    events = [
        f"BEGIN:VEVENT\r\nUID:{hour}\r\nSUMMARY:{TITLE}\r\nDTSTART:20261106T{hour:02}0000Z\r\n"
        f"DTEND:20261106T{hour:02}5900Z\r\nEND:VEVENT"
        for hour in hours
    ]
    broken = "BEGIN:VEVENT\r\nUID:x\r\nDTSTART:never\r\nEND:VEVENT"
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, broken, "END:VCALENDAR", ""])


async def path(pilot: Pilot[Any], app: App, typed: object) -> None:
    """Type a path into the sheet, and Enter."""
    box = app.screen.query_one("#path", Input)
    box.value = str(typed)
    box.focus()
    await until(pilot, lambda: box.has_focus)
    await pilot.press("enter")


# --- a calendar file -----------------------------------------------------------------------------------


async def test_a_file_has_the_next_session_and_no_agenda_unless_asked(
    pair: MadePair, tmp_path: Path
) -> None:
    documents = [*HISTORY, NEXT.model_copy(update={"agenda": AGENDA})]
    async with in_dates(pair, documents) as (app, pilot, _):
        await pilot.press("e")
        await until(pilot, lambda: there(app, CalendarSheet))
        await path(pilot, app, tmp_path / "next.ics")
        await shows(pilot, app, "Written to")
        told = (tmp_path / "next.ics").read_text()
        assert told.count("BEGIN:VEVENT") == 1
        assert "DTSTART;TZID=Europe/London:20261108T150000" in told
        assert "Martin and Priya: session 3" in told
        assert "Show one chart" not in told
        await pilot.press("e")
        await until(pilot, lambda: there(app, CalendarSheet))
        app.screen.query_one("#which", Select).value = "all"
        app.screen.query_one("#agenda", Select).value = "yes"
        app.screen.query_one("#plain", Select).value = "yes"
        await path(pilot, app, tmp_path / "next.ics")
        await until(pilot, lambda: (tmp_path / "next-2.ics").exists() and there(app, DatesScreen))
        assert app.in_calendars == {"next", "later"}
        both = (tmp_path / "next-2.ics").read_text()
        assert both.count("BEGIN:VEVENT") == 2
        assert "Show one chart" in both
        assert "Priya" not in both.replace("(Priya leads)", "")
        assert (tmp_path / "next.ics").read_text() == told, "the existing file is kept"


async def test_what_was_cancelled_is_taken_out_and_a_bad_path_can_be_mended(
    pair: MadePair, tmp_path: Path
) -> None:
    off = NEXT.model_copy(update={"state": SessionState.CANCELLED, "revision": 2})
    async with in_dates(pair, [RHYTHM, off]) as (app, pilot, _):
        await pilot.press("e")
        await until(pilot, lambda: there(app, CalendarSheet))
        await path(pilot, app, tmp_path / "no" / "such" / "folder.ics")
        await shows(pilot, app, "choose another place")
        await path(pilot, app, tmp_path)
        await until(pilot, lambda: there(app, DatesScreen))
        told = (tmp_path / "sessions.ics").read_text()
        assert "METHOD:CANCEL" in told
        assert "SEQUENCE:2" in told


# --- a busy calendar -----------------------------------------------------------------------------------


async def test_a_busy_calendar_gives_times_and_no_word_of_what_they_are(
    pair: MadePair, tmp_path: Path
) -> None:
    file = tmp_path / "mine.ics"
    file.write_text(calendar(9, 13))
    async with in_dates(pair) as (app, pilot, opened):
        await pilot.press("b")
        await until(pilot, lambda: there(app, BusySheet))
        await shows(pilot, app, "Martin can see the times.")
        await path(pilot, app, file)
        await shows(pilot, app, "3 events in the file; you are busy at 2 times")
        assert "could not be read" in text_of(app, "#preview")
        assert TITLE not in screen_text(app)
        assert app.life is not None
        assert not app.life.busy
        await pilot.press("enter")
        await until(pilot, lambda: there(app, DatesScreen))
        await shows(pilot, app, "Your busy times are kept until")
        busy = opened.records.life.busy[Side.MENTOR]
        assert [span.begins.hour for span in busy.spans] == [9, 13]
        assert TITLE not in busy.model_dump_json()
        await pilot.press("ctrl+z")
        await until(pilot, lambda: app.life is not None and not app.life.busy)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("{tmp}/none.ics", "no such file"),
        ("{tmp}", "it is no file"),
        ("{tmp}/odd.ics", "This calendar file cannot be read"),
        ("https://example.org/c.ics", "nothing is fetched from the network"),
        ("", "Type where it is."),
    ],
)
async def test_what_is_no_calendar_is_told_in_a_sentence(
    pair: MadePair, tmp_path: Path, typed: str, told: str
) -> None:
    (tmp_path / "odd.ics").write_bytes(b"\x00[/x]BEGIN:NOTHING\xff" * 9)
    async with in_dates(pair) as (app, pilot, _):
        await pilot.press("b")
        await until(pilot, lambda: there(app, BusySheet))
        await path(pilot, app, typed.format(tmp=tmp_path))
        await shows(pilot, app, told)
        assert there(app, BusySheet)
        await pilot.press("escape")
        await until(pilot, lambda: there(app, DatesScreen))
        assert app.life is not None
        assert not app.life.busy


# --- times that suit both ------------------------------------------------------------------------------


def busy(side: Side, *hours: int) -> Busy:
    """Busy in these hours, by UTC, of each of the next 30 days."""
    day = datetime(2026, 11, 3, tzinfo=UTC)
    spans = tuple(
        BusySpan(
            begins=day + timedelta(days=number, hours=hour),
            ends=day + timedelta(days=number, hours=hour + 1),
        )
        for number in range(60)
        for hour in hours
    )
    return Busy(
        id=side.value, side=side, at=START, until=(START + timedelta(days=60)).date(), spans=spans
    )


async def test_a_time_that_suits_both_is_planned_or_moved_to(pair: MadePair) -> None:
    martin = pair.open(pair.martin)
    martin.records.keep(busy(Side.MENTEE, 9, 10, 11, 12, 13))
    martin.close()
    documents = [*HISTORY, busy(Side.MENTOR, 15, 16)]
    async with in_dates(pair, documents) as (app, pilot, _):
        await pilot.press("c")
        await until(pilot, lambda: there(app, SlotsSheet))
        await until(pilot, lambda: app.screen.query_one("#slots", OptionList).option_count > 3)
        await shows(pilot, app, "Neither is busy then, by the calendars you brought.")
        times = option_texts(app, "#slots")
        assert all(", 14:" in found for found in times[:-1]), times
        assert times[-1] == "look further ahead"
        await pilot.press("enter")
        await until(pilot, lambda: there(app, DatesScreen))
        await shows(pilot, app, "Planned for")
        planned = one(app, in_hand(app))
        assert london(planned.at)[11:13] == "14"
        await pilot.press("home", "f")
        await until(pilot, lambda: there(app, SlotsSheet))
        await until(pilot, lambda: app.screen.query_one("#slots", OptionList).option_count > 3)
        await pilot.press("enter")
        await until(pilot, lambda: there(app, DatesScreen))
        await until(pilot, lambda: one(app, "next").revision == 1)
        assert london(one(app, "next").at)[11:13] == "14"


async def test_where_nothing_is_free_it_says_so(pair: MadePair) -> None:
    everything = busy(Side.MENTOR, *range(24))
    async with in_dates(pair, [RHYTHM, everything]) as (app, pilot, _):
        await pilot.press("c")
        await shows(pilot, app, "No 45 minutes are free for both within 28 days.")
        await shows(pilot, app, "Enter looks further ahead · Esc goes back")
        assert screen_text(app).count("are free for both") == 1
        await pilot.press("enter")
        await until(pilot, lambda: "look further" in str(option_texts(app, "#slots")))
        await until(pilot, lambda: app.screen.query_one("#slots", OptionList).option_count > 1)
        await shows(pilot, app, "not known whether Priya can")
        assert text_of(app, "#outcome") == "Enter plans it · Esc goes back"
