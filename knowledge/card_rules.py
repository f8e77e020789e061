"""The rules that one card must keep beyond its format."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping

from knowledge.card import Card, split_sentences
from knowledge.plain_text import words
from knowledge.sources import OWN, Source
from knowledge.vocabulary import CardKind, Grade, Lead, QuestionType, Side, Theme

IDEA_WORDS = (40, 90)
TRIES = (2, 4)
STEPS = (3, 6)
LINE_WORDS = 32
"""Words that a try or a step may have at the most."""
MIN_ASKS = 6
MIN_QUESTIONS = 2
TITLE_WORDS = 9
MAX_AVOID = 3
COLUMNS, LINES = 56, 36
"""What one side reads from title to Avoid: two screens of a terminal of 60 columns and 24 rows."""

# Words that claim research, which only grades A and B may do.
_RESEARCH = re.compile(
    r"\b(research(ers)?|stud(y|ies)|surveys?|evidence|science|scientists?|meta-analys[ei]s|data)\s+"
    r"(\w+ly\s+)?((has|have)\s+)?(\w+ly\s+)?"
    r"(shows?|showed|shown|says?|finds?|found|proves?|proved|proven|confirms?|confirmed|suggests?"
    r"|suggested|indicates?|indicated|tells?|told|knows?)\b"
    r"|\baccording to (research|studies|science)\b|\b(has|have) been (shown|proven)\b|\bproven\b"
    r"|\bit is known that\b",
    re.IGNORECASE,
)
_NOT_ASKED = {
    QuestionType.POWER: (Side.MENTOR,),
    QuestionType.VOICE: (Side.MENTEE,),
    QuestionType.CRAFT: (Side.MENTEE,),
    QuestionType.LIMITS: (Side.MENTEE,),
}
_LABEL = "generation labels explain little"
_BANNED = {
    "millennial": _LABEL,
    "boomer": _LABEL,
    "zoomer": _LABEL,
    "great question": "no flattery",
    "good question": "no flattery",
    "well done": "no flattery",
    "great job": "no flattery",
    "excellent question": "no flattery",
    "you are amazing": "no flattery",
    "you're amazing": "no flattery",
    "reach out": "say who writes or speaks to whom",
    "leverage": "say use",
    "delve": "say look at",
    "game-changer": "say what changes",
    "safe space": "say what is kept and what is not",
}

_BANNED_PATTERNS = {
    re.compile(r"\byoung(er|sters?)?\s+(\w+\s+){0,2}teach\w*"): "rank is reversed, not age",
    re.compile(r"\bgen(eration)?\s+(x|y|z|alpha)\b"): _LABEL,
    re.compile(r"\b(your|their|my)\s+(\w+\s+)?generation\b"): _LABEL,
    re.compile(r"\bdigital(ly)?\s+(native|immigrant)|\bborn digital\b"): (
        "no one is born knowing tools; ask what a person knows"
    ),
}
_DASHES = re.compile(r"[-\u2010-\u2015\u2212]")

Rule = tuple[str, str]
"""The field that breaks a rule, and how."""


def card_rules(card: Card, sources: Mapping[str, Source]) -> Iterator[Rule]:
    """Each rule that `card` breaks on its own; `sources` are all that it may cite."""
    yield from _identity(card)
    yield from _evidence(card, sources)
    yield from _prose(card)
    yield from _drill(card) if card.kind is CardKind.DRILL else _guidance(card)
    yield from _uses(card)
    yield from _length(card)


def _identity(card: Card) -> Iterator[Rule]:
    if card.id.split("/")[0] != card.theme:
        yield "theme", f"is {card.theme}, but the card lies in {card.id.split('/')[0]}/"
    if (card.kind is CardKind.DRILL) != (card.theme is Theme.PRACTICE):
        yield "kind", f"is {card.kind}, but the theme is {card.theme}; drills lie in practice/"
    for name in ("topics", "sides", "stages", "sources", "covers"):
        values = getattr(card, name)
        if len(set(values)) != len(values):
            yield name, "names something twice"


def _evidence(card: Card, sources: Mapping[str, Source]) -> Iterator[Rule]:
    known = [sources[source].grade for source in card.sources if source in sources]
    for source in card.sources:
        if source not in sources and source != OWN:
            yield "sources", f"names {source}, which sources.yaml does not list"
    strongest = min(known, key=lambda grade: grade.rank, default=Grade.OWN)
    if card.grade.rank < strongest.rank:
        yield "grade", f"is {card.grade}, but its sources carry {strongest} at the most"
    if card.grade.rank > Grade.B.rank:
        for field, text in _all_text(card):
            claim = _RESEARCH.search(text)
            if claim:
                yield field, f"says “{claim.group(0)}” on a source of grade {card.grade}"


def _prose(card: Card) -> Iterator[Rule]:
    length = len(words(card.idea))
    low, high = IDEA_WORDS
    if not low <= length <= high:
        yield "Idea", f"has {length} words; {low} to {high} are wanted"
    for field, text in _all_text(card):
        folded = _DASHES.sub(" ", text.lower().replace("’", "'"))
        for phrase, reason in _BANNED.items():
            if re.search(rf"\b{re.escape(phrase.replace('-', ' '))}", folded):
                yield field, f"says “{phrase}”: {reason}"
        for pattern, reason in _BANNED_PATTERNS.items():
            said = pattern.search(folded)
            if said:
                yield field, f"says “{said.group(0)}”: {reason}"
        if "!" in text:
            yield field, "has an exclamation mark"
    if len(words(card.title)) > TITLE_WORDS:
        yield "title", f"has {len(words(card.title))} words; {TITLE_WORDS} at the most"
    if not card.avoid:
        yield "Avoid", "is empty"
    elif len(card.avoid) > MAX_AVOID:
        yield "Avoid", f"has {len(card.avoid)} lines; {MAX_AVOID} at the most"


def _all_text(card: Card) -> Iterator[tuple[str, str]]:
    """Everything the card says itself; asks are other people's words and may say anything."""
    yield "title", card.title
    yield from ((sentence.ref.split("#")[1], sentence.text) for sentence in card.sentences)
    yield from (("questions", question.text) for question in card.questions)
    for block in card.blocks:
        yield from (("blocks", text) for text in (block.title, block.purpose, *block.prompts))


