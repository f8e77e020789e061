"""Search over anything: records with ids, or one's own documents. The way to use this without the app.

    from knowledge.collection import Collection, Record
    from knowledge.fast_encoder import FastEncoder

    found = Collection.of([Record("a", "Keep small promises."), Record("b", "Bread and butter.")])
    found.search_by(FastEncoder())
    for hit in found.find("someone did not keep their word", limit=3):
        print(hit.id, hit.score, hit.text)

Without `search_by`, search goes by words. The score of a record is that of its best text: the cosine of
question and text plus 0.15 times its BM25 as a share of the best, over 1.15. Each of `asks`, the ways
people ask for a record, is a text of its own.

Vectors are made anew each time unless they are kept:

    from pathlib import Path
    from knowledge.vectors import IndexCache

    encoder = FastEncoder()
    found.search_by(encoder, IndexCache(Path("kept"), encoder.key, name="records"))
    for hits in found.find_many(["a broken promise", "breakfast"], limit=1):
        print([hit.id for hit in hits])

`knowledge.records` reads records from a file, `knowledge.record_index` keeps them ready, and
`knowledge.document_index` does both for folders of documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.passage_store import PassageStore, Texts
from knowledge.passages import Entry, Passage, PassageKind
from knowledge.plain_text import one_line
from knowledge.ranking import Meaning, Mode, Ranker, Weights

if TYPE_CHECKING:
    from knowledge.encoder import Encoder
    from knowledge.ranking import Floats
    from knowledge.vector_index import VectorIndex
    from knowledge.vectors import IndexCache, Progress

WEIGHTS = Weights()
_NUMBERED = re.compile(r"(page|slide) \d+")
"""Places that say nothing of what stands there."""
_TOGETHER = 256
"""Questions encoded at a time: together they take half the time."""


@dataclass(frozen=True, slots=True)
class Record:
    """Something to find: its id, its text, and ways in which people ask for it."""

    id: str
    text: str
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: the record's id, its score (up to 1), and the text that matched with its place."""

    id: str
    score: float
    text: str
    place: str
    """Where in a document the text stands; "" in a record."""
    cosine: float
    """Of that text with the question; 0 where only words were searched."""
    row: int
    """The number of the text among `Collection.texts`; in a `GrowingCollection`, in its record."""


class Collection:
    """Records that can be searched: by words at once, by meaning after `search_by`."""

    def __init__(self, store: PassageStore) -> None:
        self.store = store
        self._ranker = Ranker(store, WEIGHTS)

    @classmethod
    def of(cls, records: Iterable[Record]) -> Collection:
        """A collection in memory. Records without any text are never found.

        Raises ValueError where an id stands twice.
        """
        entries = [entry_of(record) for record in records]
        if len({entry.id for entry in entries}) < len(entries):
            raise ValueError("two records have the same id")
        return cls(PassageStore.in_memory(entries))

    @property
    def texts(self) -> Texts:
        """All texts, in the order of their vectors."""
        return self.store.texts

    @property
    def mode(self) -> Mode:
        """How the next question will be answered."""
        return Mode.SEMANTIC if self._ranker.meaning else Mode.LEXICAL

    def search_by(
        self,
        encoder: Encoder,
        cache: IndexCache | None = None,
        progress: Progress | None = None,
    ) -> str:
        """Search by meaning from now on, encoding what `cache` has not yet.

        Returns a sentence where the vectors could not be kept in the cache, else "". Raises what
        `progress` raises, and ModelError.
        """
        notice = ""
        if cache is None:
            index = _encoded(self.texts, encoder, progress)
        else:
            kept = cache.load(self.texts, encoder.dimensions)
            if kept is None:
                kept, unkept = cache.build(self.texts, encoder, progress)
                notice = str(unkept or "")
            index = kept
        self.use(encoder, index)
        return notice

    def use(self, encoder: Encoder, index: VectorIndex) -> None:
        """Search by meaning from now on; `index` has the vectors of `texts` by `encoder`."""
        if len(index) != len(self.texts):
            raise ValueError("the index does not belong to this collection")
        self._ranker.meaning = Meaning(encoder, index, None)

    def find(self, query: str, limit: int = 5) -> list[Found]:
        """The records nearest to `query`, best first; equal scores keep the records' order.

        None for an empty query, and by words alone those that share none are left out.
        """
        return self.find_many([query], limit)[0]

    def find_many(self, queries: Sequence[str], limit: int = 5) -> list[list[Found]]:
        """What `find` gives for each of `queries`, in their order, sooner than one by one.

        Where the encoder's vectors depend on their company (by less than 1e-5), so do scores.
        """
        lines = [one_line(query) for query in queries]
        found: list[list[Found]] = []
        for start in range(0, len(lines), _TOGETHER):
            some = lines[start : start + _TOGETHER]
            vectors = self._vectors(some)
            found += [self._find(*one, limit) for one in zip(some, vectors, strict=True)]
        return found

    def _vectors(self, lines: list[str]) -> list[Floats | None]:
        """The vector of each of `lines` that can be searched for by meaning."""
        asked = [line for line in lines if line]
        if self._ranker.meaning is None or not asked:
            return [None] * len(lines)
        vectors = iter(self._ranker.meaning.encoder.encode(asked))
        return [next(vectors) if line else None for line in lines]

    def _find(self, line: str, vector: Floats | None, limit: int) -> list[Found]:
        if not line or limit < 1:
            return []
        ranking = self._ranker.rank(line, vector=vector)
        if vector is not None and len(ranking.places) < min(limit, len(self.store.ids)):
            # The nearest texts were the asks of a few records.
            ranking = self._ranker.rank(line, vector=vector, every=True)
        found = []
        for number, place in enumerate(ranking.places[:limit]):
            row = ranking.best_row(int(place))
            if row is not None:
                ref = self.store.ref(row) or ""
                found.append(
                    Found(
                        self.store.ids[int(place)],
                        round(float(ranking.scores[number]), 6),
                        _shown(ref, self.store.text(row)),
                        ref,
                        round(ranking.cosine_of(row), 6),
                        row,
                    )
                )
        return found


def entry_of(record: Record, data: str = "") -> Entry:
    """`record` as it is made searchable."""
    texts = [(PassageKind.TEXT, record.text), *((PassageKind.ASK, ask) for ask in record.asks)]
    return Entry(
        record.id,
        [
            Passage(item=record.id, kind=kind, side=None, ref=None, text=line)
            for kind, line in ((kind, one_line(text)) for kind, text in texts)
            if line
        ],
        data=data,
    )


def searched(place: str, text: str) -> str:
    """What is searched of a text that stands at `place`: under a heading, its words as well."""
    return f"{place}: {text}" if _is_heading(place) else text


def _shown(place: str, text: str) -> str:
    """The text that `searched` was given; lengths tell, so it may itself begin as its heading does."""
    return text[len(place) + 2 :] if _is_heading(place) else text


def _is_heading(place: str) -> bool:
    return bool(place) and not _NUMBERED.fullmatch(place)


def _encoded(texts: Texts, encoder: Encoder, progress: Progress | None) -> VectorIndex:
    import numpy as np

    from knowledge.vector_index import VectorIndex

    vectors = np.empty((len(texts), encoder.dimensions), dtype=np.float32)
    for start in range(0, len(texts), _TOGETHER):
        if progress:
            progress(start, len(texts))
        vectors[start : start + _TOGETHER] = encoder.encode(texts[start : start + _TOGETHER])
    if progress:
        progress(len(texts), len(texts))
    return VectorIndex.of(vectors)
