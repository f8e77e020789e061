"""The things an edit of an agenda is about: its items by number or in the person's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.talk.grammar.durations import durations_in
from assistant.talk.grammar.numbers import UNITS, cardinal_at, ordinal_at
from assistant.talk.grammar.tokens import Tokens, at, closed, folded, listed, tokens, word

Verb = Literal["add", "drop", "swap", "replace", "move", "lengthen", "shorten", "set"]
Place = Literal["", "first", "last", "before", "after", "at", "earlier", "later"]
LAST = -1
"""Stands for the last item in `Edit.index`, as -2 for the last but one; 1 is the first."""
_MOST = 26


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to an agenda.

    `target` is what it is about in the person's own words, "it" and the like included for a move; ""
    for the whole agenda, or where `index` says it. `minutes` is a length to set, `by` a change of
    length, negative for shorter; both None where none is said. `place` is where a thing goes, and
    `other` what it goes before or after, the number it goes to ("at"), or what takes its place.
    `other` is a number in digits where one was said, "-1" for the last. Swapping two items by number
    gives both in `index`. "Swap trust with goals" replaces; where both are items they change places.
    """

    verb: Verb
    target: str = ""
    index: tuple[int, ...] = ()
    minutes: int | None = None
    by: int | None = None
    place: Place = ""
    other: str = ""

    @property
    def whole(self) -> bool:
        """Whether it is about the agenda as a whole."""
        return not self.target and not self.index


_TRIM = re.compile(
    r"^(?:(?:something|a bit|a part|a section|a slot|an item|some time|time|one) (?:about|on|for|around|of) "
    r"|(?:the|a|an|some|my|our|that|this|also|in|to|more|item|number|bit|part|section|on|about|for) )+",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"(?:\s(?:item|bit|part|section|block|slot|topic|question|one|point))+$", re.IGNORECASE
)
_STRIP = " \t\n.,!?;:\"“”‘'()"
_LENGTH = re.compile(
    r"(?:,|\bfor|\bof|\bto|\bat|\(|–|-|\bto be)?\s?(?:a |an |about |around )?\x00\)?(?:\s(?:on|of|for|to|about)\b)?"
)
_AROUND_PLACES = frozenset(
    listed(
        "the item items number numbers no question questions point points one ones and with "
        "part bit section thing things slot topic"
    )
)
_WHOLE = frozenset(
    listed("it this that agenda meeting session plan draft whole thing everything them things all")
) | {"whole thing", "whole agenda", "whole meeting", "whole session", "whole plan", "agenda itself"}


def target_words(raw: str) -> str:
    """A target without its articles and the word "item"."""
    return _ITEM.sub("", _TRIM.sub("", raw.strip(_STRIP))).strip(_STRIP)


def places(raw: str) -> tuple[int, ...]:
    """The items a target names by number and nothing else: "2", "the second one", "the last two"."""
    ts = tokens(raw)
    named: list[int] = []
    i = 0
    while i < len(ts):
        got = _several(ts, i) or _single(ts, i)
        if got is not None:
            named += got[0]
            i = got[1]
        elif word(ts, i) in _AROUND_PLACES or at(ts, i).mark:
            i += 1
        else:
            return ()
    return tuple(dict.fromkeys(named))


def _several(ts: Tokens, i: int) -> tuple[list[int], int] | None:
    """The first two, the last three."""
    if word(ts, i) not in {"first", "last", "final"} or word(ts, i + 1) == "one":
        return None
    got = cardinal_at(ts, i + 1)
    if got is None or not 1 < got[0] <= _MOST or _amount(ts, got[1]):
        return None
    if word(ts, i) == "first":
        return list(range(1, got[0] + 1)), got[1]
    return list(range(-got[0], 0)), got[1]


def _single(ts: Tokens, i: int) -> tuple[list[int], int] | None:
    if word(ts, i) in {"last", "final"}:
        return [LAST], i + 1
    if word(ts, i) == "one" and i:  # the second one
        return None
    counted = at(ts, i).digits or word(ts, i) in UNITS
    got = ordinal_at(ts, i) or (cardinal_at(ts, i) if counted else None)
    if got is None or not 1 <= got[0] <= _MOST or _amount(ts, got[1]):
        return None
    return [got[0]], got[1]


def _amount(ts: Tokens, i: int) -> bool:
    """Whether the number before token `i` counts something."""
    return not closed(ts, i) and not at(ts, i).digits and word(ts, i) not in _AROUND_PLACES


def about(verb: Verb, raw: str) -> Edit:
    """An edit of what a target's words or numbers say, with the length said beside them."""
    minutes: int | None = None
    if lengths := durations_in(raw):
        length = lengths[0]
        minutes = length.value.value
        raw = _LENGTH.sub(" ", f"{raw[: length.start]}\x00{raw[length.end :]}", count=1)
    index = places(raw)
    target = "" if index else target_words(" ".join(raw.split()))
    return Edit(verb, "" if folded(target) in _WHOLE else target, index, minutes)


def other(raw: str) -> str:
    """What something goes before or after: words, or a number in digits."""
    index = places(raw)
    return str(index[0]) if index else target_words(raw)
