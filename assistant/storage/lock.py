"""One writer at a time: the lock of a space, outside any synchronised folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.durable import make_private

if TYPE_CHECKING:
    from filelock import BaseFileLock


class SpaceLock:
    """Held by the process that may write; the system lets go of it when that process ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock: BaseFileLock | None = None
        self.refused = False
        """Whether the system would not have a lock made: nothing can be written there at all."""

    def take(self) -> bool:
        """Take the lock if nobody has it and one can be made."""
        from filelock import FileLock, Timeout

        try:
            make_private(self._path.parent)
            lock = FileLock(self._path, timeout=0, mode=0o600, thread_local=False)
            lock.acquire()
            os.utime(self._path)  # the space opened last is tried first
        except Timeout:
            return False
        except (OSError, NotImplementedError):
            self.refused = True
            return False
        self._lock = lock
        return True

    @property
    def held(self) -> bool:
        """Whether this process may write."""
        return self._lock is not None

    def release(self) -> None:
        """Let others write."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None
