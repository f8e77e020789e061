"""When the events of a calendar take place within a window of time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from assistant.life.calendar_lines import Component
from assistant.life.calendar_times import (
    ClockReader,
    Lasting,
    When,
    lasting,
    moment_of,
    until_of,
)
from assistant.life.recurrence_rule import TooOften, read_rule
from assistant.life.recurring import Allowance, starts

Span = tuple[int, int]
"""The seconds since 1970 at which something begins and ends."""
_ERRORS = (ValueError, OverflowError)
_FREE = {"FREE"}
_LONGEST = timedelta(days=366)
"""Of an event that repeats; an earlier date of a longer one is not looked for."""
_DAY = timedelta(days=1)
_WRITTEN = 20
"""What a date that is spelled out takes of the allowance: about as long as so many days."""


@dataclass(frozen=True)
class Window:
    """The seconds that are looked at."""

    first: int
    last: int

    def clip(self, span: Span) -> Span | None:
        """What of `span` lies within; None for nothing."""
        begins, ends = max(self.first, span[0]), min(self.last, span[1])
        return (begins, ends) if begins < ends else None


class BusyEvents:
    """Events, read for the times at which they make busy."""

    def __init__(
        self,
        clock: ClockReader,
        window: Window,
        allowance: Allowance,
        without: Collection[bytes] = (),
    ) -> None:
        """`without` are the UIDs of events that make nobody busy: the pair's own sessions."""
        self._without = frozenset(uid.upper() for uid in without)
        self._clock = clock
        self._window = window
        self._allowance = allowance
        self._changed: dict[bytes, set[int | date]] = defaultdict(set)
        """Dates of a series, by its UID, that have an event of their own."""
        self._latest: dict[tuple[bytes, bytes], int] = {}
        self.counts = Counter[str]()
        """How many events could not be read as they stand, by what is the matter."""

    def spans(self, events: list[Component]) -> Iterator[Span]:
        """When they make busy, clipped to the window, in no order. Raises Exhausted."""
        for event in events:
            self._note(event)
        for event in events:
            self._clock.missed = False
            busy = self._periods(event) if event.name == b"VFREEBUSY" else self._of(event)
            for span in busy:
                if (clipped := self._window.clip(span)) is not None:
                    yield clipped
            if self._clock.missed:
                self.counts["zone"] += 1

    def _note(self, event: Component) -> None:
        """Remember what one event says of others."""
        uid = event.word(b"UID")
        changed = event.one(b"RECURRENCE-ID")
        if not uid or event.name != b"VEVENT":
            return
        key = uid, changed.value if changed else b""
        self._latest[key] = max(_sequence(event), self._latest.get(key, 0))
        if changed is None:
            return
        try:
            self._changed[uid].add(_date_key(self._clock.when(changed)))
        except _ERRORS:
            self.counts["unreadable"] += 1
        if changed.parameter("RANGE"):
            self.counts["later"] += 1

    def _outdated(self, event: Component) -> bool:
        changed = event.one(b"RECURRENCE-ID")
        key = event.word(b"UID"), changed.value if changed else b""
        return _sequence(event) < self._latest.get(key, 0)

    def _periods(self, component: Component) -> Iterator[Span]:
        for line in component.all(b"FREEBUSY"):
            if line.parameter("FBTYPE").upper() in _FREE:
                continue
            for text in line.text.split(","):
                self._allowance.spend(_WRITTEN)
                try:
                    yield self._clock.period(text, line.parameter("TZID"))
                except _ERRORS:
                    self.counts["unreadable"] += 1

    def _of(self, event: Component) -> Iterable[Span]:
        free = event.word(b"TRANSP") == b"TRANSPARENT" or event.word(b"STATUS") == b"CANCELLED"
        if free or event.word(b"UID") in self._without or self._outdated(event):
            return ()
        begins = event.one(b"DTSTART")
        try:
            if begins is None:
                raise ValueError("no beginning")
            start = self._clock.when(begins)
            length = self._length(event, start)
            repeats = b"RRULE" in event.lines or b"RDATE" in event.lines
            if repeats and b"RECURRENCE-ID" not in event.lines:
                return self._repeated(event, start, length)
            return [_span(start, length)]
        except _ERRORS:
            self.counts["unreadable"] += 1
            return ()

    def _length(self, event: Component, start: When) -> Lasting:
        if (ends := event.one(b"DTEND")) is not None:
            end = self._clock.when(ends)
            if start.whole_day and end.whole_day:
                return Lasting(max(1, (end.wall - start.wall).days), 0)
            seconds = end.seconds - start.seconds
            if seconds < 0:
                raise ValueError("ends before it begins")
            return Lasting(0, seconds)
        if (duration := event.one(b"DURATION")) is not None:
            return lasting(duration.text)
        return Lasting(int(start.whole_day), 0)

    def _repeated(self, event: Component, start: When, length: Lasting) -> list[Span]:
        changed = self._changed.get(event.word(b"UID"), set())
        left_out = {_date_key(when) for when, _ in self._written(event, b"EXDATE", length)}
        times = (
            When(at, start.zone, start.whole_day) for at in self._by_rules(event, start, length)
        )
        dates = [(when, _span(when, length)) for when in (start, *times)]
        dates.extend(self._written(event, b"RDATE", length))
        found = {
            span for when, span in dates if not _among(when, left_out) and not _among(when, changed)
        }
        return [span for span in found if self._window.clip(span) is not None]

    def _written(
        self, event: Component, name: bytes, length: Lasting
    ) -> Iterator[tuple[When, Span]]:
        """The dates that lines called `name` spell out, each with its span."""
        for line in event.all(name):
            zone = line.parameter("TZID")
            for text in line.text.split(","):
                self._allowance.spend(_WRITTEN)
                when = self._clock.read(text.partition("/")[0], zone)
                yield when, self._clock.period(text, zone) if "/" in text else _span(when, length)

    def _by_rules(self, event: Component, start: When, length: Lasting) -> Iterator[datetime]:
        """Times by the clocks of `start` that the event's rules give, in the window or just beside it."""
        lasts = min(_LONGEST, timedelta(days=length.days, seconds=length.seconds))
        first, last = (
            moment_of(second).astimezone(start.zone).replace(tzinfo=None)
            for second in (self._window.first, self._window.last)
        )
        for line in event.all(b"RRULE"):
            try:
                rule = read_rule(line.text)
                until = until_of(rule.until, start.zone, self._clock.read)
            except TooOften:
                self.counts["often"] += 1
                continue
            except _ERRORS:
                self.counts["rule"] += 1
                continue
            yield from starts(
                rule, start.wall, first - lasts - _DAY, last + _DAY, until, self._allowance
            )


def _sequence(event: Component) -> int:
    said = event.word(b"SEQUENCE")
    return int(said) if said.isdigit() and len(said) < 10 else 0


def _span(start: When, length: Lasting) -> Span:
    return start.seconds, start.later(length)


def _date_key(when: When) -> int | date:
    return when.wall.date() if when.whole_day else when.seconds


def _among(when: When, dates: set[int | date]) -> bool:
    return bool(dates) and (when.wall.date() in dates or when.seconds in dates)
