"""A backup put back into a home: checked file by file, all of it or nothing. Needs no passphrase."""

from __future__ import annotations

import contextlib
import hashlib
import math
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from assistant.errors import Trouble, reason_of
from assistant.storage.backup_names import (
    HOW_TO,
    MOST_FILES,
    MOST_TOTAL,
    OURS,
    SUMS,
    TOP,
    members_in,
    pairs_in,
    sums_in,
)
from assistant.storage.places import OWNER, Places
from assistant.storage.tar_reading import NotTaken, members_of
from knowledge.durable import make_private, sync_folder

_BEGUN = ".restoring-"
_ROOM = 64 * 1024 * 1024
"""Bytes that a tar may be larger than its files."""
_LONG_AGO = 3600.0
"""Seconds. No restore takes as long, so one begun before that was killed."""


@dataclass(frozen=True)
class Restored:
    """What was put back: the members whose journals are there now, and how many files were held.

    Among these is each member's public key in clear. Nothing in a backup says that it is theirs, so it is
    not put back: it is made anew when they unlock.
    """

    members: tuple[Places, ...]
    files: int


def restore(backup: Path, home: Path) -> Restored:
    """Put what `backup` holds into `home`. Raises Trouble; the home is then what it was."""
    made = _missing([home / "private", home / "shared", home, *home.parents])
    try:
        with _opened(backup) as file:
            return _restored(file, home, made)
    except NotTaken as refused:
        mend = "Take another copy of it, or open it as HOW-TO-OPEN.txt in it says."
        if not refused.ours:
            mend = "Name a file that `viceversa backup` wrote."
        trouble = Trouble(
            "Not restored",
            f"{backup.name[:100]} cannot be restored: {refused.reason}.",
            f"Nothing was changed. {mend}",
        )
    except OSError as error:
        trouble = Trouble(
            "Not restored",
            f"The system refused to restore it ({reason_of(error)}).",
            "Nothing was changed. Make room or mend the rights, then try again.",
        )
    _remove_empty(made)
    raise trouble from None


@contextlib.contextmanager
def _opened(backup: Path) -> Iterator[BinaryIO]:
    """Raises NotTaken and OSError."""
    try:
        descriptor = os.open(
            backup.expanduser(),
            os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0),
        )
    except FileNotFoundError:
        raise NotTaken("there is no such file", ours=False) from None
    except (ValueError, RuntimeError):
        raise NotTaken("no file can be called that", ours=False) from None
    except OSError as error:
        raise NotTaken(reason_of(error)) from None
    with os.fdopen(descriptor, "rb") as file:
        told = os.fstat(descriptor)
        if not stat.S_ISREG(told.st_mode):
            raise NotTaken("it is no ordinary file", ours=False)
        if told.st_size > MOST_TOTAL + _ROOM:
            raise NotTaken("it is larger than any backup")
        yield file


def _restored(file: BinaryIO, home: Path, made: list[Path]) -> Restored:
    make_private(home)
    _remove_begun(home, math.inf)
    begun = Path(tempfile.mkdtemp(prefix=_BEGUN, dir=home))
    try:
        names = _unpacked(file, home, begun)
        _flush(begun, [name for name in names if not _made_anew(name)])
        _move(begun, home, names)
    except BaseException:
        shutil.rmtree(begun, ignore_errors=True)
        _remove_empty(made)
        raise
    shutil.rmtree(begun, ignore_errors=True)
    places = tuple(Places(home, *member) for member in members_in(names))
    return Restored(places, len(names))


def sweep(home: Path) -> None:
    """Remove what a killed restore left in `home`, unless it was begun a short while ago."""
    _remove_begun(home, time.time() - _LONG_AGO)


def _remove_begun(home: Path, before: float) -> None:
    with contextlib.suppress(OSError):
        for stray in home.glob(f"{_BEGUN}*"):
            if stray.lstat().st_mtime < before:
                shutil.rmtree(stray, ignore_errors=True)


def _unpacked(file: BinaryIO, home: Path, begun: Path) -> list[str]:
    """The names of the files, which are below `begun` now. Raises NotTaken, Trouble and OSError."""
    found = members_of(file, most=MOST_FILES + 2)
    texts: dict[str, bytes] = {}
    for name in (HOW_TO, SUMS):
        inner, texts[name] = next(found, ("", b""))
        if inner != f"{TOP}/{name}":
            raise NotTaken("it is no backup made by this program", ours=False)
    try:
        sums = sums_in(texts[SUMS])
    except ValueError:
        raise NotTaken("its list of files is damaged") from None
    _checked(HOW_TO, texts[HOW_TO], sums)
    _refuse_present(home, sums)
    names: list[str] = []
    total = 0
    for path, data in found:
        top, _, name = path.partition("/")
        if top != TOP or not OURS.fullmatch(name):
            raise NotTaken("it holds a file by a name that no backup has")
        _checked(name, data, sums)
        total += len(data)
        if total > MOST_TOTAL:
            raise NotTaken("it is larger than any backup")
        target = begun / name
        make_private(target.parent)
        if not _made_anew(name):
            _write_new(target, data)
        names.append(name)
    if len(names) != len(sums) - 1:
        raise NotTaken("files that it should hold are missing")
    return names


def _made_anew(name: str) -> bool:
    return name.endswith(f"/{OWNER}")


def _checked(name: str, data: bytes, sums: Mapping[str, str]) -> None:
    if sums.get(name) != hashlib.sha256(data).hexdigest():
        raise NotTaken("a file in it is not the one that was backed up")


def _write_new(path: Path, data: bytes) -> None:
    """Raises NotTaken where it is there already, and OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags, 0o600)
    except FileExistsError:
        raise NotTaken("it holds a file twice") from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


def _refuse_present(home: Path, names: Mapping[str, str]) -> None:
    """Raises Trouble where a journal, or what a pair shares, would be put over one that is there."""
    for target in _targets(home, names):
        if os.path.lexists(target):
            raise Trouble(
                "Already here",
                f"What this backup holds is in this home already: {target}.",
                "Nothing was changed. Restore into an empty folder with --home DIR, or move that one "
                "out of the home first.",
            )


def _targets(root: Path, names: Mapping[str, str] | list[str]) -> list[Path]:
    """The folders of `names` below `root` that are moved as one; those with keys last."""
    shared = [root / "shared" / space for space in pairs_in(names)]
    return shared + [root / "private" / space / writer for space, writer in members_in(names)]


def _flush(begun: Path, names: list[str]) -> None:
    # All at the end: by then most is on the disk already.
    for name in names:
        with (begun / name).open("r+b") as file:
            os.fsync(file.fileno())
    for folder in {(begun / name).parent for name in names}:
        sync_folder(folder)


def _move(begun: Path, home: Path, names: list[str]) -> None:
    """Put the folders in place; where one cannot be, none is. Raises Trouble and OSError."""
    _refuse_present(home, dict.fromkeys(names, ""))  # it took a while
    made = _missing([target.parent for target in _targets(home, names)])
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in zip(_targets(begun, names), _targets(home, names), strict=True):
            make_private(target.parent)
            source.rename(target)
            done.append((source, target))
    except OSError:
        for source, target in done:
            target.rename(source)
        _remove_empty(made)
        raise
    for folder in {target.parent for _, target in done}:
        sync_folder(folder)


def _missing(folders: list[Path]) -> list[Path]:
    return [folder for folder in folders if not folder.exists()]


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()
