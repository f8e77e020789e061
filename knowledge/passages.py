"""What is searched: the guidance sentences of each card and the ways people ask for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from enum import StrEnum

from knowledge.card import Card, Part, Record
from knowledge.vocabulary import Side


class PassageKind(StrEnum):
    """Where in a card a passage comes from."""

    IDEA = "idea"
    STEP = "step"
    TRY = "try"
    SAY = "say"
    AVOID = "avoid"
    ASK = "ask"


class Passage(Record):
    """One searched text; `ref` addresses a card's sentence, and is None for an ask."""

    card: str
    kind: PassageKind
    side: Side | None
    ref: str | None
    text: str


def passages_of(card: Card) -> list[Passage]:
    """The passages of one card: title with idea, each step, try, say and avoid, each ask."""
    idea = Passage(
        card=card.id,
        kind=PassageKind.IDEA,
        side=None,
        ref=card.sentences[0].ref,
        text=f"{card.title}. {card.idea}",
    )
    guidance = (
        Passage(
            card=card.id,
            kind=PassageKind(sentence.part.value),
            side=sentence.side,
            ref=sentence.ref,
            text=sentence.text,
        )
        for sentence in card.sentences
        if sentence.part is not Part.IDEA
    )
    asks = (
        Passage(card=card.id, kind=PassageKind.ASK, side=None, ref=None, text=ask)
        for ask in card.asks
    )
    return [idea, *guidance, *asks]


def all_passages(cards: Iterable[Card]) -> tuple[Passage, ...]:
    """The passages of `cards` in their order; a passage's place here is its row in every index."""
    return tuple(passage for card in cards for passage in passages_of(card))


def text_key(text: str) -> str:
    """A hash that stands for one passage's text, hexadecimal, 128 bits."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
