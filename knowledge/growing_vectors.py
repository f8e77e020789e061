"""Unit vectors that come and go row by row, in memory and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Numbers = NDArray[np.int64]

BLOCK = 2048
"""Rows that get their room at a time: nothing is ever copied to make room for more."""


@dataclass(frozen=True)
class _Block:
    vectors: Floats
    held: NDArray[np.bool_]


class GrowingVectors:
    """Vectors by row number; a row may have none. Whoever uses it from several threads locks it.

    Every row is compared: 30,000 of 384 dimensions take 3 ms on one thread. FAISS takes 11 ms to tell
    all their cosines, and would move the rows behind up when one goes.
    """

    def __init__(self, dimensions: int) -> None:
        self.dimensions = dimensions
        self._blocks: list[_Block] = []

    def put(self, first: int, vectors: Floats) -> None:
        """Give the rows from `first` on `vectors`, float32 of shape (rows, dimensions)."""
        for block, own, some in self._parts(first, first + len(vectors)):
            block.vectors[own] = vectors[some]
            block.held[own] = True

    def drop(self, first: int, stop: int) -> None:
        """Overwrite the rows from `first` to before `stop` with zeros: they have no vectors now."""
        for block, own, _ in self._parts(first, min(stop, self._room)):
            block.vectors[own] = 0
            block.held[own] = False

    def clear(self) -> None:
        """Overwrite everything with zeros and let go of it."""
        self.drop(0, self._room)
        self._blocks.clear()

    def keep(self, rows: Numbers) -> None:
        """Keep only `rows`, in rising order: the n-th of them becomes row n. No second copy is made."""
        rows = rows[: int(rows.searchsorted(self._room))]
        for start in range(0, len(rows), BLOCK):
            some = rows[start : start + BLOCK]
            # Gathered before anything is written: rows only ever move down, onto ones gathered already.
            vectors, held = self._gathered(some)
            block = self._blocks[start // BLOCK]
            block.vectors[: len(some)] = vectors
            block.held[: len(some)] = held
        self.drop(len(rows), self._room)
        del self._blocks[-(-len(rows) // BLOCK) :]

    def has(self, row: int) -> bool:
        """Whether `row` has a vector."""
        block, place = divmod(row, BLOCK)
        return block < len(self._blocks) and bool(self._blocks[block].held[place])

    def held(self, rows: Numbers | None = None) -> Numbers:
        """The rows that have a vector, of all or of `rows`."""
        import numpy as np

        if not self._blocks:
            return np.zeros(0, dtype=np.int64)
        held = np.concatenate([block.held for block in self._blocks])
        if rows is None:
            return np.flatnonzero(held)
        rows = rows[rows < len(held)]
        own: Numbers = rows[held[rows]]
        return own

    def vectors(self, start: int = 0, stop: int | None = None) -> Floats:
        """A copy of rows `start` to `stop`, float32 of shape (rows, dimensions); zeros where none is."""
        import numpy as np

        stop = self._room if stop is None else stop
        copy = np.zeros((max(0, stop - start), self.dimensions), dtype=np.float32)
        for block, own, some in self._parts(start, min(stop, self._room)):
            copy[some] = block.vectors[own]
        return copy

    def nearest(
        self, vector: Floats, count: int, rows: Numbers | None = None
    ) -> tuple[Numbers, Floats]:
        """Up to `count` rows nearest to `vector` (shape (dimensions,)) and their cosines, in any order.

        With `rows`, only those take part.
        """
        import numpy as np

        rows = self.held(rows)
        if count <= 0 or not len(rows):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        query = np.ascontiguousarray(vector, dtype=np.float32)
        # Blocks are compared whole, so that equal vectors have equal cosines wherever they stand.
        cosines = np.concatenate([block.vectors @ query for block in self._blocks])[rows]
        if count < len(rows):
            best = np.lexsort((rows, -cosines))[:count]
            rows, cosines = rows[best], cosines[best]
        return rows, cosines

    @property
    def _room(self) -> int:
        return len(self._blocks) * BLOCK

    def _gathered(self, rows: Numbers) -> tuple[Floats, NDArray[Any]]:
        import numpy as np

        vectors = np.empty((len(rows), self.dimensions), dtype=np.float32)
        held = np.empty(len(rows), dtype=bool)
        numbers = rows // BLOCK
        for number in np.unique(numbers).tolist():
            own = numbers == number
            places = rows[own] - number * BLOCK
            vectors[own] = self._blocks[number].vectors[places]
            held[own] = self._blocks[number].held[places]
        return vectors, held

    def _parts(self, first: int, stop: int) -> list[tuple[_Block, slice, slice]]:
        """The blocks that have rows `first` to `stop`: which of their rows, and which of those asked."""
        import numpy as np

        while self._room < stop:
            self._blocks.append(
                _Block(
                    np.zeros((BLOCK, self.dimensions), dtype=np.float32),
                    np.zeros(BLOCK, dtype=bool),
                )
            )
        parts = []
        for number in range(first // BLOCK, -(-stop // BLOCK) if stop > first else 0):
            start, end = number * BLOCK, (number + 1) * BLOCK
            low, high = max(first, start), min(stop, end)
            parts.append(
                (
                    self._blocks[number],
                    slice(low - start, high - start),
                    slice(low - first, high - first),
                )
            )
        return parts
