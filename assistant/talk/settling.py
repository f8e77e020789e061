"""What is said once effects were run: where a thing was kept, what was found, or why it was not done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.talk import agendas, asking, noting
from assistant.talk.effects import Outcome
from assistant.talk.reply import Reply, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.talk.state import Dialogue
    from assistant.talk.turn import Result


def settled(result: Result, outcomes: Sequence[Outcome]) -> tuple[Dialogue, Reply]:
    """The state and the reply after the effects of `result` became `outcomes`, one for each."""
    state, reply = result.state, result.reply
    done = list(zip(result.effects, outcomes, strict=True))
    kept = [outcome for effect, outcome in done if effect.do == "keep_question"]
    if kept:
        return _traced(*asking.kept(state, reply, kept))
    for effect, outcome in done:
        if effect.do == "save_agenda":
            state, reply = agendas.saved(state, reply, outcome)
        elif effect.do == "save_note":
            state, reply = noting.saved(state, reply, outcome)
            reply = reply.with_pieces(line(outcome.said)) if outcome.done else reply
        elif effect.do == "search_notes":
            state, reply = noting.found(state, reply, outcome)
        elif outcome.said:
            reply = reply.with_pieces(line(outcome.said))
    return _traced(state, reply)


def _traced(state: Dialogue, reply: Reply) -> tuple[Dialogue, Reply]:
    """The state with what was offered in the end."""
    if state.last is None:
        return state, reply
    last = state.last.model_copy(update={"offers": reply.offers, "pieces": reply.pieces})
    return state.with_(last=last), reply
