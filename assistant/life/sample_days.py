"""When things happened to the sample pair: counted back from its next session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

HELD = (24, 21, 18, 12, 6, 3)
"""Weeks before the next session at which the six sessions stood that were held: half a year of them."""
MISSED = 9
_AHEAD = 3
_FRIDAY, _SATURDAY = 4, 5


@dataclass(frozen=True)
class SampleDays:
    """The days of the sample pair as seen at `now`: the next session is in three to five days."""

    now: datetime

    @property
    def next_day(self) -> date:
        """The first working day at least three days ahead."""
        day = self.now.date() + timedelta(days=_AHEAD)
        while day.weekday() >= _SATURDAY:
            day += timedelta(days=1)
        return day

    def at(self, weeks: int, hour: int = 15, minute: int = 0, *, days: int = 0) -> datetime:
        """So many weeks before the next session, and `days` later, on the wall's clock."""
        day = self.next_day - timedelta(weeks=weeks) + timedelta(days=days)
        return self._fixed(datetime.combine(day, time(hour, minute), self.now.tzinfo))

    def ago(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        """So many days before now."""
        day = self.now.date() - timedelta(days=days)
        return self._fixed(datetime.combine(day, time(hour, minute), self.now.tzinfo))

    def session(self, number: int) -> datetime:
        """When the session of this number, 1 to 6, took place."""
        return self.at(HELD[number - 1], days=self._moved(number))

    def after(self, number: int, days: int = 0, hour: int = 16) -> datetime:
        """So many days after that session."""
        return self.at(HELD[number - 1], hour, days=days + self._moved(number))

    def _moved(self, number: int) -> int:
        """By how many days the fourth was moved: one, and not into a weekend."""
        if number != 4:
            return 0
        return -1 if self.next_day.weekday() == _FRIDAY else 1

    @staticmethod
    def _fixed(moment: datetime) -> datetime:
        # With an offset instead of a zone: as it is once it was kept and read again.
        offset = moment.utcoffset() or timedelta()
        return moment.replace(tzinfo=timezone(offset))
