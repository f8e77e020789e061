"""Wordings with alternatives, written out: `plan {thursday|the 3rd} {please||, half an hour}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import islice
from math import gcd, prod

from assistant.talk.intents import Intent
from knowledge.plain_text import words

MOST = 12
"""Wordings that one line of alternatives gives at most."""

_SLOT = re.compile(r"\{([^{}]*)\}")
_BEFORE_STOP = re.compile(r"\s+([,.?;:])")
_GOLDEN = (5**0.5 - 1) / 2


@cache
def expanded(intent: Intent) -> tuple[str, ...]:
    """The wordings that the lines of `intent` give, in their order; none where it has no lines.

    The same each time. No two are equal, and none is an exemplar of any intent, whatever the case
    and the punctuation. Raises ValueError for a line whose braces do not match.
    """
    seen = set(_written())
    found = []
    for line in data_lines("frames", intent):
        fresh = (text for text in wordings(line) if _folded(text) not in seen)
        for text in islice(fresh, MOST):
            found.append(text)
            seen.add(_folded(text))
    return tuple(found)


def wordings(line: str) -> Iterator[str]:
    """Every wording of a line, once each, so ordered that the first few differ in every slot.

    A slot is `{one|another|}`, an empty alternative says nothing; slots do not nest. Two wordings
    may differ in case or punctuation only. Raises ValueError where braces do not match.
    """
    parts = _SLOT.split(line)
    if any(brace in part for part in parts[::2] for brace in "{}"):
        raise ValueError(f"braces do not match in: {line}")
    slots = [part.split("|") for part in parts[1::2]]
    seen = set()
    for picked in _spread([len(slot) for slot in slots]):
        chosen = [slot[at] for slot, at in zip(slots, picked, strict=True)]
        text = _joined(parts[::2], chosen)
        if text and text not in seen:
            seen.add(text)
            yield text


def data_lines(folder: str, intent: Intent) -> Iterator[str]:
    """The lines of an intent's file without those of its head, which begin with `#`.

    `folder` is one of those in `assistant/talk/data`; a file that is not there has no lines.
    """
    file = resources.files("assistant.talk") / "data" / folder / f"{intent}.txt"
    if not file.is_file():
        return
    for line in file.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def _spread(sizes: list[int]) -> Iterator[list[int]]:
    """Every way to pick one of each of `sizes`, with a fixed stride that visits each way once.

    A stride of about 0.618 of the ways leaves no large gap wherever one stops (Weyl's sequence).
    """
    ways = prod(sizes)
    step = max(1, round(ways * _GOLDEN))
    while gcd(step, ways) > 1:
        step += 1
    for number in range(ways):
        rest = number * step % ways
        picked = []
        for size in reversed(sizes):
            rest, at = divmod(rest, size)
            picked.append(at)
        yield picked[::-1]


def _joined(fixed: list[str], chosen: list[str]) -> str:
    pieces = [piece for pair in zip(fixed, [*chosen, ""], strict=True) for piece in pair]
    return _BEFORE_STOP.sub(r"\1", " ".join(" ".join(pieces).split())).lstrip(",.;: ")


@cache
def _written() -> frozenset[str]:
    """What was written out in full, for every intent; a danger's category stands before a tab."""
    lines = (line for intent in Intent for line in data_lines("exemplars", intent))
    return frozenset(_folded(line.rpartition("\t")[2]) for line in lines)


def _folded(text: str) -> str:
    return " ".join(words(text.replace("'", "").replace("’", "")))
