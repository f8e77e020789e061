"""Planning sessions: plan, move, hold, miss.

Nothing is refused here for what the records hold, only for what a person asks. What is returned is kept
as one change, so six dates are fixed or none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from assistant.agenda import MAX_LENGTH, MIN_LENGTH, Agenda
from assistant.errors import Trouble, wrong_usage
from assistant.life.course import MissesAnswer
from assistant.life.dates import (
    Meant,
    checked_zone,
    fixed,
    in_reach,
    in_zone,
    meant,
    said,
)
from assistant.life.document import Document
from assistant.life.made import with_fields
from assistant.life.rhythms import usual_zone
from assistant.life.session import Session, SessionState
from assistant.life.snapshot import PairLife

SERIES = 6
"""Sessions that are fixed at once: one scheme advises six inside six months (brief, T5.3; YHD)."""
_MOST_MOVES = 100
LAST_REVISION = 1_000_000
"""What a revision stops at."""


@dataclass(frozen=True)
class Plan:
    """Sessions to be kept together, and what there is to say of them, a sentence each."""

    documents: tuple[Session, ...]
    notes: tuple[str, ...] = ()
    answer: MissesAnswer | None = None
    """What it answers, where two misses asked."""

    @property
    def kept(self) -> tuple[Document, ...]:
        """All that is to be kept."""
        return (*self.documents, self.answer) if self.answer else self.documents


# --- planning ------------------------------------------------------------------------------------------


def planned(
    life: PairLife,
    at: datetime,
    now: datetime,
    *,
    zone: str | None = None,
    minutes: int | None = None,
    agenda: Agenda | None = None,
) -> Plan:
    """A session at `at`: without an offset it is a time of day in `zone`, "" being the zone of `now`.

    Zone and minutes are the rhythm's where they are not given. Raises Trouble for a time that is past,
    more than two years ahead, skipped by the clocks, or taken by another planned session.
    """
    zone = usual_zone(life) if zone is None else zone
    minutes = agenda.minutes if agenda else life.rhythm.minutes if minutes is None else minutes
    when = _when(at, zone, now)
    session = _made(Session(at=when.at), at=when.at, zone=zone, minutes=minutes, agenda=agenda)
    _not_taken(life, session)
    return Plan((session,), _notes(life, when))


def at_once(
    life: PairLife,
    now: datetime,
    *,
    zone: str | None = None,
    minutes: int | None = None,
    agenda: Agenda | None = None,
) -> Session:
    """A session that nobody planned and that begins now."""
    zone = usual_zone(life) if zone is None else zone
    minutes = agenda.minutes if agenda else life.rhythm.minutes if minutes is None else minutes
    if zone:
        checked_zone(zone)
    at = fixed(in_zone(now, zone))
    return _made(Session(at=at), zone=zone, minutes=minutes, agenda=agenda)


def six_dates(
    life: PairLife,
    start: datetime,
    now: datetime,
    *,
    zone: str | None = None,
    minutes: int | None = None,
    count: int = SERIES,
) -> Plan:
    """`count` sessions from `start` on, the rhythm's weeks apart, at the same time of day in the zone.

    Raises Trouble, as `planned` does, for any of them: none is left out.
    """
    zone = usual_zone(life) if zone is None else zone
    first = _when(start, zone, now).at
    wall = start
    if start.tzinfo and zone:  # its time of day stays; without a zone only the offset is known
        wall = in_zone(first, zone).replace(tzinfo=None, fold=0)
    found: list[Session] = []
    notes: list[str] = []
    for place in range(count):
        later = wall + timedelta(weeks=place * life.rhythm.weeks) if place else start
        plan = planned(life, later, now, zone=zone, minutes=minutes)
        found += plan.documents
        notes += [note for note in plan.notes if note != _late(life, plan.documents[0].at)]
    late = [one for one in found if _late(life, one.at)]
    if len(late) > 2:
        notes.append(f"The last {len(late)} are after the end that you named.")
    else:
        notes += [_late(life, one.at) for one in late]
    return Plan(tuple(found), tuple(dict.fromkeys(notes)))


def moved(
    life: PairLife,
    session: Session,
    at: datetime,
    now: datetime,
    *,
    zone: str | None = None,
    minutes: int | None = None,
) -> Plan:
    """A planned session at another time, or of another length. Raises Trouble as `planned` does."""
    session = _planned(life, session, "moved")
    zone = session.zone if zone is None else zone
    when = _when(at, zone, now)
    length = session.minutes if minutes is None else minutes
    if (when.at, length, zone) == (session.at, session.minutes, session.zone):
        raise wrong_usage(
            f"It is planned for {said(session.at, zone)} already.", "Choose another time or length."
        )
    before = session.moved_from if when.at == session.at else (*session.moved_from, session.at)
    after = _told_anew(
        session,
        at=when.at,
        zone=zone,
        minutes=length,
        moved_from=before[-_MOST_MOVES:],
        changed=session.changed if when.at == session.at else now,
    )
    _not_taken(life, after)
    notes = _notes(life, when)
    if session.agenda and session.agenda.minutes != length:
        notes += (f"Its agenda is still one of {session.agenda.minutes} minutes.",)
    return Plan((after,), notes)


def with_agenda(life: PairLife, session: Session, agenda: Agenda) -> Session:
    """A planned session with this agenda, and as long as it. Raises Trouble."""
    session = _planned(life, session, "given an agenda")
    if agenda.minutes == session.minutes:
        return with_fields(session, agenda=agenda)
    after = _told_anew(session, agenda=agenda, minutes=agenda.minutes)
    _not_taken(life, after)
    return after


def cancelled(life: PairLife, session: Session, now: datetime, why: str = "") -> Session:
    """A planned session that will not take place. Raises Trouble."""
    session = _planned(life, session, "cancelled")
    return _told_anew(session, state=SessionState.CANCELLED, changed=now, why=why)


# --- what became of it ---------------------------------------------------------------------------------


def missed(life: PairLife, session: Session, now: datetime, why: str = "") -> Session:
    """A session that did not take place; no reason has to be given. Raises Trouble."""
    session = _planned(life, session, "noted as missed")
    if session.at > now:
        raise _still_to_come(session, "Move it or cancel it instead.")
    return _told_anew(session, state=SessionState.MISSED, why=why)


def held(life: PairLife, session: Session, now: datetime) -> Session:
    """A session that took place without being run here. Raises Trouble."""
    session = _planned(life, session, "noted as held")
    if session.at > now:
        raise _still_to_come(
            session, "If you met before, move it to when you meet, or begin it here."
        )
    return with_fields(session, state=SessionState.HELD)


# --- parts ---------------------------------------------------------------------------------------------


def current(life: PairLife, session: Session) -> Session:
    """The session as it stands now: the other may have changed it meanwhile."""
    return next((one for one in life.sessions if one.id == session.id), session)


def _planned(life: PairLife, session: Session, what: str) -> Session:
    session = current(life, session)
    if session.planned:
        return session
    became = {SessionState.HELD: "took place", SessionState.MISSED: "was noted as missed"}
    told = became.get(session.state, "was cancelled")
    raise wrong_usage(
        f"The session of {said(session.at, session.zone)} {told}, so it cannot be {what}.",
        "Plan another one.",
    )


def _still_to_come(session: Session, hint: str) -> Trouble:
    return wrong_usage(f"The session of {said(session.at, session.zone)} is still to come.", hint)


def _when(at: datetime, zone: str, now: datetime) -> Meant:
    if at.tzinfo is None:
        return meant(at.date(), at.time(), zone, now)
    at = in_reach(at.replace(second=0, microsecond=0), now)
    if zone:
        checked_zone(zone)
        at = in_zone(at.astimezone(UTC), zone)
    return Meant(fixed(at))


def _made(session: Session, **fields: object) -> Session:
    minutes = fields.get("minutes", session.minutes)
    if not isinstance(minutes, int) or not MIN_LENGTH <= minutes <= MAX_LENGTH:
        raise wrong_usage(
            f"A session is {MIN_LENGTH} to {MAX_LENGTH} minutes long.", "Choose another length."
        )
    return with_fields(session, **fields)


def _told_anew(session: Session, **fields: object) -> Session:
    """The session changed in a way that calendars have to hear of."""
    return _made(session, **fields, revision=min(session.revision + 1, LAST_REVISION))


def _not_taken(life: PairLife, session: Session) -> None:
    length = timedelta(minutes=session.minutes)
    for other in life.sessions:
        if not other.planned or other.id == session.id:
            continue
        apart = session.at - other.at
        if -length < apart < timedelta(minutes=other.minutes):
            raise wrong_usage(
                f"You have a session at that time already: {said(other.at, session.zone)}, "
                f"{other.minutes} minutes.",
                "Choose another time, or move that one.",
            )


def _notes(life: PairLife, when: Meant) -> tuple[str, ...]:
    return tuple(note for note in (when.note, _late(life, when.at)) if note)


def _late(life: PairLife, at: datetime) -> str:
    """What there is to say of a date after the end; "" for another."""
    ends = life.rhythm.ends
    late = ends is not None and at.date() > ends
    return f"{said(at)} is after the end that you named." if late else ""
