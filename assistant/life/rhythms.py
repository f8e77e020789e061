"""The rhythm of a pair: the date that comes next, what was missed, and what two misses ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from assistant.life.dates import first_after, fixed, in_zone, too_far
from assistant.life.session import Session
from assistant.life.snapshot import PairLife
from assistant.life.zones import zone_named

ASKED_AFTER = timedelta(days=1)
MISSED_AFTER = timedelta(days=7)
"""When a planned session that nobody spoke of again counts as missed (own)."""


# --- the next date -------------------------------------------------------------------------------------


def next_session(life: PairLife, now: datetime) -> Session | None:
    """The planned session that comes next, or is on now."""
    ahead = (one for one in life.sessions if one.planned)
    return next((one for one in ahead if now - one.at < timedelta(minutes=one.minutes)), None)


def usual_zone(life: PairLife) -> str:
    """The zone the pair means its dates in: the rhythm's, else the last session's, else ""."""
    named = [life.rhythm.zone, *(one.zone for one in reversed(life.sessions))]
    return next((name for name in named if zone_named(name)), "")


def next_date(life: PairLife, now: datetime) -> datetime | None:
    """When the next session might be: the rhythm's weeks after the last that was held or is planned.

    The time of day stays, by the clocks of its zone. It is after `now`. None where nothing says when,
    and where it would be after the end that the pair named.
    """
    if life.ending and life.ending.ended:
        return None
    found = _by_rhythm(life, now)
    if found is None or (life.rhythm.ends and found.date() > life.rhythm.ends):
        return None
    return found


def _by_rhythm(life: PairLife, now: datetime) -> datetime | None:
    rhythm = life.rhythm
    usual = [one for one in life.sessions if one.planned or one.held]
    while usual and too_far(usual[-1].at, now):  # a slip of the pen is no rhythm
        usual.pop()
    if usual:
        last = usual[-1]
        zone = last.zone if zone_named(last.zone) else usual_zone(life)
        return first_after(last.at, rhythm.weeks, zone, now)
    if rhythm.first is None:
        return None
    if rhythm.first > now:
        return fixed(in_zone(rhythm.first, rhythm.zone))
    return first_after(rhythm.first, rhythm.weeks, rhythm.zone, now)


# --- misses --------------------------------------------------------------------------------------------


def was_it_held(life: PairLife, now: datetime) -> tuple[Session, ...]:
    """The planned sessions whose time was a day ago or more: did they take place? The oldest first."""
    return tuple(one for one in life.sessions if one.planned and now - one.at >= ASKED_AFTER)


def missed_at(session: Session, now: datetime) -> bool:
    """Whether a session counts as missed at `now`.

    One that was called off counts once its time is past; one nobody spoke of again, a week after it.
    """
    if session.planned:
        return now - session.at >= MISSED_AFTER
    return session.missed and session.at <= now


def misses_running(life: PairLife, now: datetime) -> int:
    """How many sessions were missed since the last that took place."""
    count = 0
    for session in reversed(life.sessions):
        if session.held:
            break
        count += missed_at(session, now)
    return count


# --- after misses --------------------------------------------------------------------------------------


class AfterMisses(StrEnum):
    """What a pair may choose after two misses."""

    PAUSE = "pause"
    CHANGE = "change"
    END = "end"


@dataclass(frozen=True)
class Question:
    """A question to both, and what they may answer, each said in a sentence."""

    words: str
    choices: tuple[tuple[AfterMisses, str], ...]


_CHOICES = (
    (AfterMisses.PAUSE, "Pause: name the day on which you look at it again."),
    (AfterMisses.CHANGE, "Change: another day, a shorter session, more weeks between."),
    (AfterMisses.END, "End: one last short session, to say what you learned."),
)
_ENOUGH = 2


def pause_change_or_end(life: PairLife, now: datetime) -> Question | None:
    """What to ask after two misses running (brief, T4.17); None before that, and after the ending."""
    count = misses_running(life, now)
    if count < _ENOUGH or (life.ending and life.ending.ended):
        return None
    many = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}.get(count, f"{count:,}")
    words = f"{many} sessions in a row did not take place. It happens. Pause, change or end?"
    return Question(words, _CHOICES)
