from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from assistant.agenda import Agenda, AgendaItem
from assistant.errors import Trouble
from assistant.life.calendar_file import series_calendar, session_calendar
from assistant.life.session import Session, SessionState
from assistant.life.snapshot import PairLife
from assistant.wording import BlockKind, Lead, Stage

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAIR = "0123456789abcdef"
LONDON = ZoneInfo("Europe/London")
ZONES = [
    "Europe/London",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Pacific/Chatham",
    "America/Santiago",
    "Africa/Cairo",
    "Europe/Dublin",
    "UTC",
    "Nowhere/Here",
    "",
]
AGENDA = Agenda(
    stage=Stage.EARLY,
    minutes=30,
    items=(
        AgendaItem(
            title="Hello; and, \\ a title",
            minutes=10,
            lead=Lead.BOTH,
            purpose="PURPOSE",
            prompts=("PROMPT",),
            cards=("a/b",),
            because="BECAUSE",
            kind=BlockKind.CLOSE,
        ),
        AgendaItem(
            title="The pipeline figures",
            minutes=20,
            lead=Lead.MENTOR,
            purpose="PURPOSE",
            prompts=("PROMPT",),
            cards=("a/b",),
            because="BECAUSE",
            kind=BlockKind.CLOSE,
        ),
    ),
)


def life_of(*sessions: Session, mentor: str = "Priya", mentee: str = "Martin") -> PairLife:
    return PairLife.of(sessions, mentor, mentee)


def planned(at: datetime, **fields: object) -> Session:
    return Session.model_validate({"id": "s1", "at": at, **fields})


def file_of(session: Session, life: PairLife | None = None, **asked: bool | int) -> bytes:
    return session_calendar(
        life or life_of(session),
        session,
        now=NOW,
        pair_id=PAIR,
        **asked,  # type: ignore[arg-type]
    )


def events(data: bytes) -> list[Event]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def event(data: bytes) -> Event:
    (found,) = events(data)
    return found


def zone_in(data: bytes) -> object:
    """The zone that the file itself defines, read by another library."""
    return tzical(io.StringIO(data.decode())).get()


# --- what stands in it ------------------------------------------------------------------------------


def test_a_session_is_an_event_with_names_and_number_and_no_more() -> None:
    former = Session(id="s0", at=NOW - timedelta(days=20), state=SessionState.HELD)
    missed = Session(id="sx", at=NOW - timedelta(days=10), state=SessionState.MISSED)
    session = planned(
        datetime(2026, 3, 10, 9, 30, tzinfo=LONDON),
        zone="Europe/London",
        minutes=30,
        agenda=AGENDA,
        notes=("NOTE",),
        why="WHY",
    )
    data = file_of(session, life_of(former, missed, session))
    calendar = Calendar.from_ical(data)
    assert calendar["VERSION"] == "2.0"
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["PRODID"]
    (found,) = calendar.walk("VEVENT")
    assert found["SUMMARY"] == "Martin and Priya: session 2"
    assert found["STATUS"] == "CONFIRMED"
    assert found["SEQUENCE"] == 0
    assert found["CLASS"] == "PRIVATE"
    assert found["DTSTAMP"].dt == NOW
    assert found["DTSTART"].dt == session.at
    assert found["DTEND"].dt - found["DTSTART"].dt == timedelta(minutes=30)
    assert set(found) == {
        "UID", "DTSTAMP", "SEQUENCE", "STATUS", "CLASS", "DTSTART", "DTEND", "SUMMARY",
    }  # fmt: skip
    assert not found.subcomponents


def test_the_agenda_comes_only_where_asked_and_then_titles_minutes_and_who_leads() -> None:
    session = planned(NOW, minutes=30, agenda=AGENDA, notes=("NOTE",))
    assert b"pipeline" not in file_of(session)
    told = str(event(file_of(session, with_agenda=True))["DESCRIPTION"])
    assert told == "10 min  Hello; and, \\ a title\n20 min  The pipeline figures (Priya leads)"
    without = planned(NOW, minutes=30)
    assert "DESCRIPTION" not in event(file_of(without, with_agenda=True))


