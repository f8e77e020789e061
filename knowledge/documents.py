"""A person's own documents: finding them, knowing when they changed, reading their passages."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.bounded import MIB
from knowledge.document_extracts import DocumentError, Extract
from knowledge.document_reader import DocumentReader
from knowledge.plain_text import one_line

_TEXT, _OFFICE = 20 * MIB, 100 * MIB

KINDS: dict[str, int] = {
    **dict.fromkeys((".md", ".markdown", ".txt", ".text", ".rst", ".html", ".htm"), _TEXT),
    **dict.fromkeys((".pdf", ".docx", ".pptx"), _OFFICE),
}
"""Suffixes of the files that can be read, each with the most bytes such a file may have."""

MOST_FILES = 100_000
MOST_LOOKED_AT = 1_000_000
"""Files and folders of every kind, so that a whole disk does not keep anybody waiting."""
MOST_DEEP = 60

_NO_KIND = "is not a kind of document that can be read"
_PASSED_OVER = frozenset({"node_modules", "__pycache__", "site-packages"})
_HIDDEN_ON_WINDOWS = 0x2  # FILE_ATTRIBUTE_HIDDEN


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that was passed over, and why; `str()` of it is one line fit to show."""

    path: Path
    reason: str

    def __str__(self) -> str:
        return f"{shown_path(self.path)}: {self.reason}"


def shown_path(path: Path) -> str:
    """`path` as one clean line; a file's name may hold line ends, escape codes and broken bytes."""
    return one_line(os.fsencode(path).decode("utf-8", "replace"))


def find_documents(paths: Iterable[Path]) -> Iterator[Path | Skipped]:
    """Every document named in `paths` or in a folder named there, as an absolute path.

    Each file comes once, whatever links lead to it; folders are walked in the order of their names.
    In a folder hidden files and files of other kinds are passed over in silence, and links that lead out
    of what was named, or to folders, are not followed: that may be the whole disk, so it has to be named.
    """
    named = list(paths)
    walk = _Walk(named)
    for path in named:
        try:
            yield from walk.named(Path(os.path.abspath(path)))  # noqa: PTH100 - keeps links
        except _Enough as enough:
            yield Skipped(path, str(enough))
            return


def read_document(
    path: Path,
    *,
    stop: Callable[[], bool] | None = None,
    reader: DocumentReader | None = None,
) -> tuple[Extract, ...]:
    """The passages of one document, in its order; none for an empty file.

    Give a `reader` when there are many: without one, a process is started for this document alone.
    Raises DocumentError, and ReadingStopped within a moment of `stop()` becoming true.
    """
    suffix = path.suffix.lower()
    if not _checked_size(path):
        return ()
    if reader is not None:
        return reader.parse(path, suffix, KINDS[suffix], stop=stop)
    with DocumentReader() as own:
        return own.parse(path, suffix, KINDS[suffix], stop=stop)


def fingerprint(path: Path) -> str:
    """SHA-256 of the bytes of a document, hexadecimal. Raises DocumentError, also for huge ones."""
    _checked_size(path)
    most = KINDS[path.suffix.lower()]
    digest = hashlib.sha256()
    try:
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise DocumentError("is not an ordinary file")
            while chunk := file.read(MIB):
                digest.update(chunk)
                most -= len(chunk)
                if most < 0:
                    raise _too_large(path)
    except OSError as error:
        raise _unreadable(error) from None
    return digest.hexdigest()


def _checked_size(path: Path) -> int:
    """Bytes of the file, if it is one that may be opened. Raises DocumentError."""
    most = KINDS.get(path.suffix.lower())
    if most is None:
        raise DocumentError(_NO_KIND)
    try:
        found = path.stat()
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise _unreadable(error) from None
    if not stat.S_ISREG(found.st_mode):
        raise DocumentError("is not an ordinary file")
    if found.st_size > most:
        raise _too_large(path)
    return found.st_size


def _too_large(path: Path) -> DocumentError:
    return DocumentError(f"is larger than {KINDS[path.suffix.lower()] // MIB} MiB")


