"""The segments of one writer in one folder: read, checked against the head, written one at a time.

The head names every segment with its sequence and hash. A segment of a higher sequence than the head's
is one that was written just before a crash. Anything else that does not fit is told, never hidden.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.storage import files
from assistant.storage.segments import NAME, Header, Rows, Segment, opened, reader_of, sealed
from assistant.storage.troubles import Damaged, NewerFormat, ReadOnly

if TYPE_CHECKING:
    from assistant.storage.keys import Keys
    from assistant.storage.marks import Marks

HEAD = "head"


@dataclass(frozen=True)
class Folder:
    """One writer's folder: whose it is, who signs there, and who may read it."""

    path: Path
    space: str
    writer: str
    verifier: str
    recipients: tuple[str, ...]

    @property
    def readers(self) -> tuple[str, ...]:
        """The fingerprints of those who may read it, sorted."""
        return tuple(sorted(map(reader_of, self.recipients)))

    @property
    def name(self) -> str:
        """What marks call it: private or shared, and the writer."""
        return f"{self.path.parent.parent.name}/{self.path.name}"


@dataclass
class _Known:
    """What the head says of one segment."""

    sequence: int
    digest: str
    count: int

    def row(self) -> dict[str, Any]:
        return {"sequence": self.sequence, "sha256": self.digest, "count": self.count}


