"""Passages of items that come, change and go: which rows are whose, and what stands in them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from knowledge.growing_words import GrowingWords
from knowledge.words import WordIndex

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Among = Callable[[str], bool] | Collection[str]
"""Some of the items: by their ids, or by what tells whether an id is among them."""
LEAST_DEAD = 1000
"""Rows that stay empty before anything is moved."""


class GrowingStore:
    """Items and their texts, in memory. An item's rows stand side by side; those of gone items are empty.

    Whoever uses it from several threads locks it.
    """

    def __init__(self) -> None:
        self._words = GrowingWords()
        self._begin()

    def _begin(self) -> None:
        self._starts = array("q", [0])
        self._ids: list[str | None] = []
        self._places: dict[str, int] = {}
        self._live = 0

    @property
    def words(self) -> WordIndex:
        """Over the passages, by row."""
        return self._words.index

    whole_words = words

    @property
    def starts(self) -> NDArray[np.int64]:
        """The first row of each place, and the number of rows at the end: shape (places + 1,)."""
        import numpy as np

        return np.array(self._starts, dtype=np.int64)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, item: str) -> bool:
        return item in self._places

    @property
    def ids(self) -> list[str]:
        """The items that are there, the first put first."""
        return list(self._places)

    def id_at(self, place: int) -> str:
        """The item at `place`, which must be one that is there."""
        found = self._ids[place]
        if found is None:
            raise LookupError(place)
        return found

    def rows(self, item: str) -> range:
        """The rows of `item`; KeyError where it is not there."""
        place = self._places[item]
        return range(self._starts[place], self._starts[place + 1])

    def texts(self, rows: range) -> list[str]:
        """What stands in `rows`."""
        return self._words.texts(rows)

    def mask(self, among: Among) -> NDArray[np.bool_]:
        """Which rows belong to the items `among`."""
        import numpy as np

        ids = filter(among, self._places) if callable(among) else among
        chosen = np.zeros(len(self._ids), dtype=bool)
        chosen[[self._places[item] for item in ids if item in self._places]] = True
        return np.repeat(chosen, np.diff(self.starts))

    def add(self, items: Mapping[str, list[str]]) -> None:
        """Add `items`, each with one text or more; none of them is there yet."""
        first = self._starts[-1]
        texts = [text for own in items.values() for text in own]
        self._words.add(first, texts)
        for item, own in items.items():
            self._places[item] = len(self._ids)
            self._ids.append(item)
            self._starts.append(self._starts[-1] + len(own))
        self._live += len(texts)

    def remove(self, items: Iterable[str]) -> list[range]:
        """Take `items`, all of them there, away; returns the rows they had."""
        items = list(items)
        gone = [self.rows(item) for item in items]
        self._words.remove(gone)
        for item, rows in zip(items, gone, strict=True):
            self._ids[self._places.pop(item)] = None
            self._live -= len(rows)
        return gone

    def wipe(self) -> None:
        """Leave no word in memory that only stood in texts taken away."""
        self._words.wipe()

    def compact(self) -> NDArray[np.int64] | None:
        """Close up if more than a third of the rows are empty: what is kept row by row, in its order.

        Returns None where nothing was moved. It takes as long as putting in again all that is left.
        """
        import numpy as np

        count = self._starts[-1]
        dead = count - self._live
        if dead <= max(LEAST_DEAD, count // 3):
            return None
        places = list(self._places.values())
        starts = self.starts
        live = np.zeros(len(self._ids), dtype=bool)
        live[places] = True
        rows = np.flatnonzero(np.repeat(live, np.diff(starts)))
        self._words.renumber(count)
        lengths = np.diff(starts)[places]
        self._starts = array("q", [0, *np.cumsum(lengths).tolist()])
        self._ids = list(self._places)
        self._places = {item: place for place, item in enumerate(self._places)}
        return rows

    def clear(self) -> None:
        """Take everything away."""
        self._begin()
        self._words.clear()
