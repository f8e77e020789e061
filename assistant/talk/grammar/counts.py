"""How many are wanted, and which session is meant."""

from __future__ import annotations

from assistant.talk.grammar.numbers import cardinal_at, ordinal_at
from assistant.talk.grammar.tokens import (
    Found,
    Tokens,
    at,
    closed,
    found,
    listed,
    scan,
    tokens,
    word,
)

_MOST = 99
_FEW = 3
"""What "a few" and "some more" stand for."""
_SESSIONS = frozenset({"session", "meeting", "meetup", "conversation"})
_BETWEEN = frozenset(
    {"ever", "proper", "real", "and", "monthly", "weekly", "joint", "mentoring", "reverse"}
)
_NUMBER_SIGNS = frozenset({"number", "no", "nr", "#", "num"})
NOUNS = frozenset(
    listed(
        "question questions prompt prompts idea ideas tip tips item items topic topics thing "
        "things example examples card cards suggestion suggestions note notes entry entries "
        "point points way ways option options exercise exercises opener openers icebreaker "
        "icebreakers starter starters one ones"
    )
)
_KINDS = frozenset(
    listed(
        "good short quick open better other different new easy simple deep deeper reflective "
        "honest more extra further great hard harder safe gentle opening closing useful "
        "discussion conversation warm-up ice"
    )
)
_GIVE = frozenset(
    listed(
        "give me us show want need suggest find just only pick list get with to make about another"
    )
)


def session_numbers_in(text: str) -> tuple[Found[int], ...]:
    """The sessions a text names by number, from 1: "our second session", "meeting 3", "session three"."""
    return scan(text, tokens(text), _session_at)


def _session_at(ts: Tokens, i: int) -> tuple[int, int] | None:
    got = ordinal_at(ts, i)
    if got and 1 <= got[0] <= _MOST and word(ts, i - 1) not in {"a", "per", "every"}:
        j = got[1]
        while word(ts, j) in _BETWEEN and j < got[1] + 3:
            j += 1
        if word(ts, j) in _SESSIONS:
            return got[0], j + 1
    if word(ts, i) not in _SESSIONS | {"sessions", "meetings"}:
        return None
    j = i + 1
    if word(ts, j) in _NUMBER_SIGNS:
        j += 1 + (word(ts, j + 1) == ".")
    number = cardinal_at(ts, j)
    if number is None or not 1 <= number[0] <= _MOST or word(ts, j) in {"a", "half"}:
        return None
    return number if closed(ts, number[1]) and not _is_time(ts, number[1]) else None


def _is_time(ts: Tokens, after: int) -> bool:
    return word(ts, after) in {"o'clock", "am", "pm", ":"} or (
        word(ts, after) in {"-", "."} and at(ts, after + 1).glued and not at(ts, after + 1).digits
    )


def count_in(text: str) -> Found[int] | None:
    """How many things are asked for: "three questions", "another two", "a couple of ideas", "give me 5".

    None where no number of things is named.
    """
    ts = tokens(text)
    for i in range(len(ts)):
        got = _count_at(ts, i)
        if got and 1 <= got[0] <= _MOST:
            return found(text, ts, i, got[1], got[0])
    return None


def _count_at(ts: Tokens, i: int) -> tuple[int, int] | None:
    if word(ts, i) in {"a", "some", "the"} and word(ts, i + 1) == "few":
        return _of_things(ts, _FEW, i + 2, i)
    if word(ts, i) == "another":
        more = cardinal_at(ts, i + 1) if word(ts, i + 1) not in {"one"} else None
        if more is None:
            return _of_things(ts, 1, i + 1, i)
        return more if closed(ts, more[1]) else _of_things(ts, more[0], more[1], i)
    got = cardinal_at(ts, i)
    if got is None:
        return _of_things(ts, 1, i + 1, i) if word(ts, i) in {"a", "an"} else None
    return _of_things(ts, got[0], got[1], i)


def _of_things(ts: Tokens, number: int, j: int, i: int) -> tuple[int, int] | None:
    """The count, if things follow it; a bare one counts after "give me" or before "more"."""
    after = j
    j += word(ts, j) == "of"
    more = word(ts, j) in {"more", "extra", "further", "others"}
    for _ in range(3):
        if word(ts, j) not in _KINDS:
            break
        j += 1
    noun = word(ts, j)
    if noun in NOUNS and not (noun in {"one", "ones"} and word(ts, i) in {"a", "an", "the"}):
        return number, j + 1
    if word(ts, i) in {"a", "an"}:
        return (number, after) if number > 1 and closed(ts, after) and _asked(ts, i) else None
    if more and closed(ts, j):
        return number, j
    bare = closed(ts, after) and _asked(ts, i) and (number > 1 or at(ts, i).digits)
    return (number, after) if bare else None


def _asked(ts: Tokens, i: int) -> bool:
    return word(ts, i - 1) in {"me", "us"} and any(
        word(ts, n) in _GIVE for n in range(max(0, i - 3), i)
    )
