"""The plainest kind of tar, read strictly: ordinary files with short names, and nothing else.

Python's own reader takes whatever was ever called a tar: links, devices, compressed and sparse files,
names of any length, and it ends without a word where a header is damaged. A backup needs none of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from assistant.storage.files import MOST

BLOCK = 512
_OCTAL = re.compile(rb" *([0-7]{1,11})[ \0]*")
_MAGIC = b"ustar\x0000"
_ORDINARY = {b"0", b"\0"}


class NotTaken(Exception):
    """What is wrong with it, as the end of a sentence; `ours` where it may be a backup all the same."""

    def __init__(self, reason: str, *, ours: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.ours = ours


def members_of(file: BinaryIO, most: int) -> Iterator[tuple[str, bytes]]:
    """Each file in the tar, at most `most` of them: its name and what stands in it. Raises NotTaken."""
    count = 0
    while True:
        block = file.read(BLOCK)
        if count == 0 and not _is_header(block):
            raise NotTaken("it is no backup made by this program", ours=False)
        if block == bytes(BLOCK):
            return
        if len(block) < BLOCK:
            raise NotTaken("it is cut off")
        if not _is_header(block):
            raise NotTaken("it is damaged")
        count += 1
        if count > most:
            raise NotTaken("it holds more files than any backup")
        name, size = _name_and_size(block)
        data = file.read(size)
        padding = -size % BLOCK
        if len(data) < size or len(file.read(padding)) < padding:
            raise NotTaken("it is cut off")
        yield name, data


def _is_header(block: bytes) -> bool:
    told = _number(block[148:156])
    return (
        len(block) == BLOCK
        and block[257:265] == _MAGIC
        and told == sum(block) - sum(block[148:156]) + 8 * ord(" ")
    )


def _name_and_size(block: bytes) -> tuple[str, int]:
    """Raises NotTaken."""
    if block[156:157] not in _ORDINARY:
        raise NotTaken("it holds a link, a folder or something else that is no ordinary file")
    size = _number(block[124:136])
    if size is None or size > MOST:
        raise NotTaken("a file in it is too large")
    name, prefix = (block[start:end].rstrip(b"\0") for start, end in ((0, 100), (345, 500)))
    if prefix or not name.isascii():
        raise NotTaken("it holds a file by a name that no backup has")
    return name.decode("ascii"), size


def _number(digits: bytes) -> int | None:
    found = _OCTAL.fullmatch(digits)
    return int(found[1], 8) if found else None
