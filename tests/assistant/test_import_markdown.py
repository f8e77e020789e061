from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant import import_markdown
from assistant.entry import Entry
from assistant.errors import Trouble
from assistant.journal_export import markdown
from assistant.journal_import import ImportKind, read_import
from tests.assistant.importing import NOW, trouble

NOON = "the time of 1 entry: noon is set"
UNDATED = "the date of 1 entry that says none: it is when its file was changed last"


def note(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return path


def entries(path: Path) -> list[tuple[str, str]]:
    drafts = read_import(path, NOW).drafts
    return [(draft.at.isoformat() if draft.at else "", draft.text) for draft in drafts]


@pytest.mark.parametrize(
    ("name", "text", "at", "kept"),
    [
        ("2026-07-03.md", "Text", "2026-07-03T12:00:00+02:00", "Text"),
        ("2026-07-03-first session.txt", "Text", "2026-07-03T12:00:00+02:00", "Text"),
        ("20261103.markdown", "Text", "2026-11-03T12:00:00+01:00", "Text"),
        ("2026_11_03 x.md", "Text", "2026-11-03T12:00:00+01:00", "Text"),
        # The front matter before the name, the name before the heading.
        (
            "2026-07-03.md",
            "---\ndate: 2026-11-03 14:05\n---\n\nText",
            "2026-11-03T14:05:00+01:00",
            "Text",
        ),
        ("2026-07-03.md", "# 2026-11-03\nx", "2026-07-03T12:00:00+02:00", "# 2026-11-03\nx"),
        ("a.md", "---\ndate: '2026-11-03T14:05:30Z'\n---\nx", "2026-11-03T14:05:30+00:00", "x"),
        ("a.md", "---\r\ndate: 2026-11-03\r\n---\r\nx", "2026-11-03T12:00:00+01:00", "x"),
        ("a.md", "\n# 2026-11-03 14:05\n\nText", "2026-11-03T14:05:00+01:00", "Text"),
        ("a.md", "# 2026-11-03: A title\nx", "2026-11-03T12:00:00+01:00", "# A title\nx"),
        ("a.md", "## 2026-11-03 02:05 PM Title", "2026-11-03T14:05:00+01:00", "## Title"),
        ("a.md", "# 2026-11-03 14:05 +0530\nx", "2026-11-03T14:05:00+05:30", "x"),
        # No date at all: when the file was changed last.
        ("a.md", "Text", "2023-11-14T23:13:20+01:00", "Text"),
        ("2026-13-45.md", "# 2026-02-30\nx", "2023-11-14T23:13:20+01:00", "# 2026-02-30\nx"),
        ("202611031405.md", "x", "2023-11-14T23:13:20+01:00", "x"),
        ("a.md", "Text\n# 2026-11-03\nx", "2023-11-14T23:13:20+01:00", "Text\n# 2026-11-03\nx"),
        ("a.md", "# 2026-11-031\nx", "2023-11-14T23:13:20+01:00", "# 2026-11-031\nx"),
        # A rule, not front matter.
        (
            "a.md",
            "---\nOnly a rule.\n---\nx",
            "2023-11-14T23:13:20+01:00",
            "---\nOnly a rule.\n---\nx",
        ),
        ("a.md", "---\ndate: 2026-11-03", "2023-11-14T23:13:20+01:00", "---\ndate: 2026-11-03"),
    ],
)
def test_where_a_date_is_found(tmp_path: Path, name: str, text: str, at: str, kept: str) -> None:
    assert entries(note(tmp_path / name, text)) == [(at, kept)]


@pytest.mark.parametrize(
    "front",
    [
        "tags: [Trust, 'First session']",
        "tags: Trust, First session",
        'tags:\n  - Trust\n  - "First session"',
        "tags:\n- Trust\n- First session",
    ],
)
def test_tags_stand_in_the_front_matter_and_marks_in_the_text_stay(
    tmp_path: Path, front: str
) -> None:
    text = f"---\n{front}\ndate: 2026-11-03\n---\nWith #martin"
    draft = read_import(note(tmp_path / "a.md", text), NOW).drafts[0]
    assert draft.tags == ("trust", "first-session")
    assert draft.text == "With #martin"


def test_a_title_in_the_front_matter_becomes_a_heading(tmp_path: Path) -> None:
    text = "---\ntitle: First\ndate: 2026-11-03 08:00\nweather: rain\nx:\n  - y\n---\n{}Text"
    path = note(tmp_path / "a.md", text.format(""))
    assert entries(path)[0][1] == "# First\n\nText"
    assert read_import(path, NOW).left == ("other fields in the front matter of 1 file",)
    again = note(tmp_path / "b.md", text.format("# First\n\n"))
    assert entries(again)[0][1] == "# First\n\nText"


def test_a_file_is_parted_at_headings_that_are_all_dates(tmp_path: Path) -> None:
    text = (
        "---\ntags: daily\n---\n# 2026\nbefore\n# Log\n## 2026-11-03 14:05\nOne\n\n### Detail\nTwo\n"
        "```\n## no heading\n```\n## 2026-11-04 Second\nThree\n# December\n## 2026-12-01 08:00 Z\n"
    )
    path = note(tmp_path / "2026-01-01.md", text)
    assert entries(path) == [
        ("2026-01-01T12:00:00+01:00", "# 2026\nbefore"),
        ("2026-11-03T14:05:00+01:00", "One\n\n### Detail\nTwo\n```\n## no heading\n```"),
        ("2026-11-04T12:00:00+01:00", "## Second\nThree"),
    ]
    read = read_import(path, NOW)
    assert {draft.tags for draft in read.drafts} == {("daily",)}
    assert set(read.left) == {
        "2 headings with nothing under them",
        "the times of 2 entries: noon is set",
        "1 entry without any text (1 December 2026)",
    }


@pytest.mark.parametrize(
    "text",
    [
        "## 2026-11-03\nOne\n## Something else\nTwo\n## 2026-11-04\nThree",
        "Before\n## 2026-11-03\nOne",
    ],
)
def test_a_file_with_other_headings_stays_one_entry(tmp_path: Path, text: str) -> None:
    assert [kept for _at, kept in entries(note(tmp_path / "2026-01-01.md", text))] == [text]


def test_a_folder_is_read_by_name_with_what_lies_below(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    note(folder / "2026-11-04.md", "Second")
    note(folder / "2026-11-03.TXT", "First")
    note(folder / "later" / "2026-11-05.md", "Third")
    note(folder / ".obsidian" / "secret.md", "Hidden")
    note(folder / ".hidden.md", "Hidden")
    note(folder / "picture.png", "no picture")
    note(folder / "2026-11-06.md", "\n")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    read = read_import(folder, NOW)
    assert read.kind is ImportKind.MARKDOWN
    assert [draft.text for draft in read.drafts] == ["First", "Second", "Third"]
    assert read.left == (
        "1 file that is neither .md nor .txt",
        "the times of 4 entries: noon is set",
        "1 entry without any text (6 November 2026)",
    )
    assert read.sentence == "3 entries from 3 November 2026 to 5 November 2026"


def test_our_own_export_among_others_comes_back_as_ours(tmp_path: Path) -> None:
    own = Entry(
        id="0" * 16, version="0" * 16, text="## 2026-01-01\n\nOurs", mood=4,
        at=datetime(2026, 11, 3, tzinfo=UTC), kept=NOW,
    )  # fmt: skip
    folder = tmp_path / "notes"
    note(folder / "journal.md", markdown([own]))
    assert read_import(folder, NOW).kind is ImportKind.VICE_VERSA
    note(folder / "2026-11-04.md", "Another")
    read = read_import(folder, NOW)
    assert read.kind is ImportKind.MARKDOWN
    assert [(draft.text, draft.mood) for draft in read.drafts] == [
        ("Another", None),
        ("## 2026-01-01\n\nOurs", 4),
    ]


def test_what_is_left_of_dates_is_told(tmp_path: Path) -> None:
    assert read_import(note(tmp_path / "a.md", "x"), NOW).left == (UNDATED,)
    assert read_import(note(tmp_path / "2026-11-03.md", "x"), NOW).left == (NOON,)
    path = note(tmp_path / "b.md", "---\ndate: the day after\n---\nx")
    unread = "the date in the front matter of 1 file, which cannot be read"
    assert read_import(path, NOW).left == (unread, UNDATED)


def test_a_file_that_cannot_be_read_is_named_and_nothing_is_imported(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    note(folder / "2026-11-03.md", "Fine")
    wrong = folder / "2026-11-04.md"
    wrong.write_bytes(b"one\ntwo\ncaf\xe9 secret")
    assert trouble(folder) == "2026-11-04.md cannot be imported: line 3 is not text in UTF-8."
    wrong.unlink()
    wrong.symlink_to(folder / "gone.md")
    assert trouble(folder).startswith("2026-11-04.md cannot be imported: no such file")


def test_limits_of_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    assert trouble(folder) == "notes cannot be imported: no .md or .txt file is in it."
    for day in range(1, 4):
        note(folder / f"2026-11-0{day}.md", "x" * 2000)
    with monkeypatch.context() as patch:
        patch.setattr(import_markdown, "MOST_BYTES", 5000)
        assert trouble(folder) == "notes cannot be imported: its files have more than 0 MiB in all."
    with monkeypatch.context() as patch:
        patch.setattr(import_markdown, "_MOST_FILES", 2)
        assert trouble(folder) == "notes cannot be imported: too many files are in it."


def test_a_text_that_is_too_long_is_refused_with_its_day(tmp_path: Path) -> None:
    path = note(tmp_path / "2026-11-03.md", "x" * 1_000_001)
    assert trouble(path) == (
        "2026-11-03.md cannot be imported: an entry of 2026-11-03: "
        "text is longer than 1,000,000 characters."
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
@pytest.mark.parametrize("name", ["a.md", "a.json", "a.zip", "a"])
def test_a_pipe_is_refused_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    note(tmp_path / "2026-11-03.md", "Fine")
    assert trouble(tmp_path / name) == f"{name} cannot be imported: not an ordinary file."


@pytest.mark.parametrize("name", ["gone.md", "gone.json", "gone.zip", "gone", "nul\0.md"])
def test_a_file_that_is_not_there_is_said(tmp_path: Path, name: str) -> None:
    assert "no such file" in trouble(tmp_path / name)


def test_a_file_of_another_kind_is_refused_with_what_can_be_read(tmp_path: Path) -> None:
    path = note(tmp_path / "letter.docx", "PK secret")
    with pytest.raises(Trouble) as error:
        read_import(path, NOW)
    assert error.value.detail == "letter.docx cannot be imported: its kind is not known here."
    assert "jrnl, Day One" in error.value.hint
