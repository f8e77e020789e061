"""Sessions as a calendar file: RFC 5545, one event a session, told apart by an id that says nothing.

A calendar is often seen by others: an assistant, a team, whoever runs the server. So an event has the
two names and a number at the most, is marked private, and brings the agenda only where asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from assistant.errors import Trouble
from assistant.life.figures import session_numbers
from assistant.life.session import Session
from assistant.life.snapshot import PairLife
from assistant.life.zones import zone_named
from assistant.wording import Lead, Side, one_line

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

PRODUCT = "-//Vice Versa//EN"
PLAIN = "Meeting"
_YEARS = 5
"""A zone's rules are written for years so near; a session farther off stands in UTC."""
_AROUND = timedelta(days=370)
"""Before the first and after the last session, so that a change of clocks lies on either side."""


@dataclass(frozen=True)
class _Asked:
    """What the file shall say, as the arguments of session_calendar do."""

    with_agenda: bool
    plain: bool


@dataclass(frozen=True)
class _Times:
    begins: datetime
    ends: datetime
    zone: str
    """The zone both are in, "" for UTC."""


def session_calendar(
    life: PairLife,
    session: Session,
    *,
    with_agenda: bool = False,
    now: datetime,
    pair_id: str,
    plain: bool = False,
) -> bytes:
    """The calendar file of one session; of one that is off, the file that takes it out of a calendar.

    The same session has the same UID for ever, and a higher SEQUENCE once it was moved. `plain` calls
    it “Meeting”, without names. Raises Trouble where its date is beyond what calendars have.
    """
    asked = _Asked(with_agenda, plain)
    return _calendar(life, (session,), asked, now, pair_id)


def series_calendar(
    life: PairLife,
    sessions: Iterable[Session],
    *,
    with_agenda: bool = False,
    now: datetime,
    pair_id: str,
    plain: bool = False,
) -> bytes:
    """The calendar file of several sessions in the order of their times; those off are cancelled in it.

    Raises Trouble where there are none, or none with a date that calendars have.
    """
    asked = _Asked(with_agenda, plain)
    ordered = sorted(sessions, key=lambda one: (one.at, one.id))
    return _calendar(life, ordered, asked, now, pair_id)


def _calendar(
    life: PairLife,
    sessions: Sequence[Session],
    asked: _Asked,
    now: datetime,
    pair_id: str,
) -> bytes:
    timed = [(one, times) for one in sessions if (times := _times(one, now)) is not None]
    if not timed:
        raise Trouble(
            "No calendar file",
            "There is no session with a date that a calendar can hold.",
            "Plan a session first.",
        )
    calendar = _empty(off=all(one.off for one, _ in timed))
    for zone in sorted({times.zone for _, times in timed if times.zone}):
        within = [times for _, times in timed if times.zone == zone]
        calendar.add_component(_rules(zone, within))
    numbers = session_numbers(life)
    for session, times in timed:
        calendar.add_component(
            _event(life, session, times, asked, now, pair_id, numbers.get(session.id))
        )
    written: bytes = calendar.to_ical()
    return written


def _empty(*, off: bool) -> Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "CANCEL" if off else "PUBLISH")
    return calendar


def _event(
    life: PairLife,
    session: Session,
    times: _Times,
    asked: _Asked,
    now: datetime,
    pair_id: str,
    number: int | None,
) -> Event:
    from icalendar import Event

    event = Event()
    event.add("UID", _uid(pair_id, session.id))
    event.add("DTSTAMP", now.astimezone(UTC).replace(microsecond=0))
    event.add("SEQUENCE", session.revision)
    event.add("STATUS", "CANCELLED" if session.off else "CONFIRMED")
    event.add("CLASS", "PRIVATE")
    event.add("DTSTART", times.begins)
    event.add("DTEND", times.ends)
    event.add("SUMMARY", PLAIN if asked.plain else _summary(life, number))
    if asked.with_agenda and session.agenda is not None:
        event.add("DESCRIPTION", _agenda(life, session))
    return event


def own_uids(life: PairLife, pair_id: str) -> frozenset[bytes]:
    """The UIDs that the pair's sessions have in any calendar they were written to."""
    return frozenset(_uid(pair_id, one.id).encode() for one in life.sessions)


