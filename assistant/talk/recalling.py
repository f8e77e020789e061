"""What is remembered and who sees it: every fact with its date, each of them erasable."""

from __future__ import annotations

import re

from assistant.talk.effects import EraseChat, EraseFact
from assistant.talk.grammar.saying import said_day
from assistant.talk.reply import Kind, Offer, ask, listed
from assistant.talk.state import Confirm
from assistant.talk.turn import Result, Turn

_FORGET = re.compile(r"\b(forget|erase|delete|remove|wipe|clear|get rid of|unlearn)\b", re.I)
_ALL = re.compile(r"\b(everything|all|whole lot|the lot|me)\b", re.I)
_CHAT = re.compile(r"\b(chat|conversation|transcript|talk|this)\b", re.I)
_WHO = re.compile(
    r"\b(who|see|sees|read|reads|access|private|confidential|secret|safe|share[ds]?|hr|manager|boss|employer"
    r"|company|cloud|internet|online|server|encrypted|upload)\b",
    re.I,
)

_PRIVACY = (
    "Nobody but you opens your journal, your conversations or what I remember of you: they are encrypted "
    "with your key.",
    "Your partner sees only what the two of you share: sessions, agendas, actions, goals. Nothing is "
    "reported to managers or HR, and nothing leaves this machine.",
    "I'm software that works offline, so I can't notify anyone of anything.",
)
_NOTHING = "I remember nothing from other days."
_SHARED = "Both of you are here, so what I remember of either stays closed."


def memory(turn: Turn) -> Result:
    """List it, erase it after a yes, or say who sees what."""
    if _FORGET.search(turn.text):
        return _erase(turn)
    if _WHO.search(turn.text) and not re.search(r"\bremember|know about me\b", turn.text, re.I):
        return Result(turn.state, turn.reply(Kind.MEMORY, *_PRIVACY, offers=_offers(turn)))
    if turn.shared:
        return Result(turn.state, turn.reply(Kind.MEMORY, _SHARED))
    return remembered(turn)


def remembered(turn: Turn) -> Result:
    """Every fact with its date, and the questions kept."""
    facts = [f"{one.said} ({said_day(one.day, turn.mind.now)})" for one in turn.mind.facts]
    questions = [f"Question kept: {text}" for text in turn.mind.kept_questions]
    if not facts and not questions:
        return Result(
            turn.state,
            turn.reply(Kind.MEMORY, _NOTHING, "Within this talk I know what you said in it."),
        )
    told = turn.reply(
        Kind.MEMORY,
        "I remember:",
        *listed([*facts, *questions]),
        "Say “forget the second one”, or “forget everything”.",
        offers=_offers(turn),
    )
    return Result(turn.state, told)


def _offers(turn: Turn) -> tuple[Offer, ...]:
    if turn.shared:
        return ()
    return (
        Offer(id="remembered", label="Show what you remember"),
        Offer(id="forget_chat", label="Erase this conversation"),
        Offer(id="forget_all", label="Erase everything"),
    )


def _erase(turn: Turn) -> Result:
    if turn.shared:
        return Result(turn.state, turn.reply(Kind.MEMORY, _SHARED))
    index, facts = turn.heard.index, turn.mind.facts
    chosen = [facts[at - 1] for at in index if 0 < at <= len(facts)]
    if not chosen:
        named = [one for one in facts if one.name in turn.text.lower()]
        chosen = named[:1]
    if chosen:
        effects = tuple(EraseFact(name=one.name) for one in chosen)
        what = " and ".join(f"“{one.said}”" for one in chosen)
        return _confirm(turn, effects, f"Forget {what}?")
    if _CHAT.search(turn.text) and not _ALL.search(turn.text):
        return forget_chat(turn)
    return forget_all(turn)


def forget_chat(turn: Turn) -> Result:
    """Ask whether to erase the transcripts."""
    asked = "Erase the conversations that are kept? What I remember of you stays."
    return _confirm(turn, (EraseChat(),), asked)


def forget_all(turn: Turn) -> Result:
    """Ask whether to erase transcripts and facts."""
    asked = "Erase all conversations and everything I remember? Your journal and agendas stay."
    return _confirm(turn, (EraseChat(everything=True),), asked)


def _confirm(turn: Turn, effects: tuple[EraseFact | EraseChat, ...], asked: str) -> Result:
    if not turn.mind.open:
        told = "Nothing is kept: no journal is open, and this talk is gone when you leave."
        return Result(turn.state, turn.reply(Kind.MEMORY, told))
    awaited = Confirm(effects=effects, asked=asked, turn=turn.state.turn)
    offers = (Offer(id="yes", label="Yes, erase"), Offer(id="no", label="No, keep it"))
    reply = turn.reply(Kind.MEMORY, ask(asked), offers=offers)
    return Result(turn.state.asking(awaited), reply)
