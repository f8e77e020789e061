"""By whose clocks a session's time is said: those of its zone, and the zone is named where they differ."""

from __future__ import annotations

from datetime import datetime

from assistant.life.dates import in_zone
from assistant.life.days import clock_time, full_day, local
from assistant.life.rhythms import usual_zone
from assistant.life.session import Session
from assistant.life.snapshot import PairLife
from assistant.life.zones import zone_named


def zone_for(life: PairLife, session: Session | None = None) -> str:
    """The zone a session is meant in, or the pair's dates; "" where none is known."""
    if session is not None and zone_named(session.zone) is not None:
        return session.zone
    return usual_zone(life)


def shown_at(moment: datetime, zone: str, now: datetime) -> datetime:
    """`moment` by the clocks of `zone`; without one by those of whoever asks at `now`."""
    return in_zone(moment, zone) if zone_named(zone) is not None else local(moment, now)


def clock_words(moment: datetime, zone: str, now: datetime) -> str:
    """“15:00”; “15:00 (Europe/London)” where the clock of whoever asks at `now` shows another time."""
    there = shown_at(moment, zone, now)
    time = clock_time(there)
    if there.replace(tzinfo=None) == local(moment, now).replace(tzinfo=None):
        return time
    return f"{time} ({zone})"


def moment_words(moment: datetime, zone: str, now: datetime) -> str:
    """“Thursday 26 November 2026 at 15:00”, with the zone where it differs."""
    return f"{full_day(shown_at(moment, zone, now))} at {clock_words(moment, zone, now)}"
