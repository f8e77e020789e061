"""When a member is busy, from a calendar file they bring: times only.

Titles, places and people in it are passed over unread, and no sentence here ever quotes the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from assistant.errors import Trouble, wrong_usage
from assistant.life.busy_events import BusyEvents, Span, Window
from assistant.life.calendar_lines import Component, Malformed, components
from assistant.life.calendar_times import ClockReader, instant, moment_of
from assistant.life.course import Busy, BusySpan
from assistant.life.recurring import Allowance, Exhausted
from assistant.life.zones import zone_at, zone_named
from assistant.wording import Side
from knowledge.bounded import MIB

MOST_BYTES = 20 * MIB
MOST_EVENTS = 50_000
MOST_SPANS = 2_000
"""Of busy time, overlapping ones joined: what a `Busy` holds."""
MOST_WEEKS = 26
_MOST_TIMES = 500_000
"""Before they are joined."""
_MOST_DAYS = 6_000_000
"""Days asked about for all rules together: 50,000 that repeat without end, over the usual weeks."""
_NOTES = {
    "unreadable": (
        "1 time could not be read and was left out.",
        "{n} times could not be read and were left out.",
    ),
    "zone": (
        "1 event is in a time zone not known here; it was read in {zone}.",
        "{n} events are in time zones not known here; they were read in {zone}.",
    ),
    "often": (
        "1 event repeats within the hour or day; only its first time counts.",
        "{n} events repeat within the hour or day; only their first times count.",
    ),
    "rule": (
        "1 event repeats by a rule that could not be read; only its first time counts.",
        "{n} events repeat by rules that could not be read; only their first times count.",
    ),
    "later": (
        "1 change to all later dates of a series was read as a change of one date.",
        "{n} changes to all later dates of a series were read as changes of one date.",
    ),
}


@dataclass(frozen=True)
class BusyRead:
    """What was read: the busy times, sentences on what was not, and how many events there were."""

    busy: Busy
    skipped: tuple[str, ...]
    events: int


def read_busy(
    data: bytes,
    side: Side,
    now: datetime,
    *,
    zone: str,
    weeks: int = 8,
    without: Collection[bytes] = (),
) -> BusyRead:
    """When `side` is busy from today for `weeks` weeks, by the calendar file in `data`.

    Events that are cancelled or marked as free are left out, and those with a UID of `without`, the pair's
    own sessions, which are known better here; one of a whole day is busy all day. Times
    without a zone are read in the zone called `zone`, or where that says nothing in the offset of `now`.
    Raises Trouble, and then nothing was read: for what is no calendar or a damaged one, and for more
    than MOST_BYTES, MOST_EVENTS or MOST_SPANS.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise wrong_usage(f"A calendar is read for 1 to {MOST_WEEKS} weeks, not {weeks:,}.")
    own = zone_at(zone, now)
    today = now.astimezone(own).date()
    until = today + timedelta(weeks=weeks)
    window = Window(instant(_midnight(today), own), instant(_midnight(until), own))
    if len(data) > MOST_BYTES:
        raise _refused(f"it is larger than {MOST_BYTES // MIB} MiB")
    reason, joined, events = "", list[Span](), list[Component]()
    reader = BusyEvents(ClockReader(own), window, Allowance(_MOST_DAYS), without)
    try:
        events = components(data, MOST_EVENTS)
        joined = _joined(_bounded(reader.spans(events)))
    except Malformed as error:
        reason = str(error)
    except Exhausted:
        reason = "it has more busy times than can be read"
    if reason:  # raised outside the handler, whose error keeps the file's bytes
        raise _refused(reason)
    if len(joined) > MOST_SPANS:
        raise _refused(f"it has more than {MOST_SPANS:,} busy times in {weeks} weeks")
    place = zone if zone_named(zone) is not None else "your own zone"
    return BusyRead(
        busy=Busy(
            id=side.value,
            side=side,
            at=now,
            until=until - timedelta(days=1),
            spans=tuple(
                BusySpan(begins=moment_of(begins), ends=moment_of(ends)) for begins, ends in joined
            ),
        ),
        skipped=tuple(
            (one if reader.counts[what] == 1 else more).format(
                n=f"{reader.counts[what]:,}", zone=place
            )
            for what, (one, more) in _NOTES.items()
            if reader.counts[what]
        ),
        events=len(events),
    )


def _refused(reason: str) -> Trouble:
    return Trouble(
        "Calendar not read",
        f"This calendar file cannot be read: {reason}.",
        "Nothing was changed. Export it from your calendar again, for fewer weeks if it is large.",
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _bounded(spans: Iterable[Span]) -> list[Span]:
    found = []
    for span in spans:
        found.append(span)
        if len(found) > _MOST_TIMES:
            raise Exhausted
    return found


def _joined(spans: list[Span]) -> list[Span]:
    """In order, those that touch or overlap as one."""
    joined: list[Span] = []
    for begins, ends in sorted(spans):
        if joined and begins <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(ends, joined[-1][1])
        else:
            joined.append((begins, ends))
    return joined
