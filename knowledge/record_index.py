"""Records of a file, read and kept ready to be searched until the file changes."""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path

from knowledge.cache_folder import CacheFolder
from knowledge.collection import Collection, entry_of
from knowledge.passage_store import SUFFIX, PassageStore
from knowledge.records import read_records
from knowledge.stamps import Stamps, settled
from knowledge.vectors import IndexCache

FORMAT = 1
NAME = "records"
_VECTORS = f"{NAME}-vectors"


class RecordIndex:
    """The records of one file, kept in one cache folder, made on the first write."""

    def __init__(self, folder: Path, stamps: Stamps | None = None) -> None:
        self._folder = folder
        self._stamps = stamps
        self._files = CacheFolder(folder, NAME, FORMAT, stamps)

    def open(self, path: Path) -> Collection:
        """The records of `path`, read if it has changed; from memory where they cannot be kept.

        Raises RecordError.
        """
        state = _state(path)
        kept = self._kept(state) if state else None
        if kept is not None:
            return Collection(kept)
        entries = [entry_of(record) for record in read_records(path)]
        if not state or state != _state(path):  # it may change, or has, and look the same after
            return Collection(PassageStore.in_memory(entries))
        try:
            self._files.put(
                {SUFFIX: lambda file: PassageStore.write(file, entries)}, {"state": state}
            )
        except (OSError, sqlite3.Error):
            return Collection(PassageStore.in_memory(entries))
        return Collection(self._kept(state) or PassageStore.in_memory(entries))

    def vectors(self, model_key: str) -> IndexCache:
        """Where the vectors of the records are kept for a model."""
        return IndexCache(self._folder, model_key, name=_VECTORS, stamps=self._stamps)

    def clear(self, patience: float | None = None) -> None:
        """Remove all that is kept. Raises OSError, and Busy as `CacheFolder.locked` does."""
        for name in (_VECTORS, NAME):  # first what may be at work for minutes
            CacheFolder(self._folder, name, FORMAT, self._stamps).clear(patience)

    def _kept(self, state: str) -> PassageStore | None:
        kept = self._files.kept()
        if kept is None or kept.notes.get("state") != state:
            return None
        return PassageStore.taken(kept)


def _state(path: Path) -> str:
    """What changes with the file, or "" while that cannot be told."""
    now = time.time_ns()
    try:
        found = path.stat()
    except (OSError, ValueError):
        return ""  # whoever reads it says what is wrong
    if not settled(now, found.st_mtime_ns, found.st_ctime_ns):
        return ""
    return json.dumps([found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino])
