"""Goals from where to where: set, begun with a task, looked at again, ended honestly; and wins.

Ratings are their owner's own and are never put beside somebody else's (brief, T6.7).
"""

from __future__ import annotations

from datetime import date, datetime

from assistant.errors import wrong_usage
from assistant.life.document import typed_line
from assistant.life.goal import Aim, Baseline, Goal, GoalField, GoalState, Look, Win
from assistant.life.made import made, with_fields, with_id
from assistant.life.snapshot import PairLife
from assistant.wording import Side, one_line

_OPEN_OR_REACHED = {GoalState.OPEN, GoalState.REACHED}


# --- setting -----------------------------------------------------------------------------------------


def quarter_of(day: date) -> str:
    """The quarter of a day, as “2026-Q4”."""
    return f"{day.year:04}-Q{(day.month - 1) // 3 + 1}"


def new_goal(
    life: PairLife,
    side: Side,
    what: str,
    field: GoalField,
    aim: Aim,
    now: datetime,
    *,
    if_: str = "",
    then: str = "",
    quarter: str | None = None,
    new_id: str = "",
) -> Goal:
    """A goal of `side` for the quarter of `now`, or the one that is named.

    Raises Trouble for empty or too long words, half a plan, and a goal that is open already.
    """
    what = typed_line(what, "goal")
    if any(goal.what.casefold() == what.casefold() for goal in _open(life, side)):
        raise wrong_usage("This goal is open already.", "Change that one, or say it otherwise.")
    goal = made(
        Goal,
        **with_id(new_id),
        side=side,
        what=what,
        field=field,
        aim=aim,
        since=now,
        quarter=quarter or quarter_of(now.date()),
    )
    return planned(goal, if_, then)


def _open(life: PairLife, side: Side) -> list[Goal]:
    return [goal for goal in life.goals if goal.side is side and goal.open]


def planned(goal: Goal, if_: str, then: str) -> Goal:
    """The goal with its plan, if this comes up, then I will do that; with neither, without one.

    Raises Trouble for one without the other: it is the link of the two that helps (brief, T6.4).
    """
    if _empty(if_) is not _empty(then):
        missing = "when you will do it" if _empty(if_) else "what you will do then"
        raise wrong_usage(
            f"A plan has two halves, and {missing} is missing.",
            "Say both, as in: if the Monday report lands, then I try the filter first.",
        )
    return with_fields(goal, if_=if_, then=then)


def _empty(text: str) -> bool:
    return not one_line(text.encode("utf-8", "replace").decode())


def suggested_fields(life: PairLife, side: Side, now: datetime) -> tuple[GoalField, ...]:
    """Which of work, understanding and relationship have no goal of `side` this quarter (brief, T6.3)."""
    quarter = quarter_of(now.date())
    there = {
        goal.field
        for goal in life.goals
        if goal.side is side and goal.quarter == quarter and goal.state in _OPEN_OR_REACHED
    }
    return tuple(field for field in GoalField if field not in there)


SUGGESTIONS = {
    Side.MENTOR: {
        GoalField.WORK: "Being seen: who should know what you can do, and by which month?",
        GoalField.UNDERSTANDING: "What would you like to understand of how things are decided?",
        GoalField.RELATIONSHIP: (
            "Teaching: one thing you practise that can be heard, such as asking before you tell."
        ),
    },
    Side.MENTEE: {
        GoalField.WORK: "What will you do differently in your own work by the end of the quarter?",
        GoalField.UNDERSTANDING: (
            "Which rule or routine would you like to see as {partner} sees it?"
        ),
        GoalField.RELATIONSHIP: (
            "What would you like the two of you to do, such as saying so when you disagree?"
        ),
    },
}
"""A question for each field. The mentor's are a skill in teaching and one in being seen (brief, T6.14)."""


def suggestions(life: PairLife, side: Side, now: datetime) -> dict[GoalField, str]:
    """A question that leads to a goal, for each field that has none of `side` this quarter."""
    partner = life.called(Side.MENTEE if side is Side.MENTOR else Side.MENTOR)
    asked = SUGGESTIONS[side]
    return {
        field: asked[field].replace("{partner}", partner)
        for field in suggested_fields(life, side, now)
    }


