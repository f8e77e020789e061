from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.bounded import read_file
from knowledge.card_file import read_card
from knowledge.check import check_guide
from knowledge.errors import GuideError
from knowledge.guide_files import layers_of, load
from knowledge.sources import read_sources
from knowledge.yaml_text import NotYaml, read_yaml
from tests.builders import SOURCES, card_text, write_guide


@pytest.mark.parametrize(
    "text",
    [
        "[" * 60_000,
        "{a: " * 300_000,
        "- " * 300_000,
        "a: &a [1]\nb: *a",
        "k0: &k0 {x: 1}\nk1: {<<: [*k0, *k0]}",
    ],
    ids=["brackets", "braces", "dashes", "alias", "merge"],
)
def test_traps_in_yaml_are_refused(text: str) -> None:
    with pytest.raises(NotYaml):
        read_yaml(text)


def test_only_ordinary_files_of_bounded_size_are_read(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"12345")
    assert read_file(tmp_path / "plain", 5) == b"12345"
    with pytest.raises(OSError, match="larger than"):
        read_file(tmp_path / "plain", 4)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    for name in ("pipe", "zero"):
        with pytest.raises(OSError, match="not an ordinary file"):
            read_file(tmp_path / name, 100)
    with pytest.raises(OSError, match=r"."):
        read_file(tmp_path, 100)


@pytest.mark.parametrize("trap", ["pipe", "zero", "deep"])
@pytest.mark.parametrize("name", ["trust/trap.md", "sources.yaml", "skeletons.yaml"])
def test_a_guide_of_traps_is_told_in_lines(tmp_path: Path, trap: str, name: str) -> None:
    guide = write_guide(tmp_path / "guide", **{"kept-word": card_text()})
    path = guide / name
    path.unlink(missing_ok=True)
    if trap == "pipe":
        os.mkfifo(path)
    elif trap == "zero":
        path.symlink_to("/dev/zero")
    else:
        path.write_text("---\n" + "[" * 60_000 + "\n---\n")
    done = subprocess.run(
        [sys.executable, "-m", "tui", "guide", "check", "--guide", str(guide)],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 1, done.stderr
    assert name in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "line",
    [
        "title: !!binary G10wO293bmVkBw==",
        f"title: {'x' * 3000}",
        f"minutes: {':'.join(['1'] * 1500)}",
        "? 0x1F\n: x",
        "title: !!str plain",
    ],
)
def test_values_that_are_not_plain_text_are_told_and_nothing_worse(
    tmp_path: Path, line: str
) -> None:
    path = tmp_path / "card.md"
    front, _, body = card_text().partition("\n---\n")
    path.write_text(f"{front}\n{line}\n---\n{body}", encoding="utf-8")
    read = read_card(path, "trust/kept-word.md")
    assert isinstance(read, list)
    assert all("\x1b" not in str(problem) for problem in read)


def test_our_own_judgement_cannot_be_given_another_source(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(SOURCES.replace("S1", "own"), encoding="utf-8")
    problems = read_sources(tmp_path)
    assert isinstance(problems, list)
    assert [problem.field for problem in problems] == ["own"]


def test_a_dangling_link_is_not_taken_for_no_file(tmp_path: Path) -> None:
    guide = write_guide(tmp_path / "guide")
    (guide / "skeletons.yaml").unlink()
    (guide / "skeletons.yaml").symlink_to(tmp_path / "nowhere")
    assert layers_of(guide) == (guide,)
    assert "skeletons.yaml" in {problem.file for problem in check_guide(guide)}


def test_a_folder_that_cannot_be_looked_into_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide = write_guide(tmp_path / "guide")
    look = os.scandir

    def refuse(place: Path) -> object:
        if Path(place).name == "trust":
            raise PermissionError(13, "Permission denied")
        return look(place)

    monkeypatch.setattr("knowledge.guide_files.os.scandir", refuse)
    with pytest.raises(GuideError, match="trust: folder: cannot be read"):
        load(guide)