def test_a_plain_one_names_nobody() -> None:
    session = planned(NOW)
    data = file_of(session, plain=True)
    assert event(data)["SUMMARY"] == "Meeting"
    assert not re.search(rb"priya|martin|mentor|session|s1|" + PAIR.encode(), data, re.IGNORECASE)


def test_before_the_names_are_known_nobody_is_called_by_a_role() -> None:
    session = planned(NOW)
    assert event(file_of(session, PairLife.of([session])))["SUMMARY"] == "Session 1"


def test_a_moved_session_keeps_its_id_and_has_a_higher_sequence() -> None:
    before = planned(NOW)
    after = planned(NOW + timedelta(days=7), revision=3, moved_from=(NOW,))
    first, second = event(file_of(before)), event(file_of(after))
    assert first["UID"] == second["UID"]
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 3)


def test_ids_differ_by_session_and_by_pair_and_say_nothing() -> None:
    told = {
        str(event(session_calendar(life_of(), one, now=NOW, pair_id=pair))["UID"])
        for one in (planned(NOW), Session(id="s2", at=NOW))
        for pair in (PAIR, "fedcba9876543210")
    }
    assert len(told) == 4
    assert all(re.fullmatch("[0-9a-f]{32}", uid) for uid in told)


@pytest.mark.parametrize("state", [SessionState.CANCELLED, SessionState.MISSED])
def test_one_that_is_off_is_taken_out_of_the_calendar(state: SessionState) -> None:
    kept, off = planned(NOW), planned(NOW, state=state, revision=1)
    data = file_of(off)
    assert Calendar.from_ical(data)["METHOD"] == "CANCEL"
    assert event(data)["STATUS"] == "CANCELLED"
    assert event(data)["UID"] == event(file_of(kept))["UID"]
    assert b"VALARM" not in data


def test_a_series_is_one_file_in_order_with_each_zone_once() -> None:
    days = [
        Session(id=f"s{n}", at=NOW + timedelta(weeks=3 * n), zone=ZONES[n % 2]) for n in range(6)
    ]
    off = Session(id="off", at=NOW + timedelta(days=1), state=SessionState.CANCELLED)
    data = series_calendar(life_of(*days, off), [*days[::-1], off], now=NOW, pair_id=PAIR)
    calendar = Calendar.from_ical(data)
    assert calendar["METHOD"] == "PUBLISH"
    assert sorted(str(one["TZID"]) for one in calendar.walk("VTIMEZONE")) == sorted(ZONES[:2])
    found = calendar.walk("VEVENT")
    assert [one["DTSTART"].dt for one in found] == sorted(one.at for one in (*days, off))
    assert [str(one["SUMMARY"])[-1] for one in found if one["STATUS"] != "CANCELLED"] == list(
        "123456"
    )
    assert len({str(one["UID"]) for one in found}) == 7


def test_no_session_makes_no_file() -> None:
    with pytest.raises(Trouble, match="no session"):
        series_calendar(life_of(), [], now=NOW, pair_id=PAIR)


def test_the_same_arguments_give_the_same_bytes() -> None:
    session = planned(NOW, zone="Europe/London")
    assert file_of(session) == file_of(session)


# --- text -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "A" * 400,
        "😀" * 400,
        "שרה, בת; משה",
        "\u202eevil\u202c",
        "Zoë\r\nATTENDEE:mailto:x@example.org",
        'a\\nb;c,d:"e"^n',
        "é" * 400,
    ],
)
def test_any_name_is_folded_and_escaped_and_comes_back(name: str) -> None:
    session = planned(NOW)
    data = file_of(session, life_of(session, mentor=name))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert data.endswith(b"END:VCALENDAR\r\n")
    found = event(data)
    assert "ATTENDEE" not in found
    assert " ".join(name.split()).replace("\u202e", "").replace("\u202c", "") in str(
        found["SUMMARY"]
    ).replace("\u202e", "").replace("\u202c", "")


