"""A cache folder: files that belong together, put in place at once, checked when they are taken out.

`<name>.json` names the files, each by its content's hash, with its checksum and what they were made for.
It is replaced last, so a reader finds the former files or the new ones, never some of each. Whoever puts
files there holds `.<name>.lock`, so what another has begun there is left from one that was ended. What is
kept for a work that was stopped, until its files are put, is called `.part-<name>-` and 16 hex digits.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.bounded import MIB, read_file
from knowledge.durable import make_private, replace_file, sync_folder
from knowledge.stamps import Stamps

if TYPE_CHECKING:
    from filelock import FileLock

_FORGOTTEN_SECONDS = 24 * 3600
"""A file begun so long ago, by whomever, is nobody's work any more."""
_PATIENCE_SECONDS = 0.2
"""Between two words to whoever waits for another process."""


class Busy(Exception):
    """Another process is changing these files."""


@dataclass(frozen=True)
class Kept:
    """The files that were put together, as they were named at one moment, and what they were made for."""

    notes: dict[str, Any]
    _folder: Path
    _files: dict[str, Any]
    _named: re.Pattern[str]
    _stamps: Stamps

    def path(self, suffix: str) -> Path | None:
        """The file of this suffix if it is what was put there, read through if it may have changed."""
        try:
            name, checksum = self._files[suffix]
            if not self._named.fullmatch(name):
                return None
            path = self._folder / name
            return path if self._stamps.is_whole(path, checksum) else None
        except (OSError, KeyError, TypeError, ValueError):
            return None


class CacheFolder:
    """The files called `name` in `folder`, which is made by the first `put` or `locked`."""

    def __init__(self, folder: Path, name: str, form: int, stamps: Stamps | None = None) -> None:
        """`form` is the number of the files' format; files of another are not taken out."""
        self.folder = folder
        self._name = name
        self._form = form
        self._stamps = stamps or Stamps(folder)
        self._lock: FileLock | None = None
        self._named = re.compile(rf"{re.escape(name)}-[0-9a-f]{{16}}\.[a-z]+")
        self._begun = re.compile(rf"\.(new|part)-{re.escape(name)}-[0-9a-f]{{16}}(\.[a-z]+)?")

    @property
    def manifest(self) -> Path:
        """The file that names the others."""
        return self.folder / f"{self._name}.json"

    def kept(self) -> Kept | None:
        """What is there, or None where there is nothing of this format."""
        read = self._read()
        if read.get("format") != self._form:
            return None
        notes, files = read.get("notes"), read.get("files")
        if not isinstance(notes, dict) or not isinstance(files, dict):
            return None
        return Kept(notes, self.folder, files, self._named, self._stamps)

    @property
    def outdated(self) -> bool:
        """Whether there are files, whole or not, of another format."""
        form = self._read().get("format")
        return isinstance(form, int) and form != self._form

    def put(self, writers: Mapping[str, Callable[[Path], None]], notes: Mapping[str, Any]) -> None:
        """Have `writers`, by suffix, each write a new file, and put them in place of the former.

        Raises OSError, and what a writer raises; the former files then still stand.
        """
        with self.locked():
            try:
                self._tidy()
                self._put(writers, notes)
            finally:
                self._tidy()

    @contextlib.contextmanager
    def locked(self, patience: float | None = None) -> Iterator[None]:
        """Keep other processes from changing these files; waits for one that does.

        Raises OSError, and Busy after `patience` seconds, if there is an end to it.
        """
        from filelock import FileLock, Timeout

        make_private(self.folder)
        if self._lock is None:
            self._lock = FileLock(self.folder / f".{self._name}.lock", mode=0o600)
        try:
            self._lock.acquire(-1 if patience is None else patience)
        except Timeout:
            raise Busy from None
        try:
            yield
        finally:
            self._lock.release()

    @contextlib.contextmanager
    def waited(self, waiting: Callable[[], None] | None = None) -> Iterator[None]:
        """As `locked`, without an end to the patience but what `waiting` raises.

        It is called again and again while another process changes these files.
        """
        with contextlib.ExitStack() as stack:
            while True:
                try:
                    stack.enter_context(self.locked(_PATIENCE_SECONDS))
                    break
                except Busy:
                    if waiting:
                        waiting()
            yield

    def clear(self, patience: float | None = None) -> None:
        """Remove these files, also what was begun or kept for a stopped work, and the lock.

        Raises OSError, and Busy as `locked` does. Without the folder there is nothing to do.
        """
        if not self.folder.exists():
            return
        with self.locked(patience):
            self.manifest.unlink(missing_ok=True)  # first, so that nobody takes what is going
            self._remove(lambda name: bool(self._named.fullmatch(name)))
            self.clear_begun()
            with contextlib.suppress(
                OSError
            ):  # where an open file cannot go, releasing it removes it
                (self.folder / f".{self._name}.lock").unlink(missing_ok=True)

    def clear_begun(self) -> None:
        """Remove what was begun, or kept for a stopped work. Raises OSError."""
        if not self.folder.exists():
            return
        with self.locked():
            self._remove(lambda name: bool(self._begun.fullmatch(name)))
            self._tidy()

    def _remove(self, chosen: Callable[[str], bool]) -> None:
        for path in list(self.folder.iterdir()):
            if chosen(path.name):
                path.unlink(missing_ok=True)

    def _put(self, writers: Mapping[str, Callable[[Path], None]], notes: Mapping[str, Any]) -> None:
        import secrets

        begun: dict[str, Path] = {}
        files: dict[str, tuple[str, str]] = {}
        for suffix, write in writers.items():
            begun[suffix] = self.folder / f".new-{self._name}-{secrets.token_hex(8)}.{suffix}"
            begun[suffix].touch(0o600)
            write(begun[suffix])
            checksum = _flushed(begun[suffix])
            files[suffix] = (f"{self._name}-{checksum[:16]}.{suffix}", checksum)
        for suffix, (name, _) in files.items():
            os.replace(begun[suffix], self.folder / name)  # noqa: PTH105
        sync_folder(self.folder)
        manifest = {"format": self._form, "notes": dict(notes), "files": files}
        replace_file(self.manifest, json.dumps(manifest).encode())

    def _tidy(self) -> None:
        """Remove what the manifest does not name; another process may still be reading it."""
        files = self._read().get("files")
        listed = list(files.values()) if isinstance(files, dict) else []
        names = {
            own[0] for own in listed if isinstance(own, list) and own and isinstance(own[0], str)
        }
        with contextlib.suppress(OSError):
            for path in list(self.folder.iterdir()):
                name = path.name.removeprefix(".new-")  # of what another put, or had begun to put
                if (name not in names and self._named.fullmatch(name)) or _forgotten(path):
                    with contextlib.suppress(OSError):
                        path.unlink()

    def _read(self) -> dict[str, Any]:
        """The manifest as it stands there, {} where there is none that can be read."""
        try:
            read = json.loads(read_file(self.manifest, MIB))
        except (OSError, ValueError, RecursionError):
            return {}
        return read if isinstance(read, dict) else {}


def _forgotten(path: Path) -> bool:
    """Whether this is what a process that was ended long ago had begun to write."""
    try:
        return (
            path.name.startswith(".new-")
            and time.time() - path.lstat().st_mtime > _FORGOTTEN_SECONDS
        )
    except OSError:
        return False


def _flushed(path: Path) -> str:
    """The SHA-256 of `path`, once it is safe on the disk."""
    import hashlib

    with path.open("rb+") as file:
        checksum = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    return checksum
