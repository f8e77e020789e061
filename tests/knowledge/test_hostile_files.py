from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.bounded import read_file
from knowledge.yaml_text import NotYaml, read_yaml
from tests.builders import card_text, write_guide


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
