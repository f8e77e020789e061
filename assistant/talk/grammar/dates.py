"""The days, and the stretches of days, that a message names.

A bare weekday is the coming one, and today's own name a week from now. "Next Thursday" is the
Thursday of the following week, weeks beginning on Monday. A date without a year is the next such
day, today counted. Where people differ, the other reading stands beside the first.
"""

from __future__ import annotations

from datetime import datetime

from assistant.talk.grammar.calendar import MONTHS, WEEKDAYS, Asked, Day, Span
from assistant.talk.grammar.numbers import ORDINALS, TENS, UNITS
from assistant.talk.grammar.spans import a_day_at, span_at
from assistant.talk.grammar.tokens import Found, found, listed, tokens

__all__ = ["Day", "Span", "days_in", "spans_in"]

_STARTS = frozenset(
    {*WEEKDAYS, *MONTHS, *UNITS, *TENS, *ORDINALS}
    | {
        *listed(
            "today tonight tomorrow yesterday overmorrow this last next coming past previous the day end"
        )
    }
    | {*listed("a one week fortnight weekend in since from between w couple dozen half hundred")}
)
"""Words that a day or a stretch of days begins with."""


def days_in(
    text: str, now: datetime, *, month_first: bool = False, back: bool = False
) -> tuple[Found[Day], ...]:
    """Every single day in a text, from left to right; `now` is aware and tells which day is today.

    `month_first` reads 3/4 as 4 March. `back` reads a day without a year, and a bare weekday, as the
    latest one gone: "what did I write on Monday". A day there is not (31 April) is not found.
    """
    return _both(text, Asked(now.date(), month_first, back))[0]


def spans_in(
    text: str, now: datetime, *, month_first: bool = False, back: bool = True
) -> tuple[Found[Span], ...]:
    """Every stretch of days in a text; a month without a year is the latest one, unless not `back`."""
    return _both(text, Asked(now.date(), month_first, back))[1]


def _both(text: str, asked: Asked) -> tuple[tuple[Found[Day], ...], tuple[Found[Span], ...]]:
    ts = tokens(text)
    days: list[Found[Day]] = []
    spans: list[Found[Span]] = []
    i = 0
    while i < len(ts):
        if not (ts[i].digits or ts[i].word in _STARTS):
            i += 1
            continue
        if stretch := span_at(ts, i, asked):
            one = a_day_at(ts, i, asked)
            if one is None or one[1] <= stretch[1]:
                spans.append(found(text, ts, i, stretch[1], stretch[0]))
                i = stretch[1]
                continue
        day = a_day_at(ts, i, asked)
        if day is None:
            i += 1
            continue
        days.append(found(text, ts, i, day[1], day[0]))
        i = day[1]
    return tuple(days), tuple(spans)
