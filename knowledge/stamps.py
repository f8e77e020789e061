"""Files found whole, remembered, so that a large one is not read through at every start.

A file is taken for whole without being read if nothing about it has changed since its SHA-256 was found
right: size, times of change, and the file system's number for it. This notices what disks, other programs
and hasty copies do to files, also where size and time were put back (the time of change of the entry
itself, `ctime`, can not be). It is no seal: whoever can write the list of what is remembered, and knows
the present state of a file in all four numbers, can make that file pass. Such a one can as well change
the program.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import stat
import time
from pathlib import Path
from typing import Any

from knowledge.bounded import MIB, read_file
from knowledge.durable import make_private, replace_file

FILE = "stamps.json"
_MOST = 64
_SETTLED_NS = 100_000_000


class Stamps:
    """What is remembered in `folder`; without one (or where it cannot be written) all is read anew."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def is_whole(self, path: Path, sha256: str) -> bool:
        """Whether the content of `path` has this SHA-256 (hexadecimal).

        Raises OSError if it cannot be read, also for pipes and devices, and ValueError for a name that
        no file can have.
        """
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        begun = time.time_ns()
        with os.fdopen(os.open(path, flags), "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise OSError(errno.EINVAL, "not an ordinary file")
            state = [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]
            stamps = self._read()
            name = str(path.absolute())
            if stamps.pop(name, None) == [*state, sha256]:
                return True
            import hashlib

            whole = hashlib.file_digest(file, "sha256").hexdigest() == sha256
        if whole and settled(begun, found.st_mtime_ns, found.st_ctime_ns):
            self._write({**stamps, name: [*state, sha256]})
        return whole

    def _read(self) -> dict[str, Any]:
        if self._folder is None:
            return {}
        try:
            stamps = json.loads(read_file(self._folder / FILE, MIB))
        except (OSError, ValueError, RecursionError):
            return {}
        return stamps if isinstance(stamps, dict) else {}

    def _write(self, stamps: dict[str, Any]) -> None:
        if self._folder is None:
            return
        latest = dict(list(stamps.items())[-_MOST:])
        with contextlib.suppress(OSError):
            make_private(self._folder)
            replace_file(self._folder / FILE, json.dumps(latest).encode())


def settled(now: int, *changed: int) -> bool:
    """Whether a file with these times of change, read from `now` on, differs in them once it changes.

    The clock of a file system ticks: a file changed just before it was read may change again in the
    same tick. All in nanoseconds. Times far ahead of the clock were set by somebody.
    """
    return all(abs(now - one) > _SETTLED_NS for one in changed)
