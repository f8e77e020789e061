"""A person's own documents: which they are, reading them, and searching them beside the guide.

The paths stand in `documents.json` in the home. What is read of them is kept in the cache, in clear like
the documents themselves, and goes with the last path removed.
"""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.document_list import FILE, DocumentList
from assistant.errors import Trouble, reason_of, wrong_usage
from knowledge.errors import CacheError, KnowledgeError
from knowledge.plain_text import one_line
from knowledge.stamps import Stamps

if TYPE_CHECKING:
    from knowledge.collection import Collection, Found
    from knowledge.document_index import DocumentIndex, Refreshed
    from knowledge.encoder import Encoder
    from knowledge.vectors import CacheState, Progress

__all__ = ["FILE", "DocumentHit", "OwnDocuments", "Refreshed", "Source"]

FLOOR = 0.4
"""Cosine from which a passage is shown beside the guide's answer; words alone are not enough."""
WORD_FLOOR = 0.5
"""Share of a question's telling words that a passage must have where only words are searched."""


@dataclass(frozen=True)
class DocumentHit:
    """A passage of a document: where it stands, and how near it is (up to 1)."""

    file: str
    place: str
    passage: str
    score: float


@dataclass(frozen=True)
class Source:
    """A folder or file that was added, with the documents of it that can be searched."""

    path: Path
    documents: int
    there: bool


