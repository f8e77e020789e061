"""Searching what is neither the guide nor one's own documents: any folder, any file of records.

What is read and encoded is kept in the cache, for the last `MOST_KEPT` places searched: each in a folder
of its own, whose `place.json` notes where that place is, so that it can be forgotten by its path.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import Trouble, reason_of, wrong_usage
from assistant.models import Model
from knowledge.errors import CacheError, KnowledgeError
from knowledge.stamps import Stamps

if TYPE_CHECKING:
    from knowledge.cache_folder import CacheFolder
    from knowledge.collection import Collection
    from knowledge.document_index import DocumentIndex
    from knowledge.documents import Skipped
    from knowledge.record_index import RecordIndex
    from knowledge.vectors import Progress

__all__ = [
    "Collection",
    "Elsewhere",
    "forget_elsewhere",
    "open_elsewhere",
    "read_questions",
    "was_searched",
]

MOST_KEPT = 8
_PLACE = re.compile(r"[0-9a-f]{16}")
_FORMAT = 1
_PATIENCE_SECONDS = 0.2
"""Between two words to whoever waits for another process."""


@dataclass(frozen=True)
class Elsewhere:
    """A place made searchable; `skipped` has what could not be read, `notice` what people should know."""

    collection: Collection
    skipped: tuple[Skipped, ...]
    notice: str


def open_elsewhere(
    path: Path,
    cache: Path,
    stamps: Stamps,
    model: Model,
    told: Progress | None = None,
    progress: Progress | None = None,
    home: Path | None = None,
) -> Elsewhere:
    """Make `path` searchable: a folder of documents, one document, or a `.jsonl` of records.

    Documents in `home` and `cache` are left out. Raises Trouble where `path` is none of these, or a line
    is no record; what `told` and `progress` raise goes through, and what was read and encoded until then
    is kept.
    """
    try:
        path = Path(os.path.abspath(path.expanduser()))  # noqa: PTH100 - keeps links
        if not path.exists():
            raise wrong_usage("There is nothing at that path to search in.")
    except (OSError, ValueError, RuntimeError):
        raise wrong_usage("That is not a path that can be searched in.") from None
    folder = _folder_for(path, cache)
    is_new = not folder.exists()
    _note(path, folder)
    index: RecordIndex | DocumentIndex
    skipped: list[Skipped] = []
    notice = ""
    try:
        if path.suffix.lower() == ".jsonl" and not path.is_dir():
            from knowledge.record_index import RecordIndex

            index = RecordIndex(folder, stamps)
            collection = _records(path, index)
        else:
            from knowledge.document_index import DocumentIndex

            index = DocumentIndex(folder, stamps)
            without = [own for own in (home, cache) if own is not None]
            collection, skipped, notice = _documents(path, index, told, without)
    except Trouble:
        if is_new:
            _forget_if_free(folder)
        raise
    if not len(collection.texts):
        _forget_if_free(folder)
        return Elsewhere(collection, tuple(skipped), notice)
    with contextlib.suppress(OSError):
        os.utime(folder)  # used last
    _make_room(folder)
    try:
        encoder = model.load()
        unkept = collection.search_by(encoder, index.vectors(encoder.key), progress)
    except KnowledgeError as error:
        unkept = f"{error} Searching by words instead."
    except ImportError as error:
        unkept = f"A library of the model is missing ({error.name}). Searching by words instead."
    _note(path, folder)  # another process that made room may have taken it away
    return Elsewhere(collection, tuple(skipped), " ".join(filter(None, (notice, unkept))))


def read_questions(path: Path) -> list[tuple[str, str]]:
    """The ids and texts of a file of questions, one JSON object a line; Trouble where it is none."""
    from knowledge.records import read_queries

    try:
        return read_queries(path.expanduser())
    except (KnowledgeError, RuntimeError) as error:
        raise wrong_usage(f"The questions cannot be read. {error}") from None


def was_searched(path: Path, cache: Path) -> bool:
    """Whether something is kept of a search at the absolute `path`, or within it."""
    return any(True for _ in _kept_within(path, cache))


def forget_elsewhere(path: Path, cache: Path, told: Progress | None = None) -> None:
    """Remove what is kept of searches at the absolute `path`, or within it.

    `told` is called while another process prepares such a search. Raises Trouble where it cannot be
    removed.
    """
    from knowledge.cache_folder import Busy

    for folder in list(_kept_within(path, cache)):
        while True:
            try:
                _forget(folder, _PATIENCE_SECONDS)
                break
            except Busy:
                if told:
                    told(0, 1)
            except OSError as error:
                raise Trouble(
                    "Not forgotten",
                    f"What was read of it is still in the cache ({reason_of(error)}).",
                    f"Remove the folder {folder}.",
                ) from None


def _folder_for(path: Path, cache: Path) -> Path:
    name = hashlib.sha256(str(path).encode(errors="surrogatepass")).hexdigest()[:16]
    return cache / "elsewhere" / name


def _kept_within(path: Path, cache: Path) -> Iterator[Path]:
    """The folders of the places searched at `path` or within it, by whatever links lead there."""
    from knowledge.document_index import within

    own = _folder_for(path, cache)
    real = os.path.realpath(path)
    for folder in _folders(own.parent):
        kept = _place(folder).kept()
        place = kept.notes.get("path") if kept else None
        if not isinstance(place, str) or "\0" in place:
            place = None
        if folder == own or (
            place is not None
            and (within(place, str(path)) or within(os.path.realpath(place), real))
        ):
            yield folder


def _folders(parent: Path) -> list[Path]:
    """Where places are kept; nothing where none was yet, or the folder cannot be read."""
    try:
        return [
            folder
            for folder in parent.iterdir()
            if _PLACE.fullmatch(folder.name) and not folder.is_symlink()
        ]
    except OSError:
        return []


def _place(folder: Path) -> CacheFolder:
    from knowledge.cache_folder import CacheFolder

    return CacheFolder(folder, "place", _FORMAT)


def _note(path: Path, folder: Path) -> None:
    """Note in `folder` which place it is for; where that cannot be, nothing else is kept there either."""
    place = _place(folder)
    kept = place.kept()
    if kept is None or kept.notes.get("path") != str(path):
        with contextlib.suppress(OSError):
            place.put({}, {"path": str(path)})


def _records(path: Path, index: RecordIndex) -> Collection:
    try:
        return index.open(path)
    except KnowledgeError as error:
        raise wrong_usage(f"The records cannot be read. {error}") from None


def _documents(
    path: Path, index: DocumentIndex, told: Progress | None, without: list[Path]
) -> tuple[Collection, list[Skipped], str]:
    from knowledge.collection import Collection
    from knowledge.document_index import within
    from knowledge.passage_store import PassageStore

    own = os.path.realpath(path)
    if any(within(own, os.path.realpath(folder)) for folder in without):
        raise wrong_usage("The home of Vice Versa itself cannot be searched in.")
    notice = ""
    try:
        refreshed = index.refresh([path], told, without)
        collection = index.open()
    except CacheError as error:
        notice = f"{error} They are searched from memory."
        refreshed, entries = index.read([path], told, without)
        collection = Collection(PassageStore.in_memory(entries))
    skipped = [*refreshed.skipped, *refreshed.away]
    if collection is not None and len(collection.texts):
        return collection, skipped, notice
    if not path.is_dir() and skipped:
        raise wrong_usage(f"That cannot be searched in. {skipped[0]}.")
    none = "There is no document in it that can be read."
    return Collection(PassageStore.in_memory([])), skipped, none


def _make_room(wanted: Path) -> None:
    """Forget the places not searched for longest, but those that are in use now."""
    others: list[tuple[int, Path]] = []
    for folder in _folders(wanted.parent):
        with contextlib.suppress(OSError):  # another process makes room now
            if folder != wanted:
                others.append((folder.stat().st_mtime_ns, folder))
    for _, folder in sorted(others, reverse=True)[MOST_KEPT - 1 :]:
        _forget_if_free(folder)


def _forget_if_free(folder: Path) -> None:
    from knowledge.cache_folder import Busy

    with contextlib.suppress(OSError, Busy):
        _forget(folder, 0)


def _forget(folder: Path, patience: float) -> None:
    """Remove what this program put into `folder`; it stays if there is anything else.

    Raises OSError, and Busy if after `patience` seconds another process is still at it.
    """
    from knowledge.document_index import DocumentIndex
    from knowledge.record_index import RecordIndex

    for files in (DocumentIndex(folder), RecordIndex(folder), _place(folder)):
        files.clear(patience)  # the place last: what is left can still be found by its path
    with contextlib.suppress(OSError):
        folder.rmdir()
