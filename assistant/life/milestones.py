"""The days on which a goal is looked at: lightly each month, more fully each quarter (brief, T6.9)."""

from __future__ import annotations

from datetime import date, datetime

from assistant.errors import wrong_usage
from assistant.life.days import day_of
from assistant.life.goal import Goal, Milestone, MilestoneKind
from assistant.life.made import dated, made, months_after, with_fields
from assistant.life.snapshot import PairLife

_QUARTER = 3
_MOST = 60
"""Milestones of a goal, five years of them."""
WORDS = {
    MilestoneKind.MONTHLY: (
        "A short look: what has moved, what is next, is it still the goal you mean?"
    ),
    MilestoneKind.QUARTERLY: (
        "A longer look: repeat the task from the start, rate yourself again, look back, and keep, "
        "change or drop the goal."
    ),
}
"""What is done at each kind."""


def milestones_for(goal: Goal, until: date) -> tuple[Milestone, ...]:
    """The milestones from the goal's beginning to `until`, at most 60, the earliest first.

    They fall on its day of the month, or on the last where a month is shorter, each third a quarter's.
    What was set or done already stays.
    """
    begun = goal.since.date()
    known = {one.on: one for one in goal.milestones}
    for month in range(1, _MOST + 1):
        on = months_after(begun, month)
        if on > until or on <= begun:
            break
        kind = MilestoneKind.MONTHLY if month % _QUARTER else MilestoneKind.QUARTERLY
        known.setdefault(on, Milestone(kind=kind, on=on))
    kept = [one for one in known.values() if one.done is not None or one.on <= until]
    # What is done stays, whatever else has to go.
    kept.sort(key=lambda one: (one.done is None, one.on))
    return tuple(sorted(kept[:_MOST], key=lambda one: one.on))


def with_milestones(goal: Goal, until: date) -> Goal:
    """The goal with its milestones up to `until`."""
    return with_fields(goal, milestones=milestones_for(goal, until))


def _carried_on(goal: Goal, until: date) -> tuple[Milestone, ...]:
    """The milestones that were set, and those after the last of them up to `until`."""
    if not goal.milestones:
        return ()
    last = max(one.on for one in goal.milestones)
    later = (one for one in milestones_for(goal, until) if one.on > last)
    return (*goal.milestones, *later)


def due_milestones(life: PairLife, now: datetime) -> tuple[tuple[Goal, Milestone], ...]:
    """The milestone that is due of each open goal, the one longest due first.

    Of several only one, the fuller before the later: looking once makes up for the months before. They
    are due up to the day on which the pair ends as it stands now, not as it stood when the goal was set.
    """
    today = now.date()
    until = min(today, life.rhythm.ends or today)
    found = []
    for goal in life.goals:
        if not goal.open:
            continue
        milestones = _carried_on(goal, until)
        looked = max((one.on for one in milestones if one.done), default=date.min)
        if due := [one for one in milestones if not one.done and looked < one.on <= until]:
            fullest = max(due, key=lambda one: (one.kind is MilestoneKind.QUARTERLY, one.on))
            found.append((goal, fullest))
    return tuple(sorted(found, key=lambda pair: (pair[1].on, pair[0].id)))


def milestone_done(goal: Goal, on: date, words: str, now: datetime) -> Goal:
    """The goal with the milestone of that day done, and what is said of it.

    Raises Trouble where there is none on that day, or none that is due yet.
    """
    milestones = _carried_on(goal, on)
    if all(one.on != on for one in milestones):
        raise wrong_usage(f"This goal has no milestone on {dated(on)}.")
    if on > day_of(now, now):
        raise wrong_usage(
            f"The milestone of {dated(on)} is still to come.", "Look at the goal whenever you like."
        )
    return with_fields(
        goal,
        milestones=tuple(
            made(Milestone, kind=one.kind, on=one.on, done=now, words=words)
            if one.on == on
            else one
            for one in milestones
        ),
    )
