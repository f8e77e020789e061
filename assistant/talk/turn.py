"""One turn as its handlers see it, and what they give back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.talk.effects import Effect
from assistant.talk.guidance import Listeners
from assistant.talk.intents import Intent
from assistant.talk.mind import Mind
from assistant.talk.reply import Kind, Offer, Piece, Reply, line
from assistant.talk.state import Dialogue, View
from assistant.wording import Side

if TYPE_CHECKING:
    from assistant.talk.hearing import Heard
    from knowledge.search import Answer


LOOKED_UP = 2_000
"""Characters of a message that are looked up in the guide."""


@dataclass(frozen=True)
class Turn:
    """What was said, where the conversation stands, and what is known."""

    state: Dialogue
    text: str
    heard: Heard
    mind: Mind
    intent: Intent

    @property
    def shared(self) -> bool:
        """Whether both are looking."""
        return self.state.view is View.SHARED

    @property
    def side(self) -> Side:
        """As which side to speak to them."""
        return self.listeners.side

    @cached_property
    def listeners(self) -> Listeners:
        """Who is spoken to."""
        return Listeners.of(self.state, {side: self.mind.name(side) for side in Side})

    @cached_property
    def answer(self) -> Answer:
        """What the guide has on what was said."""
        return self.mind.guide.find(self.text[:LOOKED_UP], self.side)

    def with_state(self, state: Dialogue) -> Turn:
        """The same turn where the conversation stands otherwise."""
        return replace(self, state=state)

    def reply(self, kind: Kind, *pieces: Piece | str, offers: tuple[Offer, ...] = ()) -> Reply:
        """A reply of this turn; a text is a sentence of our own."""
        told = tuple(line(one) if isinstance(one, str) else one for one in pieces)
        return Reply(kind=kind, intent=self.intent, pieces=told, offers=offers)


@dataclass(frozen=True)
class Result:
    """Where the conversation stands now, what is said, and what is to be done."""

    state: Dialogue
    reply: Reply
    effects: tuple[Effect, ...] = ()


Handler = Callable[[Turn], Result]
