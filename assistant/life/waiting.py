"""What waits for one of the two: a page to sign, a pulse to answer, a goal to look at, set-up to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from assistant.life.charters import review_due, standing, who_must_sign
from assistant.life.days import day_of, said_day
from assistant.life.endings import end_in_sight, over
from assistant.life.figures import begun, session_numbers, spelled
from assistant.life.milestones import due_milestones
from assistant.life.pulses import to_answer
from assistant.life.rhythms import pause_change_or_end, was_it_held
from assistant.life.session import Session, other
from assistant.life.setup import to_do
from assistant.life.snapshot import PairLife
from assistant.wording import Side

_SETTLED_FOR = timedelta(days=7)
_AFTER_FOR = timedelta(days=3)
"""So long after a session it is asked how it ended, and what it leaves to write about (own)."""
_STEPS = 3
"""Steps of the set-up that are asked for at once; the place called Pair has them all."""
_TOLD_APART = frozenset({"first", "sign", "partner_signs"})
"""Steps of the set-up that have a line of their own: that no session is planned, and the charter."""


class Waiting(StrEnum):
    """What kind of thing waits."""

    HELD = "was it held"
    MISSES = "two misses"
    ENDING = "end in sight"
    HOW_ENDED = "how it ended"
    AFTER = "questions after"
    PULSE = "pulse"
    CHARTER = "charter"
    REVIEW = "charter review"
    MILESTONE = "milestone"
    BASELINE = "baseline"
    SET_UP = "set-up"


@dataclass(frozen=True)
class ToDo:
    """One thing that waits, in a sentence.

    `id` is of the document it is about, of a step of the set-up its name; "" for none.
    """

    what: Waiting
    words: str
    id: str = ""


def waiting(life: PairLife, me: Side, now: datetime) -> tuple[ToDo, ...]:
    """What waits for `me`, what is most pressing first; nothing once the pair has ended.

    Everything in it may wait longer.
    """
    if over(life):
        return ()
    return (
        *_course(life, now),
        *_sessions(life, me, now),
        *_charter(life, me, now),
        *_goals(life, me, now),
        *_set_up(life, me, now),
    )


def _course(life: PairLife, now: datetime) -> Iterator[ToDo]:
    """What nobody said yet, and whether and how it goes on (brief, T4.17 and T12.2)."""
    if unsaid := was_it_held(life, now):
        yield ToDo(Waiting.HELD, _was_held(life, unsaid, now), unsaid[0].id)
    if question := pause_change_or_end(life, now):
        yield ToDo(Waiting.MISSES, question.words)
    if near := end_in_sight(life, now):
        yield ToDo(Waiting.ENDING, near)


def _was_held(life: PairLife, unsaid: tuple[Session, ...], now: datetime) -> str:
    """One question however many there are: who comes back after a break has other things to see."""
    if len(unsaid) > 1:
        return f"{spelled(len(unsaid))} sessions are past and nobody said whether they were held."
    number = session_numbers(life)[unsaid[0].id]
    day = said_day(day_of(unsaid[0].at, now), now.date())
    return f"Session {number} was planned for {day}. Was it held?"


def _sessions(life: PairLife, me: Side, now: datetime) -> Iterator[ToDo]:
    """What the last ones leave to be done."""
    numbers, partner = session_numbers(life), begun(life.called(other(me)))
    for one in to_answer(life, me, now):
        words = f"Three short questions about session {numbers[one.id]}."
        if (one.id, other(me)) in life.commitments:
            words += f" {partner} has answered; both open once you have."
        else:
            words += " Nobody sees your answers before both are in."
        yield ToDo(Waiting.PULSE, words, one.id)
    for one in _unsettled(life, now):
        words = f"Say how session {numbers[one.id]} ended: there is no summary of it yet."
        yield ToDo(Waiting.HOW_ENDED, words, one.id)
    for one in life.held_by(now)[-1:]:
        if now - one.over_at <= _AFTER_FOR:
            words = f"Three questions on session {numbers[one.id]}, for you alone."
            yield ToDo(Waiting.AFTER, words, one.id)


def _unsettled(life: PairLife, now: datetime) -> tuple[Session, ...]:
    """The last session, where it is not long ago and nobody wrote down how it ended.

    What was put off in it may wait: that is said where it is asked, but is no reason to ask.
    """
    return tuple(
        one
        for one in life.held_by(now)[-1:]
        if now - one.over_at <= _SETTLED_FOR and one.id not in life.summaries
    )


def _charter(life: PairLife, me: Side, now: datetime) -> Iterator[ToDo]:
    charter = standing(life)
    if charter.current is not None and me in charter.missing:
        words = f"The charter waits for your signature. {begun(who_must_sign(life, me))}"
        yield ToDo(Waiting.CHARTER, words, charter.current.id)
    elif due := review_due(life, now):
        yield ToDo(Waiting.REVIEW, due, charter.agreed.id if charter.agreed else "")


def _goals(life: PairLife, me: Side, now: datetime) -> Iterator[ToDo]:
    mine = [goal for goal in life.goals if goal.side is me and goal.open]
    due = {goal.id: milestone for goal, milestone in due_milestones(life, now)}
    for goal in mine:
        if milestone := due.get(goal.id):
            kind = milestone.kind.value
            words = f"A {kind} look at your goal “{goal.what}”: what moved, and what next?"
            yield ToDo(Waiting.MILESTONE, words, goal.id)
        elif goal.baseline is None:
            words = f"Your goal “{goal.what}” has no starting point yet: do a real task once."
            yield ToDo(Waiting.BASELINE, words, goal.id)


def _set_up(life: PairLife, me: Side, now: datetime) -> Iterator[ToDo]:
    """The first steps that are still to do."""
    left = [step for step in to_do(life, me, now) if step.name not in _TOLD_APART]
    for step in left[:_STEPS]:
        yield ToDo(Waiting.SET_UP, step.sentence, step.name)
