"""Private notes: written down after the exact text was shown, and found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.talk.effects import RemoveNote, SaveNote, SearchNotes
from assistant.talk.phrases import chosen
from assistant.talk.reply import Kind, Offer, Piece, PieceKind, Reply, ask
from assistant.talk.state import Confirm, Dialogue, Form, UndoStep
from assistant.talk.turn import Result, Turn

if TYPE_CHECKING:
    from assistant.talk.effects import Outcome

CLOSED = "Your journal is closed while you are both here."
MAX_NOTE = 20_000
_SAVE = "Save this to your journal?"
_WANTED = "What should the note say? I'll show it to you before anything is kept."
_MOST_EXTRACTS = 4
_NONE_FOUND = (
    "I found nothing on that in your journal.",
    "Your journal has nothing on that, as far as I can see.",
)
_FOUND = ("From your journal, for you alone:", "This is what you wrote:", "In your own words:")


def write(turn: Turn) -> Result:
    """Show the exact text and ask; without a text ask for it first."""
    if turn.shared:
        return closed(turn)
    text = turn.heard.note_text
    if not text:
        state = turn.state.asking(Form(wants="note_text", asked=_WANTED, turn=turn.state.turn))
        return Result(state, turn.reply(Kind.JOURNAL, ask(_WANTED)))
    return to_confirm(turn, text)


def to_confirm(turn: Turn, text: str) -> Result:
    """The exact text of a note, and the question whether to keep it."""
    if turn.mind.why_not_kept:
        return Result(
            turn.state.with_(parked=(*turn.state.parked, text)),
            turn.reply(
                Kind.JOURNAL,
                f"I can't keep that: {turn.mind.why_not_kept}",
                "Until then it stays in this conversation, word for word:",
                Piece(kind=PieceKind.OWN, text=text),
            ),
        )
    if len(text) > MAX_NOTE:
        told = f"That is {len(text):,} characters, more than I take in one note ({MAX_NOTE:,})."
        return Result(turn.state, turn.reply(Kind.JOURNAL, told, "In the journal itself it fits."))
    awaited = Confirm(effects=(SaveNote(text=text),), asked=_SAVE, turn=turn.state.turn)
    own = Piece(kind=PieceKind.OWN, text=text)
    offers = (Offer(id="yes", label="Save it"), Offer(id="no", label="Don't save it"))
    reply = turn.reply(Kind.JOURNAL, "Word for word:", own, ask(_SAVE), offers=offers)
    return Result(turn.state.asking(awaited), reply)


def saved(state: Dialogue, reply: Reply, outcome: Outcome) -> tuple[Dialogue, Reply]:
    """What is said once the note is kept, or is not."""
    if not outcome.done:
        return state, reply.with_pieces(ask(outcome.said))
    step = UndoStep(said="Saved a private note", effects=(RemoveNote(entry=outcome.key),))
    return state.undoable(step), reply


def search(turn: Turn) -> Result:
    """Look in one's own journal; the passages come with the outcome."""
    if turn.shared:
        return closed(turn)
    if not turn.mind.open:
        told = "There is no journal open here, so I can't look in it."
        return Result(turn.state, turn.reply(Kind.JOURNAL, told, turn.mind.why_not_kept))
    wanted = turn.heard.search_text
    span = turn.heard.span
    if not wanted and span is None:
        asked = "What shall I look for in your journal?"
        state = turn.state.asking(Form(wants="search_text", asked=asked, turn=turn.state.turn))
        return Result(state, turn.reply(Kind.JOURNAL, ask(asked)))
    return look_for(turn, wanted)


def look_for(turn: Turn, wanted: str) -> Result:
    """Have `wanted` looked for, on the days that were named."""
    span = turn.heard.span
    first, last = (span.first, span.last) if span else (None, None)
    effect = SearchNotes(text=wanted, since=first, until=last)
    return Result(turn.state, turn.reply(Kind.JOURNAL), (effect,))


def found(state: Dialogue, reply: Reply, outcome: Outcome) -> tuple[Dialogue, Reply]:
    """The passages with their dates; never anything but the person's own words."""
    if not outcome.done:
        return state, reply.with_pieces(ask(outcome.said))
    if not outcome.extracts:
        told = chosen(_NONE_FOUND, state)
        return state.using(told), reply.with_pieces(
            _line(told), ask("Shall I look for another word?")
        )
    opening = chosen(_FOUND, state)
    shown = outcome.extracts[:_MOST_EXTRACTS]
    pieces = [
        Piece(
            kind=PieceKind.LISTED, text=f"{one.day.day} {one.day:%B %Y}: {one.text}", label=f"{at}."
        )
        for at, one in enumerate(shown, 1)
    ]
    left = len(outcome.extracts) - len(shown)
    more = [_line(f"And {left} more; 3 Journal has them all.")] if left else []
    return state.using(opening), reply.with_pieces(_line(opening), *pieces, *more)


def closed(turn: Turn) -> Result:
    """What is said in shared view: no journal is opened, and none is looked at."""
    offers = (Offer(id="private", label="Switch to private view"),)
    return Result(turn.state, turn.reply(Kind.JOURNAL, CLOSED, offers=offers))


def _line(text: str) -> Piece:
    return Piece(kind=PieceKind.LINE, text=text)
