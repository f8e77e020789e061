"""Reflection questions by side, stage and matter at hand, varied in type and card."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.card import Card, Question
from knowledge.catalogue import Catalogue
from knowledge.vocabulary import CardKind, QuestionType, Side, Stage, Theme

_RELEVANCE = 1.0
_STAGE = 0.25
_CHANCE = 0.20
_SAME_TYPE = 0.30
_SAME_CARD = 0.60
_SAME_SIDE = 0.35

# Cards on one matter, and drills, ask about things that may never have happened to this pair.
_MATTERS = {Theme.TOPICS, Theme.CHALLENGES}
_PRESUMES = 0.5

# Which types of question suit which stage best: concrete and safe early, power and change later, one's
# own part when stuck, transfer at the end.
_SUITS = {
    Stage.BEFORE: {QuestionType.READINESS, QuestionType.LIMITS},
    Stage.FIRST: {QuestionType.READINESS, QuestionType.NOTICING},
    Stage.EARLY: {
        QuestionType.NOTICING,
        QuestionType.CRAFT,
        QuestionType.VOICE,
        QuestionType.POWER,
    },
    Stage.ESTABLISHED: {
        QuestionType.ASSUMPTION,
        QuestionType.APPLICATION,
        QuestionType.RECIPROCITY,
        QuestionType.CRAFT,
        QuestionType.POWER,
        QuestionType.PROGRESS,
    },
    Stage.STUCK: {QuestionType.REPAIR, QuestionType.VOICE, QuestionType.POWER, QuestionType.LIMITS},
    Stage.CLOSING: {QuestionType.TRANSFER, QuestionType.PROGRESS, QuestionType.RECIPROCITY},
}


@dataclass(frozen=True)
class SuggestedQuestion:
    """A question with the side it is for, its type and the id of the card it comes from."""

    text: str
    side: Side
    type: QuestionType
    card: str


def suggest_questions(
    catalogue: Catalogue,
    *,
    side: Side = Side.BOTH,
    stage: Stage | None = None,
    relevance: Mapping[str, float] | None = None,
    limit: int = 5,
    seed: int = 0,
) -> list[SuggestedQuestion]:
    """Return up to `limit` questions for `side`; the same arguments give the same questions.

    With `relevance` (search score by card) only those cards are asked. Types, cards and, for both
    sides together, mentor's and mentee's questions take turns as far as there are any.
    """
    pool = [
        (card, question)
        for card in catalogue.cards
        if (stage is None or stage in card.stages) and (relevance is None or card.id in relevance)
        for question in card.questions_for(side)
    ]
    fit = [
        _RELEVANCE * (relevance or {}).get(card.id, 0)
        + _STAGE * (stage is not None and question.type in _SUITS[stage])
        + _CHANCE * _chance(seed, question)
        - _PRESUMES * (relevance is None and _presumes(card))
        - _PRESUMES * (stage is not Stage.STUCK and question.type is QuestionType.REPAIR)
        for card, question in pool
    ]
    types: Counter[QuestionType] = Counter()
    cards: Counter[str] = Counter()
    sides: Counter[Side] = Counter()

    def score(place: int) -> float:
        card, question = pool[place]
        own_side = question.side is not Side.BOTH
        return (
            fit[place]
            - _SAME_TYPE * types[question.type]
            - _SAME_CARD * cards[card.id]
            - _SAME_SIDE * own_side * sides[question.side]
        )

    left = list(range(len(pool)))
    chosen: list[tuple[Card, Question]] = []
    while left and len(chosen) < limit:
        best = max(left, key=score)
        left.remove(best)
        card, question = pool[best]
        chosen.append((card, question))
        types[question.type] += 1
        cards[card.id] += 1
        sides[question.side] += 1
    return [
        SuggestedQuestion(question.text, question.side, question.type, card.id)
        for card, question in chosen
    ]


def _presumes(card: Card) -> bool:
    return card.theme in _MATTERS or card.kind is CardKind.DRILL


def _chance(seed: int, question: Question) -> float:
    told = f"{seed}|{question.text}".encode()
    return int.from_bytes(hashlib.sha256(told).digest()[:4]) / 2**32