@dataclass
class SegmentStore:
    """Segments by name. `open` reads the head, `load` the segments of one kind."""

    folder: Folder
    keys: Keys
    marks: Marks
    writable: bool
    segments: dict[str, Segment] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    """What a person should hear of: damage, older copies, what is missing."""
    lost: set[str] = field(default_factory=set)
    """Names of segments of which nothing could be read."""
    _head: dict[str, _Known] = field(default_factory=dict)
    _head_digest: str = ""
    _sequence: int = 0
    _headed: int = 0

    def open(self) -> None:
        """Read the head. Raises NewerFormat; a head that is gone or damaged is told and done without."""
        if self.writable:
            files.sweep(self.folder.path)
        head = self._newest(HEAD, [self.folder.path / f"{HEAD}{files.SUFFIX}"])
        if head is not None:
            self._head = dict(_knowns(head.rows))
            self._head_digest = head.digest
            self._headed = self._sequence = head.header.sequence
        if self.marks.went_back(self.folder.name, self._sequence) and not self._ahead():
            self.notices.append(
                "The files on disk are older than those you saw last. Somebody, or a synchronised "
                "folder, has put an earlier copy in their place."
            )

    def _ahead(self) -> bool:
        """Whether a segment newer than the head shows that only the head is behind."""
        for path in sorted(self.folder.path.glob(f"*{files.SUFFIX}")):
            known = self._head.get(path.stem)
            try:
                data = files.read(path)
            except (Damaged, FileNotFoundError):
                continue
            if known is not None and hashlib.sha256(data).hexdigest() == known.digest:
                continue
            segment = self._opened(data, path.name)
            if segment is not None and not self.marks.went_back(
                self.folder.name, segment.header.sequence
            ):
                return True
        return False

    def load(self, kind: str) -> None:
        """Read the segments whose names begin with `kind`: `j` for j-0001 and on."""
        found: dict[str, list[Path]] = {}
        for path in sorted(self.folder.path.glob(f"{kind}-*{files.SUFFIX}")):
            # A synchroniser's copy is called "j-0001 (conflicted copy).age" or the like.
            named = NAME.match(path.name)
            if named:
                found.setdefault(named[0], []).append(path)
        names = {name for name in self._head if name.partition("-")[0] == kind}
        for name in sorted(names | found.keys()):
            self._load(name, found.get(name, []))

    def _load(self, name: str, paths: Sequence[Path]) -> None:
        segment = self._newest(name, paths or [self._path(name)])
        known = self._head.get(name)
        if segment is None:
            self.lost.add(name)
            count = f"; {known.count} records of it" if known else ""
            self.notices.append(
                f"{name}{files.SUFFIX} is missing or damaged{count} cannot be read."
            )
            return
        at = segment.header.sequence
        self._sequence = max(self._sequence, at)
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
        self.segments[name] = segment

    def _newest(self, name: str, paths: Iterable[Path]) -> Segment | None:
        """The valid segment of the highest sequence; a former one, which is told, where none is."""
        best: Segment | None = None
        damaged: list[Path] = []
        for path in paths:
            try:
                segment = self._checked(files.read(path), name, path.name)
            except FileNotFoundError:
                continue
            except NewerFormat:
                raise
            except Damaged as trouble:
                damaged.append(path)
                self.notices.append(f"{trouble.detail} ")
                continue
            if best is None or segment.header.sequence > best.header.sequence:
                best = segment
        if best is None:
            for path in files.former(self._path(name)):
                try:
                    best = self._checked(files.read(path), name, path.name)
                except (Damaged, FileNotFoundError):
                    continue
                self.notices.append(f"{path.name}, the copy before it, is used instead.")
                break
        if self.writable:
            for path in damaged:
                aside = files.set_aside(path)
                if aside is not None:
                    self.notices.append(f"The damaged file is kept as {aside.name}.")
        return best

    def _opened(self, data: bytes, what: str) -> Segment | None:
        try:
            return opened(data, what, self.keys, self.folder.verifier)
        except (Damaged, NewerFormat):
            return None

    def _checked(self, data: bytes, name: str, what: str) -> Segment:
        segment = opened(data, what, self.keys, self.folder.verifier)
        header = segment.header
        if (header.space, header.writer) != (self.folder.space, self.folder.writer):
            raise Damaged(what, "it belongs to another place")
        if header.name != name:
            raise Damaged(what, "it stands under another name than its own")
        # Before a partner joined, it was written for fewer.
        own = reader_of(self.keys.recipient)
        if own not in header.readers or not set(header.readers) <= set(self.folder.readers):
            raise Damaged(what, "it was written for other readers")
        return segment

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

        With `erase`, no former file with what was deleted stays. Raises ReadOnly and NotKept; the
        segment then still is what it was.
        """
        self._may_write()
        path = self._path(name)
        if rows:
            former = self.segments.get(name)
            header = Header(
                self.folder.space,
                self.folder.writer,
                name,
                self._sequence + 1,
                former.digest if former else "",
                self.folder.readers,
            )
            data = sealed(header, rows, self.keys, self.folder.recipients)
            files.write(path, data)
            digest = hashlib.sha256(data).hexdigest()
            self._sequence += 1
            self.segments[name] = Segment(header, rows, digest, 0)
            self._head[name] = _Known(header.sequence, digest, len(rows))
            self._write_head()
            if erase:
                files.erase_former(path)
        else:
            self._head.pop(name, None)
            self.segments.pop(name, None)
            self._sequence += 1
            self._write_head()  # first, so that a copy coming back is known for what it is
            files.erase(path)

    def _write_head(self, *, flush: bool = False) -> None:
        if not self._sequence:  # nothing was ever written here
            return
        path = self._path(HEAD)
        header = Header(
            self.folder.space,
            self.folder.writer,
            HEAD,
            self._sequence,
            self._head_digest,
            self.folder.readers,
        )
        rows = {
            str(number): {"name": name, **known.row()}
            for number, (name, known) in enumerate(sorted(self._head.items()), 1)
        }
        data = sealed(header, rows, self.keys, self.folder.recipients)
        # It can be done without: what it would cost to flush it each time is better spent on words.
        files.write(path, data, flush=flush)
        self._head_digest = hashlib.sha256(data).hexdigest()
        self._headed = self._sequence
        self.marks.note(self.folder.name, self._sequence)

    @property
    def outdated(self) -> list[str]:
        """The loaded segments that were written before somebody joined."""
        readers = self.folder.readers
        return [name for name, one in self.segments.items() if one.header.readers != readers]

    def reseal(self) -> None:
        """Write the segments that not all may read anew, and erase their former files.

        Raises ReadOnly and NotKept; done again, it goes on where it was.
        """
        self._may_write()
        for name in self.outdated:
            self.write(name, self.segments[name].rows, erase=True)
        self._write_head(flush=True)
        files.erase_former(self._path(HEAD))

    def close(self) -> None:
        """Forget everything; the head is flushed first."""
        if self.writable and self._head:
            self._write_head(flush=True)
        self.segments.clear()
        self._head.clear()

    def _may_write(self) -> None:
        if not self.writable:
            raise ReadOnly

    def _path(self, name: str) -> Path:
        return self.folder.path / f"{name}{files.SUFFIX}"


def _knowns(rows: Rows) -> Iterator[tuple[str, _Known]]:
    for row in rows.values():
        name, sequence, digest = row.get("name"), row.get("sequence"), row.get("sha256")
        count = row.get("count")
        if (
            isinstance(name, str)
            and NAME.fullmatch(name)
            and type(sequence) is int
            and isinstance(digest, str)
            and type(count) is int
        ):
            yield name, _Known(sequence, digest, count)
