"""The system's zone as a zone: each moment at its own offset."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from assistant.clock import HERE, now


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="a process cannot change its zone there")
def test_summer_and_winter_have_their_own_offset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    try:
        assert datetime(2026, 7, 1, 12, tzinfo=HERE).isoformat() == "2026-07-01T12:00:00+01:00"
        assert datetime(2026, 1, 1, 12, tzinfo=HERE).isoformat() == "2026-01-01T12:00:00+00:00"
        summer = datetime(2026, 7, 1, 12, tzinfo=UTC).astimezone(HERE)
        assert (summer.hour, summer.tzname()) == (13, "BST")
        twice = [datetime(2026, 10, 25, 1, 30, tzinfo=HERE, fold=fold) for fold in (0, 1)]
        assert [moment.isoformat()[-6:] for moment in twice] == ["+01:00", "+00:00"]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_now_is_this_moment_with_its_offset() -> None:
    before = datetime.now(UTC)
    moment = now()
    assert moment.utcoffset() is not None
    assert abs((moment - before).total_seconds()) < 2
    assert moment.microsecond == 0
