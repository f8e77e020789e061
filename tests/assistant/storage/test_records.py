"""Records: TinyDB's queries over them, and only the segment that changed is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tinydb import where

from assistant.storage.records import Place, Records
from assistant.storage.segments import MOST_RECORDS
from assistant.storage.store import Folder
from assistant.storage.troubles import NotKept
from tests.assistant.storage.conftest import OpenStore
from tests.knowledge.refusals import files_limited_to


def files_of(folder: Folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.path.glob("j-*.age")}


def texts(records: Records) -> list[Any]:
    return [record["text"] for _, record in records]


def test_records_come_back_in_their_order(open_store: OpenStore) -> None:
    records = Records(open_store(), "j")
    for number in range(600):
        records.add({"text": number})
    again = Records(open_store(), "j")
    assert texts(again) == list(range(600))
    assert len(again) == 600
    assert len(open_store().segments) == 3


def test_tinydb_queries_find_them(open_store: OpenStore) -> None:
    records = Records(open_store(), "j")
    places = records.add_all(
        [{"text": n, "tags": ["even"] if n % 2 == 0 else []} for n in range(9)]
    )
    found = records.search(where("tags").any(["even"]) & (where("text") > 3))
    assert [record["text"] for _, record in found] == [4, 6, 8]
    assert [place for place, _ in found] == [places[4], places[6], places[8]]
    assert records.get(places[5]) == {"text": 5, "tags": []}
    with pytest.raises(KeyError):
        records.get(Place("j-0001", 99))


def test_a_write_touches_one_segment(open_store: OpenStore, folder: Folder) -> None:
    records = Records(open_store(), "j")
    records.add_all([{"text": n} for n in range(2 * MOST_RECORDS + 5)])
    before = files_of(folder)
    records.add({"text": "new"})
    after = files_of(folder)
    assert [name for name in after if after[name] != before.get(name)] == ["j-0003.age"]
    records.erase([Place("j-0002", 7)])
    last = files_of(folder)
    assert [name for name in last if last[name] != after[name]] == ["j-0002.age"]


def test_segments_are_cut_by_count_and_by_size(open_store: OpenStore) -> None:
    store = open_store()
    records = Records(store, "j")
    records.add_all([{"text": "x" * 100_000} for _ in range(5)])
    assert [len(one.rows) for _, one in sorted(store.segments.items())] == [2, 2, 1]
    records.add({"text": "y" * 1_000_000})
    records.add({"text": "z"})
    assert [len(one.rows) for _, one in sorted(store.segments.items())] == [2, 2, 1, 1, 1]
    assert len(Records(open_store(), "j")) == 7


def test_erased_records_are_in_no_file(open_store: OpenStore, folder: Folder) -> None:
    records = Records(open_store(), "j")
    places = records.add_all([{"text": n} for n in range(300)])
    records.add({"text": "last"})
    records.erase([*places[:3], places[299]])
    assert texts(records) == [*range(3, 299), "last"]
    assert texts(Records(open_store(), "j")) == [*range(3, 299), "last"]
    assert not list(folder.path.glob("j-*.age.*"))
    records.erase([place for place, _ in records])
    assert not list(folder.path.glob("j-*"))
    assert open_store().notices == []


def test_a_new_record_never_takes_the_place_of_an_erased_segment(open_store: OpenStore) -> None:
    records = Records(open_store(), "j")
    first = records.add({"text": 1})
    records.erase([first])
    store = open_store()
    Records(store, "j").add({"text": 2})
    again = open_store()
    assert texts(Records(again, "j")) == [2]
    assert again.notices == []


def test_what_could_not_be_written_is_not_there(open_store: OpenStore, folder: Folder) -> None:
    records = Records(open_store(), "j")
    place = records.add({"text": "kept"})
    with files_limited_to(1_000):
        with pytest.raises(NotKept):
            records.add({"text": "lost"})
        with pytest.raises(NotKept):
            records.erase([place])
    assert texts(records) == ["kept"]
    records.add({"text": "again"})
    assert texts(records) == ["kept", "again"]
    assert texts(Records(open_store(), "j")) == ["kept", "again"]


def test_kinds_are_kept_apart(open_store: OpenStore, folder: Folder, tmp_path: Path) -> None:
    store = open_store()
    journal, vectors = Records(store, "j"), Records(store, "v")
    journal.add({"text": "words"})
    vectors.add({"text": "numbers"})
    assert texts(Records(open_store(load="v"), "v")) == ["numbers"]
    assert texts(Records(open_store(load="j"), "j")) == ["words"]
    assert sorted(path.name for path in folder.path.glob("?-*.age")) == ["j-0001.age", "v-0001.age"]
