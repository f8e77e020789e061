from __future__ import annotations

from datetime import UTC, datetime, timedelta

from assistant.life.session import Session, SessionState


def test_an_end_that_is_none_counts_for_nothing() -> None:
    at = datetime(2026, 11, 3, 14, tzinfo=UTC)
    usual = at + timedelta(minutes=45)
    for state in SessionState:
        for ended in (None, datetime(9999, 12, 31, tzinfo=UTC), datetime(2000, 1, 1, tzinfo=UTC)):
            one = Session(at=at, minutes=45, state=state, ended=ended)
            assert one.over_at == usual, (state, ended)
    late = at + timedelta(minutes=70)
    assert Session(at=at, state=SessionState.HELD, ended=late).over_at == late
    assert Session(at=at, state=SessionState.PLANNED, ended=late).over_at == usual
