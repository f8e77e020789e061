"""Times of day: half four, ten to three, 3pm, 15:00, noon, 9ish; hours 1 to 6 are afternoon."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time

from assistant.life.days import MONTHS
from assistant.talk.grammar.hours import CUES, WEEKDAY_NAMES, Hour, bare_hour, hour_at, written_hour
from assistant.talk.grammar.tokens import (
    Found,
    Tokens,
    at,
    closed,
    follow,
    found,
    listed,
    names_a_day,
    tokens,
    word,
)

_AFTERNOON = range(1, 7)
_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_PARTS = {"morning": "a", "afternoon": "p", "evening": "p", "night": "p", "tonight": "p"}
_DASHES = frozenset("-–—")
_UNTIL = frozenset({"until", "till", "til"})
# These also introduce amounts and places in a list; with a day named they mean a time.
_CUES_WITH_DAY = frozenset({"by", "from", "for", "to", "before", "after", "between", "about"})
_ALSO_AMOUNTS = frozenset(
    listed("scale rate rating score shorten shorter longer lengthen cut reduce")
)
_MONTHS = frozenset(short for name in MONTHS for short in (name.lower(), name[:3].lower())) | {
    "sept"
}


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day.

    `other` is the same hour of the other half of the day where nothing said which; `until` the end
    of "from 3 to 4"; `rough` is true of "9ish" and "around 3".
    """

    at: time
    other: time | None = None
    until: time | None = None
    rough: bool = False


def times_in(text: str) -> tuple[Found[Clock], ...]:
    """Every time of day in a text, from left to right.

    A bare number is a time only after "at" or the like, and never before a noun: "9 to 5 job", "24/7",
    "ten to twelve people" and "from 1 to 10" hold none.
    """
    ts = tokens(text)
    day = names_a_day(ts)
    amounts = any(token.word in _ALSO_AMOUNTS for token in ts)
    results: list[Found[Clock]] = []
    i = 0
    while i < len(ts):
        got = _named(ts, i) or _clock(ts, i, day=day, amounts=amounts)
        if got is None:
            i += 1
            continue
        results.append(found(text, ts, i, got[1], got[0]))
        i = got[1]
    return tuple(results)


def _named(ts: Tokens, i: int) -> tuple[Clock, int] | None:
    start = i + 1 if word(ts, i) in {"12", "twelve"} else i
    if word(ts, start) in _NAMED:
        return Clock(_NAMED[word(ts, start)], rough=_is_rough(ts, i)), start + 1
    return None


def _clock(ts: Tokens, i: int, *, day: bool, amounts: bool) -> tuple[Clock, int] | None:
    got = hour_at(ts, i)
    if got is None:
        return None
    read, after = got
    if _of_dates(ts, after):
        return None
    until_then = word(ts, after) in _UNTIL
    end = _end(ts, after) if word(ts, after) != "and" or word(ts, i - 1) == "between" else None
    if end is not None:
        last, beyond = end
        if last.half and not read.half and read.hour <= 12:
            read = replace(read, half=_half_before(read, last), sure=True)
        cued = until_then or _cued(ts, i, read, beyond, day=day, amounts=amounts)
        if cued and (day or read.half or last.sure or until_then):
            half = _half_around(ts, i, beyond)
            until = _settled(last, last.half or half)
            return replace(_said(ts, i, read, half), until=until.at), beyond
    if not _cued(ts, i, read, after, day=day, amounts=amounts):
        return None
    half = _half_around(ts, i, after)
    return _said(ts, i, read, half), _past_part(ts, after, read)


def _said(ts: Tokens, i: int, read: Hour, half: str) -> Clock:
    clock = _settled(read, read.half or half)
    return replace(clock, rough=read.rough or _is_rough(ts, i))


def _settled(read: Hour, half: str) -> Clock:
    """The time of an hour: 1 to 6 are afternoon where nothing else is said."""
    hour, minute = read.hour, read.minute
    if hour > 12 or hour == 0:
        return Clock(time(hour, minute))
    if half:
        return Clock(time(hour % 12 + 12 * (half == "p"), minute))
    late = hour in _AFTERNOON or hour == 12
    chosen, other = hour % 12 + 12 * late, hour % 12 + 12 * (not late)
    return Clock(time(chosen, minute), time(other, minute))


def _half_before(first: Hour, last: Hour) -> str:
    """Which half of the day "11" has in "11 to 1pm" and "2" in "2 to 4pm"."""
    return "a" if last.half == "p" and last.hour % 12 < first.hour % 12 else last.half


# --- what stands around it -----------------------------------------------------------------------------


def _end(ts: Tokens, i: int) -> tuple[Hour, int] | None:
    """The end of a range of times: "to 4pm", "- 4"; "until" may stand between."""
    if word(ts, i) not in _UNTIL | {"to", "and"} | _DASHES:
        return None
    got = written_hour(ts, i + 1) or bare_hour(ts, i + 1)
    return got if got and (got[0].half or closed(ts, got[1])) else None


def _of_dates(ts: Tokens, after: int) -> bool:
    """Whether a number begins a stretch of days, as in "3 to 10 March"."""
    if word(ts, after) not in {"to", "and", "until"} | _DASHES or not at(ts, after + 1).digits:
        return False
    return word(ts, after + 2) in _MONTHS | {"st", "nd", "rd", "th"}


def _cued(ts: Tokens, i: int, read: Hour, after: int, *, day: bool, amounts: bool) -> bool:
    """Whether what was read is a time here and no amount."""
    if read.sure or _part_after(ts, after):
        return True
    noun = not closed(ts, after) or _dashed(ts, after) or word(ts, after) in _MONTHS
    if noun or follow(ts, i, "one", "of"):
        return False
    before = word(ts, i - 1)
    if before in CUES or (before == "about" and word(ts, i - 2) in {"at", "it", "meet", "start"}):
        return not (amounts and before != "at")
    if read.minute and (day or len(ts) <= 3):
        return True  # Thursday 3.30
    return day and before in _CUES_WITH_DAY and not amounts


def _dashed(ts: Tokens, after: int) -> bool:
    """Whether a word hangs on the number, as in "at 10-minute intervals"."""
    return word(ts, after) in _DASHES and at(ts, after + 1).glued and not at(ts, after + 1).digits


def _is_rough(ts: Tokens, i: int) -> bool:
    return word(ts, i - 1) in {"around", "about", "roughly"}


def _half_around(ts: Tokens, i: int, after: int) -> str:
    """The half of the day that the words beside a time name; "" where none do."""
    later = _part_after(ts, after)
    if later:
        return _PARTS[word(ts, later - 1)]
    for n in range(i - 1, max(-1, i - 5), -1):
        if word(ts, n) in _PARTS:
            return _PARTS[word(ts, n)]
    return ""


def _part_after(ts: Tokens, i: int) -> int:
    """The token after "in the morning", "at night", "tomorrow evening", "tonight"; else 0."""
    j = i + (word(ts, i) in {"in", "at", "on"})
    j += word(ts, j) in {"the", "this", "tomorrow"} or word(ts, j) in WEEKDAY_NAMES
    if word(ts, j) not in _PARTS or (j == i and word(ts, j) != "tonight"):
        return 0
    return j + 1


def _past_part(ts: Tokens, after: int, read: Hour) -> int:
    """Past "in the morning", which belongs to the time; not past a day's name."""
    if word(ts, after) in {"in", "at"} and not read.half:
        return _part_after(ts, after) or after
    return after
