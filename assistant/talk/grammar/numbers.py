"""Numbers as people type and say them: 45, forty-five, a hundred and twenty, 21st, a dozen, half."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.talk.grammar.tokens import (
    LONGEST_NUMBER,
    Found,
    Tokens,
    at,
    follow,
    listed,
    scan,
    tokens,
    word,
)

UNITS = {
    name: n
    for n, name in enumerate(
        listed(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen"
        )
    )
}
TENS = {
    name: 10 * n
    for n, name in enumerate(
        listed("twenty thirty forty fifty sixty seventy eighty ninety"), start=2
    )
}
ORDINALS = {
    name: n
    for n, name in enumerate(
        listed(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
            "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ),
        start=1,
    )
} | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60}
FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_SUFFIXES = frozenset({"st", "nd", "rd", "th"})
_HOURS_BEFORE = frozenset({"h", "hr", "hrs", "t", "x"})
# "no one", "the senior one", "one of us", "one another", "one day": no amounts.
_NOT_BEFORE_ONE = frozenset(
    listed(
        "no the that this which another each every any some senior junior last next first "
        "second third other same right wrong new old only st nd rd th"
    )
)
_NOT_AFTER_ONE = frozenset({"of", "another", "day", "on", "another's", "side", "way", "by"})
_NOT_AFTER_SECOND = frozenset(
    {"thought", "thoughts", "hand", "guess", "nature", "best", "guessing"}
)
_NOT_AFTER_FIRST = frozenset({"of", "thing", "name", "names", "place", "hand", "aid", "and", "off"})
_PARTS = {"half": 0.5, "quarter": 0.25}


@dataclass(frozen=True, slots=True)
class Number:
    """A number; `ordinal` where it says which, not how many. A whole number is an int."""

    value: int | float
    ordinal: bool = False


# --- readers: what begins at a token, and the token after it -------------------------------------------


def cardinal_at(ts: Tokens, i: int) -> tuple[int, int] | None:
    """A whole number from 0 to 9999 in digits, or to 999 in words, a dozen, a couple."""
    token = at(ts, i)
    if token.digits:
        if len(token.word) > LONGEST_NUMBER or _glued_to_word(ts, i):
            return None
        return int(token.word), i + 1
    return _spoken(ts, i)


def ordinal_at(ts: Tokens, i: int) -> tuple[int, int] | None:
    """An ordinal: 2nd, second, twenty-first; to 9999th in digits, to 99th in words."""
    token, after = at(ts, i), at(ts, i + 1)
    if token.digits and after.glued and after.word in _SUFFIXES:
        return None if len(token.word) > LONGEST_NUMBER else (int(token.word), i + 2)
    if token.word in TENS:
        last = _hyphened(ts, i + 1)
        unit = ORDINALS.get(word(ts, last), 99)
        return (TENS[token.word] + unit, last + 1) if unit < 10 else None
    return (ORDINALS[token.word], i + 1) if token.word in ORDINALS else None


def amount_at(ts: Tokens, i: int) -> tuple[float, int] | None:
    """A number with its fraction: 1.5, 1½, 1 1/2, one and a half, two and a quarter, half, 3/4."""
    dozen = _dozen(ts, i)
    part = None if dozen else _part(ts, i) or _parts(ts, i)
    whole = None if part else dozen or cardinal_at(ts, i)
    if whole is None:
        return part
    value, after = whole
    decimals = at(ts, after + 1)
    joined = at(ts, i).digits and word(ts, after) in {".", ","} and at(ts, after).glued
    if joined and decimals.glued and decimals.digits and len(decimals.word) <= 2:
        return float(f"{value}.{decimals.word}"), after + 2
    more = _part(ts, after) or (_parts(ts, after + 1) if word(ts, after) == "and" else None)
    return (value + more[0], more[1]) if more else (float(value), after)


def _part(ts: Tokens, i: int) -> tuple[float, int] | None:
    """½, 1/2, 3/4."""
    return (FRACTIONS[word(ts, i)], i + 1) if word(ts, i) in FRACTIONS else _over(ts, i)


def _glued_to_word(ts: Tokens, i: int) -> bool:
    """Whether digits end a word, as in Q3 or GPT4."""
    before = at(ts, i - 1)
    return at(ts, i).glued and before.word[:1].isalpha() and before.word not in _HOURS_BEFORE


def _hyphened(ts: Tokens, i: int) -> int:
    return i + 1 if word(ts, i) in {"-", "‐", "‑"} and at(ts, i).glued else i


def _over(ts: Tokens, i: int) -> tuple[float, int] | None:
    """1/2, 1/4 and 3/4."""
    shown = (word(ts, i), word(ts, i + 1), word(ts, i + 2))
    parts = {("1", "/", "2"): 0.5, ("1", "/", "4"): 0.25, ("3", "/", "4"): 0.75}
    return (parts[shown], i + 3) if shown in parts else None


def _parts(ts: Tokens, i: int) -> tuple[float, int] | None:
    """Half, a half, a quarter, three quarters."""
    if follow(ts, i, "three"):
        last = _hyphened(ts, i + 1)
        return (0.75, last + 1) if word(ts, last) == "quarters" else None
    start = i + 1 if word(ts, i) in {"a", "one"} else i
    name = word(ts, start)
    if name not in _PARTS or (name == "quarter" and start == i):
        return None
    return _PARTS[name], start + 1


def _spoken(ts: Tokens, i: int) -> tuple[int, int] | None:
    if got := _dozen(ts, i):
        return got
    if word(ts, i) in {"a", "one"} and word(ts, i + 1) == "hundred":
        return _and_more(ts, 100, i + 2)
    got = _below_hundred(ts, i)
    if got is None:
        return _and_more(ts, 100, i + 1) if word(ts, i) == "hundred" else None
    value, after = got
    if 0 < value < 10 and word(ts, after) == "hundred":
        return _and_more(ts, value * 100, after + 1)
    return got


def _dozen(ts: Tokens, i: int) -> tuple[int, int] | None:
    start = i + 1 if word(ts, i) in {"a", "another"} else i
    if word(ts, start) == "couple" and start > i:
        return 2, start + 1 + (word(ts, start + 1) == "of")
    if word(ts, start) == "dozen":
        return 12, start + 1
    if word(ts, i) == "half" and word(ts, i + 1) in {"a", "dozen"}:
        last = i + 1 + (word(ts, i + 1) == "a")
        return (6, last + 1) if word(ts, last) == "dozen" else None
    return None


def _below_hundred(ts: Tokens, i: int) -> tuple[int, int] | None:
    name = word(ts, i)
    if name in UNITS:
        return UNITS[name], i + 1
    if name not in TENS:
        return None
    last = _hyphened(ts, i + 1)
    unit = UNITS.get(word(ts, last), 0)
    return (TENS[name] + unit, last + 1) if 0 < unit < 10 else (TENS[name], i + 1)


def _and_more(ts: Tokens, hundreds: int, i: int) -> tuple[int, int]:
    start = i + 1 if word(ts, i) == "and" else i
    more = _below_hundred(ts, start)
    return (hundreds + more[0], more[1]) if more else (hundreds, i)


# --- what is asked -------------------------------------------------------------------------------------


def numbers_in(text: str) -> tuple[Found[Number], ...]:
    """Every number in a text, from left to right.

    Leaves out what only looks like one: "one of us", "second thoughts", "for a second", "24/7", and
    "9 to 5".
    """
    ts = tokens(text)
    return scan(text, ts, _number_at)


def _number_at(ts: Tokens, i: int) -> tuple[Number, int] | None:
    if _over_all(ts, i):
        return None
    if got := ordinal_at(ts, i):
        return (Number(got[0], ordinal=True), got[1]) if _is_ordinal(ts, i) else None
    amount = amount_at(ts, i)
    if amount is None or not _is_amount(ts, i):
        return None
    value, after = amount
    return Number(int(value) if value == int(value) else value), after


def _is_ordinal(ts: Tokens, i: int) -> bool:
    if word(ts, i) == "second":
        return word(ts, i - 1) not in {"a", "one", "per", "every"} and (
            word(ts, i + 1) not in _NOT_AFTER_SECOND
        )
    if word(ts, i) == "first":
        return word(ts, i - 1) != "at" and word(ts, i + 1) not in _NOT_AFTER_FIRST
    return True


def _is_amount(ts: Tokens, i: int) -> bool:
    if word(ts, i) == "one":
        return word(ts, i - 1) not in _NOT_BEFORE_ONE and word(ts, i + 1) not in _NOT_AFTER_ONE
    return word(ts, i) != "half" or word(ts, i + 1) not in {"of", "the", "past"}


def _over_all(ts: Tokens, i: int) -> bool:
    """Whether token `i` is of "24/7" or "9 to 5", which are no numbers but ways of living."""
    return any(
        follow(ts, first, *phrase)
        for phrase in (("24", "/", "7"), ("9", "to", "5"), ("9", "-", "5"), ("nine", "to", "five"))
        for first in (i, i - 2)
    )
