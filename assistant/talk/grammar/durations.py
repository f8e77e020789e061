"""How long something takes, in minutes: half an hour, 1h30, an hour and a half, 30 to 45 minutes."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.talk.grammar.lengths import DASHES, HOUR_UNITS, LESS, MORE, length_at
from assistant.talk.grammar.numbers import cardinal_at
from assistant.talk.grammar.tokens import Found, Tokens, at, follow, listed, scan, tokens, word

SHORTEST, LONGEST = 10, 180
"""Minutes of the shortest and the longest session that can be planned."""
_MOST = 60 * 100
# Of another time than a length: "20 minutes ago", "ten minutes late".
_NOT_AFTER = frozenset(listed("ago later earlier late early away past after hence"))
# "in 20 minutes" is a moment; "fit it in 20 minutes" is a length.
_FITTING = frozenset(
    listed(
        "fit fits fitted squeeze cram cover pack done finish finished possible doable manage "
        "managed shoehorn through complete covered everything"
    )
)


@dataclass(frozen=True, slots=True)
class Minutes:
    """A length in minutes.

    `least` is the shorter end of a range ("30 to 45 minutes"), whose longer end is the value; else
    None. `change` is 1 for that much more, -1 for that much less, 0 for the length itself.
    """

    value: int
    least: int | None = None
    change: int = 0

    @property
    def usable(self) -> bool:
        """Whether a session can be that long."""
        return SHORTEST <= self.value <= LONGEST


def durations_in(text: str) -> tuple[Found[Minutes], ...]:
    """Every length of time in a text, in minutes, also those no session can have.

    "In an hour" is a moment and "an hour ago" past; neither is found.
    """
    every = scan(text, tokens(text), _any_at)
    return tuple(
        Found(each.value, each.start, each.end, each.said)
        for each in every
        if each.value is not None
    )


def bare_minutes(text: str) -> int | None:
    """The minutes that a whole answer gives without saying so: "45", "make it 45"; else None."""
    ts = tokens(text)
    i = 0
    while word(ts, i) in {
        "make",
        "it",
        "about",
        "just",
        "say",
        "no",
        ",",
        "actually",
        "maybe",
        "for",
    }:
        i += 1
    got = cardinal_at(ts, i)
    if got is None:
        return None
    rest = [token.word for token in ts[got[1] :] if not token.mark]
    return got[0] if set(rest) <= {"ish", "instead", "please", "then", "or", "so"} else None


def duration_at(ts: Tokens, i: int) -> tuple[Minutes, int] | None:
    """The length, or range of lengths, that begins at token `i`."""
    got = _any_at(ts, i)
    return None if got is None or got[0] is None else (got[0], got[1])


def _any_at(ts: Tokens, i: int) -> tuple[Minutes | None, int] | None:
    """As `duration_at`; None in place of a length that is no session's, so that it is passed whole."""
    got = _range(ts, i) or _plain(ts, i)
    if got is None:
        return None
    minutes, after = got
    if minutes.value > _MOST or _elsewhen(ts, after) or _not_a_length(ts, i):
        return None, after
    return _changed(ts, i, minutes, after)


def _not_a_length(ts: Tokens, i: int) -> bool:
    before = i - 1
    while word(ts, before) in {"about", "around", "roughly", "the", "another"} and before > i - 3:
        before -= 1
    if word(ts, before) in {"in", "within"}:
        return not any(word(ts, n) in _FITTING for n in range(max(0, before - 5), before))
    if word(ts, before) in {"every", "per"}:
        return True
    return at(ts, i - 1).word in {"£", "$", "€", ".", ":", "/"} and at(ts, i).glued


def _elsewhen(ts: Tokens, after: int) -> bool:
    """Whether what follows makes a length the distance to another time."""
    if word(ts, after) == "from":
        return word(ts, after + 1) in {"now", "today"}
    return word(ts, after) in _NOT_AFTER


def _changed(ts: Tokens, i: int, minutes: Minutes, after: int) -> tuple[Minutes, int]:
    change = 0
    if word(ts, after) in MORE:
        change, after = 1, after + 1
    elif word(ts, after) in LESS:
        change, after = -1, after + 1
    elif (i and word(ts, i - 1) in {"another", "extra", "additional", "further"}) or any(
        word(ts, n) in MORE for n in range(i, after)
    ):
        change = 1
    elif any(word(ts, n) in LESS for n in range(i, after)):
        change = -1
    return Minutes(minutes.value, minutes.least, change or minutes.change), after


def _plain(ts: Tokens, i: int) -> tuple[Minutes, int] | None:
    got = length_at(ts, i)
    return (Minutes(got[0]), got[1]) if got else None


# --- ranges --------------------------------------------------------------------------------------------


def _range(ts: Tokens, i: int) -> tuple[Minutes, int] | None:
    """30 to 45 minutes, 30-45 mins, 45 minutes to an hour, an hour or two."""
    whole = length_at(ts, i)
    low = whole or cardinal_at(ts, i)
    if low is None or not low[0]:
        return None
    least, j = low
    if word(ts, j) not in {"to", "or", "and"} | DASHES:
        return None
    if word(ts, j) == "and" and word(ts, i - 1) != "between":
        return None
    if whole and least == 60 and follow(ts, j, "or", "two"):
        return Minutes(120, 60), j + 2
    high = length_at(ts, j + 1)
    if high is None:
        return None
    if whole is None and word(ts, high[1] - 1) in HOUR_UNITS:
        least *= 60  # 1 to 2 hours
    return (Minutes(high[0], least), high[1]) if least < high[0] else None
