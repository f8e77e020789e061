"""A session as it runs: a state that only moments passed in, and keys pressed, change.

Nothing of it is kept before it is finished; then all is kept as one change. So that a crash loses
nothing, keep `live.model_dump_json()` sealed for its owner, as a draft is, each time something was said
and every few seconds besides; `reopened` goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import model_validator

from assistant.agenda import AgendaItem
from assistant.errors import wrong_usage
from assistant.life import sessions
from assistant.life.document import (
    MAX_LIST,
    Document,
    Id,
    Lines,
    Moment,
    OneSide,
    Part,
)
from assistant.life.goal import Win
from assistant.life.made import with_fields
from assistant.life.session import Action, Given, Parked, Seconds, Session, SessionState
from assistant.life.snapshot import PairLife
from assistant.wording import Side

LONGEST_GAP = 60
"""Seconds. What passed without a look at the clock for longer is not counted as talk: who knows who
spoke while the computer slept? For the items it does count; the two met all the same."""
_DAY = 86_400
_LEAST_NOTICE, _MOST_NOTICE = 30, 120
_MOST_GOALS = 20
_MOST_MOVES = 100


class TimeLeft(StrEnum):
    """How much of an item's time is left."""

    PLENTY = "plenty"
    NEAR = "near the end"
    OVER = "over"


