"""What is said of sessions and their dates, from what the two share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual.content import Content

from assistant.life.actions import due_words, open_actions, since
from assistant.life.beginning import to_begin
from assistant.life.clocks import clock_words, moment_words, shown_at, zone_for
from assistant.life.days import WEEKDAYS, every, plain_day, said_ahead
from assistant.life.endings import over
from assistant.life.figures import begun, session_numbers
from assistant.life.goal import Win
from assistant.life.rhythms import next_date, pause_change_or_end, usual_zone
from assistant.life.session import ActionState, Session, SessionState
from assistant.life.snapshot import PairLife
from assistant.wording import Lead, Side
from tui.text import lines, plain, said

_MOST_OPEN = 3
_MOST_MOVES = 5
_LONG = 120
NOT_SAID = "was it held?"
_PARKED = {
    ActionState.OPEN: "waits",
    ActionState.DONE: "had its turn",
    ActionState.DROPPED: "let go",
}


@dataclass(frozen=True, repr=False)
class SessionRow:
    """A session as the list shows it: its number, None for one that did not take place, and words."""

    session: Session
    number: int | None
    when: str
    """The day as people say it, “Thursday, in 3 days”."""
    state: str
    details: str
    """The day in full, where it stood before, why it was missed, how long."""
    asks: bool = False
    """Whether nobody has said yet what became of it."""
    ahead: bool = False
    """Whether it is still to come, or could still be begun."""

    @property
    def title(self) -> str:
        """“Session 4”; “A session” where it has no number."""
        return "A session" if self.number is None else f"Session {self.number:,}"


def rows(life: PairLife, now: datetime) -> tuple[SessionRow, ...]:
    """All sessions: those to come, the next first, then the others, the latest first.

    One of today that may still begin, though its time is past, comes before the next.
    """
    begins, ended = to_begin(life, now), over(life)
    ahead = {one.id for one in life.sessions if one.planned and one.over_at > now}
    if begins is not None:
        ahead.add(begins.id)
    ordered = [
        *(one for one in life.sessions if one.id in ahead),
        *(one for one in reversed(life.sessions) if one.id not in ahead),
    ]
    numbers = session_numbers(life)
    return tuple(
        _row(life, one, numbers.get(one.id), now, ahead=one.id in ahead, ended=ended)
        for one in ordered
    )


def _row(
    life: PairLife,
    session: Session,
    number: int | None,
    now: datetime,
    *,
    ahead: bool,
    ended: bool,
) -> SessionRow:
    zone = zone_for(life, session)
    at, here = shown_at(session.at, zone, now), shown_at(now, zone, now)
    when = begun(said_ahead(at.date(), here.date()))
    day = f"{WEEKDAYS[at.weekday()]} {plain_day(at.date(), here.date())}"
    details = [f"{day}, {clock_words(session.at, zone, now)}"]
    if session.moved_from:
        before = shown_at(session.moved_from[-1], zone, now)
        details.append(f"moved from {plain_day(before.date(), here.date())}")
    if session.why:
        details.append(session.why)
    details.append(f"{session.minutes} minutes")
    asks = session.planned and not ahead
    state = session.state.value
    if asks:
        state = "not said whether it was held" if ended else NOT_SAID
    elif session.planned and session.at <= now < session.over_at:
        state = "now"
    told = " · ".join(details)
    return SessionRow(session, number, when, state, told, asks and not ended, ahead)


# --- one session ---------------------------------------------------------------------------------------


def detail(row: SessionRow, life: PairLife, now: datetime) -> Content:
    """All there is to say of one session."""
    session, zone = row.session, zone_for(life, row.session)
    told = [
        said("[b]$title[/b] [$quiet]· $state[/]", title=row.title, state=row.state),
        plain(f"{moment_words(session.at, zone, now)}, {session.minutes} minutes"),
    ]
    told += [
        plain(f"Moved from {moment_words(one, zone, now)}")
        for one in reversed(session.moved_from[-_MOST_MOVES:])
    ]
    told += [plain(f"Why: {session.why}")] if session.why else []
    told += _agenda(session, life)
    for title, kept in _kept(session, life):
        if kept:
            told += [plain(""), said("[b]$title[/b]", title=title), *map(plain, kept)]
    return lines(*told)


def _kept(session: Session, life: PairLife) -> Iterator[tuple[str, list[str]]]:
    """What the two kept of it, each under its title."""

    def of(side: Side, what: str) -> str:
        return f"· {life.called(side)}: {what}"

    summary = life.summaries.get(session.id)
    yield "Summary", summary.words.splitlines() if summary is not None else []
    yield "What you both kept", [f"· {note}" for note in session.notes]
    actions = [one for one in life.actions if one.session == session.id]
    yield "Actions", [f"{of(one.side, one.what)} · {one.state.value}" for one in actions]
    yield "What worked", [_won(win, life) for win in life.wins if win.session == session.id]
    given = [one for one in life.given if one.session == session.id]
    yield "Given and received", [of(one.side, one.what) for one in given]
    parked = [one for one in life.parked if one.session == session.id]
    yield "For later", [f"· {one.what} · {_PARKED[one.state]}" for one in parked]


def _won(win: Win, life: PairLife) -> str:
    facts = [win.where_used, f"noticed by {win.who_noticed}" if win.who_noticed else ""]
    return " · ".join([f"· {life.called(win.side)}: {win.what}", *filter(None, facts)])


def _agenda(session: Session, life: PairLife) -> Iterator[Content]:
    if session.agenda is None:
        if session.planned:
            yield plain("")
            yield said("[$quiet]No agenda yet: 4 suggests one.[/]")
        return
    yield plain("")
    yield said("[b]Agenda[/b]")
    leads = {
        Lead.MENTOR: life.called(Side.MENTOR),
        Lead.MENTEE: life.called(Side.MENTEE),
        Lead.BOTH: "both",
    }
    for item in session.agenda.items:
        yield said(
            "$minutes min  $title [$quiet]· $who[/]",
            minutes=f"{item.minutes:3}",
            title=item.title,
            who=leads[item.lead],
        )


# --- above and below -----------------------------------------------------------------------------------


def meets(life: PairLife, now: datetime) -> str:
    """“45 minutes every 3 weeks, until 28 January”."""
    rhythm = life.rhythm
    until = f", until {plain_day(rhythm.ends, now.date())}" if rhythm.ends else ""
    return f"{rhythm.minutes} minutes {every(rhythm.weeks)}{until}"


def state_of_dates(life: PairLife, shown: Sequence[SessionRow], now: datetime) -> list[Content]:
    """What is asked of the two, and what comes next where nothing is planned."""
    if over(life):
        return [plain("The two of you have ended it: these dates can only be read.")]
    found = []
    ahead = any(one.ahead for one in shown)
    question = pause_change_or_end(life, now)
    if question is not None:
        voice = "$quiet" if ahead else "$accent"  # once a date is set again it presses less
        found.append(said(f"[{voice}]$words[/]  w answers", words=question.words))
    asked = sum(one.asks for one in shown)
    if asked:
        told = "One session is past" if asked == 1 else f"{asked:,} sessions are past"
        told += " and nobody said whether it was held: h for held, n for not."
        found.append(said("[$accent]$told[/]", told=told))
    if not ahead:
        found += _following(life, now, empty=not shown)
    return found


def _following(life: PairLife, now: datetime, *, empty: bool) -> Iterator[Content]:
    at = next_date(life, now)
    if at is None:
        if not empty:
            yield plain("No session is planned. p plans one, s fixes six dates at once.")
        return
    when = moment_words(at, usual_zone(life), now)
    yield said(
        "No session is planned. By your rhythm the next would be $when: [$accent]p plans it[/].",
        when=when,
    )


def still_open(life: PairLife, now: datetime) -> list[Content]:
    """What is owed, a line each, the oldest first."""
    owed, zone = open_actions(life), usual_zone(life)
    found = []
    for one in owed[:_MOST_OPEN]:
        due = due_words(one, now, zone)
        told = f"· {since(one, now, zone)}" + (f" · {due}" if due else "")
        found.append(
            said(
                "$who: $what [$quiet]$told[/]",
                who=life.called(one.side)[:30],
                what=one.what if len(one.what) <= _LONG else f"{one.what[:_LONG]}…",
                told=told,
            )
        )
    if len(owed) > _MOST_OPEN:
        more = len(owed) - _MOST_OPEN
        found.append(said("[$quiet]and $more more, under 6 Progress[/]", more=f"{more:,}"))
    return found


def planned_still(session: Session, now: datetime) -> bool:
    """Whether it is planned and still to come."""
    return session.state is SessionState.PLANNED and session.at > now
