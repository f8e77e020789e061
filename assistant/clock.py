"""The time, as it is passed in: nothing in the domain asks the system for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo

Clock = Callable[[], datetime]
"""What tells the moment, with the offset of where the person is."""


class _Here(tzinfo):
    """The system's own zone: summer and winter as they are here, at whatever moment is asked about."""

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        return _local(moment).utcoffset() if moment else None

    def dst(self, moment: datetime | None) -> timedelta | None:
        return None

    def tzname(self, moment: datetime | None) -> str | None:
        return _local(moment).tzname() if moment else None

    def fromutc(self, moment: datetime) -> datetime:
        local = moment.replace(tzinfo=UTC).astimezone()
        return local.replace(tzinfo=self)


def _local(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None).astimezone()


HERE = _Here()


def now() -> datetime:
    """The moment it is here, to the second."""
    return datetime.now(HERE).replace(microsecond=0)
