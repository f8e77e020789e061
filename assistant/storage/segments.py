"""A segment: up to 256 records as one signed and sealed file, written by one writer for certain readers.

Opened with `age -d`, it is text: line 1 says what it is (JSON), line 2 is the Ed25519 signature, in hex,
over a fixed label and the exact bytes of line 1; then come the records, one JSON object a line, and blank
lines up to a multiple of 16 KiB. Line 1 holds the hash of all that follows line 2 and names the readers,
so nobody can pass a file on as if it had been meant for somebody else.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.storage.troubles import Damaged, NewerFormat
from assistant.storage.upgrades import newest, upgraded

if TYPE_CHECKING:
    from assistant.storage.keys import Keys

FORMAT = "viceversa-segment"
MOST_RECORDS = 256
MOST_BYTES = 256 * 1024
"""Of records in one segment; a single larger record gets a segment of its own."""
PADDING = 16 * 1024
_LABEL = b"viceversa segment 1\n"
_SIGNATURE = 128
_MOST_HEADER = 8 * 1024
_MOST_ROWS = 4096
"""Rows that are read: more than any segment or head of ours has."""

ID = re.compile(r"[0-9a-f]{16}")
PRIVATE, SHARED = "private", "shared"
NAME = re.compile(r"[a-z]+(-[0-9]{4,6})?")

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
"""Made once, as `_DECODER` is: each entry that is kept writes hundreds of lines."""

Rows = dict[str, dict[str, Any]]
"""Records by their number, which is a text as TinyDB keeps it."""


@dataclass(frozen=True)
class Header:
    """What a segment says of itself."""

    space: str
    writer: str
    name: str
    sequence: int
    """Grows with each segment that the writer writes, whichever it is."""
    former: str
    """SHA-256 of the file that this one replaced, "" for the first."""
    readers: tuple[str, ...]
    """Fingerprints of the recipients, sorted."""
    place: str = PRIVATE
    """Where it belongs: nobody can have a private file taken, and sealed anew, for a shared one."""
    v: int = field(default_factory=newest)


@dataclass(frozen=True)
class Segment:
    """An opened segment, its rows in today's form; `digest` is the SHA-256 of the sealed file."""

    header: Header
    rows: Rows
    digest: str
    size: int
    """Bytes of the records."""

    @property
    def rank(self) -> tuple[int, str]:
        """The higher counts; of two written under one number, the same on every computer."""
        return self.header.sequence, self.digest


def reader_of(recipient: str) -> str:
    """The fingerprint by which a header names a recipient: 16 hex digits of its SHA-256."""
    return hashlib.sha256(recipient.encode()).hexdigest()[:16]


def line_of(number: str, record: Mapping[str, Any]) -> bytes:
    """A record as its line. Raises TypeError or ValueError for what JSON cannot say."""
    numbered = {"#": int(number), **record}
    return _ENCODER.encode(numbered).encode() + b"\n"


def sealed(
    header: Header, rows: Mapping[str, Mapping[str, Any]], keys: Keys, recipients: Iterable[str]
) -> bytes:
    """The file of these records, signed by `keys` and sealed for `recipients`."""
    from assistant.storage.keys import seal

    recipients = list(recipients)
    body = b"".join(line_of(number, record) for number, record in rows.items())
    head = _head_of(header, "0" * 64)
    body += b"\n" * (-(len(head) + 1 + _SIGNATURE + 1 + len(body)) % PADDING)
    head = _head_of(header, hashlib.sha256(body).hexdigest())
    signature = keys.sign(_LABEL + head).hex().encode()
    return seal(b"\n".join((head, signature, body)), recipients)


def _head_of(header: Header, body: str) -> bytes:
    told = {
        "format": FORMAT,
        "v": header.v,
        "space": header.space,
        "writer": header.writer,
        "name": header.name,
        "sequence": header.sequence,
        "former": header.former,
        "readers": list(header.readers),
        "place": header.place,
        "body": body,
    }
    return json.dumps(told).encode()


def opened(data: bytes, what: str, keys: Keys, verifier: str) -> Segment:
    """The segment in the sealed `data`, its signature checked with `verifier` before it is read.

    Whose and what it is, the caller compares with what it should be. Raises Damaged, and NewerFormat
    for one of a later version.
    """
    from assistant.storage.keys import readers_checked, verified

    plain = keys.decrypt(data, what)
    head, _, rest = plain.partition(b"\n")
    signature, _, body = rest.partition(b"\n")
    if len(head) > _MOST_HEADER or not re.fullmatch(rb"[0-9a-f]{128}", signature):
        raise Damaged(what, "it is no segment")
    if not verified(verifier, bytes.fromhex(signature.decode()), _LABEL + head):
        raise Damaged(what, "it was not signed by its writer")
    header, told_body = _header_in(head, what)
    if readers_checked(data, what) != len(header.readers):
        raise Damaged(what, "it has other readers than it says")
    if hashlib.sha256(body).hexdigest() != told_body:
        raise Damaged(what, "its records are not those that were signed")
    rows = _rows_in(body, what)
    try:
        rows = upgraded(header.name.partition("-")[0], rows, header.v)
    except (LookupError, TypeError, ValueError):
        raise Damaged(what, "its records are not as its version has them") from None
    size = len(body.rstrip(b"\n"))
    return Segment(header, rows, hashlib.sha256(data).hexdigest(), size)


def _header_in(head: bytes, what: str) -> tuple[Header, str]:
    told = _json(head, what)
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise Damaged(what, "it is no segment")
    version = told.get("v")
    if type(version) is int and version > newest():
        raise NewerFormat(what)
    readers = told.get("readers")
    space, writer, name = (str(told.get(part)) for part in ("space", "writer", "name"))
    sequence, former, body = told.get("sequence"), told.get("former"), told.get("body")
    if not (
        type(version) is int
        and version > 0
        and ID.fullmatch(space)
        and ID.fullmatch(writer)
        and NAME.fullmatch(name)
        and type(sequence) is int
        and 0 < sequence < 2**53
        and isinstance(former, str)
        and re.fullmatch(r"|[0-9a-f]{64}", former)
        and isinstance(body, str)
        and told.get("place") in {PRIVATE, SHARED}
        and isinstance(readers, list)
        and 0 < len(readers) <= 8
        and all(isinstance(reader, str) and ID.fullmatch(reader) for reader in readers)
    ):
        raise Damaged(what, "its first line is not as it should be")
    place = str(told["place"])
    return Header(space, writer, name, sequence, former, tuple(readers), place, version), body


def _rows_in(body: bytes, what: str) -> Rows:
    rows: Rows = {}
    # No line of JSON holds a newline, so all are read at once, in half the time.
    records = _json(b"[" + body.rstrip(b"\n").replace(b"\n", b",") + b"]", what)
    if len(records) > _MOST_ROWS:
        raise Damaged(what, "it holds too many records")
    for record in records:
        number = record.pop("#", None) if isinstance(record, dict) else None
        if type(number) is not int or not 0 < number < 2**53 or str(number) in rows:
            raise Damaged(what, "a record has no number of its own")
        rows[str(number)] = record
    return rows


def _refused(_name: str) -> None:
    raise ValueError


_DECODER = json.JSONDecoder(parse_constant=_refused)
"""Made once: ten thousand lines are read when a journal is opened."""


def _json(line: bytes, what: str) -> Any:
    try:
        return _DECODER.decode(line.decode())
    except (ValueError, RecursionError):
        # Its own error would carry the whole text.
        raise Damaged(what, "a line of it is no JSON") from None
