"""Exports that were cut off or changed: a sentence or an import, and never a word of what stands there."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.entry import Entry
from assistant.errors import Trouble
from assistant.import_file import MOST_BYTES
from assistant.journal_export import json_text, markdown
from assistant.journal_import import Import, read_import

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SECRET = "kumquat"
OWN = [
    Entry(
        id=f"{number:016x}", version="0" * 16, at=NOW, kept=NOW, mood=3,
        text=f"{SECRET} {SECRET}\nsecond ü", tags=(SECRET,), prompts=(SECRET,), session=SECRET,
    )
    for number in range(2)
]  # fmt: skip
JRNL = {
    "tags": {SECRET: 1},
    "entries": [
        {
            "title": SECRET, "body": f"{SECRET} é", "date": "2026-11-03", "time": "14:05",
            "tags": [SECRET], "starred": True,
        }
    ] * 2,
}  # fmt: skip
DAY_ONE = {
    "metadata": {"version": "1.0"},
    "entries": [
        {
            "creationDate": "2026-07-03T12:05:09Z", "timeZone": "Europe/London", "starred": False,
            "text": f"{SECRET}\\. ![](dayone-moment://{SECRET})", "tags": [SECRET],
            "photos": [{"md5": SECRET}], "location": {"placeName": SECRET}, "richText": SECRET,
        }
    ] * 2,
}  # fmt: skip


def zipped(value: object) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(f"{SECRET}.json", json.dumps(value))
    return data.getvalue()


SOURCES = {
    "own.json": json_text(OWN).encode(),
    "own.md": markdown(OWN).encode(),
    "jrnl.json": json.dumps(JRNL, indent=2, ensure_ascii=False).encode(),
    "day-one.json": json.dumps(DAY_ONE).encode(),
    "day-one.zip": zipped(DAY_ONE),
    "plain.md": f"---\ndate: 2026-11-03\ntags: [{SECRET}]\n---\n# 2026-11-03\n{SECRET}".encode(),
}
damages = st.one_of(
    st.tuples(st.just("cut"), st.integers(0, 10_000), st.just(0)),
    st.tuples(st.just("flip"), st.integers(0, 10_000), st.integers(1, 255)),
    st.tuples(st.just("drop"), st.integers(0, 10_000), st.integers(1, 40)),
    st.tuples(st.just("double"), st.integers(0, 10_000), st.integers(1, 40)),
)


def damaged(data: bytes, how: str, place: int, size: int) -> bytes:
    at = place % len(data)
    if how == "cut":
        return data[:at]
    if how == "flip":
        return data[:at] + bytes([data[at] ^ size]) + data[at + 1 :]
    if how == "drop":
        return data[:at] + data[at + size :]
    return data[: at + size] + data[at:]


def read_or_told(path: Path) -> Import | Trouble:
    try:
        return read_import(path, NOW)
    except Trouble as error:
        return error


def silent(error: BaseException) -> None:
    """Assert that neither `error` nor any other that it holds on to says or keeps the text."""
    seen: list[BaseException | None] = [error, error.__cause__, error.__context__]
    for each in filter(None, seen):
        kept = (str(each), repr(each), repr(vars(each)), repr(getattr(each, "object", "")))
        assert not any(SECRET in said for said in kept)
        assert SECRET not in str(getattr(each, "doc", ""))


@pytest.mark.parametrize("name", SOURCES)
@settings(
    deadline=None,
    max_examples=250,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(damages)
@example(("cut", 0, 0))
def test_damage_is_told_or_makes_no_difference(
    tmp_path: Path, name: str, damage: tuple[str, int, int]
) -> None:
    path = tmp_path / name
    path.write_bytes(damaged(SOURCES[name], *damage))
    read = read_or_told(path)
    if isinstance(read, Trouble):
        assert read.detail.startswith(f"{name} cannot be imported: ")
        silent(read)
    else:
        assert all(draft.at and draft.at.astimezone(UTC) for draft in read.drafts)
        assert not any(SECRET in said for said in (read.sentence, *read.left, repr(read)))


@pytest.mark.parametrize("name", [name for name in SOURCES if name.endswith(".json")])
def test_json_that_is_cut_off_imports_nothing(tmp_path: Path, name: str) -> None:
    whole = SOURCES[name].rstrip()
    path = tmp_path / name
    for end in range(0, len(whole), 7):
        path.write_bytes(whole[:end])
        with pytest.raises(Trouble, match=r"line [0-9]+"):
            read_import(path, NOW)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["entries", "metadata", "format", "v", "date", "creationDate", "title"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
@settings(
    deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_other_json_is_refused_in_words(tmp_path: Path, value: object) -> None:
    path = tmp_path / "any.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    read = read_or_told(path)
    if isinstance(read, Trouble):
        assert read.__context__ is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"[" * 200_000, "it is nested too deep"),
        (b'{"a":' * 200_000, "it is nested too deep"),
        (b'{"entries": ' + b"9" * 10_000 + b"}", "it holds a number that is too long"),
        (b'{"a": 1}\n{"kumquat"', "it is no longer JSON at line 2, column 1"),
        (b'{"a":\n "caf\xe9 kumquat"}', "line 2 is not text in UTF-8"),
        (b"[]", "it is JSON, but not a journal of a known kind"),
        (b"{}", "it is JSON, but not a journal of a known kind"),
        (b"", "it is no longer JSON at line 1, column 1"),
    ],
)
def test_json_of_no_journal_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "any.json"
    path.write_bytes(data)
    with pytest.raises(Trouble) as error:
        read_import(path, NOW)
    assert error.value.detail == f"any.json cannot be imported: {reason}."
    silent(error.value)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(Trouble, match="it is larger than 64 MiB"):
        read_import(path, NOW)


def test_control_codes_and_half_characters_do_not_come_in(tmp_path: Path) -> None:
    entry = {
        "title": "a\u001b[2Jb\u0000", "body": "\ud800 \u202e", "date": "2026-11-03", "time": "14:05",
        "tags": ["\ud83dx\u0007", "[/]"], "starred": False,
    }  # fmt: skip
    path = tmp_path / "my.json"
    path.write_text(json.dumps({"tags": {}, "entries": [entry]}), encoding="utf-8")
    draft = read_import(path, NOW).drafts[0]
    assert draft.text == "a[2Jb\n\n?"
    assert draft.tags == ("?x", "[/]")
