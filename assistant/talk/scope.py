"""What the program does not do: far away in one sentence, near misses with the right place named."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.talk.phrases import chosen
from assistant.talk.reply import Kind, Offer
from assistant.talk.turn import Result, Turn


@dataclass(frozen=True)
class Near:
    """A matter next to ours: where it belongs, and the closest thing on offer."""

    pattern: re.Pattern[str]
    place: str
    instead: str
    offer: Offer


def _near(pattern: str, place: str, instead: str, offer: str, label: str) -> Near:
    return Near(re.compile(pattern, re.IGNORECASE), place, instead, Offer(id=offer, label=label))


_NEAR = (
    _near(
        r"\b(e-?mails?|invit(e|es|ation|ations)|calendar|outlook|teams|slack|whatsapp|text (him|her|them)"
        r"|send|forward|remind(er|ers)?|notify|notification|book|room|zoom link|schedule a call)\b",
        "I can't send or book anything: nothing leaves this machine.",
        "A date can go on the agenda, and Dates writes a calendar file that you can send yourself.",
        "agenda", "Make an agenda",
    ),
    _near(
        r"\b(pay|paid|salary|salaries|raise|bonus|promot(e|ed|ion|ions)|grade|band|compensation|wage|wages"
        r"|stock|equity|pension|expenses)\b",
        "Pay and promotion are for your manager or HR; the guide has nothing on them.",
        "How to keep such things out of your sessions, or to say that you would rather not, it does have.",
        "ask:boundaries what we do not talk about", "Agree on what stays out",
    ),
    _near(
        r"\b(contract|legal|law|lawyer|sue|tribunal|notice period|visa|immigration|tax|rights|union|gdpr"
        r"|policy|non-?compete|redundan\w+|severance)\b",
        "That needs HR, a union or a lawyer, and I'm none of them.",
        "I can help you prepare what to ask for in a conversation between the two of you.",
        "questions", "Give me questions",
    ),
    _near(
        r"\b(diagnos\w+|adhd|autis\w+|depress\w+|anxiety disorder|medication|pills|doctor|therap\w+|burn-?out"
        r"|symptom\w*|ptsd|bipolar)\b",
        "That is for a doctor or somebody trained in it; I can't tell what anybody has.",
        "How two people talk about load and wellbeing in a session, the guide does have.",
        "ask:talking about wellbeing and load", "Talking about wellbeing",
    ),
    _near(
        r"\b(performance review|appraisal|review form|rating|rate (him|her|them)|reference letter"
        r"|recommendation letter|cv|resume|cover letter|interview|job|hire|hiring|recruit\w*)\b",
        "Reviews, references and applications belong to your manager or HR, and I don't write them.",
        "What you learned from each other is in your own review, under Progress.",
        "progress", "Show our progress",
    ),
    _near(
        r"\b(excel|formula|powerpoint|python|javascript|sql|install|update|settings? in|shortcut|version|price"
        r"|licen[cs]e|subscription|bug|error|crash|wi-?fi|password|vpn|printer|laptop|app store)\b",
        "I don't know products, prices or how to mend them.",
        "I can put showing it to each other on your next agenda.",
        "agenda", "Put it on the agenda",
    ),
    _near(
        r"\b(what (is|does) (he|she|they) (think|thinking|feel|feeling|want|really)|does (he|she) like me"
        r"|will (he|she|it|they)|predict|other pairs?|other people|what did (he|she|they) write"
        r"|(his|her|their) (journal|notes|diary|entries))\b",
        "I can't see what somebody else thinks or writes: each journal opens for its owner alone.",
        "I can give you a question to ask them.",
        "questions", "Give me questions",
    ),
)  # fmt: skip

_FAR = (
    "That's outside what I know: I only do reverse mentoring.",
    "I can't help with that one; I know about the two of you working together.",
    "That's not something I have. Mentoring, agendas, questions and your notes I do.",
    "No luck with that here: my guide is about mentoring the other way round.",
)


def out_of_scope(turn: Turn) -> Result:
    """Decline in one sentence; near our matter, name the right place and the closest thing on offer."""
    near = near_miss(turn.text)
    if near is not None:
        reply = turn.reply(Kind.OUT_OF_SCOPE, near.place, near.instead, offers=(near.offer,))
        return Result(turn.state.using(near.place), reply)
    told = chosen(_FAR, turn.state)
    offers = (Offer(id="topics", label="Show what I can talk about"),)
    return Result(turn.state.using(told), turn.reply(Kind.OUT_OF_SCOPE, told, offers=offers))


def near_miss(text: str) -> Near | None:
    """The matter next to ours that `text` is about, or None."""
    return next((one for one in _NEAR if one.pattern.search(text)), None)
