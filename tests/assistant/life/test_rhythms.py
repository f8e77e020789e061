"""The next date, what counts as missed, and what two misses ask."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.life.about import Rhythm
from assistant.life.course import Ending
from assistant.life.rhythms import (
    AfterMisses,
    missed_at,
    misses_running,
    next_date,
    next_session,
    pause_change_or_end,
    usual_zone,
    was_it_held,
)
from assistant.life.session import Session, SessionState
from assistant.life.snapshot import PairLife

LONDON = "Europe/London"
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def at(days: float, state: SessionState = SessionState.PLANNED, **more: object) -> Session:
    return Session(at=NOW + days * DAY, state=state, **more)  # type: ignore[arg-type]


HELD, MISSED, CANCELLED = SessionState.HELD, SessionState.MISSED, SessionState.CANCELLED


# --- the next date -----------------------------------------------------------------------------------


def test_it_follows_the_last_by_the_rhythm() -> None:
    life = PairLife.of([Rhythm(weeks=2), at(-10, HELD), at(-3, MISSED)])
    assert next_date(life, NOW) == NOW + 4 * DAY
    life = PairLife.of([Rhythm(weeks=2), at(-10, HELD), at(3)])
    assert next_date(life, NOW) == NOW + 17 * DAY


def test_it_is_never_past() -> None:
    life = PairLife.of([Rhythm(weeks=3), at(-100, HELD)])
    assert next_date(life, NOW) == NOW + 5 * DAY
    assert next_date(PairLife.of([Rhythm(weeks=1), at(-7, HELD)]), NOW) == NOW + 7 * DAY


def test_before_any_session_it_is_the_first_that_was_named() -> None:
    assert next_date(PairLife.of([]), NOW) is None
    ahead = PairLife.of([Rhythm(first=NOW + 3 * DAY)])
    assert next_date(ahead, NOW) == NOW + 3 * DAY
    past = PairLife.of([Rhythm(first=NOW - 3 * DAY, weeks=1)])
    assert next_date(past, NOW) == NOW + 4 * DAY


def test_there_is_none_after_the_end() -> None:
    sessions = [at(-1, HELD)]
    assert next_date(PairLife.of([Rhythm(ends=date(2026, 12, 1)), *sessions]), NOW) is None
    ended = Ending(at=NOW, ended=NOW)
    assert next_date(PairLife.of([Rhythm(), ended, *sessions]), NOW) is None


def test_a_session_in_another_age_is_no_rhythm() -> None:
    odd = Session(at=datetime(9999, 12, 31, 23, tzinfo=UTC))
    old = Session(at=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))), state=HELD)
    found = next_date(PairLife.of([odd, old, Rhythm(zone="America/New_York")]), NOW)
    assert found is not None
    assert NOW < found <= NOW + 22 * DAY


def test_over_a_change_of_clocks_the_time_of_day_stays() -> None:
    london = ZoneInfo(LONDON)
    held = Session(at=datetime(2027, 3, 16, 15, tzinfo=london), zone=LONDON, state=HELD)
    life = PairLife.of([held, Rhythm(weeks=2)])
    found = next_date(life, datetime(2027, 3, 17, tzinfo=UTC))
    assert found is not None
    assert found.isoformat() == "2027-03-30T15:00:00+01:00"


@given(
    st.sampled_from([LONDON, "America/New_York", "Australia/Lord_Howe"]),
    st.datetimes(datetime(2024, 1, 1), datetime(2026, 11, 24)),
    st.integers(1, 12),
    st.integers(0, 500),
)
def test_it_is_after_now_and_keeps_the_time_of_day(
    zone: str, wall: datetime, weeks: int, days: int
) -> None:
    wall = wall.replace(second=0, microsecond=0, fold=0)
    place = ZoneInfo(zone)
    began = wall.replace(tzinfo=place).astimezone(UTC)
    shown = began.astimezone(place).replace(tzinfo=None, fold=0)
    now = began + timedelta(days=days)
    life = PairLife.of([Session(at=began, zone=zone, state=HELD), Rhythm(weeks=weeks)])
    found = next_date(life, now)
    assert found is not None
    assert now < found <= now + timedelta(weeks=weeks, hours=1)
    after = found.astimezone(place).replace(tzinfo=None, fold=0)
    if after.time() != shown.time():  # only where the clocks skip that time on that day
        missing = datetime.combine(after.date(), shown.time(), place)
        there = missing.astimezone(UTC).astimezone(place)
        assert there.replace(tzinfo=None, fold=0) == after
    assert (after.date() - shown.date()).days % (7 * weeks) == 0


def test_the_usual_zone_is_the_rhythms_else_the_last_sessions() -> None:
    assert usual_zone(PairLife.of([])) == ""
    sessions = [at(-9, zone="Asia/Tokyo"), at(-2, zone="Nowhere/Here")]
    assert usual_zone(PairLife.of(sessions)) == "Asia/Tokyo"
    assert usual_zone(PairLife.of([*sessions, Rhythm(zone=LONDON)])) == LONDON


def test_the_next_session_is_one_that_is_not_over() -> None:
    on_now, later = at(-0.01), at(2)
    assert next_session(PairLife.of([at(-2), at(-0.5), later, on_now]), NOW) == on_now
    assert next_session(PairLife.of([at(-2), at(1, CANCELLED)]), NOW) is None


# --- misses ------------------------------------------------------------------------------------------


def test_a_day_after_it_is_asked_and_a_week_after_it_is_a_miss() -> None:
    fresh, asked, gone = at(-0.9), at(-1), at(-7)
    life = PairLife.of([fresh, asked, gone, at(3), at(-5, HELD)])
    assert was_it_held(life, NOW) == (gone, asked)
    assert [missed_at(one, NOW) for one in (fresh, asked, gone)] == [False, False, True]


def test_what_is_called_off_counts_once_its_time_is_past() -> None:
    assert not missed_at(at(3, CANCELLED), NOW)
    assert missed_at(at(-3, CANCELLED), NOW)
    assert missed_at(at(-3, MISSED), NOW)
    assert not missed_at(at(-3, HELD), NOW)


@pytest.mark.parametrize(
    ("sessions", "running"),
    [
        ([], 0),
        ([at(-9, MISSED)], 1),
        ([at(-9, MISSED), at(-8, MISSED)], 2),
        ([at(-9, MISSED), at(-8, HELD), at(-7.5, MISSED)], 1),
        ([at(-30, HELD), at(-20), at(-9, CANCELLED), at(-2), at(4)], 2),
    ],
)
def test_misses_are_counted_since_the_last_that_was_held(
    sessions: list[Session], running: int
) -> None:
    life = PairLife.of(sessions)
    assert misses_running(life, NOW) == running
    assert (pause_change_or_end(life, NOW) is not None) == (running >= 2)


def test_after_two_misses_three_ways_are_offered_without_blame() -> None:
    life = PairLife.of([at(-9, MISSED), at(-8, MISSED)])
    question = pause_change_or_end(life, NOW)
    assert question is not None
    assert question.words.startswith("Two sessions in a row")
    assert [choice for choice, _ in question.choices] == list(AfterMisses)
    assert all(words.endswith(".") for _, words in question.choices)
    assert (
        pause_change_or_end(PairLife.of([*life.documents, Ending(at=NOW, ended=NOW)]), NOW) is None
    )
