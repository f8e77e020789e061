"""Days and times as people type them, as they say them, and as they lie in a zone.

A moment that is kept has a fixed offset; the zone stands beside it. So a change of clocks never makes
two readings of one moment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from assistant.errors import Trouble, wrong_usage
from assistant.life.days import MONTHS, WEEKDAYS, clock_time, full_day
from assistant.life.made import years_after
from assistant.life.zones import zone_named
from assistant.wording import one_line

YEARS_AHEAD = 2
"""How far ahead a session may be planned (own)."""
_SHORTEST = 3
"""Letters of a weekday or month that are enough: Thu, Nov."""
_WEEK = timedelta(weeks=1)
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_NAMED = re.compile(
    r"(?:(?P<day>[0-9]{1,2})(?:st|nd|rd|th)? (?P<month>[a-z]{3,9})\.?"
    r"|(?P<month_first>[a-z]{3,9})\.? (?P<then_day>[0-9]{1,2})(?:st|nd|rd|th)?)"
    r"(?:,? (?P<year>[0-9]{4}))?"
)
_TIME = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(?: ?([ap])\.?m\.?)?")


@dataclass(frozen=True)
class Meant:
    """A moment, and what there is to say of how it was understood; "" where nothing."""

    at: datetime
    note: str = ""


# --- zones ---------------------------------------------------------------------------------------------


def checked_zone(name: str) -> tzinfo:
    """The zone of a name that a person typed. Raises Trouble."""
    zone = zone_named(name)
    if zone is None:
        raise wrong_usage(
            f"There is no time zone called “{one_line(name)[:60]}”.",
            "Name it by its region and city, as in Europe/London or America/New_York.",
        )
    return zone


def in_zone(moment: datetime, name: str) -> datetime:
    """`moment` as clocks show it in a zone; in its own offset where there is no such zone."""
    try:
        return moment.astimezone(zone_named(name) or moment.tzinfo)
    except OverflowError:  # the first or the last day there is
        return moment


def fixed(moment: datetime) -> datetime:
    """The same moment with an offset that depends on nothing."""
    return moment.replace(tzinfo=timezone(moment.utcoffset() or timedelta()), fold=0)


def weeks_later(moment: datetime, weeks: int, zone: str) -> datetime | None:
    """The same time by the clocks of a zone, some weeks later; None past the last day there is.

    Where clocks skip that time it is as much later as they skip; where it comes twice, the first.
    """
    local = in_zone(moment, zone)
    wall = local.replace(tzinfo=None, fold=0)
    try:
        moved = (wall + weeks * _WEEK).replace(tzinfo=local.tzinfo)
        return fixed(moved.astimezone(UTC).astimezone(local.tzinfo))
    except OverflowError:
        return None


def first_after(moment: datetime, weeks: int, zone: str, now: datetime) -> datetime | None:
    """The first moment after `now` that is a multiple of `weeks`, one at least, after `moment`."""
    times = max(1, (now - moment) // (weeks * _WEEK))
    for more in range(3):  # a change of clocks may put it an hour before
        found = weeks_later(moment, (times + more) * weeks, zone)
        if found is None or found > now:
            return found
    return None


# --- what people choose --------------------------------------------------------------------------------


def meant(day: date, hour: time, zone: str, now: datetime) -> Meant:
    """The moment of a day and a time in a zone; "" is the zone of `now`.

    Raises Trouble for a zone nobody knows, for what is past or more than two years ahead, and for a
    time that clocks skip. Of a time that comes twice the first is taken, and `note` says so.
    """
    place = checked_zone(zone) if zone else now.tzinfo or UTC
    today = now.date()
    if not timedelta(-2) <= day - today <= timedelta(366 * (YEARS_AHEAD + 1)):
        raise _not_then(full_day(day), past=day < today)
    wall = datetime.combine(day, hour.replace(second=0, microsecond=0, tzinfo=None, fold=0))
    first, second = (wall.replace(tzinfo=place, fold=fold) for fold in (0, 1))
    there = f" in {zone}" if zone else ""
    shown = first.astimezone(UTC).astimezone(place).replace(tzinfo=None, fold=0)
    if shown != wall:
        before = second.astimezone(UTC).astimezone(place)
        raise wrong_usage(
            f"On {full_day(day)} the clocks go forward{there}, and there is no {clock_time(wall)}.",
            f"Choose {clock_time(before)} or {clock_time(shown)}.",
        )
    at = in_reach(fixed(first), now)
    if first.utcoffset() == second.utcoffset():
        return Meant(at)
    return Meant(
        at,
        f"On {full_day(day)} the clocks go back{there}, and {clock_time(wall)} comes twice: "
        "the first of the two is meant.",
    )


def in_reach(at: datetime, now: datetime) -> datetime:
    """`at`, if it is after `now` and at most two years ahead. Raises Trouble."""
    if at <= now:
        raise _not_then(said(at), past=True)
    if too_far(at, now):
        raise _not_then(said(at), past=False)
    return at


def too_far(at: datetime, now: datetime) -> bool:
    """Whether `at` is further ahead than a session may be planned."""
    return at.date() > years_after(now.date(), YEARS_AHEAD)


def _not_then(when: str, *, past: bool) -> Trouble:
    if past:
        return wrong_usage(f"{when} is past.", "Choose a time still to come.")
    return wrong_usage(f"{when} is more than two years ahead.", "Choose a nearer date.")


# --- what people type ----------------------------------------------------------------------------------


def typed_day(text: str, today: date) -> date:
    """The day that a person typed: 2026-11-26, 26 November 2026, Nov 26, Thursday, tomorrow.

    Without a year it is the next such day, `today` counted. Raises Trouble, also for a day such as
    29 February 2027, and for a weekday that is another.
    """
    line = one_line(text).lower().removeprefix("on ").strip()
    if line in {"today", "tomorrow"}:
        return today + timedelta(line == "tomorrow")
    weekday, rest = _weekday(line)
    if weekday is not None and not rest:
        return today + timedelta((weekday - today.weekday() - 1) % 7 + 1)
    day = _day(rest, today)
    if weekday is not None and day.weekday() != weekday:
        raise wrong_usage(
            f"{full_day(day)} is not a {WEEKDAYS[weekday]}.", "Check the day, and type it again."
        )
    return day


def _weekday(line: str) -> tuple[int | None, str]:
    """The weekday a line begins with, and what comes after it."""
    first, _, rest = line.partition(" ")
    found = _named(first.rstrip(",."), WEEKDAYS)
    return (None, line) if found is None else (found, rest.strip())


def _named(word: str, names: tuple[str, ...]) -> int | None:
    if len(word) < _SHORTEST:
        return None
    return next((at for at, name in enumerate(names) if name.lower().startswith(word)), None)


def _day(line: str, today: date) -> date:
    iso, named = _ISO.fullmatch(line), _NAMED.fullmatch(line)
    if iso:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    month = _named(named["month"] or named["month_first"], MONTHS) if named else None
    if named is None or month is None:
        raise wrong_usage(
            "That is not a day this can read.", "Type it as 2026-11-26, or as 26 November."
        )
    number = int(named["day"] or named["then_day"])
    if named["year"]:
        return _date(int(named["year"]), month + 1, number)
    for year in range(today.year, today.year + 9):  # 29 February may be eight years away
        try:
            day = date(year, month + 1, number)
        except ValueError:
            continue
        if day >= today:
            return day
    raise _no_such(f"{number} {MONTHS[month]}")


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        named = MONTHS[month - 1] if 1 <= month <= 12 else f"month {month}"
        raise _no_such(f"{day} {named} {year}") from None


def _no_such(day: str) -> Trouble:
    return wrong_usage(f"There is no {day}.", "Check the day, and type it again.")


def typed_time(text: str) -> time:
    """The time of day that a person typed: 14:30, 14.30, 2:30 pm, 2pm. Raises Trouble."""
    found = _TIME.fullmatch(one_line(text).lower().removeprefix("at ").strip())
    if found and (found[2] or found[3]):
        hour, minute = int(found[1]), int(found[2] or 0)
        if found[3] and 1 <= hour <= 12:
            hour = hour % 12 + 12 * (found[3] == "p")
        elif found[3]:
            hour = 24
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise wrong_usage("That is not a time of day.", "Type it as 14:30, or as 2:30 pm.")


# --- what people read ----------------------------------------------------------------------------------


def said(moment: datetime, zone: str = "") -> str:
    """A moment in full, by the clocks of a zone or of its own offset."""
    local = in_zone(moment, zone)
    return f"{full_day(local)} at {clock_time(local)}"
