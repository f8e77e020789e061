"""Documents kept ready: what is read again, what is forgotten, what stays when a disk is pulled out."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.document_index import DocumentIndex, Refreshed
from knowledge.errors import CacheError
from knowledge.passage_store import PassageStore
from knowledge.passages import Passage
from knowledge.stamps import settled
from tests.conftest import PROJECT, FakeEncoder


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.md").write_text("# Trust\n\nKeep small promises.\n", encoding="utf-8")
    (folder / "b.txt").write_text("Listen before you answer.", encoding="utf-8")
    (folder / "deep" / "c.md").write_text("Bread and butter.", encoding="utf-8")
    return folder


@pytest.fixture
def index(tmp_path: Path) -> DocumentIndex:
    return DocumentIndex(tmp_path / "cache")


def wait_until_settled(folder: Path) -> None:
    """Files changed this moment may change again and look the same; the wait is a tenth of a second."""
    for path in folder.rglob("*"):
        found = path.lstat()
        while not settled(time.time_ns(), found.st_mtime_ns, found.st_ctime_ns):
            os.sched_yield()


def kept(index: DocumentIndex) -> dict[str, list[str]]:
    """The texts kept of each document, by its name."""
    collection = DocumentIndex(index.folder).open()
    if collection is None:
        return {}
    store = collection.store
    return {
        Path(path).name: [passage.text for passage in store.passages(place)]
        for place, path in enumerate(store.ids)
    }


def names(paths: list[Path]) -> list[str]:
    return sorted(path.name for path in paths)


def told(refreshed: Refreshed) -> tuple[list[str], list[str], list[str], list[str]]:
    return (
        names(refreshed.read),
        names(refreshed.unchanged),
        names(refreshed.gone),
        names([skipped.path for skipped in refreshed.skipped]),
    )


def test_documents_are_read_and_found_with_their_place(index: DocumentIndex, notes: Path) -> None:
    assert told(index.refresh([notes])) == (["a.md", "b.txt", "c.md"], [], [], [])
    collection = index.open()
    assert collection
    (hit,) = collection.find("promise")
    assert (hit.id, hit.place, hit.text) == (str(notes / "a.md"), "Trust", "Keep small promises.")


def test_nothing_is_kept_before_anything_was_read(index: DocumentIndex, tmp_path: Path) -> None:
    assert index.open() is None
    index.forget_all_but([])
    assert not index.folder.exists()
    assert told(index.refresh([])) == ([], [], [], [])
    assert index.open() is None


def test_only_what_changed_is_read_again(
    index: DocumentIndex, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_until_settled(notes)
    index.refresh([notes])
    with monkeypatch.context() as patch:
        patch.setattr("knowledge.document_entry.fingerprint", pytest.fail)
        patch.setattr("knowledge.document_entry.read_document", pytest.fail)
        assert told(index.refresh([notes])) == ([], ["a.md", "b.txt", "c.md"], [], [])
    (notes / "a.md").touch()
    with monkeypatch.context() as patch:
        patch.setattr("knowledge.document_entry.read_document", pytest.fail)
        assert told(index.refresh([notes]))[1] == ["a.md", "b.txt", "c.md"]
    (notes / "a.md").write_text("Kept promises.", encoding="utf-8")
    assert told(index.refresh([notes])) == (["a.md"], ["b.txt", "c.md"], [], [])
    assert kept(index)["a.md"] == ["Kept promises."]


def test_where_nothing_changed_nothing_is_written(index: DocumentIndex, notes: Path) -> None:
    wait_until_settled(notes)
    index.refresh([notes])
    before = {path.name: path.stat().st_mtime_ns for path in index.folder.iterdir()}
    store = next(index.folder.glob("documents-*.sqlite")).stat().st_ino
    index.refresh([notes])
    after = {path.name: path.stat().st_mtime_ns for path in index.folder.iterdir()}
    assert {name for name in after if after[name] != before.get(name)} <= {".documents.lock"}
    assert next(index.folder.glob("documents-*.sqlite")).stat().st_ino == store


def test_the_same_size_and_time_do_not_hide_a_change(index: DocumentIndex, notes: Path) -> None:
    wait_until_settled(notes)
    index.refresh([notes])
    path = notes / "b.txt"
    before = path.stat()
    path.write_text("Listen before you cancel!", encoding="utf-8")
    assert path.stat().st_size == before.st_size
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert told(index.refresh([notes]))[0] == ["b.txt"]


def test_a_document_changed_this_moment_is_looked_at_again(
    index: DocumentIndex, notes: Path
) -> None:
    for number in range(10):
        (notes / "b.txt").write_text(f"Number {number}.", encoding="utf-8")
        index.refresh([notes / "b.txt"])
        assert kept(index)["b.txt"] == [f"Number {number}."]


def test_deleted_renamed_and_replaced_documents(index: DocumentIndex, notes: Path) -> None:
    index.refresh([notes])
    (notes / "b.txt").unlink()
    (notes / "a.md").rename(notes / "new.md")
    (notes / "deep" / "c.md").unlink()
    (notes / "deep" / "c.md").mkdir()
    assert told(index.refresh([notes])) == (["new.md"], [], ["a.md", "b.txt", "c.md"], [])
    assert set(kept(index)) == {"new.md"}


def test_what_cannot_be_read_any_more_is_skipped_and_not_searched(
    index: DocumentIndex, notes: Path
) -> None:
    index.refresh([notes])
    (notes / "a.md").write_bytes(b"\x00\x01binary\x00" * 50)
    (notes / "b.txt").write_text("  \n ", encoding="utf-8")
    assert told(index.refresh([notes])) == ([], ["c.md"], [], ["a.md", "b.txt"])
    assert set(kept(index)) == {"c.md"}


def test_an_empty_document_is_said_to_hold_no_text(index: DocumentIndex, notes: Path) -> None:
    (notes / "b.txt").write_text("", encoding="utf-8")
    (skipped,) = index.refresh([notes]).skipped
    assert str(skipped) == f"{notes / 'b.txt'}: holds no text"


def test_a_source_that_is_not_there_keeps_what_was_read(
    index: DocumentIndex, notes: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.md"
    other.write_text("Another promise.", encoding="utf-8")
    index.refresh([notes, other])
    notes.rename(tmp_path / "pulled out")
    other.unlink()
    refreshed = index.refresh([notes, other])
    assert told(refreshed) == ([], [], [], [])
    assert [str(away) for away in refreshed.away] == [
        f"{notes}: does not exist",
        f"{other}: does not exist",
    ]
    assert set(kept(index)) == {"a.md", "b.txt", "c.md", "other.md"}
    (tmp_path / "pulled out").rename(notes)
    (notes / "b.txt").unlink()
    assert told(index.refresh([notes, other])) == ([], ["a.md", "c.md"], ["b.txt"], [])


def test_a_source_that_never_was_there_is_skipped(index: DocumentIndex, tmp_path: Path) -> None:
    refreshed = index.refresh([tmp_path / "none"])
    assert told(refreshed) == ([], [], [], ["none"])
    assert refreshed.away == []


def test_a_folder_that_cannot_be_looked_into_keeps_what_was_read(
    index: DocumentIndex, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.refresh([notes])
    listdir, scandir = os.listdir, os.scandir

    def refuse_listdir(path: Path) -> list[str]:
        if str(path).endswith("deep"):
            raise PermissionError(13, "Permission denied")
        return listdir(path)

    def refuse_scandir(path: str) -> Iterator[os.DirEntry[str]]:
        if str(path).endswith("deep"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    with monkeypatch.context() as patch:  # whoever tests as root may look into everything
        patch.setattr(os, "listdir", refuse_listdir)
        patch.setattr(os, "scandir", refuse_scandir)
        refreshed = index.refresh([notes])
    assert [str(away) for away in refreshed.away] == [
        f"{notes / 'deep'}: cannot be read (Permission denied)"
    ]
    assert told(refreshed) == ([], ["a.md", "b.txt"], [], [])
    assert set(kept(index)) == {"a.md", "b.txt", "c.md"}


def test_a_folder_replaced_by_a_link_has_gone(
    index: DocumentIndex, notes: Path, tmp_path: Path
) -> None:
    index.refresh([notes])
    (notes / "deep").rename(tmp_path / "elsewhere")
    (notes / "deep").symlink_to(tmp_path / "elsewhere")
    assert told(index.refresh([notes])) == ([], ["a.md", "b.txt"], ["c.md"], ["deep"])


def test_each_file_is_read_once_whatever_leads_to_it(index: DocumentIndex, notes: Path) -> None:
    (notes / "again.md").hardlink_to(notes / "a.md")
    (notes / "linked.txt").symlink_to(notes / "b.txt")
    refreshed = index.refresh([notes / "a.md", notes, notes / "deep"])
    assert names(refreshed.read) == ["a.md", "b.txt", "c.md"]


def test_folders_left_out_are_left_out_by_any_name(
    index: DocumentIndex, notes: Path, tmp_path: Path
) -> None:
    link = tmp_path / "link"
    link.symlink_to(notes / "deep")
    assert names(index.refresh([notes], without=[link]).read) == ["a.md", "b.txt"]
    assert names(index.refresh([link], without=[notes]).read) == []


class Stopped(Exception):
    pass


def test_a_stop_keeps_what_was_read_and_leaves_the_rest_as_it_was(
    index: DocumentIndex, notes: Path
) -> None:
    index.refresh([notes])
    for path in notes.rglob("*.*"):
        path.write_text(f"New {path.name}.", encoding="utf-8")

    def stop(done: int, total: int) -> None:
        assert total == 3
        if done == 1:
            raise Stopped

    with pytest.raises(Stopped):
        index.refresh([notes], stop)
    assert kept(index) == {
        "a.md": ["New a.md."],
        "b.txt": ["Listen before you answer."],
        "c.md": ["Bread and butter."],
    }
    assert told(index.refresh([notes])) == (["b.txt", "c.md"], ["a.md"], [], [])
    assert list(kept(index)) == ["a.md", "b.txt", "c.md"]


def test_a_stop_is_heard_where_nothing_can_be_kept(index: DocumentIndex, notes: Path) -> None:
    index.refresh([notes / "a.md"])

    def stop(done: int, total: int) -> None:
        shutil.rmtree(index.folder)
        index.folder.write_text("a file where the folder should be")
        raise Stopped

    with pytest.raises(Stopped):
        index.refresh([notes], stop)


def test_of_unchanged_documents_no_passage_is_read(
    index: DocumentIndex, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.refresh([notes])
    index.refresh([notes])  # with times of change that can be told apart
    wait_until_settled(notes)
    index.refresh([notes])
    with monkeypatch.context() as patch:
        patch.setattr("knowledge.passage_store.PassageStore.passages", pytest.fail)
        assert told(index.refresh([notes]))[1] == ["a.md", "b.txt", "c.md"]
    (notes / "a.md").write_text("Kept promises.", encoding="utf-8")
    index.refresh([notes])
    assert kept(index)["c.md"] == ["Bread and butter."]


def test_passages_that_cannot_be_read_any_more_are_read_from_the_documents(
    index: DocumentIndex, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.refresh([notes])
    (notes / "a.md").write_text("Kept promises.", encoding="utf-8")

    def fail(store: PassageStore, place: int) -> list[Passage]:
        raise CacheError("What was kept ready is damaged.")

    with monkeypatch.context() as patch:
        patch.setattr("knowledge.passage_store.PassageStore.passages", fail)
        assert told(index.refresh([notes])) == (["a.md", "b.txt", "c.md"], [], [], [])
    assert set(kept(index)) == {"a.md", "b.txt", "c.md"}
    with monkeypatch.context() as patch:
        patch.setattr("knowledge.passage_store.PassageStore.passages", fail)
        index.forget_all_but([notes / "a.md"])
    assert kept(index) == {}  # rather all than something that should be gone


def test_another_process_is_waited_for_and_told(index: DocumentIndex, notes: Path) -> None:
    index.refresh([notes])
    lock = FileLock(index.folder / ".documents.lock")

    def stop(done: int, total: int) -> None:
        assert (done, total) == (0, 3)
        raise Stopped

    for work in (index.refresh, index.forget_all_but):
        with lock, pytest.raises(Stopped):
            work([notes], stop)
    assert len(kept(index)) == 3

    def stop_at_vectors(done: int, total: int) -> None:
        raise Stopped

    with FileLock(index.folder / ".documents-vectors.lock"):
        with pytest.raises(Stopped):
            index.forget_vectors(stop)
        with pytest.raises(Stopped):
            index.forget_all_but([], stop_at_vectors)
    assert kept(index) == {}


def test_paths_are_asked_for_once_no_other_process_is_at_it(
    index: DocumentIndex, notes: Path
) -> None:
    paths = [notes / "a.md", notes / "b.txt"]
    index.refresh(lambda: paths)
    lock = FileLock(index.folder / ".documents.lock")

    def change(done: int, total: int) -> None:
        if lock.is_locked:
            lock.release()
            paths.pop()

    lock.acquire()
    index.refresh(lambda: paths, change)
    assert set(kept(index)) == {"a.md"}
    lock.acquire()
    index.forget_all_but(lambda: paths, change)
    assert kept(index) == {}


def test_progress_is_told_from_nothing_to_all(index: DocumentIndex, notes: Path) -> None:
    steps: list[tuple[int, int]] = []
    index.refresh([notes], lambda done, total: steps.append((done, total)))
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_to_search_in_memory_nothing_is_written(index: DocumentIndex, notes: Path) -> None:
    refreshed, entries = index.read([notes])
    assert names(refreshed.read) == ["a.md", "b.txt", "c.md"]
    assert [Path(entry.id).name for entry in entries] == ["a.md", "b.txt", "c.md"]
    assert not index.folder.exists()


# --- forgetting ------------------------------------------------------------------------------------


def in_folder(folder: Path, text: str) -> list[str]:
    """The files that have `text` in their bytes, in any encoding in use here."""
    forms = [text.encode(), text.lower().encode(), text.encode("utf-16-le")]
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    ]


def test_what_is_forgotten_is_nowhere_in_the_folder(index: DocumentIndex, notes: Path) -> None:
    (notes / "deep" / "c.md").write_text("# Zebrafish\n\nQuokka wombat.", encoding="utf-8")
    encoder = FakeEncoder()
    for _ in range(2):
        index.refresh([notes])
        collection = index.open()
        assert collection
        collection.search_by(encoder, index.vectors(encoder.key))
    for left in (".new-documents-0123456789abcdef.sqlite", "documents-0123456789abcdef.sqlite"):
        shutil.copy(next(index.folder.glob("documents-*.sqlite")), index.folder / left)
    part = index.folder / ".part-documents-vectors-0123456789abcdef"
    part.write_bytes(b"begun")
    assert in_folder(index.folder, "quokka")
    index.forget_all_but([notes / "a.md", notes / "b.txt"])
    for word in ("quokka", "wombat", "zebrafish", "c.md"):
        assert in_folder(index.folder, word) == []
    assert not part.exists()
    assert set(kept(index)) == {"a.md", "b.txt"}
    index.forget_all_but([])
    assert {path.name for path in index.folder.iterdir() if "vectors" in path.name} <= {
        ".documents-vectors.lock"
    }
    assert in_folder(index.folder, "promise") == []


def test_vectors_of_what_is_gone_go_with_the_next_that_are_made(
    index: DocumentIndex, notes: Path
) -> None:
    encoder = FakeEncoder()
    index.refresh([notes])
    collection = index.open()
    assert collection
    collection.search_by(encoder, index.vectors(encoder.key))
    gone = encoder.encode(["Bread and butter."])[0].tobytes()
    files = [path for path in index.folder.iterdir() if gone in path.read_bytes()]
    assert len(files) == 1
    index.forget_all_but([notes / "a.md", notes / "b.txt"])
    collection = index.open()
    assert collection
    encoder.encoded.clear()
    collection.search_by(encoder, index.vectors(encoder.key))
    assert encoder.encoded == []
    assert not any(gone in path.read_bytes() for path in index.folder.iterdir())


def test_forgetting_the_vectors_leaves_the_documents(index: DocumentIndex, notes: Path) -> None:
    encoder = FakeEncoder()
    index.refresh([notes])
    collection = index.open()
    assert collection
    collection.search_by(encoder, index.vectors(encoder.key))
    index.forget_vectors()
    assert index.vectors(encoder.key).state(collection.texts).state == "missing"
    assert len(kept(index)) == 3


# --- what goes wrong -------------------------------------------------------------------------------


def test_files_are_for_their_owner_alone(index: DocumentIndex, notes: Path) -> None:
    encoder = FakeEncoder()
    index.refresh([notes])
    collection = index.open()
    assert collection
    collection.search_by(encoder, index.vectors(encoder.key))
    files = list(index.folder.iterdir())
    assert len(files) >= 4
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_where_nothing_can_be_kept_it_says_so_without_the_text(
    index: DocumentIndex, notes: Path
) -> None:
    index.folder.write_text("a file where the folder should be")
    with pytest.raises(CacheError, match="cannot be kept in") as raised:
        index.refresh([notes])
    assert "promise" not in str(raised.value)
    assert index.open() is None


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b'{"format":1,"notes":{},"files":{}}', b"\xff"])
def test_a_damaged_list_or_store_is_read_anew(
    index: DocumentIndex, notes: Path, junk: bytes
) -> None:
    index.refresh([notes])
    (index.folder / "documents.json").write_bytes(junk)
    assert DocumentIndex(index.folder).open() is None
    assert names(index.refresh([notes]).read) == ["a.md", "b.txt", "c.md"]
    for path in index.folder.glob("documents-*.sqlite"):
        path.write_bytes(junk)
    assert DocumentIndex(index.folder).open() is None
    assert names(index.refresh([notes]).read) == ["a.md", "b.txt", "c.md"]


@pytest.mark.parametrize("data", ["", "[]", "{}", '{"sha256": 5}', "no json"])
def test_a_document_kept_in_another_way_is_read_anew(
    index: DocumentIndex, notes: Path, data: str
) -> None:
    _, entries = index.read([notes])
    index._keep({entry.id: entry._replace(data=data) for entry in entries})
    wait_until_settled(notes)
    assert set(kept(index)) == {"a.md", "b.txt", "c.md"}
    assert told(index.refresh([notes]))[3] == []
    assert told(index.refresh([notes]))[1] == ["a.md", "b.txt", "c.md"]


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["write", "delete", "rename", "touch", "refresh"]), st.integers(0, 3)
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=12)
@given(_STEPS)
def test_after_any_changes_the_same_is_kept_as_from_scratch(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("changing")
    notes, index = folder / "notes", DocumentIndex(folder / "cache")
    notes.mkdir()
    for step, (what, number) in enumerate(steps):
        path = notes / f"{number}.txt"
        if what == "write":
            path.write_text(f"promise {step}", encoding="utf-8")
        elif what == "refresh":
            index.refresh([notes])
        elif path.exists():
            if what == "delete":
                path.unlink()
            elif what == "rename":
                path.rename(notes / f"{(number + 1) % 4}.txt")
            else:
                path.touch()
    index.refresh([notes])
    scratch = DocumentIndex(folder / "scratch")
    scratch.refresh([notes])
    assert kept(index) == kept(scratch)
    assert list(kept(index)) == sorted(path.name for path in notes.iterdir())


# --- several processes -----------------------------------------------------------------------------

_CHILD = """
import signal, sys
from pathlib import Path
from knowledge.document_index import DocumentIndex
signal.signal(signal.SIGINT, signal.default_int_handler)  # not what the tests' process may have
def told(done, total):
    print(done, flush=True)
    if done == int(sys.argv[3]):
        sys.stdin.readline()
