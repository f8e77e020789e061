"""The set-up as typed: read back as it stood, dates by the clocks of its zone, the first session planned."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import Trouble
from assistant.life.about import About, Rhythm
from assistant.life.session import Session, SessionState
from assistant.life.setup_texts import (
    about_texts,
    about_typed,
    rhythm_texts,
    rhythm_typed,
    typed_hours,
)
from assistant.life.snapshot import PairLife
from assistant.wording import Side
from tests.assistant.life.lives import lives

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
EMPTY = PairLife.of([], "Priya", "Martin")


def typed(life: PairLife = EMPTY, **texts: str) -> tuple[Rhythm, list[Session], str]:
    found = rhythm_typed(life, {**rhythm_texts(life, "Europe/London"), **texts}, NOW)
    rhythm, *sessions = found.documents
    assert isinstance(rhythm, Rhythm)
    return rhythm, [one for one in sessions if isinstance(one, Session)], found.note


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("9 to 17", (9, 17)),
        ("9-17", (9, 17)),
        ("from 8:00 – 16:00", (8, 16)),
        ("9am to 5pm", (9, 17)),
        ("0 until 24", (0, 24)),
    ],
)
def test_working_hours_as_people_type_them(text: str, hours: tuple[int, int]) -> None:
    assert typed_hours(text) == hours


@pytest.mark.parametrize("text", ["", "9", "nine to five", "9 to 25", "9-12-17", "٩-17"])
def test_other_hours_are_refused(text: str) -> None:
    with pytest.raises(Trouble, match="Type them as 9 to 17"):
        typed_hours(text)


@pytest.mark.parametrize("text", ["8:30 to 17:00", "9-17:15"])
def test_hours_that_are_not_whole_are_told_so(text: str) -> None:
    with pytest.raises(Trouble, match="whole hours"):
        typed_hours(text)


def test_a_page_is_read_back_as_it_stood() -> None:
    page = About(
        id="mentor", side=Side.MENTOR, rank="analyst", offers=("a", "b"), day_begins=8, day_ends=24
    )
    life = PairLife.of([page])
    assert about_typed(life, Side.MENTOR, about_texts(page)) == page
    texts = {**about_texts(page), "needs": " one \n\none\ntwo", "rank": ""}
    changed = about_typed(life, Side.MENTOR, texts)
    assert changed.needs == ("one", "two")
    assert changed.rank == ""
    with pytest.raises(Trouble, match="begin before"):
        about_typed(life, Side.MENTOR, {**texts, "hours": "17 to 9"})
    with pytest.raises(Trouble, match="longer than 300"):
        about_typed(life, Side.MENTOR, {**texts, "offers": "x" * 301})


def test_a_first_date_is_by_the_clocks_of_the_zone_and_planned() -> None:
    rhythm, sessions, note = typed(first_day="26 November", first_time="3pm", minutes="30 minutes")
    at = datetime(2026, 11, 26, 15, 0, tzinfo=LONDON)
    assert rhythm.first == at
    assert (rhythm.minutes, rhythm.weeks, rhythm.zone) == (30, 3, "Europe/London")
    assert [(one.at, one.minutes, one.zone) for one in sessions] == [(at, 30, "Europe/London")]
    assert note == ""


def test_another_first_date_moves_the_first_session() -> None:
    rhythm, (session,), _ = typed(first_day="26 November", first_time="15:00")
    life = PairLife.of([rhythm, session], "Priya", "Martin")
    again, none, _ = typed(life)
    assert (again, none) == (rhythm, [])
    later, (moved,), _ = typed(life, first_day="Friday", first_time="15:00")
    assert moved.id == session.id
    assert moved.at == later.first == session.at + timedelta(days=1)
    held = PairLife.of([rhythm, session.model_copy(update={"state": SessionState.HELD})])
    assert typed(held, first_day="Friday")[1] == []


def test_what_was_not_touched_stays_though_it_is_past() -> None:
    past = Rhythm(first=NOW - timedelta(days=90), ends=date(2026, 11, 1), zone="Europe/London")
    rhythm, sessions, _ = typed(PairLife.of([past]), weeks="2")
    assert rhythm == past.model_copy(update={"weeks": 2})
    assert sessions == []
    emptied, _, _ = typed(PairLife.of([past]), first_day="", first_time="", ends="")
    assert (emptied.first, emptied.ends) == (None, None)


def test_a_date_in_another_zone_is_the_same_time_of_day_there() -> None:
    rhythm, _, _ = typed(first_day="26 November", first_time="15:00")
    moved, _, _ = typed(PairLife.of([rhythm]), zone="new york")
    assert moved.zone == "America/New_York"
    assert moved.first == datetime(2026, 11, 26, 15, 0, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ({"first_day": "26 November"}, "no time"),
        ({"first_time": "15:00"}, "no day"),
        ({"first_day": "29 February 2027", "first_time": "9:00"}, "first session: There is no 29"),
        ({"first_day": "2 November 2026", "first_time": "9:00"}, "is past"),
        ({"first_day": "28 March 2027", "first_time": "1:30"}, "clocks go forward"),
        ({"first_day": "someday", "first_time": "9:00"}, "first session: That is not a day"),
        ({"ends": "sometime"}, "end date: That is not a day"),
        ({"ends": "2026-11-01"}, "is past"),
        ({"ends": "Friday", "first_day": "1 December", "first_time": "9:00"}, "before the first"),
        (
            {"minutes": "an hour"},
            "length of a session is a whole number of minutes. Type it as 45.",
        ),
        ({"weeks": "many"}, "time between sessions is a whole number of weeks. Type it as 3."),
        ({"minutes": "9"}, "10 to 180"),
        ({"weeks": "13"}, "1 to 12"),
        ({"zone": "Atlantis"}, "no time zone"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(texts: dict[str, str], told: str) -> None:
    with pytest.raises(Trouble, match=told):
        typed(**texts)


def test_a_time_that_comes_twice_is_said() -> None:
    _, _, note = typed(first_day="31 October 2027", first_time="1:30")
    assert "comes twice" in note


def test_a_zone_that_this_system_does_not_know_stays() -> None:
    old = Rhythm(zone="Mars/Olympus", first=NOW + timedelta(days=3))
    rhythm, _, _ = typed(PairLife.of([old]), weeks="2")
    assert rhythm == old.model_copy(update={"weeks": 2})


@settings(max_examples=60, deadline=None)
@given(lives())
def test_whatever_the_records_hold_can_be_shown_and_kept_as_it_is(life: PairLife) -> None:
    found = rhythm_typed(life, rhythm_texts(life), NOW)
    assert [one.model_copy(update={"zone": life.rhythm.zone}) for one in found.documents] == [
        life.rhythm
    ]
    for side, page in life.abouts.items():
        if page.day_begins < page.day_ends:
            about_typed(life, side, about_texts(page))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_whatever_is_typed_is_kept_or_refused(day: str, hour: str, ends: str) -> None:
    with suppress(Trouble):
        rhythm, _, _ = typed(first_day=day, first_time=hour, ends=ends)
        assert rhythm.first is None or rhythm.first > NOW
