"""Agenda skeletons: for each stage the slots of a session and how long each is at given lengths."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from knowledge.card import MIN_MINUTES, Block, Card
from knowledge.data_file import read_data
from knowledge.errors import GuideError, Problem
from knowledge.fields import Line
from knowledge.record import Record
from knowledge.vocabulary import BlockKind, Lead, Side, Stage

FILE = "skeletons.yaml"
SHORTEST = 10
"""Minutes of the shortest session; every stage has a shape for it."""
FRAME_KINDS = frozenset({BlockKind.PREPARE, BlockKind.OPEN})
"""Slots of these kinds give way only to a card that is near what a session is about."""


class Slot(Record):
    """A place in a session: the kind of block it wants, who leads, and why it is there."""

    kind: BlockKind
    lead: Lead
    card: str
    """The card whose block fills the slot unless another suits the session better."""
    block: Line | None = None
    """That block's title, where the card has several of this kind for this stage."""
    why: Line
    fixed: bool = False
    also: tuple[BlockKind, ...] = ()
    """Other kinds of block that may stand here."""

    @property
    def keeps_its_card(self) -> bool:
        """Whether no other card's block may stand here."""
        return self.fixed or self.kind is BlockKind.CLOSE

    def takes(self, block: Block) -> bool:
        """Whether `block` is of a kind this slot takes and may be led by its leader."""
        leads = {self.lead, block.lead}
        return block.kind in (self.kind, *self.also) and (len(leads) == 1 or Lead.BOTH in leads)

    def home_block(self, card: Card, stage: Stage) -> Block | None:
        """The block of the slot's own card that fills it at `stage`."""
        fitting = [
            block
            for block in blocks_at(card, stage)
            if self.takes(block) and self.block in (None, block.title)
        ]
        own = (block for block in fitting if block.lead is self.lead)
        return next(own, fitting[0] if fitting else None)


Lengths = dict[
    Annotated[int, Field(ge=SHORTEST, le=180)], dict[str, Annotated[int, Field(ge=MIN_MINUTES)]]
]


class StageSkeleton(Record):
    """The slots of one stage, and for each length in minutes which slots in which order."""

    slots: dict[str, Slot]
    lengths: Lengths = Field(default_factory=dict)
    by_side: dict[Side, Lengths] = Field(default_factory=dict)
    """Lengths for one person alone, where a stage differs by side."""

    @model_validator(mode="after")
    def _adds_up(self) -> StageSkeleton:
        for lengths in (self.lengths, *self.by_side.values()):
            for total, shape in lengths.items():
                if sum(shape.values()) != total:
                    raise ValueError(f"{total} minutes do not add up")
                unknown = set(shape) - set(self.slots)
                if unknown:
                    raise ValueError(f"{total} minutes name the unknown slot {min(unknown)}")
        for side in Side:
            if SHORTEST not in self._lengths_of(side):
                raise ValueError(f"there is no shape of {SHORTEST} minutes for the side {side}")
        return self

    def shape(self, minutes: int, side: Side) -> list[tuple[Slot, int]]:
        """The longest shape of at most `minutes`, as slots with their minutes, in order."""
        lengths = self._lengths_of(side)
        longest = max(length for length in lengths if length <= minutes)
        return [(self.slots[name], length) for name, length in lengths[longest].items()]

    def lengths_for(self, card: Card, block: Block, stage: Stage) -> set[int]:
        """How long the slots are, at any length of session at `stage`, that `block` may fill."""

        def fills(slot: Slot) -> bool:
            if slot.keeps_its_card:
                return slot.card == card.id and slot.home_block(card, stage) == block
            return slot.takes(block)

        return {
            minutes
            for lengths in (self.lengths, *self.by_side.values())
            for shape in lengths.values()
            for name, minutes in shape.items()
            if fills(self.slots[name])
        }

    def _lengths_of(self, side: Side) -> Lengths:
        return self.by_side.get(side) or self.by_side.get(Side.BOTH) or self.lengths


class Skeletons(Record):
    """The skeletons of a guide, for every stage."""

    stages: dict[Stage, StageSkeleton]

    @cached_property
    def cards(self) -> set[str]:
        """The ids of all cards that slots name as their own."""
        return {slot.card for stage in self.stages.values() for slot in stage.slots.values()}


def blocks_at(card: Card, stage: Stage) -> list[Block]:
    """The blocks of `card` that suit `stage`."""
    return [block for block in card.blocks if stage in (block.stages or card.stages)]


def load_skeletons(folder: Path) -> Skeletons:
    """Read a guide's skeletons; GuideError names what is wrong."""
    read = read_skeletons(folder)
    if isinstance(read, Skeletons):
        return read
    raise GuideError(read)


def read_skeletons(folder: Path) -> Skeletons | list[Problem]:
    """Return the skeletons in `folder`, or a problem for each rule broken."""
    try:
        skeletons = read_data(folder, FILE, lambda listed: Skeletons(stages=listed), below=1)
    except FileNotFoundError as error:
        return [Problem(FILE, "file", f"cannot be read ({error.strerror})")]
    if isinstance(skeletons, list):
        return skeletons
    missing = [stage for stage in Stage if stage not in skeletons.stages]
    return [Problem(FILE, stage, "is missing") for stage in missing] or skeletons


def check_skeletons(skeletons: Skeletons, cards: dict[str, Card]) -> list[Problem]:
    """A problem for each slot that its own card cannot fill."""
    problems = []
    for stage, skeleton in skeletons.stages.items():
        for name, slot in skeleton.slots.items():
            card = cards.get(slot.card)
            if card is None:
                problems.append(Problem(FILE, f"{stage}.{name}", f"names no card: {slot.card}"))
            elif slot.home_block(card, stage) is None:
                wanted = (
                    f"“{slot.block}”" if slot.block else f"{slot.kind} block led by {slot.lead}"
                )
                problems.append(Problem(FILE, f"{stage}.{name}", f"{slot.card} has no {wanted}"))
    return problems


def check_blocks(skeletons: Skeletons, cards: Iterable[Card]) -> list[Problem]:
    """A problem for each block and stage that no agenda has room for.

    A block fits a slot that takes it and is, at some length of session, between half and twice as long.
    """
    problems = []
    for card in cards:
        for block in card.blocks:
            for stage in block.stages or card.stages:
                lengths = skeletons.stages[stage].lengths_for(card, block, stage)
                if not lengths:
                    wrong = (
                        f"“{block.title}”: no {block.kind} item of an agenda at the stage {stage}"
                    )
                    problems.append(Problem(card.file, "blocks", wrong))
                elif not any(length / 2 <= block.minutes <= length * 2 for length in lengths):
                    room = f"{min(lengths)} to {max(lengths)}"
                    wrong = f"“{block.title}” takes {block.minutes} minutes; {stage} has room for {room}"
                    problems.append(Problem(card.file, "blocks", wrong))
    return problems
