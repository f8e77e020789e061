"""The rules a guide must keep beyond its format: what `viceversa guide check` looks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from knowledge.card import Card, split_sentences
from knowledge.catalogue import read_guide
from knowledge.errors import Problem
from knowledge.plain_text import words
from knowledge.skeleton import check_skeletons, read_skeletons
from knowledge.sources import OWN, Source
from knowledge.vocabulary import Grade, Lead, Side

IDEA_WORDS = (40, 90)
TRIES = (2, 4)
TRY_WORDS = 32
MIN_ASKS = 6
MIN_QUESTIONS = 2

# Words that claim research, which only grades A and B may do.
_RESEARCH = re.compile(
    r"\b(research|studies|evidence|science|meta-analys[ei]s|data)\s+"
    r"(shows?|says?|finds?|found|proves?|confirms?|suggests?|tells?)\b"
    r"|\bone study found\b|\bproven\b|\bit is known that\b",
    re.IGNORECASE,
)
_BANNED = {
    "digital native": "no one is born knowing tools; ask what a person knows",
    "young teach": "rank is reversed, not age",
    "younger teach": "rank is reversed, not age",
    "millennial": "generation labels explain little",
    "boomer": "generation labels explain little",
    "gen z": "generation labels explain little",
    "gen x": "generation labels explain little",
    "generation z": "generation labels explain little",
    "your generation": "generation labels explain little",
    "great question": "no flattery",
    "well done": "no flattery",
    "reach out": "say who writes or speaks to whom",
    "leverage": "say use",
    "delve": "say look at",
    "game-changer": "say what changes",
    "safe space": "say what is kept and what is not",
}


def check_guide(folder: Path) -> list[Problem]:
    """Return a problem for every rule that the guide in `folder` breaks, by file and field."""
    cards, sources, problems = read_guide(folder)
    for card in cards:
        problems += [Problem(card.file, field, text) for field, text in _card_rules(card, sources)]
    problems += _across(cards)
    skeletons = read_skeletons(folder)
    if isinstance(skeletons, list):
        problems += skeletons
    else:
        problems += check_skeletons(skeletons, {card.id: card for card in cards})
    return sorted(set(problems))


Rule = tuple[str, str]


def _card_rules(card: Card, sources: dict[str, Source]) -> Iterator[Rule]:
    yield from _identity(card)
    yield from _evidence(card, sources)
    yield from _prose(card)
    yield from _advice(card)
    yield from _uses(card)


def _identity(card: Card) -> Iterator[Rule]:
    if card.id.split("/")[0] != card.theme:
        yield "theme", f"is {card.theme}, but the card lies in {card.id.split('/')[0]}/"
    for name in ("topics", "sides", "stages", "sources", "covers"):
        values = getattr(card, name)
        if len(set(values)) != len(values):
            yield name, "names something twice"


def _evidence(card: Card, sources: dict[str, Source]) -> Iterator[Rule]:
    known = [sources[source].grade for source in card.sources if source in sources]
    for source in card.sources:
        if source not in sources and source != OWN:
            yield "sources", f"names {source}, which sources.yaml does not list"
    strongest = min(known, key=lambda grade: grade.rank, default=Grade.OWN)
    if card.grade.rank < strongest.rank:
        yield "grade", f"is {card.grade}, but its sources carry {strongest} at the most"
    if card.grade.rank > Grade.B.rank:
        for sentence in card.sentences:
            claim = _RESEARCH.search(sentence.text)
            if claim:
                where = sentence.ref.split("#")[1]
                yield where, f"says “{claim.group(0)}” on a source of grade {card.grade}"


def _prose(card: Card) -> Iterator[Rule]:
    length = len(words(card.idea))
    low, high = IDEA_WORDS
    if not low <= length <= high:
        yield "Idea", f"has {length} words; {low} to {high} are wanted"
    for field, text in _all_text(card):
        folded = text.lower().replace("-", " ")
        for phrase, reason in _BANNED.items():
            if re.search(rf"\b{re.escape(phrase.replace('-', ' '))}", folded):
                yield field, f"says “{phrase}”: {reason}"
        if "!" in text and field != "asks":
            yield field, "has an exclamation mark"


def _all_text(card: Card) -> Iterator[tuple[str, str]]:
    """Everything the card says itself; asks are other people's words and may say anything."""
    yield "title", card.title
    yield from ((sentence.ref.split("#")[1], sentence.text) for sentence in card.sentences)
    yield from (("questions", question.text) for question in card.questions)
    for block in card.blocks:
        yield from (("blocks", text) for text in (block.title, block.purpose, *block.prompts))


def _advice(card: Card) -> Iterator[Rule]:
    low, high = TRIES
    for side in card.sides:
        count = len(card.tries.of(side))
        if not low <= count <= high:
            yield f"Try.{side}", f"has {count} lines; {low} to {high} are wanted for a side named"
    for side in Side:
        if card.tries.of(side) and side not in card.sides and side is not Side.BOTH:
            yield f"Try.{side}", "speaks to a side that `sides` does not name"
        for number, line in enumerate(card.tries.of(side), 1):
            where = f"try.{side}.{number}"
            if len(split_sentences(line)) > 1:
                yield where, "is more than one sentence"
            if len(words(line)) > TRY_WORDS:
                yield where, f"has {len(words(line))} words; {TRY_WORDS} at the most"
    if not any(card.say.of(side) for side in Side):
        yield "Say", "has no words to say"
    if not card.avoid:
        yield "Avoid", "is empty"


def _uses(card: Card) -> Iterator[Rule]:
    if len(card.asks) < MIN_ASKS:
        yield "asks", f"has {len(card.asks)}; {MIN_ASKS} at least are wanted"
    if any(words(ask) == words(card.title) for ask in card.asks):
        yield "asks", "repeats the title"
    for side in (Side.MENTOR, Side.MENTEE):
        if side in card.sides and len(card.questions_for(side)) < MIN_QUESTIONS:
            yield "questions", f"has fewer than {MIN_QUESTIONS} for the {side}"
    for question in card.questions:
        if not question.text.rstrip("”\"'").endswith("?"):
            yield "questions", f"“{question.text}” does not end with a question mark"
    for block in card.blocks:
        if not set(block.stages) <= set(card.stages):
            yield "blocks", f"“{block.title}” names a stage the card does not"
        if block.lead in (Lead.MENTOR, Lead.MENTEE) and not card.speaks_to(Side(block.lead)):
            yield "blocks", f"“{block.title}” is led by a side the card does not address"


def _across(cards: list[Card]) -> Iterator[Problem]:
    """Rules between cards: an ask, a title, a try or a question stands once in the guide."""
    seen: dict[tuple[str, str], str] = {}
    for card in cards:
        texts = [("title", card.title), *(("asks", ask) for ask in card.asks)]
        texts += [("questions", question.text) for question in card.questions]
        texts += [(sentence.part.value, sentence.text) for sentence in card.sentences]
        for field, text in texts:
            key = (field, " ".join(words(text)))
            other = seen.setdefault(key, card.file)
            if other != card.file:
                yield Problem(card.file, field, f"“{text}” stands in {other} too")
