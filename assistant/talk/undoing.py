"""Taking back the last change: the draft, what was noted, or what was kept."""

from __future__ import annotations

from assistant.talk.reply import Kind
from assistant.talk.turn import Result, Turn

_NOTHING = "There is nothing to take back."


def undo(turn: Turn) -> Result:
    """Restore what was before the last change, and say what that was."""
    if not turn.state.undo:
        return Result(turn.state, turn.reply(Kind.CLARIFY, _NOTHING))
    step = turn.state.undo[-1]
    state = turn.state.with_(undo=turn.state.undo[:-1])
    if step.draft_changed:
        state = state.with_(draft=step.draft)
    if step.slots is not None:
        state = state.with_(slots=step.slots)
    kind = Kind.AGENDA if step.draft_changed else Kind.JOURNAL if step.effects else Kind.CLARIFY
    return Result(state, turn.reply(kind, f"Taken back: {_lower(step.said)}."), step.effects)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
