"""Files of records and questions, also those that are none, and what is kept of them."""

from __future__ import annotations

import json
import os
import stat
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.collection import Record
from knowledge.record_index import RecordIndex
from knowledge.records import RecordError, read_queries, read_records
from knowledge.stamps import settled
from tests.conftest import FakeEncoder


def file_of(folder: Path, *lines: object, name: str = "records.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


def wait_until_settled(path: Path) -> None:
    """A file changed this moment may change again and look the same; the wait is a tenth of a second."""
    found = path.stat()
    while not settled(time.time_ns(), found.st_mtime_ns, found.st_ctime_ns):
        os.sched_yield()


def test_records_come_in_their_order_with_asks_and_without_other_keys(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        {"id": "b", "text": "Bread.", "title": "left out"},
        {"id": "a", "text": "", "asks": ["how?", "why?"]},
        {"id": "c", "text": "x", "asks": None},
    )
    assert list(read_records(path)) == [
        Record("b", "Bread."),
        Record("a", "", ("how?", "why?")),
        Record("c", "x"),
    ]


def test_marks_line_ends_and_blank_lines_of_any_editor_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id":"a","text":"x"}\r\n\r\n   \n{"id":"b","text":"y"}')
    assert [record.id for record in read_records(path)] == ["a", "b"]
    path.write_bytes(b"\xef\xbb\xbf\r\n\n")
    assert list(read_records(path)) == []
    path.write_bytes(b"")
    assert list(read_records(path)) == []


def test_whole_numbers_are_ids_by_their_text(tmp_path: Path) -> None:
    path = file_of(
        tmp_path, {"id": 7, "text": "x"}, {"id": -1, "text": "y"}, {"id": 10**30, "text": "z"}
    )
    assert [record.id for record in read_records(path)] == ["7", "-1", "1" + "0" * 30]
    with pytest.raises(RecordError, match="Line 2: its id stands on an earlier line"):
        list(read_records(file_of(tmp_path, {"id": 7, "text": ""}, {"id": "7", "text": ""})))


SECRET = "do-not-quote-me"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (SECRET, "Line 2 is not JSON"),
        (f'["{SECRET}"]', "Line 2 is not a JSON object"),
        ("null", "Line 2 is not a JSON object"),
        (f'{{"id": "{SECRET}"', "Line 2 is not JSON"),
        (f'{{"id": "{SECRET}"}}', "Line 2: “text” is missing"),
        (f'{{"id": "{SECRET}", "text": 5}}', "Line 2: “text” is missing or is not text"),
        (f'{{"text": "{SECRET}"}}', "Line 2: “id” is missing"),
        ('{"id": 1.5, "text": ""}', "Line 2: “id”"),
        ('{"id": 1.0, "text": ""}', "Line 2: “id”"),
        ('{"id": NaN, "text": ""}', "Line 2: “id”"),
        ('{"id": true, "text": ""}', "Line 2: “id”"),
        ('{"id": null, "text": ""}', "Line 2: “id”"),
        ('{"id": ["a"], "text": ""}', "Line 2: “id”"),
        ('{"id": "a", "text": ""}', "Line 2: its id stands on an earlier line too"),
        (f'{{"id": "b", "text": "", "asks": "{SECRET}"}}', "Line 2: “asks” must be a list"),
        ('{"id": "b", "text": "", "asks": false}', "Line 2: “asks” must be a list"),
        ('{"id": "b", "text": "", "asks": ["x", 1]}', "Line 2: “asks” must be a list"),
        ('{"id": "b", "text": "", "asks": {"x": 1}}', "Line 2: “asks” must be a list"),
        (f'{{"id":"b","text":"","asks":{["x"] * 1001}}}'.replace("'", '"'), "more than 1,000 asks"),
        ("[" * 100_000, "Line 2 is not JSON"),
        (f'{{"id": {"9" * 5000}, "text": ""}}', "Line 2 is not JSON"),
        (f'{{"id": "b", "text": "{"x" * (1 << 20)}"}}', "Line 2 is longer than 1 MiB"),
    ],
)
def test_a_line_that_is_no_record_is_named_and_not_quoted(
    tmp_path: Path, line: str, says: str
) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text(f'{{"id": "a", "text": "x"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(RecordError, match=says) as raised:
        list(read_records(path))
    assert SECRET not in str(raised.value)
    assert raised.value.__cause__ is None


@pytest.mark.parametrize("data", [b'{"id":"a","text":"\xff"}', '{"id":"a"}'.encode("utf-16")])
def test_other_encodings_are_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(data)
    with pytest.raises(RecordError, match="Line 1 is not JSON in UTF-8"):
        list(read_records(path))


def test_what_is_no_ordinary_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    opened = len(list(Path("/proc/self/fd").iterdir()))
    for path in (tmp_path / "pipe.jsonl", tmp_path, Path("/dev/zero")):
        with pytest.raises(RecordError, match="not an ordinary file"):
            list(read_records(path))
    for path, says in (
        (tmp_path / "none.jsonl", "No such file"),
        (tmp_path / ("x" * 300), "too long"),
        (tmp_path / "a\0b", "name"),
    ):
        with pytest.raises(RecordError, match=says):
            read_queries(path)
    assert len(list(Path("/proc/self/fd").iterdir())) == opened


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.text(), st.text()), unique_by=lambda pair: pair[0], max_size=8))
def test_ids_and_texts_come_out_as_they_went_in(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("records")
    path = file_of(folder, *({"id": name, "text": text} for name, text in pairs))
    assert [(record.id, record.text) for record in read_records(path)] == pairs
    assert read_queries(path) == pairs


def test_a_question_may_have_an_id_that_another_has(tmp_path: Path) -> None:
    path = file_of(tmp_path, {"id": "q", "text": "one"}, {"id": "q", "text": "two"})
    assert read_queries(path) == [("q", "one"), ("q", "two")]


# --- kept ------------------------------------------------------------------------------------------


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = file_of(tmp_path, {"id": "a", "text": "promise"}, {"id": "b\x1b", "text": "bread"})
    wait_until_settled(path)
    return path


def test_records_are_read_once_and_again_after_a_change(
    tmp_path: Path, records: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = RecordIndex(tmp_path / "cache")
    assert index.open(records).store.ids == ["a", "b\x1b"]
    with monkeypatch.context() as patch:
        patch.setattr("knowledge.record_index.read_records", pytest.fail)
        assert RecordIndex(tmp_path / "cache").open(records).store.ids == ["a", "b\x1b"]
    before = records.stat()
    records.write_text('{"id": "c", "text": "promise"}\n{"id": "d\\u001b", "text": "bread"}\n')
    os.utime(records, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert index.open(records).store.ids == ["c", "d\x1b"]


def test_a_file_changed_this_moment_is_not_taken_for_read(tmp_path: Path) -> None:
    index = RecordIndex(tmp_path / "cache")
    for number in range(20):
        path = file_of(tmp_path, {"id": str(number % 10), "text": "promise"})
        assert index.open(path).store.ids == [str(number % 10)]


def test_what_is_kept_is_for_its_owner_alone(tmp_path: Path, records: Path) -> None:
    index = RecordIndex(tmp_path / "cache")
    found, encoder = index.open(records), FakeEncoder()
    found.search_by(encoder, index.vectors(encoder.key))
    files = [path for path in (tmp_path / "cache").iterdir() if path.is_file()]
    assert len(files) >= 4
    for path in files:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_damage_is_noticed_and_mended(tmp_path: Path, records: Path) -> None:
    index = RecordIndex(tmp_path / "cache")
    index.open(records)
    for path in (tmp_path / "cache").glob("records*"):
        path.write_bytes(b"\x00" * 40)
        assert RecordIndex(tmp_path / "cache").open(records).store.ids == ["a", "b\x1b"]


def test_where_nothing_can_be_kept_records_are_searched_from_memory(
    tmp_path: Path, records: Path
) -> None:
    (tmp_path / "cache").write_text("a file")
    index = RecordIndex(tmp_path / "cache")
    found, encoder = index.open(records), FakeEncoder()
    notice = found.search_by(encoder, index.vectors(encoder.key))
    assert "works from memory" in notice
    assert [hit.id for hit in found.find("promise", 1)] == ["a"]


def test_only_records_that_changed_are_encoded_again(tmp_path: Path) -> None:
    index = RecordIndex(tmp_path / "cache")
    encoder = FakeEncoder()
    rows = [{"id": str(number), "text": f"promise number{number}"} for number in range(30)]
    index.open(file_of(tmp_path, *rows)).search_by(encoder, index.vectors(encoder.key))
    rows[3]["text"] = "another promise"
    encoder.encoded.clear()
    found = index.open(file_of(tmp_path, *rows[::-1]))
    found.search_by(encoder, index.vectors(encoder.key))
    assert encoder.encoded == ["another promise"]
    assert [hit.id for hit in found.find("another promise", 1)] == ["3"]
