"""A day and a time together, in a zone whose clocks may change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from assistant.life.days import clock_time, full_day
from assistant.life.zones import zone_at
from assistant.talk.grammar.calendar import Day, moved
from assistant.talk.grammar.dates import days_in
from assistant.talk.grammar.durations import duration_at
from assistant.talk.grammar.times import Clock, times_in
from assistant.talk.grammar.tokens import Found, found, tokens, word


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in its zone; `note` is a sentence where clocks made it another than was said, else ""."""

    at: datetime
    note: str = ""

    @property
    def shifted(self) -> bool:
        """Whether the clocks skip or repeat the time that was said."""
        return bool(self.note)


def moment(day: date, hour: time, zone: str, now: datetime) -> Moment:
    """The moment of a day and a time in a zone, or in the zone of `now` where there is none called so.

    A time that clocks skip is as much later as they skip; of one that comes twice the first is
    taken. `note` says so. The zone is kept, so that clocks at `at` are those of the zone.
    """
    place = zone_at(zone, now)
    wall = datetime.combine(day, hour.replace(second=0, microsecond=0, tzinfo=None, fold=0))
    first, second = (wall.replace(tzinfo=place, fold=fold) for fold in (0, 1))
    try:
        shown = first.astimezone(UTC).astimezone(place)
        other = second.astimezone(UTC)
    except OverflowError:  # the first or the last day there is
        return Moment(first)
    if shown.replace(tzinfo=None, fold=0) != wall:
        note = (
            f"On {full_day(day)} the clocks go forward and skip {clock_time(wall)}, "
            f"so this is {clock_time(shown)}."
        )
        return Moment(shown.replace(fold=0), note)
    if other != first.astimezone(UTC):
        note = (
            f"On {full_day(day)} the clocks go back and {clock_time(wall)} comes twice; "
            "this is the first of the two."
        )
        return Moment(first, note)
    return Moment(first)


def moment_in(text: str, now: datetime, zone: str = "") -> Found[Moment] | None:
    """The moment a text names by a day and a time, by a time alone, or as "in half an hour".

    A time alone is today's, or tomorrow's where that is past. The word "midnight"
    ends the day that is named; 00:00 begins it.
    None where no time is named.
    """
    local = _local(now, zone)
    ahead = _ahead(text, local, zone)
    times = times_in(text)
    if ahead or not times:
        return ahead
    hour = times[0]
    days = [day for day in days_in(text, local) if not _overlap(day, hour)]
    day = min(days, key=lambda each: abs(each.start - hour.start), default=None)
    when = day.value.date if day else _next_day(hour.value.at, local)
    if day and hour.said.lower().endswith("midnight"):
        when = moved(when, 1) or when
    start, end = (
        (min(day.start, hour.start), max(day.end, hour.end)) if day else (hour.start, hour.end)
    )
    return Found(moment(when, hour.value.at, zone, local), start, end, text[start:end])


def _local(now: datetime, zone: str) -> datetime:
    try:
        return now.astimezone(zone_at(zone, now))
    except OverflowError:
        return now


def _overlap(day: Found[Day], hour: Found[Clock]) -> bool:
    return day.start < hour.end and hour.start < day.end and not _inside(day, hour)


def _inside(day: Found[Day], hour: Found[Clock]) -> bool:
    """Whether the day is said within the time, as in "8 tomorrow night"."""
    return hour.start <= day.start and day.end <= hour.end


def _next_day(hour: time, local: datetime) -> date:
    today = local.date()
    later = hour > local.time().replace(tzinfo=None)
    return today if later else moved(today, 1) or today


def _ahead(text: str, local: datetime, zone: str) -> Found[Moment] | None:
    """In an hour, in 20 minutes: from now, to the minute."""
    ts = tokens(text)
    for i in range(1, len(ts)):
        if word(ts, i - 1) != "in":
            continue
        got = duration_at(ts[i:], 0)
        if got is None or got[0].least is not None:
            continue
        try:
            then = local.astimezone(UTC) + timedelta(minutes=got[0].value)
            at = then.astimezone(zone_at(zone, local)).replace(second=0, microsecond=0)
        except OverflowError:
            return None
        return found(text, ts, i - 1, i + got[1], Moment(at))
    return None
