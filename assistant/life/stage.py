"""How far the pair has come, told by its records: the triggers of the brief, section 3."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.life.charters import standing
from assistant.life.course import AfterMisses
from assistant.life.days import day_of, plain_day
from assistant.life.document import MAX_LINE
from assistant.life.endings import end_near, over
from assistant.life.figures import spelled
from assistant.life.pulse import LOW
from assistant.life.pulse_words import UNSAFE
from assistant.life.pulses import opened
from assistant.life.rhythms import ENOUGH, misses_running
from assistant.life.session import ActionState, Session
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
_REMEMBERED = 2
"""A low pulse is of one of so many sessions held last (own)."""
_NAME = 40
"""Characters of a name in a reason."""
_DONE = ActionState.DONE


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
    held = life.held_by(now)
    if not held:  # who never met has nothing to close or to repair
        return _not_met(life, now)
    if end := closing(life, now):
        return Stage.CLOSING, end
    if trouble := asks_for_repair(life, now) or _drift(life, held):
        return Stage.STUCK, trouble
    return _under_way(life, len(held))


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


def _under_way(life: PairLife, number: int) -> Told:
    """After the first session; `number` were held."""
    held = f"{spelled(number)} {'session is' if number == 1 else 'sessions are'} held"
    if number < _UNSIGNED_UNTIL and (unsigned := unsigned_by(life)):
        names = " and ".join(life.called(side, _NAME) for side in unsigned)
        return Stage.FIRST, f"{held}, and the charter still waits to be signed by {names}."
    if number < _ENOUGH:
        return Stage.EARLY, f"{held}; the first three are for settling in."
    applied = _applied(life)
    if not applied:
        return Stage.EARLY, f"{held}; no action is done yet, and no win says where it was used."
    return Stage.ESTABLISHED, f"{held}, and “{applied}” came of it."


# --- what the triggers look at -----------------------------------------------------------------------


def closing(life: PairLife, now: datetime) -> str:
    """Why the next session closes, in a sentence; "" where it does not.

    The end that was named is near, or the pair has said what comes after it, or chose after two misses
    to end and has not met since.
    """
    if over(life):
        return ""
    if near := end_near(life, now):
        return near
    answer = life.misses_answer
    met = life.held_by(now)[-1:]
    if (
        answer is not None
        and answer.way is AfterMisses.END
        and not any(one.at >= answer.at for one in met)
    ):
        return "You chose to end, with one last session."
    if life.ending is not None and life.ending.afterwards is not None:
        return "You have said what comes after the end."
    return ""


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
    """Why repair should come before content, in a sentence; "" where nothing asks for it.

    Nothing does before the first session that took place.
    """
    return _two_misses(life, now) or _unsafe(life, now) if life.held_by(now) else ""


def _two_misses(life: PairLife, now: datetime) -> str:
    missed = misses_running(life, now)
    if len(missed) < ENOUGH:
        return ""
    first, second = (said(one.at, now) for one in missed[-ENOUGH:])
    return f"Two sessions running did not take place, {first} and {second}."


def _unsafe(life: PairLife, now: datetime) -> str:
    """What the last opened pulse says, if it is of one of the last two sessions held."""
    for session in reversed(life.held_by(now)[-_REMEMBERED:]):
        if told := opened(life, session.id):
            if min(answers.safe for answers in told.values()) > LOW:
                return ""
            return UNSAFE.format(day=said(session.at, now))
    return ""


def _drift(life: PairLife, held: Sequence[Session]) -> str:
    last = held[-_ENOUGH:]
    if len(last) < _ENOUGH:
        return ""
    ids, begun = {one.id for one in last}, min(one.at for one in last)
    # An action between sessions counts too.
    if any(one.session in ids or one.since >= begun for one in life.actions):
        return ""
    return "Three sessions running ended without an action."


# --- words -------------------------------------------------------------------------------------------


def said(moment: datetime, now: datetime) -> str:
    """The day, as it stays right in a text that is kept: “3 March”, “3 March 2025”."""
    return plain_day(day_of(moment, now), now.date())


def short(text: str, most: int = 90) -> str:
    """`text` in at most `most` characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
