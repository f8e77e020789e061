"""A person's own documents, read and kept ready to be searched.

In the cache folder `documents.json` names the store that holds their passages. A document that has not
changed is not read again; what a stopped run has read is kept.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.cache_folder import CacheFolder
from knowledge.collection import Collection, searched
from knowledge.document_extracts import DocumentError
from knowledge.document_reader import DocumentReader
from knowledge.documents import Skipped, find_documents, fingerprint, read_document
from knowledge.errors import CacheError
from knowledge.passage_store import SUFFIX, PassageStore
from knowledge.passages import Entry, Passage, PassageKind
from knowledge.stamps import Stamps, settled
from knowledge.vectors import IndexCache

FORMAT = 1
NAME = "documents"
_VECTORS = f"{NAME}-vectors"

Told = Callable[[int, int], None]
"""Called with documents looked at and documents in all; may raise to stop the work."""


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

    def open(self) -> Collection | None:
        """The documents as they were last read, or None where none are kept."""
        store = self._kept()
        return None if store is None or not store.ids else Collection(store)

    def vectors(self, model_key: str) -> IndexCache:
        """Where the vectors of the documents are kept for a model."""
        return IndexCache(self.folder, model_key, name=_VECTORS, stamps=self._stamps)

    def refresh(
        self, paths: Sequence[Path], told: Told | None = None, without: Sequence[Path] = ()
    ) -> Refreshed:
        """Read what is new or has changed under `paths`, and forget what is gone.

        Documents in the folders `without` are left out. Raises CacheError if it cannot be kept, and what
        `told` raises: what was read until then is kept, and what had not been looked at yet stays as it
        was.
        """
        with self._locked():
            kept = self._entries()
            found, refreshed = _found(paths, without)
            left = _still(kept, found, paths, refreshed)
            entries: dict[str, Entry] = {}
            try:
                self._read(found, kept, entries, refreshed, told)
            except BaseException:
                self._keep({**left, **entries})
                raise
            own = set(map(str, found))
            entries.update((path, left[path]) for path in left if path not in own)
            if not entries or list(entries.values()) != list(kept.values()):
                self._keep(entries)
            return refreshed

    def read(
        self, paths: Sequence[Path], told: Told | None = None
    ) -> tuple[Refreshed, list[Entry]]:
        """As `refresh`, but nothing is kept: the documents themselves, to search in memory."""
        found, refreshed = _found(paths, ())
        entries: dict[str, Entry] = {}
        self._read(found, {}, entries, refreshed, told)
        return refreshed, list(entries.values())

    def forget_all_but(self, paths: Iterable[Path]) -> None:
        """Forget the documents that are not within `paths`, without looking at any. Raises CacheError.

        Their text is then nowhere in the folder. Their vectors are, until those that are left get
        theirs, see `vectors`; or `forget_vectors`.
        """
        if not self.folder.exists():
            return
        sources = [str(path) for path in paths]
        with self._locked():
            kept = self._entries()
            self._keep(
                {
                    path: own
                    for path, own in kept.items()
                    if any(within(path, source) for source in sources)
                }
            )
        self._forget_vectors(".part-")

    def forget_vectors(self) -> None:
        """Remove the vectors; the documents are searched by words until they have new ones.

        Raises CacheError.
        """
        self._forget_vectors(_VECTORS, ".new-", ".part-")

    def _forget_vectors(self, *beginnings: str) -> None:
        try:
            with CacheFolder(self.folder, _VECTORS, FORMAT).locked():
                for path in self.folder.iterdir():
                    if _VECTORS in path.name and path.name.startswith(beginnings):
                        path.unlink()
        except OSError as error:
            raise self._unkept(error) from None

    def _read(
        self,
        found: list[Path],
        kept: Mapping[str, Entry],
        entries: dict[str, Entry],
        refreshed: Refreshed,
        told: Told | None,
    ) -> None:
        with DocumentReader() as reader:
            for number, path in enumerate(found):
                if told:
                    told(number, len(found))
                former = kept.get(str(path))
                try:
                    entry = _unchanged(path, former) or _entry(path, reader)
                except DocumentError as error:
                    refreshed.skipped.append(Skipped(path, error.reason))
                    continue
                if former is not None and entry.passages == former.passages:
                    refreshed.unchanged.append(path)
                else:
                    refreshed.read.append(path)
                entries[str(path)] = entry
        if told:
            told(len(found), len(found))

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        with contextlib.ExitStack() as stack:
            try:
                stack.enter_context(self._files.locked())
            except OSError as error:
                raise self._unkept(error) from None
            yield

    def _unkept(self, error: Exception) -> CacheError:
        reason = getattr(error, "strerror", None) or type(error).__name__
        return CacheError(f"Documents cannot be kept in {self.folder} ({reason}).")

    def _kept(self) -> PassageStore | None:
        return PassageStore.taken(self._files.kept())

    def _entries(self) -> dict[str, Entry]:
        store = self._kept()
        if store is None:
            return {}
        try:
            return {
                path: Entry(path, store.passages(place), data=data)
                for place, (path, data) in enumerate(zip(store.ids, store.all_data(), strict=True))
            }
        except (sqlite3.Error, LookupError, ValueError):
            return {}

    def _keep(self, entries: Mapping[str, Entry]) -> None:
        try:
            self._files.put(
                {SUFFIX: lambda path: PassageStore.write(path, entries.values())},
                {"documents": len(entries)},
            )
        except (OSError, sqlite3.Error) as error:
            raise self._unkept(error) from None
        if not entries:
            self.forget_vectors()


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


def _entry(path: Path, reader: DocumentReader) -> Entry:
    """The document at `path`, read anew. Raises DocumentError and ReadingStopped."""
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


def _unchanged(path: Path, former: Entry | None) -> Entry | None:
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
