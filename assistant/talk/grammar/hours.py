"""An hour and its minutes as they are said: half four, ten to three, 3pm, 15:00, 1500 hrs, 9ish."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.life.days import WEEKDAYS
from assistant.talk.grammar.numbers import UNITS, cardinal_at
from assistant.talk.grammar.tokens import Tokens, at, closed, follow, listed, word

CUES = frozenset({"at", "@", "around", "until", "till", "til"})
"""Before a bare number they make it a time, if no noun follows."""
WEEKDAY_NAMES = frozenset(name.lower() for name in WEEKDAYS)
_PAST = frozenset({"past", "after"})
_TO = frozenset({"to", "til", "till", "before", "of"})
_STEPS = frozenset({5, 10, 20, 25})
_HALF_OF = frozenset(listed("an a the of hour hours day days way hearted term"))


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour and minute as said, before anything tells which half of the day. `half`: a, p or ""."""

    hour: int
    minute: int
    half: str = ""
    sure: bool = True
    """Whether it is a time without a cue before it."""
    rough: bool = False


def hour_at(ts: Tokens, i: int) -> tuple[Hour, int] | None:
    """The hour that begins at token `i`, and the token after it."""
    return (
        _around_hour(ts, i)
        or written_hour(ts, i)
        or _four_digits(ts, i)
        or _in_words(ts, i)
        or bare_hour(ts, i)
    )


def written_hour(ts: Tokens, i: int) -> tuple[Hour, int] | None:
    """15:00, 3.30, 3:30pm."""
    hour, mark, minute = at(ts, i), at(ts, i + 1), at(ts, i + 2)
    if not (hour.digits and len(hour.word) <= 2 and mark.glued and mark.word in {":", "."}):
        return None
    if not (minute.glued and minute.digits and len(minute.word) == 2 and int(minute.word) < 60):
        return None
    if at(ts, i).glued and word(ts, i - 1) in {".", ":", "/", "£", "$", "€", ","}:
        return None
    if at(ts, i + 3).glued and (
        word(ts, i + 3) == "%"
        or (word(ts, i + 3) in ".:/" and at(ts, i + 4).digits and mark.word == ".")
    ):
        return None
    if int(hour.word) > 23:
        return None
    half, after = _half(ts, i + 3)
    if half and not 1 <= int(hour.word) <= 12:
        half = ""
    sure = bool(half) or mark.word == ":"
    return Hour(int(hour.word), int(minute.word), half or _fixed(hour.word), sure), after


def _fixed(hour: str) -> str:
    """A leading nought says morning: 09:30, 03:00."""
    return "a" if hour[0] == "0" and len(hour) == 2 and hour != "00" else ""


def _four_digits(ts: Tokens, i: int) -> tuple[Hour, int] | None:
    """1500 hrs; 0930 and 1500 after "at"."""
    token = at(ts, i)
    if not (token.digits and len(token.word) == 4):
        return None
    hour, minute = int(token.word[:2]), int(token.word[2:])
    if hour > 23 or minute > 59 or token.glued:
        return None
    if word(ts, i + 1) in {"hrs", "hours", "h"}:
        return Hour(hour, minute, _fixed(token.word[:2])), i + 2
    if minute % 5 or token.word[:2] in {"19", "20"} or word(ts, i - 1) not in CUES | {"by", "from"}:
        return None
    return Hour(hour, minute, _fixed(token.word[:2])), i + 1


def _around_hour(ts: Tokens, i: int) -> tuple[Hour, int] | None:
    """Half four, half past three, ten to three, a quarter to 9, twenty-five past 2."""
    start = i + 1 if word(ts, i) == "a" and word(ts, i + 1) == "quarter" else i
    if word(ts, start) == "half":
        return _half_hour(ts, start)
    got = (15, start + 1) if word(ts, start) == "quarter" else _some_minutes(ts, i)
    if got is None or word(ts, i - 1) in {"from", "between"}:
        return None
    minutes, after = got
    link, hour = word(ts, after), _hour(ts, after + 1)
    if hour is None or not _links(ts, start, after):
        return None
    half, end = _half(ts, hour[1])
    if not half and not closed(ts, hour[1]):
        return None
    if link in _PAST:
        return Hour(hour[0], minutes, half), end
    return _earlier(hour[0], 60 - minutes, half), end


def _in_words(ts: Tokens, i: int) -> tuple[Hour, int] | None:
    """Ten thirty, two forty-five: both in words."""
    got = _hour(ts, i)
    if got is None or at(ts, i).digits or at(ts, got[1]).digits:
        return None
    minutes = cardinal_at(ts, got[1])
    if minutes is None or minutes[0] % 5 or not 15 <= minutes[0] < 60:
        return None
    half, after = _half(ts, minutes[1])
    return (Hour(got[0], minutes[0], half), after) if half or closed(ts, after) else None


