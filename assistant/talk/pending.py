"""What was asked and waits for an answer: a yes or no, a choice, or words that only the person has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.talk.intents import Intent
from assistant.talk.noting import look_for, to_confirm
from assistant.talk.reply import Kind, Reply, ask, line
from assistant.talk.state import Choice, Confirm, Form, Pending
from assistant.talk.turn import Result, Turn

if TYPE_CHECKING:
    from collections.abc import Callable

    Chooser = Callable[[Turn, str], Result]

MOST_DIGRESSIONS = 3
"""After so many unrelated turns what was asked is put aside."""

_REQUESTS = frozenset(
    {
        Intent.ASK_GUIDANCE,
        Intent.AGENDA_CREATE,
        Intent.AGENDA_SHOW,
        Intent.QUESTIONS_SUGGEST,
        Intent.JOURNAL_WRITE,
        Intent.JOURNAL_SEARCH,
        Intent.PROGRESS_SHOW,
        Intent.MEMORY_PRIVACY,
        Intent.HELP,
        Intent.OUT_OF_SCOPE,
        Intent.SET_CONTEXT,
        Intent.AGENDA_ADJUST,
        Intent.AGENDA_SAVE,
    }
)
"""What is a request of its own where a yes or no was awaited."""


def answered(turn: Turn, sure: bool, choose: Chooser) -> Result | None:
    """What the message does to what is awaited; None where it is about something else.

    `sure` says whether the intent is more than a guess; `choose` does what an offer stands for.
    """
    if not turn.state.pending:
        return None
    awaited = turn.state.pending[-1]
    if turn.intent is Intent.UNDO and sure:
        return None
    if isinstance(awaited, Confirm):
        return _confirmed(turn, awaited)
    if isinstance(awaited, Choice):
        return _chosen(turn, awaited, sure, choose)
    return _filled(turn, awaited, sure)


def _confirmed(turn: Turn, awaited: Confirm) -> Result | None:
    if turn.intent is Intent.AFFIRM or (
        turn.intent in {Intent.AGENDA_SAVE, Intent.SELECT_ITEM} and _says_save(turn)
    ):
        state = turn.state.answered()
        kind = Kind.JOURNAL if awaited.effects[0].do == "save_note" else Kind.MEMORY
        return Result(state, Reply(kind=kind, intent=Intent.AFFIRM, pieces=()), awaited.effects)
    if turn.intent is Intent.DECLINE or turn.heard.index == (2,):
        what = "Not saved." if awaited.effects[0].do == "save_note" else "Nothing was erased."
        kind = Kind.JOURNAL if awaited.effects[0].do == "save_note" else Kind.MEMORY
        reply = turn.reply(kind, what).model_copy(update={"intent": Intent.DECLINE})
        return Result(turn.state.answered(), reply)
    return None


def _says_save(turn: Turn) -> bool:
    said = turn.text.lower()
    return turn.heard.index == (1,) or (
        "save" in said and "don't" not in said and "not" not in said
    )


def _chosen(turn: Turn, awaited: Choice, sure: bool, choose: Chooser) -> Result | None:
    options = awaited.options
    if turn.intent is Intent.DECLINE:
        return Result(turn.state.answered(), turn.reply(Kind.CLARIFY, "All right, neither."))
    picked = [at for at in turn.heard.index if 0 < at <= len(options)]
    if not picked:
        said = turn.text.lower()
        picked = [at for at, one in enumerate(options, 1) if one.label.lower() in said]
    if not picked and turn.intent is Intent.AFFIRM and len(options) == 1:
        picked = [1]
    if picked:
        return choose(turn.with_state(turn.state.answered()), options[picked[0] - 1].id)
    if turn.intent in {Intent.AFFIRM, Intent.SELECT_ITEM} and sure:
        told = f"Which one? Say a number from 1 to {len(options)}."
        return Result(turn.state, turn.reply(Kind.CLARIFY, ask(told), offers=options))
    return None


def _filled(turn: Turn, awaited: Form, sure: bool) -> Result | None:
    if turn.intent is Intent.DECLINE and sure:
        told = turn.reply(Kind.JOURNAL, "All right, nothing is kept.")
        return Result(turn.state.answered(), told)
    requested = turn.intent in _REQUESTS and sure
    if awaited.wants == "note_text" and not requested:
        return to_confirm(turn.with_state(turn.state.answered()), turn.text)
    if awaited.wants == "search_text" and not requested:
        return look_for(turn.with_state(turn.state.answered()), turn.text)
    return None


def digressed(result: Result, before: Pending) -> Result:
    """After something else came between: ask again once, in short; in the end put it aside."""
    pending = result.state.pending
    if before not in pending:
        return result
    count = before.digressions + 1
    rest = tuple(one for one in pending if one is not before)
    if count >= MOST_DIGRESSIONS:
        kept = result.state.with_(pending=rest, parked=(*result.state.parked, *_words(before)))
        told = "I've put the open question aside; nothing of it is lost."
        return Result(kept, result.reply.with_pieces(line(told)), result.effects)
    once = before.model_copy(update={"digressions": count})
    state = result.state.with_(pending=tuple(once if one is before else one for one in pending))
    reply = result.reply.with_pieces(ask(before.asked)) if count == 1 else result.reply
    return Result(state, reply, result.effects)


def _words(pending: Pending) -> tuple[str, ...]:
    """The person's own words in what is put aside."""
    if isinstance(pending, Confirm):
        return tuple(one.text for one in pending.effects if one.do == "save_note")
    return ()
