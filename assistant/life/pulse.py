"""The pulse: three questions after a session, answered apart and opened together.

Each side first shares a commitment, a hash that tells nothing, and keeps the answers under its own key.
Only when both commitments are there does each share what was committed to. A hash alone would be
guessed: there are few answers. So it is taken over 32 random bytes too.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, ClassVar

from pydantic import Field

from assistant.life.document import Document, Id, Moment, OneSide, Part

Score = Annotated[int, Field(ge=1, le=5)]

QUESTIONS = {
    "useful": "Was it useful to you?",
    "safe": "Was it safe to say what you think?",
    "going": "Is this still going somewhere?",
}
LOW = 2
"""A pulse at or below this is low."""


class Answers(Part):
    """One side's answers, each from 1, no, to 5, yes."""

    useful: Score
    safe: Score
    going: Score

    @property
    def low(self) -> tuple[str, ...]:
        """The questions that were answered low."""
        return tuple(name for name in QUESTIONS if getattr(self, name) <= LOW)


class SealedPulse(Part):
    """Answers as their writer keeps them, for nobody else, until both are in."""

    session: Id
    side: OneSide
    answers: Answers
    nonce: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    at: Moment

    @property
    def commitment(self) -> str:
        """SHA-256 over a label, session, side, nonce and answers, in hexadecimal."""
        told = (self.answers.useful, self.answers.safe, self.answers.going)
        fields = ["viceversa pulse 1", self.session, self.side.value, self.nonce, *map(str, told)]
        return hashlib.sha256("\n".join(fields).encode()).hexdigest()


class Commitment(Document):
    """That a side has answered, and what binds it to its answers."""

    KIND: ClassVar = "commitment"
    OWN: ClassVar = True

    side: OneSide
    session: Id
    commitment: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    at: Moment


class Reveal(Document):
    """A side's answers, shared once both are bound."""

    KIND: ClassVar = "reveal"
    OWN: ClassVar = True

    side: OneSide
    session: Id
    answers: Answers
    nonce: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    at: Moment
    against: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    """What the other was bound to when this was shared: no other answers of theirs count after that."""

    @property
    def sealed(self) -> SealedPulse:
        """What it says was committed to."""
        return SealedPulse(
            session=self.session,
            side=self.side,
            answers=self.answers,
            nonce=self.nonce,
            at=self.at,
        )