class LiveSession(Part):
    """A session that runs: where it is, how long each item took, what was said."""

    session: Session
    began: Moment
    looked: Moment
    """When the clock was looked at last."""
    place: int = 0
    running: bool = True
    elapsed: tuple[Seconds, ...]
    """Seconds of each item of the agenda; of the whole where there is none."""
    speaker: OneSide | None = None
    mentor_spoke: Seconds = 0
    mentee_spoke: Seconds = 0
    slept: Seconds = 0
    """Seconds that were not counted as talk though somebody was marked as speaking."""
    goals: tuple[Id, ...] = ()
    actions: tuple[Action, ...] = ()
    wins: tuple[Win, ...] = ()
    parked: tuple[Parked, ...] = ()
    given: tuple[Given, ...] = ()
    notes: Lines = ()

    @model_validator(mode="after")
    def _stands_somewhere(self) -> LiveSession:
        count = len(self.session.agenda.items) if self.session.agenda else 1
        if len(self.elapsed) != count or not 0 <= self.place < count:
            raise ValueError("it stands at no item of its agenda")
        return self

    @property
    def item(self) -> AgendaItem | None:
        """The item it is at; None without an agenda."""
        agenda = self.session.agenda
        return agenda.items[self.place] if agenda else None

    @property
    def left(self) -> int:
        """Seconds left of the item, less than none when it is over; of the session without an agenda."""
        minutes = self.item.minutes if self.item else self.session.minutes
        return minutes * 60 - self.elapsed[self.place]

    @property
    def session_left(self) -> int:
        """Seconds left of the whole session, less than none when it is over."""
        return self.session.minutes * 60 - sum(self.elapsed)

    @property
    def time_left(self) -> TimeLeft:
        """Near the end is a fifth of the item, 30 seconds to 2 minutes (own). It never interrupts."""
        if self.left < 0:
            return TimeLeft.OVER
        length = self.left + self.elapsed[self.place]
        notice = max(_LEAST_NOTICE, min(_MOST_NOTICE, length // 5))
        return TimeLeft.NEAR if self.left <= notice else TimeLeft.PLENTY

    @property
    def told(self) -> str:
        """What there is to say of talk that was not counted; "" where there is none."""
        if not self.slept:
            return ""
        minutes = max(1, round(self.slept / 60))
        much = "a minute" if minutes == 1 else f"{minutes} minutes"
        return f"About {much} without a look at the clock are not counted as talk."


# --- time ----------------------------------------------------------------------------------------------


def started(session: Session, now: datetime, goals: Iterable[str] = ()) -> LiveSession:
    """A planned session that begins now. Raises Trouble for one that is not planned."""
    if not session.planned:
        raise wrong_usage("That session is over.", "Plan another, or begin one now.")
    count = len(session.agenda.items) if session.agenda else 1
    live = LiveSession(session=session, began=now, looked=now, elapsed=(0,) * count)
    return working_on(live, goals)


def ticked(live: LiveSession, now: datetime) -> LiveSession:
    """What has passed since the clock was looked at last, put where it belongs.

    Whole seconds are counted, the rest later. A clock that was set back counts as nothing.
    """
    seconds = (now - live.looked) // timedelta(seconds=1)
    if not live.running or seconds < 0:
        return live.model_copy(update={"looked": now})
    if not seconds:
        return live
    elapsed = list(live.elapsed)
    elapsed[live.place] = min(_DAY, elapsed[live.place] + seconds)
    update = {
        "looked": live.looked + timedelta(seconds=seconds),
        "elapsed": tuple(elapsed),
        **_talked(live, seconds),
    }
    return live.model_copy(update=update)


def _talked(live: LiveSession, seconds: int) -> dict[str, object]:
    if live.speaker is None:
        return {}
    if seconds > LONGEST_GAP:
        return {"slept": min(_DAY, live.slept + seconds), "speaker": None}
    name = f"{live.speaker.value}_spoke"
    return {name: min(_DAY, getattr(live, name) + seconds)}


def reopened(live: LiveSession, now: datetime) -> LiveSession:
    """A session found again after a crash: paused, and what passed meanwhile is not counted."""
    return live.model_copy(update={"looked": now, "running": False, "speaker": None})


def at_item(live: LiveSession, place: int, now: datetime) -> LiveSession:
    """To the item at `place`, or the first or last."""
    place = max(0, min(len(live.elapsed) - 1, place))
    return ticked(live, now).model_copy(update={"place": place})


def paused(live: LiveSession, now: datetime) -> LiveSession:
    """Nothing is counted until it is resumed; nobody is marked as speaking any more."""
    return ticked(live, now).model_copy(update={"running": False, "speaker": None})


def resumed(live: LiveSession, now: datetime) -> LiveSession:
    """It goes on."""
    return ticked(live, now).model_copy(update={"running": True})


def speaks(live: LiveSession, side: Side | None, now: datetime) -> LiveSession:
    """From now on `side` speaks; the side that is marked already, or None, marks nobody.

    A paused session stays as it is.
    """
    live = ticked(live, now)
    if not live.running:
        return live
    speaker = None if side is live.speaker or side is Side.BOTH else side
    return with_fields(live, speaker=speaker)


def working_on(live: LiveSession, goals: Iterable[str]) -> LiveSession:
    """The session as one that works on these goals, by their ids."""
    return with_fields(live, goals=tuple(dict.fromkeys(goals)))


# --- the end -------------------------------------------------------------------------------------------


def finished(live: LiveSession, life: PairLife, now: datetime) -> tuple[Document, ...]:
    """The session as held and all that was said in it, to be kept together.

    It starts from the session as it stands in `life`. Where both ran it, each on their own computer,
    notes and goals are joined, and the longer mark of who spoke counts.
    """
    live = ticked(live, now)
    former = sessions.current(life, live.session)
    began = min(live.began, former.began or live.began)
    ended = max(now, former.ended or now)
    said = [*(one.goal for one in live.actions), *(one.goal for one in live.wins)]
    goals = [*former.goals, *live.goals, *(goal for goal in said if goal)]
    marked = live.mentor_spoke + live.mentee_spoke
    spoke = live if marked > former.mentor_spoke + former.mentee_spoke else former
    session = former.model_copy(
        update={
            "state": SessionState.HELD,
            "began": began,
            "ended": ended,
            "agenda": former.agenda or live.session.agenda,
            "mentor_spoke": spoke.mentor_spoke,
            "mentee_spoke": spoke.mentee_spoke,
            "goals": tuple(dict.fromkeys(goals))[:_MOST_GOALS],
            "notes": tuple(dict.fromkeys((*former.notes, *live.notes)))[:MAX_LIST],
            **_when_met(former, began, ended),
        }
    )
    return (session, *live.actions, *live.wins, *live.parked, *live.given)


def _when_met(former: Session, began: datetime, ended: datetime) -> dict[str, object]:
    """Who met before the planned time has moved the session, and calendars have to hear of it."""
    if ended >= former.at:
        return {}
    return {
        "at": began,
        "moved_from": (*former.moved_from, former.at)[-_MOST_MOVES:],
        "revision": min(former.revision + 1, sessions.LAST_REVISION),
    }
