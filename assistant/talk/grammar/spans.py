"""Stretches of days: this week, last month, in March, the past fortnight, since Monday, 3 to 10 May."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.talk.grammar.calendar import (
    MONTHS,
    Asked,
    Span,
    day_or_none,
    month_end,
    months_moved,
    moved,
    of_week,
)
from assistant.talk.grammar.dated import dated_at
from assistant.talk.grammar.numbers import cardinal_at
from assistant.talk.grammar.relative import Read as DayRead
from assistant.talk.grammar.relative import relative_at
from assistant.talk.grammar.tokens import Tokens, at, follow, listed, word

Read = tuple[Span, int] | None

_WHICH = {"this": 0, "next": 1, "last": -1, "previous": -1, "coming": 1}
_FEW = 3
"""Weeks or days that "the last few" stands for."""
_LENGTHS = {"day": 1, "days": 1, "week": 7, "weeks": 7, "fortnight": 14}
_MONTH_LENGTHS = {"month": 1, "months": 1, "year": 12, "years": 12}
_BEFORE_MONTH = frozenset(listed("in during since throughout of early late mid last this next"))
_DASHES = frozenset("-–—")


def span_at(ts: Tokens, i: int, asked: Asked) -> Read:
    """The stretch of days that begins at token `i`, and the token after it."""
    return (
        _since(ts, i, asked)
        or _from_to(ts, i, asked)
        or _recent(ts, i, asked)
        or _which(ts, i, asked)
        or _week_of(ts, i, asked)
        or _month(ts, i, asked)
        or _year(ts, i)
    )


def a_day_at(ts: Tokens, i: int, asked: Asked) -> DayRead:
    """Any single day that begins at token `i`."""
    return dated_at(ts, i, asked) or relative_at(ts, i, asked)


def _since(ts: Tokens, i: int, asked: Asked) -> Read:
    """Since Monday, since March, since last week: up to today."""
    if word(ts, i) != "since":
        return None
    back = replace(asked, back=True)
    start = i + 1 + (word(ts, i + 1) == "the" and word(ts, i + 2) in {"start", "beginning"}) * 3
    day = a_day_at(ts, start, back) or (
        a_day_at(ts, start + 1, back) if word(ts, start) == "the" else None
    )
    if day is not None:
        return _span(day[0].date, asked.today, day[1])
    span = _which(ts, start, back) or _month(ts, start, back) or _year(ts, start)
    return _span(span[0].first, asked.today, span[1]) if span else None


def _from_to(ts: Tokens, i: int, asked: Asked) -> Read:
    """From 3 March to 10 March, between Monday and Friday, 3 to 10 March, 3-10 March."""
    joint = "and" if word(ts, i) == "between" else "to"
    j = i + (word(ts, i) in {"from", "between"})
    if first := a_day_at(ts, j, asked):
        if j == i or word(ts, first[1]) not in {joint, "until", "till"} | _DASHES:
            return None
        last = a_day_at(ts, first[1] + 1, Asked(first[0].date, asked.month_first))
        return _span(first[0].date, last[0].date, last[1]) if last else None
    number = at(ts, j)
    if not (number.digits and len(number.word) <= 2):
        return None
    k = j + 1 + (at(ts, j + 1).glued and word(ts, j + 1) in {"st", "nd", "rd", "th"})
    if word(ts, k) not in {joint, "to"} | _DASHES or not at(ts, k + 1).digits:
        return None
    end = dated_at(ts, k + 1, asked) or (
        None if at(ts, k + 1).glued is False else _unglued(ts, k, asked)
    )
    if end is None or not any(word(ts, n) in MONTHS for n in range(k + 2, end[1])):
        return None
    start = day_or_none(end[0].date.year, end[0].date.month, int(number.word))
    return _span(start, end[0].date, end[1]) if start else None


def _unglued(ts: Tokens, k: int, asked: Asked) -> DayRead:
    """The end of "3-10 March", whose number touches the dash."""
    apart = replace_glue(ts[k + 1 : k + 7])
    got = dated_at(apart, 0, asked)
    return (got[0], got[1] + k + 1) if got else None


def replace_glue(ts: Tokens) -> Tokens:
    """The tokens with the first of them standing apart."""
    return (replace(ts[0], glued=False), *ts[1:]) if ts else ts


def _recent(ts: Tokens, i: int, asked: Asked) -> Read:
    """The last two weeks, the past month, the last few days, the next fortnight."""
    way = {"last": -1, "past": -1, "previous": -1, "next": 1}.get(word(ts, i))
    if way is None or word(ts, i - 1) not in {"the", "these", "my", "our"}:
        return None
    got = (_FEW, i + 2) if word(ts, i + 1) in {"few", "several"} else cardinal_at(ts, i + 1)
    if follow(ts, i + 1, "couple"):
        got = 2, i + 2 + (word(ts, i + 2) == "of")
    plain = got is None
    number, j = got or (1, i + 1)
    unit = word(ts, j)
    if (
        plain
        and (unit not in _LENGTHS | _MONTH_LENGTHS or word(ts, i) != "past")
        and unit != "fortnight"
    ):
        return None
    if unit in _LENGTHS:
        edge = moved(asked.today, way * number * _LENGTHS[unit])
    elif unit in _MONTH_LENGTHS:
        edge = months_moved(asked.today, way * number * _MONTH_LENGTHS[unit])
    else:
        return None
    return _span(edge, asked.today, j + 1) if edge else None


def _which(ts: Tokens, i: int, asked: Asked) -> Read:
    """Last month, next year, this weekend."""
    if word(ts, i) == "week" and follow(ts, i + 1, "after", "next"):
        return _week(asked.today, 2, i + 3)
    which = _WHICH.get(word(ts, i))
    if which is None:
        return None
    today, j = asked.today, i + 2
    match word(ts, i + 1):
        case "week":
            return _week(today, which, j)
        case "weekend":
            first, last = of_week(5, today, which), of_week(6, today, which)
        case "fortnight":
            first, last = today, moved(today, 14 * (which or 1))
        case "month":
            first = months_moved(today.replace(day=1), which)
            last = first and month_end(first)
        case "year":
            first = day_or_none(today.year + which, 1, 1)
            last = day_or_none(today.year + which, 12, 31)
        case _:
            return None
    return _span(first, last, j) if first and last else None


def _week(today: date, weeks: int, after: int) -> Read:
    first, last = of_week(0, today, weeks), of_week(6, today, weeks)
    return _span(first, last, after) if first and last else None


def _week_of(ts: Tokens, i: int, asked: Asked) -> Read:
    """The week of 3 April, the week beginning Monday, w/c 16 March."""
    if follow(ts, i, "w", "/", "c"):
        j = i + 3
    elif word(ts, i) == "week" and word(ts, i + 1) in {"of", "beginning", "commencing", "starting"}:
        j = i + 2
    else:
        return None
    day = a_day_at(ts, j, asked) or (a_day_at(ts, j + 1, asked) if word(ts, j) == "the" else None)
    return _at_week(day[0].date, day[1]) if day else None


def _at_week(day: date, after: int) -> Read:
    return _week(day, 0, after)


def _month(ts: Tokens, i: int, asked: Asked) -> Read:
    """In March, March 2027, last May, all of April."""
    month = MONTHS.get(word(ts, i), 0)
    if not month or at(ts, i - 1).digits or len(word(ts, i)) < 4 - (month == 5):
        return None
    before, year = word(ts, i - 1), at(ts, i + 1)
    if year.digits and len(year.word) == 4 and 1900 <= int(year.word) < 2200:
        first = date(int(year.word), month, 1)
        return _span(first, month_end(first), i + 2)
    if before not in _BEFORE_MONTH and not (len(ts) == 1 or month not in {3, 5}):
        return None  # "may I", "march on"
    if before == "of" and month in {3, 5} and word(ts, i - 2) in {"kind", "sort"}:
        return None
    start = asked.today.replace(day=1)
    back = asked.back or before in {"last", "since"}
    away = (month - start.month) % 12
    if back:
        away = -((start.month - month) % 12)
        away -= 12 * (before == "last" and not away)
    named = months_moved(start, away)
    return _span(named, month_end(named), i + 1) if named else None


def _year(ts: Tokens, i: int) -> Read:
    """In 2025, during 2025."""
    token = at(ts, i)
    if word(ts, i - 1) not in {"in", "during", "since"} or not (
        token.digits and len(token.word) == 4
    ):
        return None
    year = int(token.word)
    return _span(date(year, 1, 1), date(year, 12, 31), i + 1) if 1990 <= year < 2100 else None


def _span(first: date, last: date, after: int) -> Read:
    return Span(min(first, last), max(first, last)), after
