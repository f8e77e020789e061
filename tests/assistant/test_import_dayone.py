"""Day One's JSON export, as that program writes it, and the zip it lies in."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant import import_dayone, import_draft
from assistant.journal_import import ImportKind, read_import
from tests.assistant.importing import NOW, told, trouble, written


def day_one_entry(**fields: Any) -> dict[str, Any]:
    return {
        "uuid": "F5A1B2",
        "creationDate": "2026-07-03T12:05:09Z",
        "timeZone": "Europe/London",
        "text": "Met Martin\\. A good start\\!",
        "tags": ["First session"],
        "starred": False,
        **fields,
    }


def day_one(*entries: object) -> dict[str, Any]:
    return {"metadata": {"version": "1.0"}, "entries": list(entries)}


DEVICE = "the device, edit times and identifier of 1 entry"
DEVICES = "the devices, edit times and identifiers of {} entries"


def test_day_one_keeps_the_time_of_its_own_zone(tmp_path: Path) -> None:
    entries = (
        day_one_entry(starred=True),
        day_one_entry(timeZone="GMT+0530", tags=None),
        day_one_entry(timeZone="Nowhere/Secret"),
        day_one_entry(timeZone="../../etc/passwd"),
        day_one_entry(timeZone=None),
    )
    read = read_import(written(tmp_path / "Journal.json", day_one(*entries)), NOW)
    assert read.kind is ImportKind.DAY_ONE
    assert told(read)[:2] == [
        ("2026-07-03T13:05:09+01:00", "Met Martin. A good start!", ("first-session", "starred")),
        ("2026-07-03T17:35:09+05:30", "Met Martin. A good start!", ()),
    ]
    assert {draft.at and draft.at.utcoffset() for draft in read.drafts[2:]} == {timedelta()}
    assert read.left == (
        DEVICES.format(5),
        "the time zones of 2 entries, which are not known here: their times are in UTC (3 July 2026)",
    )


@pytest.mark.parametrize(
    ("escaped", "plain"),
    [
        (r"a\.b\-c \(d\) e\!", "a.b-c (d) e!"),
        (r"snake\_case \*no emphasis\*", r"snake\_case \*no emphasis\*"),
        # What would become a list, a heading, a rule or a quotation stays as it is.
        (r"1\. May", r"1\. May"),
        (r"\- no list \- here", r"\- no list - here"),
        (r"  \# no heading", r"  \# no heading"),
        (r"a \![x](y)", r"a \![x](y)"),
        (r"[a]\(b\)", r"[a]\(b)"),
        (r"two \\. marks", r"two \\. marks"),
        ("end\\", "end\\"),
        ("```\na\\.b\n```\nc\\.d", "```\na\\.b\n```\nc.d"),
    ],
)
def test_escapes_that_markdown_does_not_need_are_undone(
    tmp_path: Path, escaped: str, plain: str
) -> None:
    path = written(tmp_path / "Journal.json", day_one(day_one_entry(text=escaped)))
    assert read_import(path, NOW).drafts[0].text == plain


def test_day_one_tells_what_stays_behind(tmp_path: Path) -> None:
    moment = "![](dayone-moment://A1) ![](dayone-moment:/video/B2)"
    rich = json.dumps({"contents": [{"text": "secret"}]})
    entries = (
        day_one_entry(
            text=f"Before\n\n{moment}\n\nAfter, see [it](dayone://view?entryId=F5) ![](dayone-moment://C3)",
            photos=[{"md5": "1"}, {"md5": "2"}],
            videos=[{}],
            audios=[{}],
            pdfAttachments=[{}],
            location={"placeName": "secret"},
            weather={"conditionsDescription": "secret"},
            isPinned=True,
        ),
        day_one_entry(text="", richText=rich),
        day_one_entry(text=None, location={}, secret="secret"),
        *(day_one_entry(text="", creationDate=f"2020-01-0{day}T12:00:00Z") for day in range(1, 8)),
    )
    read = read_import(written(tmp_path / "Journal.json", day_one(*entries)), NOW)
    assert [draft.text for draft in read.drafts] == [
        "Before\n\n\nAfter, see [it](dayone://view?entryId=F5) "[:-1]
    ]
    assert read.left == (
        "2 photos",
        "1 video",
        "1 sound recording",
        "1 PDF file",
        "the location of 1 entry",
        "the weather of 1 entry",
        "the pin of 1 entry",
        DEVICES.format(10),
        "3 places in the text where a photo or recording stood",
        "where 1 link to another entry leads",
        "1 entry whose text stands only in Day One's rich form (3 July 2026)",
        "unknown details of 1 entry",
        "8 entries without any text (3 July 2026, 1 January 2020, 2 January 2020, 3 January 2020, "
        "4 January 2020, and more)",
    )


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"creationDate": None}, "creationDate is missing"),
        ({"creationDate": "0000-01-02T03:04:05Z"}, "creationDate is not a moment"),
        ({"creationDate": "10000-01-02T03:04:05Z"}, "creationDate is not a moment"),
        ({"creationDate": "9999-12-31T23:59:59Z", "timeZone": "Asia/Tokyo"}, "creationDate is not"),
        ({"creationDate": "2026-07-03T12:05:09"}, "creationDate is not a moment"),
        ({"creationDate": "secret"}, "creationDate is not a moment"),
        ({"creationDate": 5}, "creationDate is not text"),
        ({"timeZone": {}}, "timeZone is not text"),
        ({"text": ["secret"]}, "text is not text"),
        ({"tags": ["secret", None]}, "tags is not a list of texts"),
        ({"starred": 1}, "starred is neither"),
        ({"photos": {"secret": 1}}, "photos is not a list"),
    ],
)
def test_a_damaged_entry_of_day_one_says_where(
    tmp_path: Path, change: dict[str, Any], where: str
) -> None:
    path = written(tmp_path / "Journal.json", day_one(day_one_entry(), day_one_entry(**change)))
    assert trouble(path).startswith(f"Journal.json cannot be imported: entry 2: {where}")
    assert "secret" not in trouble(path)


def zipped(path: Path, **parts: object) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, value in parts.items():
            package.writestr(
                name, value if isinstance(value, bytes | str) else json.dumps(value).encode()
            )
    return path


def test_day_ones_zip_is_read_where_it_lies(tmp_path: Path) -> None:
    parts = {
        "Journal.json": day_one(day_one_entry()),
        "Diary.JSON": day_one(day_one_entry(text="The other")),
        "photos/a.json": b"not read",
        "__MACOSX/._Journal.json": b"not read",
        "._Journal.json": b"not read",
        "photos/1.jpeg": b"\xff\xd8",
    }
    path = zipped(tmp_path / "Export.zip", **parts)
    read = read_import(path, NOW)
    assert [draft.text for draft in read.drafts] == ["The other", "Met Martin. A good start!"]
    assert read.left == (DEVICES.format(2), "the names of 2 journals")
    assert {path.name for path in tmp_path.iterdir()} == {"Export.zip", "user"}


def test_a_zip_that_is_none_or_holds_no_journal_is_refused(tmp_path: Path) -> None:
    none = tmp_path / "none.zip"
    none.write_bytes(b"secret")
    assert trouble(none) == "none.zip cannot be imported: the zip is damaged."
    other = zipped(tmp_path / "vault.zip", **{"notes/2026.md": b"secret"})
    assert trouble(other) == "vault.zip cannot be imported: no journal lies at its root."
    jrnls = zipped(tmp_path / "jrnl.zip", **{"secret.json": {"tags": {}, "entries": []}})
    assert trouble(jrnls) == "jrnl.zip cannot be imported: it is not a journal of Day One."
    two = zipped(tmp_path / "two.zip", a=b"", **{"a.json": day_one(), "secret.json": b"{"})
    assert trouble(two).startswith("Journal 2 in two.zip cannot be imported: it is no longer JSON")


def test_a_zip_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_dayone, "MOST_BYTES", 2 * 1024 * 1024)
    path = zipped(tmp_path / "bomb.zip", **{"Journal.json": b" " * 3 * 1024 * 1024})
    assert path.stat().st_size < 10_000
    assert trouble(path).endswith("its journals unpack to more than 2 MiB.")


def test_more_entries_than_an_import_may_have_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_draft, "MOST_ENTRIES", 2)
    path = written(tmp_path / "many.json", day_one(*[day_one_entry()] * 3))
    assert trouble(path).endswith("it holds more than 2 entries.")
    both = {"a.json": day_one(*[day_one_entry()] * 2), "b.json": day_one(day_one_entry())}
    assert trouble(zipped(tmp_path / "both.zip", **both)).endswith("it holds more than 2 entries.")


def test_moments_of_any_year_can_be_told_from_when_to_when(tmp_path: Path) -> None:
    dates = ("0002-01-01T00:00:00+14:00", "9998-12-31T23:59:59-12:00")
    entries = [day_one_entry(creationDate=date, timeZone="Asia/Tokyo") for date in dates]
    read = read_import(written(tmp_path / "old.json", day_one(*entries)), NOW)
    assert read.sentence == "2 entries from 31 December 1 to 1 January 9999"
    assert all(draft.at and draft.at.astimezone(UTC) for draft in read.drafts)
