"""What was set or noted, said otherwise: the wording changes, and what it stands for stays."""

from __future__ import annotations

from datetime import date, datetime

from assistant.errors import wrong_usage
from assistant.life.actions import due_on
from assistant.life.document import typed_line
from assistant.life.goal import Aim, Goal, GoalField, Win
from assistant.life.goals import planned
from assistant.life.made import with_fields
from assistant.life.session import Action, Given
from assistant.life.snapshot import PairLife
from assistant.wording import Side


def goal_reworded(
    life: PairLife,
    goal: Goal,
    what: str,
    field: GoalField,
    aim: Aim,
    *,
    if_: str = "",
    then: str = "",
    quarter: str = "",
) -> Goal:
    """The same goal in other words, with what was rated as it was; "" leaves the quarter.

    Raises Trouble for empty words, half a plan, and words in which another goal is open already.
    """
    line = typed_line(what, "goal")
    twins = [
        one
        for one in life.goals
        if one.id != goal.id and one.side is goal.side and one.open and goal.open
    ]
    if any(one.what.casefold() == line.casefold() for one in twins):
        raise wrong_usage("Another goal of yours says the same.", "Say it otherwise.")
    changed = with_fields(goal, what=line, field=field, aim=aim, quarter=quarter or goal.quarter)
    return planned(changed, if_, then)


def win_reworded(
    win: Win, side: Side, what: str, where_used: str, who_noticed: str, *, goal: str | None = None
) -> Win:
    """The same win in other words. Raises Trouble where it says nothing."""
    return with_fields(
        win,
        side=side,
        what=typed_line(what, "win"),
        where_used=where_used,
        who_noticed=who_noticed,
        goal=goal,
    )


def given_reworded(given: Given, side: Side, what: str) -> Given:
    """What was given, in other words, or by the other of the two. Raises Trouble."""
    return with_fields(given, side=side, what=typed_line(what, "line"))


def action_reworded(
    action: Action, what: str, due: date | None, now: datetime, *, zone: str = ""
) -> Action:
    """The same action in other words, for another day or for none.

    A day that has passed may stay; another has to be still to come. Raises Trouble.
    """
    changed = with_fields(action, what=typed_line(what, "action"))
    return changed if due == action.due else due_on(changed, due, now, zone=zone)
