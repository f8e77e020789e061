"""Days and times together, where clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.talk.grammar.moments import moment, moment_in
from assistant.talk.grammar.saying import said_moment

NOW = datetime(2026, 3, 17, 9, 30, tzinfo=UTC)
LONDON, NEW_YORK = "Europe/London", "America/New_York"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Thursday at 3", "2026-03-19T15:00+00:00"),
        ("at half four on Monday week", "2026-03-30T16:30+01:00"),
        ("3pm tomorrow", "2026-03-18T15:00+00:00"),
        ("next Thursday, 10:30", "2026-03-26T10:30+00:00"),
        ("2026-04-03T15:00", "2026-04-03T15:00+01:00"),
        ("at 3", "2026-03-17T15:00+00:00"),
        ("at 9", "2026-03-18T09:00+00:00"),
        ("in half an hour", "2026-03-17T10:00+00:00"),
        ("in 2 hours", "2026-03-17T11:30+00:00"),
        ("tonight at midnight", "2026-03-18T00:00+00:00"),
        ("8 tomorrow night", "2026-03-18T20:00+00:00"),
    ],
)
def test_a_moment_is_read_in_its_zone(text: str, at: str) -> None:
    found = moment_in(text, NOW, LONDON)
    assert found is not None
    assert found.value.at == datetime.fromisoformat(at)
    assert not found.value.shifted


@pytest.mark.parametrize(
    "text", ["", "Thursday", "may I ask", "a 9 to 5 job", "24/7", "half an hour"]
)
def test_without_a_time_there_is_no_moment(text: str) -> None:
    assert moment_in(text, NOW, LONDON) is None


@pytest.mark.parametrize(
    ("zone", "day", "at"),
    [
        (LONDON, date(2026, 3, 29), "2026-03-29T02:30+01:00"),
        (NEW_YORK, date(2026, 3, 8), "2026-03-08T03:30-04:00"),
    ],
)
def test_a_time_that_clocks_skip_is_as_much_later(zone: str, day: date, at: str) -> None:
    hour = time(1, 30) if zone == LONDON else time(2, 30)
    found = moment(day, hour, zone, NOW)
    assert found.at.isoformat(timespec="minutes") == at
    assert "skip" in found.note


@pytest.mark.parametrize(
    ("zone", "day", "at"),
    [
        (LONDON, date(2026, 10, 25), "2026-10-25T01:30+01:00"),
        (NEW_YORK, date(2026, 11, 1), "2026-11-01T01:30-04:00"),
    ],
)
def test_of_a_time_that_comes_twice_the_first_is_meant(zone: str, day: date, at: str) -> None:
    found = moment(day, time(1, 30), zone, NOW)
    assert found.at.isoformat(timespec="minutes") == at
    assert "comes twice" in found.note


def test_today_is_todays_in_the_zone() -> None:
    late = datetime(2026, 3, 17, 23, 30, tzinfo=ZoneInfo(NEW_YORK))
    found = moment_in("tomorrow at 3pm", late, LONDON)
    assert found is not None
    assert found.value.at.date() == date(2026, 3, 19)


def test_an_unknown_zone_is_that_of_now() -> None:
    assert moment(date(2026, 4, 3), time(15), "Nowhere/At_All", NOW).at.utcoffset() == timedelta()


@given(
    st.datetimes(datetime(2026, 3, 18), datetime(2027, 4, 20)), st.sampled_from([LONDON, NEW_YORK])
)
def test_every_moment_is_read_as_said(wall: datetime, zone: str) -> None:
    at = moment(wall.date(), wall.time(), zone, NOW).at
    found = moment_in(said_moment(at, NOW), NOW, zone)
    assert found is not None
    # Said again, an hour that comes twice is the first of the two.
    assert found.value.at.replace(tzinfo=None) == at.replace(tzinfo=None, second=0, microsecond=0)
