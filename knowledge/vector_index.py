"""Search by inner product over unit vectors, of any number, in memory or mapped from a file.

Below `FLAT_BELOW` rows every row is compared (FAISS `IndexFlatIP`, 4 bytes a dimension). From there on
the lists nearest to a question are looked through in short sketches, and the best of these compared
again by a byte a dimension (`knowledge.sketched`). Scanning lists of such bytes alone (IVF of `QT_8bit`)
took 2.5 ms for the recall below at 100,000 rows, five times as long.

Measured by `scripts/scale.py` with vectors like those of the guide, on one thread: recall@10 0.98 in
0.5 ms and 43 MB for 100,000 rows, 0.975 in 1.5 ms and 428 MB for 1,000,000. Questions unlike anything
stored fare worse: 0.95 and 0.90. So does asking for many: of 2048 rows about nine in ten are found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from knowledge.sketched import Halves, by_product, is_ours, lists_for, taken_over, trained

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from knowledge.encoder import Vectors

    Rows = NDArray[np.int64]

FLAT_BELOW = 100_000
"""From so many rows on an index is `ivf`."""

_FLAT = b"IxFI"
"""How a file of FAISS's with an `IndexFlatIP` begins. Other files hold the halves, sketches first."""
_CHUNK = 8192
"""Rows held as float32 at a time."""
_SAMPLE = (20_000, 200)
"""Rows to train on: so many, or so many for each list."""
_RUN = 32
"""Rows next to each other in the sample: enough that reading them is quick, few enough to spread."""
_LISTS = 48
"""Looked through for a question: of 79 at 100,000 rows, of 302 at 1,000,000."""
_COMPARED_AGAIN = (200, 5)
"""So many rows, and so many more for each row asked for, are compared by their bytes;"""
_ONE_OF = 2000
"""and one more for so many rows in all: the more rows, the more whose sketches are alike."""
_SCATTER = 2_654_435_761


