"""What waits for one of the two: a page to sign, a pulse to answer, a goal to look at, set-up to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from assistant.life.changes import last_end
from assistant.life.days import day_of, said_day
from assistant.life.figures import begun, session_numbers
from assistant.life.session import other
from assistant.life.snapshot import PairLife
from assistant.wording import Side

_PULSE_DAYS = 21
"""So long after a session its pulse is still asked for: until about the next one."""
_UNSAID = timedelta(days=1)
"""After this a planned session is asked about: was it held?"""


class Waiting(StrEnum):
    """What kind of thing waits."""

    HELD = "was it held"
    PULSE = "pulse"
    CHARTER = "charter"
    MILESTONE = "milestone"
    BASELINE = "baseline"
    SET_UP = "set-up"
    DATE = "date"


@dataclass(frozen=True)
class ToDo:
    """One thing that waits, in a sentence; `id` is of the document it is about, "" for none."""

    what: Waiting
    words: str
    id: str = ""


def waiting(life: PairLife, me: Side, now: datetime) -> tuple[ToDo, ...]:
    """What waits for `me`, what is most pressing first. Everything in it may wait longer."""
    return (
        *_unsaid(life, now),
        *_pulse(life, me, now),
        *_charter(life, me),
        *_milestones(life, me, now),
        *_set_up(life, me, now),
    )


def _unsaid(life: PairLife, now: datetime) -> Iterator[ToDo]:
    numbers = session_numbers(life)
    for one in life.sessions:
        if one.planned and one.at < now and now - one.at >= _UNSAID:
            day = said_day(day_of(one.at, now), now.date())
            words = f"Session {numbers[one.id]} was planned for {day}. Was it held?"
            yield ToDo(Waiting.HELD, words, one.id)


def _pulse(life: PairLife, me: Side, now: datetime) -> Iterator[ToDo]:
    for one in life.held[-1:]:
        ended = last_end(life)
        old = now - ended > timedelta(days=_PULSE_DAYS)
        if old or ended > now or (one.id, me) in life.commitments:
            continue
        words = f"Three short questions about session {session_numbers(life)[one.id]}."
        partner = begun(life.called(other(me)))
        if (one.id, other(me)) in life.commitments:
            words += f" {partner} has answered; both open once you have."
        else:
            words += " Nobody sees your answers before both are in."
        yield ToDo(Waiting.PULSE, words, one.id)


def _charter(life: PairLife, me: Side) -> Iterator[ToDo]:
    if not life.charters:
        return
    latest = life.charters[-1]
    signed = {one.side for one in life.signatures if one.digest == latest.digest}
    if me in signed:
        return
    words = f"Version {latest.number} of the charter waits for your signature."
    if other(me) in signed:
        words += f" {begun(life.called(other(me)))} has signed."
    yield ToDo(Waiting.CHARTER, words, latest.id)


def _milestones(life: PairLife, me: Side, now: datetime) -> Iterator[ToDo]:
    for goal in life.goals:
        if goal.side is not me or not goal.open:
            continue
        due = [one for one in goal.milestones if one.done is None and one.on <= now.date()]
        if due:
            kind = max(due, key=lambda one: one.on).kind.value
            words = f"A {kind} look at your goal “{goal.what}”: what moved, and what next?"
            yield ToDo(Waiting.MILESTONE, words, goal.id)
        elif goal.baseline is None:
            words = f"Your goal “{goal.what}” has no starting point yet: do a real task once."
            yield ToDo(Waiting.BASELINE, words, goal.id)


def _set_up(life: PairLife, me: Side, now: datetime) -> Iterator[ToDo]:
    """What both agree on at the beginning, as far as it is not there (brief, T8.3, T8.11, T6.3)."""
    about = life.abouts[me]
    if not about.offers and not about.needs:
        yield ToDo(Waiting.SET_UP, "Write what you can show and what you want to learn.")
    if not life.charters:
        yield ToDo(Waiting.SET_UP, "Draft the charter: half a page, most of it is written for you.")
    if not any(one.side is me for one in life.goals):
        yield ToDo(Waiting.SET_UP, "Set a goal of your own for this quarter.")
    if not any(one.planned and one.at >= now for one in life.sessions) and life.ending is None:
        yield ToDo(Waiting.DATE, "Fix the date of the next session.")