# --- times ------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=60)
@given(
    at=st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1)),
    offset=st.integers(-14 * 60, 14 * 60),
    zone=st.sampled_from(ZONES),
    minutes=st.integers(10, 180),
)
def test_moments_come_back_as_they_were(at: datetime, offset: int, zone: str, minutes: int) -> None:
    moment = at.replace(tzinfo=timezone(timedelta(minutes=offset)))
    data = file_of(planned(moment, zone=zone, minutes=minutes))
    found = event(data)
    begins, ends = found["DTSTART"].dt, found["DTEND"].dt
    assert begins.astimezone(UTC) == moment.astimezone(UTC).replace(microsecond=0)
    assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(minutes=minutes)
    if b"BEGIN:VTIMEZONE" in data:
        # What the file says of the zone is enough for a reader that knows no zones.
        own = zone_in(data)
        for told in (begins, ends):
            assert told.replace(tzinfo=own).utcoffset() == told.utcoffset()


@pytest.mark.parametrize("zone", ZONES[:9])
def test_the_zone_in_the_file_changes_its_clocks_when_the_zone_does(zone: str) -> None:
    here = ZoneInfo(zone)
    data = file_of(planned(NOW, zone=zone))
    own = zone_in(data)
    for hours in range(-200 * 24, 200 * 24, 1):
        wall = (NOW + timedelta(hours=hours)).astimezone(here).replace(tzinfo=None)
        exists = wall.replace(tzinfo=here).astimezone(UTC).astimezone(here).replace(tzinfo=None)
        if exists == wall:
            assert wall.replace(tzinfo=own).utcoffset() == wall.replace(tzinfo=here).utcoffset()  # type: ignore[arg-type]


def test_a_session_at_nine_stays_at_nine_over_the_last_sunday_of_october() -> None:
    sessions = [
        Session(id=f"s{n}", at=datetime(2026, 10, day, 9, tzinfo=LONDON), zone="Europe/London")
        for n, day in enumerate((24, 25, 26))
    ]
    data = series_calendar(life_of(*sessions), sessions, now=NOW, pair_id=PAIR)
    assert re.findall(rb"DTSTART;TZID=Europe/London:(\w+)", data) == [
        b"20261024T090000",
        b"20261025T090000",
        b"20261026T090000",
    ]
    assert [one["DTSTART"].dt.utcoffset() for one in events(data)] == [
        timedelta(hours=1),
        timedelta(),
        timedelta(),
    ]


@pytest.mark.parametrize(
    ("begins", "zoned"),
    [
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), True),  # ends at 1:15, the first time
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), False),  # ends at 1:15, the second time
        (datetime(2026, 10, 25, 1, 15, tzinfo=UTC), False),  # begins in the hour shown twice
        (datetime(2026, 10, 25, 2, 0, tzinfo=UTC), True),
    ],
)
def test_the_hour_that_clocks_show_twice_is_said_in_utc(begins: datetime, zoned: bool) -> None:
    data = file_of(planned(begins, zone="Europe/London", minutes=45))
    assert (b"TZID=" in data) is zoned
    assert event(data)["DTSTART"].dt == begins


@pytest.mark.parametrize(
    "at",
    [
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-14))),
        datetime(9999, 12, 31, 23, 59, tzinfo=UTC),
    ],
)
def test_a_date_no_calendar_has_is_trouble_alone_and_left_out_of_a_series(at: datetime) -> None:
    odd, good = planned(at, zone="Europe/London"), Session(id="s2", at=NOW)
    with pytest.raises(Trouble, match="no session with a date"):
        file_of(odd)
    data = series_calendar(life_of(odd, good), [odd, good], now=NOW, pair_id=PAIR)
    assert event(data)["DTSTART"].dt == NOW


def test_a_date_centuries_away_stands_in_utc() -> None:
    data = file_of(planned(datetime(1066, 10, 14, 9, tzinfo=UTC), zone="Europe/London"))
    assert b"DTSTART:10661014T090000Z" in data
    assert b"VTIMEZONE" not in data
