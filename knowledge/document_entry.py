"""One document as it is kept: read anew, known to be unchanged, or taken out of a store."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import overload

from knowledge.collection import searched
from knowledge.document_extracts import DocumentError
from knowledge.document_reader import DocumentReader
from knowledge.documents import fingerprint, read_document
from knowledge.errors import CacheError
from knowledge.passage_store import PassageStore
from knowledge.passages import Entry, Passage, PassageKind
from knowledge.stamps import settled


class DamagedStore(Exception):
    """Passages that were kept cannot be read any more."""


class KeptPassages(Sequence[Passage]):
    """The passages of one document of a store, read whenever they are wanted.

    Raises DamagedStore where they cannot be.
    """

    def __init__(self, store: PassageStore, place: int) -> None:
        self._store = store
        self._place = place

    def __len__(self) -> int:
        try:
            starts = self._store.starts
        except (CacheError, sqlite3.Error, LookupError, ValueError):
            raise DamagedStore from None
        return int(starts[self._place + 1] - starts[self._place])

    @overload
    def __getitem__(self, number: int) -> Passage: ...
    @overload
    def __getitem__(self, number: slice) -> list[Passage]: ...
    def __getitem__(self, number: int | slice) -> Passage | list[Passage]:
        return self._read()[number]

    def __iter__(self) -> Iterator[Passage]:
        return iter(self._read())

    def _read(self) -> list[Passage]:
        try:
            return self._store.passages(self._place)
        except (CacheError, sqlite3.Error, LookupError, ValueError):
            raise DamagedStore from None


def same_passages(entry: Entry, former: Entry) -> bool:
    """Whether both have the same passages; those kept of an unchanged document need not be read."""
    return entry.passages is former.passages or list(entry.passages) == list(former.passages)


def read_entry(path: Path, reader: DocumentReader) -> Entry:
    """The document at `path`, read anew. Raises DocumentError."""
    state = _state(path)
    digest = fingerprint(path)
    passages = [
        Passage(
            item=str(path),
            kind=PassageKind.TEXT,
            side=None,
            ref=extract.place or None,
            text=searched(extract.place, extract.text),
        )
        for extract in read_document(path, reader=reader)
    ]
    if not passages:
        raise DocumentError("holds no text")
    return Entry(str(path), passages, data=json.dumps({"state": state, "sha256": digest}))


def unchanged(path: Path, former: Entry | None) -> Entry | None:
    """`former` if the document at `path` is still what it was: by its state, else by its content."""
    if former is None:
        return None
    try:
        known = json.loads(former.data)
        state = _state(path)
        if state and known["state"] == state:
            return former
        if known["sha256"] != fingerprint(path):
            return None
    except (ValueError, TypeError, KeyError):
        return None
    return former._replace(data=json.dumps({**known, "state": state}))


def _state(path: Path) -> list[int]:
    """What changes with the document, nothing while that cannot be told. Raises DocumentError."""
    now = time.time_ns()
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        raise DocumentError(f"cannot be read ({getattr(error, 'strerror', 'its name')})") from None
    if not settled(now, found.st_mtime_ns, found.st_ctime_ns):
        return []
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]
