"""Searching what is neither the guide nor one's own documents: any folder, any file of records.

What is read and encoded is kept in the cache, for the last `MOST_KEPT` places searched.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import wrong_usage
from assistant.models import Model
from knowledge.errors import CacheError, KnowledgeError
from knowledge.stamps import Stamps

if TYPE_CHECKING:
    from knowledge.collection import Collection
    from knowledge.document_index import DocumentIndex
    from knowledge.documents import Skipped
    from knowledge.record_index import RecordIndex
    from knowledge.vectors import Progress

__all__ = ["Collection", "Elsewhere", "forget_elsewhere", "open_elsewhere", "read_questions"]

MOST_KEPT = 8
_PLACE = re.compile(r"[0-9a-f]{16}")
_OURS = re.compile(
    r"(\.new-|\.part-)?(documents|records)(-vectors)?(-[0-9a-f]{16}(\.[a-z]+)?|\.json)"
    r"|\.(documents|records)(-vectors)?\.lock|\.new-\w{8}"
)

Told = Callable[[int, int], None]


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
    told: Told | None = None,
    progress: Progress | None = None,
) -> Elsewhere:
    """Make `path` searchable: a folder of documents, one document, or a `.jsonl` of records.

    Raises Trouble where it is none of these, or a line is no record; what `told` and `progress` raise
    goes through, and what was read and encoded until then is kept.
    """
    try:
        path = Path(os.path.abspath(path.expanduser()))  # noqa: PTH100 - keeps links
        if not path.exists():
            raise wrong_usage("There is nothing at that path to search in.")
    except (OSError, ValueError, RuntimeError):
        raise wrong_usage("That is not a path that can be searched in.") from None
    folder = _folder_for(path, cache)
    _make_room(folder)
    index: RecordIndex | DocumentIndex
    skipped: list[Skipped] = []
    notice = ""
    if path.suffix.lower() == ".jsonl" and not path.is_dir():
        from knowledge.record_index import RecordIndex

        index = RecordIndex(folder, stamps)
        try:
            collection = index.open(path)
        except KnowledgeError as error:
            raise wrong_usage(f"The records cannot be read. {error}") from None
    else:
        from knowledge.document_index import DocumentIndex

        index = DocumentIndex(folder, stamps)
        collection, skipped, notice = _documents(path, index, told)
    with contextlib.suppress(OSError):
        os.utime(folder)  # used last
    try:
        encoder = model.load()
        unkept = collection.search_by(encoder, index.vectors(encoder.key), progress)
    except KnowledgeError as error:
        unkept = f"{error} Searching by words instead."
    except ImportError as error:
        unkept = f"A library of the model is missing ({error.name}). Searching by words instead."
    return Elsewhere(collection, tuple(skipped), " ".join(filter(None, (notice, unkept))))


def read_questions(path: Path) -> list[tuple[str, str]]:
    """The ids and texts of a file of questions, one JSON object a line; Trouble where it is none."""
    from knowledge.records import read_queries

    try:
        return read_queries(path.expanduser())
    except (KnowledgeError, RuntimeError) as error:
        raise wrong_usage(f"The questions cannot be read. {error}") from None


def forget_elsewhere(path: Path, cache: Path) -> None:
    """Remove what is kept of a search in the absolute `path`, if there was one."""
    _forget(_folder_for(path, cache))


def _folder_for(path: Path, cache: Path) -> Path:
    name = hashlib.sha256(str(path).encode(errors="surrogatepass")).hexdigest()[:16]
    return cache / "elsewhere" / name


def _documents(
    path: Path, index: DocumentIndex, told: Told | None
) -> tuple[Collection, list[Skipped], str]:
    from knowledge.collection import Collection
    from knowledge.passage_store import PassageStore

    notice = ""
    try:
        refreshed = index.refresh([path], told)
        collection = index.open()
    except CacheError as error:
        notice = f"{error} They are searched from memory."
        refreshed, entries = index.read([path], told)
        collection = Collection(PassageStore.in_memory(entries))
    skipped = [*refreshed.skipped, *refreshed.away]
    if collection is not None and len(collection.texts):
        return collection, skipped, notice
    if not path.is_dir() and skipped:
        raise wrong_usage(f"That cannot be searched in. {skipped[0]}.")
    none = "There is no document in it that can be read."
    return Collection(PassageStore.in_memory([])), skipped, none


def _make_room(wanted: Path) -> None:
    """Forget the places not searched for longest, so that there is room for one more."""
    try:
        others = [
            (place.stat().st_mtime_ns, place)
            for place in wanted.parent.iterdir()
            if place != wanted and _PLACE.fullmatch(place.name) and not place.is_symlink()
        ]
    except OSError:  # nothing was kept yet, or another process makes room now
        return
    for _, place in sorted(others, reverse=True)[MOST_KEPT - 1 :]:
        _forget(place)


def _forget(place: Path) -> None:
    """Remove what this program put into `place`; it stays if there is anything else."""
    with contextlib.suppress(OSError):
        for path in list(place.iterdir()):
            if _OURS.fullmatch(path.name):
                path.unlink()
        place.rmdir()
