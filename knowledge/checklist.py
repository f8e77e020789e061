"""The coverage checklist: what a whole guide must say somewhere, in short claims with ids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import TypeAdapter

from knowledge.card import COVERED, Card, Part
from knowledge.data_file import read_data
from knowledge.errors import Problem
from knowledge.fields import Line
from knowledge.record import Record

FILE = "checklist.yaml"

# “May” with a capital is a month.
_HEDGE = re.compile(
    r"\b(may|(?i:often|sometimes|usually|might|said to|tends?|likely|forecast|varies|vary"
    r"|one (study|firm|survey|case|cohort)|(nobody|no one) (has|can|knows)|no proof|not proven"
    r"|thin|modest|hardly))\b"
)


class Claim(Record):
    """One line of the checklist; `temper` says why the claim must not be made in full strength."""

    claim: Line
    temper: Line | None = None


_Checklist = TypeAdapter(dict[Annotated[str, COVERED], Claim])


def read_checklist(folder: Path) -> dict[str, Claim] | list[Problem]:
    """Return the claims of a guide's folder by id, none where it has no checklist.

    A file that breaks the format gives a problem for each rule broken.
    """
    try:
        return read_data(folder, FILE, _Checklist.validate_python)
    except FileNotFoundError:
        return {}


def check_coverage(checklist: dict[str, Claim], cards: Sequence[Card]) -> Iterator[Problem]:
    """A problem for each claim no card carries, each unknown id, and each claim not tempered."""
    carried = {covered for card in cards for covered in card.covers}
    for claim_id, claim in checklist.items():
        if claim_id not in carried:
            yield Problem(FILE, claim_id, f"is carried by no card: {claim.claim}")
    for card in cards:
        for covered in card.covers:
            if covered not in checklist:
                yield Problem(card.file, "covers", f"names {covered}, which {FILE} does not list")
            elif checklist[covered].temper and not _hedged(card):
                why = checklist[covered].temper
                yield Problem(card.file, "Idea", f"must temper {covered}: {why}")


def _hedged(card: Card) -> bool:
    return any(_HEDGE.search(own.text) for own in card.sentences if own.part is Part.IDEA)
