"""The pulse of a session: answered apart, opened together. What is here is seen by both.

The sealed side, which only its writer has, is assistant/pulse_box.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from assistant.errors import wrong_usage
from assistant.life.made import made
from assistant.life.pulse import Answers, Commitment, Reveal, SealedPulse
from assistant.life.session import Session, other
from assistant.life.snapshot import SIDES, PairLife
from assistant.wording import Side

NONCE_BYTES = 32
_ASKED_OF, _ASKED_FOR = 2, timedelta(days=21)
"""The pulse of how many held sessions is asked for, and how long: later nobody recalls it (own)."""


class PulseState(StrEnum):
    """How far the pulse of a session is, as one of the two sees it."""

    NOBODY = "nobody answered"
    ME = "only I answered"
    OTHER = "only the other answered"
    BOTH = "both answered, not both are opened"
    OPENED = "opened"


def answered(
    life: PairLife, session: str, side: Side, answers: Answers, nonce: str, now: datetime
) -> tuple[SealedPulse, Commitment]:
    """Answers as their writer seals them, and what binds the writer to them, which is shared.

    `nonce` is 32 random bytes in hexadecimal, new each time. Raises Trouble for a session that did not
    take place, and where `side` has answered: a second answer would unbind the first.
    """
    if not any(one.id == session for one in life.held):
        raise wrong_usage("That session did not take place.", "Note it as held first.")
    if (session, side) in life.commitments:
        raise wrong_usage(
            "You have answered about that session already.",
            "Answers stay as they are until both are in.",
        )
    sealed = made(SealedPulse, session=session, side=side, answers=answers, nonce=nonce, at=now)
    return sealed, commitment_of(sealed)


def commitment_of(sealed: SealedPulse) -> Commitment:
    """What binds the writer of `sealed`; the same each time it is made."""
    return Commitment(
        id=_id(sealed),
        side=sealed.side,
        session=sealed.session,
        commitment=sealed.commitment,
        at=sealed.at,
    )


def _id(sealed: SealedPulse) -> str:
    return sealed.commitment[:32]


def reveals(life: PairLife, sealed: Iterable[SealedPulse], now: datetime) -> tuple[Reveal, ...]:
    """What may be shared of one's own sealed answers: those of sessions that both have answered."""
    found: dict[tuple[str, Side], Reveal] = {}
    for one in sealed:
        mine = life.commitments.get((one.session, one.side))
        ready = mine is not None and mine.commitment == one.commitment
        shared = (one.session, one.side) in life.reveals
        theirs = life.commitments.get((one.session, other(one.side)))
        if ready and not shared and theirs is not None:
            found[one.session, one.side] = Reveal(
                id=_id(one),
                side=one.side,
                session=one.session,
                answers=one.answers,
                nonce=one.nonce,
                at=now,
                against=theirs.commitment,
            )
    return tuple(found.values())


def opened(life: PairLife, session: str) -> dict[Side, Answers] | None:
    """What both answered; None until both have shared what they were bound to."""
    found = {side: life.reveals.get((session, side)) for side in SIDES}
    told = {side: one.answers for side, one in found.items() if one is not None}
    return told if len(told) == len(SIDES) else None


def state_of(life: PairLife, session: str, me: Side) -> PulseState:
    """How far the pulse of a session is."""
    if opened(life, session) is not None:
        return PulseState.OPENED
    mine, theirs = ((session, side) in life.commitments for side in (me, other(me)))
    if mine and theirs:
        return PulseState.BOTH
    if mine or theirs:
        return PulseState.ME if mine else PulseState.OTHER
    return PulseState.NOBODY


def to_answer(life: PairLife, me: Side, now: datetime) -> tuple[Session, ...]:
    """The last held sessions about which `me` has not answered, the oldest first."""
    lately = life.held_by(now)[-_ASKED_OF:]
    return tuple(
        one
        for one in lately
        if (one.id, me) not in life.commitments and now - one.over_at <= _ASKED_FOR
    )