def _links(ts: Tokens, start: int, after: int) -> bool:
    """Whether the word at `after` makes minutes and an hour one time, and no range of numbers."""
    link = word(ts, after)
    if link not in _PAST | _TO or (link == "of" and word(ts, start) != "quarter"):
        return False
    figures = at(ts, after - 1).digits and at(ts, after + 1).digits
    return not figures or link == "past" or _day_or_cue(ts, start)


def _some_minutes(ts: Tokens, i: int) -> tuple[int, int] | None:
    """The minutes of "ten to" and "17 minutes past": without "minutes", fives only."""
    got = cardinal_at(ts, i)
    if got is None:
        return None
    minutes, after = got
    if word(ts, after) in {"minutes", "mins", "min", "minute"}:
        return (minutes, after + 1) if 0 < minutes < 60 else None
    return got if minutes in _STEPS else None


def _half_hour(ts: Tokens, i: int) -> tuple[Hour, int] | None:
    after = i + 1 + (word(ts, i + 1) == "-")
    past = word(ts, after) == "past"
    if not past and word(ts, after) in _HALF_OF:
        return None
    hour = _hour(ts, after + past)
    if hour is None:
        return None
    half, end = _half(ts, hour[1])
    if not past and (
        (not half and not closed(ts, hour[1]))
        or follow(ts, hour[1], "and")
        or word(ts, i - 1) == "and"
    ):
        return None
    return Hour(hour[0], 30, half), end


def _earlier(hour: int, minute: int, half: str) -> Hour:
    """The hour before: "ten to one" is 12:50."""
    if half:
        late = (hour % 12 + 12 * (half == "p") - 1) % 24
        return Hour(late % 12 or 12, minute, "p" if late >= 12 else "a")
    before = hour - 1 or 12
    return Hour(before, minute)


def _hour(ts: Tokens, i: int) -> tuple[int, int] | None:
    token = at(ts, i)
    if token.digits and len(token.word) <= 2 and 1 <= int(token.word) <= 12:
        return int(token.word), i + 1
    value = UNITS.get(token.word, 0)
    return (value, i + 1) if 1 <= value <= 12 else None


def bare_hour(ts: Tokens, i: int) -> tuple[Hour, int] | None:
    """3pm, 3 o'clock, 9ish, nine-ish, and a bare 3 that needs a cue."""
    token = at(ts, i)
    if token.word.endswith("ish") and 1 <= UNITS.get(token.word.removesuffix("ish"), 0) <= 12:
        return Hour(UNITS[token.word.removesuffix("ish")], 0, rough=True), i + 1
    got = _hour(ts, i)
    if got is None:
        late = token.digits and len(token.word) == 2 and 13 <= int(token.word) <= 23
        cued = word(ts, i - 1) in CUES
        return (Hour(int(token.word), 0, "", sure=False), i + 1) if late and cued else None
    hour, after = got
    if token.glued and word(ts, i - 1) in {".", ":", "/", "£", "$", "€", ","}:
        return None
    rough = word(ts, after) == "ish" or follow(ts, after, "-", "ish")
    after += (1 + (word(ts, after) == "-")) if rough else 0
    clock = _oclock(ts, after)
    half, end = _half(ts, clock or after)
    sure = bool(half or clock or (rough and closed(ts, end)))
    return Hour(hour, 0, half, sure, rough), end


def _oclock(ts: Tokens, i: int) -> int | None:
    if word(ts, i) == "o'clock":
        return i + 1
    return i + 2 if word(ts, i) == "o" and word(ts, i + 1) == "clock" else None


def _half(ts: Tokens, i: int) -> tuple[str, int]:
    """am, p.m., and the words for parts of a day; "" where there are none."""
    first = word(ts, i)
    if first in {"am", "pm"}:
        return first[0], i + 1
    if first in {"a", "p"} and word(ts, i + 1) == "." and word(ts, i + 2) == "m":
        return first, i + 3 + (word(ts, i + 3) == "." and at(ts, i + 3).glued)
    if first in {"a", "p"} and at(ts, i).glued and word(ts, i + 1) != ".":
        return first, i + 1
    return "", i


def _day_or_cue(ts: Tokens, i: int) -> bool:
    before = word(ts, i - 1)
    return before in CUES | {"by", "for"} or before in WEEKDAY_NAMES | {"tomorrow", "today"}
