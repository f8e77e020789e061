"""Danger before anything else: every message is looked at, and a disclosure is answered as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.safety import Category, Finding, find, with_similarity
from assistant.talk.intents import Intent
from assistant.talk.latch import answered, line, opened
from assistant.talk.reply import Kind, Piece, PieceKind, Reply
from assistant.talk.state import Dialogue, Form
from assistant.talk.turn import Result, Turn

if TYPE_CHECKING:
    from assistant.talk.safety_reply import SafetyReply

_SOFT = (
    "If there is more behind that than work, a person you trust, or somebody your organisation names, is "
    "better to talk to than a program."
)


def finding_in(turn: Turn) -> Finding | None:
    """What the message discloses, or may: patterns first, then likeness to known disclosures."""
    near = {Category(name): cosine for name, cosine in turn.mind.guide.danger(turn.text).items()}
    return with_similarity(find(turn.text), near)


def guarded(turn: Turn) -> Result | None:
    """The answer to a disclosure, or to what follows one; None where work goes on."""
    finding = find(turn.text)
    latch, contacts = turn.state.safety, turn.mind.contacts
    if finding is None or not finding.sure:
        if not latch.holds:
            return None
        after, told = answered(latch, turn.text, turn.state.turn, contacts, shared=turn.shared)
        state = turn.state.with_(safety=after)
        return None if told.resume else Result(state, _reply(turn, told))
    note = _note(turn)
    after, told = opened(
        latch, finding, turn.state.turn, contacts, shared=turn.shared, note=bool(note)
    )
    state = turn.state.with_(safety=after, pending=())
    if note and not turn.shared:
        state = state.with_(parked=(*state.parked, note))
    return Result(state, _reply(turn, told))


def resumed(turn: Turn) -> Dialogue:
    """The state once work was asked for after a disclosure."""
    latch = turn.state.safety
    if not latch.holds:
        return turn.state
    after, _ = answered(latch, turn.text, turn.state.turn, turn.mind.contacts, shared=turn.shared)
    return turn.state.with_(safety=after)


def soft_line(turn: Turn, reply: Reply) -> Reply:
    """The reply with the line about help after a disclosure, or with a soft one where there may be one."""
    standing = line(turn.state.safety, turn.mind.contacts, shared=turn.shared)
    if standing:
        return reply.with_pieces(Piece(kind=PieceKind.LINE, text=standing))
    if turn.shared:
        return reply
    return reply.with_pieces(Piece(kind=PieceKind.LINE, text=_SOFT)) if finding_in(turn) else reply


def _note(turn: Turn) -> str:
    """The note in which it stood, word for word."""
    if turn.heard.note_text:
        return turn.heard.note_text
    awaited = turn.state.pending[-1] if turn.state.pending else None
    wanted = isinstance(awaited, Form) and awaited.wants == "note_text"
    return turn.text if wanted else ""


def _reply(turn: Turn, told: SafetyReply) -> Reply:
    category = told.category or turn.state.safety.category
    return Reply(
        kind=Kind.SAFETY,
        intent=Intent.SAFETY,
        pieces=tuple(Piece(kind=PieceKind.LINE, text=one) for one in told.lines),
        offers=told.offers,
        safety_category=category.value if category is not None else None,
    )
