"""FAISS indexes of many rows: sketches in lists to choose by, a byte a dimension to compare by.

An `IndexRefine` of two halves:

- sketches: half a byte for six dimensions (product quantisation), kept in lists around centroids
  (`IndexIVFPQFastScan`);
- rows: each dimension's range in 255 steps (`IndexScalarQuantizer`), in row order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knowledge.encoder import Vectors

_SEED = 20240229


@dataclass(frozen=True)
class Halves:
    """The two halves of an index, of FAISS's own classes."""

    sketches: Any
    rows: Any

    @classmethod
    def of(cls, whole: Any) -> Halves:
        """Those of an `IndexRefine`, whatever they are."""
        import faiss

        return cls(faiss.downcast_index(whole.base_index), faiss.downcast_index(whole.refine_index))

    def joined(self) -> Any:
        """The `IndexRefine` of both."""
        import faiss

        return faiss.IndexRefine(self.sketches, self.rows)

    @property
    def quantizer(self) -> Any:
        """The index of the lists' centroids."""
        import faiss

        return faiss.downcast_index(self.sketches.quantizer)

    @property
    def lists(self) -> Any:
        """The lists of sketches."""
        import faiss

        return faiss.downcast_InvertedLists(self.sketches.invlists)


def lists_for(count: int) -> int:
    """How many lists `count` rows get: 79 at 100,000 and 302 at 1,000,000.

    Chosen by trial (`scripts/scale.py`), as is the number looked through: more lists cost more to open
    than is saved in scanning, fewer leave too much to scan where there are many rows.
    """
    lists: float = count**0.58 / 10
    return max(1, round(lists))


def trained(sample: Vectors, lists: int) -> Any:
    """An index of so many lists, without rows, trained on `sample` (float32, rows of length 1)."""
    import faiss

    halves = _untrained(sample.shape[1], lists)
    for clustering in (halves.sketches.cp, halves.sketches.pq.cp):
        clustering.seed = _SEED
        clustering.min_points_per_centroid = 1  # FAISS would print a warning
    faiss.omp_set_num_threads(1)  # k-means of short vectors takes ten times as long on two
    halves.sketches.train(sample)
    halves.rows.train(sample)
    return halves.joined()


def taken_over(like: Halves) -> Any:
    """An index without rows that has learnt what `like` has."""
    import faiss

    halves = _untrained(like.rows.d, like.sketches.nlist)
    halves.quantizer.add(like.quantizer.reconstruct_n(0, like.sketches.nlist))
    for mine, former in (
        (halves.sketches.pq.centroids, like.sketches.pq.centroids),
        (halves.rows.sq.trained, like.rows.sq.trained),
    ):
        faiss.copy_array_to_vector(faiss.vector_to_array(former), mine)
    halves.sketches.is_trained = halves.rows.is_trained = True
    return halves.joined()


def is_ours(whole: Any) -> bool:
    """Whether this `IndexRefine` is as one made here, in each number that FAISS relies on.

    A forged file may open all the same; searching it could then read beyond its memory.
    """
    import faiss
    import numpy as np

    halves = Halves.of(whole)
    sketches, rows = halves.sketches, halves.rows
    if (
        type(sketches) is not faiss.IndexIVFPQFastScan
        or type(rows) is not faiss.IndexScalarQuantizer
    ):
        return False
    quantizer = halves.quantizer
    if type(quantizer) is not faiss.IndexFlatIP:
        return False
    if not all(
        by_product(part) and part.d == whole.d for part in (whole, sketches, rows, quantizer)
    ):
        return False
    if not (
        sketches.ntotal == rows.ntotal == whole.ntotal and 0 < sketches.nlist == quantizer.ntotal
    ):
        return False
    made = _untrained(whole.d, sketches.nlist)
    return (
        type(halves.lists) is type(made.lists)
        and _same(halves.lists, made.lists, "nlist code_size n_per_block block_size")
        and _same(sketches, made.sketches, "by_residual code_size bbs M M2 ksub nbits qbs implem")
        and _same(sketches.pq, made.sketches.pq, "d M nbits dsub ksub code_size")
        and _same(rows, made.rows, "code_size")
        and _same(rows.sq, made.rows.sq, "d qtype code_size bits")
        and rows.codes.size() == rows.ntotal * rows.code_size
        and _numbers(sketches.pq.centroids, made.sketches.pq.centroids.size())
        and _numbers(rows.sq.trained, 2 * rows.d)
        and bool(np.isfinite(quantizer.reconstruct_n(0, sketches.nlist)).all())
        and _each_once(halves.lists, rows.ntotal)
    )


def by_product(index: Any) -> bool:
    """Whether an index is trained and compares by inner product."""
    import faiss

    return bool(index.is_trained and index.metric_type == faiss.METRIC_INNER_PRODUCT)


def _untrained(dimensions: int, lists: int) -> Halves:
    import faiss

    inner = faiss.METRIC_INNER_PRODUCT
    together = next(size for size in (6, 5, 4, 7, 3, 2, 1) if dimensions % size == 0)
    sketches = faiss.IndexIVFPQFastScan(
        faiss.IndexFlatIP(dimensions), dimensions, lists, dimensions // together, 4, inner
    )
    sketches.by_residual = False  # where products are compared, sketches of whole rows rank better
    rows = faiss.IndexScalarQuantizer(dimensions, faiss.ScalarQuantizer.QT_8bit, inner)
    return Halves(sketches, rows)


def _same(one: Any, other: Any, names: str) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in names.split())


def _numbers(stored: Any, count: int) -> bool:
    import faiss
    import numpy as np

    return bool(stored.size() == count and np.isfinite(faiss.vector_to_array(stored)).all())


def _each_once(lists: Any, count: int) -> bool:
    """Whether the lists hold each of the rows 0 to `count` - 1 once."""
    import faiss
    import numpy as np

    sizes = [lists.list_size(number) for number in range(lists.nlist)]
    if sum(sizes) != count:
        return False
    rows = [
        faiss.rev_swig_ptr(lists.get_ids(number), size) for number, size in enumerate(sizes) if size
    ]
    return not count or bool((np.sort(np.concatenate(rows)) == np.arange(count)).all())
