"""Records and questions in files of one JSON object a line."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from knowledge.bounded import MIB
from knowledge.collection import Record
from knowledge.errors import KnowledgeError

MOST_BYTES = 2048 * MIB
MOST_LINE = MIB
MOST_ASKS = 1_000


class RecordError(KnowledgeError):
    """A line that is no record; says which and why, without quoting it."""


def read_records(path: Path) -> Iterator[Record]:
    """The records of a file of `{"id", "text", "asks"?}` lines, in order; other keys are passed over.

    An id is text, kept as it stands there, or a whole number, taken for its text: 7 for “7”. Raises
    RecordError for the first line that is no record, an id that stands twice, and an unreadable file.
    """
    seen: set[str] = set()
    for number, fields in _lines(path):
        record = Record(_id(fields, number), _text(fields, number), _asks(fields, number))
        if record.id in seen:
            raise RecordError(f"Line {number}: its id stands on an earlier line too.")
        seen.add(record.id)
        yield record


def read_queries(path: Path) -> list[tuple[str, str]]:
    """The ids and texts of a file of `{"id", "text"}` lines; an id may stand twice. Raises RecordError."""
    return [(_id(fields, number), _text(fields, number)) for number, fields in _lines(path)]


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file, each with the number of its line; blank lines are passed over."""
    try:
        with _opened(path) as file:
            number = 0
            while line := file.readline(MOST_LINE + 1):
                number += 1
                if len(line) > MOST_LINE:
                    raise RecordError(f"Line {number} is longer than {MOST_LINE // MIB} MiB.")
                if line.strip(b"\xef\xbb\xbf \t\r\n"):
                    yield number, _object(line, number)
    except OSError as error:
        raise RecordError(f"It cannot be read ({error.strerror}).") from None


def _opened(path: Path) -> BinaryIO:
    """The ordinary file at `path`. Raises OSError and RecordError."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)  # not blocking: a pipe would wait for a writer
    except ValueError:
        raise RecordError("No file can have that name.") from None
    found = os.fstat(descriptor)
    if stat.S_ISREG(found.st_mode) and found.st_size <= MOST_BYTES:
        return os.fdopen(descriptor, "rb")
    os.close(descriptor)
    if stat.S_ISREG(found.st_mode):
        raise RecordError(f"It is larger than {MOST_BYTES // MIB} MiB.")
    raise RecordError("It is not an ordinary file.")


def _object(line: bytes, number: int) -> dict[str, Any]:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise RecordError(f"Line {number} is not JSON in UTF-8.") from None
    if not isinstance(fields, dict):
        raise RecordError(f"Line {number} is not a JSON object.")
    return fields


def _id(fields: dict[str, Any], number: int) -> str:
    value = fields.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise RecordError(f"Line {number}: “id” is missing, or neither text nor a whole number.")
    return value


def _text(fields: dict[str, Any], number: int) -> str:
    value = fields.get("text")
    if not isinstance(value, str):
        raise RecordError(f"Line {number}: “text” is missing or is not text.")
    return value


def _asks(fields: dict[str, Any], number: int) -> tuple[str, ...]:
    asks = fields.get("asks")
    if asks is None:
        return ()
    if not isinstance(asks, list) or not all(isinstance(ask, str) for ask in asks):
        raise RecordError(f"Line {number}: “asks” must be a list of texts.")
    if len(asks) > MOST_ASKS:
        raise RecordError(f"Line {number}: more than {MOST_ASKS:,} asks.")
    return tuple(asks)
