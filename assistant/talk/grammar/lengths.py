"""One length of time, in minutes: half an hour, 1h30, an hour and a half, 45-minute."""

from __future__ import annotations

from assistant.talk.grammar.numbers import FRACTIONS, TENS, UNITS, amount_at
from assistant.talk.grammar.tokens import Tokens, at, follow, listed, word

HOUR_UNITS = frozenset({"hour", "hours", "hr", "hrs", "h", "hour's", "hours'"})
_MINUTE_UNITS = frozenset({"minute", "minutes", "min", "mins", "minute's", "m"})
_GLUED_UNITS = frozenset({"h", "m"})
_ROUGHLY = frozenset({"ish", "odd", "plus", "solid", "good", "full", "whole"})
MORE = frozenset({"more", "extra", "longer", "additional", "another", "further"})
LESS = frozenset({"less", "shorter", "fewer"})
DASHES = frozenset("-–—‐‑")
_LONG = frozenset(listed("long session meeting slot chat call version agenda plan"))
_STARTS = frozenset(
    {*UNITS, *TENS, *FRACTIONS, *listed("a an half quarter another hundred dozen hour hr")}
)
"""Words that a length begins with."""


def length_at(ts: Tokens, i: int) -> tuple[int, int] | None:
    """The minutes of the one length that begins at token `i`, and the token after it."""
    if not at(ts, i).digits and word(ts, i) not in _STARTS:
        return None
    got = _part_of_hour(ts, i) or _of_hours(ts, i) or _of_minutes(ts, i) or _bare_hour(ts, i)
    if got is None:
        return None
    value, after = got
    if word(ts, after) == "ish" or follow(ts, after, "-", "ish"):
        after += 1 + (word(ts, after) == "-")
    elif follow(ts, after, "or", "so"):
        after += 2
    return round(value), after


def _part_of_hour(ts: Tokens, i: int) -> tuple[float, int] | None:
    """Half an hour, a half hour, a quarter of an hour, three quarters of an hour, 3/4 hour."""
    start = i + 1 if word(ts, i) == "a" and word(ts, i + 1) in {"half", "quarter"} else i
    if word(ts, start) in FRACTIONS:
        part: tuple[float, int] | None = (FRACTIONS[word(ts, start)], start + 1)
    elif word(ts, start) == "quarter":
        part = (0.25, start + 1)
    else:
        part = amount_at(ts, start)
    if part is None or not 0 < part[0] < 1:
        return None
    value, j = part
    j = _past_dash(ts, j)
    j += word(ts, j) == "of"
    j += word(ts, j) in {"a", "an", "the"}
    j = _past_dash(ts, j)
    if word(ts, j) not in {"hour", "hr", "hour's", "hours", "h"}:
        return None
    return value * 60, j + 1


def _of_hours(ts: Tokens, i: int) -> tuple[float, int] | None:
    """An hour and a half, 1.5 hours, 1h30, two hours and ten minutes, 1:30 hours."""
    if clock := _by_colon(ts, i):
        return clock
    got = _one(ts, i) or amount_at(ts, i)
    if got is None or (at(ts, i).digits and len(at(ts, i).word) > 3):
        return None
    hours, j = got
    j = _past_dash(ts, _roughly(ts, j))
    if not _unit(ts, j, HOUR_UNITS):
        return None
    return _and_minutes(ts, hours * 60, j + 1)


def _one(ts: Tokens, i: int) -> tuple[float, int] | None:
    """The amounts that are no numbers: "an", "a full"."""
    if word(ts, i) == "a" and word(ts, i + 1) == "couple":
        return None
    if word(ts, i) in {"a", "an"} and (
        word(ts, i + 1) in {"hour", "hr", "hour's", "hours"} | _ROUGHLY
        or (word(ts, i + 1) in MORE and word(ts, i + 2) == "hour")
    ):
        return 1.0, i + 1
    return (1.0, i + 1) if follow(ts, i, "another", "hour") else None


