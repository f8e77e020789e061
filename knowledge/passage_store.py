"""Everything that is searched but its vectors, in one SQLite database: passages, words, what is shown.

A store is built once and then only read: from a file in a cache, or in memory where nothing can be kept.
Passages are numbered from 0 in the order of their items, so an item's rows stand side by side.

SQLite and models take no lone surrogates (half characters, as in names of files that are not UTF-8). In
texts, which are searched and shown, each becomes "?" here; ids, refs and data come back as they were.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from knowledge.encoder import encodable
from knowledge.errors import CacheError
from knowledge.passages import Entry, Passage, PassageKind, digest_of, text_key
from knowledge.plain_text import words
from knowledge.vocabulary import Side
from knowledge.words import Database, WordIndex, fill

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from knowledge.cache_folder import Kept

SUFFIX = "sqlite"
"""Of a store's file in a cache folder."""
KINDS = tuple(PassageKind)
SIDES = (None, *Side)
_NOTES = ("digest", "keys", "starts", "kinds", "sides", "vocabulary")
_KEY_BYTES = 16

_SCHEMA = """
CREATE TABLE note(name TEXT PRIMARY KEY, value BLOB);
CREATE TABLE item(place INTEGER PRIMARY KEY, id BLOB NOT NULL, data BLOB NOT NULL);
CREATE TABLE ref(row INTEGER PRIMARY KEY, ref BLOB NOT NULL);
"""


