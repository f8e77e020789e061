"""The one way a file is replaced: whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
from pathlib import Path

_WAITS = (0.05, 0.1, 0.2, 0.4, 0.75, 1.0)
"""Seconds between tries on Windows, where a scanner or a synchroniser may hold a file for a moment."""
_HELD = {5, 32, 33}
"""Windows: access denied, sharing violation, lock violation."""


def replace_file(
    path: Path, data: bytes, mode: int = 0o600, *, keep: int = 0, flush: bool = True
) -> None:
    """Write `data` to `path` so that after a crash the old or the new file is there, whole.

    With `keep`, that many former files stay beside it as `path.1` (the last), `path.2` and so on.
    Without `flush`, that holds for a killed program, not for a computer that loses power.
    Raises OSError; the old file then still stands and no half-written file is left.
    """
    import tempfile

    descriptor, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if flush:
                _sync(file.fileno())
        os.chmod(name, mode)
        _keep_former(path, keep)
        _replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    if flush:
        sync_folder(path.parent)


def generation(path: Path, number: int) -> Path:
    """The file that stood at `path` before the last `number` replacements."""
    return path.with_name(f"{path.name}.{number}") if number else path


def _keep_former(path: Path, keep: int) -> None:
    """Number what stands at `path` and before it; `path` itself stays until it is replaced.

    A link, a pipe or the like is none of ours, so nothing of it is kept.
    """
    if not keep or not _is_ordinary(path):
        return
    for number in range(keep, 1, -1):
        with contextlib.suppress(FileNotFoundError):
            _replace(generation(path, number - 1), generation(path, number))
    first = generation(path, 1)
    with contextlib.suppress(FileNotFoundError):
        first.unlink()  # there is one only where nothing was moved
    try:
        os.link(path, first)
    except OSError:  # a file system without hard links
        replace_file(first, _read(path))


def _is_ordinary(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False


def _read(path: Path) -> bytes:
    """What stands in an ordinary file. Raises OSError; waits for nobody, as at a pipe one would."""
    flags = os.O_RDONLY
    for name in ("O_BINARY", "O_NONBLOCK", "O_NOFOLLOW"):
        flags |= getattr(os, name, 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        return file.read()


def _sync(descriptor: int) -> None:
    if sys.platform == "darwin":
        import fcntl

        with contextlib.suppress(OSError):  # file systems that know no such thing
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def _replace(source: str | Path, target: Path) -> None:
    for wait in _WAITS if sys.platform == "win32" else ():
        try:
            os.replace(source, target)
            return
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            time.sleep(wait)
    os.replace(source, target)


def make_private(folder: Path) -> None:
    """Make `folder`, and those above it that are missing, for their owner alone. Raises OSError."""
    for parent in reversed([folder, *folder.parents]):
        if not parent.exists():
            parent.mkdir(mode=0o700, exist_ok=True)


def sync_folder(folder: Path) -> None:
    """Flush a folder's own entries; a no-op where a folder cannot be opened (Windows)."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
