"""What worries one of the two by their own journal, and a card's words to say for it. For their eyes only."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.errors import Trouble
from assistant.safety import SIGNPOSTS, concern_of
from assistant.wording import MAX_QUESTION, Side, Stage, Theme, one_line
from knowledge.card import Card, Part, Sentence
from knowledge.vocabulary import CardKind

if TYPE_CHECKING:
    from assistant.entry import Entry
    from knowledge.catalogue import Catalogue
    from knowledge.search import Hit

Find = Callable[[str, Side], "Sequence[Hit]"]
"""Cards of the guide near a text, for a side, best first."""

_NEAR = 3
"""So many of the nearest cards are looked at for a sentence to say."""
_QUOTE = 160
_THEMES = {Theme.TRUST, Theme.CRAFT}
_LOW = 2
"""A mood of one's own at or below this may be a worry."""
_WORRY = re.compile(
    r"\b(worr(y|ied|ies)|afraid|nervous|anxious|dread(ing)?|uneasy|awkward|embarrass\w*|scared|stuck"
    r"|frustrat\w*|annoy\w*|angry|hurt|silent|fear|hard to (say|ask)|don'?t (know how|dare))\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class Spoken:
    """A sentence of a card to say, as it stands there; `ref` is its address."""

    text: str
    card: str
    title: str
    ref: str


def words_to_say(
    catalogue: Catalogue, find: Find, me: Side, stage: Stage, lately: list[Entry], seed: int
) -> tuple[Spoken | None, str]:
    """A sentence of the card nearest to what worries `me`, else one of the stage, and why it is there."""
    worry, asked = worry_in(lately)
    for hit in near_hits(find, asked, me):
        found = _said(hit.card, me, hit.passage)
        if found is not None:
            return found, f"You wrote: {quoted(worry)}"
    cards = [
        card
        for card in catalogue.cards
        if stage in card.stages and card.say.of(me) and card.id not in SIGNPOSTS
        if card.kind is CardKind.GUIDANCE and card.theme in _THEMES
    ]
    if not cards:
        return None, ""
    return _said(cards[seed % len(cards)], me), "For the stage you are at, in case you want it:"


def worry_in(lately: list[Entry]) -> tuple[str, str]:
    """The newest sentence that names a worry, and with it the one before, which says what of.

    Else the first line of the newest entry in low spirits; twice "" where there is none.
    """
    for entry in lately:
        before = ""
        for sentence in map(one_line, SENTENCE.split(entry.text)):
            if _WORRY.search(sentence.replace("’", "'")):
                return sentence, f"{before} {sentence}"[-MAX_QUESTION:].strip()
            before = sentence
        if entry.mood is not None and entry.mood <= _LOW:
            return entry.title, entry.title
    return "", ""


def _said(card: Card, me: Side, nearest: Sentence | None = None) -> Spoken | None:
    """A sentence to say by `me`: the nearest where it is one, else the card's first."""
    for sentence in (*([nearest] if nearest else []), *card.sentences):
        if sentence.part is Part.SAY and sentence.side in {me, Side.BOTH}:
            return Spoken(sentence.text, card.id, card.title, sentence.ref)
    return None


def near_hits(find: Find, text: str, me: Side) -> list[Hit]:
    """The nearest cards of guidance; none where one that leads to people is among them."""
    if not text.strip() or concern_of(text) is not None:
        return []
    try:
        hits = list(find(text, me))[:_NEAR]
    except Trouble:
        return []
    if any(hit.card.id in SIGNPOSTS for hit in hits):
        return []
    return [hit for hit in hits if hit.card.kind is CardKind.GUIDANCE]


def quoted(text: str) -> str:
    """`text` as one short line without Markdown's marks."""
    line = one_line(text).lstrip("#>*- ").strip()
    return line if len(line) <= _QUOTE else f"{line[:_QUOTE].rsplit(' ', 1)[0]} …"
