"""Real documents for tests: PDFs written by hand, packages by the libraries that read them."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

from docx import Document
from pptx import Presentation
from pptx.util import Inches


def pdf(*pages: str, kids: str = "", extra: str = "") -> bytes:
    """A PDF whose pages show the lines of each text; `kids` stands in for its list of pages."""
    objects = {1: "<< /Type /Catalog /Pages 2 0 R >>"}
    objects[3] = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    numbers = range(4, 4 + 2 * len(pages), 2)
    for number, text in zip(numbers, pages, strict=True):
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in text.split("\n"))
        stream = f"BT /F1 12 Tf 72 720 Td {shown} ET"
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> "
            f"/MediaBox [0 0 612 792] /Contents {number + 1} 0 R {extra} >>"
        )
        objects[number + 1] = f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream"
    kids = kids or " ".join(f"{number} 0 R" for number in numbers)
    objects[2] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"
    return assembled({number: text.encode("latin-1") for number, text in objects.items()})


def assembled(objects: dict[int, bytes]) -> bytes:
    """The file of a PDF's numbered objects, the first of which is its catalogue."""
    data, places = b"%PDF-1.4\n", {}
    for number, body in sorted(objects.items()):
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(places))
    size, start = len(objects) + 1, len(data)
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, start)
    )


def docx() -> bytes:
    """Two headings, paragraphs, a list and a table."""
    document = Document()
    document.add_heading("Budget talks", level=1)
    document.add_paragraph("We agreed to meet on Tuesdays.")
    document.add_heading("What went wrong", level=2)
    document.add_paragraph("He spoke for forty minutes.")
    document.add_paragraph("Slides first", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for place, text in enumerate(["Who", "What", "Sam", "Numbers"]):
        table.cell(place // 2, place % 2).text = text
    return _saved(document)


def pptx() -> bytes:
    """Two slides: title, text and notes; a table and a text in a group."""
    deck = Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "Reverse mentoring"
    first.placeholders[1].text_frame.text = "Rank is reversed, not age."
    first.notes_slide.notes_text_frame.text = "Pause here for questions."
    second = deck.slides.add_slide(deck.slide_layouts[6])
    table = second.shapes.add_table(1, 2, 0, 0, Inches(4), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "Junior", "Mentor"
    group = second.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "Hidden in a group"
    return _saved(deck)


def repacked(package: bytes, parts: dict[str, bytes]) -> bytes:
    """`package` with these parts put in place of its own or added to them."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            new.writestr(name, parts[name] if name in parts else old.read(name))
        for name in parts.keys() - set(old.namelist()):
            new.writestr(name, parts[name])
    return out.getvalue()


def with_declared_size(package: bytes, part: str, size: int) -> bytes:
    """`package`, which now says in both of its lists that `part` unpacks to `size` bytes."""
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        local = old.getinfo(part).header_offset
    data = bytearray(package)
    central = data.rindex(part.encode()) - 46
    assert data[central : central + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, local + 22, size)
    struct.pack_into("<I", data, central + 24, size)
    return bytes(data)


def write(folder: Path, **files: str | bytes) -> Path:
    """Write files into `folder`; `_` before the suffix in a name stands for the dot."""
    for name, content in files.items():
        path = folder / ".".join(name.rsplit("_", 1))
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()
