"""Times as calendar files write them: days, times by a clock, durations, in zones by name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from assistant.life.calendar_lines import Line
from assistant.life.zones import zone_named

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_WHEN = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?", re.IGNORECASE
)
_DURATION = re.compile(
    r"\+?P(?:([0-9]{1,5})W)?(?:([0-9]{1,5})D)?"
    r"(?:T(?:([0-9]{1,6})H)?(?:([0-9]{1,7})M)?(?:([0-9]{1,8})S)?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class When:
    """A day, or a time by the clocks of a zone."""

    wall: datetime
    zone: tzinfo
    whole_day: bool = False

    @property
    def seconds(self) -> int:
        """Seconds since 1970 began in UTC; of a day, until its midnight."""
        return instant(self.wall, self.zone)

    def later(self, lasts: Lasting) -> int:
        """The second at which something ends that begins now: days by the calendar, the rest exact."""
        return instant(self.wall + timedelta(days=lasts.days), self.zone) + lasts.seconds


@dataclass(frozen=True, slots=True)
class Lasting:
    """A duration: days, which a change of clocks makes longer or shorter, and seconds."""

    days: int
    seconds: int


def instant(wall: datetime, zone: tzinfo) -> int:
    """The second since 1970 at which clocks in `zone` show `wall`."""
    return (wall.replace(tzinfo=zone) - EPOCH) // _SECOND


def moment_of(second: int) -> datetime:
    """The moment in UTC of a second since 1970."""
    return EPOCH + timedelta(seconds=second)


class ClockReader:
    """Reads times; `own` is the zone of those that name none, or one that is not known here."""

    def __init__(self, own: tzinfo) -> None:
        self.own = own
        self.missed = False
        """Whether a zone was asked for, since this was last set to False, that is not known."""
        self._zones: dict[str, tzinfo | None] = {}

    def when(self, line: Line) -> When:
        """The day or time that stands in `line`. Raises ValueError."""
        return self.read(line.text, line.parameter("TZID"))

    def read(self, text: str, zone: str = "") -> When:
        """The day or time that `text` says, by the clocks of the zone called `zone`. Raises ValueError."""
        found = _WHEN.fullmatch(text.strip())
        if found is None:
            raise ValueError("no time")
        year, month, day, hour, minute, second, utc = found.groups()
        if hour is None:
            return When(datetime(int(year), int(month), int(day)), self.own, whole_day=True)
        wall = datetime(
            int(year), int(month), int(day), int(hour), int(minute), min(59, int(second))
        )
        return When(wall, UTC if utc else self._zone(zone))

    def period(self, text: str, zone: str = "") -> tuple[int, int]:
        """The seconds at which a period such as 20260303T090000Z/PT1H begins and ends."""
        begins, _, ends = text.partition("/")
        start = self.read(begins, zone)
        if ends.strip()[:1].upper() in {"P", "+"}:
            return start.seconds, start.later(lasting(ends))
        return start.seconds, self.read(ends, zone).seconds

    def _zone(self, name: str) -> tzinfo:
        if not name:
            return self.own
        if name not in self._zones:
            self._zones[name] = _zone_like(name)
        zone = self._zones[name]
        self.missed = self.missed or zone is None
        return zone or self.own


def _zone_like(name: str) -> tzinfo | None:
    """The zone meant by a TZID: an IANA name, one behind a maker's prefix, or Windows' own."""
    parts = name.strip().strip("/").split("/")
    for ending in (parts, parts[-3:], parts[-2:]):
        if (zone := zone_named("/".join(ending))) is not None:
            return zone
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return zone_named(WINDOWS_TO_OLSON.get(name.strip(), ""))


def lasting(text: str) -> Lasting:
    """The duration that `text` says, as P1DT2H. Raises ValueError, also for a negative one."""
    found = _DURATION.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        raise ValueError("no duration")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return Lasting(weeks * 7 + days, hours * 3_600 + minutes * 60 + seconds)


def until_of(text: str, zone: tzinfo, clock: Callable[[str], When]) -> datetime:
    """The last time by the clocks of `zone` that a rule's UNTIL allows; a day counts to its end.

    Raises ValueError or OverflowError.
    """
    if not text:
        return datetime.max
    when = clock(text)
    if when.whole_day:
        return datetime.combine(when.wall.date(), datetime.max.time())
    if when.zone is UTC:
        return when.wall.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    return when.wall
