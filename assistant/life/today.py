"""Today at a glance: the next session, what is open, what changed, what waits for one of the two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assistant.life.actions import due_words
from assistant.life.beginning import to_begin
from assistant.life.changes import changes
from assistant.life.clocks import clock_words, shown_at, zone_for
from assistant.life.days import (
    day_of,
    full_day,
    plain_day,
    said_ahead,
    since,
)
from assistant.life.figures import begun, counted, session_numbers
from assistant.life.session import Action, Session, other
from assistant.life.snapshot import PairLife
from assistant.life.waiting import ToDo, waiting
from assistant.wording import Lead, Side

_LINES = 12
"""Items of an agenda at a glance."""


@dataclass(frozen=True)
class AgendaLine:
    """An item of the next session at a glance; `who` leads: “you lead”, “Martin leads”, “both”."""

    minutes: int
    who: str
    title: str


@dataclass(frozen=True)
class NextSession:
    """The next session as people say it; `date` is the one place where the full date stands."""

    session: Session
    number: int
    title: str
    when: str
    date: str
    about: str
    lines: tuple[AgendaLine, ...]


@dataclass(frozen=True)
class OpenAction:
    """An action that is open: “since Tuesday”, and for when if somebody said."""

    action: Action
    who: str
    since: str
    due: str
    overdue: bool


@dataclass(frozen=True)
class Overview:
    """Today for one of the two, from what both share.

    `changed` are sentences on what is new since the last session; `to_do` what waits for the reader.
    `ended` says that the pair has ended, "" where it has not: then nothing is next and nothing waits.
    """

    next: NextSession | None
    mine: tuple[OpenAction, ...]
    theirs: tuple[OpenAction, ...]
    changed: tuple[str, ...]
    to_do: tuple[ToDo, ...]
    words: str
    ended: str = ""


def overview(life: PairLife, me: Side, now: datetime) -> Overview:
    """Today for `me`, the mentor or the mentee."""
    upcoming = next_session(life, me, now)
    open_ones = [_open(life, one, me, now) for one in life.actions if one.open]
    mine = tuple(one for one in open_ones if one.action.side is me)
    theirs = tuple(one for one in open_ones if one.action.side is not me)
    ended = _ended(life, now)
    return Overview(
        next=upcoming,
        mine=mine,
        theirs=theirs,
        changed=changes(life, me, now),
        to_do=waiting(life, me, now),
        words=_words(ended, upcoming, mine, theirs, life.called(other(me))),
        ended=ended,
    )


def next_session(life: PairLife, me: Side, now: datetime) -> NextSession | None:
    """The session that two who meet now would begin; None where none is planned, or the pair has ended."""
    session = to_begin(life, now)
    if session is None:
        return None
    number = session_numbers(life)[session.id]
    zone = zone_for(life, session)
    at, today = shown_at(session.at, zone, now).date(), shown_at(now, zone, now).date()
    when = "now" if session.at <= now < session.over_at else said_ahead(at, today)
    agenda = session.agenda
    about = f"{agenda.minutes if agenda else session.minutes} minutes"
    about += f": {agenda.focus}" if agenda and agenda.focus else ""
    items = agenda.items[:_LINES] if agenda else ()
    return NextSession(
        session=session,
        number=number,
        title=f"Session {number} with {life.called(other(me))}",
        when=when,
        date=f"{full_day(at)}, {clock_words(session.at, zone, now)}",
        about=about,
        lines=tuple(AgendaLine(one.minutes, _who(life, one.lead, me), one.title) for one in items),
    )


def _who(life: PairLife, lead: Lead, me: Side) -> str:
    if lead is Lead.BOTH:
        return "both"
    return "you lead" if lead.value == me.value else f"{life.called(other(me))} leads"


def _open(life: PairLife, action: Action, me: Side, now: datetime) -> OpenAction:
    today = now.date()
    who = "You" if action.side is me else begun(life.called(action.side))
    told = since(day_of(action.since, now), today)
    overdue = action.due is not None and action.due < today
    return OpenAction(action, who, told, due_words(action, now), overdue)


def _ended(life: PairLife, now: datetime) -> str:
    when = life.ending.ended if life.ending else None
    if when is None:
        return ""
    return f"The two of you ended it on {plain_day(day_of(when, now), now.date())}."


def _words(
    ended: str,
    upcoming: NextSession | None,
    mine: tuple[OpenAction, ...],
    theirs: tuple[OpenAction, ...],
    partner: str,
) -> str:
    first = ended or "No session is planned."
    if upcoming is not None:
        first = f"{upcoming.title}: {upcoming.when} ({upcoming.date}), {upcoming.about}."
    if not mine and not theirs:
        return f"{first} No action is open."
    return (
        f"{first} Open: {counted(len(mine), 'action')} of yours, {len(theirs) or 'none'} of "
        f"{partner}'s."
    )
