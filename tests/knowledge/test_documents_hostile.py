"""Documents made to do harm, or merely broken: each is named, and the next one is read."""

from __future__ import annotations

import os
import signal
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.bounded import MIB
from knowledge.document_child import NEEDS_EXTRA
from knowledge.document_reader import DocumentReader
from knowledge.documents import DocumentError, fingerprint, read_document
from tests.knowledge import documents_made as made

SECRET = "a secret of this computer"


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    with DocumentReader() as one:
        yield one


def reason(path: Path, reader: DocumentReader | None = None) -> str:
    """Why `path` cannot be read."""
    with pytest.raises(DocumentError) as caught:
        read_document(path, reader=reader)
    return str(caught.value)


def texts(path: Path, reader: DocumentReader | None = None) -> str:
    return " ".join(extract.text for extract in read_document(path, reader=reader))


def outcome(path: Path, reader: DocumentReader) -> str:
    """Its text, or why it cannot be read: for what one version of a library reads and another not."""
    try:
        return texts(path, reader)
    except DocumentError as error:
        return str(error)


@pytest.mark.parametrize(("name", "most"), [("a.txt", 20), ("a.md", 20), ("a.pdf", 100)])
def test_huge_files_are_not_read(tmp_path: Path, name: str, most: int) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(200 * MIB)
    with DocumentReader() as reader:
        assert reason(tmp_path / name, reader) == f"is larger than {most} MiB"
        assert reader.process_id is None
    with pytest.raises(DocumentError, match="is larger than"):
        fingerprint(tmp_path / name)


