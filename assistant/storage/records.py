"""Records that can be queried: TinyDB over opened segments, each segment one of its tables.

TinyDB hands a storage all its tables at each change. Ours keeps them in memory and writes only the
segment whose table is not the one it handed out, so a change costs as much as its segment is large,
however many there are.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tinydb import TinyDB
from tinydb.storages import Storage

from assistant.errors import Trouble
from assistant.storage.segments import MOST_BYTES, MOST_RECORDS, line_of

if TYPE_CHECKING:
    from tinydb.queries import QueryLike
    from tinydb.table import Table

    from assistant.storage.store import SegmentStore


class SegmentStorage(Storage):
    """What TinyDB reads from and writes to."""

    def __init__(self, store: SegmentStore, kind: str) -> None:
        self._store = store
        self._tables = {
            name: segment.rows
            for name, segment in store.segments.items()
            if name.partition("-")[0] == kind
        }
        self.erasing = False

    def read(self) -> dict[str, dict[str, Any]]:
        """The tables; each is replaced, never changed, by whoever writes."""
        return dict(self._tables)

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Write the segments that are not as they were. Raises ReadOnly and NotKept."""
        for name in self._tables.keys() - data.keys():
            self._store.write(name, {}, erase=True)
            del self._tables[name]
        for name, rows in data.items():
            if self._tables.get(name) is not rows:
                self._store.write(name, rows, erase=self.erasing)
                self._tables[name] = rows

    def close(self) -> None:
        """Forget them."""
        self._tables.clear()


class Place(NamedTuple):
    """Where a record is: its segment and its number there."""

    segment: str
    number: int


class Records:
    """The records of one kind in a store. Methods may be called from several threads."""

    def __init__(self, store: SegmentStore, kind: str) -> None:
        """`kind` begins the names of its segments, which are loaded already."""
        self._store = store
        self._kind = kind
        self._storage = SegmentStorage(store, kind)
        self._tables = TinyDB(storage=lambda: self._storage)
        self._lock = threading.RLock()
        self._sizes = {
            name: segment.size
            for name, segment in store.segments.items()
            if name in self._tables.tables()
        }

    def __len__(self) -> int:
        return sum(len(table) for table in self._all_tables())

    def add(self, record: Mapping[str, Any]) -> Place:
        """Keep a record. Raises ReadOnly and NotKept; nothing is then kept."""
        return self.add_all([record])[0]

    def add_all(
        self, records: Sequence[Mapping[str, Any]], *, together: bool = False
    ) -> list[Place]:
        """Keep records, all or none. Raises ReadOnly and NotKept.

        Where the disk refuses even to take back those kept first, they stay. With `together` they go
        into one segment, so that not even a kill keeps some of them; ValueError where they are too many.
        """
        with self._lock:
            places: list[Place] = []
            batches = [self._batch(records)] if together else self._batches(records)
            try:
                for name, batch in batches:
                    numbers = self._table(name).insert_multiple(batch)
                    self._sizes[name] = self._sizes.get(name, 0) + sum(map(_size, batch))
                    places += [Place(name, number) for number in numbers]
            except Trouble:
                with contextlib.suppress(Trouble):
                    self.erase(places)
                raise
            return places

    def _batch(self, records: Sequence[Mapping[str, Any]]) -> tuple[str, list[Mapping[str, Any]]]:
        """Records with the segment that takes all of them: the last one, or a new one."""
        size = sum(map(_size, records))
        if len(records) > MOST_RECORDS or (len(records) > 1 and size > MOST_BYTES):
            raise ValueError("too many records for one segment")
        name = max(self._sizes, default=None, key=lambda name: int(name.rpartition("-")[2]))
        if (
            name is None
            or len(self._table(name)) + len(records) > MOST_RECORDS
            or self._sizes[name] + size > MOST_BYTES
        ):
            name = self._store.free_name(self._kind)
        return name, list(records)

    def _batches(
        self, records: Iterable[Mapping[str, Any]]
    ) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
        """Records by the segment they go to, filling the last one and then new ones."""
        name = max(self._sizes, default=None, key=lambda name: int(name.rpartition("-")[2]))
        count = len(self._table(name)) if name else 0
        size = self._sizes[name] if name else 0
        batch: list[Mapping[str, Any]] = []
        for record in records:
            own = _size(record)
            if name is None or count >= MOST_RECORDS or (count and size + own > MOST_BYTES):
                if name is not None and batch:
                    yield name, batch
                name, batch, count, size = self._store.free_name(self._kind), [], 0, 0
            batch.append(record)
            count += 1
            size += own
        if name is not None and batch:
            yield name, batch

    def erase(self, places: Iterable[Place]) -> None:
        """Remove records so that no file of ours holds them. Raises ReadOnly and NotKept."""
        with self._lock:
            numbers: dict[str, list[int]] = {}
            for place in places:
                # What a refused attempt had erased before is no longer there.
                if self._table(place.segment).contains(doc_id=place.number):
                    numbers.setdefault(place.segment, []).append(place.number)
            self._storage.erasing = True
            try:
                for name, gone in numbers.items():
                    table = self._table(name)
                    kept = {
                        number: dict(record)
                        for number, record in ((doc.doc_id, doc) for doc in table)
                        if number not in gone
                    }
                    if kept:
                        table.remove(doc_ids=gone)
                        self._sizes[name] = sum(map(_size, kept.values()))
                    else:
                        self._tables.drop_table(name)
                        del self._sizes[name]
            finally:
                self._storage.erasing = False

    def get(self, place: Place) -> dict[str, Any]:
        """The record at `place`; KeyError where there is none."""
        with self._lock:
            found = self._table(place.segment).get(doc_id=place.number)
        if found is None:
            raise KeyError(place)
        return found

    def search(self, condition: QueryLike) -> list[tuple[Place, dict[str, Any]]]:
        """The records that meet a TinyDB query, oldest first."""
        with self._lock:
            return [
                (Place(table.name, found.doc_id), found)
                for table in self._all_tables()
                for found in table.search(condition)
            ]

    def __iter__(self) -> Iterator[tuple[Place, dict[str, Any]]]:
        """All records, oldest first."""
        with self._lock:
            return iter(
                [
                    (Place(table.name, record.doc_id), record)
                    for table in self._all_tables()
                    for record in table
                ]
            )

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            self._tables.close()
            self._sizes.clear()

    def _all_tables(self) -> list[Table]:
        names = sorted(self._tables.tables(), key=lambda name: int(name.rpartition("-")[2]))
        return [self._table(name) for name in names]

    def _table(self, name: str) -> Table:
        # A cache of queries would keep texts that were deleted.
        return self._tables.table(name, cache_size=0)


def _size(record: Mapping[str, Any]) -> int:
    return len(line_of("1", record))
