"""jrnl's JSON export, as that program writes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant import import_draft
from assistant.entry import EntryKind
from assistant.journal_import import read_import
from tests.assistant.importing import NOW, told, trouble, written


def jrnl_entry(**fields: Any) -> dict[str, Any]:
    return {
        "title": "Met @Martin for the first time.",
        "body": "He asked about the dashboard.\n\nI was nervous. #first",
        "date": "2026-07-03",
        "time": "14:05",
        "tags": ["@martin", "#first"],
        "starred": False,
        **fields,
    }


def jrnl(*entries: object) -> dict[str, Any]:
    return {"tags": {"@martin": 1}, "entries": list(entries)}


def test_jrnl_keeps_date_tags_and_text(tmp_path: Path) -> None:
    entries = (jrnl_entry(), jrnl_entry(title="Again.", body="", date="2026-11-03", starred=True))
    read = read_import(written(tmp_path / "my.json", jrnl(*entries)), NOW)
    assert read.kind == "jrnl"
    assert told(read) == [
        (
            # Summer time, though it is winter now.
            "2026-07-03T14:05:00+02:00",
            "Met @Martin for the first time.\n\nHe asked about the dashboard.\n\nI was nervous. #first",
            ("martin", "first"),
        ),
        ("2026-11-03T14:05:00+01:00", "Again.", ("martin", "first", "starred")),
    ]
    assert read.left == ()
    assert read.sentence == "2 entries from 3 July 2026 to 3 November 2026"
    assert read.drafts[0].kind is EntryKind.NOTE


def test_jrnl_may_write_several_journals_or_one_entry(tmp_path: Path) -> None:
    several = {"default": jrnl(jrnl_entry()), "work": jrnl(jrnl_entry(title="Second."))}
    read = read_import(written(tmp_path / "all.json", several), NOW)
    assert [draft.text[:3] for draft in read.drafts] == ["Met", "Sec"]
    assert read.left == ("the names of 2 journals",)
    alone = read_import(written(tmp_path / "2026-07-03_met.json", jrnl_entry()), NOW)
    assert alone.sentence == "1 entry of 3 July 2026"
    assert read_import(written(tmp_path / "empty.json", jrnl()), NOW).sentence == "no entries"


def test_jrnl_tells_what_stays_behind(tmp_path: Path) -> None:
    entries = [
        jrnl_entry(title="", body=" \n"),
        jrnl_entry(time=None),
        jrnl_entry(uuid="F00", creator={"host_name": "mac"}, mood="secret"),
        jrnl_entry(tags=[f"@tag{number}" for number in range(33)]),
    ]
    read = read_import(written(tmp_path / "my.json", jrnl(*entries)), NOW)
    assert len(read.drafts) == 3
    assert told(read)[0][0] == "2026-07-03T12:00:00+02:00"
    assert read.left == (
        "1 entry without any text (3 July 2026)",
        "the time of 1 entry: noon is set",
        "the device of 1 entry",
        "unknown details of 1 entry",
        "3 tags beyond the 30 that an entry may have (3 July 2026)",
    )


def test_entries_that_are_alike_are_all_kept(tmp_path: Path) -> None:
    read = read_import(written(tmp_path / "my.json", jrnl(*[jrnl_entry()] * 3)), NOW)
    assert len(read.drafts) == 3


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"date": None}, "date is missing"),
        ({"date": "secret"}, "date or time is not"),
        ({"date": "0000-07-03"}, "date or time is not"),
        ({"date": "10000-07-03"}, "date or time is not"),
        ({"date": "2026-02-30"}, "date or time is not"),
        ({"date": "٢٠٢٦-٠٧-٠٣"}, "date or time is not"),
        ({"time": "25:00"}, "date or time is not"),
        ({"time": "14:05 secret"}, "date or time is not"),
        ({"time": 14}, "time is not text"),
        ({"tags": "secret"}, "tags is not a list"),
        ({"tags": [1]}, "tags is not a list of texts"),
        ({"starred": "secret"}, "starred is neither true nor false"),
        ({"title": ["secret"]}, "title is not text"),
        ({"body": "x" * 1_000_001}, "text is longer than 1,000,000 characters"),
    ],
)
def test_a_damaged_entry_of_jrnl_says_where(
    tmp_path: Path, change: dict[str, Any], where: str
) -> None:
    path = written(tmp_path / "my.json", jrnl(jrnl_entry(), jrnl_entry(**change)))
    assert trouble(path).startswith(f"my.json cannot be imported: entry 2: {where}")
    assert "secret" not in trouble(path)


def test_more_entries_than_an_import_may_have_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_draft, "MOST_ENTRIES", 2)
    path = written(tmp_path / "many.json", jrnl(*[jrnl_entry()] * 3))
    assert trouble(path).endswith("it holds more than 2 entries.")
