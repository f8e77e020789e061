"""A reply from the guide: the concern said back, one idea, a few tries, one question, and what to do next.

Idea and tries are sentences of at most two cards, word for word, each with its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.talk.grounding import grounded, sources_of
from assistant.talk.intents import Intent
from assistant.talk.phrases import chosen
from assistant.talk.reflecting import matter_of, reflected
from assistant.talk.reply import Kind, Offer, Piece, PieceKind, Reply, ask, line
from assistant.talk.state import Dialogue, View
from assistant.wording import Side
from knowledge.card import Card, Part, Sentence

if TYPE_CHECKING:
    from knowledge.search import Answer

MOST_WORDS = 130
MOST_TRIES = 3
_BLENDED = 0.97
"""A second card takes part only where it is as near as this to the best."""

NO_GUIDANCE = "I don't have guidance on that."
_OWN_WORDS = "What would you most like to be different next time?"


@dataclass(frozen=True)
class Listeners:
    """Who is spoken to: as which side, and by what names where both are."""

    side: Side
    names: Mapping[Side, str]

    @classmethod
    def of(cls, state: Dialogue, names: Mapping[Side, str]) -> Listeners:
        """In shared view both; else the person's own side, or both where it is not known."""
        side = Side.BOTH if state.view is View.SHARED else state.role or Side.BOTH
        return cls(side, names)

    def label(self, side: Side | None) -> str:
        """Whom a try is for, where that has to be said."""
        if self.side is not Side.BOTH or side in {None, Side.BOTH, Side.COORDINATOR}:
            return ""
        assert side is not None
        return f"For {self.names[side]}"


def guidance(
    state: Dialogue,
    text: str,
    cards: list[Card],
    listeners: Listeners,
    intent: Intent = Intent.ASK_GUIDANCE,
) -> tuple[Dialogue, Reply]:
    """The reply to `text` from the first of `cards`, and of the second where there is one to blend.

    Raises Ungrounded where what was composed is not in the cards, which would be a fault of ours.
    """
    main, *others = cards[:2]
    said, frame = _said_back(state, text, main)
    idea = _idea(main)
    back, key = _question(state, main, listeners.side)
    room = MOST_WORDS - sum(_length(piece.text) for piece in (said, idea, back))
    tries = list(_within(room, _tries(main, others, listeners)))
    pieces = (said, idea, *tries, back)
    known = {card.id: card for card in cards}
    reply = grounded(
        Reply(
            kind=Kind.GUIDANCE,
            intent=intent,
            pieces=pieces,
            sources=sources_of(pieces, known),
            offers=offers_on(main),
        ),
        known,
    )
    return state.using(frame, key, *(one.ref for one in tries)).showing(main.id), reply


def offers_on(card: Card) -> tuple[Offer, ...]:
    """What can be done with a card."""
    return (
        Offer(id=f"agenda:{card.id}", label="Put this on the agenda"),
        Offer(id=f"questions:{card.id}", label="Give me questions"),
        Offer(id=f"note:{card.id}", label="Save a note"),
        Offer(id=f"card:{card.id}", label="Show the card"),
    )


def to_blend(answer: Answer) -> list[Card]:
    """The best card of an answer, and the second where it is as near."""
    hits = answer.hits[:2]
    return [hit.card for hit in hits if hit.score >= _BLENDED * hits[0].score]


def nothing_on(answer: Answer, intent: Intent) -> Reply:
    """What is said below the floor: that there is no guidance, and the two nearest titles."""
    nearest = answer.closest[:2]
    pieces = [line(NO_GUIDANCE)]
    if nearest:
        named = " and ".join(f"“{card.title}”" for card in nearest)
        pieces.append(line(f"The nearest I have: {named}."))
    offers = tuple(Offer(id=f"card:{card.id}", label=card.title[:120]) for card in nearest)
    return Reply(kind=Kind.OUT_OF_SCOPE, intent=intent, pieces=tuple(pieces), offers=offers)


