"""Goals, wins, actions and what was given, said otherwise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assistant.errors import Trouble
from assistant.life.actions import added
from assistant.life.exchange import given
from assistant.life.goal import Aim, GoalField
from assistant.life.goals import based, dropped, new_goal, won
from assistant.life.rewording import (
    action_reworded,
    given_reworded,
    goal_reworded,
    win_reworded,
)
from assistant.life.snapshot import PairLife
from assistant.wording import Side

NOW = datetime(2026, 11, 3, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)
EMPTY = PairLife.of([])


def test_a_goal_keeps_what_was_rated() -> None:
    goal = new_goal(EMPTY, Side.MENTEE, "read it", GoalField.WORK, Aim.OUTCOME, NOW)
    goal = based(goal, "the task", "slow", 3, NOW)
    other = goal_reworded(
        PairLife.of([goal]),
        goal,
        "read the dashboard",
        GoalField.UNDERSTANDING,
        Aim.LEARNING,
        if_="it is Monday",
        then="I open it",
    )
    assert (other.id, other.baseline, other.quarter) == (goal.id, goal.baseline, goal.quarter)
    assert (other.what, other.if_) == ("read the dashboard", "it is Monday")
    assert other.field is GoalField.UNDERSTANDING
    with pytest.raises(Trouble, match="two halves"):
        goal_reworded(EMPTY, goal, "read it", goal.field, goal.aim, if_="only one half")
    with pytest.raises(Trouble, match="empty"):
        goal_reworded(EMPTY, goal, " ", goal.field, goal.aim)
    with pytest.raises(Trouble, match="quarter"):
        goal_reworded(EMPTY, goal, "read it", goal.field, goal.aim, quarter="next spring")


def test_two_open_goals_do_not_say_the_same() -> None:
    first = new_goal(EMPTY, Side.MENTEE, "read it", GoalField.WORK, Aim.LEARNING, NOW)
    second = new_goal(EMPTY, Side.MENTEE, "ask it", GoalField.WORK, Aim.LEARNING, NOW)
    life = PairLife.of([first, second])
    with pytest.raises(Trouble, match="says the same"):
        goal_reworded(life, second, "READ it", second.field, second.aim)
    ended = PairLife.of([dropped(first, "too big", NOW), second])
    assert goal_reworded(ended, second, "READ it", second.field, second.aim).what == "READ it"


def test_a_win_and_what_was_given() -> None:
    win = won(Side.MENTOR, "it worked", "there", "Ines", NOW, goal="g1")
    other = win_reworded(win, Side.MENTEE, "it worked twice", "", "", goal=None)
    assert (other.id, other.at, other.side) == (win.id, NOW, Side.MENTEE)
    assert (other.what, other.where_used, other.goal) == ("it worked twice", "", None)
    gave = given(Side.MENTOR, "a way to ask", NOW)
    assert given_reworded(gave, Side.MENTEE, "two ways").side is Side.MENTEE
    for change in (
        lambda: win_reworded(win, Side.MENTOR, "", "", ""),
        lambda: given_reworded(gave, Side.MENTOR, " "),
    ):
        with pytest.raises(Trouble, match="empty"):
            change()


def test_an_action_keeps_a_day_that_has_passed() -> None:
    action = added(Side.MENTOR, "send the links", NOW, due=NOW.date())
    later = NOW + 9 * DAY
    same = action_reworded(action, "send both links", action.due, later)
    assert (same.what, same.due, same.since) == ("send both links", action.due, NOW)
    assert action_reworded(action, "send", None, later).due is None
    with pytest.raises(Trouble, match="is past"):
        action_reworded(action, "send", NOW.date() + DAY, later)
