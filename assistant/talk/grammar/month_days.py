"""Days told by their place in a month: the 18th, the last Friday of the month, the end of March."""

from __future__ import annotations

from datetime import date

from assistant.talk.grammar.calendar import (
    MONTHS,
    Asked,
    as_day,
    day_or_none,
    month_end,
    monthly,
    months_moved,
    moved,
    nth_weekday,
    of_week,
    yearly,
)
from assistant.talk.grammar.numbers import ordinal_at
from assistant.talk.grammar.relative import Read, weekday_at
from assistant.talk.grammar.tokens import Tokens, at, closed, follow, listed, word

_SHOWS_DAY = frozenset(
    listed("on by for until till from to is about before after since at it's be , or and - – —")
)
# "Drop the 2nd", "a 4/5": these are about items and marks.
_ABOUT_ITEMS = frozenset(
    listed(
        "drop remove keep pick swap choose save take use move cut shorten lengthen replace with "
        "like add just want lose skip delete"
    )
)
_EACH = frozenset({"each", "every"})


def day_number(ts: Tokens, i: int) -> tuple[int, int] | None:
    """A number from 1 to 31: 3, 3rd, third, twenty-first."""
    token = at(ts, i)
    got = ordinal_at(ts, i)
    if got is None and token.digits and len(token.word) <= 2:
        got = int(token.word), i + 1
    return got if got and 1 <= got[0] <= 31 else None


def year_at(ts: Tokens, i: int) -> tuple[int | None, int]:
    """The year at a token, a comma before it or none, and the token after; (None, i) without one."""
    j = i + (word(ts, i) == ",")
    token = at(ts, j)
    if token.digits and len(token.word) == 4 and 1900 <= int(token.word) < 2200:
        return int(token.word), j + 1
    return None, i


def of_month(ts: Tokens, i: int, asked: Asked, *, named: bool = False) -> Read:
    """The 18th, on the twenty-first, the 5th of next month; `named` after a weekday."""
    start = i + (word(ts, i) == "the")
    got = ordinal_at(ts, start)
    if got is None or not 1 <= got[0] <= 31 or (start > i and word(ts, start - 1) != "the"):
        return None
    day, j = got
    if month := _which_month(ts, j, asked):
        return read_day(day_or_none(month[0].year, month[0].month, day), month[1], asked)
    digits, before = at(ts, start).digits, word(ts, i - 1)
    if not closed(ts, j) or word(ts, j) in MONTHS or follow(ts, j, "of"):
        return None
    if not named and not digits and (start == i or before not in {"on", "by"} or day < 13):
        return None  # the second, the first
    if not named and day <= 12 and before not in _SHOWS_DAY and (i > 0 or before in _ABOUT_ITEMS):
        return None
    return read_day(monthly(day, asked), j, asked)


def _which_month(ts: Tokens, j: int, asked: Asked) -> tuple[date, int] | None:
    """The first of the month that "of next month" names, and the token after."""
    k = j + (word(ts, j) == "of")
    k += k > j and word(ts, k) == "the" and word(ts, k + 1) in {"next", "following"}
    if word(ts, k) not in _MONTHS_ON or word(ts, k + 1) != "month":
        return None
    month = months_moved(asked.today.replace(day=1), _MONTHS_ON[word(ts, k)])
    return (month, k + 2) if month else None


_MONTHS_ON = {"this": 0, "next": 1, "following": 1, "last": -1}


def nth_at(ts: Tokens, i: int, asked: Asked) -> Read:
    """The first Monday in May, the last Friday of the month, the second Tuesday of next month."""
    last = word(ts, i) == "last"
    got = (-1, i + 1) if last else ordinal_at(ts, i)
    if got is None or not -1 <= got[0] <= 5:
        return None
    weekday, j = weekday_at(ts, got[1]), got[1] + 1
    if weekday is None or word(ts, j) not in {"of", "in"} or word(ts, j + 1) in _EACH:
        return None
    if month := MONTHS.get(word(ts, j + 1)):
        year, after = year_at(ts, j + 2)
        return read_day(_nth_yearly(got[0], weekday, month, year, asked), after, asked)
    if which := _which_month(ts, j, asked) or _which_month(ts, j + 1, asked):
        return read_day(nth_weekday(got[0], weekday, which[0]), which[1], asked)
    if follow(ts, j + 1, "the", "month"):
        return read_day(_nth_monthly(got[0], weekday, asked), j + 3, asked)
    return None


def _nth_yearly(nth: int, weekday: int, month: int, year: int | None, asked: Asked) -> date | None:
    if year is not None:
        return nth_weekday(nth, weekday, date(year, month, 1))
    for later in range(-1 if asked.back else 0, 2):
        first = day_or_none(asked.today.year + (-later if asked.back else later), month, 1)
        found = first and nth_weekday(nth, weekday, first)
        if found and (found < asked.today if asked.back else found >= asked.today):
            return found
    return None


def _nth_monthly(nth: int, weekday: int, asked: Asked) -> date | None:
    for later in range(4):
        month = months_moved(asked.today.replace(day=1), later)
        found = month and nth_weekday(nth, weekday, month)
        if found and found >= asked.today:
            return found
    return None


def end_of(ts: Tokens, i: int, asked: Asked) -> Read:
    """The end of the month, of next week, of March; the last day of the year."""
    start = i + 2 if follow(ts, i, "last", "day") else i + 1
    if not (start == i + 2 or word(ts, i) == "end") or word(ts, start) != "of":
        return None
    j = start + 1
    month = MONTHS.get(word(ts, j), 0)
    if month:
        first = yearly(month, 1, asked)
        if month == asked.today.month and not asked.back:
            first = asked.today
        return read_day(first and month_end(first), j + 1, asked)
    later = {"the": 0, "this": 0, "next": 1}.get(word(ts, j))
    j += later is not None
    later = later or 0
    if word(ts, j) == "month" and (first := months_moved(asked.today.replace(day=1), later)):
        return read_day(month_end(first), j + 1, asked)
    if word(ts, j) == "year":
        return read_day(day_or_none(asked.today.year + later, 12, 31), j + 1, asked)
    return read_day(_week_end(asked.today, later), j + 1, asked) if word(ts, j) == "week" else None


def _week_end(today: date, later: int) -> date | None:
    """Friday of the week; at a weekend, Sunday of it."""
    friday = of_week(4, today, later)
    return friday if friday is None or friday >= today else moved(friday, 2)


def read_day(day: date | None, after: int, asked: Asked, alternative: date | None = None) -> Read:
    """What was read, as a day with its other reading; None where there is no such day."""
    found = as_day(day, asked, alternative)
    return None if found is None else (found, after)
