"""A guidance card: one idea for a mentor, a mentee or both, with its evidence and its uses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Annotated, ClassVar, NamedTuple

from knowledge.fields import Line, Matching, Rules
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

COVERED = Matching(r"C\d{3}", "must be a line of the checklist, C and three digits")
MIN_MINUTES = 3
MAX_ASKS = 100

Minutes = Annotated[int, Rules(ge=MIN_MINUTES, le=30)]
CardId = Annotated[
    str, Matching(r"[a-z]+/[a-z0-9]+(?:-[a-z0-9]+)*", "must be a theme, a slash and a name")
]

# A full stop, question or exclamation mark, with closing quotes, before a capital or a quote.
_SENTENCE_END = re.compile(r"(?<=[.?!])([\"”’']?)\s+(?=[\"“‘']?[A-Z0-9])")

STRICT = {"extra": "forbid", "hide_input_in_errors": True}
"""How pydantic reads these classes from a file: unknown keys refused, silent about input."""


@dataclass(frozen=True)
class Question:
    """A reflection question for one side, or for both."""

    __pydantic_config__: ClassVar = STRICT

    side: Side
    type: QuestionType
    text: Line


@dataclass(frozen=True)
class Block:
    """What a card can contribute to an agenda; `minutes` is its usual length."""

    __pydantic_config__: ClassVar = STRICT

    title: Line
    kind: BlockKind
    minutes: Minutes
    lead: Lead
    purpose: Line
    prompts: Annotated[tuple[Line, ...], Rules(min_length=1, max_length=4)]
    stages: tuple[Stage, ...] = ()
    """Stages this block suits, where they are fewer than the card's."""


class Part(StrEnum):
    """The prose parts of a card."""

    IDEA = "idea"
    STEP = "step"
    TRY = "try"
    SAY = "say"
    AVOID = "avoid"


class Sentence(NamedTuple):
    """A sentence of a card's prose with the address that replies cite it by."""

    ref: str
    """`<card id>#<part>[.<side>].<number from 1>`, for instance `trust/limits#try.mentor.2`."""
    part: Part
    side: Side | None
    text: Line


@dataclass(frozen=True)
class Advice:
    """Sentences under the headings for each side, in the order written."""

    __pydantic_config__: ClassVar = STRICT

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


@dataclass(frozen=True, kw_only=True)
class CardHead:
    """What is known of a card without opening it: enough to find it and to leave it out."""

    __pydantic_config__: ClassVar = STRICT

    id: CardId
    kind: CardKind = CardKind.GUIDANCE
    title: Line
    theme: Theme
    topics: Annotated[tuple[Topic, ...], Rules(min_length=1, max_length=4)]
    sides: Annotated[tuple[Side, ...], Rules(min_length=1)]
    stages: Annotated[tuple[Stage, ...], Rules(min_length=1)]

    def speaks_to(self, side: Side) -> bool:
        """Whether somebody reading as `side` finds anything meant for them here."""
        return any(side.hears(own) for own in self.sides)

    def read_as(self, side: Side) -> Side:
        """The side whose words to show to `side`: a coordinator reads both where none is addressed."""
        if side is Side.COORDINATOR and side not in self.sides:
            return Side.BOTH
        return side


@dataclass(frozen=True, kw_only=True)
class Card(CardHead):
    """One card as read from its file; `file` is relative to the guide's folder.

    A drill has `minutes` and `steps`; guidance has neither. Read from files by `card_file`, which
    holds the annotations against what stands there; made in code, nothing is checked. A plain class,
    because importing pydantic costs more than answering a question.
    """

    sources: Annotated[tuple[Line, ...], Rules(min_length=1)]
    grade: Grade
    covers: tuple[Annotated[str, COVERED], ...] = ()
    asks: Annotated[tuple[Line, ...], Rules(max_length=MAX_ASKS)]
    questions: tuple[Question, ...] = ()
    blocks: tuple[Block, ...] = ()
    minutes: Minutes | None = None
    idea: Line
    steps: tuple[Line, ...] = ()
    tries: Advice
    say: Advice
    avoid: tuple[Line, ...] = ()
    file: str = ""

    def __post_init__(self) -> None:
        if (self.kind is CardKind.DRILL) is not (self.minutes is not None):
            raise ValueError("minutes belong to drills, and a drill has them")

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

    def questions_for(self, side: Side) -> tuple[Question, ...]:
        """The questions that speak to somebody reading as `side`."""
        return tuple(question for question in self.questions if side.hears(question.side))


def split_sentences(text: str) -> list[str]:
    """Split a paragraph into sentences; abbreviations before a capital are the writer's to avoid."""
    marked = _SENTENCE_END.sub(lambda match: f"{match.group(1)}\n", text)
    return [sentence.strip() for sentence in marked.split("\n") if sentence.strip()]
