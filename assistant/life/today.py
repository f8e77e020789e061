"""Today at a glance: the next session, what is open, what changed, what waits for one of the two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.life.changes import changes
from assistant.life.days import (
    clock_time,
    day_of,
    full_day,
    local,
    said_ahead,
    said_day,
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
    """An action that is open: “since Tuesday”, and by when if somebody said."""

    action: Action
    who: str
    since: str
    due: str
    overdue: bool


@dataclass(frozen=True)
class Overview:
    """Today for one of the two, from what both share.

    `changed` are sentences on what is new since the last session; `to_do` what waits for the reader.
    """

    next: NextSession | None
    mine: tuple[OpenAction, ...]
    theirs: tuple[OpenAction, ...]
    changed: tuple[str, ...]
    to_do: tuple[ToDo, ...]
    words: str


def overview(life: PairLife, me: Side, now: datetime) -> Overview:
    """Today for `me`, the mentor or the mentee."""
    upcoming = next_session(life, me, now)
    open_ones = [_open(life, one, me, now) for one in life.actions if one.open]
    mine = tuple(one for one in open_ones if one.action.side is me)
    theirs = tuple(one for one in open_ones if one.action.side is not me)
    return Overview(
        next=upcoming,
        mine=mine,
        theirs=theirs,
        changed=changes(life, me, now),
        to_do=waiting(life, me, now),
        words=_words(upcoming, mine, theirs, life.called(other(me))),
    )


def next_session(life: PairLife, me: Side, now: datetime) -> NextSession | None:
    """The first planned session that is not over; None where there is none."""
    ahead = [one for one in life.sessions if one.planned and _ends(one) >= now]
    if not ahead:
        return None
    session = ahead[0]
    number = session_numbers(life)[session.id]
    at = local(session.at, now)
    when = "now" if session.at <= now else said_ahead(at.date(), now.date())
    agenda = session.agenda
    about = f"{agenda.minutes if agenda else session.minutes} minutes"
    about += f": {agenda.focus}" if agenda and agenda.focus else ""
    items = agenda.items[:_LINES] if agenda else ()
    return NextSession(
        session=session,
        number=number,
        title=f"Session {number} with {life.called(other(me))}",
        when=when,
        date=f"{full_day(at.date())}, {clock_time(at)}",
        about=about,
        lines=tuple(AgendaLine(one.minutes, _who(life, one.lead, me), one.title) for one in items),
    )


def _ends(session: Session) -> datetime:
    try:
        return session.at + timedelta(minutes=session.minutes)
    except OverflowError:  # in the year 9999
        return session.at


def _who(life: PairLife, lead: Lead, me: Side) -> str:
    if lead is Lead.BOTH:
        return "both"
    return "you lead" if lead.value == me.value else f"{life.called(other(me))} leads"


def _open(life: PairLife, action: Action, me: Side, now: datetime) -> OpenAction:
    today = now.date()
    who = "You" if action.side is me else begun(life.called(action.side))
    due, overdue = "", action.due is not None and action.due < today
    if action.due is not None:
        due = f"{'meant for' if overdue else 'by'} {said_day(action.due, today)}"
    return OpenAction(action, who, since(day_of(action.since, now), today), due, overdue)


def _words(
    upcoming: NextSession | None,
    mine: tuple[OpenAction, ...],
    theirs: tuple[OpenAction, ...],
    partner: str,
) -> str:
    first = "No session is planned."
    if upcoming is not None:
        first = f"{upcoming.title}: {upcoming.when} ({upcoming.date}), {upcoming.about}."
    if not mine and not theirs:
        return f"{first} No action is open."
    return (
        f"{first} Open: {counted(len(mine), 'action')} of yours, {len(theirs) or 'none'} of "
        f"{partner}'s."
    )
