"""What each kind of document becomes: passages of even length, each with its place."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from knowledge.document_extracts import DocumentError, Extract, Extracts
from knowledge.document_html import read_html
from knowledge.document_markdown import read_markdown
from knowledge.document_reader import DocumentReader
from knowledge.document_text import decode, read_text
from knowledge.documents import read_document
from knowledge.plain_text import one_line
from tests.knowledge import documents_made as made


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    with DocumentReader() as one:
        yield one


def places(extracts: tuple[Extract, ...]) -> list[tuple[str, str]]:
    return [(extract.place, extract.text) for extract in extracts]


def test_markdown_by_heading_and_paragraph() -> None:
    text = (
        "---\ntitle: not searched\ntags: [a]\n---\n"
        "# Talks with *Sam*\nSee [the notes](http://x.example/a) and `code`.\nSame paragraph\n\n"
        "- Milk\n- Eggs\n  1. nested **bold**\n\n> A quote\n\n"
        "| Who | What |\n|---|---|\n| Sam | Numbers |\n\n"
        "## Nothing yet\n\n## Code\n```python\nprint('hi')\n```\n<div>Raw <b>words</b></div>\n\n"
        "![a picture of us](us.png)\n"
    )
    assert places(read_markdown(text)) == [
        (
            "Talks with Sam",
            "See the notes and code. Same paragraph · Milk · Eggs · nested bold · A quote · "
            "Who | What · Sam | Numbers",
        ),
        ("Talks with Sam › Nothing yet", "Nothing yet"),
        ("Talks with Sam › Code", "print('hi') · Raw words · a picture of us"),
    ]


def test_markdown_setext_headings_references_breaks_and_escapes() -> None:
    text = "Title\n=====\none  \ntwo<br>three \\*four\\* [five][1] a&amp;b\n\n[1]: http://x.example"
    assert places(read_markdown(text)) == [("Title", "one two three *four* five a&b")]


@pytest.mark.parametrize(
    "text",
    [
        "---\nWords after a rule.\n\n---\n",
        "---\n\nWords after a rule.\n\n---\n",
        "---\r\nWords after a rule.",
    ],
)
def test_a_rule_at_the_top_is_no_front_matter(text: str) -> None:
    assert "Words after a rule" in " ".join(extract.text for extract in read_markdown(text))


def test_front_matter_of_both_kinds_is_left_out() -> None:
    for text in ("---\na: b\n---\nBody", "+++\na = 1\n+++\nBody", "---\r\na: b\r\n...\r\nBody"):
        assert places(read_markdown(text)) == [("", "Body")]


def test_html_shows_what_a_browser_would() -> None:
    text = (
        "<!doctype html><html><head><title>T</title><style>p{}</style><body><nav>menu</nav>"
        "<h1>Talks <b>with Sam</b></h1><p>One<p>two &amp; three<br>four<ul><li>Milk<li>Eggs</ul>"
        "<table><tr><td>Who<td>What<tr><th>Sam<th>Numbers</table><div hidden>secret</div>"
        "<p style='display: none'>secret</p><script>if (a<b) secret()</script><!-- secret -->"
        "<![if !supportLists]>shown<![endif]><h2>Unclosed<p>text after<template>secret</template>"
    )
    assert places(read_html(text)) == [
        (
            "Talks with Sam",
            "One · two & three four · Milk · Eggs · Who | What · Sam | Numbers · shown",
        ),
        ("Talks with Sam › Unclosed", "text after"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<p>kept",
        "</div></p>kept</b>",
        "<b><i>kept</b></i>",
        "<head><p>kept",
        "<head><title>T<body>kept",
        "kept<",
        "kept<![",
        "kept<!",
        "<div/>kept",
        "<p>kept<script>never closed",
        "kept<!-- never closed",
    ],
)
def test_broken_html_survives(text: str) -> None:
    found = read_html(text)
    assert [extract.text.partition(" never")[0].strip("<![ ") for extract in found] == ["kept"]


@given(st.text(alphabet="<>/!-[]?&;#'\"= abp\n\x00", max_size=200))
def test_no_html_is_too_broken(text: str) -> None:
    for extract in read_html(text):
        assert extract.text == one_line(extract.text) != ""


def test_plain_text_by_paragraph() -> None:
    assert places(read_text("One line\r\nof two.\r\n\r\n-----\r\n \t\r\nAnother\x0cpage")) == [
        ("", "One line of two. Another page")
    ]
    assert places(read_text("a\n\nb")) == [("", "a · b")]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Zoë".encode(), "Zoë"),
        (b"\xef\xbb\xbfZo\xc3\xab", "Zoë"),
        ("Zoë".encode("utf-16"), "Zoë"),
        (b"\xfe\xff" + "Zoë".encode("utf-16-be"), "Zoë"),
        ("Zoë said “no”".encode("cp1252"), "Zoë said “no”"),
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is not text"),
        (bytes(range(1, 256)) * 4, "is not text"),
        ("Здравствуйте, коллеги".encode("cp1251"), "is not text in UTF-8"),
        ("plain".encode("utf-16-le"), "is not text"),
        (b"\xff\xfea", "is not text"),
        (b"caf\xe9 and a byte that means nothing: \x81", "is not text"),
    ],
)
def test_what_is_not_text_is_named(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError) as caught:
        decode(data)
    assert str(caught.value) == reason


def test_a_page_says_its_own_encoding_unless_that_is_nonsense() -> None:
    page = '<meta charset="windows-1251"><p>Здравствуйте'.encode("cp1251")
    assert read_html(decode(page, html=True)) == (Extract("", "Здравствуйте"),)
    for name in (b"base64", b"utf-16", b"rot13", b"no-such-thing"):
        assert "café" in decode(
            b'<meta charset="' + name + b'"><p>caf\xe9 as everywhere', html=True
        )


def test_short_neighbours_are_joined_and_long_ones_split_at_sentences() -> None:
    extracts = Extracts()
    sentence = "This sentence of mine has exactly ten words in it."
    extracts.paragraph(" ".join([sentence] * 30))
    extracts.paragraph("A short one")
    found = extracts.finish()
    assert [len(extract.text.split()) for extract in found[:2]] == [120, 120]
    assert all(extract.text.endswith("in it.") for extract in found[:2])
    assert found[2].text == " ".join([sentence] * 6 + ["A short one"])


def test_a_line_without_end_and_writing_without_spaces_are_split() -> None:
    for text in ("word " * 5000, "x" * 5000, "字" * 5000, "这是一句话。" * 800):
        found = read_text(text)
        assert len(found) > 5
        assert re.sub(r"\s", "", "".join(extract.text for extract in found)) == re.sub(
            r"\s", "", text
        )
    assert all(len(extract.text) <= 120 for extract in read_text("字" * 5000))


@given(st.lists(st.text(alphabet=st.characters(), max_size=400) | st.text("ab. 字", min_size=300)))
def test_no_word_is_lost_and_none_too_long(texts: list[str]) -> None:
    extracts = Extracts()
    for text in texts:
        extracts.paragraph(text)
    found = extracts.finish()
    for extract in found:
        assert 1 <= len(extract.text) <= 900
        assert extract.text == " ".join(extract.text.split())
        extract.text.encode()

    def letters(text: str) -> str:
        return re.sub(r"[\s·]", "", re.sub("[\ud800-\udfff]", "\ufffd", text))

    shown = [one_line(letters(text)) for text in map(one_line, texts)]
    expected = "".join(text for text in shown if any(map(str.isalnum, text)))
    assert letters("".join(extract.text for extract in found)) == expected


def test_headings_make_places_and_alone_are_passages() -> None:
    extracts = Extracts()
    for level, heading, text in [
        (1, "A", ""), (2, "B", "under b"), (2, "C", ""), (1, "D", "under d"), (3, "E", ""),
    ]:  # fmt: skip
        extracts.heading(level, heading)
        extracts.paragraph(text)
    assert places(extracts.finish()) == [
        ("A › B", "under b"),
        ("A › C", "C"),
        ("D", "under d"),
        ("D › E", "E"),
    ]


def test_a_heading_too_long_to_show_is_still_found_in_full() -> None:
    extracts = Extracts()
    extracts.heading(1, "word " * 300)
    found = extracts.finish()
    assert all(len(extract.place) == 80 and extract.place.endswith("…") for extract in found)
    assert sum(len(extract.text.split()) for extract in found) == 300


def test_controls_are_cleaned_from_texts_and_places() -> None:
    hostile = "\x1b[31mred\u202e\x9b1m"
    for found in (
        read_markdown(f"# {hostile}\n{hostile}"),
        read_html(f"<h1>{hostile}</h1><p>&#27;[31mred&#x202e;"),
    ):
        (extract,) = found
        assert "red" in extract.place
        assert not set(extract.place + extract.text) & set("\x1b\u202e\x9b")


def test_pdf_by_page(tmp_path: Path, reader: DocumentReader) -> None:
    pages = ("A talk about men-\ntoring upwards", "", "Second thoughts")
    made.write(tmp_path, a_pdf=made.pdf(*pages))
    assert places(read_document(tmp_path / "a.pdf", reader=reader)) == [
        ("page 1", "A talk about mentoring upwards"),
        ("page 3", "Second thoughts"),
    ]


def test_dots_that_lead_to_a_page_number_are_shortened(
    tmp_path: Path, reader: DocumentReader
) -> None:
    made.write(tmp_path, a_pdf=made.pdf("Starting" + " ." * 60 + " 3\nNames: ______________"))
    (extract,) = read_document(tmp_path / "a.pdf", reader=reader)
    assert extract.text == "Starting … 3 Names: …"


def test_a_scan_says_so(tmp_path: Path, reader: DocumentReader) -> None:
    made.write(tmp_path, a_pdf=made.pdf("", ""))
    with pytest.raises(DocumentError, match="has no text in it"):
        read_document(tmp_path / "a.pdf", reader=reader)


@pytest.mark.parametrize("password", ["", "secret"])
def test_only_a_pdf_that_asks_for_a_password_is_encrypted(
    tmp_path: Path, reader: DocumentReader, password: str
) -> None:
    writer = PdfWriter(PdfReader(io.BytesIO(made.pdf("Open to all"))))
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    if password:
        with pytest.raises(DocumentError, match=r"^is encrypted$"):
            read_document(tmp_path / "a.pdf", reader=reader)
    else:
        assert read_document(tmp_path / "a.pdf", reader=reader)[0].text == "Open to all"


def test_docx_by_heading(tmp_path: Path, reader: DocumentReader) -> None:
    made.write(tmp_path, a_docx=made.docx())
    assert places(read_document(tmp_path / "a.docx", reader=reader)) == [
        ("Budget talks", "We agreed to meet on Tuesdays."),
        (
            "Budget talks › What went wrong",
            "He spoke for forty minutes. Slides first · Who | What · Sam | Numbers",
        ),
    ]


def test_docx_keeps_insertions_and_controls_and_leaves_deletions_out(
    tmp_path: Path, reader: DocumentReader
) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    run = "<w:r><w:t>{}</w:t></w:r>".format
    body = (
        f"<w:p>{run('One')}<w:ins>{run(' inserted')}</w:ins>"
        f"<w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('moved away')}</w:moveFrom></w:p>"
        f"<w:sdt><w:sdtContent><w:p>{run('controlled')}</w:p></w:sdtContent></w:sdt>"
        f"<w:tbl><w:tr><w:tc><w:p>{run('outer')}</w:p><w:tbl><w:tr><w:tc><w:p>{run('inner')}</w:p>"
        f"</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>"
    )
    xml = f"<w:document {space}><w:body>{body}</w:body></w:document>".encode()
    made.write(tmp_path, a_docx=made.repacked(made.docx(), {"word/document.xml": xml}))
    assert places(read_document(tmp_path / "a.docx", reader=reader)) == [
        ("", "One inserted · controlled · outer inner")
    ]


def test_pptx_by_slide(tmp_path: Path, reader: DocumentReader) -> None:
    made.write(tmp_path, a_pptx=made.pptx())
    assert places(read_document(tmp_path / "a.pptx", reader=reader)) == [
        ("slide 1", "Reverse mentoring · Rank is reversed, not age."),
        ("slide 1 › notes", "Pause here for questions."),
        ("slide 2", "Junior | Mentor · Hidden in a group"),
    ]


def test_every_paragraph_of_a_long_docx_is_read(tmp_path: Path, reader: DocumentReader) -> None:
    document = Document()
    for number in range(300):
        document.add_paragraph(f"Paragraph {number} with some words that say next to nothing.")
    document.save(str(tmp_path / "a.docx"))
    found = read_document(tmp_path / "a.docx", reader=reader)
    text = " ".join(extract.text for extract in found)
    assert all(f"Paragraph {number} " in text for number in range(300))
