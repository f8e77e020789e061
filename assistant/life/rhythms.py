"""The rhythm of a pair: the date that comes next, what was missed, and what two misses ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.life.course import AfterMisses, MissesAnswer
from assistant.life.dates import first_after, fixed, in_zone, too_far
from assistant.life.endings import over
from assistant.life.figures import spelled
from assistant.life.session import Session
from assistant.life.snapshot import PairLife
from assistant.life.zones import zone_named

ASKED_AFTER = timedelta(days=1)
"""When a planned session that nobody spoke of is asked about (own)."""


# --- the next date -------------------------------------------------------------------------------------


def next_session(life: PairLife, now: datetime) -> Session | None:
    """The planned session that comes next, or is on now."""
    return next((one for one in life.sessions if one.planned and one.over_at > now), None)


def usual_zone(life: PairLife) -> str:
    """The zone the pair means its dates in: the rhythm's, else the last session's, else ""."""
    named = [life.rhythm.zone, *(one.zone for one in reversed(life.sessions))]
    return next((name for name in named if zone_named(name)), "")


def next_date(life: PairLife, now: datetime) -> datetime | None:
    """When the next session might be: the rhythm's weeks after the last that was held or is planned.

    The time of day stays, by the clocks of its zone. It is after `now`. None where nothing says when,
    and where it would be after the end that the pair named.
    """
    if over(life):
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
        return _after(usual, life, now)
    if rhythm.first is None:
        return None
    if rhythm.first > now:
        return fixed(in_zone(rhythm.first, rhythm.zone))
    return first_after(rhythm.first, rhythm.weeks, rhythm.zone, now)


def _after(usual: list[Session], life: PairLife, now: datetime) -> datetime | None:
    """The first date after these sessions at the time of day that the pair chose.

    A session that was begun on the spot, at whatever minute that was, says nothing of the usual time:
    then the last that was planned does, or the first date of the rhythm (own).
    """
    last, weeks = usual[-1], life.rhythm.weeks
    for one in reversed(usual):
        if (at := _chosen(one)) is not None:
            zone = one.zone if zone_named(one.zone) else usual_zone(life)
            return first_after(at, weeks, zone, _half_way(last.at, at, weeks, now))
    zone, first = usual_zone(life), life.rhythm.first
    if first is None:
        return first_after(_quarter(last.at), weeks, zone, now)
    if first > max(now, last.at):
        return fixed(in_zone(first, zone))
    return first_after(first, weeks, zone, _half_way(last.at, first, weeks, now))


def _chosen(session: Session) -> datetime | None:
    """When it was to be, as somebody chose it; None for one that was begun on the spot."""
    begun_now = session.began == session.at and (session.at.second or session.at.minute % 5)
    if not begun_now:
        return session.at
    return session.moved_from[-1] if session.moved_from else None


def _half_way(last: datetime, chosen: datetime, weeks: int, now: datetime) -> datetime:
    """What the next date has to be after: a date just after a session between two dates is too soon."""
    return now if last <= chosen else max(now, last + weeks * timedelta(days=3.5))


def _quarter(moment: datetime) -> datetime:
    """The quarter of an hour before."""
    return moment.replace(minute=moment.minute // 15 * 15, second=0)


# --- misses --------------------------------------------------------------------------------------------


def was_it_held(life: PairLife, now: datetime) -> tuple[Session, ...]:
    """The planned sessions whose time was a day ago or more: did they take place? The oldest first."""
    return tuple(one for one in life.sessions if one.planned and now - one.at >= ASKED_AFTER)


def misses_running(life: PairLife, now: datetime) -> tuple[Session, ...]:
    """What was missed, or called off at the last moment, since the last that took place, the oldest first.

    One that was called off counts once its time is past. One that nobody spoke of, a day later, may have
    taken place: what was missed before it is not known to be running. What the pair spoke of no longer
    counts.
    """
    answer = life.misses_answer
    found: list[Session] = []
    for session in reversed(life.sessions):
        if session.at > now:
            continue
        if session.held or (session.planned and (found or now - session.at >= ASKED_AFTER)):
            break
        if answer is not None and session.at < answer.counts_from:
            break
        if session.miss:
            found.append(session)
    return tuple(reversed(found))


# --- after misses --------------------------------------------------------------------------------------


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
ENOUGH = 2
"""Misses running that make it a question (brief, T4.17)."""


def pause_change_or_end(life: PairLife, now: datetime) -> Question | None:
    """What to ask after two misses running (brief, T4.17); None before that, and after the ending."""
    count = len(misses_running(life, now))
    if count < ENOUGH or over(life):
        return None
    words = (
        f"{spelled(count)} sessions in a row did not take place. It happens. Pause, change or end?"
    )
    return Question(words, _CHOICES)


def answered(way: AfterMisses, now: datetime, until: datetime | None = None) -> MissesAnswer:
    """What the pair chose; for a pause with the time at which they look at it again."""
    return MissesAnswer(at=now, way=way, until=until)
