from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge import stamps
from knowledge.stamps import FILE, Stamps, settled
from tests.knowledge.refusals import mode_of
from tests.knowledge.settling import until_settled

DATA = b"a large file" * 1000
RIGHT = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "large"
    path.write_bytes(DATA)
    until_settled(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "deep"


@pytest.fixture
def read_through(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files read through, in their order."""
    read: list[str] = []
    digest = hashlib.file_digest

    def count(file: Any, name: str) -> Any:
        read.append(file.name if isinstance(file.name, str) else "file")
        return digest(file, name)

    monkeypatch.setattr(hashlib, "file_digest", count)
    return read


def test_a_file_found_whole_is_not_read_again(
    folder: Path, file: Path, read_through: list[str]
) -> None:
    for _ in range(3):
        assert Stamps(folder).is_whole(file, RIGHT)
    assert len(read_through) == 1


def test_a_file_that_is_not_whole_is_read_each_time(
    folder: Path, file: Path, read_through: list[str]
) -> None:
    for _ in range(3):
        assert not Stamps(folder).is_whole(file, "0" * 64)
    assert len(read_through) == 3
    assert not folder.exists()


def test_what_was_whole_is_not_so_for_another_checksum(folder: Path, file: Path) -> None:
    own = Stamps(folder)
    assert own.is_whole(file, RIGHT)
    assert not own.is_whole(file, "0" * 64)
    assert own.is_whole(file, RIGHT)


def _written_again(path: Path) -> None:
    path.write_bytes(DATA)


def _replaced(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(DATA)
    other.replace(path)


def _damaged(path: Path) -> None:
    """With size and time put back."""
    found = path.stat()
    path.write_bytes(DATA[:500] + b"X" + DATA[501:])
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def _replaced_by_a_twin(path: Path) -> None:
    found = path.stat()
    other = path.with_name("other")
    other.write_bytes(b"X" + DATA[1:])
    os.utime(other, ns=(found.st_atime_ns, found.st_mtime_ns))
    other.replace(path)


@pytest.mark.parametrize(
    ("change", "whole"),
    [
        (_written_again, True),
        (_replaced, True),
        (os.utime, True),
        (_damaged, False),
        (_replaced_by_a_twin, False),
    ],
)
def test_a_file_that_changed_in_anything_is_read_again(
    folder: Path,
    file: Path,
    read_through: list[str],
    change: Callable[[Path], None],
    whole: bool,
) -> None:
    own = Stamps(folder)
    assert own.is_whole(file, RIGHT)
    change(file)
    assert own.is_whole(file, RIGHT) is whole
    assert len(read_through) == 2


def test_a_file_just_written_is_not_remembered(folder: Path, tmp_path: Path) -> None:
    """It could be written again within the same tick of the clock."""
    path = tmp_path / "fresh"
    path.write_bytes(DATA)
    written = path.stat().st_ctime_ns
    whole = Stamps(folder).is_whole(path, RIGHT)
    assert whole
    if time.time_ns() - written < 100_000_000:  # else the machine was too slow to tell
        assert not folder.exists()
    until_settled(path)
    assert Stamps(folder).is_whole(path, RIGHT)
    assert (folder / FILE).exists()


def test_times_far_from_now_were_set_by_somebody() -> None:
    now = time.time_ns()
    assert settled(now, now - 10**9, now - 2 * 10**8)
    assert settled(now, now + 10**15, now - 10**15)
    assert not settled(now, now - 10**9, now)
    assert not settled(now, now + 10**7, now - 10**9)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"null", b"[" * 100_000, b"\xff\xfe", b'{"x": 1}', b"0" * (1 << 21)],
    ids=["empty", "open", "list", "null", "deep", "bytes", "other", "large"],
)
def test_a_list_that_is_none_is_made_anew(
    folder: Path, file: Path, read_through: list[str], data: bytes
) -> None:
    folder.mkdir(parents=True)
    (folder / FILE).write_bytes(data)
    assert not Stamps(folder).is_whole(file, "0" * 64)
    assert Stamps(folder).is_whole(file, RIGHT)
    assert Stamps(folder).is_whole(file, RIGHT)
    assert len(read_through) == 2
    assert str(file) in json.loads((folder / FILE).read_bytes())


def forged(folder: Path, file: Path, **changes: Any) -> None:
    """A list that calls `file` whole, whatever stands in it."""
    found = file.stat()
    state = {
        "size": found.st_size,
        "mtime": found.st_mtime_ns,
        "ctime": found.st_ctime_ns,
        "ino": found.st_ino,
        "sha256": RIGHT,
    }
    folder.mkdir(parents=True, exist_ok=True)
    listed = list((state | changes).values())
    (folder / FILE).write_text(json.dumps({str(file): listed}))


@pytest.mark.parametrize("field", ["size", "mtime", "ctime", "ino"])
@pytest.mark.parametrize("value", [0, 1.5, None, True, "", [], 10**30])
def test_a_forged_list_does_not_make_a_damaged_file_pass(
    folder: Path, file: Path, field: str, value: Any
) -> None:
    file.write_bytes(b"X" + DATA[1:])
    forged(folder, file, **{field: value})
    assert not Stamps(folder).is_whole(file, RIGHT)


def test_a_list_that_knows_all_of_a_file_is_believed(folder: Path, file: Path) -> None:
    """What this is no protection against, as its description says."""
    file.write_bytes(b"X" + DATA[1:])
    forged(folder, file)
    assert Stamps(folder).is_whole(file, RIGHT)


def test_the_list_is_short_and_has_the_latest(folder: Path, file: Path) -> None:
    own = Stamps(folder)
    assert own.is_whole(file, RIGHT)
    files = [file.with_name(f"file {number}") for number in range(70)]
    for path in files:
        path.write_bytes(DATA)
    until_settled(*files)
    for path in files:
        assert own.is_whole(path, RIGHT)
        if path == files[50]:  # changed and found whole again: no longer the oldest
            os.utime(file)
            until_settled(file)
            assert own.is_whole(file, RIGHT)
    names = list(json.loads((folder / FILE).read_bytes()))
    assert len(names) == stamps._MOST
    assert names[-1] == str(files[-1])
    assert str(file) in names


def test_without_a_folder_all_is_read_anew(file: Path, read_through: list[str]) -> None:
    for _ in range(2):
        assert Stamps(None).is_whole(file, RIGHT)
    assert len(read_through) == 2


@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_folder_that_may_not_be_written_changes_no_answer(
    folder: Path, file: Path, mode: int
) -> None:
    folder.mkdir(parents=True)
    with mode_of(folder, mode):
        assert Stamps(folder).is_whole(file, RIGHT)
        assert not Stamps(folder).is_whole(file, "0" * 64)
    assert not list(folder.iterdir())


def test_a_file_in_the_folders_place_changes_no_answer(folder: Path, file: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("in the way")
    assert Stamps(folder).is_whole(file, RIGHT)
    assert folder.read_text() == "in the way"


def test_what_cannot_be_read_raises(folder: Path, tmp_path: Path, file: Path) -> None:
    own = Stamps(folder)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "endless").symlink_to("/dev/zero")
    for name in ("none", "cache", "pipe", "endless", ""):
        with pytest.raises(OSError, match=r"No such|directory|not an ordinary"):
            own.is_whole(tmp_path / name, RIGHT)
    with mode_of(file, 0o000), pytest.raises(PermissionError):
        own.is_whole(file, RIGHT)
