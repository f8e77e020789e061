"""Days and stretches of days, and counting among them; no message is read here."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.life.days import MONTHS as MONTH_NAMES
from assistant.life.days import WEEKDAYS as WEEKDAY_NAMES

WEEK = 7
YEARS_TRIED = 9
"""29 February may be eight years away."""

WEEKDAYS = {name.lower(): n for n, name in enumerate(WEEKDAY_NAMES)} | {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3,
    "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
MONTHS = {
    **{name.lower(): n for n, name in enumerate(MONTH_NAMES, start=1)},
    **{name[:3].lower(): n for n, name in enumerate(MONTH_NAMES, start=1)},
    "sept": 9,
}


_Date = date


@dataclass(frozen=True, slots=True)
class Day:
    """A day. `alternative` is the other plausible reading; `past` whether `date` is before today."""

    date: _Date
    alternative: _Date | None = None
    past: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both ends in it."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Asked:
    """What a day is reckoned from: today, and how bare names and 3/4 are to be read.

    `back` reads a day without a year as the latest one gone, as when looking through what was
    written; otherwise it is the coming one. `month_first` reads 3/4 as 4 March.
    """

    today: date
    month_first: bool = False
    back: bool = False


def moved(day: date, days: int) -> date | None:
    """So many days later; None where there is no such day."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return None


def months_moved(day: date, months: int) -> date | None:
    """The same day some months later, or the last of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day_or_none(year: int, month: int, day: int) -> date | None:
    """The date, if there is one."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def coming(weekday: int, today: date) -> date | None:
    """The next such weekday; of today's own name, a week from now."""
    return moved(today, (weekday - today.weekday() - 1) % WEEK + 1)


def gone(weekday: int, today: date) -> date | None:
    """The latest such weekday before today."""
    return moved(today, -((today.weekday() - weekday - 1) % WEEK + 1))


def of_week(weekday: int, today: date, weeks: int) -> date | None:
    """The weekday of this week (0), the next (1) or the last (-1); weeks begin on Monday."""
    return moved(today, weekday - today.weekday() + WEEK * weeks)


def nearest(weekday: int, day: date) -> date | None:
    """The day of that weekday nearest to `day`."""
    away = (weekday - day.weekday()) % WEEK
    return moved(day, away if away <= WEEK // 2 else away - WEEK)


def yearly(month: int, day: int, asked: Asked) -> date | None:
    """The next such day of a year, today counted, or the latest looking back; None for 31 April."""
    step = -1 if asked.back else 1
    for n in range(YEARS_TRIED):
        found = day_or_none(asked.today.year + step * n, month, day)
        if found and (found <= asked.today if asked.back else found >= asked.today):
            return found
    return None


def monthly(day: int, asked: Asked) -> date | None:
    """The next such day of a month, today counted: the 31st of the next month that has one."""
    step = -1 if asked.back else 1
    first = asked.today.replace(day=1)
    for n in range(3):
        month = months_moved(first, step * n)
        found = month and day_or_none(month.year, month.month, day)
        if found and (found <= asked.today if asked.back else found >= asked.today):
            return found
    return None


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def nth_weekday(nth: int, weekday: int, month: date) -> date | None:
    """The nth such weekday of a month, from 1; -1 is the last. None for a fifth that is not there."""
    if nth == -1:
        last = month_end(month)
        return moved(last, -((last.weekday() - weekday) % WEEK))
    first = month.replace(day=1)
    day = 1 + (weekday - first.weekday()) % WEEK + WEEK * (nth - 1)
    return day_or_none(month.year, month.month, day)


def as_day(day: date | None, asked: Asked, alternative: date | None = None) -> Day | None:
    """A day with its other reading, if it is another."""
    if day is None:
        return None
    return Day(day, alternative if alternative != day else None, day < asked.today)
