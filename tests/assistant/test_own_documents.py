"""A person's own documents: the list of them, and what happens when files and folders change."""

from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from assistant.elsewhere import open_elsewhere
from assistant.errors import Trouble
from assistant.models import Model
from assistant.own_documents import FILE, OwnDocuments
from assistant.workspace import Workspace
from knowledge.errors import ModelError
from knowledge.stamps import Stamps
from tests.conftest import FakeEncoder


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text(
        "# Trust\n\nKeep small promises to the senior.\n", encoding="utf-8"
    )
    (folder / "b.txt").write_text("Listen before you answer anybody.", encoding="utf-8")
    return folder


@pytest.fixture
def documents(home: Path) -> OwnDocuments:
    return OwnDocuments(home, home / "cache", Stamps(None))


def found(documents: OwnDocuments, question: str = "small promises") -> list[str]:
    return [Path(hit.file).name for hit in documents.find(question)]


def test_without_documents_nothing_is_made_or_found(documents: OwnDocuments, home: Path) -> None:
    assert documents.paths == []
    assert documents.sources() == []
    assert documents.find("promise") == []
    assert documents.search_by(FakeEncoder()) == ""
    assert documents.refresh().read == []
    assert not home.exists()


def test_what_was_added_is_listed_and_found(documents: OwnDocuments, notes: Path) -> None:
    refreshed = documents.add([notes])
    assert [path.name for path in refreshed.read] == ["a.md", "b.txt"]
    (source,) = documents.sources()
    assert (source.path, source.documents, source.there) == (notes, 2, True)
    (hit,) = documents.find("small promises")
    assert (hit.file, hit.place) == (str(notes / "a.md"), "Trust")
    assert hit.passage == "Keep small promises to the senior."


def test_by_meaning_only_what_is_near_is_found(documents: OwnDocuments, notes: Path) -> None:
    documents.add([notes])
    encoder = FakeEncoder()
    assert documents.search_by(encoder) == ""
    assert found(documents, "keep small promises to the senior") == ["a.md"]
    assert found(documents, "xylophone and orchestra") == []


def test_by_words_half_of_those_that_tell_must_be_there(
    documents: OwnDocuments, notes: Path
) -> None:
    documents.add([notes])
    assert found(documents, "small promises") == ["a.md"]
    assert found(documents, "promises xylophone") == ["a.md"]
    assert found(documents, "promises xylophone orchestra") == []


def test_each_path_is_listed_once_however_it_is_written(
    documents: OwnDocuments, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(notes.parent)
    monkeypatch.setenv("HOME", str(notes.parent))
    for way in ("notes", "./notes/", "notes/../notes", str(notes), "~/notes"):
        documents.add([Path(way), Path(way)])
    assert documents.paths == [notes]
    assert documents.remove([Path("~/notes/../notes")]) == [notes]


def test_a_file_beside_its_folder_counts_once_and_stays_when_either_goes(
    documents: OwnDocuments, notes: Path
) -> None:
    documents.add([notes / "a.md", notes])
    assert [source.documents for source in documents.sources()] == [1, 2]
    documents.remove([notes / "a.md"])
    assert [source.documents for source in documents.sources()] == [2]
    documents.add([notes / "a.md"])
    documents.remove([notes])
    assert [source.documents for source in documents.sources()] == [1]
    assert found(documents, "listen") == []
    assert found(documents) == ["a.md"]


def test_what_a_link_leads_to_as_well_is_found_by_the_other_path(
    documents: OwnDocuments, notes: Path, tmp_path: Path
) -> None:
    link = tmp_path / "link"
    link.symlink_to(notes)
    documents.add([notes, link])
    assert [source.documents for source in documents.sources()] == [2, 0]
    documents.remove([notes])
    assert [source.documents for source in documents.sources()] == [2]
    (hit,) = documents.find("small promises")
    assert hit.file == str(link / "a.md")


def test_a_source_that_is_away_is_told_and_still_searched(
    documents: OwnDocuments, notes: Path
) -> None:
    documents.add([notes])
    notes.rename(notes.with_name("away"))
    refreshed = documents.refresh()
    assert [away.path for away in refreshed.away] == [notes]
    assert refreshed.gone == []
    (source,) = documents.sources()
    assert (source.documents, source.there) == (2, False)
    assert found(documents) == ["a.md"]
    documents.remove([notes])
    assert found(documents) == []


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("none", "There is no"),
        ("picture.png", "no document of a kind that can be read"),
        ("pipe", "no document of a kind that can be read"),
        ("x" * 300, "too long"),
        ("a\0b.md", "cannot be read"),
    ],
)
def test_what_cannot_be_added_is_said_and_nothing_is(
    documents: OwnDocuments, notes: Path, name: str, says: str
) -> None:
    (notes / "picture.png").write_bytes(b"png")
    os.mkfifo(notes / "pipe")
    with pytest.raises(Trouble, match=says) as raised:
        documents.add([notes, notes / name])
    assert "Nothing was added." in str(raised.value)
    assert raised.value.exit_code == 2
    assert documents.paths == []


