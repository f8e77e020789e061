"""Everything the pair shares, at one moment: what every suggestion, picture and review is made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from assistant.life.about import RHYTHM, About, Rhythm
from assistant.life.charter import Charter, Signature
from assistant.life.course import (
    ENDING,
    MISSES,
    STAGE,
    Busy,
    Ending,
    Learned,
    MissesAnswer,
    StageChoice,
)
from assistant.life.document import Document
from assistant.life.goal import Goal, Win
from assistant.life.pulse import Commitment, Reveal
from assistant.life.session import Action, Given, Parked, Session, Summary, other
from assistant.wording import Side

KINDS: dict[str, type[Document]] = {
    kind.KIND: kind
    for kind in (
        About,
        Rhythm,
        Charter,
        Signature,
        Goal,
        Win,
        Session,
        Action,
        Parked,
        Given,
        Summary,
        Commitment,
        Reveal,
        StageChoice,
        MissesAnswer,
        Busy,
        Ending,
        Learned,
    )
}
"""Every kind of document, by its name in the records."""

SIDES = (Side.MENTOR, Side.MENTEE)
_D = TypeVar("_D", bound=Document)


def _holds_against(one: Reveal, others: Reveal | None) -> bool:
    """Whether what was shared is what its writer was bound to before they could see the other's."""
    return others is None or not others.against or others.against == one.sealed.commitment