class OwnDocuments:
    """The documents of one home."""

    def __init__(self, home: Path, cache: Path, stamps: Stamps) -> None:
        self._home = home
        self._list = DocumentList(home)
        self._kept_in = cache
        self._cache = cache / "documents"
        self._stamps = stamps
        self._opened: Collection | None = None
        self._opening = threading.Lock()

    @property
    def paths(self) -> list[Path]:
        """What was added, in that order; Trouble if the list cannot be read."""
        return self._list.paths

    def sources(self) -> list[Source]:
        """What was added, with how much of it can be searched. Trouble if the list cannot be read."""
        from knowledge.document_index import within

        paths = self.paths
        collection = self._collection()
        ids = [] if collection is None else collection.store.ids
        return [
            Source(path, sum(within(own, str(path)) for own in ids), _is_there(path))
            for path in paths
        ]

    @property
    def count(self) -> int:
        """How many documents can be searched."""
        collection = self._collection()
        return 0 if collection is None else len(collection.store.ids)

    def index_state(self, model_key: str) -> CacheState | None:
        """The state of the documents' vectors for a model; None where there are no documents."""
        collection = self._collection()
        return (
            None if collection is None else self._index.vectors(model_key).state(collection.texts)
        )

    def add(self, paths: Sequence[Path], told: Progress | None = None) -> Refreshed:
        """Add folders or files and read them.

        Trouble where one of them cannot be added: none is then. Trouble also where nothing can be kept.
        """
        new = [_absolute(path) for path in paths]
        for path in new:
            self._check(path)
        with self._list.changing(told) as known:
            self._list.write([*known, *new])
        return self.refresh(told)

    def remove(self, paths: Sequence[Path], told: Progress | None = None) -> list[Path]:
        """Remove what was added, and forget what was read of it, also for a search at or within it.

        A path that was only searched can be removed too. Trouble where one of them was neither: none is
        then removed. Trouble also where it cannot be forgotten.
        """
        from assistant.elsewhere import forget_elsewhere, was_searched

        gone = [_absolute(path) for path in paths]
        with self._list.changing(told) as known:
            for path in gone:
                if path not in known and not was_searched(path, self._kept_in):
                    raise wrong_usage(
                        f"{_shown(path)} was not added, and nothing in it was searched.",
                        "Nothing was removed; `viceversa guide sources` lists what was added.",
                    )
            listed = any(path in known for path in gone)
            if listed:
                self._list.write(path for path in known if path not in gone)
        if listed:
            self._forget_unlisted(told)
        for path in gone:
            forget_elsewhere(path, self._kept_in, told)
        if listed and self.paths:
            self.refresh(told)  # other paths may lead to the same documents
        return gone

    def _forget_unlisted(self, told: Progress | None) -> None:
        try:
            self._index.forget_all_but(lambda: self.paths, told)
        except CacheError as error:
            raise Trouble(
                "Not forgotten",
                f"What was read of them is still in the cache. {error}",
                f"Remove the folder {self._cache}, or mend it and use `viceversa guide refresh`.",
            ) from None
        finally:
            self._opened = None

    def refresh(self, told: Progress | None = None) -> Refreshed:
        """Read what is new or has changed, forget what is gone. Trouble where nothing can be kept."""
        if not self.paths and not self._cache.exists():
            from knowledge.document_index import Refreshed

            return Refreshed()
        try:
            # The list as it is once no other process reads or forgets.
            return self._index.refresh(lambda: self.paths, told, (self._home, self._kept_in))
        except CacheError as error:
            hint = "The list of documents is kept; `viceversa guide refresh` reads them later."
            raise Trouble("Not read", str(error), hint) from None
        finally:
            self._opened = None

    def forget_vectors(self, told: Progress | None = None) -> None:
        """Remove the vectors, which may be of texts that are gone; search goes on by words."""
        try:
            self._index.forget_vectors(told)
        except CacheError as error:
            raise Trouble("Not forgotten", str(error)) from None
        finally:
            self._opened = None

    def search_by(self, encoder: Encoder, progress: Progress | None = None) -> str:
        """Have the documents searched by meaning; a sentence where vectors could not be kept, else ""."""
        collection = self._collection()
        if collection is None:
            return ""
        try:
            return collection.search_by(encoder, self._index.vectors(encoder.key), progress)
        except KnowledgeError as error:
            return str(error)

    def find(self, question: str, limit: int = 3) -> list[DocumentHit]:
        """The passages nearest to `question`, one of each document; none where nothing is near.

        Trouble where what was kept of the documents turns out to be damaged.
        """
        try:
            return self._found(question, limit)
        except CacheError as error:
            self._opened = None
            raise Trouble("Your documents", str(error), "Ask once more.") from None

    def _found(self, question: str, limit: int) -> list[DocumentHit]:
        from knowledge.document_index import within

        collection = self._collection()
        if collection is None:
            return []
        listed = [str(path) for path in self._readable_paths()]  # another process may change it
        found = [
            hit
            for hit in collection.find(question, limit)
            if any(within(hit.id, path) for path in listed)
        ]
        if collection.mode == "lexical":
            near = _sharing(collection, question, found)
        else:
            near = [hit for hit in found if hit.cosine >= FLOOR]
        return [DocumentHit(hit.id, hit.place, hit.text, round(hit.score, 4)) for hit in near]

    def _collection(self) -> Collection | None:
        """The documents as they were read last, nothing while the list has none or cannot be read."""
        with self._opening:  # once, whoever comes first: a model given to a second would be lost
            if self._opened is None and self._cache.exists():
                self._opened = self._index.open() if self._readable_paths() else None
            return self._opened

    def _readable_paths(self) -> list[Path]:
        """What was added, nothing where the list cannot be read: whoever changes or shows it is told."""
        try:
            return self.paths
        except Trouble:
            return []

    @property
    def _index(self) -> DocumentIndex:
        from knowledge.document_index import DocumentIndex

        return DocumentIndex(self._cache, self._stamps)

    def _check(self, path: Path) -> None:
        """Trouble if `path` cannot be added."""
        from knowledge.document_index import within
        from knowledge.documents import KINDS

        nothing = "Nothing was added."
        try:
            found = path.stat()
        except FileNotFoundError:
            raise wrong_usage(f"There is no {_shown(path)}.", nothing) from None
        except (OSError, ValueError) as error:
            reason = reason_of(error) if isinstance(error, OSError) else "no file has that name"
            raise wrong_usage(f"{_shown(path)} cannot be read: {reason}.", nothing) from None
        if not stat.S_ISDIR(found.st_mode) and (
            not stat.S_ISREG(found.st_mode) or path.suffix.lower() not in KINDS
        ):
            raise wrong_usage(
                f"{_shown(path)} is no folder, and no document of a kind that can be read.", nothing
            )
        own = os.path.realpath(path)
        if any(within(own, os.path.realpath(folder)) for folder in (self._home, self._kept_in)):
            raise wrong_usage("The home of Vice Versa itself cannot be added.", nothing)
        if path == Path(path.anchor):
            raise wrong_usage(f"{_shown(path)} is a whole disk.", f"Name a folder. {nothing}")


def _sharing(collection: Collection, question: str, found: list[Found]) -> list[Found]:
    """Of `found`, what has enough of the telling words of `question`."""
    words = collection.store.words.matches(question)
    least = WORD_FLOOR * len(words)
    return [hit for hit in found if sum(hit.row in rows for rows in words.values()) >= least]


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _absolute(path: Path) -> Path:
    try:
        return Path(os.path.abspath(path.expanduser()))  # noqa: PTH100 - keeps links
    except RuntimeError:
        raise wrong_usage(f"{_shown(path)} names a user who does not exist.") from None


def _shown(path: Path) -> str:
    return one_line(str(path).encode(errors="replace").decode())[:200]
