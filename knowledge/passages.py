"""What is searched: the guidance sentences of each card and the ways people ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from knowledge.card import Card, Part
from knowledge.vocabulary import Side


class PassageKind(StrEnum):
    """Where in a card a passage comes from; `text` is that of anything but a card."""

    IDEA = "idea"
    STEP = "step"
    TRY = "try"
    SAY = "say"
    AVOID = "avoid"
    ASK = "ask"
    TEXT = "text"


class Passage(NamedTuple):
    """One searched text of an item (a card, a document, a record).

    `ref` addresses a card's sentence or a place in a document, and is None for an ask.
    """

    item: str
    kind: PassageKind
    side: Side | None
    ref: str | None
    text: str


class Entry(NamedTuple):
    """An item as it is made searchable: its passages, its words taken together, and what is kept of it.

    Where `whole` is empty, the item is found by its passages alone.
    """

    id: str
    passages: Sequence[Passage]
    whole: str = ""
    data: str = ""


def passages_of(card: Card) -> list[Passage]:
    """The passages of one card: title with idea, each step, try, say and avoid, each ask."""
    idea = Passage(
        item=card.id,
        kind=PassageKind.IDEA,
        side=None,
        ref=card.sentences[0].ref,
        text=f"{card.title}. {card.idea}",
    )
    guidance = (
        Passage(
            item=card.id,
            kind=PassageKind(sentence.part.value),
            side=sentence.side,
            ref=sentence.ref,
            text=sentence.text,
        )
        for sentence in card.sentences
        if sentence.part is not Part.IDEA
    )
    asks = (
        Passage(item=card.id, kind=PassageKind.ASK, side=None, ref=None, text=ask)
        for ask in card.asks
    )
    return [idea, *guidance, *asks]


def all_passages(cards: Iterable[Card]) -> tuple[Passage, ...]:
    """The passages of `cards` in their order; a passage's place here is its row in every index."""
    return tuple(passage for card in cards for passage in passages_of(card))


def text_key(text: str) -> bytes:
    """A hash that stands for one passage's text, 128 bits."""
    import hashlib

    return hashlib.sha256(text.encode(errors="surrogatepass")).digest()[:16]


def digest_of(keys: Iterable[bytes]) -> str:
    """A hash that stands for a whole list of texts in their order, hexadecimal."""
    import hashlib

    return hashlib.sha256(b"".join(keys)).hexdigest()
