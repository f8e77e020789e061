"""Days and times as typed, and moments in zones whose clocks change."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import Trouble
from assistant.life.dates import (
    first_after,
    fixed,
    in_zone,
    meant,
    said,
    typed_day,
    typed_time,
    weeks_later,
)
from assistant.life.days import full_day

TODAY = date(2026, 11, 24)  # a Tuesday
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
LONDON, NEW_YORK, LORD_HOWE = "Europe/London", "America/New_York", "Australia/Lord_Howe"
ZONES = st.sampled_from([LONDON, NEW_YORK, LORD_HOWE, "America/St_Johns", ""])


def refused(day: date, hour: time, zone: str = LONDON) -> str:
    with pytest.raises(Trouble) as found:
        meant(day, hour, zone, NOW)
    return str(found.value)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-03", date(2026, 12, 3)),
        ("3 December 2026", date(2026, 12, 3)),
        ("Dec 3", date(2026, 12, 3)),
        ("december 3rd, 2027", date(2027, 12, 3)),
        ("on 3 March", date(2027, 3, 3)),
        ("24 November", TODAY),
        ("today", TODAY),
        ("Tomorrow", date(2026, 11, 25)),
        ("Thursday", date(2026, 11, 26)),
        ("tue", date(2026, 12, 1)),
        ("Thu, 26 Nov 2026", date(2026, 11, 26)),
        ("29 February", date(2028, 2, 29)),
        ("29 February 2028", date(2028, 2, 29)),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, day: date) -> None:
    assert typed_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2027-02-29", "There is no 29 February 2027."),
        ("29 February 2027", "There is no 29 February 2027."),
        ("31 April", "There is no 31 April."),
        ("2026-13-01", "There is no 1 month 13 2026."),
        ("Friday 26 November 2026", "Thursday 26 November 2026 is not a Friday."),
        ("03/04/2027", "That is not a day this can read."),
        ("", "That is not a day this can read."),
        ("soon", "That is not a day this can read."),
        ("١٢ November", "That is not a day this can read."),
    ],
)
def test_a_day_that_is_none_is_told_in_a_sentence(text: str, told: str) -> None:
    with pytest.raises(Trouble) as found:
        typed_day(text, TODAY)
    assert found.value.detail == told
    assert found.value.hint


def test_the_next_29_february_may_be_eight_years_away() -> None:
    assert typed_day("29 February", date(2096, 3, 1)) == date(2104, 2, 29)


@given(st.dates(date(1900, 1, 1), date(2900, 1, 1)))
def test_a_day_as_it_is_said_is_read_again(day: date) -> None:
    assert typed_day(full_day(day), TODAY) == day
    assert typed_day(day.isoformat(), TODAY) == day


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_day_or_trouble(text: str) -> None:
    found: list[object] = []
    with contextlib.suppress(Trouble):
        found.append(typed_day(text, TODAY))
    with contextlib.suppress(Trouble):
        found.append(typed_time(text))
    assert all(isinstance(one, date | time) for one in found)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("14:30", time(14, 30)),
        ("9.05", time(9, 5)),
        ("2:30 pm", time(14, 30)),
        ("at 2pm", time(14)),
        ("12 a.m.", time(0)),
        ("12pm", time(12)),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, hour: time) -> None:
    assert typed_time(text) == hour


@pytest.mark.parametrize("text", ["24:00", "14", "13pm", "0am", "9:60", "noonish", "-1:00"])
def test_a_time_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Trouble, match="not a time of day"):
        typed_time(text)


def test_a_moment_that_is_past_or_far_is_refused() -> None:
    assert refused(TODAY, time(9, 30)).startswith("Tuesday 24 November 2026 at 09:30 is past.")
    assert "is past" in refused(date(1, 1, 1), time(9))
    assert "more than two years ahead" in refused(date(2028, 11, 25), time(9))
    assert "more than two years ahead" in refused(date(9999, 12, 31), time(23, 59))
    assert meant(date(2028, 11, 24), time(9), LONDON, NOW).at.date() == date(2028, 11, 24)


def test_two_years_from_a_29_february() -> None:
    now = datetime(2028, 2, 29, 9, tzinfo=UTC)
    assert meant(date(2030, 2, 28), time(9), "", now).at == datetime(2030, 2, 28, 9, tzinfo=UTC)
    with pytest.raises(Trouble, match="two years"):
        meant(date(2030, 3, 1), time(9), "", now)


def test_a_time_that_clocks_skip_is_refused_with_what_to_choose() -> None:
    told = refused(date(2027, 3, 28), time(1, 30))
    assert told == (
        "On Sunday 28 March 2027 the clocks go forward in Europe/London, and there is no 01:30. "
        "Choose 00:30 or 02:30."
    )
    # Half an hour only, on Lord Howe.
    assert "Choose 01:45 or 02:45." in refused(date(2027, 10, 3), time(2, 15), LORD_HOWE)


def test_of_a_time_that_comes_twice_the_first_is_meant_and_that_is_said() -> None:
    found = meant(date(2027, 10, 31), time(1, 30), LONDON, NOW)
    assert found.at.utcoffset() == timedelta(hours=1)
    assert "comes twice: the first of the two is meant" in found.note
    assert not meant(date(2027, 10, 31), time(2, 30), LONDON, NOW).note


@pytest.mark.parametrize("name", ["Europe/Atlantis", "America", "../etc/passwd", "x" * 400, "\0"])
def test_a_zone_nobody_knows_is_refused(name: str) -> None:
    assert "no time zone called" in refused(date(2027, 1, 5), time(9), name)


def test_where_no_zone_is_named_it_is_that_of_now() -> None:
    here = NOW.astimezone(timezone(timedelta(hours=-5)))
    assert meant(date(2027, 1, 5), time(9), "", here).at.utcoffset() == timedelta(hours=-5)


def test_a_moment_is_said_by_the_clocks_of_its_zone() -> None:
    assert said(NOW, NEW_YORK) == "Tuesday 24 November 2026 at 04:30"
    assert said(NOW, "nowhere") == "Tuesday 24 November 2026 at 09:30"


@given(st.datetimes(timezones=st.timezones()), st.integers(1, 12), ZONES)
def test_weeks_later_never_raises_and_keeps_the_time_of_day(
    moment: datetime, weeks: int, zone: str
) -> None:
    found = weeks_later(fixed(moment), weeks, zone)
    if found is None:
        assert moment.year == 9999
        return
    before = in_zone(fixed(moment), zone).replace(tzinfo=None)
    after = in_zone(found, zone).replace(tzinfo=None)
    skipped = after - before - timedelta(weeks=weeks)
    assert skipped in {timedelta(), timedelta(hours=1), timedelta(minutes=30)} or moment.year < 1970


@given(
    st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)),
    st.integers(1, 12),
    ZONES,
)
def test_the_first_after_now_is_within_a_rhythm_of_it(
    moment: datetime, weeks: int, zone: str
) -> None:
    found = first_after(moment, weeks, zone, NOW)
    if moment.year > 9998:
        return
    assert found is not None
    assert found > NOW
    assert found - max(NOW, moment) <= timedelta(weeks=weeks, hours=2)
