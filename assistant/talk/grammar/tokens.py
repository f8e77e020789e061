"""A message as words, numbers and marks, each with its place in what was typed.

Every grammar here reads tokens from left to right and looks a few of them ahead, never further, so
the time it takes grows with the length of the message and with nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from assistant.life.days import MONTHS as MONTH_NAMES
from assistant.life.days import WEEKDAYS as WEEKDAY_NAMES

T = TypeVar("T")

LONGEST_NUMBER = 4
"""Digits of a number in a message; longer runs are references, not amounts."""
_TOKEN = re.compile(r"[½¼¾]|[0-9]+|[^\W\d_½¼¾]+(?:'[^\W\d_½¼¾]+)*|[^\w\s]|[\d_]")
_STRAIGHT = {"’": "'", "‘": "'", "ʼ": "'", "＇": "'"}
_MISSPELT_FROM = 4
"""Letters of the shortest word whose misspellings are read; shorter ones are too near to others."""


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """What a grammar found in a text: its value, where (`end` is exclusive), and the words there."""

    value: T
    start: int
    end: int
    said: str


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a run of ASCII digits, or one mark, in lower case. `glued`: nothing before it."""

    word: str
    start: int
    end: int
    glued: bool

    @property
    def digits(self) -> bool:
        """Whether this is a number in digits."""
        return self.word.isascii() and self.word.isdecimal()

    @property
    def mark(self) -> bool:
        """Whether this is neither a word nor a number."""
        return not self.word[0].isalnum()


Tokens = tuple[Token, ...]
Reader = Callable[[Tokens, int], "tuple[T, int] | None"]
"""Reads what begins at a token: its value and the token after it, or None."""

END = Token("", 0, 0, False)
"""Stands for what is before the first token and after the last."""


def listed(words: str) -> tuple[str, ...]:
    """The words of a line, for the vocabularies of these grammars."""
    return tuple(words.split())


def folded(text: str) -> str:
    """`text` in lower case with straight apostrophes, each letter in its old place."""
    lower = text.lower()
    if len(lower) != len(text):  # a few letters become two
        lower = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    for curly, straight in _STRAIGHT.items():
        lower = lower.replace(curly, straight)
    return lower


def tokens(text: str) -> Tokens:
    """The tokens of `text`, the grammar's own words spelt right."""
    found: list[Token] = []
    end, right = -1, _misspellings()
    for match in _TOKEN.finditer(folded(text)):
        word = match[0]
        found.append(Token(right.get(word, word), match.start(), match.end(), match.start() == end))
        end = match.end()
    return tuple(found)


def at(ts: Tokens, i: int) -> Token:
    """The token at `i`, or END where there is none."""
    return ts[i] if 0 <= i < len(ts) else END


def word(ts: Tokens, i: int) -> str:
    """The word at `i`; "" where there is none."""
    return at(ts, i).word


def follow(ts: Tokens, i: int, *phrase: str) -> bool:
    """Whether the tokens from `i` on are this phrase."""
    return all(word(ts, i + n) == each for n, each in enumerate(phrase))


def found(text: str, ts: Tokens, first: int, after: int, value: T) -> Found[T]:
    """`value` as found in the tokens from `first` to before `after`."""
    start, end = ts[first].start, ts[after - 1].end
    return Found(value, start, end, text[start:end])


def scan(text: str, ts: Tokens, read: Reader[T]) -> tuple[Found[T], ...]:
    """All that `read` finds in a text, from left to right, none inside another."""
    results: list[Found[T]] = []
    i = 0
    while i < len(ts):
        got = read(ts, i)
        if got is None:
            i += 1
            continue
        results.append(found(text, ts, i, got[1], got[0]))
        i = max(got[1], i + 1)
    return tuple(results)


