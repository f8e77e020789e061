"""Saying a concern back in one sentence, with the person's own nouns and no feeling they did not name."""

from __future__ import annotations

import re

from knowledge.plain_text import one_line
from knowledge.words import telling_words

_LONGEST = 24
"""Words of a sentence that is said back; a longer one is not said back at all."""

_TURNED = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself",
    "i'm": "you're", "im": "you're", "i've": "you've", "ive": "you've", "i'd": "you'd",
    "i'll": "you'll", "we": "you", "we're": "you're", "we've": "you've", "we'd": "you'd",
    "we'll": "you'll", "us": "you", "our": "your", "ours": "yours", "ourselves": "yourselves",
}  # fmt: skip
_PLURAL = {"am": "are", "was": "were", "wasn't": "weren't", "ain't": "aren't"}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|\S", re.UNICODE)
_ADDRESSED = re.compile(r"\b(you|your|yours|you're|u|ur)\b", re.IGNORECASE)
_OPENERS = re.compile(
    r"^(?:(?:hi|hello|hey|well|so|ok|okay|um|erm|right|please|sorry|honestly|basically|actually|and|but"
    r"|also|then|thanks|thank you)\b[\s,.!:;-]*)+",
    re.IGNORECASE,
)
_CLOSERS = re.compile(
    r"(?:^|[\s,.!?;:-]+)(?:\b(?:please|thanks|thank you|any (?:ideas|tips|advice|thoughts)|help|lol|tbh)\b"
    r"[\s,.!?;:-]*)*$",
    re.IGNORECASE,
)

_QUESTIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), told)
    for pattern, told in (
        (
            r"^(?:how|what's the best way) (?:do|can|should|could|would|might|shall) "
            r"(?:i|we|one|somebody|someone) (?P<rest>.+)$",
            "You're looking for a way to {rest}.",
        ),
        (r"^how to (?P<rest>.+)$", "You're looking for a way to {rest}."),
        (
            r"^(?:what's |what is )?the best way to (?P<rest>.+)$",
            "You're looking for a way to {rest}.",
        ),
        (
            r"^what (?:do|can|should|could|would|shall) (?:i|we) (?P<do>do|say|ask|bring|show|write)"
            r" (?P<rest>.+)$",
            "You're wondering what to {do} {rest}.",
        ),
        (
            r"^(?:should|shall|can|could|may|must) (?:i|we) (?P<rest>.+)$",
            "You're wondering whether to {rest}.",
        ),
        (
            r"^(?:is|would) it (?:be )?(?P<how>ok|okay|alright|all right|normal|rude|wrong|weird|odd|fair"
            r"|wise|fine|allowed|unprofessional|too late|too early|too soon) (?P<rest>(?:to|if|that|when)"
            r" .+)$",
            "You're wondering whether it's {how} {rest}.",
        ),
        (
            r"^(?:any )?(?:tips|ideas|advice|help|suggestions) (?:on|for|about|with) (?P<rest>.+)$",
            "You'd like something on {rest}.",
        ),
        (
            r"^(?:i )?(?:want|need|would like|'d like|wanna) to (?P<rest>.+)$",
            "You'd like to {rest}.",
        ),
        (r"^(?:what about|something on|help with|about) (?P<rest>.+)$", "This is about {rest}."),
    )
)
_ENDS = re.compile(r"(?<=[.!?])\s+")
_STARTS = re.compile(
    r"^(?:i|i'm|im|i've|i'd|i'll|my|we|our|he|she|they|his|her|their|it|it's|its|he's|she's|they're|the|this"
    r"|that|there|nobody|everyone|everybody|every|each|whenever|when|whether|if|since|sometimes|our|no one)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:am|is|are|was|were|be|do|does|did|don't|doesn't|didn't|can't|cannot|can|won't|will|would|could"
    r"|should|has|have|had|keep|keeps|kept|feel|feels|felt|want|wants|need|needs|think|thinks|know|knows"
    r"|talks?|says?|said|never|always|gets?|got|makes?|made|takes?|took|goes|went|isn't|aren't|wasn't|'m"
    r"|'re|worr(?:y|ies|ied)|i'm|he's|she's|it's|they're|we're|i've|tells?|told|asks?|asked|seems?|looks?"
    r"|sounds?|lost|lose|forgot|forget|cancels?|cancelled|canceled|interrupts?|ignores?)\b",
    re.IGNORECASE,
)


def reflected(text: str) -> str | None:
    """A sentence that gives `text` back to who wrote it; None where none can be made that is sound.

    Only the person's own words are used, with “I” turned to “you”. Nothing is said back that is
    addressed to the program, is long, or is no statement and none of the usual questions.
    """
    told = _one_statement(one_line(text))
    if not told or len(told.split()) > _LONGEST:
        return None
    for pattern, frame in _QUESTIONS:
        found = pattern.match(told)
        if found and not _ADDRESSED.search(found["rest"]):
            parts = {name: turned(value) for name, value in found.groupdict().items()}
            return frame.format(**parts)
    if _ADDRESSED.search(told) or told.endswith("?") or "?" in told:
        return None
    if _STARTS.match(told) and _VERB.search(told):
        return f"{_capital(turned(told))}."
    return None


def matter_of(text: str) -> str:
    """The telling words of `text` in its own order, four at most, for naming what it is about."""
    return " ".join(telling_words(text)[:4])


def turned(text: str) -> str:
    """`text` from the one who hears it: “I” as “you”, “my” as “your”."""
    tokens = _WORD.findall(text.replace("’", "'"))
    found: list[str] = []
    former = ""
    for at, token in enumerate(tokens):
        lowered = token.lower()
        following = tokens[at + 1].lower() if at + 1 < len(tokens) else ""
        if lowered in _TURNED:
            found.append(_TURNED[lowered])
        elif lowered in _PLURAL and "i" in {former, following}:
            found.append(_PLURAL[lowered])
        else:
            found.append(token)
        former = lowered
    return _spaced(found)


def _one_statement(text: str) -> str:
    """The sentence of `text` that tells most, without greetings, thanks and its full stop."""
    said = _ENDS.split(text)  # people begin sentences with small letters
    bare = [(_CLOSERS.sub("", _OPENERS.sub("", one)).strip(), one.endswith("?")) for one in said]
    some = [(one, asked) for one, asked in bare if one]
    if not some:
        return ""
    best, asked = max(some, key=_telling)
    known = any(pattern.match(best) for pattern, _ in _QUESTIONS)
    return f"{best}?" if asked and not known else best


def _telling(said: tuple[str, bool]) -> int:
    """How much a sentence tells; one that is too long to be said back tells nothing here."""
    length = len(said[0].split())
    return len(telling_words(said[0])) if length <= _LONGEST else -length


def _spaced(tokens: list[str]) -> str:
    told = ""
    for token in tokens:
        joined = (
            not told or token in {",", ".", ";", ":", "!", "?", ")", "%", "”"} or told[-1] in "(“"
        )
        told += token if joined else f" {token}"
    return told


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
