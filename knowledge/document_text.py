"""Bytes of a text file into characters, and plain text into passages."""

from __future__ import annotations

import codecs
import re

from knowledge.document_extracts import DocumentError, Extract, Extracts

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,9}=\s{0,9}[\"']?([\w-]{2,40})", re.IGNORECASE)
_ASCII_CONTROLS = bytes([*range(1, 9), *range(14, 32), 127])
_HIGH = bytes(range(0x80, 0x100))
# Vertical tab, form feed and the separators of Unicode; cleaning would drop them and join words.
_BREAKS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")


def decode(data: bytes, *, html: bool = False) -> str:
    """The text of `data`: UTF-8, UTF-16 with its mark, what an HTML page declares, or Windows-1252.

    Raises DocumentError for what is not text or is in another encoding.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if b"\x00" in data:
        raise DocumentError("is not text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(data[:4096]) if html else None
    if declared is not None and (name := _text_encoding(declared[1].decode())):
        return data.decode(name, "replace")
    if _count(data, _ASCII_CONTROLS) * 100 > len(data):
        raise DocumentError("is not text")
    # In Western writing accented letters are few; other scripts would come out as wrong letters.
    if _count(data, _HIGH) * 4 > len(data):
        raise DocumentError("is not text in UTF-8")
    return _strictly(data, "cp1252")


def read_text(text: str) -> tuple[Extract, ...]:
    """Passages of plain text: its paragraphs are parted by empty lines."""
    extracts = Extracts()
    for paragraph in paragraphs(text):
        extracts.paragraph(paragraph)
    return extracts.finish()


def paragraphs(text: str) -> list[str]:
    """`text` parted at empty lines, whatever ends its lines."""
    unified = _BREAKS.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _PARAGRAPH_END.split(unified)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise DocumentError("is not text") from None


def _count(data: bytes, wanted: bytes) -> int:
    return len(data) - len(data.translate(None, wanted))


def _text_encoding(name: str) -> str | None:
    try:
        found = codecs.lookup(name)
        "".encode(found.name)  # refuses codecs that do not make text, such as base64
    except LookupError:
        return None
    # Names a page may not use about itself: it was readable so far, so it is not UTF-16.
    return (
        None
        if found.name.startswith(("utf-16", "utf-32", "utf-7", "punycode", "idna"))
        else found.name
    )