def _said_back(state: Dialogue, text: str, card: Card) -> tuple[Piece, str]:
    """The concern said back, and what not to begin with again soon."""
    told = frame = reflected(text)
    if told is None or frame is None or state.said_lately(told):
        matter = matter_of(text)
        frame = chosen(_ABOUT_MATTER if matter else _ABOUT_CARD, state)
        told = frame.format(matter=matter, title=card.title)
    return Piece(kind=PieceKind.REFLECT, text=told), frame


_ABOUT_MATTER = (
    "Let's look at {matter}.",
    "On {matter}, this is what I found.",
    "You're asking about {matter}.",
    "{matter}: here is something on it.",
    "About {matter}, then.",
)
_ABOUT_CARD = ("I found this in “{title}”.", "The nearest I have is “{title}”.")


def _idea(card: Card) -> Piece:
    first = next(one for one in card.sentences if one.part is Part.IDEA)
    return piece_of(first, PieceKind.IDEA)


def piece_of(sentence: Sentence, kind: PieceKind, label: str = "") -> Piece:
    """A card's sentence as a piece of a reply."""
    return Piece(kind=kind, text=sentence.text, ref=sentence.ref, label=label)


def tries_of(card: Card, listeners: Listeners) -> tuple[list[Piece], list[Piece]]:
    """What to do, and what to say, of a card: for the listeners' side, or one for each in turn."""
    found: dict[Part, list[Piece]] = {Part.TRY: [], Part.SAY: []}
    for part, pieces in found.items():
        own = [
            one
            for one in card.sentences
            if one.part is part
            and one.side is not None
            and listeners.side.hears(one.side)
            and one.side is not Side.COORDINATOR
        ]
        for one in _in_turns(own) if listeners.side is Side.BOTH else own:
            label = listeners.label(one.side)
            pieces.append(
                piece_of(one, PieceKind.TRY, label or ("Say" if part is Part.SAY else ""))
            )
    steps = [piece_of(one, PieceKind.TRY) for one in card.sentences if one.part is Part.STEP]
    return [*found[Part.TRY], *steps], found[Part.SAY]


def _in_turns(sentences: Iterable[Sentence]) -> list[Sentence]:
    """One for each side in turn, so that neither is told what is wrong with them alone."""
    sides: dict[Side | None, list[Sentence]] = {}
    for one in sentences:
        sides.setdefault(one.side, []).append(one)
    longest = max(map(len, sides.values()), default=0)
    return [own[at] for at in range(longest) for own in sides.values() if at < len(own)]


def _tries(main: Card, others: Iterable[Card], listeners: Listeners) -> Iterator[Piece]:
    """Two things to do and one to say; the words come second, so that no cut loses them."""
    do, say = tries_of(main, listeners)
    for other in others:
        more, words = tries_of(other, listeners)
        say = say or words[:1]
        do = [*do[:1], *more[:1], *do[1:]]
    ordered = [*do[:1], *say[:1], *do[1:2], *say[1:2], *do[2:3]]
    yield from ordered[:MOST_TRIES]


def _within(room: int, tries: Iterable[Piece]) -> Iterator[Piece]:
    """As many as there is room for, at least the first."""
    for number, one in enumerate(tries):
        room -= _length(one.text) + _length(one.label)
        if room < 0 and number:
            return
        yield one


def _question(state: Dialogue, card: Card, side: Side) -> tuple[Piece, str]:
    """One open question of the card that was not asked lately."""
    for one in card.questions_for(side):
        if one.side in {side, Side.BOTH} and not state.said_lately(one.text):
            return ask(one.text), one.text
    told = chosen(_BACK, state)
    return ask(told), told


_BACK = (
    _OWN_WORDS,
    "What happened the last time?",
    "What would a small first step be?",
    "What have you tried so far?",
    "When do the two of you next meet?",
    "Which part of this weighs most for you?",
)


def _length(text: str) -> int:
    return len(text.split())
