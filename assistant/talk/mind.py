"""What a step knows beside the state of the conversation: the guide, the classifier, the pair's records.

Everything here answers without changing anything, and nothing of it is private: journals are reached by
effects alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from assistant.talk.classifier import Guess
from assistant.wording import Side, Stage

if TYPE_CHECKING:
    from assistant.agenda import Agenda, AgendaItem
    from assistant.contacts import Contacts
    from assistant.life.snapshot import PairLife
    from assistant.questions import SuggestedQuestion
    from assistant.suggest import AgendaRequest
    from knowledge.card import Card
    from knowledge.search import Answer


class Guide(Protocol):
    """The guide as a conversation asks it. Methods answer for the same arguments alike."""

    @property
    def cards(self) -> Mapping[str, Card]:
        """Every card by its id."""

    @property
    def by_words(self) -> bool:
        """Whether the language model is not there, so that only words are compared."""

    def find(self, text: str, side: Side) -> Answer:
        """The cards near `text` for a reader of `side`; those nearest where none is an answer."""

    def guesses(self, text: str) -> tuple[Guess, ...]:
        """Every intent with its chance, likeliest first."""

    def danger(self, text: str) -> Mapping[str, float]:
        """How near `text` is to disclosures of each category: cosines; empty without the model."""

    def questions(self, side: Side, about: str, seed: int) -> Sequence[SuggestedQuestion]:
        """Questions for `side`, about a matter or, with "", about none; ten at the most."""

    def suggest(self, request: AgendaRequest, locked: Agenda | None = None) -> Agenda:
        """An agenda on the pair's records. Raises Trouble for what cannot be."""

    def replaced(self, agenda: Agenda, place: int) -> Agenda:
        """The agenda with another block at a place. Raises Trouble where there is none."""

    def item_on(self, text: str, minutes: int, side: Side) -> AgendaItem | None:
        """An item about `text`, of so many minutes; None where the guide has none."""


@dataclass(frozen=True)
class Fact:
    """Something remembered from one day to another."""

    name: str
    """“role”, “usual length”, “focus”, “draft”, “topic feedback”."""
    said: str
    day: date


@dataclass(frozen=True)
class Mind:
    """All of it, at one turn."""

    guide: Guide
    contacts: Contacts
    now: datetime
    names: Mapping[Side, str] = field(default_factory=dict)
    """What each side is called; “the mentor” and “the mentee” where nobody was named."""
    me: Side | None = None
    """Whose space is open; None where none is."""
    life: PairLife | None = None
    """What the pair shares; None without a pair."""
    stage: Stage = Stage.EARLY
    """How far the pair has come; early where no pair is open."""
    zone: str = ""
    """The zone the pair meets in, by its name; "" for this machine's."""
    why_not_kept: str = ""
    """Why nothing can be saved, and what to do; "" where it can."""
    facts: tuple[Fact, ...] = ()
    """Empty in shared view."""
    kept_questions: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether there is a journal and a pair to save to."""
        return self.me is not None

    def name(self, side: Side) -> str:
        """What a side is called."""
        return self.names.get(side) or f"the {side.value}"
