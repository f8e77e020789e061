"""Greetings, thanks and goodbyes in a line, and what the program says of itself."""

from __future__ import annotations

import re

from assistant.talk.phrases import chosen
from assistant.talk.reply import Kind, Offer
from assistant.talk.turn import Result, Turn

_THANKS = re.compile(r"\b(thanks?|thank you|ta|cheers|thx|appreciate|grateful|helpful)\b", re.I)
_BYE = re.compile(
    r"\b(bye|goodbye|see you|good ?night|that'?s all|i'?m (off|done)|later|cya)\b", re.I
)
_HOW = re.compile(r"\bhow (are|r) (you|u)\b|\bhow'?s it going\b", re.I)

_HELLO = (
    "Hello. What's on your mind about your sessions?",
    "Hello. Shall we plan a meeting, or is something on your mind?",
    "Good to see you. Where shall we start?",
)
_WELCOME = (
    "You're welcome.",
    "Glad that was of use.",
    "Any time. Your next session is what counts.",
)
_GOODBYE = (
    "Goodbye. Nothing of this leaves the machine.",
    "See you. Drafts you haven't saved are still here next time.",
    "Until next time.",
)
_SOFTWARE = (
    "I'm a program, so there's nothing to report. How did your last session go?",
    "Running, which is all a program does. What about the two of you?",
)

_TOUR = (
    "I'm software that works on this machine alone; I can't see the internet or tell anybody anything.",
    "Tell me a worry about the pairing and I look in the guide. I draft agendas, suggest questions, keep "
    "private notes and find them again, and show how far you have come.",
)
_TOUR_SHARED = (
    "I'm software that works on this machine alone. Both of you are here, so journals are closed.",
    "I can look in the guide for the two of you, draft your agenda, suggest questions and show progress.",
)
TRIES = (
    Offer(id="agenda", label="Plan our next meeting"),
    Offer(id="questions", label="Give me questions to ask"),
    Offer(id="topics", label="Show what I can talk about"),
)


def social(turn: Turn) -> Result:
    """One line."""
    wordings: tuple[str, ...] = _HELLO
    if _HOW.search(turn.text):
        wordings = _SOFTWARE
    elif _BYE.search(turn.text):
        wordings = _GOODBYE
    elif _THANKS.search(turn.text):
        wordings = _WELCOME
    told = chosen(wordings, turn.state)
    offers = TRIES if wordings is _HELLO and turn.state.turn <= 1 else ()
    return Result(turn.state.using(told), turn.reply(Kind.SOCIAL, told, offers=offers))


def tour(turn: Turn) -> Result:
    """What it is and can do, in two sentences, with three things to try."""
    told = _TOUR_SHARED if turn.shared else _TOUR
    return Result(turn.state, turn.reply(Kind.HELP, *told, offers=TRIES))
