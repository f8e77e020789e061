"""A person's own documents, read and kept ready to be searched.

In the cache folder `documents.json` names the store that holds their passages. A document that has not
changed is not read again; what a stopped run has read is kept.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from knowledge.cache_folder import CacheFolder
from knowledge.collection import Collection
from knowledge.document_entry import (
    DamagedStore,
    KeptPassages,
    read_entry,
    same_passages,
    unchanged,
)
from knowledge.document_extracts import DocumentError
from knowledge.document_reader import DocumentReader
from knowledge.documents import Skipped, find_documents
from knowledge.errors import CacheError
from knowledge.passage_store import SUFFIX, PassageStore
from knowledge.passages import Entry
from knowledge.stamps import Stamps
from knowledge.vectors import IndexCache, Progress

FORMAT = 1
NAME = "documents"
_VECTORS = f"{NAME}-vectors"

Paths = Sequence[Path] | Callable[[], Sequence[Path]]
"""Folders and files, or what tells them once no other process changes what is kept of them."""


@dataclass
class Refreshed:
    """What a look at the documents brought: paths read anew, left as they were, gone, and skipped.

    `away` has the sources and folders that could not be looked into, why, though documents of them were
    read before: on a disk that is not there, say. Those are searched as they were.
    """

    read: list[Path] = field(default_factory=list)
    unchanged: list[Path] = field(default_factory=list)
    gone: list[Path] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    away: list[Skipped] = field(default_factory=list)


class DocumentIndex:
    """The documents kept in one cache folder, made on the first write."""

    def __init__(self, folder: Path, stamps: Stamps | None = None) -> None:
        self.folder = folder
        self._stamps = stamps
        self._files = CacheFolder(folder, NAME, FORMAT, stamps)
        self._vector_files = CacheFolder(folder, _VECTORS, FORMAT, stamps)

    def open(self) -> Collection | None:
        """The documents as they were last read, or None where none are kept."""
        store = self._kept()
        return None if store is None or not store.ids else Collection(store)

    def vectors(self, model_key: str) -> IndexCache:
        """Where the vectors of the documents are kept for a model."""
        return IndexCache(self.folder, model_key, name=_VECTORS, stamps=self._stamps)

    def refresh(
        self, paths: Paths, told: Progress | None = None, without: Sequence[Path] = ()
    ) -> Refreshed:
        """Read what is new or has changed under `paths`, and forget what is gone.

        Documents in the folders `without` are left out. Another process at it is waited for; `told` is
        called meanwhile too. Raises CacheError if it cannot be kept, and what `told` and a callable
        `paths` raise: what was read until then is kept, and what had not been looked at yet stays as it
        was.
        """
        with self._locked(told):
            listed = _listed(paths)
            try:
                return self._refresh(listed, self._entries(), told, without)
            except DamagedStore:
                return self._refresh(listed, {}, told, without)

    def _refresh(
        self,
        paths: Sequence[Path],
        kept: Mapping[str, Entry],
        told: Progress | None,
        without: Sequence[Path],
    ) -> Refreshed:
        found, refreshed = _found(paths, without)
        left = _still(kept, found, paths, refreshed)
        entries: dict[str, Entry] = {}
        try:
            self._read(found, kept, entries, refreshed, told)
        except BaseException:
            with contextlib.suppress(CacheError, DamagedStore):  # the stop is what matters
                self._keep({**left, **entries})
            raise
        own = set(map(str, found))
        entries.update((path, left[path]) for path in left if path not in own)
        if not entries or _noted(entries) != _noted(kept):
            self._keep(entries)
        if not entries:
            self.forget_vectors(told)
        return refreshed

    def read(
        self, paths: Sequence[Path], told: Progress | None = None, without: Sequence[Path] = ()
    ) -> tuple[Refreshed, list[Entry]]:
        """As `refresh`, but nothing is kept: the documents themselves, to search in memory."""
        found, refreshed = _found(paths, without)
        entries: dict[str, Entry] = {}
        self._read(found, {}, entries, refreshed, told)
        return refreshed, list(entries.values())

    def forget_all_but(self, paths: Paths, told: Progress | None = None) -> None:
        """Forget the documents that are not within `paths`, without looking at any. Raises CacheError.

        Their text is then nowhere in the folder. Their vectors are, until those that are left get
        theirs, see `vectors`; or `forget_vectors`. Waits as `refresh` does.
        """
        if not self.folder.exists():
            return
        with self._locked(told):
            sources = [str(path) for path in _listed(paths)]
            kept = self._entries()
            left = {
                path: own
                for path, own in kept.items()
                if any(within(path, source) for source in sources)
            }
            try:
                self._keep(left)
            except DamagedStore:
                left = {}
                self._keep(left)
        if not left:
            self.forget_vectors(told)
            return
        with self._changing_vectors(told):
            self._vector_files.clear_begun()

    def forget_vectors(self, told: Progress | None = None) -> None:
        """Remove the vectors; the documents are searched by words until they have new ones.

        Raises CacheError, and what `told` raises, which is called while another process makes them.
        """
        if self.folder.exists():
            with self._changing_vectors(told):
                self._vector_files.clear()

    def clear(self, patience: float | None = None) -> None:
        """Remove all that is kept. Raises OSError, and Busy as `CacheFolder.locked` does."""
        self._vector_files.clear(patience)  # first: they may be at work for minutes
        self._files.clear(patience)

    def _read(
        self,
        found: list[Path],
        kept: Mapping[str, Entry],
        entries: dict[str, Entry],
        refreshed: Refreshed,
        told: Progress | None,
    ) -> None:
        with DocumentReader() as reader:
            for number, path in enumerate(found):
                if told:
                    told(number, len(found))
                former = kept.get(str(path))
                try:
                    entry = unchanged(path, former) or read_entry(path, reader)
                except DocumentError as error:
                    refreshed.skipped.append(Skipped(path, error.reason))
                    continue
                if former is not None and same_passages(entry, former):
                    refreshed.unchanged.append(path)
                else:
                    refreshed.read.append(path)
                entries[str(path)] = entry
        if told:
            told(len(found), len(found))

    @contextlib.contextmanager
    def _locked(self, told: Progress | None) -> Iterator[None]:
        with contextlib.ExitStack() as stack:
            try:
                stack.enter_context(self._files.waited(partial(self._wait, told)))
            except OSError as error:
                raise self._unkept(error) from None
            yield

    @contextlib.contextmanager
    def _changing_vectors(self, told: Progress | None) -> Iterator[None]:
        try:
            with self._vector_files.waited(partial(self._wait, told)):
                yield
        except OSError as error:
            raise self._unkept(error) from None

    def _wait(self, told: Progress | None) -> None:
        """Tell that nothing goes on yet, of as many documents as are known of."""
        if told:
            kept = self._files.kept()
            count = kept.notes.get("documents") if kept else None
            told(0, max(1, count) if isinstance(count, int) else 1)

    def _unkept(self, error: Exception) -> CacheError:
        reason = getattr(error, "strerror", None) or type(error).__name__
        return CacheError(f"Documents cannot be kept in {self.folder} ({reason}).")

    def _kept(self) -> PassageStore | None:
        return PassageStore.taken(self._files.kept())

    def _entries(self) -> dict[str, Entry]:
        """What is kept, its passages read only where they are wanted."""
        store = self._kept()
        if store is None:
            return {}
        try:
            return {
                path: Entry(path, KeptPassages(store, place), data=data)
                for place, (path, data) in enumerate(zip(store.ids, store.all_data(), strict=True))
            }
        except (CacheError, sqlite3.Error, LookupError, ValueError):
            return {}

    def _keep(self, entries: Mapping[str, Entry]) -> None:
        """Put `entries` in place of what is kept. Raises CacheError and DamagedStore."""

        def write(path: Path) -> None:
            # One by one: those of all documents together may not fit into memory.
            read = (own._replace(passages=list(own.passages)) for own in entries.values())
            PassageStore.write(path, read)

        try:
            self._files.put({SUFFIX: write}, {"documents": len(entries)})
        except (OSError, sqlite3.Error) as error:
            raise self._unkept(error) from None


def _noted(entries: Mapping[str, Entry]) -> list[tuple[str, str]]:
    """What tells of a change: which documents, in their order, and in which state they were read."""
    return [(entry.id, entry.data) for entry in entries.values()]


def _listed(paths: Paths) -> Sequence[Path]:
    return paths() if callable(paths) else paths


def within(path: str, source: str) -> bool:
    """Whether the document at `path` is `source` or lies below it."""
    return path == source or path.startswith(source.rstrip(os.sep) + os.sep)


def _found(paths: Iterable[Path], without: Sequence[Path]) -> tuple[list[Path], Refreshed]:
    """The documents under `paths` that are not in `without`, and what was passed over."""
    refreshed = Refreshed()
    found: list[Path] = []
    apart = [os.path.realpath(folder) for folder in without]
    for one in find_documents(paths):
        if isinstance(one, Skipped):
            refreshed.skipped.append(one)
        elif not (apart and any(within(os.path.realpath(one), folder) for folder in apart)):
            found.append(one)
    return found, refreshed


def _still(
    kept: Mapping[str, Entry], found: list[Path], paths: Sequence[Path], refreshed: Refreshed
) -> dict[str, Entry]:
    """Of the documents kept those that were found again or may be there still; tells of the others.

    A source or folder that was skipped because it cannot be looked into may have all it had.
    """
    own = set(map(str, found))
    sources = set(map(str, paths))
    still = {path: entry for path, entry in kept.items() if path in own}
    for skipped in list(refreshed.skipped):
        place = str(skipped.path)
        if (place in sources or _is_folder(skipped.path)) and _out_of_reach(place):
            there = {path: entry for path, entry in kept.items() if within(path, place)}
            if there:
                still.update(there)
                refreshed.skipped.remove(skipped)
                refreshed.away.append(skipped)
    refreshed.gone = [Path(path) for path in kept if path not in still]
    return {path: entry for path, entry in kept.items() if path in still}


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _out_of_reach(folder: str) -> bool:
    try:
        os.scandir(folder).close()
    except NotADirectoryError:
        return False
    except OSError:
        return True
    return False
