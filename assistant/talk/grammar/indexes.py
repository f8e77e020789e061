"""Which of the things just listed are meant: "the second one", "2 and 4", "b", "both", "the last two"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.talk.grammar.numbers import TENS, UNITS, cardinal_at, ordinal_at
from assistant.talk.grammar.tokens import Tokens, at, closed, follow, listed, tokens, word

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CUES = frozenset(
    {"number", "no", "option", "item", "choice", "question", "#", "nr", "point", "card"}
)
_THINGS = frozenset(
    listed(
        "one ones option options item items choice question questions of card cards point points"
    )
)
_ALL = frozenset({"all", "everything"})
_NONE = frozenset({"none", "neither", "nothing"})
_JOINTS = frozenset({"and", "&", ",", "+", "or", "plus", "then", "also"})
_RANGE = frozenset({"to", "through", "-", "–", "—"})
_EDGES = frozenset({"first", "last", "top", "final"})
_EXCEPT = frozenset({"except", "but", "excluding", "minus", "without", "not"})
# What people say around a choice; a bare number word counts only when nothing else is said.
_FILLERS = frozenset(
    listed(
        "the i i'll i'd take want like choose pick keep use go with let's do have please ok okay yes yeah "
        "sure just maybe think give me show us for number option and or of them these those one ones would "
        "love let try save add both only prefer to no too it's is said say actually"
    )
) | frozenset(",.!?#&+-–—()'\":;")
_ANSWER, _SHORT = 100, 12
"""Letters of the longest answer that names a thing by its words; tokens of the longest that gives a
bare place. In longer messages a number is most often no choice."""
_MOST = 26
_TIMES = frozenset({"at", "by", "around", "until", "till", "@"})
_ABOUT = re.compile(
    r"\b(?:ones?|options?|cards?|questions?|bits?|parts?|items?) (?:about|on|with|that says|called|regarding) "
    r"(?P<after>.{1,80})"
    r"|\bthe (?P<before>[^\W\d_][\w'-]{1,30}(?: [^\W\d_][\w'-]{1,30}){0,2}) (?:one|option|bit)\b"
)


@dataclass(frozen=True, slots=True)
class Picked:
    """What was picked: places from 1, in the order said; `missing` those beyond the list.

    `words` is what the wanted thing is about, where it was named and not counted. `none` is true of
    "none of them".
    """

    index: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    words: str = ""
    none: bool = False


def picked_in(text: str, count: int) -> Picked | None:
    """What a text picks of a list of `count` things; None where it picks nothing."""
    ts = tokens(text)
    if got := _words_for_many(ts, count):
        return got
    places = _places(ts, count)
    if places:
        inside = tuple(place for place in places if 1 <= place <= count)
        return Picked(inside, tuple(place for place in places if not 1 <= place <= count))
    about = _ABOUT.search(text.lower()) if len(text) <= _ANSWER else None
    if about is None:
        return None
    group = "after" if about["after"] else "before"
    wanted = about[group].strip(" .!?,;:\"'")
    return Picked(words=wanted) if wanted and wanted not in _NOT_WANTED else None


_NOT_WANTED = frozenset(
    {"other", "same", "right", "wrong", "only", "next", "whole", "good", "best"}
)


def _words_for_many(ts: Tokens, count: int) -> Picked | None:
    for i, token in enumerate(ts):
        if token.word in _NONE and (
            (word(ts, i + 1) == "of" and i < 4) or _only_fillers(ts, i, i + 1)
        ):
            return Picked(none=True)
        if token.word == "both" and count == 2 and (word(ts, i + 1) == "of" or closed(ts, i + 1)):
            return Picked((1, 2))
        if token.word in _ALL and _is_all(ts, i):
            left_out = _places(ts[_exception(ts, i) :], count) if _exception(ts, i) else ()
            return Picked(tuple(n for n in range(1, count + 1) if n not in left_out))
    return None


def _is_all(ts: Tokens, i: int) -> bool:
    if word(ts, i - 1) in {"at", "after", "first", "that's", "is", "in", "above", "of"} or i > 6:
        return False
    after = i + 1 + (word(ts, i + 1) == "of")
    rest = word(ts, after)
    return (
        closed(ts, i + 1)
        or rest in {"them", "these", "those", "the", *UNITS, "except", "but"}
        or (at(ts, after).digits)
    )


def _exception(ts: Tokens, i: int) -> int:
    """The token after "except" or "but", where something follows it; else 0."""
    for n in range(i + 1, min(i + 4, len(ts))):
        if word(ts, n) in _EXCEPT:
            return n + 1
    return 0


def _only_fillers(ts: Tokens, first: int, after: int) -> bool:
    return all(token.word in _FILLERS for n, token in enumerate(ts) if not first <= n < after)


def _places(ts: Tokens, count: int) -> tuple[int, ...]:
    """Every place named, in the order said, none twice."""
    places: list[int] = []
    bare = _bare_answer(ts)
    i = 0
    while i < len(ts):
        got = _some(ts, i, count) or _one(ts, i, count, bare=bare, joined=bool(places))
        if got is None:
            i += 1
            continue
        here, i = got
        places.extend(place for place in here if place not in places)
    return tuple(places)


def _some(ts: Tokens, i: int, count: int) -> tuple[list[int], int] | None:
    """The first two, the last three."""
    if word(ts, i) not in _EDGES:
        return None
    got = cardinal_at(ts, i + 1)
    if follow(ts, i + 1, "couple"):
        got = 2, i + 2
    if got is None or word(ts, i + 1) == "one" or not 1 < got[0] <= 26:
        return None
    if not (closed(ts, got[1]) or word(ts, got[1]) in _THINGS):
        return None
    number = min(got[0], count)
    if word(ts, i) in {"last", "final"}:
        return list(range(count - number + 1, count + 1)), got[1]
    return list(range(1, number + 1)), got[1]


def _one(
    ts: Tokens, i: int, count: int, *, bare: bool, joined: bool
) -> tuple[list[int], int] | None:
    got = _by_rank(ts, i, count) or _by_number(ts, i, bare=bare, joined=joined)
    if got is None:
        return None
    first, after = got
    if word(ts, after) in _RANGE and (end := _by_number(ts, after + 1, bare=True, joined=True)):
        last, beyond = end
        if first < last <= first + 26:
            return list(range(first, last + 1)), beyond
    return [first], after


def _by_rank(ts: Tokens, i: int, count: int) -> tuple[int, int] | None:
    """The second, the last, the last but one, the middle one."""
    for phrase in (("last", "but", "one"), ("second", "to", "last"), ("next", "to", "last")):
        if follow(ts, i, *phrase):
            return count - 1, i + 3
    ends = {"last": count, "final": count, "bottom": count, "top": 1}
    if count % 2:
        ends["middle"] = (count + 1) // 2
    if word(ts, i) in ends:
        return (ends[word(ts, i)], i + 1) if _a_thing(ts, i + 1) else None
    got = ordinal_at(ts, i)
    if got is None or not _a_thing(ts, got[1]) or got[0] > _MOST:
        return None
    if len(ts) > _SHORT and word(ts, got[1]) not in _THINGS:
        return None
    first = word(ts, i) == "first" and _is_adverb(ts, i)
    return None if first or word(ts, i - 1) in {"a", "at", "per"} else got


def _is_adverb(ts: Tokens, i: int) -> bool:
    """Whether "first" says when and not which: no "the" before it, and more is said."""
    return word(ts, i - 1) not in {"the", "and", ",", ""} or follow(ts, i, "first", "of", "all")


def _a_thing(ts: Tokens, after: int) -> bool:
    return closed(ts, after) or word(ts, after) in _THINGS


def _by_number(ts: Tokens, i: int, *, bare: bool, joined: bool) -> tuple[int, int] | None:
    """2, two, #2, option b; a word or letter only after a cue or where nothing else is said."""
    token = at(ts, i)
    chosen = (
        bare or word(ts, i - 1) in _CUES or (word(ts, i - 1) == "." and word(ts, i - 2) == "no")
    )
    if len(token.word) == 1 and token.word in _LETTERS:
        return (_LETTERS.index(token.word) + 1, i + 1) if chosen and _a_thing(ts, i + 1) else None
    got = cardinal_at(ts, i)
    if got is None or not (token.digits or token.word in UNITS or token.word in TENS):
        return None
    if token.word == "one" and not (chosen and _is_number(ts, i)):
        return None
    if got[0] > _MOST or word(ts, i - 1) in _TIMES or (len(ts) > _SHORT and not chosen):
        return None
    in_list = joined and word(ts, i - 1) in _JOINTS
    return (
        got
        if (token.digits or chosen or in_list) and _ends_there(ts, i, got[1], bare=bare)
        else None
    )