@dataclass(frozen=True)
class PairLife:
    """The pair's documents, the latest version of each. Nothing that either wrote in private is here."""

    documents: tuple[Document, ...] = ()
    mentor: str = "the mentor"
    mentee: str = "the mentee"

    @classmethod
    def of(cls, documents: Iterable[Document], mentor: str = "", mentee: str = "") -> PairLife:
        """A life of these documents, in an order that does not depend on theirs, one of each id."""
        ordered = sorted(documents, key=lambda one: one.key)
        unlike = tuple({(one.KIND, one.id): one for one in ordered}.values())
        return cls(unlike, mentor or cls.mentor, mentee or cls.mentee)

    def name(self, side: Side) -> str:
        """The name of one of the two."""
        return self.mentor if side is Side.MENTOR else self.mentee

    def called(self, side: Side, most: int = 0) -> str:
        """The name, with the role behind it where both are called the same: “Sam (mentor)”.

        Of a longer name than `most` characters, where that is given, only the beginning.
        """
        name = self.name(side)
        if most and len(name) > most:
            name = f"{name[: most - 1].rstrip()}…"
        same = self.mentor.strip().casefold() == self.mentee.strip().casefold()
        return f"{name} ({side.value})" if same else name

    def _of(self, kind: type[_D], by: Any = None) -> tuple[_D, ...]:
        found = [one for one in self._by_kind.get(kind.KIND, ()) if isinstance(one, kind)]
        return tuple(sorted(found, key=by) if by else found)

    @cached_property
    def _by_kind(self) -> dict[str, list[Document]]:
        found: dict[str, list[Document]] = {}
        for one in self.documents:
            found.setdefault(one.KIND, []).append(one)
        return found

    # --- who and how -------------------------------------------------------------------------------

    @cached_property
    def abouts(self) -> dict[Side, About]:
        """What each says of themselves; an empty page where nothing was said."""
        told = {one.side: one for one in self._of(About)}
        return {side: told.get(side, About.of(side)) for side in SIDES}

    @cached_property
    def rhythm(self) -> Rhythm:
        """How long and how often; the usual where nobody said."""
        told = [one for one in self._of(Rhythm) if one.id == RHYTHM]
        return told[0] if told else Rhythm()

    @cached_property
    def charters(self) -> tuple[Charter, ...]:
        """All versions, the latest last.

        One that the other of the two signed stands as they signed it, whatever its writer kept under its
        id since, and whether or not the writer's own signature is still there.
        """
        versions = {one.id: one for one in self._of(Charter)}
        versions.update(self._signed_by_the_other)
        return tuple(sorted(versions.values(), key=lambda one: (one.number, one.id)))

    @cached_property
    def _signed_by_the_other(self) -> dict[str, Charter]:
        """The versions that not only their writer signed, by id: the text that stands in that signature."""
        return {
            one.charter: one.text
            for one in self.signatures
            if one.text is not None and one.side is not one.text.written_by
        }

    @cached_property
    def signatures(self) -> tuple[Signature, ...]:
        """All signatures, in the order given."""
        return self._of(Signature, lambda one: (one.at, one.id))

    @cached_property
    def stage_choice(self) -> StageChoice | None:
        """The stage chosen by hand."""
        return next((one for one in self._of(StageChoice) if one.id == STAGE), None)

    @cached_property
    def misses_answer(self) -> MissesAnswer | None:
        """What they chose when two misses running asked."""
        return next((one for one in self._of(MissesAnswer) if one.id == MISSES), None)

    # --- goals -------------------------------------------------------------------------------------

    @cached_property
    def goals(self) -> tuple[Goal, ...]:
        """All goals, in the order they were set."""
        return self._of(Goal, lambda one: (one.since, one.id))

    @cached_property
    def wins(self) -> tuple[Win, ...]:
        """All wins, in order."""
        return self._of(Win, lambda one: (one.at, one.id))

    # --- sessions ----------------------------------------------------------------------------------

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """All sessions, in the order of their times."""
        return self._of(Session, lambda one: (one.at, one.id))

    @cached_property
    def held(self) -> tuple[Session, ...]:
        """The sessions that took place, in order."""
        return tuple(one for one in self.sessions if one.held)

    def held_by(self, now: datetime) -> tuple[Session, ...]:
        """Those whose time is not after `now`: what is to come cannot have taken place."""
        return tuple(one for one in self.held if one.at <= now)

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """All actions, the oldest first."""
        return self._of(Action, lambda one: (one.since, one.id))

    @cached_property
    def parked(self) -> tuple[Parked, ...]:
        """All that was put off, the oldest first."""
        return self._of(Parked, lambda one: (one.since, one.id))

    @cached_property
    def given(self) -> tuple[Given, ...]:
        """What was given, in order."""
        return self._of(Given, lambda one: (one.at, one.id))

    @cached_property
    def summaries(self) -> dict[str, Summary]:
        """The pair's words on a session, by its id."""
        return {one.session: one for one in self._of(Summary, lambda one: (one.at, one.id))}

    # --- pulse -------------------------------------------------------------------------------------

    @cached_property
    def commitments(self) -> dict[tuple[str, Side], Commitment]:
        """Who has answered about which session: the first commitment binds."""
        found: dict[tuple[str, Side], Commitment] = {}
        for one in self._of(Commitment, lambda one: (one.at, one.id)):
            found.setdefault((one.session, one.side), one)
        return found

    @cached_property
    def reveals(self) -> dict[tuple[str, Side], Reveal]:
        """Answers that were shared and are what their writer was bound to."""
        found: dict[tuple[str, Side], Reveal] = {}
        for one in self._of(Reveal, lambda one: (one.at, one.id)):
            bound = self.commitments.get((one.session, one.side))
            if bound is not None and bound.commitment == one.sealed.commitment:
                found.setdefault((one.session, one.side), one)
        return {
            (session, side): one
            for (session, side), one in found.items()
            if _holds_against(one, found.get((session, other(side))))
        }

    # --- the rest ----------------------------------------------------------------------------------

    @cached_property
    def busy(self) -> dict[Side, Busy]:
        """When each is busy, from the calendar they brought last."""
        return {one.side: one for one in self._of(Busy, lambda one: (one.at, one.id))}

    @cached_property
    def ending(self) -> Ending | None:
        """How the pair ends, once they speak of it."""
        return next((one for one in self._of(Ending) if one.id == ENDING), None)

    @cached_property
    def learned(self) -> dict[Side, Learned]:
        """What each says they learned."""
        return {one.side: one for one in self._of(Learned, lambda one: (one.at, one.id))}
