from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.entry import Draft, Entry, EntryKind
from assistant.errors import Trouble
from assistant.journal_export import as_json, json_text, markdown
from assistant.journal_import import ImportKind, read_import

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
KEPT = ("text", "at", "kind", "mood", "tags", "prompts", "session")
quick = settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def entry(text: str = "It went well.", **fields: Any) -> Entry:
    at = datetime(2026, 11, 3, 14, 5, 12, tzinfo=timezone(timedelta(hours=1)))
    known = {"id": "0123456789abcdef", "version": "fedcba9876543210", "at": at, "kept": NOW}
    return Entry.model_validate({**known, "text": text, **fields})


# Lines that look like marks of our own are likelier than chance would have them.
LINES = (
    "## 2026-11-03 14:05 +01:00", "<!-- entry", "-->", "lines: 1", "---", "```", "# Journal", "",
    "<!-- viceversa-journal v1, entries: 3. -->", "mood: good (4)", "date: 2020-01-01", "\t", "مرحبا",
)  # fmt: skip
texts = st.one_of(
    st.text(max_size=60), st.lists(st.sampled_from(LINES) | st.text(max_size=9)).map("\n".join)
)
offsets = st.timedeltas(timedelta(hours=-23), timedelta(hours=23)).map(
    lambda size: timezone(timedelta(seconds=int(size.total_seconds())))
)
moments = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=offsets)
short = texts.map(lambda text: text[:60])  # a session is at most 200, in NFC
entries = st.lists(
    st.builds(
        entry,
        texts.filter(lambda text: bool(Draft(text=text).text.strip())),
        id=st.integers(0, 2**64 - 1).map("{:016x}".format),
        at=moments,
        kept=moments,
        kind=st.sampled_from(EntryKind),
        mood=st.none() | st.integers(1, 5),
        tags=st.lists(texts, max_size=4),
        prompts=st.lists(short, max_size=3),
        session=st.none() | short,
        edits=st.integers(0, 9),
    ),
    max_size=4,
)


def held(drafts: Sequence[Draft]) -> list[tuple[object, ...]]:
    """What has to come back, the offset of the time included."""
    return [
        (*(getattr(draft, name) for name in KEPT), draft.at and draft.at.utcoffset())
        for draft in drafts
    ]


def in_order(all_entries: list[Entry]) -> list[Entry]:
    return sorted(all_entries, key=lambda each: (each.at, each.id))


def came_back(path: Path, all_entries: list[Entry]) -> bool:
    read = read_import(path, NOW)
    assert read.kind is ImportKind.VICE_VERSA
    return held(read.drafts) == held(in_order(all_entries))


@quick
@given(entries)
@example([entry("<!-- entry\nlines: 9\n-->\n\n## 2026-11-03 14:05\n```")])
@example([entry("x", session="-->", prompts=["--> <!-- \n-->"], tags=["-->", "a-->b"])])
def test_our_markdown_comes_back_whole(tmp_path: Path, all_entries: list[Entry]) -> None:
    path = tmp_path / "journal.md"
    path.write_text(markdown(all_entries), encoding="utf-8", newline="")
    assert came_back(path, all_entries)


@quick
@given(entries)
def test_our_json_comes_back_whole(tmp_path: Path, all_entries: list[Entry]) -> None:
    path = tmp_path / "journal.json"
    path.write_text(json_text(all_entries), encoding="utf-8", newline="")
    assert came_back(path, all_entries)


def test_markdown_that_an_editor_gave_windows_line_ends_comes_back(tmp_path: Path) -> None:
    all_entries = [entry("One\n\ntwo"), entry("Three", id="1" * 16)]
    path = tmp_path / "journal.md"
    path.write_bytes(b"\xef\xbb\xbf" + markdown(all_entries).replace("\n", "\r\n").encode())
    assert came_back(path, all_entries)


def test_markdown_says_what_is_known_in_words() -> None:
    text = markdown([entry("# Mine\n\nA line", mood=4, tags=["trust"], prompts=["What?"], edits=2)])
    assert "\n## 2026-11-03 14:05 +01:00\n" in text
    assert "\n# Mine\n\nA line\n" in text
    for line in ("mood: good (4)", 'tags: ["trust"]', 'prompts: ["What?"]', "edits: 2", "lines: 3"):
        assert f"\n{line}\n" in text
    assert "session" not in text


def test_oldest_first_whatever_the_zone() -> None:
    west = timezone(timedelta(hours=-9))
    older = entry("older", at=datetime(2026, 11, 3, 23, tzinfo=timezone(timedelta(hours=13))))
    newer = entry("newer", at=datetime(2026, 11, 3, 5, tzinfo=west))
    assert [each["text"] for each in as_json([newer, older])["entries"]] == ["older", "newer"]
    assert markdown([newer, older]).index("older") < markdown([newer, older]).index("newer")