refreshed = DocumentIndex(Path(sys.argv[1])).refresh([Path(sys.argv[2])], told)
print("read", len(refreshed.read), flush=True)
"""


@pytest.fixture
def children() -> Iterator[list[subprocess.Popen[str]]]:
    begun: list[subprocess.Popen[str]] = []
    yield begun
    for process in begun:
        process.kill()
        process.communicate()


def child(
    children: list[subprocess.Popen[str]], index: DocumentIndex, notes: Path, wait_at: int
) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(index.folder), str(notes), str(wait_at)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    children.append(process)
    return process


def wait_for(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdout
    while (said := process.stdout.readline()) != f"{line}\n":
        assert said, process.communicate()[1]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_process_that_is_ended_leaves_a_usable_state(
    index: DocumentIndex, notes: Path, children: list[subprocess.Popen[str]], how: signal.Signals
) -> None:
    index.refresh([notes / "b.txt"])
    process = child(children, index, notes, 2)
    wait_for(process, "2")
    process.send_signal(how)
    process.wait(60)
    expected = {"a.md", "b.txt"} if how is signal.SIGINT else {"b.txt"}
    assert set(kept(index)) == expected
    assert set(names(index.refresh([notes]).unchanged)) == expected
    assert set(kept(index)) == {"a.md", "b.txt", "c.md"}


def test_two_processes_take_turns(
    index: DocumentIndex, notes: Path, children: list[subprocess.Popen[str]]
) -> None:
    first = child(children, index, notes, 1)
    wait_for(first, "1")
    second = child(children, index, notes, -1)
    assert first.stdin
    first.stdin.write("go on\n")
    first.stdin.flush()
    wait_for(first, "read 3")
    wait_for(second, "read 0")
    assert first.wait(60) == second.wait(60) == 0
    assert set(kept(index)) == {"a.md", "b.txt", "c.md"}