class PassageStore:
    """Numbered passages of numbered items, with their word indexes."""

    def __init__(self, database: Database) -> None:
        """Read what `write` or `in_memory` put into `database`."""
        self._database = database
        self.words = WordIndex(database, "passage", lambda: self._vocabulary)
        self.whole_words = WordIndex(database, "whole", lambda: self._vocabulary)

    @classmethod
    def in_memory(
        cls, entries: Iterable[Entry], notes: Mapping[str, str] | None = None
    ) -> PassageStore:
        """A store of `entries` that is gone with the program."""
        database = Database.in_memory()
        _fill(database.connection, entries, notes or {})
        return cls(database)

    @classmethod
    def write(
        cls, path: Path, entries: Iterable[Entry], notes: Mapping[str, str] | None = None
    ) -> None:
        """Write a store of `entries` to the new file `path`; sqlite3.Error or OSError where that fails."""
        connection = sqlite3.connect(path)
        try:
            connection.execute("PRAGMA journal_mode = OFF")  # the file is new: nothing to undo
            connection.execute("PRAGMA synchronous = OFF")  # whoever puts it in place flushes it
            _fill(connection, entries, notes or {})
        finally:
            connection.close()

    @classmethod
    def open(cls, path: Path) -> PassageStore:
        """The store in `path`, which is not changed any more; ValueError if it is none.

        Looked at are its parts and their sizes, not each passage: that the file is the one that was
        written, its checksum tells.
        """
        try:
            store = cls(Database.reading(path))
            fits = store._fits
        except (sqlite3.Error, CacheError) as error:
            raise ValueError("is not a database as it was written") from error
        if not fits:
            raise ValueError("has parts that do not belong together")
        return store

    @property
    def _fits(self) -> bool:
        for table in ("passage", "whole"):
            self._database.rows(f"SELECT rowid FROM {table} WHERE {table} MATCH 'a' LIMIT 1")
        query = "SELECT name, length(value) FROM note WHERE typeof(value) = 'blob'"
        notes = dict(self._database.rows(query))
        if not notes.keys() >= set(_NOTES):
            return False
        kinds, sides = self._note("kinds"), self._note("sides")
        starts = array("q")
        starts.frombytes(self._note("starts"))  # ValueError where it is cut off
        items, rows = len(starts) - 1, len(kinds)
        return (
            starts.tolist() == sorted({0, *starts})
            and notes["keys"] == _KEY_BYTES * rows
            and starts[-1] == rows == len(sides) == self._last("passage_docsize", "id")
            and items == self._last("whole_docsize", "id") == self._last("item", "place + 1")
            and set(kinds) <= set(range(len(KINDS)))
            and set(sides) <= set(range(len(SIDES)))
        )

    def _last(self, table: str, column: str) -> int:
        return int(self._database.rows(f"SELECT coalesce(max({column}), 0) FROM {table}")[0][0])

    @classmethod
    def taken(cls, kept: Kept | None) -> PassageStore | None:
        """The store among the files of a cache, under `SUFFIX`, or None where there is none whole."""
        path = None if kept is None else kept.path(SUFFIX)
        try:
            return None if path is None else cls.open(path)
        except ValueError:
            return None

    def note(self, name: str) -> str:
        """What was noted under `name`; ValueError where nothing was."""
        return str(self._note(name), "utf-8")

    def _note(self, name: str) -> bytes:
        found = self._database.rows("SELECT value FROM note WHERE name = ?", (name,))
        if not found or not isinstance(found[0][0], bytes):
            raise ValueError(f"has no note of the name {name}")
        return found[0][0]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of all passages, in lower case, as they stand there."""
        return frozenset(self._vocabulary)

    @cached_property
    def _vocabulary(self) -> list[str]:
        return self.note("vocabulary").split("\n")

    @cached_property
    def digest(self) -> str:
        """A hash of all texts in their order."""
        return self.note("digest")

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """The first row of each item, and the number of rows at the end: shape (items + 1,)."""
        return self._numbers("starts", "i8")

    @cached_property
    def kinds(self) -> NDArray[np.uint8]:
        """For each row, the place of its kind in `KINDS`."""
        return self._numbers("kinds", "u1")

    @cached_property
    def sides(self) -> NDArray[np.uint8]:
        """For each row, the place of its side in `SIDES`."""
        return self._numbers("sides", "u1")

    def _numbers(self, name: str, kind: str) -> NDArray[Any]:
        import numpy as np

        return np.frombuffer(self._note(name), dtype=f"={kind}")

    @cached_property
    def items(self) -> NDArray[np.int64]:
        """For each row, the place of its item."""
        import numpy as np

        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    @cached_property
    def ids(self) -> list[str]:
        """The ids of the items, by place."""
        return [_got(row[0]) for row in self._database.rows("SELECT id FROM item ORDER BY place")]

    def data(self, place: int) -> str:
        """What was kept of the item at `place`."""
        found = self._database.rows("SELECT data FROM item WHERE place = ?", (place,))
        return _got(found[0][0])

    def all_data(self) -> list[str]:
        """What was kept of each item, by place."""
        return [_got(row[0]) for row in self._database.rows("SELECT data FROM item ORDER BY place")]

    def kind(self, row: int) -> PassageKind:
        """The kind of the passage in `row`."""
        return KINDS[int(self.kinds[row])]

    def ref(self, row: int) -> str | None:
        """The sentence or place that the passage in `row` stands for, if it has one."""
        found = self._database.rows("SELECT ref FROM ref WHERE row = ?", (row,))
        return _got(found[0][0]) if found else None

    def passages(self, place: int) -> list[Passage]:
        """The passages of the item at `place`, in their order."""
        first, stop = int(self.starts[place]), int(self.starts[place + 1])
        query = "SELECT row, ref FROM ref WHERE row >= ? AND row < ?"
        refs = {row: _got(ref) for row, ref in self._database.rows(query, (first, stop))}
        return [
            Passage(
                item=self.ids[place],
                kind=self.kind(row),
                side=SIDES[int(self.sides[row])],
                ref=refs.get(row),
                text=text,
            )
            for row, text in enumerate(self.texts[first:stop], first)
        ]

    def text(self, row: int) -> str:
        """The text of the passage in `row`."""
        found = self._database.rows("SELECT text FROM passage WHERE rowid = ?", (row + 1,))
        return str(found[0][0])

    @cached_property
    def texts(self) -> Texts:
        """All texts, row by row, read when they are wanted."""
        return Texts(self._database, self.digest, len(self._note("kinds")))


class Texts(Sequence[str]):
    """The texts of a store, row by row, with their hashes and the hash of them all at hand."""

    def __init__(self, database: Database, digest: str, count: int) -> None:
        self._database = database
        self._count = count
        self.digest = digest

    def keys(self) -> list[bytes]:
        """What `text_key` makes of each text."""
        joined = self._database.rows("SELECT value FROM note WHERE name = 'keys'")[0][0]
        return [joined[at : at + _KEY_BYTES] for at in range(0, len(joined), _KEY_BYTES)]

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        """One text, or a run of them."""
        if isinstance(place, slice):
            start, stop, step = place.indices(len(self))
            if step != 1:
                return [self[at] for at in range(start, stop, step)]
            query = "SELECT text FROM passage WHERE rowid > ? AND rowid <= ? ORDER BY rowid"
            return [row[0] for row in self._database.rows(query, (start, stop))]
        at = range(len(self))[place]  # IndexError as of any list
        return self[at : at + 1][0]

    def __iter__(self) -> Iterator[str]:
        for start in range(0, len(self), 10_000):
            yield from self[start : start + 10_000]


def _fill(
    connection: sqlite3.Connection, entries: Iterable[Entry], notes: Mapping[str, str]
) -> None:
    connection.executescript(_SCHEMA)
    starts, kinds, sides = array("q", [0]), array("B"), array("B")
    keys: list[bytes] = []
    refs: list[tuple[int, bytes]] = []
    items: list[tuple[int, bytes, bytes]] = []
    wholes: list[str] = []
    spelled: set[str] = set()

    def texts() -> Iterator[str]:
        for entry in entries:
            if not entry.passages:
                continue  # nothing of it could be found
            items.append((len(items), _put(entry.id), _put(entry.data)))
            wholes.append(encodable(entry.whole))
            found = [encodable(passage.text) for passage in entry.passages]
            for passage, text in zip(entry.passages, found, strict=True):
                if passage.ref is not None:
                    refs.append((len(keys), _put(passage.ref)))
                keys.append(text_key(text))
                kinds.append(KINDS.index(passage.kind))
                sides.append(SIDES.index(passage.side))
                spelled.update(text.split())
                yield text
            starts.append(len(keys))

    fill(connection, "passage", texts())
    fill(connection, "whole", wholes)
    connection.executemany("INSERT INTO item VALUES (?, ?, ?)", items)
    connection.executemany("INSERT INTO ref VALUES (?, ?)", refs)
    vocabulary = set(words(" ".join(spelled)))  # each spelling looked at once
    kept: dict[str, str | bytes] = {
        **notes,
        "digest": digest_of(keys),
        "keys": b"".join(keys),
        "starts": starts.tobytes(),
        "kinds": kinds.tobytes(),
        "sides": sides.tobytes(),
        "vocabulary": "\n".join(sorted(vocabulary)),
    }
    blobs = (
        (name, value.encode() if isinstance(value, str) else value) for name, value in kept.items()
    )
    connection.executemany("INSERT INTO note VALUES (?, ?)", blobs)
    connection.commit()


def _put(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _got(data: object) -> str:
    if not isinstance(data, bytes):
        raise ValueError("holds something else than was put in")
    return data.decode("utf-8", "surrogatepass")