def test_a_file_that_grows_while_it_is_read_is_still_bounded(tmp_path: Path) -> None:
    made.write(tmp_path, a_txt="x" * 100)
    with DocumentReader() as reader, pytest.raises(DocumentError, match="larger than"):
        reader.parse(tmp_path / "a.txt", ".txt", 99)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_binary_content_behind_a_text_suffix(
    tmp_path: Path, reader: DocumentReader, name: str
) -> None:
    (tmp_path / name).write_bytes(zlib.compress(os.urandom(4000)) + b"\x00")
    assert reason(tmp_path / name, reader) == "is not text"


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.pptx"])
@pytest.mark.parametrize(
    "content",
    [b"\x00", b"text", os.urandom(5000), b"%PDF-1.7\n%%EOF", b"PK\x03\x04" + b"\xff" * 100],
    ids=["nul", "text", "noise", "bare", "zip"],
)
def test_what_is_not_what_its_name_says(
    tmp_path: Path, reader: DocumentReader, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    assert reason(tmp_path / name, reader).startswith("is damaged")


@pytest.mark.parametrize("kind", ["pdf", "docx", "pptx"])
def test_cut_off_documents(tmp_path: Path, reader: DocumentReader, kind: str) -> None:
    whole = {"pdf": made.pdf("Some text"), "docx": made.docx(), "pptx": made.pptx()}[kind]
    for share in (0.1, 0.5, 0.9):
        path = tmp_path / f"a.{kind}"
        path.write_bytes(whole[: int(len(whole) * share)])
        allowed = {"is damaged"}
        if kind == "pdf":
            allowed |= {"has no text in it (a scan?)", "Some text"}
        assert outcome(path, reader) in allowed


# --- packages ---------------------------------------------------------------------------------


def test_a_package_that_unpacks_to_more_than_anybody_needs(
    tmp_path: Path, reader: DocumentReader
) -> None:
    bomb = made.repacked(made.docx(), {"word/media/zeros.bin": bytes(201 * MIB)})
    assert len(bomb) < 2 * MIB
    made.write(tmp_path, a_docx=bomb)
    assert reason(tmp_path / "a.docx", reader) == "unpacks to more than 200 MiB"
    # A list of contents that lies about it changes nothing.
    lying = made.with_declared_size(bomb, "word/media/zeros.bin", 1000)
    made.write(tmp_path, b_docx=lying)
    assert reason(tmp_path / "b.docx", reader) == "unpacks to more than 200 MiB"


def test_a_package_that_lies_about_a_part(tmp_path: Path, reader: DocumentReader) -> None:
    package = made.with_declared_size(made.pptx(), "ppt/presentation.xml", 100)
    made.write(tmp_path, a_pptx=package)
    assert reason(tmp_path / "a.pptx", reader) == "is damaged"


def test_too_much_to_parse(tmp_path: Path, reader: DocumentReader) -> None:
    package = made.repacked(made.docx(), {"word/document.xml": b"<a>" + b" " * 65 * MIB + b"</a>"})
    made.write(tmp_path, a_docx=package)
    assert reason(tmp_path / "a.docx", reader) == "holds more than 64 MiB of text and layout"


def test_a_package_within_a_package_is_left_packed(tmp_path: Path, reader: DocumentReader) -> None:
    inner = made.repacked(made.docx(), {"zeros.bin": bytes(201 * MIB)})
    made.write(tmp_path, a_docx=made.repacked(made.docx(), {"word/embeddings/in.docx": inner}))
    assert "Tuesdays" in texts(tmp_path / "a.docx", reader)


def test_very_many_parts(tmp_path: Path, reader: DocumentReader) -> None:
    parts = {f"word/media/{number}": b"" for number in range(10_001)}
    made.write(tmp_path, a_docx=made.repacked(made.docx(), parts))
    assert reason(tmp_path / "a.docx", reader) == "holds more than 10,000 parts"


def test_encrypted_and_old_office_files(tmp_path: Path, reader: DocumentReader) -> None:
    container = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    made.write(
        tmp_path, a_docx=container + "EncryptedPackage".encode("utf-16-le"), b_pptx=container
    )
    assert reason(tmp_path / "a.docx", reader) == "is encrypted"
    assert "before 2007" in reason(tmp_path / "b.pptx", reader)
    locked = bytearray(made.docx())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.find(mark)
        while at >= 0:
            locked[at + flags] |= 1
            at = locked.find(mark, at + 1)
    made.write(tmp_path, c_docx=bytes(locked))
    assert reason(tmp_path / "c.docx", reader) == "is encrypted"


def body(text: str) -> str:
    return (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    )


@pytest.mark.parametrize("inside", ["file", "address", "parameter"])
def test_external_entities_are_never_fetched(
    tmp_path: Path, reader: DocumentReader, inside: str
) -> None:
    (tmp_path / "secret").write_text(SECRET)
    target = {
        "file": f'<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">',
        "address": '<!ENTITY x SYSTEM "http://127.0.0.1:9/x">',
        "parameter": f'<!ENTITY % p SYSTEM "{(tmp_path / "secret").as_uri()}"> %p;',
    }[inside]
    used = "" if inside == "parameter" else "&x;"
    xml = f"<!DOCTYPE w:document [{target}]>{body(f'before {used} after')}".encode()
    made.write(tmp_path, a_docx=made.repacked(made.docx(), {"word/document.xml": xml}))
    found = outcome(tmp_path / "a.docx", reader)
    assert SECRET not in found
    assert found in {"is damaged", "before after", "before"}


def test_entities_that_multiply(tmp_path: Path, reader: DocumentReader) -> None:
    lines = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
    xml = f'<!DOCTYPE w:document [<!ENTITY e0 "lol">{lines}]>{body("&e12;")}'.encode()
    made.write(tmp_path, a_docx=made.repacked(made.docx(), {"word/document.xml": xml}))
    start = time.monotonic()
    assert len(outcome(tmp_path / "a.docx", reader)) < 1000
    assert time.monotonic() - start < 20


def test_xml_without_bottom(tmp_path: Path, reader: DocumentReader) -> None:
    xml = body("<w:t>" * 50_000 + "x" + "</w:t>" * 50_000).encode()
    made.write(tmp_path, a_docx=made.repacked(made.docx(), {"word/document.xml": xml}))
    assert reason(tmp_path / "a.docx", reader) in {"is damaged", "is nested too deeply"}


# --- PDF ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kids",
    ["2 0 R", "4 0 R 2 0 R", "99 0 R", "4 0 R " * 3, "(text)"],
    ids=["itself", "page-and-itself", "missing", "thrice", "no-page"],
)
def test_loops_and_gaps_in_a_pdfs_pages(tmp_path: Path, reader: DocumentReader, kids: str) -> None:
    made.write(tmp_path, a_pdf=made.pdf("Some text", kids=kids))
    found = outcome(tmp_path / "a.pdf", reader)
    assert set(found.split()) <= {"Some", "text"} or found in {
        "is damaged",
        "is nested too deeply",
        "has no text in it (a scan?)",
    }


def test_a_pdf_that_unpacks_without_end(tmp_path: Path, reader: DocumentReader) -> None:
    packed = zlib.compress(zlib.compress(b"BT " * (50 * MIB), 9), 9)
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream"
    page = b"/MediaBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R"
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R %s >>" % page,
        4: stream % (len(packed), packed),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    made.write(tmp_path, a_pdf=made.assembled(objects))
    assert (tmp_path / "a.pdf").stat().st_size < 10_000
    assert reason(tmp_path / "a.pdf", reader) == "unpacks to more than can be read"


def test_a_damaged_page_leaves_the_others(tmp_path: Path, reader: DocumentReader) -> None:
    made.write(
        tmp_path, a_pdf=made.pdf("First", "Second").replace(b"/Contents 5 0 R", b"/Contents 5 0 X")
    )
    assert "Second" in texts(tmp_path / "a.pdf", reader)


# --- Text, Markdown, HTML -------------------------------------------------------------------------


