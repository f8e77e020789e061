"""Give and take."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assistant.errors import Trouble
from assistant.life import exchange
from assistant.life.session import Given, Session, SessionState
from assistant.life.snapshot import PairLife
from assistant.wording import Side

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
HELD = [Session(at=NOW - days * DAY, state=SessionState.HELD) for days in (30, 20, 10)]
FIRST, SECOND, THIRD = HELD


def gave(side: Side, session: Session | None = None, days: float = 0) -> Given:
    one = exchange.given(side, "a chart", NOW, session=session.id if session else None)
    return one.model_copy(update={"at": NOW - days * DAY})


def test_one_gives_and_says_what() -> None:
    with pytest.raises(Trouble, match="receives"):
        exchange.given(Side.BOTH, "a chart", NOW)
    with pytest.raises(Trouble, match="empty"):
        exchange.given(Side.MENTOR, " ", NOW)


def test_what_was_given_between_counts_with_the_session_before() -> None:
    inside = gave(Side.MENTOR, SECOND, days=3)
    between, early = gave(Side.MENTEE, days=15), gave(Side.MENTEE, days=50)
    unknown = Given(side=Side.MENTOR, what="it", at=NOW, session="gone")
    life = PairLife.of([*HELD, inside, between, early, unknown])
    logs = exchange.given_by_session(life)
    assert logs[FIRST.id] == (early,)
    assert set(logs[SECOND.id]) == {between, inside}
    assert logs[THIRD.id] == (unknown,)
    assert exchange.given_by_session(PairLife.of([inside])) == {}


def test_the_quiet_side_is_the_one_that_gave_nothing_twice_running() -> None:
    mentor = [gave(Side.MENTOR, SECOND), gave(Side.MENTOR, THIRD), gave(Side.MENTEE, FIRST)]
    assert exchange.quiet_side(PairLife.of([*HELD, *mentor])) is Side.MENTEE
    assert exchange.quiet_side(PairLife.of([*HELD, mentor[1], mentor[2]])) is Side.MENTEE
    both = [*mentor, gave(Side.MENTEE, days=5)]
    assert exchange.quiet_side(PairLife.of([*HELD, *both])) is None


def test_nobody_is_quiet_where_the_log_is_not_used() -> None:
    assert exchange.quiet_side(PairLife.of(HELD)) is None
    assert exchange.quiet_side(PairLife.of([FIRST, gave(Side.MENTOR, FIRST)])) is None
    assert exchange.quiet_side(PairLife.of([*HELD, gave(Side.MENTOR, FIRST)])) is None
