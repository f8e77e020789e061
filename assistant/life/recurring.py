"""When a rule of recurrence comes true: asked day by day within a window.

A rule from a file need never come true: 30 February, the fifth Monday on the first. What walks from one
date to the next, as dateutil does, then walks to the year 9999. Here the days of the window are asked
one by one, so that a rule costs no more than its window has days. dateutil is what the tests compare
with.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import product

from assistant.life.recurrence_rule import Rule


class Exhausted(Exception):
    """More days were asked about than one file may take."""


@dataclass
class Allowance:
    """How many days may still be asked about."""

    days: int

    def spend(self, days: int = 1) -> None:
        """Take `days` of it. Raises Exhausted where there are not so many."""
        self.days -= days
        if self.days < 0:
            raise Exhausted


def starts(
    rule: Rule,
    begins: datetime,
    first: datetime,
    last: datetime,
    until: datetime,
    allowance: Allowance,
) -> list[datetime]:
    """The times by the clock of `begins` from `first` to `last` at which `rule` comes true.

    `begins` is when the series began, which a rule counts from; `until` its end, read by the caller.
    Raises Exhausted.
    """
    asked = _Asked(_completed(rule, begins), begins, allowance)
    last = min(last, until)
    if rule.count is None:
        return list(asked.times(max(begins, first), last))
    found, left = [], rule.count
    for at in asked.times(begins, last):
        if at >= first:
            found.append(at)
        left -= 1
        if not left:
            break
    return found


def _completed(rule: Rule, begins: datetime) -> Rule:
    """The rule with what its first date says where the rule says nothing."""
    if rule.weeks and not (rule.weekdays or rule.nth_weekdays):
        rule = replace(rule, weekdays=frozenset({begins.weekday()}))
    if not (rule.weeks or rule.year_days or rule.month_days or rule.weekdays or rule.nth_weekdays):
        if rule.every == "WEEKLY":
            rule = replace(rule, weekdays=frozenset({begins.weekday()}))
        elif rule.every == "MONTHLY":
            rule = replace(rule, month_days=frozenset({begins.day}))
        elif rule.every == "YEARLY":
            months = rule.months or frozenset({begins.month})
            rule = replace(rule, months=months, month_days=frozenset({begins.day}))
    return rule


class _Asked:
    """A rule, complete, that days are held against."""

    def __init__(self, rule: Rule, begins: datetime, allowance: Allowance) -> None:
        self._rule = rule
        self._begins = begins
        self._allowance = allowance
        self._first_period = self._period(begins.date())
        hours, minutes = rule.hours or (begins.hour,), rule.minutes or (begins.minute,)
        seconds = rule.seconds or (begins.second,)
        self._times = sorted(
            {
                time(hour, minute, min(59, second))
                for hour, minute, second in product(hours, minutes, seconds)
            }
        )

    def times(self, first: datetime, last: datetime) -> Iterator[datetime]:
        """When it comes true from `first` to `last`, in order."""
        if last < first:
            return
        days = _days(first.date(), last.date())
        for at in self._in_places(days) if self._rule.places else self._on(days):
            if first <= at <= last:
                yield at

    def _on(self, days: Iterable[date]) -> Iterator[datetime]:
        rule = self._rule
        wanted = frozenset() if rule.nth_weekdays else rule.weekdays
        for day in days:
            self._allowance.spend()
            if wanted and day.weekday() not in wanted:  # what rules out most days, first
                continue
            if self._fits(day):
                self._allowance.spend(len(self._times))
                for at in self._times:
                    yield datetime.combine(day, at)

    def _in_places(self, days: Iterable[date]) -> Iterator[datetime]:
        """Of each period that `days` touch the times that stand in the rule's places."""
        former = None
        for day in days:
            self._allowance.spend()
            if (period := self._period(day)) == former:
                continue
            former = period
            if (period - self._first_period) % self._rule.interval:
                continue
            whole = list(self._on(self._whole_period(day)))
            places = {place - 1 if place > 0 else len(whole) + place for place in self._rule.places}
            yield from (whole[place] for place in sorted(places) if 0 <= place < len(whole))

    def _period(self, day: date) -> int:
        """The number of the day's period: its day, week, month or year."""
        match self._rule.every:
            case "DAILY":
                return day.toordinal()
            case "WEEKLY":
                return (day.toordinal() - 1 - self._rule.week_begins) // 7
            case "MONTHLY":
                return day.year * 12 + day.month
            case _:
                return day.year

    def _whole_period(self, day: date) -> Iterator[date]:
        match self._rule.every:
            case "DAILY":
                return _days(day, day)
            case "WEEKLY":
                back = (day.weekday() - self._rule.week_begins) % 7
                begins = max(1, day.toordinal() - back)
                return _days(date.fromordinal(begins), day + timedelta(6 - back))
            case "MONTHLY":
                return _days(day.replace(day=1), day.replace(day=_month_length(day)))
            case _:
                return _days(date(day.year, 1, 1), date(day.year, 12, 31))

    def _fits(self, day: date) -> bool:
        rule = self._rule
        if not self._on_weekday(day):
            return False
        if rule.interval > 1 and (self._period(day) - self._first_period) % rule.interval:
            return False
        if rule.months and day.month not in rule.months:
            return False
        if rule.month_days and not (
            day.day in rule.month_days or day.day - _month_length(day) - 1 in rule.month_days
        ):
            return False
        if rule.year_days and not _either(
            rule.year_days, day.timetuple().tm_yday, 365 + calendar.isleap(day.year)
        ):
            return False
        return not rule.weeks or _either(rule.weeks, *_week(day, rule.week_begins))

    def _on_weekday(self, day: date) -> bool:
        rule = self._rule
        if day.weekday() in rule.weekdays:
            return True
        if not rule.nth_weekdays:
            return not rule.weekdays
        if rule.every == "MONTHLY" or rule.months:
            place, length = day.day, _month_length(day)
        else:
            place, length = day.timetuple().tm_yday, 365 + calendar.isleap(day.year)
        from_end = -((length - place) // 7 + 1)
        weekday = day.weekday()
        return ((place - 1) // 7 + 1, weekday) in rule.nth_weekdays or (
            from_end,
            weekday,
        ) in rule.nth_weekdays


def _either(wanted: frozenset[int], place: int, length: int) -> bool:
    """Whether `place` of `length` is wanted, counted from the beginning or from the end."""
    return place in wanted or place - length - 1 in wanted


def _days(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


def _month_length(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _week(day: date, begins: int) -> tuple[int, int]:
    """The number of the day's week and how many weeks that year has; week 1 has four days of it."""
    ordinal = day.toordinal()
    own = ordinal - (day.weekday() - begins) % 7
    year = day.year
    if own >= _first_week(year + 1, begins):
        year += 1
    elif own < _first_week(year, begins):
        year -= 1
    first = _first_week(year, begins)
    return (own - first) // 7 + 1, (_first_week(year + 1, begins) - first) // 7


def _first_week(year: int, begins: int) -> int:
    """The ordinal of the day that the first week of `year` begins on."""
    january = (year - 1) * 365 + (year - 1) // 4 - (year - 1) // 100 + (year - 1) // 400 + 1
    weekday = (january - 1) % 7
    back = (weekday - begins) % 7
    return january - back + (7 if back > 3 else 0)