def test_a_user_who_does_not_exist_is_named(documents: OwnDocuments) -> None:
    with pytest.raises(Trouble, match="does not exist"):
        documents.add([Path("~no-such-user/notes")])


def test_the_home_itself_and_a_whole_disk_are_not_added(
    documents: OwnDocuments, home: Path, tmp_path: Path
) -> None:
    (home / "exports").mkdir(parents=True)
    link = tmp_path / "link"
    link.symlink_to(home)
    for path in (home, home / "exports", link):
        with pytest.raises(Trouble, match="home of Vice Versa itself"):
            documents.add([path])
    with pytest.raises(Trouble, match="whole disk"):
        documents.add([Path("/")])
    assert documents.paths == []


def test_a_folder_that_holds_the_home_is_read_without_it(
    documents: OwnDocuments, home: Path, notes: Path, tmp_path: Path
) -> None:
    home.mkdir()
    (home / "agenda.md").write_text("Private promises.", encoding="utf-8")
    refreshed = documents.add([tmp_path])
    assert sorted(path.name for path in refreshed.read) == ["a.md", "b.txt"]


def test_only_what_was_added_can_be_removed(documents: OwnDocuments, notes: Path) -> None:
    documents.add([notes])
    with pytest.raises(Trouble, match="was not added") as raised:
        documents.remove([notes, notes / "a.md"])
    assert raised.value.exit_code == 2
    assert documents.paths == [notes]


def test_after_the_last_is_removed_no_word_of_it_is_kept(
    documents: OwnDocuments, notes: Path, home: Path
) -> None:
    (notes / "a.md").write_text("# Quokka\n\nWombats and zebrafish.", encoding="utf-8")
    documents.add([notes])
    documents.search_by(FakeEncoder())
    (notes / "b.txt").write_text("Numbats now.", encoding="utf-8")
    documents.refresh()
    documents.search_by(FakeEncoder())
    documents.remove([notes])
    written = {path: path.read_bytes().lower() for path in home.rglob("*") if path.is_file()}
    for word in (b"quokka", b"wombat", b"zebrafish", b"numbat", b"listen", b"a.md", b"b.txt"):
        assert [path for path, data in written.items() if word in data] == []
    assert not [path for path in written if path.suffix in {".faiss", ".keys"}]


def test_the_list_is_for_its_owner_and_keeps_any_name(
    documents: OwnDocuments, notes: Path, home: Path
) -> None:
    odd = notes / "line\nend \x1b[31m \udcff ü"
    odd.mkdir()
    (odd / "c.md").write_text("Odd promise.", encoding="utf-8")
    documents.add([odd])
    assert documents.paths == [odd]
    assert stat.S_IMODE((home / FILE).stat().st_mode) == 0o600
    assert documents.find("odd promise")[0].file == str(odd / "c.md")
    with pytest.raises(Trouble) as raised:
        documents.remove([odd / "d\nother"])
    assert not set("\n\x1b\udcff") & set(str(raised.value))


@pytest.mark.parametrize(
    "junk",
    [b"", b"{", b"\xff\xfe", b"[]", b"5", b'{"paths": "x"}', b'{"paths": [1]}', b"[" * 100_000,
     b'{"paths": ["notes"]}', b'{"paths": ["/a\\u0000b"]}'],
)  # fmt: skip
def test_a_list_that_cannot_be_read_is_said_and_not_replaced(
    documents: OwnDocuments, notes: Path, home: Path, junk: bytes
) -> None:
    documents.add([notes])
    (home / FILE).write_bytes(junk)
    for do in (documents.sources, documents.refresh, lambda: documents.add([notes]),
               lambda: documents.remove([notes])):  # fmt: skip
        with pytest.raises(Trouble, match="list of your documents"):
            do()
    assert (home / FILE).read_bytes() == junk
    assert documents.find("promise") == []


def test_a_list_deleted_by_hand_stops_the_search(
    documents: OwnDocuments, notes: Path, home: Path
) -> None:
    documents.add([notes])
    (home / FILE).unlink()
    assert OwnDocuments(home, home / "cache", Stamps(None)).find("small promises") == []
    documents.refresh()
    assert b"promises" not in b"".join(
        path.read_bytes() for path in home.rglob("*") if path.is_file()
    )


