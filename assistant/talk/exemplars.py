"""What people say for each intent, as data: the messages a classifier learns from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.talk.frames import data_lines, expanded
from assistant.talk.intents import Intent

CATEGORIES = ("self_harm", "mistreatment", "violence", "distress", "wrongdoing")
"""What a disclosure can be about."""


@dataclass(frozen=True)
class Exemplar:
    """One message as somebody might type it; `category` is set for `Intent.SAFETY` only."""

    text: str
    intent: Intent
    category: str = ""
    framed: bool = False
    """Whether it comes from a line with alternatives; else somebody wrote it as it stands."""


@cache
def exemplars() -> tuple[Exemplar, ...]:
    """Every exemplar, by intent in the order of `Intent`; read once.

    Within an intent those written come first, then those that lines with alternatives give.
    """
    return tuple(one for intent in Intent for one in _of(intent))


def _of(intent: Intent) -> Iterator[Exemplar]:
    for line in data_lines("exemplars", intent):
        if intent is Intent.SAFETY:
            category, _, text = line.partition("\t")
            yield Exemplar(text, intent, category)
        else:
            yield Exemplar(line, intent)
    for text in expanded(intent):
        yield Exemplar(text, intent, framed=True)
