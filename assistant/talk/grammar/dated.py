"""Days told by the calendar: 3 April, the 18th, 3/4, 2027-04-03, the first Monday in May."""

from __future__ import annotations

from datetime import date

from assistant.talk.grammar.calendar import (
    MONTHS,
    Asked,
    day_or_none,
    monthly,
    months_moved,
    nearest,
    yearly,
)
from assistant.talk.grammar.month_days import (
    day_number,
    end_of,
    nth_at,
    of_month,
    read_day,
    year_at,
)
from assistant.talk.grammar.numbers import ORDINALS
from assistant.talk.grammar.relative import Read, past_stop, weekday_at
from assistant.talk.grammar.tokens import Tokens, at, closed, follow, listed, word

_WORDS_TOO = frozenset({"may", "march", "mar"})
"""Months that are verbs or names as well."""
_NOT_BEFORE_SLASHES = frozenset(listed("it a about score scored rated rate only just of like"))
_SEPARATORS = frozenset({"/", ".", "-"})


def dated_at(ts: Tokens, i: int, asked: Asked) -> Read:
    """The day told by the calendar that begins at token `i`, and the token after it."""
    return (
        _iso(ts, i, asked)
        or _figures(ts, i, asked)
        or nth_at(ts, i, asked)
        or end_of(ts, i, asked)
        or _with_weekday(ts, i, asked)
        or _month_day(ts, i, asked)
        or of_month(ts, i, asked)
    )


# --- in figures ----------------------------------------------------------------------------------------


def _numbers(ts: Tokens, i: int, marks: frozenset[str]) -> tuple[list[str], int]:
    """Up to three numbers joined by one and the same mark, and the token after them."""
    numbers = [word(ts, i)]
    j, mark = i + 1, word(ts, i + 1)
    while (
        len(numbers) < 3
        and mark in marks
        and word(ts, j) == mark
        and at(ts, j).glued
        and at(ts, j + 1).glued
        and at(ts, j + 1).digits
    ):
        numbers.append(word(ts, j + 1))
        j += 2
    return numbers, j


def _iso(ts: Tokens, i: int, asked: Asked) -> Read:
    """2027-04-03, 2027/4/3."""
    if not at(ts, i).digits or len(word(ts, i)) != 4:
        return None
    numbers, after = _numbers(ts, i, frozenset("-/"))
    if len(numbers) != 3 or any(len(each) > 2 for each in numbers[1:]):
        return None
    return read_day(day_or_none(int(numbers[0]), int(numbers[1]), int(numbers[2])), after, asked)


def _figures(ts: Tokens, i: int, asked: Asked) -> Read:
    """3/4, 3/4/27, 03.04.2027, 3-4-2027."""
    if not at(ts, i).digits or len(word(ts, i)) > 2 or at(ts, i).glued:
        return None
    numbers, after = _numbers(ts, i, _SEPARATORS)
    if len(numbers) < 2 or len(numbers[1]) > 2:
        return None
    if len(numbers) == 2 and (word(ts, i + 1) != "/" or not _is_date(ts, i, after)):
        return None
    if len(numbers) == 3 and len(numbers[2]) not in {2, 4}:
        return None
    year = int(numbers[2]) if len(numbers) == 3 else None
    if year is not None and year < 100:
        year += 2000
    first, second = int(numbers[0]), int(numbers[1])
    usual, other = (second, first), (first, second)
    if asked.month_first:
        usual, other = other, usual
    day, second_day = _in_year(year, *usual, asked), _in_year(year, *other, asked)
    return read_day(day or second_day, after, asked, second_day if day else None)


def _is_date(ts: Tokens, i: int, after: int) -> bool:
    """Whether two figures with a slash are no fraction, mark or way of living (24/7)."""
    if follow(ts, i, "24", "/", "7") or at(ts, i - 1).digits:
        return False
    before = word(ts, i - 1)
    return before not in _NOT_BEFORE_SLASHES and word(ts, after) != "of" and closed(ts, after)


def _in_year(year: int | None, month: int, day: int, asked: Asked) -> date | None:
    return yearly(month, day, asked) if year is None else day_or_none(year, month, day)


