"""Nothing that sounds like guidance is said unless it is a sentence of a card that is named.

Similarity would not do: a card's sentence with its meaning reversed lies nearer to the original than a
faithful paraphrase does. So sentences are compared letter by letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.talk.reply import GUIDING, Kind, Piece, Reply, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from knowledge.card import Card

MOST_CARDS = 2
"""Cards that one reply may take sentences of."""


class Ungrounded(Exception):
    """A reply holds guidance that no card of those it names has. Quotes nothing."""


def grounded(reply: Reply, cards: Mapping[str, Card]) -> Reply:
    """Return `reply` if each sentence of guidance in it is one of a card it names.

    Raises Ungrounded otherwise, where it names a card that it has nothing of, or more than two.
    """
    named = {source.id for source in reply.sources}
    if len(named) > MOST_CARDS:
        raise Ungrounded("more cards are named than a reply may blend")
    cited = set()
    for piece in reply.pieces:
        if piece.kind in GUIDING or piece.ref:
            _check(piece, named, cards)
            cited.add(piece.card)
    if named - cited:
        raise Ungrounded("a card is named of which nothing is said")
    for source in reply.sources:
        if cards[source.id].title != source.title:
            raise Ungrounded("a card is named by another title")
    if (
        reply.kind is Kind.GUIDANCE
        and named
        and not any(one.kind in GUIDING for one in reply.pieces)
    ):
        raise Ungrounded("a reply that names cards gives no guidance")
    return reply


def _check(piece: Piece, named: Iterable[str], cards: Mapping[str, Card]) -> None:
    if piece.card not in named or piece.card not in cards:
        raise Ungrounded("guidance without a card that the reply names")
    sentences = {one.ref: one.text for one in cards[piece.card].sentences}
    if sentences.get(piece.ref) != piece.text:
        raise Ungrounded("guidance that is no sentence of its card")


def sources_of(pieces: Iterable[Piece], cards: Mapping[str, Card]) -> tuple[Source, ...]:
    """The cards that `pieces` come from, in the order they are first cited."""
    ids = dict.fromkeys(piece.card for piece in pieces if piece.ref)
    return tuple(Source(id=one, title=cards[one].title) for one in ids)
