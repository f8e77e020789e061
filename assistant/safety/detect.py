"""Reading one message: every rule, its guards, and the one finding that is answered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.safety import distress, mistreatment, self_harm, violence, wrongdoing
from assistant.safety.finding import ORDER, Category, Finding
from assistant.safety.guards import about_a_topic, negated, without_idioms
from assistant.safety.normal import normal
from assistant.safety.rule import NOW, Rule

LOOKED_AT = 100_000
"""Characters of a message that are read."""
_MOST_MATCHES = 40
RULES: dict[Category, tuple[Rule, ...]] = {
    Category.SELF_HARM: self_harm.RULES,
    Category.VIOLENCE: violence.RULES,
    Category.MISTREATMENT: mistreatment.RULES,
    Category.DISTRESS: distress.RULES,
    Category.WRONGDOING: wrongdoing.RULES,
}
# Each stem is looked for once, however many rules have it.
_STEMS = tuple({stem for rules in RULES.values() for one in rules for stem in one.stems})
_ONE = tuple(stem for stem in _STEMS if " " not in stem)
_MORE = tuple(stem for stem in _STEMS if " " in stem)
_NOT = re.compile(r"\b(?:not|never)\b(?! (?:stop|only|just))")
_FIRST = re.compile(r"\b(?:i|me|my|myself|mine|us|we|our)\b")
_THIRD = re.compile(
    r"\b(?:he|she|they|him|her|them|his|their|himself|herself|themselves|WHO|KIN|someone|friend)\b"
)
_ITSELF = re.compile(r"\b(?:my|him|her|them)sel(?:f|ves)\b")
_OBJECT = re.compile(r"\b(?:me|us|him|her|them)\b(?!.*\b(?:me|us|him|her|them)\b)")


def find(text: str) -> Finding | None:
    """What `text` seems to disclose, the most pressing first; None for everything else.

    `text` may be too long, or not readable in parts, for anything else to be done with it. The time
    taken grows with its length and no faster.
    """
    said = without_idioms(normal(text[:LOOKED_AT]))
    # Of a long text the different words are few.
    different = f" {' '.join(dict.fromkeys(said.split()))} "
    there = {stem for stem in _ONE if stem in different}
    there |= {stem for stem in _MORE if stem in said}
    hint: Finding | None = None
    for category in ORDER:
        found = _of(category, said, there)
        if found is not None and found.sure:
            return found
        hint = hint or found
    return hint


def prepare() -> None:
    """Make every pattern ready, so that the first message waits for none."""
    for rules in RULES.values():
        for one in rules:
            _ = one.compiled


def _of(category: Category, said: str, there: set[str]) -> Finding | None:
    """The surest finding of `category`, where one seems to be now."""
    found: Finding | None = None
    for one in RULES[category]:
        if there.isdisjoint(one.stems):
            continue
        for count, match in enumerate(_matches(one, said, there)):
            read = _read(category, one, said, match)
            if read is not None and (
                found is None or (read.sure, read.immediate) > (found.sure, found.immediate)
            ):
                found = read
            if count >= _MOST_MATCHES or (found is not None and found.sure and found.immediate):
                break
    return found


def _matches(one: Rule, said: str, there: set[str]) -> Iterator[re.Match[str]]:
    """Where the rule's pattern is, looked for in the sentences with one of its stems only."""
    spans: set[tuple[int, int]] = set()
    for stem in one.stems:
        at = said.find(stem) if stem in there else -1
        while at >= 0:
            end = said.find(" . ", at)
            end = len(said) if end < 0 else end + 3
            spans.add((max(said.rfind(" . ", 0, at + 1), 0), end))
            at = said.find(stem, end)
    for begin, end in sorted(spans):
        yield from one.compiled.finditer(said, begin, end)


def _read(category: Category, one: Rule, said: str, match: re.Match[str]) -> Finding | None:
    start, end = match.span()
    if one.noun and about_a_topic(said, start, end):
        return None
    # "I am not depressed": a gap of the pattern may hold the "not" itself.
    swallowed = "not" not in one.pattern and _NOT.search(match.group()) is not None
    sure = one.sure and not swallowed and not negated(said, start, end)
    own = _own(category, said, match)
    if one.own and own is False:
        sure = False
    stop = said.find(" . ", end - 1)
    near = said[said.rfind(" . ", 0, start + 1) : stop if stop >= 0 else end]
    immediate = sure and (one.now or bool(NOW.search(near[:600])))
    return Finding(category, sure, immediate, own)


def _own(category: Category, said: str, match: re.Match[str]) -> bool | None:
    """Whether it is about the one who writes, by the nearest word that says so."""
    words = match.group()
    if category in {Category.VIOLENCE, Category.MISTREATMENT}:
        done_to = _OBJECT.search(words)
        if done_to is not None:
            return done_to.group() in {"me", "us"}
    itself = _ITSELF.search(words)
    if itself is not None:
        return itself.group() == "myself"
    before = said[max(0, match.start() - 60) : match.start()]
    before = before[max(before.rfind(" . "), before.rfind(" , ")) + 1 :]
    for part in (words, before):
        first, third = _FIRST.search(part), _THIRD.search(part)
        if first and third:
            # "my mentor says she": told by one, of another
            return None if category is Category.WRONGDOING else _last_is_first(part)
        if first or third:
            return bool(first)
    return None


def _last_is_first(part: str) -> bool:
    part = re.sub(r"\b(?:my|our) (?=(?:\w+ )?(?:WHO|KIN))", "", part)
    first = [one.start() for one in _FIRST.finditer(part)]
    third = [one.start() for one in _THIRD.finditer(part)]
    return max(first, default=-1) > max(third, default=-1)
