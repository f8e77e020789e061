"""Which session two who meet now would begin."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from assistant.life.beginning import to_begin
from assistant.life.course import Ending
from assistant.life.session import Session, SessionState
from assistant.life.snapshot import PairLife

NOW = datetime(2026, 11, 24, 10, 50, tzinfo=UTC)
"""A Tuesday."""
NEXT = Session(id="next", at=NOW + timedelta(days=14))


def at(hour: int, minute: int = 0, **more: object) -> Session:
    return Session(
        id=f"at{hour}{minute:02}",
        at=NOW.replace(hour=hour, minute=minute),
        **more,  # type: ignore[arg-type]
    )


def begins(*documents: Session | Ending, now: datetime = NOW) -> str:
    found = to_begin(PairLife.of(documents), now)
    return found.id if found is not None else ""


def test_who_is_late_begins_the_one_of_today() -> None:
    late = at(10)
    assert begins(late, NEXT) == "at1000"
    assert begins(late) == "at1000"
    assert begins(late, NEXT, now=NOW.replace(hour=23, minute=59)) == "at1000"
    assert begins(late, NEXT, now=NOW + timedelta(days=1)) == "next"


def test_what_was_spoken_of_is_not_begun() -> None:
    for state in (SessionState.HELD, SessionState.MISSED, SessionState.CANCELLED):
        assert begins(at(10, state=state), NEXT) == "next"


def test_of_two_today_the_nearer_one() -> None:
    assert begins(at(10), at(15), NEXT) == "at1000"
    assert begins(at(8), at(11), NEXT) == "at1100"
    assert begins(at(9, 55), at(10, 45), NEXT) == "at1045", "one is on"


def test_the_day_is_that_of_the_clocks_it_is_meant_in() -> None:
    there = NOW.replace(hour=1).astimezone(timezone(timedelta(hours=-5)))
    yesterday = Session(id="late", at=NOW.replace(hour=0, minute=5), zone="Europe/London")
    assert begins(yesterday, NEXT, now=there) == "late"
    other_day = Session(id="late", at=NOW.replace(hour=0, minute=5), zone="Asia/Tokyo")
    assert begins(other_day, NEXT, now=NOW.replace(hour=16)) == "next"


def test_without_any_and_in_a_pair_that_has_ended_none() -> None:
    assert begins() == ""
    assert begins(at(10), NEXT, Ending(at=NOW, ended=NOW)) == ""
    far = [Session(at=NOW.replace(year=year)) for year in (1, 9999)]
    assert to_begin(PairLife.of(far), NOW) == far[1]
