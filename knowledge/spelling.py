"""Words mistyped by one letter, set right by the words that the searched texts have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Protocol, runtime_checkable

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LEAST = 5
"""Letters of a word that is set right: of shorter ones too many others are one letter away."""
_WORD = re.compile(rf"[^\W_]{{{_LEAST},30}}")


@runtime_checkable
class KnowsWords(Protocol):
    """A model that can tell an English word from a slip of the keyboard."""

    def knows(self, word: str) -> bool:
        """Whether `word`, in lower case, is one whole word to the model."""


def set_right(
    text: str, is_word: Callable[[str], bool], stands_there: Callable[[str], bool]
) -> str:
    """`text` with each word that is none replaced by the one word of the texts a letter away.

    A letter away is one letter more, less or other, or two neighbours changed over. Where several words
    are, or none is, the word stays. `is_word` tells what is to be left alone, `stands_there` what may be
    put in its place; both are given lower case.
    """

    def mended(match: re.Match[str]) -> str:
        word = match.group().lower()
        if not word.isascii() or not word.isalpha() or is_word(word):
            return match.group()
        near = {other for other in _a_letter_away(word) if stands_there(other)}
        return near.pop() if len(near) == 1 else match.group()

    return _WORD.sub(mended, text)


def _a_letter_away(word: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in _LETTERS:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]
