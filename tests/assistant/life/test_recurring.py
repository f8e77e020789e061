from __future__ import annotations

from datetime import datetime, timedelta
from itertools import takewhile

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.life.recurrence_rule import TooOften, read_rule
from assistant.life.recurring import Allowance, Exhausted, starts

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
PLENTY = 10_000_000
FOR_EVER = datetime.max


def when(rule: str, begins: datetime, first: datetime, last: datetime) -> list[datetime]:
    return starts(read_rule(rule), begins, first, last, FOR_EVER, Allowance(PLENTY))


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules that come true within a few years, for dateutil walks on to the year 9999 where one does not.

    Left out is where it differs from RFC 5545: weeks of the next year, and places within a week
    of which only a part had begun.
    """
    every = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={every}", f"INTERVAL={draw(st.integers(1, 3))}"]
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 60))}")
    parts.append(f"WKST={draw(st.sampled_from(WEEKDAYS))}")
    if draw(st.booleans()):
        parts.append(f"BYHOUR={draw(st.integers(0, 23))},{draw(st.integers(0, 23))}")
    months = ",".join(map(str, draw(st.lists(st.integers(1, 12), min_size=1, max_size=4))))
    days = ",".join(draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=4)))
    nth = f"{draw(st.sampled_from([-2, -1, 1, 2, 3]))}{draw(st.sampled_from(WEEKDAYS))}"
    month_day = draw(st.integers(1, 28)) * draw(st.sampled_from([1, -1]))
    choices = {
        "DAILY": ["", f"BYDAY={days}", f"BYMONTHDAY={month_day}"],
        "WEEKLY": ["", f"BYDAY={days}", f"BYDAY={days};BYMONTH=1,4,7,{months}"],
        "MONTHLY": [
            "",
            f"BYDAY={nth}",
            f"BYDAY={days}",
            f"BYMONTHDAY={month_day}",
            f"BYDAY={days};BYSETPOS={draw(st.sampled_from(['1', '-1', '2,-2', '3']))}",
        ],
        "YEARLY": [
            "",
            f"BYMONTH={months}",
            f"BYMONTH={months};BYDAY={nth}",
            f"BYDAY={draw(st.integers(-50, -1))}MO,{draw(st.integers(1, 50))}FR",
            f"BYWEEKNO={draw(st.integers(2, 51))};BYDAY={days}",
            f"BYYEARDAY={draw(st.integers(1, 365)) * draw(st.sampled_from([1, -1]))}",
            f"BYDAY={days};BYSETPOS={draw(st.sampled_from(['1', '-1', '10,20']))}",
        ],
    }
    parts.append(draw(st.sampled_from(choices[every])))
    return ";".join(filter(None, parts))


@settings(deadline=None, max_examples=250)
@given(
    rule=rules(),
    begins=st.datetimes(datetime(2019, 1, 1), datetime(2026, 12, 28)),
    first=st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)),
    weeks=st.sampled_from([1, 8, 60]),
)
def test_rules_come_true_when_dateutil_says(
    rule: str, begins: datetime, first: datetime, weeks: int
) -> None:
    begins = begins.replace(day=min(28, begins.day), microsecond=0)
    last = first + timedelta(weeks=weeks)
    walked = takewhile(lambda at: at <= last, rrulestr(rule, dtstart=begins))
    assert when(rule, begins, first, last) == [at for at in walked if at >= first]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=YEARLY", ["20240229", "20280229"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", ["20240331", "20240531", "20240731"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", ["20240329", "20240426", "20240531"]),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", ["20240913", "20241213", "20250613"]),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", ["20240513", "20250512", "20260511"]),
        ("FREQ=YEARLY;BYWEEKNO=-1", ["20241226", "20251225", "20261231"]),
        ("FREQ=MONTHLY;BYDAY=MO,2TU", ["20240304", "20240311", "20240312"]),
    ],
)
def test_rules_the_standard_explains(rule: str, days: list[str]) -> None:
    begins = datetime(2024, 2, 29, 9)
    found = when(rule, begins, begins, datetime(2029, 1, 1))
    told = [at.strftime("%Y%m%d") for at in found if at.date() > begins.date()]
    expected = [day for day in days if day != "20240229"]
    assert told[: len(expected)] == expected
    assert all(at.hour == 9 for at in found)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
        "FREQ=DAILY;BYSETPOS=2",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31;COUNT=9999999",
        "FREQ=YEARLY;INTERVAL=9999999",
    ],
)
def test_a_rule_that_never_comes_true_ends_all_the_same(rule: str) -> None:
    begins = datetime(2020, 1, 2, 9)
    allowance = Allowance(5_000)
    first, last = datetime(2026, 1, 1), datetime(2026, 3, 1)
    assert starts(read_rule(rule), begins, first, last, FOR_EVER, allowance) == []


def test_no_more_days_are_asked_about_than_allowed() -> None:
    begins = datetime(1000, 1, 1)
    with pytest.raises(Exhausted):
        starts(
            read_rule("FREQ=DAILY;COUNT=9999999"),
            begins,
            datetime(2026, 1, 1),
            datetime(2026, 3, 1),
            FOR_EVER,
            Allowance(10_000),
        )


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=SECONDLY",
        "FREQ=HOURLY;INTERVAL=4",
        "FREQ=DAILY;BYMINUTE=" + ",".join(map(str, range(60))) + ";BYHOUR=1,2",
    ],
)
def test_several_within_hours_is_too_often(text: str) -> None:
    with pytest.raises(TooOften):
        read_rule(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FREQ",
        "FREQ=SOMETIMES",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;COUNT=99999999999999999999",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;WKST=5",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=١",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=DAILY;BYHOUR=24",
        "FREQ=DAILY;RSCALE=CHINESE",
        "FREQ=DAILY;BYHOUR=" + "1," * 5_000,
    ],
)
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"rule|number|range|weekday|long") as error:
        read_rule(text)
    assert not isinstance(error.value, TooOften)


@settings(deadline=None)
@given(st.text(alphabet="FREQ=DAILYWKSTBOMNH;,0123456789-+TU", max_size=60))
def test_any_text_is_a_rule_or_an_error(text: str) -> None:
    try:
        rule = read_rule("FREQ=" + text)
    except ValueError:
        return
    begins = datetime(2020, 1, 2, 9)
    first, last = datetime(2026, 1, 1), datetime(2026, 3, 1)
    for at in starts(rule, begins, first, last, FOR_EVER, Allowance(PLENTY)):
        assert first <= at <= last