def test_where_the_list_cannot_be_written_nothing_changes(
    documents: OwnDocuments, notes: Path, home: Path
) -> None:
    home.write_text("a file where the folder should be")
    with pytest.raises(Trouble, match="could not be written"):
        documents.add([notes])


def test_where_nothing_can_be_kept_the_list_is_all_the_same(
    documents: OwnDocuments, notes: Path, home: Path
) -> None:
    home.mkdir()
    (home / "cache").write_text("a file where the folder should be")
    with pytest.raises(Trouble, match="cannot be kept") as raised:
        documents.add([notes])
    assert "guide refresh" in str(raised.value)
    assert documents.paths == [notes]
    assert documents.find("promise") == []
    (home / "cache").unlink()
    assert len(documents.refresh().read) == 2


def test_the_list_is_not_changed_while_another_process_changes_it(
    documents: OwnDocuments, notes: Path, home: Path
) -> None:
    home.mkdir()
    with FileLock(home / f".{FILE}.lock"):
        done = threading.Thread(target=lambda: documents.add([notes]), daemon=True)
        done.start()
        done.join(0.3)
        assert done.is_alive()
        assert not (home / FILE).exists()
    done.join(60)
    assert documents.paths == [notes]


class Stopped(Exception):
    pass


def test_a_stop_while_adding_keeps_what_was_read(documents: OwnDocuments, notes: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == 1:
            raise Stopped

    with pytest.raises(Stopped):
        documents.add([notes], stop)
    assert documents.paths == [notes]
    assert found(documents) == ["a.md"]
    assert found(documents, "listen") == []
    assert [path.name for path in documents.refresh().read] == ["b.txt"]


def test_a_stop_while_removing_has_forgotten_already(
    documents: OwnDocuments, notes: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Other words.", encoding="utf-8")
    documents.add([notes, other])

    def stop(done: int, total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        documents.remove([notes], stop)
    assert documents.paths == [other]
    assert found(documents) == []
    assert found(documents, "other words") == ["other.txt"]


# --- several processes -----------------------------------------------------------------------------


def other_first(home: Path, do: Callable[[], object]) -> tuple[FileLock, Callable[..., None]]:
    """A lock as another process has it, and a `told` that lets `do` go first while it waits for it."""
    lock = FileLock(home / "cache" / "documents" / ".documents.lock")

    def told(done: int, total: int) -> None:
        if lock.is_locked:
            lock.release()
            do()

    lock.acquire()
    return lock, told


def words_in(home: Path, word: bytes) -> list[str]:
    return [
        path.name
        for path in home.rglob("*")
        if path.is_file() and word in path.read_bytes().lower()
    ]


def test_a_refresh_that_waits_does_not_bring_back_what_was_removed(
    documents: OwnDocuments, notes: Path, home: Path
) -> None:
    documents.add([notes / "a.md", notes / "b.txt"])
    other = OwnDocuments(home, home / "cache", Stamps(None))
    lock, told = other_first(home, lambda: other.remove([notes / "a.md"]))
    documents.refresh(told)
    assert not lock.is_locked
    assert found(documents) == []
    assert words_in(home, b"promises") == []
    assert found(documents, "listen before you answer") == ["b.txt"]


def test_removing_leaves_what_is_added_meanwhile(
    documents: OwnDocuments, notes: Path, home: Path
) -> None:
    documents.add([notes / "a.md"])
    other = OwnDocuments(home, home / "cache", Stamps(None))
    lock, told = other_first(home, lambda: other.add([notes / "b.txt"]))

    def stop_reading(done: int, total: int) -> None:
        if lock.is_locked:
            told(done, total)
        else:
            raise Stopped  # what was added has been read: it stays although it is not read again

    with pytest.raises(Stopped):
        documents.remove([notes / "a.md"], stop_reading)
    assert not lock.is_locked
    assert documents.paths == [notes / "b.txt"]
    assert found(other, "listen before you answer") == ["b.txt"]
    assert found(other) == []


def test_what_is_listed_no_more_is_not_found_before_it_is_forgotten(
    documents: OwnDocuments, notes: Path, home: Path
) -> None:
    documents.add([notes / "a.md", notes / "b.txt"])
    assert found(documents) == ["a.md"]
    (home / FILE).write_text(json.dumps({"paths": [str(notes / "b.txt")]}))
    assert found(documents) == []
    assert found(documents, "listen before you answer") == ["b.txt"]


def test_waiting_for_the_list_is_told_and_can_be_stopped(
    documents: OwnDocuments, notes: Path, home: Path
) -> None:
    documents.add([notes])

    def stop(done: int, total: int) -> None:
        raise Stopped

    with FileLock(home / f".{FILE}.lock"):
        for do in (documents.add, documents.remove):
            with pytest.raises(Stopped):
                do([notes], stop)
    assert documents.paths == [notes]


# --- what was searched elsewhere -------------------------------------------------------------------


def searched(path: Path, home: Path) -> None:
    encoder = FakeEncoder()
    model = Model("fake", lambda: encoder.key, lambda: encoder)
    open_elsewhere(path, home / "cache", Stamps(None), model)


def test_removing_forgets_the_places_searched_at_or_within_it(
    documents: OwnDocuments, notes: Path, home: Path, tmp_path: Path
) -> None:
    (notes / "deep").mkdir()
    (notes / "deep" / "c.md").write_text("Quokka words.", encoding="utf-8")
    link = tmp_path / "link"
    link.symlink_to(notes)
    beside = tmp_path / "notes beside.md"
    beside.write_text("Numbats.", encoding="utf-8")
    documents.add([notes])
    for path in (notes, notes / "deep", notes / "a.md", link / "deep", beside):
        searched(path, home)
    documents.remove([notes])
    for word in (b"quokka", b"promises", b"listen"):
        assert words_in(home, word) == []
    assert words_in(home, b"numbats")
    assert len(list((home / "cache" / "elsewhere").iterdir())) == 1


def test_what_was_only_searched_can_be_removed(
    documents: OwnDocuments, notes: Path, home: Path
) -> None:
    documents.add([notes / "b.txt"])
    searched(notes / "a.md", home)
    records = notes / "r.jsonl"
    records.write_text('{"id": "r", "text": "Quokka words."}', encoding="utf-8")
    searched(records, home)
    assert documents.remove([records]) == [records]
    assert words_in(home, b"r.jsonl") == []
    assert words_in(home, b"promises")
    assert documents.remove([notes]) == [notes]  # that in which it lies
    assert words_in(home, b"promises") == []
    assert not list((home / "cache" / "elsewhere").iterdir())
    assert documents.paths == [notes / "b.txt"]
    assert found(documents, "listen before you answer") == ["b.txt"]
    with pytest.raises(Trouble, match="was not added"):
        documents.remove([notes])


def test_a_search_that_another_process_prepares_is_waited_for(
    documents: OwnDocuments, notes: Path, home: Path
) -> None:
    searched(notes, home)
    (place,) = (home / "cache" / "elsewhere").iterdir()
    lock = FileLock(place / ".documents-vectors.lock")
    lock.acquire()
    documents.remove([notes], lambda done, total: lock.release())
    assert not place.exists()


def test_many_small_files_are_read(documents: OwnDocuments, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(2000):
        (folder / f"{number:04}.txt").write_text(f"promise number{number}", encoding="utf-8")
    assert len(documents.add([folder]).read) == 2000
    (folder / "0100.txt").write_text("another", encoding="utf-8")
    refreshed = documents.refresh()
    assert (len(refreshed.read), len(refreshed.unchanged)) == (1, 1999)
    assert found(documents, "number1999") == ["1999.txt"]


# --- through the workspace -------------------------------------------------------------------------

Open = Callable[..., Workspace]


def test_without_a_model_documents_are_searched_by_words(
    open_workspace: Open, notes: Path, fake_encoder: FakeEncoder
) -> None:
    def fail() -> Any:
        raise ModelError("The language model is not installed.")

    work = open_workspace(load_encoder=fail)
    work.documents.add([notes])
    with pytest.raises(Trouble, match="not installed"):
        work.encode_documents()
    assert found(work.documents) == ["a.md"]
    better = open_workspace()
    assert better.encode_documents() == ""
    assert fake_encoder.encoded == ["Listen before you answer anybody.",
                                    "Trust: Keep small promises to the senior."]  # fmt: skip
    better.documents.forget_vectors()
    assert found(better.documents) == ["a.md"]


def test_errors_hold_nothing_of_a_document(
    documents: OwnDocuments, notes: Path, home: Path
) -> None:
    (notes / "secret.pdf").write_bytes(b"%PDF-1.4 private-words")
    (notes / "secret.docx").write_bytes(b"PK\x03\x04 private-words")
    (notes / "secret.html").write_bytes(b"<html>private-words\xff\x00\x00")
    refreshed = documents.add([notes])
    assert len(refreshed.skipped) >= 2
    assert not any("private-words" in str(skipped) for skipped in refreshed.skipped)
    assert json.loads((home / FILE).read_text()) == {"paths": [str(notes)]}
