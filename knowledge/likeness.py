"""Texts of different cards that mean the same: they confuse search, and one of them is idle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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


_BLOCK = 512
_MOST = 500


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
        for first, second in _pairs(vectors[rows], least):
            one, other = passages[rows[first]], passages[rows[second]]
            if one.item != other.item and {one.item, other.item} & told:
                late, early = (one, other) if one.item in told else (other, one)
                problems.append(_problem(files[late.item], late, early))
            if len(problems) >= _MOST:
                return sorted(problems)
    return sorted(problems)


def _pairs(vectors: Vectors, least: float) -> Iterator[tuple[int, int]]:
    """Places of two rows, the later first, whose cosine is `least` or more; block by block."""
    for start in range(0, len(vectors), _BLOCK):
        cosines = vectors[start : start + _BLOCK] @ vectors[: start + _BLOCK].T
        for first, second in zip(*(cosines >= least).nonzero(), strict=True):
            if start + first > second:
                yield int(start + first), int(second)


def _problem(file: str, late: Passage, early: Passage) -> Problem:
    if late.kind is PassageKind.IDEA:
        return Problem(file, "Idea", f"says the same as {early.item}")
    field = "asks" if late.kind is PassageKind.ASK else (late.ref or "").partition("#")[2]
    return Problem(file, field, f"“{late.text}” means the same as “{early.text}” in {early.item}")
