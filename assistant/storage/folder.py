"""One writer's folder of segments: whose it is, who may read it, and whether a file belongs there."""

from __future__ import annotations

import contextlib
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.storage import files
from assistant.storage.age_header import LONGEST
from assistant.storage.segments import NAME, Segment, opened, reader_of
from assistant.storage.troubles import Damaged, NewerFormat, NotMeant

if TYPE_CHECKING:
    from assistant.storage.keys import Keys


class OtherReaders(Damaged):
    """A file in order, but not written for those who may read this folder as far as is known."""


class TooEarly(OtherReaders):
    """A partner's file from before they knew of all readers; they seal it anew when they unlock."""

    def __init__(self, what: str) -> None:
        super().__init__(what, "it was written before its reader was known")
        self.detail = "Some of what your partner shared can be read once they have unlocked again."


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
    def place(self) -> str:
        """Where it is: private or shared."""
        return self.path.parent.parent.name

    @property
    def name(self) -> str:
        """What marks call it: private or shared, and the writer."""
        return f"{self.place}/{self.path.name}"

    def file(self, name: str) -> Path:
        """The file of the segment `name`."""
        return self.path / f"{name}{files.SUFFIX}"

    def files_of(self, name: str) -> list[Path]:
        """All files of the segment `name`: itself, former and damaged ones, a synchroniser's copies."""
        # A synchroniser's copy is called "j-0001 (conflicted copy).age" or the like.
        found = sorted(self.path.glob(f"{name}*{files.SUFFIX}*"))
        return [path for path in found if (is_of := NAME.match(path.name)) and is_of[0] == name]

    def others_of(self, name: str) -> list[Path]:
        """The files of the segment `name` but the one that counts."""
        return [path for path in self.files_of(name) if path != self.file(name)]

    def written_since(self, file: Path | None, keys: Keys) -> Iterator[Segment]:
        """The segments written at the time of `file` or later, all of them without one.

        What is damaged or of a newer version is left out: it is told when its kind is loaded.
        """
        since = 0 if file is None else _written(file)
        for path in sorted(self.path.glob(f"?-*{files.SUFFIX}")):
            named = NAME.match(path.name)
            if named is None or _written(path) < since:
                continue
            with contextlib.suppress(Damaged, NewerFormat, FileNotFoundError):
                yield self.segment(path, named[0], keys)

    def read_by_all(self, names: Container[str]) -> bool:
        """Whether no file of these segments is for fewer than may read the folder.

        Of each only the beginning is read.
        """
        return all(
            reader_count(path) == len(self.recipients)
            for path in self.path.glob(f"*{files.SUFFIX}*")
            if (named := NAME.match(path.name)) and named[0] in names
        )

    def segment(self, path: Path, name: str, keys: Keys) -> Segment:
        """The segment `name` in the file `path`.

        Raises FileNotFoundError, NewerFormat, and Damaged where it does not belong here.
        """
        return self.checked(files.read(path), name, path.name, keys)

    def checked(self, data: bytes, name: str, what: str, keys: Keys) -> Segment:
        """The segment `name` in the sealed `data`. Raises Damaged where it does not belong here."""
        try:
            segment = opened(data, what, keys, self.verifier)
        except NotMeant:
            if self.verifier != keys.verifier and _count(data) < len(self.recipients):
                raise TooEarly(what) from None
            raise
        header = segment.header
        told = header.place, header.space, header.writer
        if told != (self.place, self.space, self.writer):
            raise Damaged(what, "it belongs to another place")
        if header.name != name:
            raise Damaged(what, "it stands under another name than its own")
        # Before a partner joined, it was written for fewer.
        own = reader_of(keys.recipient)
        if own not in header.readers or not set(header.readers) <= set(self.readers):
            raise OtherReaders(what, "it was written for other readers")
        return segment


def _written(path: Path) -> int:
    """When a file was written, in nanoseconds; 0 where it is not there."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def reader_count(path: Path) -> int:
    """For how many a file is; 0 where it is not there, or none of ours."""
    try:
        return _count(files.read(path, first=LONGEST))
    except (Damaged, FileNotFoundError):
        return 0


def _count(data: bytes) -> int:
    """For how many a file is that begins so; 0 where it is none of ours."""
    from assistant.storage.keys import stanzas

    try:
        return len(stanzas(data))
    except Damaged:
        return 0