def _uid(pair_id: str, session_id: str) -> str:
    """An id that does not change and tells neither the pair nor the session."""
    told = f"viceversa calendar 1\n{pair_id}\n{session_id}".encode()
    return hashlib.sha256(told).hexdigest()[:32]


def _summary(life: PairLife, number: int | None) -> str:
    """“Martin and Priya: session 4”: no word of what is done there, nor of who teaches whom."""
    known = life.mentor != PairLife.mentor and life.mentee != PairLife.mentee
    session = "session" if number is None else f"session {number:,}"
    names = sorted(one_line(life.name(side)) for side in (Side.MENTOR, Side.MENTEE))
    return f"{names[0]} and {names[1]}: {session}" if known else session.capitalize()


def _agenda(life: PairLife, session: Session) -> str:
    """Titles, minutes and who leads, a line each; no notes, no prompts, no reasons."""
    leads = {
        Lead.MENTOR: f" ({one_line(life.called(Side.MENTOR))} leads)",
        Lead.MENTEE: f" ({one_line(life.called(Side.MENTEE))} leads)",
        Lead.BOTH: "",
    }
    items = session.agenda.items if session.agenda is not None else ()
    return "\n".join(f"{one.minutes} min  {one_line(one.title)}{leads[one.lead]}" for one in items)


# --- times -----------------------------------------------------------------------------------------


def _times(session: Session, now: datetime) -> _Times | None:
    """When it begins and ends, in its zone where that is known; None past what calendars have.

    In the hour that the clocks show twice a wall time says which of the two only in UTC.
    """
    try:
        begins = session.at.astimezone(UTC).replace(microsecond=0)
        ends = begins + timedelta(minutes=session.minutes)
    except OverflowError:
        return None
    zone = zone_named(session.zone)
    near = abs(begins.year - now.year) <= _YEARS
    if zone is None or zone.key == "UTC" or not near:
        return _Times(begins, ends, "")
    here = begins.astimezone(zone), ends.astimezone(zone)
    if here[0].fold or here[1].fold:
        return _Times(begins, ends, "")
    return _Times(*here, zone.key)


def _rules(name: str, times: Sequence[_Times]) -> Timezone:
    """The zone's VTIMEZONE: its offset at first, and each change as the clock before it shows it.

    icalendar can write one too, but puts the change in spring an hour late.
    """
    from icalendar import Timezone

    zone = times[0].begins.tzinfo or UTC
    at = min(one.begins for one in times).astimezone(UTC) - _AROUND
    last = max(one.ends for one in times).astimezone(UTC) + _AROUND
    rules = Timezone()
    rules.add("TZID", name)
    rules.add_component(_observance(zone, at, at))
    while (change := _next_change(zone, at, last)) is not None:
        rules.add_component(_observance(zone, change - timedelta(seconds=1), change))
        at = change
    return rules


def _observance(
    zone: tzinfo, before: datetime, at: datetime
) -> TimezoneStandard | TimezoneDaylight:
    from icalendar import TimezoneDaylight, TimezoneStandard

    then, now = before.astimezone(zone), at.astimezone(zone)
    summer = bool(now.dst())
    rule = TimezoneDaylight() if summer else TimezoneStandard()
    offset = then.utcoffset() or timedelta()
    rule.add("DTSTART", (at + offset).replace(tzinfo=None))
    rule.add("TZOFFSETFROM", offset)
    rule.add("TZOFFSETTO", now.utcoffset() or timedelta())
    rule.add("TZNAME", now.tzname() or "")
    return rule


def _next_change(zone: tzinfo, at: datetime, last: datetime) -> datetime | None:
    """The first second after `at`, up to `last`, at which the offset is another; all in UTC."""
    offset = at.astimezone(zone).utcoffset()
    before = at
    while (after := before + timedelta(days=1)) <= last:
        if after.astimezone(zone).utcoffset() != offset:
            return _between(zone, before, after)
        before = after
    return None


def _between(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    offset = before.astimezone(zone).utcoffset()
    while (step := (after - before) // timedelta(seconds=1)) > 1:
        middle = before + timedelta(seconds=step // 2)
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after
