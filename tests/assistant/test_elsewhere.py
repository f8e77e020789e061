"""Searching any folder or file of records, and the places kept of those searched last."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from assistant.elsewhere import MOST_KEPT, Elsewhere, open_elsewhere, read_questions
from assistant.errors import Trouble
from assistant.models import Model
from knowledge.errors import ModelError
from knowledge.stamps import Stamps
from tests.conftest import FakeEncoder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def model(encoder: FakeEncoder) -> Model:
    return Model("fake", lambda: encoder.key, lambda: encoder)


def open_at(path: Path, cache: Path, model: Model, **told: Any) -> Elsewhere:
    return open_elsewhere(path, cache, Stamps(None), model, **told)


def records_at(path: Path, *ids: str) -> Path:
    lines = (json.dumps({"id": one, "text": f"promise {one}"}) for one in ids)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def folder_at(path: Path) -> Path:
    path.mkdir(parents=True)
    (path / "a.md").write_text("# Trust\n\nKeep small promises.", encoding="utf-8")
    return path


def places(cache: Path) -> set[str]:
    return {path.name for path in (cache / "elsewhere").iterdir()}


def ids(found: Elsewhere, question: str) -> list[str]:
    return [hit.id for hit in found.collection.find(question)]


def test_records_are_searched_by_meaning_and_kept(
    tmp_path: Path, cache: Path, model: Model, encoder: FakeEncoder
) -> None:
    path = records_at(tmp_path / "r.jsonl", "a", "b")
    for _ in range(2):
        found = open_at(path, cache, model)
        assert (found.skipped, found.notice) == ((), "")
        assert found.collection.mode == "semantic"
        assert ids(found, "promise b") == ["b", "a"]
    assert sorted(encoder.encoded) == ["promise a", *["promise b"] * 3]


def test_a_folder_and_one_document_are_searched(tmp_path: Path, cache: Path, model: Model) -> None:
    folder = folder_at(tmp_path / "notes")
    (folder / "broken.pdf").write_bytes(b"nothing")
    found = open_at(folder, cache, model)
    assert [skipped.path.name for skipped in found.skipped] == ["broken.pdf"]
    assert ids(found, "promises") == [str(folder / "a.md")]
    assert found.collection.find("promises")[0].text == "Keep small promises."
    alone = open_at(folder / "a.md", cache, model)
    assert ids(alone, "promises") == [str(folder / "a.md")]
    assert len(places(cache)) == 2


def test_a_folder_called_like_a_file_of_records_is_a_folder(
    tmp_path: Path, cache: Path, model: Model
) -> None:
    folder = folder_at(tmp_path / "notes.jsonl")
    assert ids(open_at(folder, cache, model), "promises") == [str(folder / "a.md")]


def test_a_folder_of_no_documents_is_said_to_be_one(
    tmp_path: Path, cache: Path, model: Model
) -> None:
    (tmp_path / "empty").mkdir()
    found = open_at(tmp_path / "empty", cache, model)
    assert found.notice == "There is no document in it that can be read."
    assert ids(found, "promise") == []


@pytest.mark.parametrize("name", ["none", "x" * 300, "a\0b", "~no-such-user/x"])
def test_what_is_not_there_cannot_be_searched(
    tmp_path: Path, cache: Path, model: Model, name: str
) -> None:
    path = Path(name) if name.startswith("~") else tmp_path / name
    with pytest.raises(Trouble) as raised:
        open_at(path, cache, model)
    assert raised.value.exit_code == 2
    assert not cache.exists()


def test_what_is_no_document_and_no_records_cannot_be_searched(
    tmp_path: Path, cache: Path, model: Model
) -> None:
    (tmp_path / "table.csv").write_text("a,b")
    (tmp_path / "bad.jsonl").write_text("private words")
    os.mkfifo(tmp_path / "pipe.jsonl")
    os.mkfifo(tmp_path / "pipe.md")
    for name, says in (
        ("table.csv", "not a kind of document"),
        ("bad.jsonl", "Line 1 is not JSON"),
        ("pipe.jsonl", "not an ordinary file"),
        ("pipe.md", "not an ordinary file"),
    ):
        with pytest.raises(Trouble, match=says) as raised:
            open_at(tmp_path / name, cache, model)
        assert raised.value.exit_code == 2
        assert "private" not in str(raised.value)


def test_questions_that_cannot_be_read_are_said_to_be(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path, Path("~no-such-user/q")):
        with pytest.raises(Trouble, match="questions cannot be read") as raised:
            read_questions(path)
        assert raised.value.exit_code == 2


@pytest.mark.parametrize("error", [ModelError("There is no model."), ImportError(name="torch")])
def test_without_a_model_words_are_searched(tmp_path: Path, cache: Path, error: Exception) -> None:
    def fail() -> Any:
        raise error

    found = open_at(records_at(tmp_path / "r.jsonl", "a"), cache, Model("none", str, fail))
    assert found.notice.endswith("Searching by words instead.")
    assert ids(found, "promise") == ["a"]


# --- what is kept ----------------------------------------------------------------------------------


def test_the_places_searched_last_are_kept(tmp_path: Path, cache: Path, model: Model) -> None:
    files = [records_at(tmp_path / f"{number}.jsonl", str(number)) for number in range(MOST_KEPT)]
    made: list[str] = []
    for number, path in enumerate(files):
        open_at(path, cache, model)
        (new,) = places(cache) - set(made)
        made.append(new)
        os.utime(cache / "elsewhere" / new, (1000 + number, 1000 + number))
    open_at(files[0], cache, model)
    for number in range(3):
        open_at(records_at(tmp_path / f"new{number}.jsonl", "new"), cache, model)
    assert len(places(cache)) == MOST_KEPT
    assert places(cache) & set(made) == {made[0], *made[4:]}


def test_a_place_that_cannot_be_searched_takes_the_room_of_none(
    tmp_path: Path, cache: Path, model: Model
) -> None:
    for number in range(MOST_KEPT):
        open_at(records_at(tmp_path / f"{number}.jsonl", "a"), cache, model)
    before = places(cache)
    (tmp_path / "table.csv").write_text("a,b")
    (tmp_path / "bad.jsonl").write_text("no record")
    (tmp_path / "empty").mkdir()
    for name in ("table.csv", "bad.jsonl"):
        with pytest.raises(Trouble):
            open_at(tmp_path / name, cache, model)
    open_at(tmp_path / "empty", cache, model)
    assert places(cache) == before


def test_records_that_are_broken_for_a_while_keep_their_vectors(
    tmp_path: Path, cache: Path, model: Model, encoder: FakeEncoder
) -> None:
    path = records_at(tmp_path / "r.jsonl", "a", "b")
    open_at(path, cache, model)
    path.write_text("half a record", encoding="utf-8")
    with pytest.raises(Trouble):
        open_at(path, cache, model)
    records_at(path, "a", "b", "c")
    encoder.encoded.clear()
    open_at(path, cache, model)
    assert encoder.encoded == ["promise c"]


def test_a_place_that_another_process_prepares_is_not_taken_away(
    tmp_path: Path, cache: Path, model: Model
) -> None:
    open_at(records_at(tmp_path / "first.jsonl", "a"), cache, model)
    (first,) = places(cache)
    folder = cache / "elsewhere" / first
    os.utime(folder, (1, 1))
    lock = FileLock(folder / ".records-vectors.lock")
    with lock:
        for number in range(MOST_KEPT):
            open_at(records_at(tmp_path / f"{number}.jsonl", "a"), cache, model)
        assert first in places(cache)
        assert {"records-vectors.json", "place.json", Path(lock.lock_file).name} <= {
            path.name for path in folder.iterdir()
        }


def test_a_folder_that_holds_the_home_is_searched_without_it(
    tmp_path: Path, model: Model, encoder: FakeEncoder
) -> None:
    folder = folder_at(tmp_path / "all")
    home, cache = folder / "home", folder / "cache"
    for own in (home, cache):
        own.mkdir()
        (own / "agenda.md").write_text("Private promises.", encoding="utf-8")
    found = open_at(folder, cache, model, home=home)
    assert ids(found, "promises") == [str(folder / "a.md")]
    for own in (home, cache):
        with pytest.raises(Trouble, match="home of Vice Versa itself"):
            open_at(own, cache, model, home=home)
    shutil.rmtree(cache)
    cache.write_text("a file where the folder should be")  # from memory
    found = open_at(folder, cache, model, home=home)
    assert ids(found, "promises") == [str(folder / "a.md")]
    assert not any("Private" in text for text in encoder.encoded)


def test_nothing_but_what_was_put_there_is_removed(
    tmp_path: Path, cache: Path, model: Model
) -> None:
    store = tmp_path / "another disk"
    store.mkdir()
    cache.mkdir()
    (cache / "elsewhere").symlink_to(store)
    foreign = store / "0123456789abcdef"
    foreign.mkdir()
    (foreign / "letter.txt").write_text("not ours")
    (store / "photos").mkdir()
    (store / "fedcba9876543210").symlink_to(tmp_path)
    for path in (foreign, store / "photos"):
        os.utime(path, (1, 1))
    for number in range(MOST_KEPT + 2):
        open_at(records_at(tmp_path / f"{number}.jsonl", "a"), cache, model)
    assert (foreign / "letter.txt").read_text() == "not ours"
    assert (store / "photos").exists()
    assert (tmp_path / "0.jsonl").exists()
    assert (store / "fedcba9876543210").is_symlink()
    ours = [path for path in store.iterdir() if (path / "records.json").exists()]
    assert len(ours) <= MOST_KEPT


def test_a_place_of_another_process_going_meanwhile_does_no_harm(
    tmp_path: Path, cache: Path, model: Model
) -> None:
    path = folder_at(tmp_path / "notes")
    found = open_at(path, cache, model)
    for number in range(MOST_KEPT + 1):
        open_at(records_at(tmp_path / f"{number}.jsonl", "a"), cache, model)
    assert ids(found, "promises") == [str(path / "a.md")]
    assert ids(open_at(path, cache, model), "promises") == [str(path / "a.md")]


def test_where_nothing_can_be_kept_it_works_from_memory(
    tmp_path: Path, cache: Path, model: Model
) -> None:
    cache.write_text("a file where the folder should be")
    found = open_at(records_at(tmp_path / "r.jsonl", "a"), cache, model)
    assert "works from memory" in found.notice
    assert ids(found, "promise a") == ["a"]
    folder = folder_at(tmp_path / "notes")
    found = open_at(folder, cache, model)
    assert "searched from memory" in found.notice
    assert ids(found, "promises") == [str(folder / "a.md")]


class Stopped(Exception):
    pass


def test_a_stop_keeps_what_was_read_and_encoded(
    tmp_path: Path, cache: Path, model: Model, encoder: FakeEncoder
) -> None:
    folder = folder_at(tmp_path / "notes")
    (folder / "b.md").write_text("Listen first.", encoding="utf-8")

    def stop(done: int, total: int) -> None:
        if done == 1:
            raise Stopped

    with pytest.raises(Stopped):
        open_at(folder, cache, model, told=stop)
    steps: list[tuple[int, int]] = []
    found = open_at(folder, cache, model, progress=lambda *step: steps.append(step))
    assert len(found.collection.texts) == 2
    assert steps[-1] == (2, 2)

    (folder / "c.md").write_text("Bread.", encoding="utf-8")

    def stop_at_once(done: int, total: int) -> None:
        assert (done, total) == (2, 3)
        raise Stopped

    with pytest.raises(Stopped):
        open_at(folder, cache, model, progress=stop_at_once)
    encoder.encoded.clear()
    open_at(folder, cache, model)
    assert encoder.encoded == ["Bread."]
