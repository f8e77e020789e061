"""The one way anything is ranked: meaning and words in one score, of the best passage and of the whole.

A passage scores its cosine with the question, and `words` times its BM25 as a share of the best. An item
(a card, a document, a record) scores its best passage; where `whole` or `whole_words` are not 0, also the
cosine of the mean of its vectors, and the BM25 of all its words taken together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from knowledge.encoder import Encoder
from knowledge.words import WordIndex

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from knowledge.vector_index import VectorIndex

    Floats = NDArray[np.float32]
    Numbers = NDArray[np.int64]
    Mask = NDArray[np.bool_]

WORDS_TOP = 50
"""Rows that get a share by their words: so many of the best, and what ties with the last."""
CANDIDATES = 2048
"""Passages that a question is compared with by meaning, beside those found by words."""


class Mode(StrEnum):
    """How an answer was found."""

    SEMANTIC = "semantic"
    LEXICAL = "lexical"


@dataclass(frozen=True)
class Weights:
    """What counts beside the cosine of the best passage; `passage` only where words alone are searched."""

    words: float = 0.15
    whole: float = 0.0
    whole_words: float = 0.0
    passage: float = 1.0

    @property
    def total(self) -> float:
        """The most a score can come to."""
        return 1 + self.words + self.whole + self.whole_words


@dataclass(frozen=True)
class Ranking:
    """Items by place, best first, with what each scored; `rows` has the score of every passage.

    Items in which no passage matched are left out; passages that did not score -inf.
    """

    mode: Mode
    places: Numbers
    scores: Floats
    cosines: Floats
    """The best cosine of a passage of each; -inf where none has a vector."""
    wholes: Floats
    """The cosine of the mean of each; nothing to go by where `Weights.whole` is 0."""
    rows: Floats
    row_cosines: Floats
    """The cosine of every passage that was compared by meaning, -inf for the others."""
    starts: Numbers

    def cosine_of(self, row: int) -> float:
        """The cosine of the passage in `row`; 0 where it was not compared by meaning."""
        cosine = float(self.row_cosines[row])
        return cosine if cosine > float("-inf") else 0.0

    def best_row(self, place: int, among: Mask | None = None) -> int | None:
        """The row of the best passage of the item at `place`, the first of equals, of those `among`."""
        import numpy as np

        first, stop = int(self.starts[place]), int(self.starts[place + 1])
        scores = self.rows[first:stop]
        if among is not None:
            scores = np.where(among[first:stop], scores, -np.inf)
        best = int(np.argmax(scores))
        return first + best if scores[best] > -np.inf else None


class Ranked(Protocol):
    """What is ranked: the words of passages and of whole items, and the first row of each item."""

    @property
    def words(self) -> WordIndex:
        """Over the passages, by row."""

    @property
    def whole_words(self) -> WordIndex:
        """Over the items, by place; asked only where `Weights.whole_words` is not 0."""

    @property
    def starts(self) -> Numbers:
        """The first row of each item, and the number of rows at the end: shape (items + 1,)."""


class Compared(Protocol):
    """The vectors of passages, by row; a row may have none."""

    def nearest(
        self, vector: Floats, count: int, rows: Numbers | None = None
    ) -> tuple[Numbers, Floats]:
        """Up to `count` rows nearest to `vector` and their cosines; of `rows`, all that have any."""

    def vectors(self, start: int = 0, stop: int | None = None) -> Floats:
        """Rows `start` to `stop`, float32 of shape (rows, dimensions)."""


@dataclass(frozen=True)
class Meaning:
    """What searching by meaning needs: vectors of the passages and, by item, their means.

    A passage without a vector is found by its words alone: their share stands for its meaning too, as
    if all the question's words were as good as the nearest passage.
    """

    encoder: Encoder
    passages: Compared
    wholes: VectorIndex | None


class Ranker:
    """Ranks the items of one store: by words at once, by meaning once it is given `meaning`."""

    def __init__(self, store: Ranked, weights: Weights) -> None:
        self._store = store
        self._weights = weights
        self.meaning: Meaning | None = None

    def rank(
        self,
        query: str,
        *,
        rows: Mask | None = None,
        every: bool = False,
        typing: bool = False,
        vector: Floats | None = None,
    ) -> Ranking:
        """Rank the items for `query`; with `rows`, only those passages take part.

        With `every`, all of them are compared by meaning, not `CANDIDATES`. `vector` is that of the
        query, shape (dimensions,), where it is at hand. Equal scores keep the store's order.
        """
        import numpy as np

        meaning = self.meaning  # read once: a worker may set it meanwhile
        starts = self._store.starts
        count, items = int(starts[-1]), len(starts) - 1
        cosines = np.full(count, -np.inf, dtype=np.float32)
        words = _shares(self._store.words.scores(query, typing=typing), rows, count)
        wholes = np.zeros(items, dtype=np.float32)
        if meaning is None:
            scores = np.where(words > 0, words, cosines)
        else:
            vector = meaning.encoder.encode([query])[0] if vector is None else vector
            self._compare(vector, meaning, cosines, rows, words, every)
            scores = cosines + np.float32(self._weights.words) * words
            told_only = (words > 0) & (cosines == -np.inf)
            if told_only.any():
                nearest = float(cosines.max())
                nearest = 1.0 if nearest == -np.inf else max(0.0, nearest)
                scores[told_only] = words[told_only] * np.float32(nearest + self._weights.words)
            if meaning.wholes is not None:
                found, near = meaning.wholes.nearest(vector, items)
                wholes[found] = near
        best = _best(scores, starts)
        told = np.flatnonzero(best > -np.inf)
        points = self._points(query, best, wholes, told, typing, by_words=meaning is None)
        order = told[np.lexsort((told, -points[told]))]
        return Ranking(
            Mode.SEMANTIC if meaning else Mode.LEXICAL,
            order,
            points[order],
            _best(cosines, starts)[order] if meaning else np.zeros(len(order), dtype=np.float32),
            wholes[order],
            scores,
            cosines,
            starts,
        )

    def _compare(
        self,
        vector: Floats,
        meaning: Meaning,
        cosines: Floats,
        rows: Mask | None,
        words: Floats,
        every: bool,
    ) -> None:
        """Put the cosines of the nearest passages, and of those found by words, into `cosines`."""
        import numpy as np

        own = None if rows is None or rows.all() else np.flatnonzero(rows)
        most = len(cosines) if own is None else len(own)
        found, near = meaning.passages.nearest(
            vector, most if every else min(most, CANDIDATES), own
        )
        cosines[found] = near
        left = np.flatnonzero((words > 0) & (cosines == -np.inf))
        if len(left):
            found, near = meaning.passages.nearest(vector, len(left), left)
            cosines[found] = near

    def _points(
        self,
        query: str,
        best: Floats,
        wholes: Floats,
        told: Numbers,
        typing: bool,
        *,
        by_words: bool,
    ) -> Floats:
        """The score of each item, between 0 and 1 for one that has anything to do with the question."""
        import numpy as np

        weights = self._weights
        words = np.zeros(len(best), dtype=np.float32)
        if weights.whole_words:
            allowed = np.zeros(len(best), dtype=bool)
            allowed[told] = True
            scores = self._store.whole_words.scores(query, typing=typing, pairs=True)
            words = _shares(scores, allowed, len(best))
        if by_words:
            if not weights.whole_words:
                return best
            points: Floats = (words + np.float32(weights.passage) * best).astype(np.float32)
            return points / np.float32(1 + weights.passage)
        points = best + np.float32(weights.whole) * wholes + np.float32(weights.whole_words) * words
        points /= np.float32(weights.total)
        return points


def _best(scores: Floats, starts: Numbers) -> Floats:
    """The best score of each item; -inf where none of its passages scored."""
    import numpy as np

    if len(starts) == 1:
        return np.zeros(0, dtype=np.float32)
    best: Floats = np.maximum.reduceat(scores, starts[:-1])
    return best


def _shares(scores: Mapping[int, float], allowed: Mask | None, count: int) -> Floats:
    """BM25 over the best of the top rows, so between 0 and 1, for the rows `allowed`; 0 for the others."""
    import numpy as np

    shares = np.zeros(count, dtype=np.float32)
    rows = np.fromiter(scores.keys(), dtype=np.int64, count=len(scores))
    values = np.fromiter(scores.values(), dtype=np.float64, count=len(scores))
    if allowed is not None:
        kept = allowed[rows]
        rows, values = rows[kept], values[kept]
    if not len(values) or values.max() <= 0:
        return shares
    if len(values) > WORDS_TOP:
        kept = values >= np.partition(values, -WORDS_TOP)[-WORDS_TOP]
        rows, values = rows[kept], values[kept]
    shares[rows] = np.maximum(0, values / values.max())
    return shares
