from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.life.days import (
    away,
    clock_time,
    day_of,
    days_before,
    full_day,
    local,
    month_name,
    said_ahead,
    said_day,
    since,
)

TODAY = date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 11, 23), "today"),
        (date(2026, 11, 22), "yesterday"),
        (date(2026, 11, 24), "tomorrow"),
        (date(2026, 11, 17), "Tuesday"),
        (date(2026, 11, 16), "16 November"),
        (date(2026, 11, 26), "Thursday"),
        (date(2026, 11, 29), "Sunday"),
        (date(2026, 11, 30), "30 November"),
        (date(2026, 3, 3), "3 March"),
        (date(2025, 3, 3), "3 March 2025"),
        (date(2024, 2, 29), "29 February 2024"),
    ],
)
def test_a_day_as_people_say_it(day: date, told: str) -> None:
    assert said_day(day, TODAY) == told
    assert since(day, TODAY) == f"since {told}"


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 11, 23), "today"),
        (date(2026, 11, 24), "tomorrow"),
        (date(2026, 11, 26), "Thursday, in 3 days"),
        (date(2026, 12, 6), "6 December, in 13 days"),
        (date(2026, 12, 14), "14 December, in 3 weeks"),
        (date(2027, 1, 4), "4 January 2027, in 6 weeks"),
        (date(2026, 11, 20), "Friday, 3 days ago"),
    ],
)
def test_a_day_to_come_with_how_far_it_is(day: date, told: str) -> None:
    assert said_ahead(day, TODAY) == told


def test_the_last_week_of_a_year_is_said_by_weekday_and_before_that_with_its_year() -> None:
    assert said_day(date(2026, 12, 28), date(2027, 1, 2)) == "Monday"
    assert said_day(date(2026, 12, 20), date(2027, 1, 2)) == "20 December 2026"


def test_full_names() -> None:
    assert full_day(date(2026, 11, 26)) == "Thursday 26 November 2026"
    assert clock_time(datetime(2026, 11, 26, 9, 5, tzinfo=UTC)) == "09:05"
    assert month_name(2026, 3, TODAY) == "March"
    assert month_name(2025, 3, TODAY) == "March 2025"


def test_the_day_is_that_of_whoever_asks() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    tokyo = datetime(2026, 11, 24, 9, tzinfo=timezone(timedelta(hours=9)))
    assert day_of(late, tokyo) == date(2026, 11, 24)
    assert day_of(late, datetime(2026, 11, 24, tzinfo=UTC)) == date(2026, 11, 23)


def test_a_moment_no_clock_reaches_stays_as_it_is() -> None:
    first = datetime.min.replace(tzinfo=UTC)
    west = datetime(2026, 1, 1, tzinfo=timezone(-timedelta(hours=9)))
    assert local(first, west) == first
    assert days_before(date(1, 1, 3), 9) == date.min


@given(st.dates(), st.dates())
def test_every_day_can_be_said(day: date, today: date) -> None:
    told = said_day(day, today)
    if abs((day - today).days) >= 7:
        assert str(day.day) in told.split()
        assert (str(day.year) in told.split()) is (day.year != today.year)
    assert away(day, today)
    assert said_ahead(day, today).startswith(told)
