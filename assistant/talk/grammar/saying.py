"""Days, times and lengths said back, so that these grammars read what they say as the same."""

from __future__ import annotations

from datetime import date, datetime, time

from assistant.life.days import WEEKDAYS, clock_time, plain_day
from assistant.talk.grammar.numbers import UNITS

_NAMES = {value: name for name, value in UNITS.items()}
_HOUR = 60


def said_day(day: date, now: datetime) -> str:
    """“Thursday 19 March”, with the year where it is not that of `now`."""
    return f"{WEEKDAYS[day.weekday()]} {plain_day(day, now.date())}"


def said_time(hour: time) -> str:
    """“15:00”."""
    return clock_time(datetime.combine(date.min, hour))


def said_moment(at: datetime, now: datetime) -> str:
    """“Thursday 19 March, 15:00”, by the clocks that `at` goes by."""
    return f"{said_day(at.date(), now)}, {said_time(at.time())}"


def said_minutes(minutes: int) -> str:
    """“half an hour”, “an hour and a half”, “two hours”, else “45 minutes”; `minutes` is at least 0."""
    hours, rest = divmod(minutes, _HOUR)
    if minutes == _HOUR // 2:
        return "half an hour"
    if rest == _HOUR // 2 and hours == 1:
        return "an hour and a half"
    if not rest and 0 < hours <= 10:
        return "an hour" if hours == 1 else f"{_NAMES[hours]} hours"
    if rest == _HOUR // 2 and hours <= 10:
        return f"{_NAMES[hours]} and a half hours"
    return f"{minutes} minute{'' if minutes == 1 else 's'}"
