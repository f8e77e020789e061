"""What each of the two says of themselves, and how the pair usually meets."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from assistant.agenda import MAX_LENGTH, MIN_LENGTH
from assistant.life.document import Document, Id, Lines, MaybeLine, Moment, OneSide

RHYTHM = "rhythm"
Minutes = Annotated[int, Field(ge=MIN_LENGTH, le=MAX_LENGTH)]
Hour = Annotated[int, Field(ge=0, le=24)]


class About(Document):
    """A member's side of the set-up: their rank in their own words, offers, needs and limits."""

    KIND: ClassVar = "about"
    OWN: ClassVar = True

    side: OneSide
    rank: MaybeLine = ""
    """The position beside the role, as “second-year analyst” or “finance director”."""
    offers: Lines = ()
    needs: Lines = ()
    not_discussed: Lines = ()
    """Subjects they will not talk about; no reason is asked."""
    day_begins: Hour = 9
    day_ends: Hour = 17
    """Working hours, in the pair's zone."""

    @classmethod
    def of(cls, side: OneSide) -> About:
        """The empty page of `side`; each side has one, whose id is the side's name."""
        return cls(id=side.value, side=side)


class Rhythm(Document):
    """How long and how often the pair meets, from when until when. There is one."""

    KIND: ClassVar = "rhythm"

    id: Id = RHYTHM
    minutes: Minutes = 45
    weeks: Annotated[int, Field(ge=1, le=12)] = 3
    """Weeks from one session to the next."""
    zone: MaybeLine = ""
    """The IANA name of the zone the dates are meant in, as Europe/London; "" where nobody said."""
    first: Moment | None = None
    ends: date | None = None
    """The day the pair means to end, named at the start."""
