"""The few facts of a conversation that are remembered on other days, each a short sentence."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.talk.grammar.saying import said_minutes
from assistant.talk.state import Dialogue
from assistant.talk.topics import title_of


def facts_of(state: Dialogue) -> Iterator[tuple[str, str]]:
    """Name and wording of each fact that was stated; nothing of what people wrote freely."""
    slots = state.slots
    if "role" in slots.turns and slots.role is not None:
        yield "role", f"You are the {slots.role.value}"
    if slots.duration_min is not None:
        yield "usual length", f"You usually have {said_minutes(slots.duration_min)}"
    if slots.topic is not None:
        yield "focus", f"Your focus is {title_of(slots.topic)}"
    if state.draft is not None and state.draft.topic is not None:
        yield (
            f"topic {state.draft.topic}",
            f"You planned something on {title_of(state.draft.topic)}",
        )
