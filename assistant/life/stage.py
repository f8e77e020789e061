"""How far the pair has come, told by its records: the triggers of the brief, section 3."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.life.charters import standing
from assistant.life.days import day_of, plain_day
from assistant.life.document import MAX_LINE
from assistant.life.endings import over, sessions_left
from assistant.life.pulse import LOW
from assistant.life.pulses import opened
from assistant.life.rhythms import missed_at
from assistant.life.session import ActionState
from assistant.life.snapshot import SIDES, PairLife
from assistant.wording import STAGES, Side, Stage

Told = tuple[Stage, str]
"""A stage and the reason for it."""

_FIRST_IS_NEAR = timedelta(hours=24)
"""Until so long before the first session each prepares alone; then its own agenda is due (own)."""
_UNSIGNED_UNTIL = 2
"""With so many sessions held, an unsigned charter no longer makes it a first session (own)."""
_ENOUGH = 3
"""Sessions until a pair is established, or drifts without actions (brief, section 3 and T4.11)."""
_LEFT = 2
"""With so many sessions left it is closing (brief, T12.2)."""
_REMEMBERED = 2
"""A low pulse is of one of so many sessions held last (own)."""
_DONE = ActionState.DONE
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


@dataclass(frozen=True)
class StageReading:
    """The stage, why in one sentence, whether it was chosen by hand, and what the records say."""

    stage: Stage
    reason: str
    chosen: bool
    by_records: Stage


def stage_of(life: PairLife, now: datetime) -> StageReading:
    """Return the stage of the pair at `now`; a stage chosen by hand goes before what the records say.

    Only what both may see is looked at: a pulse counts once it was opened. A charter that was never
    signed makes the first two sessions first ones; after that the agendas remind of it (own).
    """
    told, reason = _by_records(life, now)
    choice = life.stage_choice
    if choice is None or choice.stage is None:
        return StageReading(told, reason, False, told)
    chosen = f"Chosen by hand on {said(choice.at, now)}."
    if choice.stage is not told:
        chosen += f" Your records say “{STAGES[told]}”: {reason}"
    return StageReading(choice.stage, short(chosen, MAX_LINE), True, told)


def session_stage(life: PairLife, now: datetime) -> Stage:
    """The stage the next session's own agenda is for: a first session, where `stage_of` says before."""
    stage = stage_of(life, now).stage
    return Stage.FIRST if stage is Stage.BEFORE else stage


def _by_records(life: PairLife, now: datetime) -> Told:
    if over(life):
        return Stage.CLOSING, "The two of you have ended it."
    if life.held and (end := end_near(life, now)):
        return Stage.CLOSING, end
    if trouble := asks_for_repair(life, now) or _drift(life):
        return Stage.STUCK, trouble
    return _under_way(life) if life.held else _not_met(life, now)


def _not_met(life: PairLife, now: datetime) -> Told:
    """Before the first session, or at it."""
    planned = [one for one in life.sessions if one.planned]
    if not planned:
        return Stage.BEFORE, "No session is held yet, and none is planned."
    first = planned[0].at
    day = said(first, now)
    if first <= now:
        return Stage.FIRST, f"The first session was planned for {day}."
    if first - now <= _FIRST_IS_NEAR:
        return Stage.FIRST, f"The first session is on {day}."
    return Stage.BEFORE, f"The first session is still ahead, on {day}."


def _under_way(life: PairLife) -> Told:
    """After the first session."""
    number = len(life.held)
    held = f"{counted(number, 'session')} {'is' if number == 1 else 'are'} held"
    if number < _UNSIGNED_UNTIL and (unsigned := unsigned_by(life)):
        names = " and ".join(_name(life, side) for side in unsigned)
        return Stage.FIRST, f"{held}, and the charter still waits to be signed by {names}."
    if number < _ENOUGH:
        return Stage.EARLY, f"{held}; the first three are for settling in."
    applied = _applied(life)
    if not applied:
        return Stage.EARLY, f"{held}; no action is done yet, and no win says where it was used."
    return Stage.ESTABLISHED, f"{held}, and “{applied}” came of it."


# --- what the triggers look at -----------------------------------------------------------------------


def unsigned_by(life: PairLife) -> tuple[Side, ...]:
    """Who has yet to sign; nobody once any version of the charter was signed by both."""
    now = standing(life)
    if now.agreed is not None:
        return ()
    return tuple(side for side in SIDES if side not in now.signed_by)


def _applied(life: PairLife) -> str:
    """The latest action done, or win that was used, in its own words; "" where there is none."""
    told = [(one.ended or one.since, one.what) for one in life.actions if one.state is _DONE]
    told += [(win.at, win.what) for win in life.wins if win.where_used]
    return short(max(told)[1]) if told else ""


def asks_for_repair(life: PairLife, now: datetime) -> str:
    """Why repair should come before content, in a sentence; "" where nothing asks for it."""
    return _two_misses(life, now) or _unsafe(life, now)


def _two_misses(life: PairLife, now: datetime) -> str:
    last = [one for one in life.sessions if one.held or missed_at(one, now)][-2:]
    if len(last) < 2 or any(one.held for one in last):
        return ""
    first, second = (said(one.at, now) for one in last)
    return f"Two sessions running did not take place, {first} and {second}."


def _unsafe(life: PairLife, now: datetime) -> str:
    """What the last opened pulse says, if it is of one of the last two sessions held."""
    for session in reversed(life.held[-_REMEMBERED:]):
        if told := opened(life, session.id):
            if min(answers.safe for answers in told.values()) > LOW:
                return ""
            when = said(session.at, now)
            return f"In the session of {when} it did not feel safe to say everything."
    return ""


def _drift(life: PairLife) -> str:
    last = life.held[-_ENOUGH:]
    if len(last) < _ENOUGH:
        return ""
    ids, begun = {one.id for one in last}, min(one.at for one in last)
    # An action between sessions counts too.
    if any(one.session in ids or one.since >= begun for one in life.actions):
        return ""
    return "Three sessions running ended without an action."


def end_near(life: PairLife, now: datetime) -> str:
    """That the end the pair named is near or past, in a sentence; "" where it is not."""
    ends, left = life.rhythm.ends, sessions_left(life, now)
    if ends is None or left is None:
        return ""
    end = plain_day(ends, now.date())
    if ends < now.date():
        return f"The end you named, {end}, has passed."
    if left > _LEFT:
        return ""
    sessions = counted(left, "session")
    return f"{sessions} {'is' if left == 1 else 'are'} left before {end}, the end you named."


# --- words -------------------------------------------------------------------------------------------


def said(moment: datetime, now: datetime) -> str:
    """The day, as it stays right in a text that is kept: “3 March”, “3 March 2025”."""
    return plain_day(day_of(moment, now), now.date())


def short(text: str, most: int = 90) -> str:
    """`text` in at most `most` characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def counted(number: int, noun: str) -> str:
    """“Two sessions”."""
    told = _NUMBERS[number] if 0 <= number < len(_NUMBERS) else f"{number:,}"
    return f"{told} {noun}" + "s" * (number != 1)


def _name(life: PairLife, side: Side) -> str:
    return short(life.name(side), 40)