# --- a day and a month ---------------------------------------------------------------------------------


def _with_weekday(ts: Tokens, i: int, asked: Asked) -> Read:
    """Thursday 19 March, Thu, March 19th, Friday the 13th; the weekday may settle the year."""
    weekday = weekday_at(ts, i)
    if weekday is None:
        return None
    j = past_stop(ts, i + 1)
    parts = _parts(ts, j)
    if parts is not None:
        day, month, year, after = parts
        if year is None:
            this = day_or_none(asked.today.year, month, day)
            if this is not None and this.weekday() == weekday:
                return read_day(this, after, asked)
        return _checked(_in_year(year, month, day, asked), weekday, after, asked)
    got = of_month(ts, j, asked, named=True) or _plain_number(ts, j, weekday, asked)
    if got is None:
        return None
    day_found, after = got[0].date, got[1]
    for month in range(2):  # Friday the 13th
        later = months_moved(day_found.replace(day=1), month)
        there = later and day_or_none(later.year, later.month, day_found.day)
        if there and there.weekday() == weekday:
            return read_day(there, after, asked)
    return _checked(day_found, weekday, after, asked)


def _plain_number(ts: Tokens, j: int, weekday: int, asked: Asked) -> Read:
    """The 19 of "Thursday 19", if that is a Thursday; else it may be an hour."""
    got = day_number(ts, j)
    if got is None or not closed(ts, got[1]) or word(ts, got[1]) in {"to", "-", "–"}:
        return None
    day = monthly(got[0], asked)
    return read_day(day, got[1], asked) if day and day.weekday() == weekday else None


def _checked(day: date | None, weekday: int, after: int, asked: Asked) -> Read:
    """The day, and where it is another weekday than was said, the nearest such weekday beside it."""
    if day is None:
        return None
    return read_day(day, after, asked, None if day.weekday() == weekday else nearest(weekday, day))


def _month_day(ts: Tokens, i: int, asked: Asked) -> Read:
    got = _parts(ts, i)
    if got is None:
        return None
    day, month, year, after = got
    return read_day(_in_year(year, month, day, asked), after, asked)


def _parts(ts: Tokens, i: int) -> tuple[int, int, int | None, int] | None:
    """Day, month, year or None, and the token after: the 3rd of April 2027, April 3rd, 3 Apr."""
    start = i + (word(ts, i) == "the")
    got = _day_then_month(ts, start) or (_month_then_day(ts, i) if start == i else None)
    if got is None:
        return None
    day, month, after = got
    year, beyond = year_at(ts, after)
    return day, month, year, beyond


def _day_then_month(ts: Tokens, i: int) -> tuple[int, int, int] | None:
    got = day_number(ts, i)
    if got is None or at(ts, i).glued:
        return None
    day, j = got
    of = word(ts, j) == "of"
    month = MONTHS.get(word(ts, j + of), 0)
    if not month or (not of and word(ts, j) in _WORDS_TOO and word(ts, i) in ORDINALS):
        return None  # the second may be
    return day, month, j + of + 1 + _stop(ts, j + of + 1)


def _month_then_day(ts: Tokens, i: int) -> tuple[int, int, int] | None:
    month = MONTHS.get(word(ts, i), 0)
    if not month:
        return None
    j = i + 1 + _stop(ts, i + 1)
    the = word(ts, j) == "the"
    got = day_number(ts, j + the)
    if got is None or (the and word(ts, i) in _WORDS_TOO and not at(ts, j + 1).digits):
        return None
    plain = at(ts, j + the).digits and got[1] == j + the + 1
    if plain and not (closed(ts, got[1]) or at(ts, got[1]).digits) and word(ts, i) in _WORDS_TOO:
        return None  # may 3 people
    if plain and word(ts, got[1]) in {":", "pm", "am"}:
        return None
    return got[0], month, got[1]


def _stop(ts: Tokens, i: int) -> int:
    """1 for the full stop of "Apr. 3" or "3 Apr. 2027", else 0."""
    return int(word(ts, i) == "." and len(word(ts, i - 1)) <= 4 and at(ts, i + 1).digits)
