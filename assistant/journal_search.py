"""Searching one's own journal by words and by meaning: in memory only, its vectors sealed like the text."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from assistant.entry import Entry, EntryKind, tags_of
from assistant.errors import Trouble
from assistant.journal_vectors import vectors_in, vectors_record
from knowledge.ranking import Mode

if TYPE_CHECKING:
    from assistant.journal import Journal
    from assistant.storage.records import Place, Records
    from knowledge.encoder import Encoder
    from knowledge.growing import Found, GrowingCollection

__all__ = ["JournalFilters", "JournalHit", "JournalSearch", "Mode"]

_NEAR, _NEAR_BEST = 0.1, 0.5
"""The least cosine of an entry that shares no word with the question, and its least share of the best.

In a journal a remark of few words often lies far from what one asks years later: 0.2 left out entries
that people meant. Below 0.1, chance finds as much.
"""
_TOGETHER = 64
"""Entries encoded before their vectors are kept."""
_TAG = re.compile(r"(?<!\S)#(\S+)")

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class JournalFilters:
    """What entries must be like; None and () ask for nothing.

    An entry must have all `tags`. `since` and `until` are inclusive.
    """

    kind: EntryKind | None = None
    tags: tuple[str, ...] = ()
    mood: int | None = None
    since: date | None = None
    until: date | None = None

    def admits(self, entry: Entry) -> bool:
        """Whether `entry` is like that."""
        day = entry.at.date()
        return (
            self.kind in {None, entry.kind}
            and (not self.tags or set(self.tags) <= set(entry.tags))
            and self.mood in {None, entry.mood}
            and (self.since is None or self.since <= day)
            and (self.until is None or day <= self.until)
        )


@dataclass(frozen=True)
class JournalHit:
    """An entry that was found, with the passage that matched and its score, up to 1."""

    entry: Entry
    passage: str
    score: float


class JournalSearch:
    """Search over one journal; follows its changes. Methods may be called from several threads."""

    def __init__(self, journal: Journal, vectors: Callable[[], Records], *, writable: bool) -> None:
        """`vectors` opens the records of vectors, which takes a moment where there are many."""
        self._journal = journal
        self._open_vectors = vectors
        self._writable = writable
        self._lock = threading.RLock()
        self._found: GrowingCollection | None = None
        self._records: Records | None = None
        self._kept: dict[str, list[Place]] = {}
        self._closed = False
        journal.changed.append(self._changed)

    @property
    def mode(self) -> Mode:
        """How the next question will be answered."""
        return self._found.mode if self._found else Mode.LEXICAL

    def find(
        self,
        query: str,
        *,
        filters: JournalFilters = JournalFilters(),
        limit: int = 20,
        typing: bool = False,
    ) -> list[JournalHit]:
        """The entries nearest to `query`, best first; each `#word` in it asks for that tag as well.

        Of a query that is nothing but tags, the entries are the newest that have them. The first question
        makes the index of words: of ten thousand entries of 1 kB in a second of one core, with `typing`
        a third longer, and on a busy or older machine several times that.
        """
        tags = tags_of(_TAG.findall(query))
        words = _TAG.sub(" ", query).strip()
        filters = replace(filters, tags=tags_of((*filters.tags, *tags)))
        if not words:
            listed = [one for one in self._journal.entries if filters.admits(one)] if tags else []
            return [JournalHit(entry, entry.title, 1.0) for entry in listed[:limit]]
        asked = filters != JournalFilters()
        entries = self._journal.by_id
        among = {one.id for one in entries.values() if filters.admits(one)} if asked else None
        hits = self._index().find(words, limit, typing=typing, among=among)
        least = max(_NEAR, _NEAR_BEST * max((hit.cosine for hit in hits), default=0.0))
        return [
            JournalHit(entries[hit.id], hit.text, hit.score)
            for hit in hits
            if hit.id in entries and (hit.cosine >= least or _by_words(hit))
        ]

    def search_by(self, encoder: Encoder, progress: Progress | None = None) -> str:
        """Search by meaning from now on, encoding the entries that have no vectors yet.

        `progress` hears how many of them are done. Returns a sentence where vectors could not be kept,
        else "". Raises what `progress` raises, and ModelError.
        """
        index = self._index()
        index.search_by(encoder)
        self._give_kept(index, encoder)
        left = len(index.missing())
        done, notice = 0, ""
        while not self._closed:
            made = index.encode(_TOGETHER)
            if not made:
                break
            if not notice:
                notice = self._keep(index, encoder, made)
            done += len(made)
            if progress is not None:
                progress(min(done, left), left)
        return notice

    def prepare(self) -> None:
        """Make the index of words now, so that the first question need not wait."""
        # An unfinished word makes it count its vocabulary, which is the slow part for typing.
        self._index().find("a", 1, typing=True)

    def close(self) -> None:
        """Forget everything."""
        self._closed = True
        with self._lock:
            if self._found is not None:
                self._found.clear()
            self._found, self._records = None, None
            self._kept.clear()

    # --- following the journal ---------------------------------------------------------------------

    def _index(self) -> GrowingCollection:
        from knowledge.growing import GrowingCollection

        with self._lock:
            if self._found is None:
                found = GrowingCollection()
                if not self._closed:
                    self._found = found
                found.put(map(_record_of, self._journal.entries))
                return found
            return self._found

    def _changed(self, entries: Iterable[Entry], gone: Iterable[str]) -> None:
        with self._lock:
            gone = list(gone)
            if self._found is not None:
                self._found.remove(gone)
                # As they are by now: of two changes at once, the first may be told last.
                now = self._journal.by_id
                self._found.put(_record_of(now[one.id]) for one in entries if one.id in now)
        if gone:
            self._erase(gone)

    # --- vectors that are kept ---------------------------------------------------------------------

    def _vectors(self) -> Records:
        with self._lock:
            if self._records is None:
                self._records = self._open_vectors()
                for place, record in self._records:
                    self._kept.setdefault(str(record.get("entry")), []).append(place)
            return self._records

    def _give_kept(self, index: GrowingCollection, encoder: Encoder) -> None:
        stale: list[str] = []
        records = iter(self._vectors())
        while some := list(islice(records, _TOGETHER)):
            with self._lock:  # so that no change is told to the index in between
                entries = self._journal.by_id
                for _, record in some:
                    entry = entries.get(str(record.get("entry")))
                    vectors = vectors_in(record, encoder.key, encoder.dimensions)
                    if entry is None or vectors is None or record.get("version") != entry.version:
                        stale.append(str(record.get("entry")))
                        continue
                    try:
                        index.give(entry.id, vectors)
                    except ValueError:  # of texts that were parted otherwise
                        stale.append(entry.id)
        if stale and self._writable:
            self._erase(stale)

    def _keep(
        self, index: GrowingCollection, encoder: Encoder, made: Mapping[str, list[str]]
    ) -> str:
        """Keep vectors that were made of these texts; a sentence where that cannot be."""
        if not self._writable:
            return ""
        try:
            with self._lock:
                if self._closed:
                    return ""
                records = list(self._vectors_made(index, encoder, made))
                self._erase(record["entry"] for record in records)
                places = self._vectors().add_all(records)
                for record, place in zip(records, places, strict=True):
                    self._kept.setdefault(record["entry"], []).append(place)
        except Trouble as trouble:
            return f"What search by meaning needs is only kept in memory. {trouble.detail}"
        return ""

    def _vectors_made(
        self, index: GrowingCollection, encoder: Encoder, made: Mapping[str, list[str]]
    ) -> Iterator[dict[str, Any]]:
        """The vectors of entries that still say what was encoded, as records."""
        from knowledge.growing import texts_of

        entries = self._journal.by_id
        for entry_id, texts in made.items():
            entry = entries.get(entry_id)
            if entry is None or texts_of(_record_of(entry)) != texts:
                continue  # it was changed, or erased: search hears of that, or has heard
            vectors = index.vectors_of(entry_id, texts)
            if vectors is not None:
                yield vectors_record(entry, vectors, encoder.key)

    def _erase(self, ids: Iterable[str]) -> None:
        """Erase the vectors of these entries. Raises NotKept."""
        ids = set(ids)
        with self._lock:
            records = self._vectors()
            places = [place for one in ids for place in self._kept.get(one, [])]
            if places:
                records.erase(places)
            for one in ids:
                self._kept.pop(one, None)


def _by_words(hit: Found) -> bool:
    """Whether words it shares with the question added to its score."""
    from knowledge.collection import WEIGHTS

    return hit.score * WEIGHTS.total - hit.cosine > 1e-3


def _record_of(entry: Entry) -> Any:
    from knowledge.growing import Record

    return Record(entry.id, entry.text)
