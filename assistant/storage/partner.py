"""The partner's folder as it was last read: only what changed since is read again."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.storage.folder import Folder
from assistant.storage.records import Records
from assistant.storage.store import SegmentStore

if TYPE_CHECKING:
    from assistant.storage.keys import Keys
    from assistant.storage.marks import Marks
    from assistant.storage.segments import Segment

_Stamp = tuple[int, int, int, int]
_MOST_FILES = 2_000
_MOST_BYTES = 64 * 2**20
"""More than these no person writes in years; whoever fills the folder must not fill the memory."""
_TOO_MUCH = (
    "Your partner's folder holds far more than one person writes, so none of it is read. Your own files "
    "are not touched by that."
)


@dataclass(frozen=True)
class _Remembered(Folder):
    """A folder whose files are opened and checked once for each time that they are written."""

    seen: dict[Path, tuple[_Stamp, Segment]] = field(default_factory=dict, compare=False)

    def segment(self, path: Path, name: str, keys: Keys) -> Segment:
        """As of any folder; from memory where the file is the one that was read."""
        stamp = _stamp(path)
        known = self.seen.get(path)
        if known is not None and known[0] == stamp and known[1].header.name == name:
            return known[1]
        self.seen.pop(path, None)
        segment = super().segment(path, name, keys)
        if stamp is not None:
            self.seen[path] = stamp, segment
        return segment


class Partner:
    """What one partner wrote. `read` is called again and again; `notices` are those of the last time."""

    def __init__(self, folder: Folder, keys: Keys, marks: Marks, kind: str) -> None:
        self._folder = _Remembered(
            folder.path, folder.space, folder.writer, folder.verifier, folder.recipients
        )
        self._keys = keys
        self._marks = marks
        self._kind = kind
        self._stamps: dict[Path, _Stamp | None] | None = None
        self._store: SegmentStore | None = None
        self._records: Records | None = None

    def read(self) -> tuple[Records, SegmentStore]:
        """The records as they are on the disk now, and the store with what there is to tell."""
        stamps = {path: _stamp(path) for path in self._folder.path.glob("*")}
        if self._store is None or self._records is None or stamps != self._stamps:
            self._stamps = stamps  # from before it is read: what changes meanwhile is read again
            for gone in self._folder.seen.keys() - stamps.keys():
                del self._folder.seen[gone]
            self._store = SegmentStore(self._folder, self._keys, self._marks, writable=False)
            sizes = [stamp[1] for stamp in stamps.values() if stamp is not None]
            if len(sizes) > _MOST_FILES or sum(sizes) > _MOST_BYTES:
                self._store.notices.append(_TOO_MUCH)
            else:
                self._store.open()
                self._store.load(self._kind)
            self._records = Records(self._store, self._kind)
        return self._records, self._store

    def close(self) -> None:
        """Forget it all."""
        if self._store is not None and self._records is not None:
            self._store.close()
            self._records.close()
        self._store = self._records = self._stamps = None
        self._folder.seen.clear()


def _stamp(path: Path) -> _Stamp | None:
    """What is another when a file is written anew; None where it is not there."""
    try:
        told = path.stat(follow_symlinks=False)
    except OSError:
        return None
    return told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns
