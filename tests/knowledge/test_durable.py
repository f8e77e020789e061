from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.durable import make_private, replace_file, sync_folder
from tests.conftest import PROJECT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "folder"
    made.mkdir()
    return made


def test_a_file_is_made_and_replaced_whole(folder: Path) -> None:
    path = folder / "file"
    replace_file(path, b"a long first text")
    assert path.read_bytes() == b"a long first text"
    replace_file(path, b"short")
    assert path.read_bytes() == b"short"
    assert list(folder.iterdir()) == [path]


def test_any_bytes_come_back(folder: Path) -> None:
    @settings(deadline=None, max_examples=30)
    @given(st.binary(max_size=5000))
    def holds(data: bytes) -> None:
        replace_file(folder / "file", data)
        assert (folder / "file").read_bytes() == data

    holds()


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_the_mode_is_the_one_asked_for_whatever_the_umask(
    folder: Path, mode: int, umask: int
) -> None:
    former = os.umask(umask)
    try:
        replace_file(folder / "file", b"x", mode=mode)
    finally:
        os.umask(former)
    assert (folder / "file").stat().st_mode & 0o777 == mode


def test_files_are_private_unless_asked_otherwise(folder: Path) -> None:
    (folder / "file").write_bytes(b"old")
    (folder / "file").chmod(0o666)
    replace_file(folder / "file", b"x")
    assert (folder / "file").stat().st_mode & 0o777 == 0o600


def test_a_link_is_replaced_and_what_it_pointed_to_is_not(folder: Path) -> None:
    (folder / "target").write_bytes(b"theirs")
    (folder / "link").symlink_to(folder / "target")
    replace_file(folder / "link", b"ours")
    assert (folder / "target").read_bytes() == b"theirs"
    assert (folder / "link").read_bytes() == b"ours"


def test_a_folder_in_the_files_place_stays_and_nothing_is_left(folder: Path) -> None:
    (folder / "file").mkdir()
    (folder / "file" / "inside").write_bytes(b"kept")
    with pytest.raises(OSError):  # noqa: PT011 -- which one depends on the system
        replace_file(folder / "file", b"x")
    assert [path.name for path in folder.iterdir()] == ["file"]
    assert (folder / "file" / "inside").read_bytes() == b"kept"


def test_a_missing_folder_is_an_error(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        replace_file(folder / "none" / "file", b"x")
    assert list(folder.iterdir()) == []


FULL_DISK = """
import resource, sys
from pathlib import Path
from knowledge.durable import replace_file
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    replace_file(Path(sys.argv[1]), b"n" * int(sys.argv[2]))
except OSError as error:
    sys.exit(f"refused: {error.strerror}")
"""


@pytest.mark.skipif(
    sys.platform == "win32", reason="no limit on file size to stand for a full disk"
)
@pytest.mark.parametrize("size", [1001, 50_000])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(folder: Path, size: int) -> None:
    path = folder / "file"
    path.write_bytes(b"old")
    run = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path), str(size)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr.startswith("refused: ")
    assert path.read_bytes() == b"old"
    assert list(folder.iterdir()) == [path]


@pytest.mark.skipif(
    sys.platform == "win32", reason="no limit on file size to stand for a full disk"
)
def test_a_file_that_just_fits_is_written(folder: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(folder / "file"), "1000"], cwd=PROJECT, check=False
    )
    assert run.returncode == 0
    assert (folder / "file").read_bytes() == b"n" * 1000


def test_flushing_a_folder_that_is_not_there_is_no_error(folder: Path) -> None:
    sync_folder(folder / "none")
    assert not (folder / "none").exists()


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_folders_are_made_for_their_owner_alone(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        make_private(tmp_path / "home" / "cache" / "guide")
        make_private(tmp_path / "home" / "cache" / "guide")
    finally:
        os.umask(before)
    made = [tmp_path / "home", tmp_path / "home" / "cache", tmp_path / "home" / "cache" / "guide"]
    assert [folder.stat().st_mode & 0o777 for folder in made] == [0o700] * 3


# --- former files ---------------------------------------------------------------------------------

NO_LINKS = """
import os, sys
from pathlib import Path
from knowledge.durable import replace_file

def refuse(*_):
    raise PermissionError  # as for somebody else's file, or where there are no hard links
os.link = refuse
replace_file(Path(sys.argv[1]), b"ours", keep=2)
"""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
@pytest.mark.parametrize("odd", ["pipe", "link", "folder link", "file"])
def test_only_an_ordinary_file_is_kept_as_a_former_one(folder: Path, odd: str) -> None:
    path = folder / "file"
    (folder / "target").write_bytes(b"theirs")
    if odd == "pipe":
        os.mkfifo(path)
    elif odd == "file":
        path.write_bytes(b"former")
    else:
        path.symlink_to(folder / "target" if odd == "link" else folder)
    subprocess.run([sys.executable, "-c", NO_LINKS, str(path)], cwd=PROJECT, check=True, timeout=10)
    assert path.read_bytes() == b"ours"
    assert not path.is_symlink()
    former = {"file.1": b"former"} if odd == "file" else {}
    assert {one.name: one.read_bytes() for one in folder.glob("file.*")} == former
    assert (folder / "target").read_bytes() == b"theirs"


def test_what_is_no_ordinary_file_pushes_no_former_file_out(folder: Path) -> None:
    path = folder / "file"
    for number in range(3):
        replace_file(path, b"%d" % number, keep=2)
    path.unlink()
    (folder / "target").write_bytes(b"theirs")
    path.symlink_to(folder / "target")
    replace_file(path, b"3", keep=2)
    assert [(folder / f"file.{number}").read_bytes() for number in (1, 2)] == [b"1", b"0"]