def test_json_has_the_shape_that_is_promised() -> None:
    told = as_json([entry("Text", mood=2, tags=["a"], session="The first")])
    assert told == {
        "format": "viceversa-journal",
        "v": 1,
        "entries": [
            {
                "id": "0123456789abcdef",
                "at": "2026-11-03T14:05:12+01:00",
                "kept": "2026-11-22T09:00:00+00:00",
                "kind": "note",
                "mood": 2,
                "tags": ["a"],
                "prompts": [],
                "session": "The first",
                "text": "Text",
                "edits": 0,
            }
        ],
    }
    assert json.loads(json_text([entry("Text", mood=2, tags=["a"], session="The first")])) == told


def test_what_an_entry_loses_on_its_way_back_is_said(tmp_path: Path) -> None:
    path = tmp_path / "journal.json"
    path.write_text(json_text([entry("One", edits=2), entry("Two", id="1" * 16)]), encoding="utf-8")
    assert read_import(path, NOW).left == ("how often 1 entry was changed",)


@pytest.mark.parametrize("cut", ["## 2026", "lines: ", "a second", "-->", "id: "])
def test_markdown_that_is_cut_off_imports_nothing(tmp_path: Path, cut: str) -> None:
    whole = markdown([entry("the secret first\nand a second line"), entry("xyz", id="1" * 16)])
    path = tmp_path / "journal.md"
    path.write_text(whole[: whole.rindex(cut)], encoding="utf-8")
    with pytest.raises(Trouble, match=r"entry|entries|line") as error:
        read_import(path, NOW)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("lines: 2", "lines: 1", "line 18 "),
        ("lines: 2", "lines: 99", "entry 1 "),
        ("lines: 2", "lines: 0", "entry 1 "),
        ("lines: 2", "lines: ²", "line 14 "),
        ("lines: 2\n-->\n\n", "lines: 2\n-->\n", "line 16 "),
        ("kind: note", "kind: secret", "entry 1: kind "),
        ("mood: good (4)", "mood: low (4)", "line 12 "),
        ("edits: 0", "edits: [[", "line 13 "),
        ("at: 2026-11-03", "at: 2026-13-03", "entry 1: at "),
        ("at: 2026-11-03T14:05:12+01:00", "at: 2026-11-03T14:05:12", "entry 1: at "),
        ("at: 2026", "secret: 2026", "line 9 "),
        ("entries: 1", "entries: 2", "1 entries are in it where it says 2"),
        ("entries: 1", "some", "line 3 "),
        ("v1, ", "v2, ", "a newer version"),
        ("v1, ", "v0, ", "its version"),
        ("<!-- entry\n", "", "entry 1 "),
    ],
)
def test_damaged_markdown_says_where(tmp_path: Path, old: str, new: str, where: str) -> None:
    whole = markdown([entry("the secret first\nand a second line", mood=4)])
    assert old in whole
    path = tmp_path / "journal.md"
    path.write_text(whole.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Trouble) as error:
        read_import(path, NOW)
    assert error.value.detail.startswith(f"journal.md cannot be imported: {where}")
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"mood": 9}, "entry 1: mood "),
        ({"mood": True}, "entry 1: mood "),
        ({"mood": "good"}, "entry 1: mood "),
        ({"tags": "secret"}, "entry 1: tags "),
        ({"tags": ["secret", 3]}, "entry 1: tags "),
        ({"tags": [f"t{number}" for number in range(31)]}, "entry 1: tags "),
        ({"text": None}, "entry 1: text "),
        ({"text": " \u200b\n"}, "entry 1: text "),
        ({"text": "x" * 1_000_001}, "entry 1: text is longer than 1,000,000 characters"),
        ({"kind": "secret"}, "entry 1: kind "),
        ({"at": "0000-01-01T00:00:00+00:00"}, "entry 1: at "),
        ({"at": "10000-01-01T00:00:00+00:00"}, "entry 1: at "),
        ({"at": "0001-01-01T00:00:00+14:00"}, "entry 1: at "),
        ({"session": 4}, "entry 1: session "),
        ({"prompts": ["x"] * 21}, "entry 1: prompts "),
        ({"secret": 1}, "entry 1: one field "),
    ],
)
def test_damaged_json_says_where(tmp_path: Path, change: dict[str, Any], where: str) -> None:
    told = as_json([entry("the secret")])
    told["entries"][0].update(change)
    path = tmp_path / "journal.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(Trouble) as error:
        read_import(path, NOW)
    assert error.value.detail.startswith(f"journal.json cannot be imported: {where}")
    assert "secret" not in str(error.value)


def test_a_field_that_is_gone_is_no_field_that_is_empty(tmp_path: Path) -> None:
    told = as_json([entry("the secret", mood=3)])
    told["entries"][0]["secret"] = told["entries"][0].pop("mood")
    path = tmp_path / "journal.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(Trouble, match="entry 1: mood is missing"):
        read_import(path, NOW)


@pytest.mark.parametrize("version", [2, 0, -1, True, "1", None])
def test_only_our_own_version_is_read(tmp_path: Path, version: object) -> None:
    path = tmp_path / "journal.json"
    path.write_text(json.dumps({**as_json([entry()]), "v": version}), encoding="utf-8")
    with pytest.raises(Trouble, match="cannot be imported"):
        read_import(path, NOW)
