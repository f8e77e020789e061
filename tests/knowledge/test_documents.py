"""Finding a person's documents, noticing changes, and the process that reads them."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import documents
from knowledge.document_entry import read_entry
from knowledge.document_extracts import DocumentError, Extract
from knowledge.document_reader import DocumentReader, ReadingStopped
from knowledge.documents import Skipped, find_documents, fingerprint, read_document
from tests.knowledge import documents_made as made
from tests.knowledge.refusals import mode_of


def found_in(*paths: Path) -> list[str]:
    """Names of what was found, with the reason of what was skipped."""
    return [
        f"{found.path.name}: {found.reason}" if isinstance(found, Skipped) else found.name
        for found in find_documents(paths)
    ]


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    with DocumentReader() as one:
        yield one


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    (folder / "deeper").mkdir(parents=True)
    made.write(folder, b_md="# B", a_TXT="a", c_html="<p>c", picture_png="x", zz_pdf="%PDF")
    made.write(folder / "deeper", d_rst="d", e_text="e", f_markdown="f", g_htm="g")
    return folder


def test_documents_come_in_the_order_of_their_names(notes: Path) -> None:
    everything = ["a.TXT", "b.md", "c.html", "d.rst", "e.text", "f.markdown", "g.htm", "zz.pdf"]
    assert found_in(notes) == everything
    assert found_in(notes / "deeper", notes / "b.md") == [*everything[3:7], "b.md"]


def test_paths_are_absolute(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(notes)
    assert set(find_documents([Path("b.md"), Path("deeper/../a.TXT")])) == {
        notes / "b.md",
        notes / "a.TXT",
    }


def test_hidden_files_and_other_peoples_folders_are_passed_over(tmp_path: Path) -> None:
    for name in (".git", "node_modules", "__pycache__", "site-packages", ".hidden"):
        (tmp_path / name).mkdir()
        made.write(tmp_path / name, x_md="x")
    made.write(tmp_path, **{".secret_md": "x", "~$lock_docx": "x", "kept_md": "x"})
    assert found_in(tmp_path) == ["kept.md"]
    assert found_in(tmp_path / ".hidden", tmp_path / ".secret.md") == ["x.md", ".secret.md"]


def test_each_file_comes_once(notes: Path) -> None:
    (notes / "again.md").symlink_to(notes / "b.md")
    os.link(notes / "b.md", notes / "hard.md")
    found = found_in(notes / "deeper", notes, notes / "b.md", notes / ".." / "notes", notes)
    assert sorted(found) == sorted(set(found))
    assert "again.md" in found  # by name the first of the three
    assert not {"b.md", "hard.md"} & set(found)


def test_cycles_of_links_end(notes: Path) -> None:
    (notes / "deeper" / "up").symlink_to(notes)
    (notes / "loop.md").symlink_to(notes / "pool.md")
    (notes / "pool.md").symlink_to(notes / "loop.md")
    (notes / "lost.md").symlink_to(notes / "nowhere.md")
    reasons = [line.partition(": ") for line in found_in(notes) if ": " in line]
    assert [(name, reason.partition(" (")[0]) for name, _colon, reason in reasons] == [
        ("up", "is a link to a folder; name that folder to add it"),
        ("loop.md", "cannot be read"),
        ("lost.md", "is a broken link"),
        ("pool.md", "cannot be read"),
    ]


def test_a_link_that_is_named_is_followed(notes: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(notes / "deeper")
    assert found_in(tmp_path / "link") == ["d.rst", "e.text", "f.markdown", "g.htm"]


def test_what_is_no_document_is_named_when_the_person_named_it(notes: Path) -> None:
    assert found_in(notes / "picture.png", notes / "none.md", notes / "x\x00.md") == [
        "picture.png: is not a kind of document that can be read",
        "none.md: does not exist",
        "x\x00.md: cannot be read (not a name of a file)",
    ]


def test_pipes_and_devices_are_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "zero.md").symlink_to("/dev/zero")
    (tmp_path / "null.md").symlink_to("/dev/null")
    assert found_in(tmp_path) == [
        f"{name}: is not an ordinary file" for name in ("null.md", "pipe.md", "zero.md")
    ]
    for name in ("null.md", "pipe.md", "zero.md"):
        with pytest.raises(DocumentError, match="is not an ordinary file"):
            read_document(tmp_path / name)
        with pytest.raises(DocumentError, match="is not an ordinary file"):
            fingerprint(tmp_path / name)


def test_a_folder_that_may_not_be_looked_into_is_named(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.listdir

    def listdir(folder: Path) -> list[str]:
        # Nothing is refused to root, whom tests may run as.
        if Path(folder).name == "deeper":
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(os, "listdir", listdir)
    found = found_in(notes)
    assert "deeper: cannot be read (Permission denied)" in found
    assert "zz.pdf" in found


def test_a_file_that_may_not_be_read_is_named(notes: Path) -> None:
    with mode_of(notes / "b.md", 0), DocumentReader() as reader:
        with pytest.raises(DocumentError, match="Permission denied"):
            fingerprint(notes / "b.md")
        with pytest.raises(DocumentError, match="Permission denied"):
            read_entry(notes / "b.md", reader)


def test_more_than_anybody_would_search_is_cut_off(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MOST_FILES", 3)
    assert found_in(notes, notes / "deeper") == [
        "a.TXT",
        "b.md",
        "c.html",
        "notes: holds more than 3 documents; the rest is left out",
    ]
    monkeypatch.setattr(documents, "MOST_LOOKED_AT", 2)
    assert found_in(notes)[-1] == "notes: holds more than 2 files; the rest is left out"


def test_folders_without_end(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(documents.MOST_DEEP):
        folder /= "d"
    folder.mkdir(parents=True)
    made.write(folder.parent, last_md="x")
    made.write(folder, never_md="x")
    assert found_in(tmp_path) == [
        f"d: is more than {documents.MOST_DEEP} folders deep",
        "last.md",
    ]


def test_a_skipped_files_name_is_shown_clean() -> None:
    shown = str(Skipped(Path("a\n\x1b[31m\udcff\u202e.md"), "is encrypted"))
    assert shown == "a [31m\ufffd.md: is encrypted"


def test_fingerprint_is_the_bytes_hash(notes: Path) -> None:
    assert fingerprint(notes / "b.md") == hashlib.sha256(b"# B").hexdigest()
    before = fingerprint(notes / "b.md")
    (notes / "b.md").write_text("# C")
    assert fingerprint(notes / "b.md") != before


def test_an_empty_file_has_no_passages(tmp_path: Path) -> None:
    for name in ("a.md", "a.pdf", "a.docx"):
        (tmp_path / name).touch()
        assert read_document(tmp_path / name) == ()


def test_one_process_reads_many_documents(notes: Path) -> None:
    with DocumentReader() as reader:
        assert read_document(notes / "b.md", reader=reader) == (Extract("B", "B"),)
        first = reader.process_id
        assert read_document(notes / "c.html", reader=reader) == (Extract("", "c"),)
        with pytest.raises(DocumentError, match="is damaged"):
            read_document(notes / "zz.pdf", reader=reader)
        assert reader.process_id == first
        assert first is not None
    assert reader.process_id is None


def test_stopping_ends_the_process_and_the_next_document_is_read(tmp_path: Path) -> None:
    made.write(tmp_path, slow_md="![" * 300_000, quick_md="quick")
    looks = iter([False, False, True])
    with DocumentReader() as reader:
        read_document(tmp_path / "quick.md", reader=reader)
        first = reader.process_id
        with pytest.raises(ReadingStopped):
            read_document(tmp_path / "slow.md", reader=reader, stop=lambda: next(looks))
        assert reader.process_id is None
        assert read_document(tmp_path / "quick.md", reader=reader) == (Extract("", "quick"),)
        assert reader.process_id != first


def test_no_process_can_be_started(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    with pytest.raises(DocumentError, match="no process was started"):
        read_document(notes / "b.md")


def test_the_current_folder_is_not_where_programs_come_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.write(tmp_path, json_py="raise SystemExit('stolen')", a_md="read")
    (tmp_path / "knowledge").mkdir()
    made.write(tmp_path / "knowledge", document_child_py="", __init___py="")
    monkeypatch.chdir(tmp_path)
    assert read_document(Path("a.md")) == (Extract("", "read"),)


@settings(max_examples=25)
@given(st.lists(st.text("ab #*[]()<>`|-\n\x1b", max_size=60), max_size=4))
def test_any_markdown_is_read(reader: DocumentReader, folder: Path, texts: list[str]) -> None:
    path = folder / "any.md"
    path.write_text("\n\n".join(texts))
    for extract in read_document(path, reader=reader):
        assert "\x1b" not in extract.text + extract.place


def test_a_link_to_a_file_elsewhere_is_named_and_one_within_is_followed(tmp_path: Path) -> None:
    inside = tmp_path / "notes"
    (inside / "deep").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("elsewhere")
    (inside / "deep" / "own.md").write_text("own")
    (inside / "a-way-out.txt").symlink_to(tmp_path / "secret.txt")
    (inside / "b-way-in.md").symlink_to(inside / "deep" / "own.md")
    told = list(find_documents([inside]))
    (skipped,) = [one for one in told if isinstance(one, Skipped)]
    assert skipped.reason == "is a link to a file elsewhere; name that file to add it"
    assert [one.name for one in told if isinstance(one, Path)] == ["b-way-in.md"]
    both = list(find_documents([inside, tmp_path / "secret.txt"]))
    assert not any(isinstance(one, Skipped) for one in both)
    assert len(both) == 2
