"""Actions and the parking lot: what is owed, since when, and what waits for its turn.

What is open is carried over from session to session until it is done or dropped.
"""

from __future__ import annotations

from datetime import date, datetime

from assistant.errors import wrong_usage
from assistant.life import days
from assistant.life.dates import YEARS_AHEAD, in_zone
from assistant.life.document import typed_line
from assistant.life.made import made, with_fields, years_after
from assistant.life.session import Action, ActionState, Parked, Session
from assistant.life.snapshot import SIDES, PairLife
from assistant.wording import Side

# --- actions -------------------------------------------------------------------------------------------


def added(
    side: Side,
    what: str,
    now: datetime,
    *,
    due: date | None = None,
    session: str | None = None,
    goal: str | None = None,
    zone: str = "",
) -> Action:
    """An action that one of the two takes on. `zone` tells what day it is where they are.

    Raises Trouble where it says nothing, has no owner, or is due on a day that is past.
    """
    if side not in SIDES:
        raise wrong_usage("An action has one owner.", "Say which of you does it.")
    what = typed_line(what, "action")
    _day_to_come(due, in_zone(now, zone).date())
    return made(Action, side=side, what=what, since=now, due=due, session=session, goal=goal)


def _day_to_come(due: date | None, today: date) -> None:
    if due is None:
        return
    if due < today:
        raise wrong_usage(f"{days.full_day(due)} is past.", "Choose a day still to come, or none.")
    if due > years_after(today, YEARS_AHEAD):
        raise wrong_usage(
            f"{days.full_day(due)} is more than two years ahead.", "Choose a nearer day."
        )


def due_on(action: Action, due: date | None, now: datetime, *, zone: str = "") -> Action:
    """The action for another day, or for none. Raises Trouble for a day that is past."""
    _day_to_come(due, in_zone(now, zone).date())
    return with_fields(action, due=due)


def done(action: Action, now: datetime) -> Action:
    """The action as done."""
    return with_fields(action, state=ActionState.DONE, ended=now)


def dropped(action: Action, now: datetime) -> Action:
    """The action as no longer wanted; no reason has to be given."""
    return with_fields(action, state=ActionState.DROPPED, ended=now)


def reopened(action: Action) -> Action:
    """The action as owed again, since when it always was."""
    return with_fields(action, state=ActionState.OPEN, ended=None)


def open_actions(life: PairLife, side: Side | None = None) -> tuple[Action, ...]:
    """What is owed, by one side or by both, the oldest first."""
    return tuple(one for one in life.actions if one.open and side in {None, one.side})


def carried_over(life: PairLife, session: Session) -> tuple[Action, ...]:
    """What was owed before `session` and still is: what it may begin with. The oldest first."""
    begins = session.began or session.at
    return tuple(
        one for one in open_actions(life) if one.session != session.id and one.since < begins
    )


# --- the parking lot -----------------------------------------------------------------------------------


def parked(what: str, now: datetime, *, session: str | None = None) -> Parked:
    """Something put off for a later session. Raises Trouble where it says nothing."""
    return made(Parked, what=typed_line(what, "line"), since=now, session=session)


def taken_up(one: Parked, now: datetime) -> Parked:
    """Something put off as having had its turn."""
    return with_fields(one, state=ActionState.DONE, ended=now)


def let_go(one: Parked, now: datetime) -> Parked:
    """Something put off as no longer wanted."""
    return with_fields(one, state=ActionState.DROPPED, ended=now)


def put_back(one: Parked) -> Parked:
    """Something put off as waiting again."""
    return with_fields(one, state=ActionState.OPEN, ended=None)


def waiting(life: PairLife) -> tuple[Parked, ...]:
    """What was put off and waits, the oldest first."""
    return tuple(one for one in life.parked if one.open)


# --- words ---------------------------------------------------------------------------------------------


def since(one: Action | Parked, now: datetime, zone: str = "") -> str:
    """How long it has been there: “since yesterday”, “since Tuesday”, “since 3 March”.

    Days are those of `zone`, or of each moment's own offset where there is none.
    """
    day, today = in_zone(one.since, zone).date(), in_zone(now, zone).date()
    return days.since(min(day, today), today)


def due_words(action: Action, now: datetime, zone: str = "") -> str:
    """What there is to say of the day it is meant for, without blame; "" where there is none."""
    if action.due is None or not action.open:
        return ""
    today = in_zone(now, zone).date()
    if action.due < today:
        return f"was meant for {days.said_day(action.due, today)}; still wanted?"
    return f"for {days.said_day(action.due, today)}"
