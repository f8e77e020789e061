"""Days and stretches of days within a sentence, told from a Tuesday."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.life.days import full_day
from assistant.talk.grammar.dates import Day, Span, days_in, spans_in
from assistant.talk.grammar.saying import said_day

NOW = datetime(2026, 3, 17, 9, 30, tzinfo=UTC)  # a Tuesday
TODAY = NOW.date()


def on(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:30+00:00")


def days(text: str, now: datetime = NOW) -> list[str]:
    return [each.value.date.isoformat() for each in days_in(text, now)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-03-17"),
        ("tonight", "2026-03-17"),
        ("tomorrow", "2026-03-18"),
        ("tomorow", "2026-03-18"),
        ("the day after tomorrow", "2026-03-19"),
        ("Thursday", "2026-03-19"),
        ("on thurs.", "2026-03-19"),
        ("wendsday", "2026-03-18"),
        ("Tuesday", "2026-03-24"),
        ("this Friday", "2026-03-20"),
        ("this Tuesday", "2026-03-17"),
        ("next Thursday", "2026-03-26"),
        ("next Monday", "2026-03-23"),
        ("Thursday next week", "2026-03-26"),
        ("next week on Thursday", "2026-03-26"),
        ("this week on Friday", "2026-03-20"),
        ("Thursday of next week", "2026-03-26"),
        ("Thursday the week after next", "2026-04-02"),
        ("Monday week", "2026-03-30"),
        ("a week on Friday", "2026-03-27"),
        ("a week from Friday", "2026-03-27"),
        ("Friday fortnight", "2026-04-03"),
        ("two weeks on Monday", "2026-04-06"),
        ("fortnight on Thursday", "2026-04-02"),
        ("in a fortnight", "2026-03-31"),
        ("in two weeks", "2026-03-31"),
        ("in two weeks' time", "2026-03-31"),
        ("in a couple of weeks", "2026-03-31"),
        ("in 10 days", "2026-03-27"),
        ("ten days from now", "2026-03-27"),
        ("in a month", "2026-04-17"),
        ("a week today", "2026-03-24"),
        ("a week tomorrow", "2026-03-25"),
        ("tomorrow week", "2026-03-25"),
        ("the 18th", "2026-03-18"),
        ("the 17th", "2026-03-17"),
        ("the 16th", "2026-04-16"),
        ("on the 2nd", "2026-04-02"),
        ("on the twenty-first", "2026-03-21"),
        ("the 5th of next month", "2026-04-05"),
        ("3 April", "2026-04-03"),
        ("April 3rd", "2026-04-03"),
        ("Apr. 3", "2026-04-03"),
        ("the 3rd of April 2027", "2027-04-03"),
        ("April 3, 2027", "2027-04-03"),
        ("third of April", "2026-04-03"),
        ("3 March", "2027-03-03"),
        ("3 May", "2026-05-03"),
        ("May 3rd", "2026-05-03"),
        ("Thursday 19 March", "2026-03-19"),
        ("Thu, March 19th", "2026-03-19"),
        ("Thursday the 19th", "2026-03-19"),
        ("Monday 23 at 3", "2026-03-23"),
        ("2026-04-03", "2026-04-03"),
        ("17/3", "2026-03-17"),
        ("03.04.2027", "2027-04-03"),
        ("3/4/27", "2027-04-03"),
        ("the end of the month", "2026-03-31"),
        ("end of next week", "2026-03-27"),
        ("end of April", "2026-04-30"),
        ("the last day of the month", "2026-03-31"),
        ("the first Monday in May", "2026-05-04"),
        ("last Friday of the month", "2026-03-27"),
        ("second Tuesday of next month", "2026-04-14"),
        ("29 February", "2028-02-29"),
        ("Mon", "2026-03-23"),
        ("Wed at 3", "2026-03-18"),
        ("on sat", "2026-03-21"),
    ],
)
def test_a_day_to_come_is_read(text: str, day: str) -> None:
    assert days(text) == [day]
    assert days(f"Can we meet {text}?") == [day]
    assert not days_in(text, NOW)[0].value.past


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("yesterday", "2026-03-16"),
        ("last night", "2026-03-16"),
        ("last Tuesday", "2026-03-10"),
        ("last Friday", "2026-03-13"),
        ("two weeks ago", "2026-03-03"),
        ("a month ago", "2026-02-17"),
        ("2 years ago", "2024-03-17"),
        ("3 March 2025", "2025-03-03"),
        ("Monday 5 January", "2026-01-05"),
    ],
)
def test_a_day_gone_is_marked(text: str, day: str) -> None:
    (found,) = days_in(text, NOW)
    assert found.value.date.isoformat() == day
    assert found.value.past


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("next Thursday", "2026-03-19"),
        ("Tuesday", "2026-03-17"),
        ("this Tuesday", "2026-03-24"),
        ("3/4", "2027-03-04"),
        ("Friday 19 March", "2026-03-20"),
        ("last Friday", None),
        ("last Monday", "2026-03-09"),
        ("Thursday", None),
        ("next Monday", None),
        ("17/3", None),
        ("3/3", None),
    ],
)
def test_the_other_reading_is_kept(text: str, other: str | None) -> None:
    alternative = days_in(text, NOW)[0].value.alternative
    assert (alternative and alternative.isoformat()) == other


def test_next_said_on_a_sunday_keeps_the_week_of_those_who_begin_on_sunday() -> None:
    (found,) = days_in("next Thursday", on("2026-03-15"))
    assert found.value == Day(date(2026, 3, 19), date(2026, 3, 26))


def test_figures_may_be_read_month_first() -> None:
    (found,) = days_in("3/4", NOW, month_first=True)
    assert found.value == Day(date(2027, 3, 4), date(2026, 4, 3))
    assert days_in("3/14", NOW)[0].value.date == date(2027, 3, 14)


def test_looking_back_takes_the_latest() -> None:
    found = days_in("what did I write on Monday, and on 3 April", NOW, back=True)
    assert [each.value.date for each in found] == [date(2026, 3, 16), date(2025, 4, 3)]


@pytest.mark.parametrize(
    ("now", "text", "day"),
    [
        ("2026-04-02", "the 31st", "2026-05-31"),
        ("2026-02-10", "the 30th", "2026-03-30"),
        ("2024-02-10", "the 29th", "2024-02-29"),
        ("2026-12-30", "tomorrow week", "2027-01-07"),
        ("2026-12-31", "tomorrow", "2027-01-01"),
        ("2026-12-28", "next Friday", "2027-01-08"),
        ("2026-12-28", "the 3rd works", "2027-01-03"),
        ("2024-02-28", "tomorrow", "2024-02-29"),
        ("2026-02-28", "tomorrow", "2026-03-01"),
        ("2026-01-31", "in a month", "2026-02-28"),
        ("2024-01-31", "in a month", "2024-02-29"),
        ("2024-02-29", "in a year", "2025-02-28"),
        ("2026-12-15", "end of next month", "2027-01-31"),
        ("2026-03-28", "last Friday of the month", "2026-04-24"),
        ("2026-03-21", "end of the week", "2026-03-22"),
    ],
)
def test_months_and_years_end(now: str, text: str, day: str) -> None:
    assert days(text, on(now)) == [day]


@pytest.mark.parametrize(
    "text",
    [
        "may I ask",
        "we march on",
        "the second may be better",
        "may 3 people come",
        "on second thoughts",
        "for a second",
        "we sat down",
        "she sat at the table",
        "in the sun",
        "I can't wait",
        "one of us",
        "24/7",
        "a 9 to 5 job",
        "mon ami",
        "they wed",
        "3/4 of an hour",
        "I'd give it 4/5",
        "the second one",
        "drop the 2nd",
        "the 3rd item",
        "31 April",
        "30 February",
        "31/4",
        "2026-13-01",
        "once a week",
        "in 9999 years",
        "9999 years ago",
    ],
)
def test_what_names_no_day_names_none(text: str) -> None:
    assert days_in(text, NOW) == ()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("this week", "2026-03-16", "2026-03-22"),
        ("last week", "2026-03-09", "2026-03-15"),
        ("next week", "2026-03-23", "2026-03-29"),
        ("last month", "2026-02-01", "2026-02-28"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("next weekend", "2026-03-28", "2026-03-29"),
        ("in March", "2026-03-01", "2026-03-31"),
        ("in May", "2025-05-01", "2025-05-31"),
        ("March 2025", "2025-03-01", "2025-03-31"),
        ("last March", "2025-03-01", "2025-03-31"),
        ("in 2025", "2025-01-01", "2025-12-31"),
        ("the last two weeks", "2026-03-03", "2026-03-17"),
        ("the past fortnight", "2026-03-03", "2026-03-17"),
        ("over the past month", "2026-02-17", "2026-03-17"),
        ("since Monday", "2026-03-16", "2026-03-17"),
        ("since last week", "2026-03-09", "2026-03-17"),
        ("since the start of March", "2026-03-01", "2026-03-17"),
        ("from 3 to 10 March", "2026-03-03", "2026-03-10"),
        ("between 1 March and 10 March", "2026-03-01", "2026-03-10"),
        ("3–10 March 2027", "2027-03-03", "2027-03-10"),
        ("w/c 16 March", "2026-03-16", "2026-03-22"),
    ],
)
def test_a_stretch_of_days_is_read(text: str, first: str, last: str) -> None:
    assert [each.value for each in spans_in(text, NOW)] == [
        Span(date.fromisoformat(first), date.fromisoformat(last))
    ]
    assert days_in(text, NOW) == ()


@pytest.mark.parametrize("text", ["may I", "march on", "Thursday next week", "24/7", "the end"])
def test_no_stretch_is_seen_where_none_is(text: str) -> None:
    assert spans_in(text, NOW) == ()


def test_several_days_are_found_where_they_stand() -> None:
    text = "Thursday or next Friday, but not the 25th"
    found = days_in(text, NOW)
    assert [each.said for each in found] == ["Thursday", "next Friday", "the 25th"]
    assert all(text[each.start : each.end] == each.said for each in found)


MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@given(MOMENTS, st.integers(-400, 400))
def test_every_day_is_read_as_said(now: datetime, away: int) -> None:
    day = now.date() + timedelta(away)
    for text in (
        said_day(day, now),
        full_day(day),
        day.isoformat(),
        f"meet {said_day(day, now)}, ok?",
    ):
        (found,) = days_in(text, now)
        assert found.value == Day(day, None, away < 0)


@given(MOMENTS, st.integers(0, 6), st.integers(1, 5))
def test_weekdays_keep_to_their_rules(now: datetime, weekday: int, weeks: int) -> None:
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[weekday]
    today = now.date()
    bare, following = days_in(name, now)[0].value.date, days_in(f"next {name}", now)[0].value.date
    assert 1 <= (bare - today).days <= 7
    monday = today - timedelta(today.weekday())
    assert following == monday + timedelta(7 + weekday)
    assert days_in(f"{name} week", now)[0].value.date == bare + timedelta(7)
    later = days_in(f"in {weeks} weeks", now)[0].value.date
    assert later == today + timedelta(7 * weeks)
