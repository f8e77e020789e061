"""Goals from where to where, and wins."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from assistant.life.document import (
    Document,
    Id,
    Line,
    MaybeLine,
    Moment,
    OneSide,
    Part,
    Rating,
    Words,
)


class GoalField(StrEnum):
    """What a goal is about. One of each a quarter is suggested (brief, T6.3)."""

    WORK = "work"
    UNDERSTANDING = "understanding"
    RELATIONSHIP = "relationship"


class GoalState(StrEnum):
    """What became of a goal."""

    OPEN = "open"
    REACHED = "reached"
    CHANGED = "changed"
    DROPPED = "dropped"


class Aim(StrEnum):
    """What a goal asks for: to find ways, or to bring something about."""

    LEARNING = "learning"
    OUTCOME = "outcome"


class Baseline(Part):
    """Where a goal starts: a real task done once, and how able its owner felt, 1 to 10."""

    at: Moment
    task: Line
    result: Words = ""
    """What came of it: a note, how long it took."""
    file: MaybeLine = ""
    """Where what was made is kept; the file itself is never read."""
    rating: Rating


class Look(Part):
    """A later look at a goal: the same task, the same question."""

    at: Moment
    rating: Rating
    result: Words = ""
    file: MaybeLine = ""


class MilestoneKind(StrEnum):
    """A light look each month, a fuller one each quarter (brief, T6.9)."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class Milestone(Part):
    """A day on which a goal is looked at; `done` is when it was."""

    kind: MilestoneKind
    on: date
    done: Moment | None = None
    words: Words = ""


class Goal(Document):
    """A goal of one of the two, for a quarter."""

    KIND: ClassVar = "goal"
    OWN: ClassVar = True

    side: OneSide
    what: Line
    field: GoalField = GoalField.WORK
    aim: Aim = Aim.LEARNING
    since: Moment
    quarter: Annotated[str, Field(pattern=r"^[0-9]{4}-Q[1-4]$")]
    if_: MaybeLine = ""
    then: MaybeLine = ""
    """The plan: if this comes up, then I will do that."""
    baseline: Baseline | None = None
    looks: Annotated[tuple[Look, ...], Field(max_length=100)] = ()
    hindsight: Rating | None = None
    """Knowing what they know now: where they started (brief, T6.8)."""
    milestones: Annotated[tuple[Milestone, ...], Field(max_length=60)] = ()
    state: GoalState = GoalState.OPEN
    ended: Moment | None = None
    why: Words = ""
    """Why it was changed or dropped."""

    @property
    def open(self) -> bool:
        """Whether it is still worked on."""
        return self.state is GoalState.OPEN

    @property
    def now(self) -> int | None:
        """The latest self-rating; None where there is none."""
        if self.looks:
            return max(self.looks, key=lambda look: look.at).rating
        return self.baseline.rating if self.baseline else None


class Win(Document):
    """Something that worked, as evidence: what, where it was used, who noticed (brief, T6.12)."""

    KIND: ClassVar = "win"

    at: Moment
    side: OneSide
    """Whose win it is."""
    what: Line
    where_used: MaybeLine = ""
    who_noticed: MaybeLine = ""
    goal: Id | None = None
    session: Id | None = None
