"""What closeness to known disclosures adds, where a model has measured it."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.safety.finding import ORDER, Category, Finding

SURE, HINT = 0.45, 0.35
"""Cosines from which a message is taken for a disclosure, and for perhaps one."""


def nearest(similarities: Mapping[Category, float]) -> Finding | None:
    """The finding of the highest cosine, 0 to 1, at HINT or above; the graver category of equals."""
    category = max(ORDER, key=lambda one: similarities.get(one, 0.0))
    score = similarities.get(category, 0.0)
    return Finding(category, sure=score >= SURE) if score >= HINT else None


def with_similarity(
    finding: Finding | None, similarities: Mapping[Category, float]
) -> Finding | None:
    """`finding` of the patterns, with what likeness adds to it.

    What the patterns are sure of stays as it is. A hint of theirs becomes no more than a hint: they saw
    the words and the “not” before them, which a cosine cannot see.
    """
    if finding is not None:
        return finding
    return nearest(similarities)
