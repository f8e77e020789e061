"""Which session begins now: one begins late more often than the next begins a week early."""

from __future__ import annotations

from datetime import datetime, timedelta

from assistant.life.clocks import shown_at, zone_for
from assistant.life.endings import over
from assistant.life.rhythms import next_session
from assistant.life.session import Session
from assistant.life.snapshot import PairLife

_NEAR = timedelta(days=2)
"""Nothing farther away is of the same day, by whatever clocks."""


def to_begin(life: PairLife, now: datetime) -> Session | None:
    """The planned session that two who meet now would begin; None where none is, or the pair has ended.

    Of those of today by the clocks they are meant in, past or to come, which nobody spoke of, the one
    nearest to `now` (own); else the next.
    """
    if over(life):
        return None
    ahead = next_session(life, now)
    if ahead is not None and ahead.at <= now:
        return ahead
    near = (one for one in life.sessions if one.planned and abs(one.at - now) < _NEAR)
    todays = [one for one in near if _today(life, one, now)]
    return min(todays, key=lambda one: _apart(one, now), default=ahead)


def _today(life: PairLife, session: Session, now: datetime) -> bool:
    zone = zone_for(life, session)
    return shown_at(session.at, zone, now).date() == shown_at(now, zone, now).date()


def _apart(session: Session, now: datetime) -> float:
    """Seconds from now to its beginning, or since the end that was planned."""
    return max((session.at - now).total_seconds(), (now - session.over_at).total_seconds())
