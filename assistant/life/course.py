"""Where the pair stands in its course: a stage chosen by hand, what two misses led to, the ending."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from assistant.life.document import Document, Id, Lines, Moment, OneSide, Part, Words
from assistant.wording import Stage

STAGE, ENDING, MISSES = "stage", "ending", "misses"
"""The ids of what there is one of."""


class StageChoice(Document):
    """The stage the pair says it is at; None lets the records tell."""

    KIND: ClassVar = "stage"

    id: Id = STAGE
    stage: Stage | None = None
    at: Moment


class AfterMisses(StrEnum):
    """What a pair may choose after two misses."""

    PAUSE = "pause"
    CHANGE = "change"
    END = "end"


_LONGEST_PAUSE = timedelta(weeks=26)
"""A pause that is named longer counts so long, so that the question comes again."""


class MissesAnswer(Document):
    """What the pair chose the last time two misses running asked. There is one."""

    KIND: ClassVar = "misses"

    id: Id = MISSES
    at: Moment
    way: AfterMisses
    until: Moment | None = None
    """When they look at it again after a pause."""

    @property
    def counts_from(self) -> datetime:
        """What was missed, or called off, before this was spoken of and no longer counts."""
        if self.until is None:
            return self.at
        try:
            longest = self.at + _LONGEST_PAUSE
        except OverflowError:  # in the year 9999
            longest = self.at
        return max(self.at, min(self.until, longest))


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
