"""Texts of different cards that mean the same: they confuse search, and one of them is idle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from knowledge.card import Card
from knowledge.errors import Problem
from knowledge.passages import Passage, PassageKind, all_passages

if TYPE_CHECKING:
    from knowledge.encoder import Vectors

ALIKE = {
    PassageKind.ASK: 0.86,
    PassageKind.IDEA: 0.88,
    PassageKind.TRY: 0.86,
    PassageKind.STEP: 0.86,
}
"""Cosine from which two texts of a kind count as the same, for the model that comes with the program.

Chosen by eye on the embedded guide: pairs above it ask or advise the same thing in other words.
"""


def check_likeness(
    cards: Sequence[Card], vectors: Vectors, own: Iterable[str] | None = None
) -> list[Problem]:
    """A problem for each ask, try or step, and each card, that another card has in other words.

    `vectors` has a row of unit length for each of `all_passages(cards)`. With `own`, only problems of
    the cards with these ids are told.
    """
    told = {card.id for card in cards} if own is None else set(own)
    files = {card.id: card.file for card in cards}
    passages = all_passages(cards)
    problems = []
    for kind, least in ALIKE.items():
        rows = [row for row, passage in enumerate(passages) if passage.kind is kind]
        cosines = vectors[rows] @ vectors[rows].T
        for first, second in zip(*(cosines >= least).nonzero(), strict=True):
            one, other = passages[rows[first]], passages[rows[second]]
            if first > second and one.card != other.card and {one.card, other.card} & told:
                late, early = (one, other) if one.card in told else (other, one)
                problems.append(_problem(files[late.card], late, early))
    return sorted(problems)


def _problem(file: str, late: Passage, early: Passage) -> Problem:
    if late.kind is PassageKind.IDEA:
        return Problem(file, "Idea", f"says the same as {early.card}")
    field = "asks" if late.kind is PassageKind.ASK else (late.ref or "").partition("#")[2]
    return Problem(file, field, f"“{late.text}” means the same as “{early.text}” in {early.card}")