_OPEN = frozenset(
    listed(
        "a about after again also am and any are as at be because been before both but by can "
        "can't could did do does doesn't don't each either fine first for from good had has "
        "have he her here his how i i'd i'll i'm i've if in instead is isn't it it'd it's its "
        "just last let's maybe me might must my next no not now of off ok okay on onwards or "
        "our perhaps please possible rather said same she should since sharp so than thanks "
        "that that's the their them then there these they think this those though till time to "
        "today tomorrow tonight too unless until us very was we we'd we'll we're were what when "
        "where which while who will with work works would yes yet you your gmt bst utc est edt "
        "cet cest et pt uk london"
    )
)
_SHORT_DAYS = frozenset(listed("mon tue tues wed weds thu thur thurs fri sat sun"))
_DAY_WORDS = (
    frozenset(name.lower() for name in (*WEEKDAY_NAMES, *MONTH_NAMES))
    | _SHORT_DAYS
    | {"today", "tomorrow", "tonight", "tmrw", "tmr", "weekend"}
)
_TIED = frozenset("%/:°£$€+*=")


def closed(ts: Tokens, i: int) -> bool:
    """Whether a thing may end before token `i`: no noun or unit follows that it would belong to."""
    token = at(ts, i)
    if token is END:
        return True
    if token.mark:
        return token.word not in _TIED and not (token.word in "-.,'" and at(ts, i + 1).glued)
    return not token.glued and (token.word in _OPEN or token.word in _DAY_WORDS)


def names_a_day(ts: Tokens) -> bool:
    """Whether some word of the message is a weekday, a month or a day's own name."""
    return any(token.word in _DAY_WORDS for token in ts)


# Words of these grammars that people misspell by one letter: left out, doubled or out of order.
_SPELT = (
    *(name.lower() for name in (*WEEKDAY_NAMES, *MONTH_NAMES)),
    *listed(
        "today tomorrow yesterday tonight morning afternoon evening noon midday midnight week weeks month "
        "months fortnight weekend hour hours half quarter mins minute minutes next last this past before "
        "three five seven eight nine eleven twelve fifteen twenty thirty forty fifty sixty ninety hundred "
        "couple dozen first second third fourth session meeting mentor mentee junior senior director "
        "shorten shorter longer lengthen replace remove question questions"
    ),
)
# Misspellings that are words, or may be.
_REAL = frozenset(
    listed(
        "forth frida senor meting metting lever mounth lates longe loner sorter moring eleve unday monda "
        "member mentored seconds seven even sven there tree fist firs toady toda moth non noo pat pas pats "
        "ast our ours hal alf wee eek net ext lat lats las alst his tis hist thi coupe doen mach arch marc "
        "seen doze fort hird min pst may mis ins fie ive nin weed wees hors hurs hour's our's mays jun jul jue une juy uly juyl jnue "
        "amy my ma mya mat aril past thee firth thir son session's mentee's mentor's mento"
    )
)
_OTHER_WAYS = {
    "tmrw": "tomorrow", "tmr": "tomorrow", "tommorow": "tomorrow",
    "tommorrow": "tomorrow", "tomorow": "tomorrow", "tomoz": "tomorrow",
    "tonite": "tonight", "wensday": "wednesday", "wendsday": "wednesday", "thrusday": "thursday",
    "febuary": "february", "fourty": "forty", "ninty": "ninety",
    "todya": "today", "tday": "today", "tody": "today", "hte": "the", "teh": "the",
    "minuets": "minutes", "mintues": "minutes", "mintes": "minutes", "oclock": "o'clock",
    "horu": "hour", "huor": "hour", "huors": "hours", "houre": "hour", "nxt": "next", "nex": "next",
    "haf": "half", "hlaf": "half", "hafl": "half", "im": "i'm", "iam": "i'm", "wk": "week",
    "wks": "weeks", "mintee": "mentee", "menter": "mentor",
}  # fmt: skip


@cache
def _misspellings() -> dict[str, str]:
    """Misspelt words to right ones; none that is a word itself or could be two of them."""
    ways: dict[str, str] = {}
    unsure: set[str] = set()
    for right in _SPELT:
        if len(right) < _MISSPELT_FROM:
            continue
        for wrong in _near(right):
            if ways.setdefault(wrong, right) != right:
                unsure.add(wrong)
    for each in (*_SPELT, *_REAL, *unsure):
        ways.pop(each, None)
    return ways | _OTHER_WAYS


def _near(right: str) -> set[str]:
    letters = range(len(right))
    left_out = {right[:n] + right[n + 1 :] for n in letters}
    doubled = {right[: n + 1] + right[n:] for n in letters}
    swapped = {right[:n] + right[n + 1] + right[n] + right[n + 2 :] for n in letters[:-1]}
    return (left_out | doubled | swapped) - {right}