def _and_minutes(ts: Tokens, minutes: float, j: int) -> tuple[float, int]:
    """What an hour is followed by: "and a half", "30", "and 15 minutes", "and a quarter"."""
    if at(ts, j).digits and at(ts, j).glued and len(at(ts, j).word) <= 2:
        return minutes + int(word(ts, j)), j + 1 + _unit(ts, j + 1, _MINUTE_UNITS)
    k = j + (word(ts, j) == "and")
    more = amount_at(ts, k)
    if more is None and follow(ts, k, "a", "quarter"):
        more = (0.25, k + 2)
    if more is None:
        return minutes, j
    value, after = more
    if value < 1:
        stands_alone = k > j and word(ts, after) not in {"of", "an", "the"}
        return (minutes + value * 60, after) if stands_alone else (minutes, j)
    unit = _past_dash(ts, after)
    if value < 60 and _unit(ts, unit, _MINUTE_UNITS):
        return minutes + value, unit + 1
    if 5 <= value < 60 and value % 5 == 0 and _ends(ts, after):
        return minutes + value, after
    return minutes, j


def _of_minutes(ts: Tokens, i: int) -> tuple[float, int] | None:
    """90 minutes, 45-minute, 40ish minutes, a couple of minutes, 10 more minutes."""
    start = i + 1 if word(ts, i) in {"a", "another"} and at(ts, i + 1).digits else i
    if start == i and word(ts, i) == "one" and word(ts, i + 1) == "minute":
        return None  # one minute, please
    got = amount_at(ts, start)
    if got is None or start != i:
        return None  # the article is no part of the length
    value, j = got
    j = _past_dash(ts, _roughly(ts, j))
    return (value, j + 1) if _unit(ts, j, _MINUTE_UNITS) else None


def _bare_hour(ts: Tokens, i: int) -> tuple[float, int] | None:
    """Without its article: "hour and 15", "hour-long", "hour session"."""
    if word(ts, i) not in {"hour", "hr"} or word(ts, i - 1) in {"rush", "happy", "the", "per", "/"}:
        return None
    value, after = _and_minutes(ts, 60, i + 1)
    if after > i + 1:
        return value, after
    return (60, i + 1) if word(ts, _past_dash(ts, i + 1)) in _LONG else None


def _by_colon(ts: Tokens, i: int) -> tuple[float, int] | None:
    """1:30 hours, 1:30h."""
    colon, minutes = at(ts, i + 1), at(ts, i + 2)
    if not (at(ts, i).digits and len(word(ts, i)) <= 2 and colon.word == ":" and colon.glued):
        return None
    if not (minutes.digits and len(minutes.word) == 2 and _unit(ts, i + 3, HOUR_UNITS)):
        return None
    return int(word(ts, i)) * 60 + int(minutes.word), i + 4


def _unit(ts: Tokens, j: int, units: frozenset[str]) -> bool:
    return word(ts, j) in units and (word(ts, j) not in _GLUED_UNITS or _beside_digits(ts, j))


def _beside_digits(ts: Tokens, j: int) -> bool:
    """Whether a unit of one letter stands right after its number, or in "1 h 30 min"."""
    after = at(ts, j + 1)
    return at(ts, j).glued or (at(ts, j - 1).digits and word(ts, j) == "h" and after.digits)


def _roughly(ts: Tokens, j: int) -> int:
    """Past "ish", "or so", "more", "good" between a number and its unit."""
    if follow(ts, j, "or", "so"):
        return j + 2
    if follow(ts, j, "-", "ish"):
        return j + 2
    return j + (word(ts, j) in _ROUGHLY | MORE | LESS)


def _past_dash(ts: Tokens, j: int) -> int:
    return j + 1 if word(ts, j) in DASHES and at(ts, j).glued else j


def _ends(ts: Tokens, j: int) -> bool:
    token = at(ts, j)
    return (
        not token.word or token.mark or token.word in {"long", "please", "for", "on", "with", "and"}
    )
