"""The header of an age file, read before any key is tried: who may open it, and at what cost."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

from assistant.storage.troubles import Damaged

VERSION_LINE = b"age-encryption.org/v1\n"
LONGEST = 16 * 1024
"""Bytes of a header, its end line included."""
MOST_READERS = 8
_MOST_STANZAS = MOST_READERS + 1
"""pyrage adds one that no key opens, so that readers keep ignoring what they do not know."""
_GREASE = "-grease"
_ARGUMENTS = re.compile(rb"-> [!-~]+(?: [!-~]+)*")
_END = re.compile(rb"--- ([A-Za-z0-9+/]{43})")
_LINE = 64


@dataclass(frozen=True)
class Stanza:
    """What one reader needs to find the file key. `body` is decoded."""

    kind: str
    arguments: tuple[str, ...]
    body: bytes


@dataclass(frozen=True)
class Header:
    """The parts of a header: `signed` is what `mac` (32 bytes) covers, `length` its whole size."""

    stanzas: tuple[Stanza, ...]
    signed: bytes
    mac: bytes
    length: int

    @property
    def readers(self) -> tuple[Stanza, ...]:
        """The stanzas that are for somebody."""
        return tuple(stanza for stanza in self.stanzas if not stanza.kind.endswith(_GREASE))


def read_header(sealed: bytes, what: str = "The file") -> Header:
    """The header of the binary age file `sealed`. Raises Damaged, naming `what`."""
    if not sealed.startswith(VERSION_LINE):
        raise Damaged(what, "it is not a file in the age format")
    try:
        return _parsed(sealed[:LONGEST])
    except ValueError:
        raise Damaged(what, "its beginning was changed or cut off") from None


def encoded(data: bytes) -> bytes:
    """`data` in the Base64 of the format: no line breaks, no padding."""
    return binascii.b2a_base64(data, newline=False).rstrip(b"=")


def decoded(text: bytes) -> bytes:
    """The bytes behind `text`, which must be just as `encoded` writes it. Raises ValueError."""
    data = binascii.a2b_base64(text + b"=" * (-len(text) % 4), strict_mode=True)
    if encoded(data) != text:
        raise ValueError
    return data


def _parsed(start: bytes) -> Header:
    """Raises ValueError."""
    stanzas: list[Stanza] = []
    place = len(VERSION_LINE)
    while not start.startswith(b"---", place):
        if len(stanzas) == _MOST_STANZAS:
            raise ValueError
        stanza, place = _stanza(start, place)
        stanzas.append(stanza)
    last, length = _line(start, place)
    end = _END.fullmatch(last)
    if end is None or not stanzas:
        raise ValueError
    return Header(tuple(stanzas), start[: place + 3], decoded(end[1]), length)


def _stanza(start: bytes, place: int) -> tuple[Stanza, int]:
    """The stanza at `place`, and where the next thing begins. Raises ValueError."""
    first, place = _line(start, place)
    if not _ARGUMENTS.fullmatch(first):
        raise ValueError
    kind, *arguments = first.decode("ascii").split(" ")[1:]
    body = b""
    while True:
        line, place = _line(start, place)
        if len(line) > _LINE:
            raise ValueError
        body += line
        if len(line) < _LINE:  # a short line, empty if need be, ends every body
            return Stanza(kind, tuple(arguments), decoded(body)), place


def _line(start: bytes, place: int) -> tuple[bytes, int]:
    """The line at `place`, and where the next begins. Raises ValueError where it does not end."""
    end = start.index(b"\n", place)
    return start[place:end], end + 1
