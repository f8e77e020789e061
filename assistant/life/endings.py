"""Ending well: in sight from the start, said two sessions before, closed with a list, then over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assistant.errors import wrong_usage
from assistant.life.course import Afterwards, Ending, Learned, Thanks
from assistant.life.days import day_of, days_before, plain_day
from assistant.life.figures import spelled
from assistant.life.goal import Goal, GoalState
from assistant.life.made import dated, lines_of, made, with_fields
from assistant.life.session import other
from assistant.life.snapshot import PairLife
from assistant.wording import Side

SAID_BEFORE = 2
"""Sessions before the end at which it is said (brief, T12.2)."""
_MOST = 200
_REPEATED = {GoalState.OPEN, GoalState.REACHED}
AFTERWARDS = {
    Afterwards.STOP: "stop here",
    Afterwards.INFORMAL: "meet informally, in months you name",
    Afterwards.SWAP: "change places",
    Afterwards.NEW_PAIR: "each take another partner",
}
"""What may come next (brief, T12.7)."""


# --- how far it is -----------------------------------------------------------------------------------


def sessions_left(life: PairLife, now: datetime) -> int | None:
    """Sessions until the end that was named; None where none was.

    Those planned up to that day, and what the rhythm has room for after them.
    """
    ends = life.rhythm.ends
    if ends is None:
        return None
    days = [day_of(one.at, now) for one in life.sessions if one.planned and one.at >= now]
    planned = [day for day in days if day <= ends]
    if days and days[-1] > ends:
        return len(planned)
    return len(planned) + _room(life, now, planned[-1] if planned else None, ends)


def _room(life: PairLife, now: datetime, last: date | None, ends: date) -> int:
    """Sessions that the rhythm has room for after the last that is planned."""
    today, step = now.date(), 7 * life.rhythm.weeks
    first = life.rhythm.first
    held = life.held_by(now)
    if last is None and not held and first is not None and day_of(first, now) >= today:
        last = days_before(day_of(first, now), step)
    if last is None:
        last = day_of(held[-1].at, now) if held else today
        behind = (today - last).days
        if behind > step:  # a lapse: the rhythm goes on from tomorrow
            last = days_before(today, step - 1)
    return max(0, min(_MOST, (ends - last).days // step))


def end_near(life: PairLife, now: datetime) -> str:
    """That the end the pair named is near or past, in a sentence; "" where it is not, or over."""
    ends, left = life.rhythm.ends, sessions_left(life, now)
    if over(life) or ends is None or left is None or left > SAID_BEFORE:
        return ""
    end = plain_day(ends, now.date())
    if now.date() > ends:
        return f"The end you named, {end}, has passed."
    if not left:
        return f"By your rhythm no session falls before {end}, the end you named."
    many = "session is" if left == 1 else "sessions are"
    return f"{spelled(left)} {many} left before {end}, the end you named."


def end_in_sight(life: PairLife, now: datetime) -> str | None:
    """The same and what to do about it; None where there is nothing to say."""
    near = end_near(life, now)
    if not near:
        return None
    if life.rhythm.ends is not None and now.date() > life.rhythm.ends:
        return f"{near} Close it together, or move the date once."
    todo = {
        0: "Plan one to close in, or say goodbye in a note.",
        1: "It is the one to close in.",
    }
    left = sessions_left(life, now) or 0
    return f"{near} {todo.get(left, 'What must still happen in them?')}"


def over(life: PairLife) -> bool:
    """Whether the pair has ended."""
    return life.ending is not None and life.ending.ended is not None


# --- what closing takes ------------------------------------------------------------------------------


@dataclass(frozen=True)
class ClosingStep:
    """Something to do in the closing: a name for it, a sentence for whose list it is, and whether done."""

    name: str
    sentence: str
    done: bool = False


def closing_list(life: PairLife, side: Side, now: datetime) -> tuple[ClosingStep, ...]:
    """What `side` does in the closing, from what is kept (brief, T12.3 to T12.12)."""
    return (*_repeats(life, side, now), *_own(life, side), *_together(life, side))


def _repeats(life: PairLife, side: Side, now: datetime) -> Iterator[ClosingStep]:
    begun = _closing_began(life)
    for goal in life.goals:
        if goal.side is side and goal.baseline is not None and goal.state in _REPEATED:
            yield ClosingStep(
                f"repeat {goal.id}",
                f"Do the task of {dated(goal.baseline.at)} once more for “{goal.what}”, before you "
                "look at what you made then.",
                _looked_since(goal, begun, now),
            )


def _closing_began(life: PairLife) -> date | None:
    """From when on a look at a goal counts as the one at the end."""
    days = [life.ending.at.date()] if life.ending else []
    if life.rhythm.ends is not None:
        days.append(days_before(life.rhythm.ends, 7 * life.rhythm.weeks * SAID_BEFORE))
    return min(days, default=None)


def _looked_since(goal: Goal, begun: date | None, now: datetime) -> bool:
    looks = [day_of(look.at, now) for look in goal.looks]
    return bool(looks) and (begun is None or max(looks) >= begun)


def _own(life: PairLife, side: Side) -> Iterator[ClosingStep]:
    partner = life.called(other(side))
    learned = life.learned.get(side)
    thanks = life.ending.thanks if life.ending else None
    yield ClosingStep(
        "learned",
        f"Say what you learned from {partner}, each with the day you first used it.",
        bool(learned and learned.learned),
    )
    if side is Side.MENTEE:
        goes_on = "Choose one practice that goes on without anybody reminding you."
        told = {
            None: f"Ask {partner} whether thanks in writing would help, who reads them, what stays out.",
            Thanks.WANTED: f"Write {partner} the thanks: what, when, what you do now, five sentences.",
        }
        thank = told.get(thanks, f"{partner} has your thanks, or wants none in writing.")
        thanked = thanks in {Thanks.GIVEN, Thanks.NOT_WANTED}
    else:
        goes_on = "Choose one thing you practised as a mentor that goes on."
        thank = (
            f"Tell {partner} whether you want thanks in writing, and which two facts would help."
        )
        thanked = thanks is not None
    yield ClosingStep("goes_on", goes_on, bool(learned and learned.goes_on))
    yield ClosingStep("thanks", thank, thanked)


def _together(life: PairLife, side: Side) -> Iterator[ClosingStep]:
    ending = life.ending
    partner = life.called(other(side))
    yield ClosingStep(
        "afterwards",
        f"Decide what comes next; write yours down before you hear {partner}’s, and of two wishes the "
        "one that asks for less time counts.",
        bool(ending and ending.afterwards),
    )
    yield ClosingStep(
        "notes",
        "Decide what happens to what is written down; what was confidential stays so.",
        bool(ending and ending.notes),
    )
    yield ClosingStep(
        "lessons",
        "If there is a coordinator, write two lines on how it was arranged, nothing on what was said.",
        bool(ending and ending.lessons),
    )


# --- what is typed -----------------------------------------------------------------------------------


def ending_with(
    life: PairLife,
    now: datetime,
    *,
    afterwards: Afterwards | None = None,
    notes: str | None = None,
    thanks: Thanks | None = None,
    lessons: str | None = None,
) -> Ending:
    """How the pair ends, with what was typed; None leaves a field as it is. Raises Trouble."""
    typed = {"afterwards": afterwards, "notes": notes, "thanks": thanks, "lessons": lessons}
    fields: dict[str, Any] = {name: told for name, told in typed.items() if told is not None}
    return with_fields(life.ending or Ending(at=now), **fields)


def learned_with(
    life: PairLife,
    side: Side,
    now: datetime,
    *,
    learned: Iterable[str] | None = None,
    goes_on: Iterable[str] | None = None,
) -> Learned:
    """What `side` learned and goes on doing, with what was typed. Raises Trouble."""
    known = life.learned.get(side) or made(Learned, id=side.value, side=side, at=now)
    lists = {"learned": learned, "goes_on": goes_on}
    fields = {name: lines_of(typed) for name, typed in lists.items() if typed is not None}
    return with_fields(known, **fields, at=now)


def concluded(life: PairLife, afterwards: Afterwards, notes: str, now: datetime) -> Ending:
    """The end itself. Sessions that are still planned are the caller's to cancel.

    Raises Trouble where the pair has ended already.
    """
    if life.ending is not None and life.ending.ended is not None:
        raise wrong_usage(f"This pair ended on {dated(life.ending.ended)}.")
    ending = ending_with(life, now, afterwards=afterwards, notes=notes)
    return with_fields(ending, ended=now)
