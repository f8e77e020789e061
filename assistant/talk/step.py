"""One turn of a conversation: `step(mind, state, text)` gives the next state, a reply, and what to do.

Nothing is done here. Effects are run by `assistant.talking`, whose outcomes `settled` puts into the
reply. The same arguments give the same result, so any conversation can be replayed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.talk import (
    agendas,
    asking,
    changing,
    following,
    noting,
    recalling,
    repairing,
    scope,
    setting,
    showing,
    smalltalk,
)
from assistant.talk.clauses import parts_of
from assistant.talk.deciding import Decision, decide
from assistant.talk.grounding import Ungrounded
from assistant.talk.guarding import guarded, resumed, soft_line
from assistant.talk.guidance import guidance, nothing_on, to_blend
from assistant.talk.hearing import Heard
from assistant.talk.intents import Intent
from assistant.talk.pending import answered, digressed
from assistant.talk.reply import Kind, Offer, line
from assistant.talk.state import Choice, Confirm, Dialogue, ReplyTrace
from assistant.talk.taking import take
from assistant.talk.turn import LOOKED_UP, Handler, Result, Turn
from assistant.talk.undoing import undo
from assistant.wording import Side, clean

if TYPE_CHECKING:
    from assistant.talk.mind import Mind

MAX_MESSAGE = 10_000


def step(state: Dialogue, text: str, mind: Mind) -> Result:
    """The next state, the reply to `text`, and what is to be done; `mind.now` is the moment.

    Never raises for anything typed.
    """
    state = state.with_(turn=state.turn + 1)
    said = clean(text.encode("utf-8", "replace").decode())[:MAX_MESSAGE].strip()
    turn = _turn(state, said, mind, Intent.ASK_GUIDANCE)
    if not said or not any(letter.isalnum() for letter in said):
        return _kept(turn, repairing.unclear(turn))
    danger = guarded(turn)
    if danger is not None:
        return _kept(turn, danger)
    turn = turn.with_state(resumed(turn))
    result = _said(turn)
    warned = soft_line(turn, result.reply)
    return _kept(turn, replace(result, reply=warned))


def _turn(state: Dialogue, text: str, mind: Mind, intent: Intent) -> Turn:
    return Turn(state, text, heard_in(state, text, mind), mind, intent)


def heard_in(state: Dialogue, text: str, mind: Mind) -> Heard:
    """What `text` says beside its intent, where the conversation stands."""
    me = mind.me or state.role
    partner = {Side.MENTOR: Side.MENTEE, Side.MENTEE: Side.MENTOR}.get(me) if me else None
    return Heard(
        text,
        mind.now,
        partner=mind.names.get(partner, "") if partner else "",
        own=mind.names.get(me, "") if me else "",
        listed=_listed(state, mind),
    )


def _listed(state: Dialogue, mind: Mind) -> int:
    """How many things “the second one” may be one of."""
    if state.pending and isinstance(state.pending[-1], Choice):
        return len(state.pending[-1].options)
    if state.pending and isinstance(state.pending[-1], Confirm):
        return 2
    last = state.last
    if last is None:
        return 0
    if last.kind is Kind.MEMORY:
        return max(len(mind.facts), len(last.offers))
    return len(last.questions or last.offers)


def _said(turn: Turn) -> Result:
    """What a message that is no danger does: it answers what was asked, or is a request of its own."""
    decision = _decided(turn)
    turn = replace(turn, intent=decision.intent)
    awaited = turn.state.pending[-1] if turn.state.pending else None
    result = answered(turn, not decision.unsure, take)
    if result is not None:
        return result
    parts = parts_of(turn.text)
    if len(parts) == 2 and (both := _in_order(turn, parts)) is not None:
        return both
    result = _handled(turn, decision)
    return digressed(result, awaited) if awaited is not None else result


def _decided(turn: Turn) -> Decision:
    guide = turn.mind.guide
    guesses = guide.guesses(turn.text[:LOOKED_UP])
    return decide(turn.heard, turn.state, guesses, turn.answer, by_words=guide.by_words)


def _in_order(turn: Turn, parts: tuple[str, ...]) -> Result | None:
    """Two requests in one message, done one after the other; None where they are one."""
    turns = [_turn(turn.state, part, turn.mind, turn.intent) for part in parts]
    decisions = [_decided(one) for one in turns]
    intents = {one.intent for one in decisions}
    if len(intents) < 2 or any(one.unsure for one in decisions) or not intents <= _IN_ORDER:
        return None
    first = _handled(replace(turns[0], intent=decisions[0].intent), decisions[0])
    if first.effects:
        return None
    then = _turn(first.state, parts[1], turn.mind, decisions[1].intent)
    second = _handled(then, decisions[1])
    reply = second.reply.with_pieces(*first.reply.pieces, first=True)
    offers = second.reply.offers or first.reply.offers
    whole = reply.model_copy(
        update={"offers": offers, "sources": first.reply.sources or reply.sources}
    )
    return replace(second, reply=whole)


def _handled(turn: Turn, decision: Decision) -> Result:
    if decision.unsure and decision.other is not None:
        labels = (_label(decision.intent), _label(decision.other))
        if None not in labels and labels[0] != labels[1]:
            return repairing.either(turn, (labels[0], labels[1]))  # type: ignore[arg-type]
    if decision.unsure and not turn.answer.hits:
        return repairing.unclear(turn)
    handler = _HANDLERS[decision.intent if not decision.unsure else Intent.ASK_GUIDANCE]
    try:
        result = handler(turn)
    except Ungrounded:  # a fault of ours; nothing unfounded is said for it
        result = Result(turn.state, nothing_on(turn.answer, turn.intent))
    return (
        replace(result, state=result.state.with_(rephrasings=0))
        if handler is not repairing.unclear
        else result
    )


def ask_guidance(turn: Turn) -> Result:
    """A reply from the guide; below its floor, that there is none."""
    answer = turn.answer
    if not answer.hits:
        near = scope.near_miss(turn.text)
        return (
            scope.out_of_scope(turn)
            if near
            else Result(turn.state, nothing_on(answer, turn.intent))
        )
    cards = to_blend(answer)
    fresh = [card for card in cards if card.id not in turn.state.shown_cards]
    others = [hit.card for hit in answer.hits if hit.card.id not in turn.state.shown_cards]
    state, reply = guidance(turn.state, turn.text, fresh or others[:1] or cards[:1], turn.listeners)
    if turn.state.role is None and not turn.shared and not turn.state.role_asked:
        state = state.with_(role_asked=True)
        reply = reply.with_pieces(
            line("Are you the mentor (the junior one) or the mentee? I'd word it for you.")
        )
    return Result(state.with_(repairs=0), reply)


def select_item(turn: Turn) -> Result:
    """Pick of what was listed last: questions are kept, offers are done."""
    last = turn.state.last
    if last is not None and last.questions and turn.heard.index:
        return asking.keep(turn, turn.heard.index)
    if last is not None and last.offers and turn.heard.index:
        at = turn.heard.index[0]
        if 0 < at <= len(last.offers):
            return take(turn, last.offers[at - 1].id)
    return repairing.unclear(turn)


def affirm(turn: Turn) -> Result:
    """A yes to nothing that was asked takes the first offer only if exactly one was made."""
    last = turn.state.last
    if last is not None and len(last.offers) == 1:
        return take(turn, last.offers[0].id)
    if last is not None and last.offers:
        told = turn.reply(Kind.CLARIFY, "Which one? Say its number.", offers=last.offers)
        return Result(turn.state, told)
    return smalltalk.tour(turn)


def decline(turn: Turn) -> Result:
    """A no to nothing that was asked."""
    return Result(
        turn.state, turn.reply(Kind.SOCIAL, "All right. Say when there is something else.")
    )


_HANDLERS: dict[Intent, Handler] = {
    Intent.ASK_GUIDANCE: ask_guidance,
    Intent.AGENDA_CREATE: agendas.create,
    Intent.AGENDA_ADJUST: changing.adjust,
    Intent.AGENDA_SAVE: agendas.save,
    Intent.AGENDA_SHOW: agendas.show,
    Intent.QUESTIONS_SUGGEST: asking.suggest,
    Intent.JOURNAL_WRITE: noting.write,
    Intent.JOURNAL_SEARCH: noting.search,
    Intent.PROGRESS_SHOW: showing.progress_show,
    Intent.SET_CONTEXT: setting.set_context,
    Intent.FOLLOW_MORE: following.more,
    Intent.FOLLOW_WHY: following.why,
    Intent.FOLLOW_ANOTHER: following.another,
    Intent.FOLLOW_SHORTER: following.shorter,
    Intent.REJECT: repairing.reject,
    Intent.AFFIRM: affirm,
    Intent.DECLINE: decline,
    Intent.UNDO: undo,
    Intent.SELECT_ITEM: select_item,
    Intent.SOCIAL: smalltalk.social,
    Intent.HELP: smalltalk.tour,
    Intent.MEMORY_PRIVACY: recalling.memory,
    Intent.OUT_OF_SCOPE: scope.out_of_scope,
    Intent.SAFETY: ask_guidance,
}
_IN_ORDER = frozenset(
    {
        Intent.AGENDA_CREATE,
        Intent.AGENDA_ADJUST,
        Intent.AGENDA_SAVE,
        Intent.QUESTIONS_SUGGEST,
        Intent.SET_CONTEXT,
        Intent.PROGRESS_SHOW,
    }
)
_LABELS = {
    Intent.ASK_GUIDANCE: Offer(id="intent:ask_guidance", label="Look it up in the guide"),
    Intent.AGENDA_CREATE: Offer(id="intent:agenda_create", label="Draft an agenda"),
    Intent.AGENDA_ADJUST: Offer(id="intent:agenda_adjust", label="Change the draft"),
    Intent.AGENDA_SAVE: Offer(id="intent:agenda_save", label="Save the draft"),
    Intent.AGENDA_SHOW: Offer(id="intent:agenda_show", label="Show what is planned"),
    Intent.QUESTIONS_SUGGEST: Offer(id="intent:questions_suggest", label="Give me questions"),
    Intent.JOURNAL_WRITE: Offer(id="intent:journal_write", label="Write a private note"),
    Intent.JOURNAL_SEARCH: Offer(id="intent:journal_search", label="Search my journal"),
    Intent.PROGRESS_SHOW: Offer(id="intent:progress_show", label="Show our progress"),
    Intent.MEMORY_PRIVACY: Offer(
        id="intent:memory_privacy", label="What you keep, and who sees it"
    ),
    Intent.HELP: Offer(id="intent:help", label="What you can do"),
}


def _label(intent: Intent) -> Offer | None:
    return _LABELS.get(intent)


def _kept(turn: Turn, result: Result) -> Result:
    """The result with what the next turn has to know of the reply."""
    reply, former = result.reply, turn.state.last
    same = reply.kind is Kind.GUIDANCE and former is not None and bool(former.question)
    asks_anew = reply.intent in {Intent.ASK_GUIDANCE, Intent.OUT_OF_SCOPE}
    question = turn.text[:LOOKED_UP] if asks_anew else former.question if same and former else ""
    if former is not None and not question and reply.kind is not Kind.SAFETY:
        question = former.question
    trace = ReplyTrace(
        kind=reply.kind,
        intent=reply.intent,
        question=question,
        cards=tuple(source.id for source in reply.sources) or (former.cards if former else ()),
        sources=reply.sources,
        offers=reply.offers,
        questions=reply.questions,
        pieces=reply.pieces,
        refused=result.state.last.refused if result.state.last else (),
    )
    return replace(result, state=result.state.with_(last=trace))
