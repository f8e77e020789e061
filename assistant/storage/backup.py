"""A backup: all sealed files of a home in one tar, which needs no passphrase and tells how to be opened.

What belongs to this machine alone (state, cache, settings) is not in it.
"""

from __future__ import annotations

import io
import os
import secrets
import tarfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import Trouble, reason_of
from assistant.export import write_beside
from assistant.storage import files
from assistant.storage.backup_names import (
    FOLDER,
    HOW_TO,
    MOST_FILES,
    MOST_TOTAL,
    OURS,
    SUMS,
    TOP,
    how_to_open,
    members_in,
    name_in_backup,
    sums_of,
)
from assistant.storage.folder import reader_count
from assistant.storage.head import HEAD
from assistant.storage.troubles import Damaged
from knowledge.durable import replace_file, sync_folder

NAME = f"{TOP}.tar"
"""What it is called where only a folder is named."""
_LOOKS = 400
"""How often files that change while they are read are looked at again."""
_PAUSE = 0.01
_BEGUN = ".new-"
_Stamp = tuple[int, int, int, int]


@dataclass(frozen=True)
class BackedUp:
    """What was written: `path` with so many files, bytes in all, and members whose journals they are."""

    path: Path
    files: int
    size: int
    members: int
    left_out: tuple[str, ...]
    """What lies among the files and is none of ours, each by its path below the home and the reason."""
    unread: tuple[str, ...]
    """Files of ours that could not be read, told likewise: the backup is not complete."""


def back_up(home: Path, target: Path) -> BackedUp:
    """Write all sealed files of `home` to `target`, beside a file that is there, or into that folder.

    The app may be open and writing meanwhile: what is written stood on the disk at one moment. Raises
    Trouble; nothing is then left behind.
    """
    taken = _taken(home)
    members = members_in(taken.data)
    if not members:
        raise Trouble(
            "Nothing to back up",
            "There is no journal in this home yet.",
            "Make one with `viceversa pair new`, or choose another home with --home.",
        )
    count = len(taken.data)
    path, size = _written(_tar(taken.data), target)
    unread = tuple(f"{name}: {reason}" for name, reason in sorted(taken.unread.items()))
    return BackedUp(path, count, size, len(members), tuple(sorted(taken.left_out)), unread)


# --- reading -------------------------------------------------------------------------------------------


@dataclass
class _Listed:
    """What a home holds at a moment: our files by name with a stamp, and what is none of ours."""

    stamps: dict[str, _Stamp] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


@dataclass
class _Taken:
    """Files by name, and what could not be read, with the reason."""

    data: dict[str, bytes]
    unread: dict[str, str]
    left_out: list[str]


def _taken(home: Path) -> _Taken:
    """The files as they stood at one moment: read until nothing has changed since they were listed.

    A moment of the app's own is one that it can go on from after a crash, so a restored copy opens
    without alarm. Raises Trouble.
    """
    known: dict[str, _Stamp] = {}
    data: dict[str, bytes] = {}
    unread: dict[str, str] = {}
    for look in range(_LOOKS):
        listed = _listed(home)
        if listed.stamps == known:
            return _Taken(_as_called(data, listed.left_out), unread, listed.left_out)
        if look:
            time.sleep(_PAUSE)  # whoever writes is in the middle of it
        for name in [name for name, stamp in known.items() if listed.stamps.get(name) != stamp]:
            data.pop(name, None)
            unread.pop(name, None)
            del known[name]
        for name, stamp in listed.stamps.items():
            if name not in known:
                known[name] = stamp
                try:
                    data[name] = files.read(home / name)
                except FileNotFoundError:
                    continue  # seen when the files are listed again
                except Damaged as trouble:
                    unread[name] = trouble.reason
    raise Trouble(
        "Not backed up",
        "The files kept changing while they were read.",
        "Nothing was written. Wait until the app has done its work, and try again.",
    )


