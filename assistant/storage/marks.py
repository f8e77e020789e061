"""What was last seen of each writer's files, kept outside any synchronised folder.

Whoever puts an older copy of the files in place cannot put an older mark beside them as well.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.storage import files
from assistant.storage.keys import Keys
from assistant.storage.segments import Header, opened, reader_of, sealed
from assistant.storage.troubles import Damaged, NewerFormat, NotKept


@dataclass
class Marks:
    """The highest sequence seen of each folder of segments, by the folder's name."""

    path: Path
    space: str
    writer: str
    keys: Keys
    seen: dict[str, int]
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def read(cls, path: Path, space: str, writer: str, keys: Keys) -> Marks:
        """The marks at `path`; none where they cannot be read: they only warn."""
        seen: dict[str, int] = {}
        try:
            rows = opened(files.read(path), path.name, keys, keys.verifier).rows
            told: Mapping[str, object] = rows.get("1", {})
            seen = {name: at for name, at in told.items() if type(at) is int}
        except (FileNotFoundError, Damaged, NewerFormat):
            pass
        return cls(path, space, writer, keys, seen)

    def went_back(self, folder: str, sequence: int) -> bool:
        """Whether a copy that goes no further than `sequence` is older than what was seen."""
        return sequence < self.seen.get(folder, 0)

    def note(self, folder: str, sequence: int) -> None:
        """Remember that `folder` has come to `sequence`. Where it cannot be kept, nothing is lost."""
        with self._lock:
            if self.seen.get(folder) == sequence:
                return
            self.seen[folder] = sequence
            own = reader_of(self.keys.recipient)
            header = Header(self.space, self.writer, "marks", 1, "", (own,))
            data = sealed(header, {"1": self.seen}, self.keys, [self.keys.recipient])
            with contextlib.suppress(NotKept):
                files.write(self.path, data, keep=0, flush=False)

    def note_later(self, folder: str, sequence: int) -> None:
        """Remember it where it is further than what was seen: somebody else's files may go back."""
        if sequence > self.seen.get(folder, 0):
            self.note(folder, sequence)
