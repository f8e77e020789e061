"""Sentences of our own in several wordings, none of them said twice within ten turns."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.talk.state import Dialogue


def chosen(wordings: Sequence[str], state: Dialogue) -> str:
    """The first of `wordings` not said lately, beginning at another one each turn."""
    at = state.turn % len(wordings)
    turned = [*wordings[at:], *wordings[:at]]
    return next((one for one in turned if not state.said_lately(one)), turned[0])
