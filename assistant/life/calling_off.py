"""Calling planned sessions off together: for a pause, and at the end."""

from __future__ import annotations

from datetime import datetime

from assistant.life.course import AfterMisses, Afterwards
from assistant.life.document import Document
from assistant.life.endings import concluded
from assistant.life.rhythms import answered
from assistant.life.session import Session
from assistant.life.sessions import Plan, cancelled, planned
from assistant.life.snapshot import PairLife

LOOK_MINUTES = 15
"""How long a session is in which a pair looks at it again after a pause (own)."""


def called_off(
    life: PairLife, now: datetime, *, before: datetime | None = None, why: str = ""
) -> tuple[Session, ...]:
    """The planned sessions still to come, up to `before` where it is given, as cancelled."""
    return tuple(
        cancelled(life, one, now, why)
        for one in life.sessions
        if one.planned and one.at > now and (before is None or one.at < before)
    )


def paused(
    life: PairLife,
    at: datetime,
    now: datetime,
    *,
    zone: str | None = None,
    minutes: int = LOOK_MINUTES,
) -> Plan:
    """A pause until `at`: a short session then, to say how it goes on, and what is planned before it off.

    Where a session is planned for that very time it stays as it is. None of what is called off, nor what
    was missed before, counts as a miss from then on. Raises Trouble as `planned` does.
    """
    free = _without(life, [one for one in life.sessions if one.planned and one.at > now])
    at = planned(free, at, now, zone=zone, minutes=minutes).documents[0].at
    off = called_off(life, now, before=at)
    answer = answered(AfterMisses.PAUSE, now, at)
    if any(one.planned and one.at == at for one in life.sessions):
        return Plan(off, answer=answer)
    plan = planned(_without(life, off), at, now, zone=zone, minutes=minutes)
    return Plan((*off, *plan.documents), plan.notes, answer)


def ended(
    life: PairLife, afterwards: Afterwards, notes: str, now: datetime
) -> tuple[Document, ...]:
    """The end of the pair, and with it the sessions still to come as cancelled. Raises Trouble."""
    return concluded(life, afterwards, notes, now), *called_off(life, now)


def _without(life: PairLife, sessions: tuple[Session, ...] | list[Session]) -> PairLife:
    """The life as if these had not been planned."""
    gone = {one.key for one in sessions}
    left = [one for one in life.documents if one.key not in gone]
    return PairLife.of(left, life.mentor, life.mentee)
