"""Days and times as other journals write them, as moments with an offset from UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

_DATED = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:(?:T|,?[ ])([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.][0-9]{1,9})?)?(?:[ ]?([AaPp])[Mm])?"
    r"(?:[ ]?(Z|[+-][0-9]{2}:?[0-9]{2}))?)?(?![\w+])"
)
_NAMED = re.compile(r"([0-9]{4})([-_.]?)([0-9]{2})\2([0-9]{2})(?![0-9])")
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+/-]{0,63}")
_GMT = re.compile(r"(?:GMT|UTC)([+-])([0-9]{1,2}):?([0-9]{2})?")
_NOON = 12
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Dated:
    """A moment read from the beginning of a text, and the `rest` of that text.

    `timed` is False where only a day stood there: the moment is then that day's noon.
    """

    at: datetime
    timed: bool
    rest: str


def settled(at: datetime) -> datetime:
    """`at` with the same hands of the clock, its offset fixed and in whole minutes.

    Raises ValueError for a moment that UTC has no year for.
    """
    offset = at.utcoffset() or timedelta()
    minutes = round(offset.total_seconds() / 60)
    fixed = at.replace(tzinfo=timezone(timedelta(minutes=minutes)), fold=0)
    if not utc_has(fixed):
        raise ValueError("out of range")
    return fixed


def utc_has(at: datetime) -> bool:
    """Whether `at` lies in a year that UTC has, 1 to 9999."""
    try:
        at.astimezone(UTC)
    except OverflowError:
        return False
    return True


def dated(text: str, zone: tzinfo) -> Dated | None:
    """The day, and the time if there is one, that `text` begins with; `zone` where none is said."""
    found = _DATED.match(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, half, offset = found.groups()
    try:
        hours = _NOON if hour is None else _hour(int(hour), half)
        at = datetime(
            int(year), int(month), int(day), hours, int(minute or 0), int(second or 0), tzinfo=zone
        )
        if offset:
            at = at.replace(tzinfo=_offset(offset))
        return Dated(settled(at), hour is not None, text[found.end() :])
    except ValueError:
        return None


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError("no hour of half a day")
    return hour % 12 + (12 if half in "Pp" else 0)


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    size = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-size if text[0] == "-" else size)


def day_in_name(name: str, zone: tzinfo) -> datetime | None:
    """Noon of the day that a file's name begins with: 2026-11-03, 2026-11-03-title, 20261103."""
    found = _NAMED.match(name)
    if found is None:
        return None
    year, _mark, month, day = found.groups()
    try:
        return settled(datetime(int(year), int(month), int(day), _NOON, tzinfo=zone))
    except ValueError:
        return None


@lru_cache(maxsize=512)
def zone_of(name: str) -> tzinfo | None:
    """The time zone called `name`, such as Europe/London or GMT+0200; None for an unknown one."""
    if found := _GMT.fullmatch(name):
        sign, hours, minutes = found.groups()
        size = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return timezone(-size if sign == "-" else size) if size < timedelta(days=1) else None
    if not _ZONE.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def day_said(at: datetime) -> str:
    """The day of `at` as 3 May 2019, whatever the language of the system."""
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"
