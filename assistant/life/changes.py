"""What changed since the last session that was held, in sentences, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from assistant.life.charters import standing
from assistant.life.days import day_of, plain_day, said_day
from assistant.life.figures import bare, session_numbers, spelled
from assistant.life.goal import GoalState
from assistant.life.rhythms import next_session
from assistant.life.session import ActionState, Session
from assistant.life.snapshot import SIDES, PairLife
from assistant.wording import Side

_MOST = 6
_START = datetime.min.replace(tzinfo=UTC)


def changes(life: PairLife, me: Side, now: datetime) -> tuple[str, ...]:
    """What is new since the last held session ended: at most six sentences, and how many more there are.

    Wins, actions done or noted for `me`, the next session moved, sessions called off, a charter signed by
    both, a pulse that both opened, a goal reached. What stands in the future is left out.
    """
    after = _last_end(life, now)
    found = [one for one in _found(life, me, after, now) if after < one[0] <= now]
    found.sort(key=lambda one: one[0], reverse=True)
    told = [words for _, words in found]
    if len(told) > _MOST:
        told = [*told[:_MOST], f"And {len(told) - _MOST} more."]
    return tuple(told)


def _last_end(life: PairLife, now: datetime) -> datetime:
    """When the last held session ended; the first moment there is where none was held."""
    held = life.held_by(now)
    return held[-1].over_at if held else _START


def _found(
    life: PairLife, me: Side, after: datetime, now: datetime
) -> Iterator[tuple[datetime, str]]:
    """Each change with its moment; of what there may be thousands of, only what is new."""

    def day(moment: datetime) -> str:
        return said_day(day_of(moment, now), now.date())

    for win in life.wins:
        if after < win.at <= now:
            yield win.at, f"A win of {_whose(life, win.side, me)}, {day(win.at)}: {bare(win.what)}."
    for action in life.actions:
        if action.open and action.side is me and after < action.since <= now:
            yield action.since, f"New for you, {day(action.since)}: {bare(action.what)}."
        ended = action.ended if action.state is ActionState.DONE else None
        if ended is not None and after < ended <= now:
            who = "you" if action.side is me else life.called(action.side)
            yield ended, f"Done by {who}, {day(ended)}: {bare(action.what)}."
    for goal in life.goals:
        if goal.state is GoalState.REACHED and goal.ended is not None:
            whose = _whose(life, goal.side, me)
            yield goal.ended, f"A goal of {whose} is reached: {bare(goal.what)}."
    yield from _dates(life, now)
    yield from _signed(life)
    yield from _opened(life)


def _dates(life: PairLife, now: datetime) -> Iterator[tuple[datetime, str]]:
    """The next session moved, and what was called off; what was so in one change is one sentence."""
    coming = next_session(life, now)
    if coming is not None and coming.changed is not None and coming.moved_from:
        was, at = (
            plain_day(day_of(one, now), now.date()) for one in (coming.moved_from[-1], coming.at)
        )
        number = session_numbers(life)[coming.id]
        new = f"from {was} to {at}" if was != at else f"to another time on {at}"
        yield coming.changed, f"Session {number} was moved {new}."
    together: dict[datetime, list[Session]] = {}
    for one in life.sessions:
        if one.called_off_at is not None:
            together.setdefault(one.called_off_at, []).append(one)
    for moment, off in together.items():
        day = plain_day(day_of(off[0].at, now), now.date())
        why = f": {bare(off[0].why)}" if off[0].why else ""
        told = f"The session of {day} was called off{why}."
        if len(off) > 1:
            told = f"{spelled(len(off))} sessions were called off, the first that of {day}{why}."
        yield moment, told


def _signed(life: PairLife) -> Iterator[tuple[datetime, str]]:
    charter = standing(life)
    latest = charter.current
    if latest is None or charter.missing:
        return
    both = [one.at for one in life.signatures if one.digest == latest.digest]
    yield max(both), f"Both signed version {latest.number} of the charter."


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
