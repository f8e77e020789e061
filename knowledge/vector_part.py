"""What a build has encoded so far, kept so that a build that is interrupted need not begin anew."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Sequence
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

if TYPE_CHECKING:
    from knowledge.encoder import Vectors

KEY_BYTES = 16
_HEAD_BYTES = 4
_SUM_BYTES = 4
_LOST = b""
"""Stands for the key of a record that did not come through."""


class VectorPart:
    """Keys and vectors in the order they were encoded, each pair a record of fixed length in one file.

    A record has the CRC-32 of its bytes: one half written, or lost by the disk, counts as not there.
    Where the file cannot be written on, the rest stays in memory. One process at a time may hold it, and
    closes it in the end.
    """

    def __init__(self, path: Path | None, dimensions: int) -> None:
        """Without `path` it is kept in memory only. Raises OSError."""
        self._path = path
        self._dimensions = dimensions
        self._file = None if path is None else _opened(path)
        self._torn = False
        self._rest: list[Vectors] = []
        self._filed = 0
        self.keys: list[bytes] = []
        """Of each vector, by its place."""

    @classmethod
    def begin(cls, folder: Path, name: str, model_key: str, dimensions: int) -> VectorPart:
        """Go on with what is there for this model, and remove what is there for others. Raises OSError."""
        path = _path(folder, name, model_key)
        for other in folder.glob(f".part-{name}-{'[0-9a-f]' * 16}"):
            if other != path:
                with contextlib.suppress(OSError):
                    other.unlink()
        part = cls(path, dimensions)
        try:
            part._read()
        except OSError:
            part.close()
            raise
        return part

    @staticmethod
    def count_in(folder: Path, name: str, model_key: str) -> int:
        """About how many vectors an interrupted build left, 0 where there was none."""
        try:
            with _opened(_path(folder, name, model_key), os.O_RDONLY) as file:
                dimensions = int.from_bytes(file.read(_HEAD_BYTES), "little")
                records = file.seek(0, 2) - _HEAD_BYTES
        except OSError:
            return 0
        return max(0, records) // (KEY_BYTES + 4 * dimensions + _SUM_BYTES)

    def append(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Add the vectors of `keys`, shape (len(keys), dimensions)."""
        import numpy as np

        self.keys += keys
        if self._file is not None and not self._torn:
            records = np.zeros(len(keys), dtype=self._record)
            records["key"] = [np.void(key) for key in keys]
            records["vector"] = vectors
            records["sum"] = [_sum(record) for record in records]
            data = records.tobytes()
            with contextlib.suppress(OSError):
                if self._file.write(data) == len(data):
                    self._filed += len(keys)
                    return
            self._torn = True  # the next build cuts it off
        self._rest.append(np.array(vectors, dtype=np.float32))

    def at(self, places: Any) -> Vectors:
        """The vectors at `places`, an array of numbers, shape (len(places), dimensions)."""
        import numpy as np

        if len(self._rest) > 1:
            self._rest = [np.concatenate(self._rest)]
        found = np.empty((len(places), self._dimensions), dtype=np.float32)
        filed = places < self._filed
        if filed.any():
            found[filed] = self._records()["vector"][places[filed]]
        if not filed.all():
            found[~filed] = self._rest[0][places[~filed] - self._filed]
        return found

    def close(self) -> None:
        """Keep what is in the file for the next build."""
        if self._file is not None:
            self._file.close()

    def remove(self) -> None:
        """It is not needed any more."""
        self.close()
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)

    @property
    def _record(self) -> Any:
        import numpy as np

        return np.dtype(
            [("key", f"V{KEY_BYTES}"), ("vector", "<f4", (self._dimensions,)), ("sum", "<u4")]
        )

    def _records(self) -> Any:
        """The records in the file, mapped: they need no memory of their own."""
        import numpy as np

        assert self._file is not None
        return np.memmap(self._file, self._record, "r", _HEAD_BYTES, shape=(self._filed,))

    def _read(self) -> None:
        """Take in what is there and cut off what is torn."""
        assert self._file is not None
        head = self._dimensions.to_bytes(_HEAD_BYTES, "little")
        if self._file.read(_HEAD_BYTES) != head:
            self._file.seek(0)
            self._file.truncate()
            if self._file.write(head) < len(head):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._filed = (self._file.seek(0, 2) - _HEAD_BYTES) // self._record.itemsize
        end = _HEAD_BYTES + self._filed * self._record.itemsize
        self._file.truncate(end)
        self._file.seek(end)
        if self._filed:
            self.keys = [
                bytes(record["key"]) if _sum(record) == record["sum"] else _LOST
                for record in self._records()
            ]


def _opened(path: Path, way: int = os.O_RDWR | os.O_CREAT) -> FileIO:
    """The file itself, without a buffer: what is written outlives the process. Raises OSError.

    A link, a pipe, or another name of somebody's file is not written into but makes room for ours.
    """
    way |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    writing = bool(way & os.O_RDWR)
    if writing and os.path.lexists(path) and not _is_ours(path.lstat()):
        path.unlink()
    descriptor = os.open(path, way, 0o600)
    if not _is_ours(os.fstat(descriptor)):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not an ordinary file")
    return FileIO(descriptor, "rb+" if writing else "rb")


def _is_ours(found: os.stat_result) -> bool:
    return stat.S_ISREG(found.st_mode) and found.st_nlink == 1


def _sum(record: Any) -> int:
    return crc32(record.tobytes()[:-_SUM_BYTES])


def _path(folder: Path, name: str, model_key: str) -> Path:
    import hashlib

    return folder / f".part-{name}-{hashlib.sha256(model_key.encode()).hexdigest()[:16]}"
