"""DOCX by heading and PPTX by slide, with python-docx and python-pptx (of the extra `documents`).

Both libraries open the package and know its parts; neither resolves external entities. Texts are
gathered from the XML itself, because the libraries' own lists leave out text in content controls
and tracked insertions.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from knowledge.bounded import MIB
from knowledge.document_extracts import DocumentError, Extract, Extracts

MOST_UNPACKED = 200 * MIB
"""Bytes of all parts of a package together, pictures and films among them."""
MOST_XML = 64 * MIB
"""Bytes of the parts that are parsed; a parsed part takes up to ten times its size."""

_MOST_PARTS = 10_000
_CHUNK = 64 * 1024
_OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Text that is no longer there, or that is there a second time for old programs.
_GONE = frozenset({f"{_W}del", f"{_W}moveFrom", _FALLBACK})
_BREAKS = frozenset({f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_A}br", f"{_W}p", f"{_A}p"})


def read_docx(data: bytes) -> tuple[Extract, ...]:
    """Passages of a Word document by its headings; each row of a table is a paragraph.

    Raises DocumentError, and whatever lxml or python-docx raise for a damaged one.
    """
    check_package(data)
    from docx import Document

    document = Document(io.BytesIO(data))
    levels: dict[str | None, int] = {
        style.style_id: level
        for style in document.styles
        if (level := _heading_level(style.name or ""))
    }
    extracts = Extracts()
    for block in _outermost(document.element.body, f"{_W}p", f"{_W}tr"):
        if block.tag != f"{_W}p":
            extracts.paragraph(_row(block, f"{_W}tc"))
            continue
        style = block.find(f"{_W}pPr/{_W}pStyle")
        if level := levels.get(None if style is None else style.get(f"{_W}val"), 0):
            extracts.heading(level, _texts(block))
        else:
            extracts.paragraph(_texts(block))
    return extracts.finish()


def read_pptx(data: bytes) -> tuple[Extract, ...]:
    """Passages of a presentation by slide: its title, texts, tables and the speaker's notes.

    Raises DocumentError, and whatever lxml or python-pptx raise for a damaged one.
    """
    check_package(data)
    from pptx import Presentation

    extracts = Extracts()
    for number, slide in enumerate(Presentation(io.BytesIO(data)).slides, start=1):
        extracts.at(f"slide {number}")
        for block in _outermost(slide.element, f"{_A}p", f"{_A}tr"):
            is_row = block.tag == f"{_A}tr"
            extracts.paragraph(_row(block, f"{_A}tc") if is_row else _texts(block))
        if slide.has_notes_slide and (notes := slide.notes_slide.notes_text_frame) is not None:
            extracts.at(f"slide {number} › notes")
            for paragraph in notes.paragraphs:
                extracts.paragraph(paragraph.text)
    return extracts.finish()


def check_package(data: bytes) -> None:
    """Unpack `data` once, a little at a time, and refuse what would not stay within its limits.

    What the package says of its own sizes is not believed. Raises DocumentError.
    """
    if data.startswith(_OLD_CONTAINER):
        old = "is in the format of Word or PowerPoint before 2007"
        raise DocumentError("is encrypted" if _ENCRYPTED in data else old)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_parts(package)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise DocumentError("is damaged") from error


def _check_parts(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    if len(parts) > _MOST_PARTS:
        raise DocumentError(f"holds more than {_MOST_PARTS:,} parts")
    total = xml = 0
    for part in parts:
        if part.flag_bits & 1:
            raise DocumentError("is encrypted")
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise DocumentError("is damaged")
        # The library would stop at the declared size, having unpacked all of it in one go.
        declared, part.file_size = part.file_size, MOST_UNPACKED + 1
        size = 0
        with package.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if total + size > MOST_UNPACKED:
                    raise DocumentError(f"unpacks to more than {MOST_UNPACKED // MIB} MiB")
        if size != declared:
            raise DocumentError("is damaged")
        total += size
        xml += size if part.filename.lower().endswith((".xml", ".rels")) else 0
        if xml > MOST_XML:
            raise DocumentError(f"holds more than {MOST_XML // MIB} MiB of text and layout")


def _heading_level(style: str) -> int:
    """1 to 9 for the built-in heading styles, whose names are English in every language."""
    if style in {"Title", "Subtitle"}:
        return 1
    name, _space, number = style.partition(" ")
    return int(number) if name.lower() == "heading" and number in set("123456789") else 0


def _outermost(element: Any, *tags: str) -> Iterator[Any]:
    """The elements of these `tags` in order, also those in groups and content controls."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag not in _GONE and not _is_ornament(child):
            yield from _outermost(child, *tags)


def _is_ornament(shape: Any) -> bool:
    """Whether it is the number, date or footer that stands on every slide."""
    if shape.tag != f"{_P}sp":
        return False
    found = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
    return found is not None and found.get("type") in {"sldNum", "dt", "ftr", "hdr"}


def _row(row: Any, cell: str) -> str:
    return " | ".join(map(_texts, _outermost(row, cell)))


def _texts(element: Any) -> str:
    words: list[str] = []
    _gather(element, words)
    return "".join(words)


def _gather(element: Any, words: list[str]) -> None:
    # lxml itself refuses XML more than 256 elements deep.
    for child in element:
        if child.tag in {f"{_W}t", f"{_A}t"}:
            words.append(child.text or "")
        elif child.tag not in _GONE:
            if child.tag in _BREAKS:
                words.append(" ")
            _gather(child, words)
