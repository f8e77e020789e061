"""The sample pair as tests look at it: Monday, 23 November 2026, three days before the next session."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from assistant.life.sample import MARTIN, PRIYA, sample_documents
from assistant.life.snapshot import PairLife

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@cache
def sample_life() -> PairLife:
    return PairLife.of(sample_documents(NOW), PRIYA, MARTIN)