class VectorIndex:
    """The rows of one collection; a row's number is its text's place. Made by a class method.

    Any number of threads may ask at once.
    """

    def __init__(self, faiss_index: Any) -> None:
        self._index = faiss_index
        self._halves = Halves.of(faiss_index) if self.kind == "ivf" else None
        self._rows = self._halves.rows if self._halves else faiss_index
        self._mapped: Any = None

    @classmethod
    def of(cls, vectors: Vectors) -> VectorIndex:
        """An index over `vectors`, float32 of shape (n, dimensions), rows of length 1."""
        count, dimensions = vectors.shape
        return cls.gathered(count, dimensions, lambda start, stop: vectors[start:stop])

    @classmethod
    def gathered(
        cls,
        count: int,
        dimensions: int,
        chunk: Callable[[int, int], Vectors],
        *,
        like: VectorIndex | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> VectorIndex:
        """An index over `count` rows, of which `chunk(start, stop)` gives some as float32.

        Rows from `FLAT_BELOW` on are never all held as float32; some are then asked for twice, first
        to train on. Rows that were read back from `like` are the same again in the new index, to the
        bit, as long as it is of about the same size (half to double): its training is then taken over.
        `progress` hears rows done and rows in all, and may raise to stop the work.
        """
        import faiss

        index: Any
        if count < FLAT_BELOW:
            index = faiss.IndexFlatIP(dimensions)
        elif like is not None and like._halves and like._serves(count, dimensions):
            index = taken_over(like._halves)
        else:
            index = trained(_sample(count, dimensions, chunk), lists_for(count))
        if progress:
            progress(0, count)
        for start, stop in _chunks(0, count):
            index.add(_checked(chunk(start, stop), stop - start, dimensions))
            if progress:
                progress(stop, count)
        return cls(index)

    @classmethod
    def open(cls, path: Path) -> VectorIndex:
        """The index in the file `path`, mapped into memory: only what is asked for is read.

        The file must not be written into while it is in use; another may take its place. Whether it is
        an index of ours is told by `sound`. Raises OSError, or RuntimeError for what FAISS cannot read.
        """
        import faiss
        import numpy as np

        try:
            with path.open("rb") as file:
                flat = file.read(4) == _FLAT
                file.seek(0)
                # Read, not mapped: pages of a map would stay in memory beside the copy FAISS makes.
                sketches = None if flat else faiss.read_index(faiss.PyCallbackIOReader(file.read))  # type: ignore[attr-defined]
                start = file.tell() if sketches else 0
                mapped = np.frombuffer(mmap(file.fileno(), 0, access=ACCESS_READ), dtype=np.uint8)
            rest = mapped[start:]
            rows = faiss.read_index(faiss.ZeroCopyIOReader(faiss.swig_ptr(rest), rest.size))  # type: ignore[attr-defined]
        except (ValueError, MemoryError) as error:  # nothing in it, or a size that no memory has
            raise RuntimeError("not an index") from error
        index = cls(rows if sketches is None else Halves(sketches, rows).joined())
        index._mapped = mapped
        return index

    def write(self, path: Path) -> None:
        """Write the index into the file `path`, not its own; raises OSError."""
        import faiss

        parts = (self._halves.sketches, self._halves.rows) if self._halves else (self._index,)
        with path.open("wb") as file:
            for part in parts:
                faiss.write_index(part, faiss.PyCallbackIOWriter(file.write))  # type: ignore[attr-defined]

    @property
    def kind(self) -> Literal["flat", "ivf"]:
        """Whether all rows are compared or those of the nearest lists."""
        import faiss

        return "ivf" if isinstance(self._index, faiss.IndexRefine) else "flat"

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def nearest(
        self, vector: Vectors, count: int, rows: Rows | None = None
    ) -> tuple[Rows, NDArray[np.float32]]:
        """Up to `count` rows nearest to `vector` (shape (dimensions,)) and their cosines, best first.

        Equal cosines by lower row. With `rows`, only those take part, and each of them does.
        """
        import faiss
        import numpy as np

        if count <= 0 or not len(self) or (rows is not None and not len(rows)):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        faiss.omp_set_num_threads(1)  # a pool of threads costs more than it saves on one query
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        count = min(count, len(self))
        least, each = _COMPARED_AGAIN
        again = least + each * count + len(self) // _ONE_OF
        if self._halves and rows is None and again < len(self):
            found, cosines = self._by_lists(self._halves, query, count, again)
        else:
            found, cosines = self._by_all(query, count, rows)
        order = np.lexsort((found, -cosines))[:count]
        return found[order], cosines[order]

    def _by_lists(
        self, halves: Halves, query: Vectors, count: int, again: int
    ) -> tuple[Rows, NDArray[np.float32]]:
        import faiss

        lists = faiss.SearchParametersIVF(nprobe=min(_LISTS, halves.sketches.nlist))  # type: ignore[call-arg]
        parameters = faiss.IndexRefineSearchParameters(  # type: ignore[call-arg]
            k_factor=again / count, base_index_params=lists
        )
        cosines, found = self._index.search(query, count, params=parameters)
        there = found[0] >= 0  # the lists may hold fewer
        return found[0][there], cosines[0][there]

    def _by_all(
        self, query: Vectors, count: int, rows: Rows | None
    ) -> tuple[Rows, NDArray[np.float32]]:
        import faiss
        import numpy as np

        parameters: Any = None
        if rows is not None:
            among = np.zeros(len(self), dtype=bool)
            among[rows] = True
            selector = faiss.IDSelectorBitmap(np.packbits(among, bitorder="little"))  # type: ignore[call-arg,arg-type]
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        # One more than asked for tells whether the last place is shared; then all that share it count.
        cosines, found = self._rows.search(query, min(count + 1, len(self)), params=parameters)
        there = found[0] >= 0
        found, cosines = found[0][there], cosines[0][there]
        if len(found) > count and cosines[count] == cosines[count - 1]:
            radius = np.nextafter(cosines[count], np.float32(-np.inf))
            _, cosines, found = self._rows.range_search(query, float(radius), params=parameters)
        return found, cosines

    def vectors(self, start: int = 0, stop: int | None = None) -> Vectors:
        """Rows `start` to `stop` as float32, as near to what was put in as the index holds them."""
        stop = len(self) if stop is None else min(stop, len(self))
        stored: Vectors = self._rows.reconstruct_n(start, max(stop - start, 0))
        return stored

    def means(self, groups: NDArray[np.integer[Any]], count: int) -> VectorIndex:
        """An index of `count` rows: the mean of each group's rows, at length 1.

        `groups` has a group's number (0 to `count` - 1) for each row. A group of no rows gets zeros.
        """
        import numpy as np

        if len(groups) != len(self):
            raise ValueError("each row belongs to one group")
        if len(groups) and not 0 <= groups.min() <= groups.max() < count:
            raise ValueError("there are other groups than those counted")
        sums = np.zeros((count, self.dimensions), dtype=np.float32)
        for start, stop in _chunks(0, len(self)):
            own, rows = groups[start:stop], self.vectors(start, stop)
            if (np.diff(own) < 0).any():
                order = np.argsort(own, kind="stable")
                own, rows = own[order], rows[order]
            firsts = np.flatnonzero(np.diff(own, prepend=-1))
            for first, last in zip(firsts, [*firsts[1:], len(own)], strict=True):
                sums[own[first]] += rows[first:last].sum(axis=0)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        return VectorIndex.of(sums / np.maximum(lengths, np.finfo(np.float32).tiny))

    @property
    def sound(self) -> bool:
        """Whether this is an index as we write it: of our kind, each row there, of length 1.

        A file that was forged or damaged may open all the same and must not be searched then. Of many
        rows the lengths of some are looked at: this is asked at every start.
        """
        import faiss

        if self._halves:
            return is_ours(self._index) and self._of_length_1(_runs(len(self), 256), 5e-2)
        return (
            isinstance(self._index, faiss.IndexFlatIP)
            and by_product(self._index)
            and self._of_length_1(_runs(len(self), 16), 1e-2)
        )

    def _of_length_1(self, stretches: Iterable[tuple[int, int]], off: float) -> bool:
        """Whether all rows there are that long; a row far out of what was trained on is cut short."""
        import numpy as np

        with np.errstate(all="ignore"):
            return all(
                bool((np.abs(np.linalg.norm(self.vectors(*stretch), axis=1) - 1) <= off).all())
                for stretch in stretches
            )

    def _serves(self, count: int, dimensions: int) -> bool:
        """Whether what was learnt for this index serves one of `count` rows as well."""
        if self._halves is None or self.dimensions != dimensions:
            return False
        lists: int = self._halves.sketches.nlist
        return lists_for(count // 2) <= lists <= lists_for(2 * count)


def _sample(count: int, dimensions: int, chunk: Callable[[int, int], Vectors]) -> Vectors:
    import numpy as np

    least, each = _SAMPLE
    runs = max(least, each * lists_for(count)) // _RUN
    return np.concatenate(
        [
            _checked(chunk(start, stop), stop - start, dimensions)
            for start, stop in _runs(count, runs)
        ]
    )


def _chunks(start: int, stop: int) -> Iterator[tuple[int, int]]:
    for first in range(start, stop, _CHUNK):
        yield first, min(first + _CHUNK, stop)


def _runs(count: int, runs: int) -> Iterator[tuple[int, int]]:
    """`runs` stretches of `_RUN` rows, each at a scattered place in its share of all; all if few."""
    import numpy as np

    if count <= runs * _RUN:
        yield from _chunks(0, count)
        return
    for start, stop in pairwise(np.linspace(0, count, runs + 1, dtype=np.int64).tolist()):
        # Scattered, lest what recurs at an even distance is always met or never; numpy's own chance
        # would take 10 ms to import at every start.
        first = start + start * _SCATTER % (stop - _RUN + 1 - start)
        yield first, first + _RUN


def _checked(rows: Vectors, count: int, dimensions: int) -> Vectors:
    import numpy as np

    if rows.shape != (count, dimensions):
        raise ValueError("other rows than those asked for")
    return np.ascontiguousarray(rows, dtype=np.float32)
