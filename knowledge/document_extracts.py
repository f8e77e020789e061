"""A document's paragraphs as passages to search: of even length, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.errors import KnowledgeError
from knowledge.plain_text import one_line

MOST_CHARACTERS = 900
"""Of one passage; with `MOST_UNITS` it stays within the 256 tokens that the model reads."""
MOST_UNITS = 120
JOINED_UNITS = 80
"""Short neighbours are joined up to here."""

_MOST_EXTRACTS = 100_000
_MOST_TEXT = 32 * 1024 * 1024  # characters of one document
_MOST_HEADING = 80

# What counts as a word: a letter of a script that has no spaces, or up to twelve others.
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_LONGEST = 12
_UNIT = re.compile(rf"[{_WIDE}]|[^\s{_WIDE}]{{1,{_LONGEST}}}")
_WITHOUT_SPACES = re.compile(f"[{_WIDE}]")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s|[。！？]")
_CLOSED = re.compile(r"[.!?…:;。！？][\"'”’)\]]*$")
_SURROGATE = re.compile("[\ud800-\udfff]")


class DocumentError(KnowledgeError):
    """One document cannot be read; `str()` says why in a few words that follow its name."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Extract:
    """One passage of a document.

    `place` is shown beside the file: `Heading › Sub-heading`, `page 3`, `slide 2` or nothing.
    `text` is one clean line of 1 to 900 characters. Both can be written as UTF-8.
    """

    place: str
    text: str


class Extracts:
    """Gathers the passages of one document while a format's reader walks it from top to bottom.

    Raises DocumentError as soon as there is more than anybody would search.
    """

    def __init__(self) -> None:
        self._headings: list[tuple[int, str]] = []
        self._bare = ""  # the last heading, until something stands under it
        self._place = ""
        self._held: list[str] = []
        self._units = 0
        self._characters = 0
        self._room = _MOST_TEXT
        self._found: list[Extract] = []

    def at(self, place: str) -> None:
        """What follows is at `place`: a page or a slide, whose name is not text to be found."""
        self._end_section()
        self._headings, self._bare = [], ""
        self._place = _clean(place)

    def heading(self, level: int, text: str) -> None:
        """What follows is under this heading, as far as the next of the same `level` or a lower one."""
        text = _clean(text)
        if not text:
            return
        below = bool(self._headings) and level > self._headings[-1][0]
        self._end_section(bare_too=not below)
        self._headings = [held for held in self._headings if held[0] < level]
        self._headings.append((level, _shortened(text)))
        self._place = " › ".join(held for _level, held in self._headings)
        self._bare = text
        if len(text) > _MOST_HEADING:  # a place shows its beginning only
            self.paragraph(text)

    def paragraph(self, text: str) -> None:
        """Add one paragraph, list item, table row or block of code."""
        text = _clean(text)
        if not any(map(str.isalnum, text)):
            return  # rules, bullets and page ornaments
        self._bare = ""
        for piece, units in _pieces(text):
            joined = self._characters + len(piece) + 3 * len(self._held)
            if self._held and (self._units + units > JOINED_UNITS or joined > MOST_CHARACTERS):
                self._flush()
            self._held.append(piece)
            self._units += units
            self._characters += len(piece)

    def finish(self) -> tuple[Extract, ...]:
        """All passages, in the document's order."""
        self._end_section()
        return tuple(self._found)

    def _end_section(self, *, bare_too: bool = True) -> None:
        if self._bare and bare_too:
            self.paragraph(self._bare)
        self._flush()

    def _flush(self) -> None:
        if not self._held:
            return
        text = self._held[0]
        for piece in self._held[1:]:
            text += f" {piece}" if _CLOSED.search(text[-8:]) else f" · {piece}"
        self._room -= len(text)
        if self._room < 0 or len(self._found) == _MOST_EXTRACTS:
            raise DocumentError("holds more text than can be searched")
        self._found.append(Extract(self._place, text))
        self._held, self._units, self._characters = [], 0, 0


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():  # most are, and there are very many
        return " ".join(text.split())
    return one_line(_SURROGATE.sub("\ufffd", text))


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST_HEADING else text[: _MOST_HEADING - 1].rstrip() + "…"


def _units(text: str) -> int:
    if not text.isascii() and _WITHOUT_SPACES.search(text):
        return len(_UNIT.findall(text))
    words = text.split()  # comes to the same, in a third of the time
    long = [length for length in map(len, words) if length > _LONGEST]
    return len(words) + sum((length - 1) // _LONGEST for length in long)


def _fits(text: str, units: int) -> bool:
    return len(text) <= MOST_CHARACTERS and units <= MOST_UNITS


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    """`text` whole if it fits in one passage, else as many sentences as fit in each; with its units."""
    units = _units(text)
    if _fits(text, units):
        yield text, units
        return
    held, units = "", 0
    for part, more in _parts(text):
        if held and (units + more > MOST_UNITS or len(held) + 1 + len(part) > MOST_CHARACTERS):
            yield held, units
            held, units = "", 0
        held = f"{held} {part}" if held else part
        units += more
    if held:
        yield held, units


def _parts(text: str) -> Iterator[tuple[str, int]]:
    """Sentences; the words of a sentence too long for one passage; the parts of such a word."""
    for sentence in _sentences(text):
        if _fits(sentence, units := _units(sentence)):
            yield sentence, units
            continue
        for word in sentence.split():
            if _fits(word, units := _units(word)):
                yield word, units
            else:
                yield from ((part, _units(part)) for part in _cut(_UNIT.findall(word)))


def _cut(units: list[str]) -> Iterable[str]:
    step = MOST_CHARACTERS // _LONGEST  # so that units of any width fit
    return ("".join(units[at : at + step]) for at in range(0, len(units), step))


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield text[start : end.end()].strip()
        start = end.end()
    if rest := text[start:].strip():
        yield rest