TRAPS = {
    "deep.html": "<div>" * 100_000 + "kept",
    "crossed.html": "<b><p>" * 50_000 + "kept" + "</i>" * 50_000,
    "comments.html": "kept" + "<!--" * 100_000,
    "instructions.html": "kept" + "<?" * 100_000,
    "attributes.html": "kept <a " + "a='" * 100_000,
    "references.html": "kept " + "&" * 200_000,
    "entities.html": "<!DOCTYPE x [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]>kept &c;",
    "brackets.md": "kept\n\n" + "[" * 50_000,
    "quotes.md": "kept\n\n" + ">" * 10_000 + "a",
    "lines.md": "kept\n\n" + ("> " * 40 + "a\n") * 5000,
    "lists.md": "".join("  " * depth + "- kept\n" for depth in range(500)),
    "definitions.md": "kept\n\n" + "[a]: b\n" * 20_000,
    "table.md": "kept\n\n" + "|" * 5000 + "\n" + "|-" * 5000 + "\n" + "|\n" * 2000,
    "ticks.md": "kept\n\n" + "".join("`" * run + "a" for run in range(500)),
    "rules.md": "---\na: b\n" * 20_000 + "kept",
    "endless.txt": "kept " * 400_000,
    "empty.txt": "kept" + "\n \n" * 500_000,
}


@pytest.mark.parametrize("name", TRAPS)
def test_traps_for_parsers(tmp_path: Path, reader: DocumentReader, name: str) -> None:
    (tmp_path / name).write_text(TRAPS[name])
    start = time.monotonic()
    assert "kept" in texts(tmp_path / name, reader)
    assert time.monotonic() - start < 30


# --- the process ------------------------------------------------------------------------------------


def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    made.write(tmp_path, slow_md="![" * 300_000, quick_md="quick")
    with DocumentReader(seconds=1) as reader:
        assert reason(tmp_path / "slow.md", reader) == "takes longer than 1 seconds to read"
        assert texts(tmp_path / "quick.md", reader) == "quick"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_what_takes_too_much_memory_is_named(tmp_path: Path) -> None:
    made.write(tmp_path, a_txt=("kept " * 20 + "\n\n") * 180_000, quick_md="quick")
    with DocumentReader(memory=80 * MIB) as reader:
        assert reason(tmp_path / "a.txt", reader) == "needs too much memory to be read"
        assert texts(tmp_path / "quick.md", reader) == "quick"


def shim(folder: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Put a pypdf of our own before the real one: a converter that a document has taken over."""
    made.write(folder, pypdf_py=program, a_pdf="%PDF", quick_md="quick")
    monkeypatch.setenv("PYTHONPATH", f"{folder}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGKILL])
def test_a_crash_of_the_converter_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    shim(tmp_path, monkeypatch, f"import os; os.kill(os.getpid(), {int(number)})")
    with DocumentReader() as reader:
        assert reason(tmp_path / "a.pdf", reader) == "cannot be read: it made its reader fail"
        assert texts(tmp_path / "quick.md", reader) == "quick"


@pytest.mark.parametrize(
    "program",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import subprocess; subprocess.run(['touch', MARK])",
        "import os; os.system('touch ' + MARK)",
        "import os; os.fork() or open(MARK, 'w').close()",
        "import os; os.posix_spawn('/bin/touch', ['touch', MARK], {})",
    ],
)
def test_a_converter_reaches_neither_network_nor_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    mark = tmp_path / "mark"
    shim(tmp_path, monkeypatch, f"MARK = {str(mark)!r}\n{program}\nopen(MARK, 'w').close()")
    assert reason(tmp_path / "a.pdf") == "is damaged"
    assert not mark.exists()


def test_what_a_converter_prints_is_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    noise = 'import os, sys; print(\'{"extracts": []}\'); os.write(1, b"x\\n"); os.write(2, b"y")'
    shim(tmp_path, monkeypatch, f"{noise}\nraise ValueError")
    assert reason(tmp_path / "a.pdf") == "is damaged"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("module", "name"), [("pypdf", "a.pdf"), ("docx", "a.docx"), ("pptx", "a.pptx")]
)
def test_without_the_extra_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str
) -> None:
    made.write(tmp_path, a_pdf=made.pdf("x"), a_docx=made.docx(), a_pptx=made.pptx())
    shadow = tmp_path / "shadow"
    shadow.mkdir()
    (shadow / f"{module}.py").write_text("raise ModuleNotFoundError")
    monkeypatch.setenv("PYTHONPATH", f"{shadow}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    assert reason(tmp_path / name) == NEEDS_EXTRA


def test_names_that_are_made_to_be_printed(tmp_path: Path, reader: DocumentReader) -> None:
    name = os.fsdecode(b"a\n\x1b[31m\xff.md")
    (tmp_path / name).write_text("kept")
    assert texts(tmp_path / name, reader) == "kept"
    (tmp_path / name).write_bytes(b"\x00")
    assert reason(tmp_path / name, reader) == "is not text"
