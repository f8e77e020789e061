"""Where the pair stands in its course: a stage chosen by hand, busy hours, and the ending."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from assistant.life.document import Document, Id, Lines, Moment, OneSide, Part, Words
from assistant.wording import Stage

STAGE, ENDING = "stage", "ending"
"""The ids of what there is one of."""


class StageChoice(Document):
    """The stage the pair says it is at; None lets the records tell."""

    KIND: ClassVar = "stage"

    id: Id = STAGE
    stage: Stage | None = None
    at: Moment


class BusySpan(Part):
    """A span of time that is taken; what by is not kept."""

    begins: Moment
    ends: Moment


class Busy(Document):
    """When a member is busy, from a calendar they brought: times only, no titles."""

    KIND: ClassVar = "busy"
    OWN: ClassVar = True

    side: OneSide
    at: Moment
    until: date
    """Up to when the calendar was looked at."""
    spans: Annotated[tuple[BusySpan, ...], Field(max_length=2_000)] = ()


class Afterwards(StrEnum):
    """What comes after the ending (brief, T12.7)."""

    STOP = "stop"
    INFORMAL = "informal"
    SWAP = "swap"
    NEW_PAIR = "new pair"


class Thanks(StrEnum):
    """Whether the mentor would like thanks in writing, and whether they have them (brief, T12.10)."""

    WANTED = "wanted"
    NOT_WANTED = "not wanted"
    GIVEN = "given"


class Ending(Document):
    """How the pair ends: what comes after, and what happens to the notes. There is one."""

    KIND: ClassVar = "ending"

    id: Id = ENDING
    at: Moment
    afterwards: Afterwards | None = None
    notes: Words = ""
    """What happens to what was written down."""
    thanks: Thanks | None = None
    lessons: Words = ""
    """What the coordinator may hear of how it went: process, never content (brief, T12.12)."""
    ended: Moment | None = None


class Learned(Document):
    """What a member says at the end they learned from the other, each with an example."""

    KIND: ClassVar = "learned"
    OWN: ClassVar = True

    side: OneSide
    at: Moment
    learned: Lines = ()
    goes_on: Lines = ()
    """The practice that continues alone."""
