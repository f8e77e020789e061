"""The list of a person's own documents: `documents.json` in the home, changed by one process at a time."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import Trouble, reason_of
from knowledge.bounded import MIB, read_file
from knowledge.durable import make_private, replace_file

if TYPE_CHECKING:
    from knowledge.vectors import Progress

FILE = "documents.json"
_PATIENCE_SECONDS = 0.2
"""Between two words to whoever waits for another process."""


def _can_be_named(path: str) -> bool:
    """Whether a file could be called that: no NUL, no half of a character."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


class DocumentList:
    """The folders and files that were added, in that order."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._file = home / FILE

    @property
    def paths(self) -> list[Path]:
        """What stands in it, whole paths; Trouble if it cannot be read."""
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
        if not all(Path(path).is_absolute() and _can_be_named(path) for path in paths):
            raise self._unreadable("it names something that is no whole path")
        return [Path(path) for path in paths]

    @contextlib.contextmanager
    def changing(self, told: Progress | None = None) -> Iterator[list[Path]]:
        """What stands in it, while no other process changes it; one that does is waited for.

        Raises Trouble, and what `told` raises, which is called as it waits.
        """
        from filelock import FileLock, Timeout

        lock = FileLock(self._home / f".{FILE}.lock", mode=0o600)
        while True:
            try:
                make_private(self._home)
                lock.acquire(_PATIENCE_SECONDS)
                break
            except Timeout:
                if told:
                    told(0, 1)
            except OSError as error:
                raise self._unkept(reason_of(error)) from None
        try:
            yield self.paths
        finally:
            lock.release()

    def write(self, paths: Iterable[Path]) -> None:
        """Put `paths` in its place, once each; Trouble if it cannot be written."""
        data = json.dumps({"paths": [str(path) for path in dict.fromkeys(paths)]}, indent=2)
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