def _unreadable(error: OSError | ValueError) -> DocumentError:
    if isinstance(error, FileNotFoundError):
        return DocumentError("does not exist")
    reason = getattr(error, "strerror", None) or "not a name of a file"
    return DocumentError(f"cannot be read ({reason})")


def _real(path: Path) -> Path:
    """Where `path` leads to; itself where no file can be called that."""
    try:
        return Path(os.path.realpath(path))
    except ValueError:
        return path


class _Enough(Exception):
    """There is more than anybody would search."""


class _Walk:
    def __init__(self, named: Iterable[Path]) -> None:
        self._named = [_real(path) for path in named]
        self._seen: set[tuple[int, int]] = set()
        self._looked_at = 0
        self._found = 0

    def named(self, path: Path) -> Iterator[Path | Skipped]:
        """A path that the person gave: links are followed and nothing is passed over in silence."""
        try:
            found = path.stat()
        except (OSError, ValueError) as error:
            yield Skipped(path, _unreadable(error).reason)
            return
        if stat.S_ISDIR(found.st_mode):
            yield from self._folder(path, found, 1)
        elif stat.S_ISREG(found.st_mode) and path.suffix.lower() not in KINDS:
            yield Skipped(path, _NO_KIND)
        else:
            yield from self._file(path, found)

    def _folder(self, folder: Path, found: os.stat_result, deep: int) -> Iterator[Path | Skipped]:
        if self._is_known(found):
            return
        if deep > MOST_DEEP:
            yield Skipped(folder, f"is more than {MOST_DEEP} folders deep")
            return
        try:
            names = sorted(os.listdir(folder))  # noqa: PTH208 - names alone, at a tenth of the cost
        except OSError as error:
            yield Skipped(folder, _unreadable(error).reason)
            return
        for name in names:
            self._looked_at += 1
            if self._looked_at > MOST_LOOKED_AT:
                raise _Enough(f"holds more than {MOST_LOOKED_AT:,} files; the rest is left out")
            if not (name.startswith((".", "~$")) or name in _PASSED_OVER):
                yield from self._entry(folder / name, deep)

    def _entry(self, path: Path, deep: int) -> Iterator[Path | Skipped]:
        is_link = path.is_symlink()
        try:
            found = path.stat()
        except OSError as error:
            broken = is_link and isinstance(error, FileNotFoundError)
            yield Skipped(path, "is a broken link" if broken else _unreadable(error).reason)
            return
        if getattr(found, "st_file_attributes", 0) & _HIDDEN_ON_WINDOWS:
            return
        if stat.S_ISDIR(found.st_mode) and is_link:
            yield Skipped(path, "is a link to a folder; name that folder to add it")
        elif stat.S_ISDIR(found.st_mode):
            yield from self._folder(path, found, deep + 1)
        elif is_link and self._leads_out(path, found):
            yield Skipped(path, "is a link to a file elsewhere; name that file to add it")
        elif not stat.S_ISREG(found.st_mode) or path.suffix.lower() in KINDS:
            yield from self._file(path, found)

    def _file(self, path: Path, found: os.stat_result) -> Iterator[Path | Skipped]:
        if self._is_known(found):
            return
        if not stat.S_ISREG(found.st_mode):
            yield Skipped(path, "is not an ordinary file")
            return
        if self._found == MOST_FILES:
            raise _Enough(f"holds more than {MOST_FILES:,} documents; the rest is left out")
        self._found += 1
        yield path

    def _leads_out(self, link: Path, found: os.stat_result) -> bool:
        """Whether `link` leads to a document that lies in no folder that the person named."""
        if not stat.S_ISREG(found.st_mode) or link.suffix.lower() not in KINDS:
            return False
        target = _real(link)
        return not any(own == target or own in target.parents for own in self._named)

    def _is_known(self, found: os.stat_result) -> bool:
        identity = (found.st_dev, found.st_ino)
        known = identity in self._seen
        self._seen.add(identity)
        return known
