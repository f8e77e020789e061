"""One's own side of the pulse: answers sealed under one's own key until the other's are bound too.

They are kept first, the commitment is shared next, and the answers when both commitments are there. A
crash between two of these steps is made good by `open_ready`.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from assistant.life import pulses
from assistant.life.endings import over
from assistant.life.pulse import Answers, Reveal, SealedPulse
from assistant.life.session import other
from assistant.storage.space import PULSE
from assistant.wording import Side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.clock import Clock
    from assistant.life.document import Document
    from assistant.life.snapshot import PairLife
    from assistant.life_records import LifeRecords
    from assistant.storage.records import Place, Records
    from assistant.storage.space import Space

_SEALED, _SEEN = "pulse", "seen"


class PulseBox:
    """Sealed answers of the member whose space it is. Writing raises ReadOnly and NotKept."""

    def __init__(self, space: Space, records: LifeRecords, clock: Clock) -> None:
        self._space = space
        self._records = records
        self._clock = clock

    # --- answering ---------------------------------------------------------------------------------

    def answer(self, session: str, answers: Answers) -> tuple[Reveal, ...]:
        """Answer about a held session, and open what is ready by it; returns what was opened of mine.

        Raises Trouble for a session that did not take place or was answered about. Where only the
        sharing fails, the answers are sealed already, and `open_ready` goes on with them.
        """
        me, now = self._space.me.role, self._clock()
        nonce = secrets.token_hex(pulses.NONCE_BYTES)
        sealed, _ = pulses.answered(self._records.life, session, me, answers, nonce, now)
        former = [place for place, one in self._all() if one.session == session]
        self._own.add({"kind": _SEALED, "pulse": sealed.model_dump(mode="json")})
        self._own.erase(former)  # never bound, so changed freely
        return self.open_ready()

    def open_ready(self) -> tuple[Reveal, ...]:
        """Share what is ready: answers of mine where both are bound. Call it at each unlock too.

        Returns the answers that were shared now.
        """
        if not self._space.writable:
            return ()
        sealed = [one for _, one in self._sealed()]
        bound = self._records.life.commitments
        latest = {one.session: one for one in sealed if (one.session, one.side) not in bound}
        unbound: list[Document] = [pulses.commitment_of(one) for one in latest.values()]
        self._records.keep(*unbound)
        ready = pulses.reveals(self._records.life, sealed, self._clock())
        self._remember(ready)
        self._records.keep(*ready)
        return ready

    def _remember(self, ready: tuple[Reveal, ...]) -> None:
        """Note what the other was bound to before they could see mine: it must not change after."""
        known, seen = self._seen(), {one.session: one.against for one in ready}
        self._own.add_all(
            [
                {"kind": _SEEN, "session": session, "commitment": commitment}
                for session, commitment in seen.items()
                if session not in known
            ]
        )

    # --- reading -----------------------------------------------------------------------------------

    def own(self) -> list[SealedPulse]:
        """All that I answered, opened or not, the oldest first. For my eyes only."""
        return sorted((one for _, one in self._sealed()), key=lambda one: (one.at, one.session))

    def opened(self, session: str) -> dict[Side, Answers] | None:
        """What both answered; None before that, and where the other's is not what they were bound to."""
        life = self._records.life
        return None if session in self._changed(life) else pulses.opened(life, session)

    @property
    def notices(self) -> list[str]:
        """What there is to know, a sentence each."""
        life = self._records.life
        them = life.called(other(self._space.me.role))
        told = []
        if self._changed(life):
            told.append(
                f"{them}'s answers to a pulse are not those that were sealed. They are not shown."
            )
        if self._gone(life):
            told.append(
                f"{them}'s answers to a pulse that was opened are not in the shared files any more: taken "
                "back, or the files are not all there."
            )
        return told

    def _gone(self, life: PairLife) -> bool:
        """Whether the other's answers are missing to which mine were opened; an end takes them away."""
        them = other(self._space.me.role)
        there = {session for session, side in life.commitments if side is them}
        return not over(life) and not self._seen().keys() <= there

    def _changed(self, life: PairLife) -> set[str]:
        """The sessions for which the other was bound to something else when mine were shared.

        A commitment that is gone, as one who ended the pair destroys it, is no other.
        """
        them = other(self._space.me.role)
        found = set()
        for session, commitment in self._seen().items():
            now = life.commitments.get((session, them))
            if now is not None and now.commitment != commitment:
                found.add(session)
        return found

    @property
    def _own(self) -> Records:
        return self._space.records(PULSE)

    def _sealed(self) -> list[tuple[Place, SealedPulse]]:
        """My sealed answers; of two for one session the bound one counts, else the later."""
        me, bound = self._space.me.role, self._records.life.commitments
        found: dict[str, tuple[Place, SealedPulse]] = {}
        for place, one in self._all():
            mine = bound.get((one.session, me))
            if mine is None or mine.commitment == one.commitment or one.session not in found:
                found[one.session] = (place, one)
        return list(found.values())

    def _all(self) -> list[tuple[Place, SealedPulse]]:
        me = self._space.me.role
        read = [(place, _pulse_of(record)) for place, record in self._own]
        return [(place, one) for place, one in read if one is not None and one.side is me]

    def _seen(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for _, record in self._own:
            if record.get("kind") == _SEEN:
                found.setdefault(str(record.get("session")), str(record.get("commitment")))
        return found


def _pulse_of(record: Mapping[str, Any]) -> SealedPulse | None:
    """The sealed answers in a private record; None where it is something else."""
    if record.get("kind") != _SEALED:
        return None
    try:
        return SealedPulse.model_validate(record.get("pulse"))
    except ValidationError:
        return None
