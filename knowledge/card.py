"""A guidance card: one idea for a mentor, a mentee or both, with its evidence and its uses."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from knowledge.plain_text import cleaned
from knowledge.vocabulary import (
    BlockKind,
    CardKind,
    Grade,
    Lead,
    QuestionType,
    Side,
    Stage,
    Theme,
    Topic,
)

CARD_ID = r"^[a-z]+/[a-z0-9]+(?:-[a-z0-9]+)*$"
COVERED = r"^C\d{3}$"
"""A line of the coverage checklist."""
MIN_MINUTES = 3
MAX_ASKS = 100

Line = Annotated[str, Field(min_length=1, max_length=600), BeforeValidator(cleaned)]

# A full stop, question or exclamation mark, with closing quotes, before a capital or a quote.
_SENTENCE_END = re.compile(r"(?<=[.?!])([\"”’']?)\s+(?=[\"“‘']?[A-Z0-9])")


class Record(BaseModel):
    """Base of this package's models: frozen, strict about unknown keys, silent about input."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Question(Record):
    """A reflection question for one side, or for both."""

    side: Side
    type: QuestionType
    text: Line


class Block(Record):
    """What a card can contribute to an agenda; `minutes` is its usual length."""

    title: Line
    kind: BlockKind
    minutes: int = Field(ge=MIN_MINUTES, le=30)
    lead: Lead
    purpose: Line
    prompts: tuple[Line, ...] = Field(min_length=1, max_length=4)
    stages: tuple[Stage, ...] = ()
    """Stages this block suits, where they are fewer than the card's."""


class Part(StrEnum):
    """The prose parts of a card."""

    IDEA = "idea"
    STEP = "step"
    TRY = "try"
    SAY = "say"
    AVOID = "avoid"


class Sentence(Record):
    """A sentence of a card's prose with the address that replies cite it by."""

    ref: str
    """`<card id>#<part>[.<side>].<number from 1>`, for instance `trust/limits#try.mentor.2`."""
    part: Part
    side: Side | None
    text: Line


class Advice(Record):
    """Sentences under the headings for each side, in the order written."""

    mentor: tuple[Line, ...] = ()
    mentee: tuple[Line, ...] = ()
    both: tuple[Line, ...] = ()
    coordinator: tuple[Line, ...] = ()

    def of(self, side: Side) -> tuple[str, ...]:
        """The lines written for exactly this side."""
        lines: tuple[str, ...] = getattr(self, side.value)
        return lines

    def heard_by(self, side: Side) -> list[tuple[Side, str]]:
        """The lines that speak to somebody reading as `side`, their own before the shared ones."""
        order = sorted(Side, key=lambda other: (other is Side.BOTH, list(Side).index(other)))
        return [(other, line) for other in order if side.hears(other) for line in self.of(other)]


class Card(Record):
    """One card as read from its file; `file` is relative to the guide's folder.

    A drill has `minutes` and `steps`; guidance has neither.
    """

    id: str = Field(pattern=CARD_ID)
    kind: CardKind = CardKind.GUIDANCE
    title: Line
    theme: Theme
    topics: tuple[Topic, ...] = Field(min_length=1, max_length=4)
    sides: tuple[Side, ...] = Field(min_length=1)
    stages: tuple[Stage, ...] = Field(min_length=1)
    sources: tuple[Line, ...] = Field(min_length=1)
    grade: Grade
    covers: tuple[Annotated[str, Field(pattern=COVERED)], ...] = ()
    asks: tuple[Line, ...] = Field(max_length=MAX_ASKS)
    questions: tuple[Question, ...] = ()
    blocks: tuple[Block, ...] = ()
    minutes: int | None = Field(default=None, ge=MIN_MINUTES, le=30)
    idea: Line
    steps: tuple[Line, ...] = ()
    tries: Advice
    say: Advice
    avoid: tuple[Line, ...] = ()
    file: str = ""

    @model_validator(mode="after")
    def _drill_has_minutes(self) -> Card:
        if (self.kind is CardKind.DRILL) is not (self.minutes is not None):
            raise ValueError("minutes belong to drills, and a drill has them")
        return self

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of Idea, Steps, Try, Say and Avoid with its address, in reading order."""
        found: list[Sentence] = []
        for number, text in enumerate(split_sentences(self.idea), 1):
            found.append(self._sentence(Part.IDEA, None, number, text))
        for number, text in enumerate(self.steps, 1):
            found.append(self._sentence(Part.STEP, None, number, text))
        for part, advice in ((Part.TRY, self.tries), (Part.SAY, self.say)):
            for side in Side:
                for number, text in enumerate(advice.of(side), 1):
                    found.append(self._sentence(part, side, number, text))
        for number, text in enumerate(self.avoid, 1):
            found.append(self._sentence(Part.AVOID, None, number, text))
        return tuple(found)

    def _sentence(self, part: Part, side: Side | None, number: int, text: str) -> Sentence:
        address = f"{part}.{side}.{number}" if side else f"{part}.{number}"
        return Sentence(ref=f"{self.id}#{address}", part=part, side=side, text=text)

    def speaks_to(self, side: Side) -> bool:
        """Whether somebody reading as `side` finds anything meant for them here."""
        return any(side.hears(own) for own in self.sides)

    def read_as(self, side: Side) -> Side:
        """The side whose words to show to `side`: a coordinator reads both where none is addressed."""
        if side is Side.COORDINATOR and side not in self.sides:
            return Side.BOTH
        return side

    def questions_for(self, side: Side) -> tuple[Question, ...]:
        """The questions that speak to somebody reading as `side`."""
        return tuple(question for question in self.questions if side.hears(question.side))


def split_sentences(text: str) -> list[str]:
    """Split a paragraph into sentences; abbreviations before a capital are the writer's to avoid."""
    marked = _SENTENCE_END.sub(lambda match: f"{match.group(1)}\n", text)
    return [sentence.strip() for sentence in marked.split("\n") if sentence.strip()]