def _guidance(card: Card) -> Iterator[Rule]:
    if card.steps:
        yield "Steps", "belong to drills"
    low, high = TRIES
    for side in card.sides:
        count = len(card.tries.of(side))
        if not low <= count <= high:
            yield f"Try.{side}", f"has {count} lines; {low} to {high} are wanted for a side named"
    for side in Side:
        if card.tries.of(side) and side not in card.sides and side is not Side.BOTH:
            yield f"Try.{side}", "speaks to a side that `sides` does not name"
        for number, line in enumerate(card.tries.of(side), 1):
            yield from _one_sentence(f"try.{side}.{number}", line)
    if not any(card.say.of(side) for side in Side):
        yield "Say", "has no words to say"


def _drill(card: Card) -> Iterator[Rule]:
    low, high = STEPS
    if not low <= len(card.steps) <= high:
        yield "Steps", f"has {len(card.steps)} lines; {low} to {high} are wanted"
    for number, line in enumerate(card.steps, 1):
        yield from _one_sentence(f"step.{number}", line)
    if any(card.tries.of(side) for side in Side):
        yield "Try", "does not belong in a drill, which has Steps"
    if card.blocks:
        yield "blocks", "do not belong in a drill, which one person does alone"


def _one_sentence(field: str, line: str) -> Iterator[Rule]:
    if len(split_sentences(line)) > 1:
        yield field, "is more than one sentence"
    if len(words(line)) > LINE_WORDS:
        yield field, f"has {len(words(line))} words; {LINE_WORDS} at the most"


def _uses(card: Card) -> Iterator[Rule]:
    if len(card.asks) < MIN_ASKS:
        yield "asks", f"has {len(card.asks)}; {MIN_ASKS} at least are wanted"
    if any(words(ask) == words(card.title) for ask in card.asks):
        yield "asks", "repeats the title"
    wanted = set(card.sides) - {Side.BOTH}
    if Side.BOTH in card.sides:
        wanted |= {Side.MENTOR, Side.MENTEE}
    for side in sorted(wanted):
        if len(card.questions_for(side)) < MIN_QUESTIONS:
            yield "questions", f"has fewer than {MIN_QUESTIONS} for the {side}"
    for question in card.questions:
        if question.side in _NOT_ASKED.get(question.type, ()):
            yield (
                "questions",
                f"“{question.text}”: {question.type} is not asked of the {question.side}",
            )
        if not question.text.rstrip("”\"'").endswith("?"):
            yield "questions", f"“{question.text}” does not end with a question mark"
    for block in card.blocks:
        if not set(block.stages) <= set(card.stages):
            yield "blocks", f"“{block.title}” names a stage the card does not"
        if block.lead in (Lead.MENTOR, Lead.MENTEE) and not card.speaks_to(Side(block.lead)):
            yield "blocks", f"“{block.title}” is led by a side the card does not address"


def _length(card: Card) -> Iterator[Rule]:
    for side in (Side.MENTOR, Side.MENTEE, Side.COORDINATOR):
        length = lines_read(card, side)
        if card.speaks_to(side) and length > LINES:
            yield "length", f"is {length} lines for the {side}; {LINES} fit two small screens"


def lines_read(card: Card, side: Side) -> int:
    """How many lines of 56 columns `side` reads, from the title to what to avoid."""
    sections = [[card.idea], [f"· {step}" for step in card.steps]]
    sections.extend(
        [f"· {line}" for line in advice.of(own)]
        for advice in (card.tries, card.say)
        for own in Side
        if side.hears(own)
    )
    sections.append([f"· {line}" for line in card.avoid])
    # Two lines of title and shelf; before each section a blank line, and but for the first a heading.
    count = 2 + 2 * sum(bool(lines) for lines in sections) - 1
    return count + sum(len(textwrap.wrap(line, COLUMNS)) for lines in sections for line in lines)
