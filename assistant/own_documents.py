"""A person's own documents: which they are, reading them, and searching them beside the guide.

The paths stand in `documents.json` in the home. What is read of them is kept in the cache, in clear like
the documents themselves, and goes with the last path removed.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import Trouble, reason_of, wrong_usage
from knowledge.bounded import MIB, read_file
from knowledge.durable import replace_file
from knowledge.errors import CacheError, KnowledgeError
from knowledge.plain_text import one_line
from knowledge.stamps import Stamps

if TYPE_CHECKING:
    from knowledge.collection import Collection, Found
    from knowledge.document_index import DocumentIndex, Refreshed
    from knowledge.encoder import Encoder
    from knowledge.vectors import Progress

__all__ = ["DocumentHit", "OwnDocuments", "Refreshed", "Source", "Told"]

FILE = "documents.json"
FLOOR = 0.4
"""Cosine from which a passage is shown beside the guide's answer; words alone are not enough."""
WORD_FLOOR = 0.5
"""Share of a question's telling words that a passage must have where only words are searched."""

Told = Callable[[int, int], None]


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
        self._file = home / FILE
        self._kept_in = cache
        self._cache = cache / "documents"
        self._stamps = stamps
        self._opened: Collection | None = None

    @property
    def paths(self) -> list[Path]:
        """What was added, in that order; Trouble if the list cannot be read."""
        try:
            listed = json.loads(read_file(self._file, MIB))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._unreadable(reason_of(error)) from None
        except (ValueError, RecursionError):
            raise self._unreadable("it is not JSON") from None
        paths = listed.get("paths") if isinstance(listed, dict) else None
        if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
            raise self._unreadable("it has no list of paths")
        if not all(Path(path).is_absolute() and "\0" not in path for path in paths):
            raise self._unreadable("it names something that is no whole path")
        return [Path(path) for path in paths]

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

    def add(self, paths: Sequence[Path], told: Told | None = None) -> Refreshed:
        """Add folders or files and read them.

        Trouble where one of them cannot be added: none is then. Trouble also where nothing can be kept.
        """
        new = [_absolute(path) for path in paths]
        for path in new:
            self._check(path)
        with self._listed() as known:
            self._write(dict.fromkeys([*known, *new]))
        return self.refresh(told)

    def remove(self, paths: Sequence[Path], told: Told | None = None) -> list[Path]:
        """Remove what was added, and forget what was read of it, also for a search in that very path.

        Trouble where one of them was not added: none is then removed. Trouble also where it cannot be
        forgotten.
        """
        gone = [_absolute(path) for path in paths]
        with self._listed() as known:
            for path in gone:
                if path not in known:
                    raise wrong_usage(
                        f"{_shown(path)} was not added.",
                        "Nothing was removed; `viceversa guide sources` lists what was added.",
                    )
            left = [path for path in known if path not in gone]
            self._write(left)
        from assistant.elsewhere import forget_elsewhere

        for path in gone:
            forget_elsewhere(path, self._kept_in)
        try:
            self._index.forget_all_but(left)
        except CacheError as error:
            raise Trouble(
                "Not forgotten",
                f"What was read of them is still in the cache. {error}",
                f"Remove the folder {self._cache}, or mend it and use `viceversa guide refresh`.",
            ) from None
        finally:
            self._opened = None
        if left:
            self.refresh(told)  # other paths may lead to the same documents
        return gone

    def refresh(self, told: Told | None = None) -> Refreshed:
        """Read what is new or has changed, forget what is gone. Trouble where nothing can be kept."""
        paths, without = self.paths, (self._home, self._kept_in)
        if not paths and not self._cache.exists():
            from knowledge.document_index import Refreshed

            return Refreshed()
        try:
            return self._index.refresh(paths, told, without)
        except CacheError as error:
            hint = "The list of documents is kept; `viceversa guide refresh` reads them later."
            raise Trouble("Not read", str(error), hint) from None
        finally:
            self._opened = None

    def forget_vectors(self) -> None:
        """Remove the vectors, which may be of texts that are gone; search goes on by words."""
        try:
            self._index.forget_vectors()
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
        """The passages nearest to `question`, one of each document; none where nothing is near."""
        collection = self._collection()
        if collection is None:
            return []
        found = collection.find(question, limit)
        if collection.mode == "lexical":
            near = _sharing(collection, question, found)
        else:
            near = [hit for hit in found if hit.cosine >= FLOOR]
        return [DocumentHit(hit.id, hit.place, hit.text, round(hit.score, 4)) for hit in near]

    def _collection(self) -> Collection | None:
        """The documents as they were read last, nothing while the list has none or cannot be read."""
        if self._opened is None and self._cache.exists():
            try:
                listed = bool(self.paths)
            except Trouble:  # whoever changes or shows the list is told
                listed = False
            self._opened = self._index.open() if listed else None
        return self._opened

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

    @contextlib.contextmanager
    def _listed(self) -> Iterator[list[Path]]:
        """What was added, which no other process changes meanwhile."""
        from filelock import FileLock

        try:
            self._home.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._home / f".{FILE}.lock", mode=0o600)
            lock.acquire()
        except OSError as error:
            raise self._unkept(reason_of(error)) from None
        try:
            yield self.paths
        finally:
            lock.release()

    def _write(self, paths: Iterable[Path]) -> None:
        data = json.dumps({"paths": [str(path) for path in paths]}, indent=2)
        try:
            replace_file(self._file, data.encode())
        except OSError as error:
            raise self._unkept(reason_of(error)) from None

    def _unkept(self, reason: str) -> Trouble:
        return Trouble(
            "Not kept",
            f"The list of documents could not be written to {self._file} ({reason}).",
            "It is as it was.",
        )

    def _unreadable(self, reason: str) -> Trouble:
        return Trouble(
            "Documents",
            f"The list of your documents, {self._file}, cannot be read: {reason}.",
            "Mend or remove it, then add the documents again.",
        )


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
