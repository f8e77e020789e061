"""One member's part of a pair taken away for good: keys first, so that what remains opens for nobody.

Files are removed, not overwritten: no program can promise what a disk does with what stood there.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import Trouble, reason_of
from assistant.storage import files
from assistant.storage.lock import SpaceLock
from assistant.storage.own_shared import unusable
from assistant.storage.places import Places
from assistant.storage.segments import ID
from assistant.storage.troubles import NotKept, ReadOnly, Unwritable
from knowledge.durable import sync_folder

MARK = "destroying"
"""The file that says, from before the first key is gone, that all is to go."""
ELSEWHERE = (
    "Backups made before: they open with the passphrase, or the recovery code, of their day.",
    "What your partner holds of what you shared; it stays readable for them.",
    "Copies and histories of a service that synchronises these folders, and of a disk’s snapshots.",
    "Whatever was exported, printed or copied.",
)
"""What destroying cannot reach, a line each."""


@dataclass(frozen=True)
class Destroyed:
    """What was removed: so many files; whether the pair's folder too; and what there is to say."""

    files: int
    pair_folder: bool
    notices: tuple[str, ...] = ()


class NotDestroyed(Trouble):
    """The system refused to remove something. `keys_gone` says whether the rest can be opened."""

    def __init__(self, reason: str, *, keys_gone: bool) -> None:
        told = (
            "Your keys are gone, so what is left can be opened by nobody."
            if keys_gone
            else "Your keys are still here, and with them all that you wrote."
        )
        super().__init__(
            "Not all destroyed",
            f"The system refused to remove part of it ({reason}). {told}",
            "Mend the rights or close what holds it, then do it again: it goes on where it stopped.",
        )
        self.keys_gone = keys_gone


def destroy(places: Places, *, leave_shared: bool = False) -> Destroyed:
    """Remove the keys, the private files, the state and the shared folder of one member.

    Where nobody else of the pair has files in this home, the rest of the pair's folder goes too. With
    `leave_shared` nothing that is shared is touched: a folder that is synchronised would lose it on the
    partner's computer as well. Done again after a crash or a refusal, it goes on. The space must not be
    open here. Raises ReadOnly where another process has it open, and NotDestroyed.
    """
    own = [places.private, places.state]
    own += [] if leave_shared else [places.shared / places.writer]
    if not any(map(os.path.lexists, own)):
        return Destroyed(0, pair_folder=False)
    lock = SpaceLock(places.lock)
    if not lock.take():
        raise Unwritable if lock.refused else ReadOnly
    try:
        try:
            done = _destroyed(places, leave_shared)
        finally:
            lock.release()
        return Destroyed(done.files + _remove_state(places), done.pair_folder, done.notices)
    except OSError as error:
        reason = reason_of(error)
    raise NotDestroyed(reason, keys_gone=not _keys(places)) from None


def finish(home: Path) -> int:
    """Bring what was destroyed in `home`, but not to its end, to it; how many members' files that were.

    Where the keys are still there nothing was lost, and nothing is removed: whoever meant it does it
    again. What cannot be done now is left for another time.
    """
    count = 0
    for mark in (home / "state").glob(f"*/*/{MARK}"):
        space, writer = mark.parent.parent.name, mark.parent.name
        if not (ID.fullmatch(space) and ID.fullmatch(writer)):
            continue
        places = Places(home, space, writer)
        with contextlib.suppress(Trouble, OSError):
            if _keys(places):
                _forget(places)
            else:
                destroy(places, leave_shared=mark.read_bytes() == _LEAVE)
                count += 1
    return count


_ALL, _LEAVE = b"all\n", b"leave shared\n"


def _forget(places: Places) -> None:
    """Remove the mark where nothing followed it, unless somebody is at it just now. Raises OSError."""
    lock = SpaceLock(places.lock)
    if lock.take():
        try:
            if _keys(places):
                (places.state / MARK).unlink(missing_ok=True)
        finally:
            lock.release()


def _destroyed(places: Places, leave_shared: bool) -> Destroyed:
    """All but the state. Raises OSError."""
    try:
        files.write(places.state / MARK, _LEAVE if leave_shared else _ALL, keep=0)
    except NotKept:
        raise OSError(0, "nothing can be written there") from None
    count, notices = 0, []
    for path in _keys(places):
        path.unlink(missing_ok=True)
        sync_folder(path.parent)  # on the disk too, before the first of the rest
        count += 1
    for begun in places.home.glob(".restoring-*"):
        count += _remove(begun / "private" / places.space / places.writer)
    if places.private.is_symlink():
        notices.append("Your folder was a link: what it led to is left there, without its keys.")
    count += _remove(places.private)
    _remove_empty(places.private.parent)
    why_not = "" if leave_shared else unusable(places)
    alone = not leave_shared and not why_not and not _others(places)
    if why_not:
        notices.append(why_not)
    elif not leave_shared:
        count += _remove(places.shared if alone else places.shared / places.writer)
    return Destroyed(count, alone, tuple(notices))


def _keys(places: Places) -> list[Path]:
    """Every file that may hold the member's keys: those by the passphrase last, so that till then it opens."""
    folders = [places.private]
    folders += [
        begun / "private" / places.space / places.writer
        for begun in places.home.glob(".restoring-*")
    ]
    found = []
    for folder in folders:
        # What was begun may hold them; a synchroniser's copy is called "identity (conflict).age".
        found += [*folder.glob("identity*"), *folder.glob(".new-*")]
    return sorted(found, key=lambda path: (path.name == places.identity.name, str(path)))


def _others(places: Places) -> list[Path]:
    """The folders of other members of the pair that have files in them: private ones, and shared ones.

    What a partner shared is theirs, also where a synchroniser brought it from another computer.
    """
    folders: list[Path] = []
    for root in (places.private.parent, places.shared):
        with contextlib.suppress(FileNotFoundError), os.scandir(root) as listed:
            folders += [Path(one.path) for one in listed if ID.fullmatch(one.name)]
    others = [folder for folder in folders if folder.name != places.writer]
    return [folder for folder in others if not folder.is_dir() or any(folder.iterdir())]


def _remove(folder: Path) -> int:
    """Remove a folder with all that is in it; how many files. A link is removed, not followed.

    Raises OSError.
    """
    if folder.is_symlink():
        folder.unlink()
        return 1
    if not folder.exists():
        return 0
    count = 0
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            count += _remove(path)
        else:
            path.unlink(missing_ok=True)
            count += 1
    folder.rmdir()
    sync_folder(folder.parent)
    return count


def _remove_state(places: Places) -> int:
    """The state, after the lock was let go; the mark last of its files. Raises OSError."""
    if places.state.is_symlink():
        places.state.unlink()
        return 0
    if not places.state.exists():
        return 0
    own = sorted(places.state.iterdir(), key=lambda path: (path.name == MARK, path.name))
    for path in own:
        path.unlink(missing_ok=True)
    places.state.rmdir()
    _remove_empty(places.state.parent)
    return sum(path.name not in {MARK, places.lock.name} for path in own)


def _remove_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()
