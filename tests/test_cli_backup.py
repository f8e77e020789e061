"""`viceversa backup` and `viceversa restore`, which ask for no passphrase."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.storage import files
from tests.assistant.storage.stored_pair import (
    BACKUP,
    CONTENTS,
    files_in,
    opened,
    places_of,
    put_back,
)
from tests.knowledge.refusals import mode_of
from tests.running import Run, refused


def test_there_and_back(run: Run, home: Path, tmp_path: Path) -> None:
    put_back(home)
    done = run("backup", tmp_path / "all.tar")
    assert done.code == 0, done
    assert done.out == f"{tmp_path / 'all.tar'}\n"
    assert f"{len(files_in(home))} files of 2 people" in done.err
    elsewhere = tmp_path / "elsewhere"
    done = run("restore", tmp_path / "all.tar", "--home", elsewhere)
    assert (done.code, done.out) == (0, "")
    assert "Restored" in done.err
    assert files_in(elsewhere) == files_in(home)
    with opened(elsewhere) as pair:
        assert len(pair.journal) == len(CONTENTS["Asha"]["entries"])


def test_what_is_said_names_nobody(run: Run, home: Path, tmp_path: Path) -> None:
    put_back(home)
    told = run("backup", tmp_path / "all.tar"), run("restore", BACKUP, "--home", tmp_path / "new")
    for done in told:
        assert not {"Asha", "Bernard"} & set(done.out.split() + done.err.split())


def test_a_backup_needs_a_journal_a_file_and_a_place(run: Run, home: Path, tmp_path: Path) -> None:
    assert "no journal" in refused(run("backup", tmp_path / "all.tar"), 1)
    put_back(home)
    assert "goes into a file" in refused(run("backup", "-"), 2)
    refused(run("backup", ""), 2)
    refused(run("backup"), 2)
    assert "no such file" in refused(run("backup", tmp_path / "none" / "all.tar"), 1)
    assert list(tmp_path.glob("*.tar")) == []


def test_a_file_that_is_there_stays(run: Run, home: Path, tmp_path: Path) -> None:
    put_back(home)
    there = tmp_path / "all.tar"
    there.write_bytes(b"mine")
    done = run("backup", there)
    assert done.out == f"{tmp_path / 'all-2.tar'}\n"
    assert there.read_bytes() == b"mine"


def test_what_is_left_out_is_told_without_control_codes(
    run: Run, home: Path, tmp_path: Path
) -> None:
    put_back(home)
    folder = places_of(home).private
    for number in range(25):
        (folder / f"\x1b[31mnotes{number}\n.txt").write_bytes(b"x")
    done = run("backup", tmp_path / "all.tar")
    assert done.code == 0
    assert "\x1b" not in done.err
    assert done.err.count("Left out: ") == 20
    assert "Left out 5 more." in done.err


def test_a_backup_that_is_not_complete_ends_with_1(run: Run, home: Path, tmp_path: Path) -> None:
    put_back(home)
    large = places_of(home).private / "j-0002.age"
    large.touch()
    os.truncate(large, files.MOST + 1)
    done = run("backup", tmp_path / "all.tar")
    assert done.code == 1
    assert "j-0002.age: it is too large" in done.err
    assert (tmp_path / "all.tar").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no modes there")
def test_a_folder_that_may_not_be_read(run: Run, home: Path, tmp_path: Path) -> None:
    put_back(home)
    with mode_of(places_of(home).private, 0):
        assert "permission denied" in refused(run("backup", tmp_path / "all.tar"), 1)
    assert not (tmp_path / "all.tar").exists()


def test_what_cannot_be_restored(run: Run, home: Path, tmp_path: Path) -> None:
    text = tmp_path / "words.tar"
    text.write_text("no tar at all\n", encoding="utf-8")
    assert "no backup" in refused(run("restore", text), 1)
    assert "no such file" in refused(run("restore", tmp_path / "none.tar"), 1)
    refused(run("restore", ""), 2)
    refused(run("restore"), 2)
    assert not home.exists()
    put_back(home)
    before = files_in(home)
    assert "already" in refused(run("restore", BACKUP), 1)
    assert files_in(home) == before


def test_a_real_process_backs_up_what_another_has_open(
    viceversa: list[str], home: Path, tmp_path: Path
) -> None:
    put_back(home)
    with opened(home) as pair:
        assert not pair.read_only
        done = subprocess.run(
            [*viceversa, "--home", str(home), "backup", "all.tar"],
            cwd=tmp_path,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
    put_back(tmp_path / "new", tmp_path / "all.tar")
    with opened(tmp_path / "new") as pair:
        assert pair.notices == []
