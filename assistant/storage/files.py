"""The one function that writes people's files, and the one that reads them.

What is written is sealed already: no plain text ever comes here, so a file that a crash leaves half
done holds nothing to read.
"""

from __future__ import annotations

import contextlib
import math
import os
import stat
import time
from collections.abc import Iterable
from pathlib import Path

from assistant.errors import reason_of
from assistant.storage.troubles import Damaged, NotKept, TooLarge
from knowledge.durable import generation, make_private, replace_file, sync_folder

MIB = 1024 * 1024
MOST = 8 * MIB
"""Bytes of a file that is read at all."""
GENERATIONS = 2
"""Former files that are kept beside each."""
SUFFIX = ".age"


def write(path: Path, data: bytes, *, keep: int = GENERATIONS, flush: bool = True) -> None:
    """Put `data` in place of what stands at `path`, whole or not at all.

    `keep` former files stay beside it. Without `flush` a loss of power may bring the former back.
    Raises NotKept, as TooLarge for more than `MOST`; what stood there still stands.
    """
    if len(data) > MOST:
        raise TooLarge
    try:
        make_private(path.parent)
        replace_file(path, data, keep=keep, flush=flush)
    except OSError as error:
        raise NotKept(reason_of(error)) from None


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, for their owner alone. Raises NotKept."""
    try:
        make_private(folder)
    except OSError as error:
        raise NotKept(reason_of(error)) from None


def read(path: Path, *, first: int = 0) -> bytes:
    """What stands at `path`; only its `first` bytes, where they are enough.

    Raises FileNotFoundError, and Damaged for what no file of ours can be.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY | _NO_LINK)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Damaged(path.name, f"the system refused ({reason_of(error)})") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Damaged(path.name, "it is no ordinary file")
    with os.fdopen(descriptor, "rb") as file:
        try:
            data = file.read(first or MOST + 1)
        except OSError as error:
            raise Damaged(path.name, f"the system refused ({reason_of(error)})") from None
    if len(data) > MOST:
        raise Damaged(path.name, "it is too large")
    return data


_BINARY = getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def former(path: Path) -> list[Path]:
    """The former files beside `path` that are there, the last first."""
    found = [generation(path, number) for number in range(1, GENERATIONS + 1)]
    return [one for one in found if os.path.lexists(one)]  # never refused, as `exists` may be


def erase(path: Path) -> None:
    """Remove `path` and all its former files. Raises NotKept; `path` itself then still stands."""
    erase_all([*former(path), path])


def erase_all(paths: Iterable[Path]) -> None:
    """Remove these files, in this order. Raises NotKept; the last one then still stands."""
    try:
        folders = set()
        for path in paths:
            path.unlink(missing_ok=True)
            folders.add(path.parent)
        for folder in folders:
            sync_folder(folder)
    except OSError as error:
        raise NotKept(reason_of(error)) from None


def set_aside(path: Path) -> Path | None:
    """Rename a damaged file, so that nothing is written over it; None where that cannot be done."""
    for number in range(1, 100):
        aside = path.with_name(f"{path.name}.damaged{number}")
        if not aside.exists():
            with contextlib.suppress(OSError):
                path.rename(aside)
                return aside
            return None
    return None


def sweep(folder: Path, *, age: float = 0) -> None:
    """Remove what a killed program had begun to write. Only whoever holds the lock may.

    With `age`, only what was begun so many seconds ago: others may be writing there just now.
    """
    before = time.time() - age if age else math.inf
    with contextlib.suppress(OSError):
        for path in folder.glob(".new-*"):
            with contextlib.suppress(OSError):
                if path.lstat().st_mtime < before:
                    path.unlink()
