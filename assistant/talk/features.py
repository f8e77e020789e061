"""A message as numbers: which words and which pieces of words stand in it, rare ones counting more.

Pieces of words carry what was mistyped. The weights are those of term frequency and inverse document
frequency, damped and of length 1 for words and for pieces each (Salton and Buckley, 1988).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from knowledge.plain_text import words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

_PIECES = range(2, 6)
"""Lengths of the pieces of words, in letters; a word's edges count as one each."""
_LONGEST = 400
"""Words of a message that are looked at: its first and its last half of them."""
_LONGEST_WORD = 30


def told_words(text: str) -> list[str]:
    """The words of `text` that are looked at, lower-cased; its punctuation that says something.

    A question mark and a bare number say much in a short message, so both stand among the words.
    """
    found = [_plain(word) for word in words(text)]
    if len(found) > _LONGEST:
        found = [*found[: _LONGEST // 2], *found[-_LONGEST // 2 :]]
    return [*found, "?"] if text.rstrip().endswith("?") else found


def _plain(word: str) -> str:
    """Numbers are alike, whatever they are; apostrophes are left out as often as they are typed."""
    if word.isdigit():
        return "0" * min(len(word), 4)
    return word.replace("'", "")[:_LONGEST_WORD]


def word_terms(text: str) -> list[str]:
    """Words and pairs of words that follow each other; the first and the last word stand out."""
    told = told_words(text)
    edged = ["^", *told, "$"]
    pairs = [f"{one} {two}" for one, two in pairwise(edged)]
    return [*told, *pairs]


def piece_terms(text: str) -> list[str]:
    """Pieces of 2 to 5 letters of each word."""
    found = []
    for word in told_words(text):
        edged = f" {word} "
        for length in _PIECES:
            found += [edged[at : at + length] for at in range(len(edged) - length + 1)]
    return found


@dataclass(frozen=True)
class Terms:
    """The terms that are known, in order, and how rare each is."""

    places: dict[str, int]
    rarity: Numbers

    @classmethod
    def of(cls, documents: Iterable[Iterable[str]], least: int) -> Terms:
        """The terms that stand in at least `least` of `documents`."""
        import numpy as np

        counts: Counter[str] = Counter()
        number = 0
        for document in documents:
            counts.update(set(document))
            number += 1
        kept = sorted(term for term, count in counts.items() if count >= least)
        rarity = [math.log((1 + number) / (1 + counts[term])) + 1 for term in kept]
        return cls(
            {term: place for place, term in enumerate(kept)}, np.asarray(rarity, dtype=np.float32)
        )

    def weights(self, terms: Iterable[str]) -> tuple[list[int], list[float]]:
        """The places of the known terms of a text and how much each weighs; together of length 1 or 0."""
        found = {
            self.places[term]: (1 + math.log(count)) * float(self.rarity[self.places[term]])
            for term, count in Counter(terms).items()
            if term in self.places
        }
        length = math.sqrt(sum(weight * weight for weight in found.values())) or 1.0
        return list(found), [weight / length for weight in found.values()]


@dataclass(frozen=True)
class Features:
    """What a message is compared by: its words, its pieces and, where there is one, its meaning."""

    words: Terms
    pieces: Terms

    @classmethod
    def of(cls, texts: Sequence[str]) -> Features:
        """Features of the terms in `texts`; what stands in only one of them tells nothing."""
        return cls(
            Terms.of(map(word_terms, texts), least=2), Terms.of(map(piece_terms, texts), least=2)
        )

    def __len__(self) -> int:
        return len(self.words.places) + len(self.pieces.places)

    def weights(self, text: str) -> tuple[list[int], list[float]]:
        """Places and weights of what is known in `text`: words first, then pieces."""
        places, weights = self.words.weights(word_terms(text))
        more, other = self.pieces.weights(piece_terms(text))
        first = len(self.words.places)
        return [*places, *(first + place for place in more)], [*weights, *other]

    def vector(self, text: str) -> Numbers:
        """The same as one row of all features, float32."""
        import numpy as np

        vector = np.zeros(len(self), dtype=np.float32)
        places, weights = self.weights(text)
        vector[places] = weights
        return vector
