"""What a person says to the last reply: more, why, another, shorter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.talk.grounding import grounded, sources_of
from assistant.talk.guidance import MOST_TRIES, guidance, offers_on, piece_of, tries_of
from assistant.talk.phrases import chosen
from assistant.talk.reply import Kind, Offer, Piece, PieceKind, Reply, ask, line
from assistant.talk.turn import Result, Turn
from assistant.wording import GRADES
from knowledge.card import Part

if TYPE_CHECKING:
    from assistant.talk.state import Dialogue
    from knowledge.card import Card

_SHORT = 45
"""Words of a reply that was asked for in short."""
_NOTHING_YET = (
    "There is nothing to go on from yet. Tell me what is on your mind about the two of you."
)
_MORE = (
    "There is more on it.",
    "It goes on like this.",
    "A bit further.",
    "Here is the rest of it.",
)
_WHY = ("The thinking behind it:", "Why it is there:", "What it rests on:")


def more(turn: Turn) -> Result:
    """The sentences of the same card that were not shown yet; what to avoid comes last."""
    card = _card(turn)
    if card is None:
        return _nothing(turn)
    shown = {one.what for one in turn.state.used} | {one.ref for one in _last_pieces(turn)}
    left = [piece for piece in _in_order(turn, card) if piece.ref not in shown]
    told = left[:MOST_TRIES]
    if not told:
        return _no_more(turn, card)
    opening = chosen(_MORE, turn.state)
    last = len(left) <= len(told)
    offers = (*offers_on(card)[:2], *_another(turn)) if last else offers_on(card)
    state, reply = _said(turn, line(opening), *told, offers=offers)
    return Result(state.using(opening, *(one.ref for one in told)), reply)


def why(turn: Turn) -> Result:
    """The card's reason, the rest of its idea, and on how strong a ground it stands."""
    card = _card(turn)
    if card is None:
        return _nothing(turn)
    ideas = [one for one in card.sentences if one.part is Part.IDEA]
    told = [piece_of(one, PieceKind.REASON) for one in (ideas[1:3] or ideas[:1])]
    ground = line(f"It rests on {GRADES[card.grade]}.")
    opening = chosen(_WHY, turn.state)
    state, reply = _said(turn, line(opening), *told, ground, offers=offers_on(card))
    return Result(state.using(opening, *(one.ref for one in told)), reply)


def another(turn: Turn) -> Result:
    """The next-best card that was not shown; says so where there is none."""
    last = turn.state.last
    if last is None:
        return _nothing(turn)
    if not last.question:
        return _nothing(turn)
    card = _unseen(turn)
    if card is None:
        return Result(
            turn.state,
            turn.reply(
                Kind.GUIDANCE,
                "That is all I have on this.",
                ask("Shall we look at something else, or make an agenda of it?"),
                offers=(Offer(id="topics", label="Show what I can talk about"),),
            ),
        )
    state, reply = guidance(turn.state, last.question, [card], turn.listeners, turn.intent)
    return Result(state, reply)


def shorter(turn: Turn) -> Result:
    """The idea and one try, 45 words at most."""
    card = _card(turn)
    if card is None:
        return _nothing(turn)
    idea = piece_of(next(one for one in card.sentences if one.part is Part.IDEA), PieceKind.IDEA)
    do, say = tries_of(card, turn.listeners)
    room = _SHORT - len(idea.text.split())
    short = [one for one in (*say, *do) if len(f"{one.label} {one.text}".split()) <= room]
    told = [idea, *short[:1]] if room >= 0 else short[:1] or [min((*do, *say), key=_length)]
    state, reply = _said(turn, *told, offers=offers_on(card))
    return Result(state, reply)


def _length(piece: Piece) -> int:
    return len(piece.text.split())


def _card(turn: Turn) -> Card | None:
    last = turn.state.last
    ids: Sequence[str] = last.cards if last is not None else ()
    return next((turn.mind.guide.cards[one] for one in ids if one in turn.mind.guide.cards), None)


def _last_pieces(turn: Turn) -> Sequence[Piece]:
    return turn.state.last.pieces if turn.state.last is not None else ()


def _in_order(turn: Turn, card: Card) -> list[Piece]:
    """A card's sentences as they are told one after the other."""
    do, say = tries_of(card, turn.listeners)
    ideas = [piece_of(one, PieceKind.IDEA) for one in card.sentences if one.part is Part.IDEA]
    avoid = [
        piece_of(one, PieceKind.TRY, "Avoid") for one in card.sentences if one.part is Part.AVOID
    ]
    return [*ideas, *do, *say, *avoid]


def _unseen(turn: Turn) -> Card | None:
    last = turn.state.last
    assert last is not None
    found = turn.mind.guide.find(last.question, turn.side)
    gone = {*turn.state.shown_cards, *last.refused}
    return next((hit.card for hit in found.hits if hit.card.id not in gone), None)


def _another(turn: Turn) -> tuple[Offer, ...]:
    last = turn.state.last
    if last is None or not last.question or _unseen(turn) is None:
        return ()
    return (Offer(id="another", label="Another card"),)


def _said(turn: Turn, *pieces: Piece, offers: tuple[Offer, ...]) -> tuple[Dialogue, Reply]:
    reply = Reply(
        kind=Kind.GUIDANCE,
        intent=turn.intent,
        pieces=pieces,
        sources=sources_of(pieces, turn.mind.guide.cards),
        offers=offers,
    )
    return turn.state, grounded(reply, turn.mind.guide.cards)


def _no_more(turn: Turn, card: Card) -> Result:
    told = turn.reply(
        Kind.GUIDANCE,
        f"That is all there is in “{card.title}”.",
        offers=(*_another(turn), *offers_on(card)[:2]),
    )
    return Result(turn.state, told)


def _nothing(turn: Turn) -> Result:
    return Result(turn.state, turn.reply(Kind.CLARIFY, _NOTHING_YET))
