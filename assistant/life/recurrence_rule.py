"""A rule of recurrence (RFC 5545, 3.3.10) as a calendar file says it, checked."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_BY_DAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBER = re.compile(r"[+-]?[0-9]{1,7}")
_PERIODS = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_OFTEN = {"HOURLY", "MINUTELY", "SECONDLY"}
_MOST_A_DAY = 96
"""Times of one day that a rule may name: every quarter of an hour."""
_MOST_CHARACTERS = 4_000


class TooOften(ValueError):
    """A rule that comes true too often for a calendar of meetings."""


@dataclass(frozen=True)
class Rule:
    """A rule as it was read. Numbers count from the end where they are negative."""

    every: str
    interval: int = 1
    count: int | None = None
    until: str = ""
    """A date or time as it stands in the rule; "" for no end."""
    week_begins: int = 0
    months: frozenset[int] = frozenset()
    weeks: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    weekdays: frozenset[int] = frozenset()
    nth_weekdays: frozenset[tuple[int, int]] = frozenset()
    """Which of them in the month or year, and the weekday."""
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    """Which of those found in a period; () for all."""


def read_rule(text: str) -> Rule:
    """The rule that `text` says. Raises ValueError for none, TooOften for several within hours."""
    if len(text) > _MOST_CHARACTERS:
        raise ValueError("too long")
    said = dict(part.partition("=")[::2] for part in text.upper().strip(";").split(";"))
    every = said.get("FREQ", "")
    if every in _OFTEN:
        raise TooOften
    if every not in _PERIODS or "RSCALE" in said or "BYEASTER" in said:
        raise ValueError("unknown rule")
    weekdays, nth = _by_day(said.get("BYDAY", ""), ordinal=every in {"MONTHLY", "YEARLY"})
    rule = Rule(
        every=every,
        interval=_one(said.get("INTERVAL"), 1, 9_999_999) or 1,
        count=_one(said.get("COUNT"), 1, 9_999_999),
        until=said.get("UNTIL", ""),
        week_begins=_weekday(said.get("WKST", "MO")),
        months=frozenset(_some(said, "BYMONTH", 1, 12)),
        weeks=frozenset(_some(said, "BYWEEKNO", 1, 53, backwards=True)),
        year_days=frozenset(_some(said, "BYYEARDAY", 1, 366, backwards=True)),
        month_days=frozenset(_some(said, "BYMONTHDAY", 1, 31, backwards=True)),
        weekdays=weekdays,
        nth_weekdays=nth,
        hours=_some(said, "BYHOUR", 0, 23),
        minutes=_some(said, "BYMINUTE", 0, 59),
        seconds=_some(said, "BYSECOND", 0, 60),
        places=_some(said, "BYSETPOS", 1, 366, backwards=True),
    )
    if (
        max(1, len(rule.hours)) * max(1, len(rule.minutes)) * max(1, len(rule.seconds))
        > _MOST_A_DAY
    ):
        raise TooOften
    return rule


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ValueError("no number")
    return int(text)


def _weekday(text: str) -> int:
    if text not in _DAYS:
        raise ValueError("no weekday")
    return _DAYS[text]


def _one(text: str | None, least: int, most: int) -> int | None:
    if text is None:
        return None
    if not least <= (number := _number(text)) <= most:
        raise ValueError("out of range")
    return number


def _some(
    said: dict[str, str], name: str, least: int, most: int, *, backwards: bool = False
) -> tuple[int, ...]:
    if name not in said:
        return ()
    numbers = sorted({_number(part) for part in said[name].split(",")})
    for number in numbers:
        if not least <= (abs(number) if backwards else number) <= most:
            raise ValueError("out of range")
    return tuple(numbers)


def _by_day(text: str, *, ordinal: bool) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    plain, nth = set(), set()
    for part in text.split(",") if text else ():
        found = _BY_DAY.fullmatch(part)
        if found is None:
            raise ValueError("no weekday")
        number = int(found[1] or 0)
        if number and ordinal:
            nth.add((number, _DAYS[found[2]]))
        else:
            plain.add(_DAYS[found[2]])
    return frozenset(plain), frozenset(nth)