def _as_called(data: dict[str, bytes], left_out: list[str]) -> dict[str, bytes]:
    """The files by their names in the backup, in its order."""
    called = {name: data[name] for name in data if OURS.fullmatch(name)}
    for name in sorted(data.keys() - called.keys()):
        free = name_in_backup(name, called)
        if free:
            called[free] = data[name]
        else:
            left_out.append(f"{name}: there are too many copies of it")
    return {name: called[name] for name in sorted(called, key=_order)}


def _order(name: str) -> tuple[str, bool, str]:
    """By folder; the head of each first, so that no restored segment seems older than its head."""
    folder, _, own = name.rpartition("/")
    return folder, own != f"{HEAD}{files.SUFFIX}", own


def _listed(home: Path) -> _Listed:
    listed = _Listed()
    for name in ("private", "shared"):
        _list(home, name, listed)
    if (
        len(listed.stamps) >= MOST_FILES
        or sum(size for _, size, *_ in listed.stamps.values()) > MOST_TOTAL
    ):
        raise Trouble(
            "Not backed up",
            f"There is more than a backup may hold: {MOST_FILES:,} files, {MOST_TOTAL >> 30} GiB.",
            "Copy the folders private and shared of the home as they are.",
        )
    return listed


def _list(home: Path, name: str, listed: _Listed) -> None:
    """List what is in the folder `name` of `home`, and below it."""
    try:
        with os.scandir(home / name) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        raise Trouble(
            "Not backed up",
            f"The folder {name} of the home cannot be read ({reason_of(error)}).",
            "Nothing was written. Mend its rights, and try again.",
        ) from None
    for entry in entries:
        inner = f"{name}/{entry.name}"
        try:
            found_file = entry.is_file(follow_symlinks=False)
            if entry.is_dir(follow_symlinks=False) and FOLDER.fullmatch(inner):
                _list(home, inner, listed)
            elif found_file and _belongs(home, inner):
                told = entry.stat(follow_symlinks=False)
                stamp = (told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)
                listed.stamps[inner] = stamp
            elif not entry.name.startswith(_BEGUN):
                listed.left_out.append(f"{inner}: {_why(entry)}")
        except FileNotFoundError:
            continue


def _belongs(home: Path, name: str) -> bool:
    """Whether the file is ours, or a synchroniser's copy that can be one: an age file for keys."""
    if OURS.fullmatch(name):
        return True
    return bool(name_in_backup(name, ())) and reader_count(home / name) > 0


def _why(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return "it is a link"
    if entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False):
        return "it is not called as files of this program are"
    return "it is no ordinary file"


# --- writing -------------------------------------------------------------------------------------------


def _tar(data: dict[str, bytes]) -> bytes:
    """A tar of these files that says nothing of whose computer it was, or when. Empties `data`."""
    texts = {HOW_TO: how_to_open(data)}
    texts[SUMS] = sums_of({**texts, **data})
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, text in texts.items():
            _add(tar, name, text)
        for name in list(data):
            _add(tar, name, data.pop(name))
    return buffer.getvalue()


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(f"{TOP}/{name}")
    member.size = len(data)
    member.mode = 0o600
    tar.addfile(member, io.BytesIO(data))


def _written(data: bytes, target: Path) -> tuple[Path, int]:
    """Write `data` and say where, and how much it is. Raises Trouble."""
    try:
        path = target.expanduser().absolute()
        return _put(path / NAME if path.is_dir() else path, data), len(data)
    except OSError as error:
        reason = reason_of(error)
    except (ValueError, RuntimeError):  # a name no file can have, a user there is not
        reason = "no file can be called that"
    raise Trouble(
        "Not backed up",
        f"The backup could not be written to {str(target)[:200]} ({reason}).",
        "Nothing is left behind; choose another place.",
    )


def _put(path: Path, data: bytes) -> Path:
    """Write `data` to `path` or beside it; even a kill leaves no file of that name without it."""
    begun = path.with_name(f"{_BEGUN}{secrets.token_hex(8)}")
    replace_file(begun, data)
    try:
        free = write_beside(path, b"")  # a name that nothing has yet, taken for a moment
        try:
            begun.replace(free)
        except BaseException:
            free.unlink(missing_ok=True)
            raise
    except BaseException:
        begun.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return free
