"""Sessions: planned, held, moved, missed; and what is carried from one to the next."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from assistant.agenda import Agenda
from assistant.life.about import Minutes
from assistant.life.document import Document, Id, Line, Lines, MaybeLine, Moment, OneSide, Words
from assistant.wording import Side

Seconds = Annotated[int, Field(ge=0, le=86_400)]
GOOD_TIME = timedelta(days=1)
"""Called off so long before it took nobody's hour, and is no miss (own)."""


class SessionState(StrEnum):
    """What became of a session. One that was moved stands at its new time and is planned again."""

    PLANNED = "planned"
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"


_LONGEST = timedelta(days=1)


class Session(Document):
    """A session: when, how long, its agenda, and what became of it."""

    KIND: ClassVar = "session"

    at: Moment
    zone: MaybeLine = ""
    """The IANA name of the zone `at` is meant in; "" where only the offset is known."""
    minutes: Minutes = 45
    state: SessionState = SessionState.PLANNED
    moved_from: Annotated[tuple[Moment, ...], Field(max_length=100)] = ()
    """Where it stood before it was moved, the oldest first."""
    revision: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    """How often a calendar had to be told: SEQUENCE of RFC 5545."""
    changed: Moment | None = None
    """When it was last moved, or called off; None where it never was, or that was taken back."""
    agenda: Agenda | None = None
    began: Moment | None = None
    ended: Moment | None = None
    mentor_spoke: Seconds = 0
    mentee_spoke: Seconds = 0
    """Seconds of talk by the who-is-speaking key."""
    goals: Annotated[tuple[Id, ...], Field(max_length=20)] = ()
    """Goals it worked on."""
    notes: Lines = ()
    """What both chose to keep."""
    why: MaybeLine = ""
    """Why it was missed or cancelled, if they wish to say."""

    @property
    def held(self) -> bool:
        """Whether it took place."""
        return self.state is SessionState.HELD

    @property
    def planned(self) -> bool:
        """Whether it is still to come, or at least not said to have taken place."""
        return self.state is SessionState.PLANNED

    @property
    def over_at(self) -> datetime:
        """When it ended, else when it would by its length.

        An end that is none, of a session nobody held or days away from its beginning, counts for nothing:
        it is the partner's word, and what waits for me hangs on it.
        """
        try:
            if self.held and self.ended is not None and self._lasted(self.ended):
                return self.ended
            return self.at + timedelta(minutes=self.minutes)
        except OverflowError:  # in the year 9999
            return self.at

    def _lasted(self, until: datetime) -> bool:
        return self.at <= until <= self.at + _LONGEST

    @property
    def off(self) -> bool:
        """Whether it did not take place and was not moved."""
        return self.state in {SessionState.MISSED, SessionState.CANCELLED}

    @property
    def called_off_at(self) -> datetime | None:
        """When it was called off; None where it was not, or nobody knows when."""
        return self.changed if self.state is SessionState.CANCELLED else None

    @property
    def miss(self) -> bool:
        """Whether an hour was kept for nothing: it was missed, or called off less than a day before."""
        if self.called_off_at is not None:
            return self.at - self.called_off_at < GOOD_TIME
        return self.state is SessionState.MISSED


class ActionState(StrEnum):
    """What became of an action."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Action(Document):
    """Something one of the two said they would do; carried over until it is done or dropped."""

    KIND: ClassVar = "action"

    side: OneSide
    """Who does it."""
    what: Line
    since: Moment
    due: date | None = None
    session: Id | None = None
    goal: Id | None = None
    state: ActionState = ActionState.OPEN
    ended: Moment | None = None

    @property
    def open(self) -> bool:
        """Whether it is still owed."""
        return self.state is ActionState.OPEN


class Parked(Document):
    """Something put off for a later session."""

    KIND: ClassVar = "parked"

    what: Line
    since: Moment
    session: Id | None = None
    state: ActionState = ActionState.OPEN
    ended: Moment | None = None

    @property
    def open(self) -> bool:
        """Whether it still waits for its turn."""
        return self.state is ActionState.OPEN


class Given(Document):
    """What one of the two gave the other, in a session or between; the other received it."""

    KIND: ClassVar = "given"

    side: OneSide
    """Who gave it."""
    what: Line
    at: Moment
    session: Id | None = None


class Summary(Document):
    """The pair's own words on a session, which both may read and change."""

    KIND: ClassVar = "summary"

    session: Id
    words: Words
    at: Moment


def other(side: Side) -> Side:
    """The other of the two."""
    return Side.MENTEE if side is Side.MENTOR else Side.MENTOR