def _ends_there(ts: Tokens, i: int, after: int, *, bare: bool) -> bool:
    """Whether a number counts nothing: not 3pm, 24/7, 2 minutes, nor a 9 to 5 job."""
    behind = at(ts, after)
    if (behind.glued and behind.word[:1].isalnum()) or (
        at(ts, i).glued and word(ts, i - 1) in {"/", ".", ":"}
    ):
        return False
    if behind.word in _RANGE and at(ts, after + 1).word:
        return _number_only(ts, after + 1) is not None
    return (bare and behind.digits) or _a_thing(ts, after) or behind.word in _JOINTS


def _number_only(ts: Tokens, i: int) -> int | None:
    """The number at a token that ends what is picked, as the 3 of "1 to 3"; else None."""
    got = cardinal_at(ts, i)
    return got[0] if got and _a_thing(ts, got[1]) else None


def _is_number(ts: Tokens, i: int) -> bool:
    """Whether "one" is the number and not "this one": no word that points stands before it."""
    pointing = word(ts, i - 1) in {"the", "this", "that", "these", "last", "them"}
    return not pointing and ordinal_at(ts, i - 1) is None


def _bare_answer(ts: Tokens) -> bool:
    """Whether nothing is said but numbers, single letters and fillers."""
    return all(
        token.word in _FILLERS
        or token.digits
        or token.word in UNITS
        or (len(token.word) == 1 and token.word in _LETTERS)
        for token in ts
    )
