"""The segments of one writer in one folder: read, checked against the head, written one at a time.

The head names every segment with its sequence and hash. A segment of a higher sequence than the head's
is one that was written just before a crash. Anything else that does not fit is told, never hidden.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.storage import files
from assistant.storage.folder import Folder, OtherReaders
from assistant.storage.head import HEAD, Known, knowns, loss, rows_of
from assistant.storage.segments import NAME, Header, Rows, Segment, sealed
from assistant.storage.troubles import Damaged, Locked, NewerFormat, NewerWrote, NotKept, ReadOnly
from assistant.storage.uncollected import uncollected

if TYPE_CHECKING:
    from assistant.storage.keys import Keys
    from assistant.storage.marks import Marks


__all__ = ["HEAD", "Folder", "SegmentStore"]

_NEWER = "Your partner has a newer version of Vice Versa. Update yours to read all they share."


@dataclass
class SegmentStore:
    """Segments by name. `open` reads the head, `load` the segments of one kind.

    Methods may be called from several threads.
    """

    folder: Folder
    keys: Keys
    marks: Marks
    writable: bool
    segments: dict[str, Segment] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    """What a person should hear of: damage, older copies, what is missing."""
    lost: set[str] = field(default_factory=set)
    """Names of segments of which nothing could be read."""
    newer: set[str] = field(default_factory=set)
    """Names of segments that a newer version of the program wrote; then nothing is written."""
    refusal: type[ReadOnly] = ReadOnly
    """What is raised where nothing may be written."""
    _head: dict[str, Known] = field(default_factory=dict)
    _head_digest: str = ""
    _sequence: int = 0
    _headed: int = 0
    _unflushed: bool = False
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def sequence(self) -> int:
        """The highest sequence that was read or written."""
        return self._sequence

    def open(self) -> None:
        """Read the head. One that is gone, damaged or of a newer version is told and done without."""
        if self.writable:
            files.sweep(self.folder.path)
        head = self._newest(HEAD, [self.folder.file(HEAD)])
        if head is not None:
            self._head = dict(knowns(head.rows))
            self._head_digest = head.digest
            self._headed = self._sequence = head.header.sequence
        if HEAD in self.newer:  # nobody can tell how far it goes
            return
        self._catch_up()
        if self.marks.went_back(self.folder.name, self._sequence):
            self.notices.append(
                "The files on disk are older than those you saw last. Somebody, or a synchronised "
                "folder, has put an earlier copy in their place."
            )

    def _catch_up(self) -> None:
        """Add to the head what was written after it: a crash may have come between the two.

        All kinds at once, though few are loaded yet: the next head must not leave them out.
        """
        head = self.folder.file(HEAD)
        behind = not self._headed or self.marks.went_back(self.folder.name, self._headed)
        self._unflushed = not head.exists()
        for segment in self.folder.written_since(None if behind else head, self.keys):
            if segment.header.sequence > self._headed:
                self._know(segment)

    def _know(self, segment: Segment) -> None:
        """Let the head name `segment`, unless it names a later one."""
        header = segment.header
        self._sequence = max(self._sequence, header.sequence)
        known = self._head.get(header.name)
        if known is None or known.sequence < header.sequence:
            self._head[header.name] = Known(header.sequence, segment.digest, len(segment.rows))
            self._unflushed = True

    def load(self, kind: str) -> None:
        """Read the segments whose names begin with `kind`: `j` for j-0001 and on."""
        found: dict[str, list[Path]] = {}
        for path in sorted(self.folder.path.glob(f"{kind}-*{files.SUFFIX}")):
            named = NAME.match(path.name)
            if named:
                found.setdefault(named[0], []).append(path)
        with self._lock:
            names = {name for name in self._head if name.partition("-")[0] == kind}
            with uncollected():
                for name in sorted(names | found.keys()):
                    self._load(name, found.get(name, []))

    def _load(self, name: str, paths: Sequence[Path]) -> None:
        segment = self._newest(name, paths or [self.folder.file(name)])
        known = self._head.get(name)
        if segment is None:
            self.lost.add(name)
            # Of a partner's file that their head does not name, what was met in it is told.
            if name not in self.newer and (known or self._own):
                self.notices.append(loss(name, known))
            return
        at = segment.header.sequence
        self._sequence = max(self._sequence, at)
        if not segment.rows:  # emptied, and not yet removed
            self._remove(name)
            return
        if known is None and at <= self._headed:
            # Its records had been deleted; a copy that comes back must not bring them back.
            self.notices.append(
                f"{name}{files.SUFFIX} is an old copy of what was deleted; it is left out."
            )
            self.lost.add(name)
            return
        if known is not None and at < known.sequence:
            self.notices.append(
                f"{name}{files.SUFFIX} is an earlier copy: what was written there last is not in it."
            )
        elif known is not None and at == known.sequence and segment.digest != known.digest:
            self.notices.append(
                f"{name}{files.SUFFIX} was written twice under one number: are two computers using "
                "one copy of these files?"
            )
        self._know(segment)
        self.segments[name] = segment

    def _newest(self, name: str, paths: Iterable[Path]) -> Segment | None:
        """The valid segment of the highest sequence; a former one, which is told, where none is."""
        best: Segment | None = None
        damaged: list[Path] = []
        for path in paths:
            try:
                segment = self.folder.segment(path, name, self.keys)
            except FileNotFoundError:
                continue
            except NewerFormat:
                self._hold_back(name)
                continue
            except Damaged as trouble:
                if not isinstance(trouble, OtherReaders):  # these may be known again later
                    damaged.append(path)
                self._tell(trouble.detail)
                continue
            if best is None or segment.rank > best.rank:
                best = segment
        # A former head would take what a newer version removed for missing.
        if best is None and not (name == HEAD and name in self.newer):
            for path in files.former(self.folder.file(name)):
                try:
                    best = self.folder.segment(path, name, self.keys)
                except (Damaged, NewerFormat, FileNotFoundError):
                    continue
                self.notices.append(f"{path.name}, the copy before it, is used instead.")
                break
        if self.writable:
            for path in damaged:
                aside = files.set_aside(path)
                if aside is not None:
                    self.notices.append(f"The damaged file is kept as {aside.name}.")
        return best

    def _hold_back(self, name: str) -> None:
        """Write nothing from now on: a newer version of the program wrote `name`."""
        self.newer.add(name)
        self.writable = False
        self.refusal = NewerWrote
        self._tell(f"{NewerWrote()} What it wrote is not shown here." if self._own else _NEWER)

    @property
    def _own(self) -> bool:
        return self.folder.verifier == self.keys.verifier

    def _tell(self, notice: str) -> None:
        if notice not in self.notices:
            self.notices.append(notice)

    # --- writing -----------------------------------------------------------------------------------

    def free_name(self, kind: str) -> str:
        """A name that no segment has, or had before it was lost."""
        taken = [
            int(name.rpartition("-")[2])
            for name in {*self.segments, *self._head, *self.lost}
            if name.partition("-")[0] == kind
        ]
        return f"{kind}-{max(taken, default=0) + 1:04}"

    def write(self, name: str, rows: Rows, *, erase: bool = False) -> None:
        """Write these records as the segment `name`; none of them removes it.

        With `erase`, no other file with what was deleted stays. Raises ReadOnly and NotKept; the
        segment then still is what it was.
        """
        with self._lock:
            self._may_write()
            former = self.segments.get(name)
            header = self._header(name, self._sequence + 1, former.digest if former else "")
            data = sealed(header, rows, self.keys, self.folder.recipients)
            path = self.folder.file(name)
            # What was deleted goes in one step, the last: former files before, none kept then.
            if erase or not rows:
                files.erase_all(self.folder.others_of(name))
            files.write(path, data, keep=0 if erase or not rows else files.GENERATIONS)
            self._sequence = header.sequence
            if rows:
                segment = Segment(header, rows, hashlib.sha256(data).hexdigest(), 0)
                self.segments[name] = segment
                self._know(segment)
                with contextlib.suppress(NotKept):  # what it lacks is found when it is next read
                    self._write_head()
            else:
                self._remove(name)

    def _remove(self, name: str) -> None:
        """Remove the file of a segment that was emptied; if that fails, it is done when next opened."""
        if not self.writable:
            return
        self._head.pop(name, None)
        self.segments.pop(name, None)
        with contextlib.suppress(NotKept):
            self._write_head()  # first, so that a copy coming back is known for what it is
            files.erase_all(self.folder.files_of(name))

    def _header(self, name: str, sequence: int, former: str) -> Header:
        folder = self.folder
        return Header(
            folder.space, folder.writer, name, sequence, former, folder.readers, folder.place
        )

    def _write_head(self, *, flush: bool = False) -> None:
        if not self._sequence:  # nothing was ever written here
            return
        self._unflushed = True
        header = self._header(HEAD, self._sequence, self._head_digest)
        data = sealed(header, rows_of(self._head), self.keys, self.folder.recipients)
        # It can be done without: what it would cost to flush it each time is better spent on words.
        files.write(self.folder.file(HEAD), data, flush=flush)
        self._unflushed = not flush
        self._head_digest = hashlib.sha256(data).hexdigest()
        self._headed = self._sequence
        self.marks.note(self.folder.name, self._sequence)

    @property
    def outdated(self) -> list[str]:
        """The loaded segments that were written before somebody joined."""
        readers = self.folder.readers
        return [name for name, one in self.segments.items() if one.header.readers != readers]

    @property
    def resealed(self) -> bool:
        """Whether all who may read the folder can read its head and all that was loaded."""
        return not self.outdated and self.folder.read_by_all({HEAD, *self.segments})

    def reseal(self) -> None:
        """Write the segments that not all may read anew, and erase their former files.

        Raises ReadOnly and NotKept; done again, it goes on where it was.
        """
        with self._lock:
            self._may_write()
            for name in list(self.segments):
                self.write(name, self.segments[name].rows, erase=True)
            self._write_head(flush=True)
            files.erase_all(self.folder.others_of(HEAD))

    def close(self) -> None:
        """Forget everything; the head is flushed first. Nothing is written from then on."""
        with self._lock:
            if self.writable and self._unflushed:
                with contextlib.suppress(NotKept):
                    self._write_head(flush=True)
            self.writable = False
            self.refusal = Locked
            self.segments.clear()
            self._head.clear()

    def _may_write(self) -> None:
        if not self.writable:
            raise self.refusal
