"""The events of a calendar file and the lines of them that say when; titles and people are not looked at.

icalendar reads a whole file as objects, every title among them, and takes 14 s for 50,000 events; here
one pass picks out what is wanted.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import NamedTuple

_BEGINS = re.compile(rb"\s*BEGIN:VCALENDAR[ \t]*(?:\r|\n)", re.IGNORECASE)
_WANTED = re.compile(
    rb"^(BEGIN|END|METHOD|UID|SEQUENCE|STATUS|TRANSP|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE"
    rb"|RECURRENCE-ID|FREEBUSY)([;:])(.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_PARAMETER = re.compile(rb';([^=;:"]*)=("[^"]*"|[^;"]*)')
_CALENDAR = b"VCALENDAR"
_KEPT = {b"VEVENT", b"VFREEBUSY"}
_DEEPEST = 20
_LONGEST = 1_000_000
"""Bytes of a line that says when: the days a long series leaves out may stand in one."""


class Malformed(ValueError):
    """A file that is no calendar; the text says why, and quotes nothing."""


class Line(NamedTuple):
    """What stands in a line before the colon, without its name, and after it."""

    parameters: bytes
    value: bytes

    def parameter(self, name: str) -> str:
        """The parameter called `name`, "" where there is none."""
        for said, value in _PARAMETER.findall(self.parameters):
            if said.upper() == name.encode():
                return str(value.strip(b'"').decode("utf-8", "replace"))
        return ""

    @property
    def text(self) -> str:
        """The value as text without spaces around it."""
        return self.value.decode("utf-8", "replace").strip()


@dataclass(slots=True)
class Component:
    """An event, or somebody's busy times, with its lines by their names."""

    name: bytes
    lines: dict[bytes, list[Line]] = field(default_factory=dict)

    def all(self, name: bytes) -> list[Line]:
        """The lines called `name`."""
        return self.lines.get(name, [])

    def one(self, name: bytes) -> Line | None:
        """The first line called `name`."""
        return self.lines[name][0] if name in self.lines else None

    def word(self, name: bytes) -> bytes:
        """The value of the line called `name` in capitals; empty where there is none."""
        found = self.one(name)
        return found.value.strip().upper() if found else b""


def components(data: bytes, most: int) -> list[Component]:
    """The events and busy times of the calendar file `data`, in order.

    Raises Malformed for what is no calendar, is damaged, or has more than `most` of them.
    """
    reader = _Reader(most)
    for found in _WANTED.finditer(_unfolded(data)):
        name, mark, rest = found[1].upper(), found[2], found[3]
        if name == b"BEGIN":
            reader.begin(rest.strip().upper())
        elif name == b"END":
            reader.end(rest.strip().upper())
        else:
            reader.line(name, mark, rest)
    return reader.finished()


def _unfolded(data: bytes) -> bytes:
    """`data` with one line feed after each line, and lines that go on joined to what they go on from."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Malformed("it is written in UTF-16, not in UTF-8")
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data:
        raise Malformed("it is not text in UTF-8")
    if not _BEGINS.match(data):
        raise Malformed("it is not a calendar")
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return lines.replace(b"\n ", b"").replace(b"\n\t", b"")


class _Reader:
    def __init__(self, most: int) -> None:
        self._most = most
        self._open: list[bytes] = []
        self._found: list[Component] = []
        self._within = 0
        """How many were found before the calendar that is open."""
        self._cancels = False

    def begin(self, name: bytes) -> None:
        if bool(self._open) == (name == _CALENDAR):
            raise Malformed("its parts do not lie in one calendar")
        if len(self._open) == _DEEPEST:
            raise Malformed(f"its parts lie more than {_DEEPEST} deep in one another")
        if name == _CALENDAR:
            self._within, self._cancels = len(self._found), False
        self._open.append(name)
        if name in _KEPT and len(self._open) == 2:
            if len(self._found) == self._most:
                raise Malformed(f"it holds more than {self._most:,} events")
            self._found.append(Component(name))

    def end(self, name: bytes) -> None:
        if not self._open or self._open.pop() != name:
            raise Malformed("a part of it ends that had not begun")
        if name == _CALENDAR and self._cancels:
            del self._found[self._within :]

    def line(self, name: bytes, mark: bytes, rest: bytes) -> None:
        if self._open == [_CALENDAR] and name == b"METHOD":
            self._cancels = rest.strip().upper() == b"CANCEL"
        if len(self._open) != 2 or self._open[1] not in _KEPT:
            return
        if len(rest) > _LONGEST:
            raise Malformed("a line of it is too long")
        line = _line(rest) if mark == b";" else Line(b"", rest)
        self._found[-1].lines.setdefault(name, []).append(line)

    def finished(self) -> list[Component]:
        if self._open:
            raise Malformed("it breaks off before its end")
        return self._found


def _line(rest: bytes) -> Line:
    """Of what follows the first semicolon: parameters up to a colon that is not quoted, and value."""
    at, quotes = -1, 0
    while (colon := rest.find(b":", at + 1)) >= 0:
        quotes += rest.count(b'"', at + 1, colon)
        if quotes % 2 == 0:
            return Line(b";" + rest[:colon], rest[colon + 1 :])
        at = colon
    return Line(b";" + rest, b"")