def aim_hint(what: str, aim: Aim) -> str:
    """A sentence where a goal for learning has a figure in it, else "" (brief, T6.2)."""
    if aim is Aim.OUTCOME or not any(letter.isdecimal() for letter in what):
        return ""
    return (
        "There is a figure in it. While a skill is new and has many parts, finding three ways to do "
        "it tends to help more than a score."
    )


# --- from where to where -----------------------------------------------------------------------------


def based(
    goal: Goal, task: str, result: str, rating: int, now: datetime, *, file: str = ""
) -> Goal:
    """The goal with its start: a real task done once, and a self-rating from 1 to 10 (brief, T6.6).

    `file` says where what was made is kept; it is never read. Raises Trouble once it was looked at
    again: the start then stays what it was, and hindsight has a place of its own.
    """
    if goal.looks:
        raise wrong_usage(
            "You have looked at this goal again since, so its start stays as it was.",
            "Say instead where you started, knowing what you know now.",
        )
    start = made(Baseline, at=now, task=task, result=result, file=file, rating=_rating(rating))
    return with_fields(goal, baseline=start)


def looked_at(goal: Goal, rating: int, now: datetime, *, result: str = "", file: str = "") -> Goal:
    """The goal with another look: the same task, the same question. Raises Trouble."""
    look = made(Look, at=now, rating=_rating(rating), result=result, file=file)
    return with_fields(goal, looks=(*goal.looks, look))


def in_hindsight(goal: Goal, rating: int) -> Goal:
    """The goal with where its owner started, knowing what they know now (brief, T6.8).

    Raises Trouble before it was looked at again.
    """
    if not goal.looks:
        raise wrong_usage(
            "There is no later look at this goal yet.", "Look at it again first; then look back."
        )
    return with_fields(goal, hindsight=_rating(rating))


def _rating(rating: int) -> int:
    if not 1 <= rating <= 10:
        raise wrong_usage(f"A rating is 1 to 10, not {rating:,}.")
    return rating


# --- ending ------------------------------------------------------------------------------------------


def reached(goal: Goal, why: str, now: datetime) -> Goal:
    """The goal as reached; `why` may say what shows it. Raises Trouble."""
    return _ended(goal, GoalState.REACHED, why, now)


def changed(goal: Goal, why: str, now: datetime) -> Goal:
    """The goal as one that another took the place of. Raises Trouble without a reason.

    The goal may change, what is said of it may not (brief, T6.9): so it ends, and another begins.
    """
    return _ended(goal, GoalState.CHANGED, why, now)


def dropped(goal: Goal, why: str, now: datetime) -> Goal:
    """The goal as dropped. Raises Trouble without a reason."""
    return _ended(goal, GoalState.DROPPED, why, now)


def _ended(goal: Goal, state: GoalState, why: str, now: datetime) -> Goal:
    if not goal.open:
        raise wrong_usage("This goal has ended already.", "Set another one.")
    if state is not GoalState.REACHED and _empty(why):
        raise wrong_usage(
            "Say in a few words why.",
            "Is it no longer needed, too big for now, or was it never wanted?",
        )
    return with_fields(goal, state=state, ended=now, why=why)


# --- in words, and wins ----------------------------------------------------------------------------------


def path_words(goal: Goal, *, whose: str = "your") -> str:
    """From where to where in words; `whose` rating it is, as “your” or “Martin's”."""
    start = goal.baseline.rating if goal.baseline else None
    by = f"by {whose} own rating"
    if goal.now is None:
        told = "no starting point yet"
    elif not goal.looks:
        told = f"starts at {start} of 10, {by}"
    elif start is None:
        told = f"at {goal.now} of 10, {by}; where it started was not kept"
    elif start == goal.now:
        told = f"at {start} of 10 then and now, {by}"
    else:
        told = f"from {start} to {goal.now} of 10, {by}"
    if goal.hindsight is not None:
        told += f"; looking back, the start was a {goal.hindsight}"
    return told


def won(
    side: Side,
    what: str,
    where_used: str,
    who_noticed: str,
    now: datetime,
    *,
    goal: str | None = None,
    session: str | None = None,
    new_id: str = "",
) -> Win:
    """A win as evidence: what, where it was used, who noticed (brief, T6.12). Raises Trouble."""
    return made(
        Win,
        **with_id(new_id),
        at=now,
        side=side,
        what=typed_line(what, "win"),
        where_used=where_used,
        who_noticed=who_noticed,
        goal=goal,
        session=session,
    )
