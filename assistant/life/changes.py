"""What changed since the last session that was held, in sentences, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from assistant.life.days import day_of, said_day
from assistant.life.figures import session_numbers
from assistant.life.goal import GoalState
from assistant.life.session import ActionState, Session
from assistant.life.snapshot import SIDES, PairLife
from assistant.wording import Side

_MOST = 6
_START = datetime.min.replace(tzinfo=UTC)


def changes(life: PairLife, me: Side, now: datetime) -> tuple[str, ...]:
    """What is new since the last held session ended: at most six sentences, and how many more there are.

    Wins, actions done, a charter signed by both, a pulse that both opened, a goal reached. What stands in
    the future is left out.
    """
    after = last_end(life)
    found = [one for one in _found(life, me, now) if after < one[0] <= now]
    found.sort(key=lambda one: one[0], reverse=True)
    told = [words for _, words in found]
    if len(told) > _MOST:
        told = [*told[:_MOST], f"And {len(told) - _MOST} more."]
    return tuple(told)


def last_end(life: PairLife) -> datetime:
    """When the last held session ended; the first moment there is where none was held."""
    return _end_of(life.held[-1]) if life.held else _START


def _end_of(session: Session) -> datetime:
    if session.ended is not None:
        return session.ended
    try:
        return session.at + timedelta(minutes=session.minutes)
    except OverflowError:
        return session.at


def _found(life: PairLife, me: Side, now: datetime) -> Iterator[tuple[datetime, str]]:
    """Each change with its moment."""

    def day(moment: datetime) -> str:
        return said_day(day_of(moment, now), now.date())

    for win in life.wins:
        yield win.at, f"A win of {_whose(life, win.side, me)}, {day(win.at)}: {_bare(win.what)}."
    for action in life.actions:
        if action.state is ActionState.DONE and action.ended is not None:
            who = "you" if action.side is me else life.called(action.side)
            yield action.ended, f"Done by {who}, {day(action.ended)}: {_bare(action.what)}."
    for goal in life.goals:
        if goal.state is GoalState.REACHED and goal.ended is not None:
            whose = _whose(life, goal.side, me)
            yield goal.ended, f"A goal of {whose} is reached: {_bare(goal.what)}."
    yield from _signed(life)
    yield from _opened(life)


def _signed(life: PairLife) -> Iterator[tuple[datetime, str]]:
    if not life.charters:
        return
    latest = life.charters[-1]
    signed = {one.side: one.at for one in life.signatures if one.digest == latest.digest}
    if len(signed) == len(SIDES):
        yield max(signed.values()), f"Both signed version {latest.number} of the charter."


def _opened(life: PairLife) -> Iterator[tuple[datetime, str]]:
    numbers = session_numbers(life)
    both: dict[str, list[datetime]] = {}
    for (session, _), reveal in life.reveals.items():
        both.setdefault(session, []).append(reveal.at)
    for session, moments in both.items():
        if len(moments) == len(SIDES):
            named = f"session {numbers[session]}" if session in numbers else "a session"
            yield max(moments), f"The pulse after {named} is open to both."


def _whose(life: PairLife, side: Side, me: Side) -> str:
    return "yours" if side is me else f"{life.called(side)}'s"


def _bare(text: str) -> str:
    return text.rstrip(".")
