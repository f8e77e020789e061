"""Search over records that come, change and go one by one, in memory and nowhere else.

    from knowledge.growing import GrowingCollection, Record

    found = GrowingCollection()
    found.put([Record("a", "Keep small promises."), Record("b", "Bread and butter.")])
    found.remove(["b"])
    print([hit.id for hit in found.find("promised", limit=3)])

Ranked as in `knowledge.collection`, with long texts parted as documents are. By words a record is found
as soon as it is put. By meaning it is found once it has vectors: given by whoever keeps them, or made by
`encode`; until then its words stand for it. Nothing is ever written to disk.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from knowledge.collection import WEIGHTS, Found, Record
from knowledge.document_text import read_text
from knowledge.encoder import encodable
from knowledge.growing_store import Among, GrowingStore
from knowledge.growing_vectors import GrowingVectors
from knowledge.plain_text import one_line
from knowledge.ranking import Meaning, Mode, Ranker

if TYPE_CHECKING:
    from knowledge.encoder import Encoder
    from knowledge.ranking import Floats, Ranking

__all__ = ["Found", "GrowingCollection", "Mode", "Record", "passages_of", "texts_of"]

_TOGETHER = 500
"""Records put while no question is answered: some 30 ms."""


def passages_of(text: str) -> list[str]:
    """`text` as it is searched: in clean lines of at most 900 characters, parted as documents are.

    The same for the same text, always. Nothing is left of what has neither letter nor digit. Raises
    DocumentError for more than 32 million characters.
    """
    return [extract.text for extract in read_text(text)]


def texts_of(record: Record) -> list[str]:
    """What is searched of `record`, one text for each of its vectors: its passages, then its `asks`."""
    asks = (encodable(one_line(ask)) for ask in record.asks)
    return [*passages_of(record.text), *filter(None, asks)]


class GrowingCollection:
    """Records that can be searched while others come and go; for any number of threads at once."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._store = GrowingStore()
        self._ranker = Ranker(self._store, WEIGHTS)
        self._encoder: Encoder | None = None
        self._vectors: GrowingVectors | None = None
        self._clearings = 0

    def __len__(self) -> int:
        with self._lock:
            return len(self._store)

    def __contains__(self, item: str) -> bool:
        with self._lock:
            return item in self._store

    @property
    def mode(self) -> Mode:
        """How the next question will be answered."""
        return Mode.SEMANTIC if self._encoder else Mode.LEXICAL

    def put(self, records: Iterable[Record]) -> None:
        """Add records, or replace those of the same id; of two with one id the later counts.

        A record whose texts are the same stays as it was, its vectors too; another loses them. Records
        without any text are not kept. Of many records, some can be found before the others. Of a text
        that was replaced, single words stay in memory, unfound, until the next `remove` or `clear`.
        A `clear` meanwhile ends it. Raises DocumentError.
        """
        coming = ((record.id, texts_of(record)) for record in records)
        clearings = self._clearings
        while some := dict(islice(coming, _TOGETHER)):
            with self._lock:
                if self._clearings != clearings:
                    return
                known = [item for item in some if item in self._store]
                same = {item for item in known if self._texts(item) == some[item]}
                self._forget(item for item in known if item not in same)
                self._store.add(
                    {item: own for item, own in some.items() if own and item not in same}
                )
                self._compact()

    def remove(self, ids: Iterable[str]) -> None:
        """Take these records away at once: text, words and vectors; ids that are not there are passed.

        It takes 8 ms for each megabyte of text in the collection, however many are removed.
        """
        with self._lock:
            self._forget([item for item in dict.fromkeys(ids) if item in self._store])
            self._compact()
            self._store.wipe()

    def clear(self) -> None:
        """Drop everything, the encoder as well; what can be overwritten is."""
        with self._lock:
            self._clearings += 1
            self._encoder, self._ranker.meaning = None, None
            self._drop_vectors()
            self._store.clear()

    def search_by(self, encoder: Encoder) -> None:
        """Search by meaning from now on. Vectors of another encoder are dropped.

        Those given before any encoder was there are taken for this one's if they are as long.
        """
        with self._lock:
            former, vectors = self._encoder, self._vectors
            if vectors is not None and (
                vectors.dimensions != encoder.dimensions
                or (former is not None and former.key != encoder.key)
            ):
                self._drop_vectors()
            self._encoder = encoder
            self._ranker.meaning = Meaning(encoder, self._room(encoder.dimensions), None)

    def missing(self, limit: int | None = None) -> dict[str, list[str]]:
        """The texts of records that have no vectors yet, by id, of at most `limit` records."""
        with self._lock:
            lacking = (item for item in self._store.ids if not self._has_vectors(item))
            return {item: self._texts(item) for item in islice(lacking, limit)}

    def give(self, item: str, vectors: Floats, texts: Sequence[str] | None = None) -> bool:
        """Give the record `item` its vectors, float32 of shape (texts, dimensions), rows of length 1.

        Returns False where it is not there any more or, with `texts`, has others by now. Raises
        ValueError for vectors of another shape or length.
        """
        import numpy as np

        with self._lock:
            if item not in self._store or (texts is not None and self._texts(item) != list(texts)):
                return False
            rows = self._store.rows(item)
            if vectors.ndim != 2 or len(vectors) != len(rows):
                raise ValueError("not one vector for each text")
            # Damaged ones could be nearest to every question. A comparison with NaN is false.
            if not (np.abs(np.linalg.norm(vectors, axis=1) - 1) < 1e-2).all():
                raise ValueError("a vector is not of length 1")
            room = self._room(vectors.shape[1])
            if room.dimensions != vectors.shape[1]:
                raise ValueError("vectors of other dimensions than those there")
            room.put(rows.start, vectors)
            return True

    def encode(self, limit: int = 32) -> dict[str, list[str]]:
        """Make the vectors of up to `limit` records that have none; tells the texts of each, by id.

        Questions are answered meanwhile. None are told when all have vectors, or there is no encoder.
        Raises ModelError.
        """
        while encoder := self._encoder:
            wanted = self.missing(limit)
            if not wanted:
                break
            vectors = encoder.encode([text for texts in wanted.values() for text in texts])
            given: dict[str, list[str]] = {}
            first = 0
            with self._lock:
                if self._encoder is not encoder:
                    continue
                for item, texts in wanted.items():
                    if self.give(item, vectors[first : first + len(texts)], texts):
                        given[item] = texts
                    first += len(texts)
            if given:
                return given
        return {}

    def vectors_of(self, item: str, texts: Sequence[str] | None = None) -> Floats | None:
        """A copy of the vectors of `item`, shape (texts, dimensions).

        None where it has none or, with `texts`, has others by now.
        """
        with self._lock:
            if item not in self._store or self._vectors is None or not self._has_vectors(item):
                return None
            if texts is not None and self._texts(item) != list(texts):
                return None
            rows = self._store.rows(item)
            return self._vectors.vectors(rows.start, rows.stop)

    def find(
        self, query: str, limit: int = 5, *, typing: bool = False, among: Among | None = None
    ) -> list[Found]:
        """The records nearest to `query`, best first; of equal ones the first put comes first.

        None for an empty query, and by words alone those that share none are left out. With `typing`,
        the last word may be unfinished; the first such question takes half as long as putting all
        records. With `among`, ids or what tells of an id whether it counts
        (quickly: questions and changes wait for it), only those records take part.
        """
        line = one_line(query)
        if not line or limit < 1:
            return []
        encoder = self._encoder
        vector = encoder.encode([line])[0] if encoder else None
        with self._lock:
            if self._encoder is not encoder:  # it came, or went, meanwhile
                vector = None
            rows = None if among is None else self._store.mask(among)
            if rows is not None and not rows.any():
                return []
            ranking = self._ranker.rank(line, rows=rows, every=True, typing=typing, vector=vector)
            return list(self._found(ranking, limit))

    def _found(self, ranking: Ranking, limit: int) -> Iterator[Found]:
        for place, score in zip(ranking.places[:limit], ranking.scores[:limit], strict=True):
            row = ranking.best_row(int(place))
            if row is not None:
                item = self._store.id_at(int(place))
                yield Found(
                    item,
                    round(float(score), 6),
                    self._store.texts(range(row, row + 1))[0],
                    "",
                    round(ranking.cosine_of(row), 6),
                    row - self._store.rows(item).start,
                )

    def _texts(self, item: str) -> list[str]:
        return self._store.texts(self._store.rows(item))

    def _has_vectors(self, item: str) -> bool:
        return self._vectors is not None and self._vectors.has(self._store.rows(item).start)

    def _room(self, dimensions: int) -> GrowingVectors:
        if self._vectors is None:
            self._vectors = GrowingVectors(dimensions)
        return self._vectors

    def _drop_vectors(self) -> None:
        if self._vectors is not None:
            self._vectors.clear()
        self._vectors = None

    def _forget(self, items: Iterable[str]) -> None:
        for rows in self._store.remove(items):
            if self._vectors is not None:
                self._vectors.drop(rows.start, rows.stop)

    def _compact(self) -> None:
        kept = self._store.compact()
        if kept is not None and self._vectors is not None:
            self._vectors.keep(kept)
