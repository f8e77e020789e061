"""The next date, what counts as missed, and what two misses ask."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.life.about import Rhythm
from assistant.life.course import AfterMisses, Ending
from assistant.life.rhythms import (
    answered,
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


def off(days: float, ahead: float = 0.1) -> Session:
    """One that was called off so many days ahead."""
    return at(days, CANCELLED, changed=NOW + (days - ahead) * DAY)


# --- the next date -----------------------------------------------------------------------------------


def test_it_follows_the_last_by_the_rhythm() -> None:
    life = PairLife.of([Rhythm(weeks=2), at(-10, HELD), at(-3, MISSED)])
    assert next_date(life, NOW) == NOW + 4 * DAY
    life = PairLife.of([Rhythm(weeks=2), at(-10, HELD), at(3)])
    assert next_date(life, NOW) == NOW + 17 * DAY


def test_a_session_begun_on_the_spot_leaves_the_usual_time() -> None:
    then = NOW - 3 * DAY + timedelta(minutes=7, seconds=23)
    spot = Session(at=then, began=then, state=HELD)
    planned = at(-16, HELD, began=NOW - 16 * DAY + timedelta(minutes=4))
    life = PairLife.of([Rhythm(weeks=2), planned, spot])
    assert next_date(life, NOW) == NOW + 12 * DAY  # on the usual day, and not two days from now
    early = spot.model_copy(update={"moved_from": (NOW - 1 * DAY,)})
    assert next_date(PairLife.of([Rhythm(weeks=2), early]), NOW) == NOW + 13 * DAY
    assert next_date(PairLife.of([Rhythm(weeks=2), spot]), NOW) == NOW + 11 * DAY
    first = Rhythm(weeks=1, first=NOW - 30 * DAY)
    assert next_date(PairLife.of([first, spot]), NOW) == NOW + 5 * DAY
    ahead = Rhythm(weeks=1, first=NOW + 4 * DAY)
    assert next_date(PairLife.of([ahead, spot]), NOW) == NOW + 4 * DAY


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
    just_over = Session(at=NOW - timedelta(minutes=45), minutes=45)
    assert next_session(PairLife.of([just_over]), NOW) is None


# --- misses ------------------------------------------------------------------------------------------


def test_a_day_after_it_is_asked_and_it_never_becomes_a_miss_by_itself() -> None:
    fresh, asked, gone = at(-0.9), at(-1), at(-70)
    life = PairLife.of([fresh, asked, gone, at(3), at(-5, HELD)])
    assert was_it_held(life, NOW) == (gone, asked)
    assert misses_running(PairLife.of([gone, asked]), NOW) == ()


@pytest.mark.parametrize(
    ("sessions", "running"),
    [
        ([], 0),
        ([at(-9, MISSED)], 1),
        ([at(-9, MISSED), at(-8, MISSED)], 2),
        ([at(-9, MISSED), at(-8, HELD), at(-7.5, MISSED)], 1),
        ([at(-30, HELD), off(-9), at(4)], 1),
        ([at(-9, MISSED), off(-8, ahead=0.9)], 2),
        # Called off in good time it is no miss, nor where an undo did it: then nobody knows when.
        ([at(-9, MISSED), off(-8, ahead=1), off(-7, ahead=10), at(-6, CANCELLED)], 1),
        # They may have met in between, so nobody knows that the two were running.
        ([at(-30, MISSED), at(-20), off(-9)], 1),
        # Nor what came of the latest one, once a day is past; until then it is not asked either.
        ([at(-9, MISSED), at(-8, MISSED), at(-1)], 0),
        ([at(-9, MISSED), at(-8, MISSED), at(-0.9)], 2),
        # What is called off ahead, or said to be held tomorrow, says nothing yet.
        ([at(-9, MISSED), at(-8, MISSED), at(1, HELD), at(3, CANCELLED)], 2),
    ],
)
def test_misses_are_counted_since_the_last_that_was_held(
    sessions: list[Session], running: int
) -> None:
    life = PairLife.of(sessions)
    assert len(misses_running(life, NOW)) == running
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


@pytest.mark.parametrize("way", [AfterMisses.CHANGE, AfterMisses.END])
def test_what_was_answered_is_not_asked_again_until_two_more_are_missed(way: AfterMisses) -> None:
    missed = [at(-9, MISSED), off(-8)]
    life = PairLife.of([*missed, answered(way, NOW)])
    assert misses_running(life, NOW) == ()
    assert pause_change_or_end(life, NOW) is None
    one, two = at(3, MISSED), at(6, MISSED)
    assert pause_change_or_end(PairLife.of([*life.documents, one]), NOW + 4 * DAY) is None
    both = PairLife.of([*life.documents, one, two])
    assert misses_running(both, NOW + 7 * DAY) == (one, two)
    assert pause_change_or_end(both, NOW + 7 * DAY) is not None
