"""An agenda: items whose minutes always add up to the length agreed on."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator

from assistant.errors import Trouble
from assistant.life.document import Line, MaybeLine, Part, Words
from knowledge.card import MIN_MINUTES
from knowledge.vocabulary import BlockKind, Lead, Side, Stage

_MOST_PROMPTS, _MOST_CARDS, _MOST_SEED = 30, 10, 2**53
MIN_LENGTH = 10
MAX_LENGTH = 180


class Shape(StrEnum):
    """What kind of session an agenda proposes; USUAL where nobody asked for several."""

    USUAL = "usual"
    BALANCED = "balanced"
    DEPTH = "one thing in depth"
    REPAIR = "repair"


class AgendaItem(Part):
    """One item: what, how long, who leads, why it is there, and the cards it comes from."""

    title: Line
    minutes: int = Field(ge=MIN_MINUTES, le=MAX_LENGTH)
    lead: Lead
    purpose: Words
    prompts: tuple[Words, ...] = Field(max_length=_MOST_PROMPTS)
    cards: tuple[Line, ...] = Field(min_length=1, max_length=_MOST_CARDS)
    because: Words
    kind: BlockKind
    locked: bool = False
    """Whether it stays as it is when the rest is suggested anew."""
    about: MaybeLine = ""
    """The record it is about, as kind and id (“goal 3f2a…”); "" where there is none."""


class Agenda(Part):
    """The items of one session in order; `minutes` is their sum, `seed` which suggestion it is."""

    stage: Stage
    minutes: int = Field(ge=MIN_LENGTH, le=MAX_LENGTH)
    side: Side = Side.BOTH
    focus: Words = ""
    seed: int = Field(default=0, ge=-_MOST_SEED, le=_MOST_SEED)
    shape: Shape = Shape.USUAL
    card: MaybeLine = ""
    """The card it was built on, if it was."""
    edited: bool = False
    """Whether somebody changed the suggestion by hand."""
    focus_found: bool = True
    """Whether any item is about the focus."""
    items: tuple[AgendaItem, ...] = Field(min_length=1, max_length=MAX_LENGTH // MIN_MINUTES)

    @model_validator(mode="after")
    def _adds_up(self) -> Agenda:
        if sum(item.minutes for item in self.items) != self.minutes:
            raise ValueError("the items' minutes do not add up to the agenda's")
        return self

    @property
    def file_name(self) -> str:
        """What a file of it is called if nobody says otherwise."""
        return f"agenda-{self.stage}-{self.minutes}.md"

    def led_by(self, lead: Lead) -> int:
        """Minutes led by `lead` alone."""
        return sum(item.minutes for item in self.items if item.lead is lead)

    def moved(self, place: int, by: int) -> Agenda:
        """The agenda with the item at `place` moved `by` places; past either end it stays there."""
        items = list(self.items)
        item = items.pop(place)
        items.insert(max(0, min(len(items), place + by)), item)
        return self.model_copy(update={"items": tuple(items), "edited": True})

    def lengthened(self, place: int, by: int) -> Agenda:
        """The agenda with `by` minutes more (or fewer) for the item at `place`, the sum kept.

        The longest other item gives or takes the minutes; a close gives its own last, a locked item
        never. Raises Trouble where an item would get shorter than three minutes, or is locked.
        """
        minutes = [item.minutes for item in self.items]
        if self.items[place].locked:
            raise Trouble("Locked", "This item is locked.", "Unlock it to change its minutes.")
        if minutes[place] + by < MIN_MINUTES:
            raise Trouble("Short enough", f"No item is shorter than {MIN_MINUTES} minutes.")
        if len(minutes) == 1:
            raise Trouble("Nothing to trade with", "This is the only item of the agenda.")
        others = [at for at, item in enumerate(self.items) if at != place and not item.locked]
        if not others:
            detail = "Every other item is locked, so none can give or take minutes."
            raise Trouble("Nothing to trade with", detail, "Unlock one of them.")
        if by > sum(minutes[at] - MIN_MINUTES for at in others):
            raise Trouble("No minutes left", "The other items are as short as they can be.")
        minutes[place] += by
        for _ in range(abs(by)):
            other = max(others, key=lambda at: (self._spare(at, minutes[at]), -at))
            minutes[other] += -1 if by > 0 else 1
        return self.model_copy(
            update={
                "edited": True,
                "items": tuple(
                    item.model_copy(update={"minutes": length})
                    for item, length in zip(self.items, minutes, strict=True)
                ),
            }
        )

    def toggled_lock(self, place: int) -> Agenda:
        """The agenda with the item at `place` locked, or unlocked where it was."""
        item = self.items[place]
        return self.with_item(place, item.model_copy(update={"locked": not item.locked}))

    def with_item(self, place: int, item: AgendaItem) -> Agenda:
        """The agenda with `item`, of the same minutes, at `place`."""
        items = (*self.items[:place], item, *self.items[place + 1 :])
        return self.model_copy(update={"items": items})

    def _spare(self, place: int, minutes: int) -> tuple[bool, bool, int]:
        """How readily the item at `place` trades a minute."""
        return minutes > MIN_MINUTES, self.items[place].kind is not BlockKind.CLOSE, minutes
