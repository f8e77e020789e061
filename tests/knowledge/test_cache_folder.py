from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from knowledge.cache_folder import Busy, CacheFolder
from tests.knowledge.refusals import files_limited_to, mode_of
from tests.knowledge.settling import until_settled


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def writing(text: str) -> Callable[[Path], None]:
    return lambda path: path.write_text(text) and None


def put(files: CacheFolder, **texts: str) -> None:
    files.put({suffix: writing(text) for suffix, text in texts.items()}, {"texts": texts})


def got(files: CacheFolder) -> dict[str, str]:
    """What is there, by suffix; what is damaged or lost is left out."""
    kept = files.kept()
    if kept is None:
        return {}
    paths = {suffix: kept.path(suffix) for suffix in kept.notes["texts"]}
    return {suffix: path.read_text() for suffix, path in paths.items() if path}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"stamps.json"}


def test_files_come_out_as_they_were_put(folder: Path) -> None:
    put(CacheFolder(folder, "things", 1), one="first", two="second")
    files = CacheFolder(folder, "things", 1)
    kept = files.kept()
    assert kept is not None
    assert kept.notes == {"texts": {"one": "first", "two": "second"}}
    assert got(files) == {"one": "first", "two": "second"}
    assert kept.path("three") is None


def test_nothing_is_there_before_the_first_put(folder: Path) -> None:
    files = CacheFolder(folder, "things", 1)
    assert files.kept() is None
    assert not files.outdated
    assert not folder.exists()


def test_files_of_another_format_are_outdated(folder: Path) -> None:
    put(CacheFolder(folder, "things", 1), one="first")
    newer = CacheFolder(folder, "things", 2)
    assert newer.kept() is None
    assert newer.outdated
    put(newer, one="newer")
    assert got(newer) == {"one": "newer"}
    assert CacheFolder(folder, "things", 1).outdated


def test_what_was_put_before_goes(folder: Path) -> None:
    files = CacheFolder(folder, "things", 1)
    put(files, one="first", two="second")
    put(files, one="third")
    assert got(files) == {"one": "third"}
    assert len(names(folder)) == len({"the list", "the lock", "one"})


def test_names_that_begin_alike_leave_each_others_files_alone(folder: Path) -> None:
    short, long = CacheFolder(folder, "things", 1), CacheFolder(folder, "things-more", 1)
    put(long, one="long")
    begun = folder / f".new-things-more-{'a' * 16}.one"

    def write(path: Path) -> None:
        path.write_text("longer")
        begun.write_text("another process is at it")
        put(short, one="short")  # while the other is being written
        assert path.exists()

    long.put({"one": write}, {"texts": {"one": "longer"}})
    assert got(long) == {"one": "longer"}
    assert got(short) == {"one": "short"}


def test_the_same_put_twice_stays(folder: Path) -> None:
    files = CacheFolder(folder, "things", 1)
    for _ in range(2):
        put(files, one="same", two="same too")
    assert got(files) == {"one": "same", "two": "same too"}


def test_a_reader_never_gets_some_of_each(folder: Path) -> None:
    files = CacheFolder(folder, "things", 1)
    put(files, one="old", two="old too")
    kept = files.kept()
    assert kept is not None
    put(files, one="new", two="new too")
    assert kept.path("one") is None
    assert kept.path("two") is None


def test_damage_with_size_and_time_put_back_is_noticed(folder: Path) -> None:
    files = CacheFolder(folder, "things", 1)
    put(files, one="first", two="second")
    until_settled(folder)
    assert got(files) == {"one": "first", "two": "second"}
    assert (folder / "stamps.json").exists()
    (file,) = folder.glob("*.one")
    found = file.stat()
    file.write_text("fjrst")
    os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert got(files) == {"two": "second"}


@pytest.mark.parametrize("in_place", ["nothing", "folder", "pipe", "device"])
def test_what_is_no_file_is_not_there(folder: Path, in_place: str) -> None:
    files = CacheFolder(folder, "things", 1)
    put(files, one="first")
    (file,) = folder.glob("*.one")
    file.unlink()
    if in_place == "folder":
        file.mkdir()
    elif in_place == "pipe":
        os.mkfifo(file)
    elif in_place == "device":
        file.symlink_to("/dev/zero")
    assert got(files) == {}


class Broken(Exception):
    """A writer failed."""


def test_a_writer_that_fails_leaves_the_former_files(folder: Path) -> None:
    files = CacheFolder(folder, "things", 1)
    put(files, one="first", two="second")
    before = names(folder)

    def fail(path: Path) -> None:
        path.write_text("half")
        raise Broken

    with pytest.raises(Broken):
        files.put({"one": writing("new"), "two": fail}, {"texts": {}})
    assert got(files) == {"one": "first", "two": "second"}
    assert names(folder) == before


def test_a_list_that_cannot_be_replaced_leaves_nothing_new(folder: Path) -> None:
    files = CacheFolder(folder, "things", 1)
    files.manifest.mkdir(parents=True)
    for number in range(5):
        with pytest.raises(IsADirectoryError):
            put(files, one=f"number {number}")
    assert names(folder) == {"things.json", ".things.lock"}


def test_a_full_disk_leaves_the_former_files(folder: Path) -> None:
    files = CacheFolder(folder, "things", 1)
    put(files, one="first")
    before = names(folder)
    with files_limited_to(1000), pytest.raises(OSError, match="too large"):
        put(files, one="x" * 5000)
    with files_limited_to(10), pytest.raises(OSError, match="too large"):
        put(files, one="small")  # there is no room for the list
    assert got(files) == {"one": "first"}
    assert names(folder) == before


@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_folder_that_may_not_be_written_is_told(folder: Path, mode: int) -> None:
    files = CacheFolder(folder, "things", 1)
    put(files, one="first")
    with mode_of(folder, mode):
        assert got(CacheFolder(folder, "things", 1)) == ({"one": "first"} if mode else {})
        with pytest.raises(PermissionError):
            put(CacheFolder(folder, "things", 1), one="second")
    assert got(files) == {"one": "first"}


def test_what_others_begun_goes_once_it_is_forgotten(folder: Path) -> None:
    files = CacheFolder(folder, "things", 1)
    put(files, one="first")
    lists = folder / ".new-k2j3h4k5"  # of a process that was killed as it replaced a list
    other = folder / f".new-others-{'0' * 16}.one"
    own = folder / f".new-things-{'0' * 16}.one"
    mine = folder / "notes.txt"
    for path in (lists, other, own, mine):
        path.write_text("half")
    put(files, one="second")
    assert not own.exists()  # who holds the lock knows that nobody is at it
    assert lists.exists()
    assert other.exists()
    for path in (lists, other, mine):
        os.utime(path, (0, 0))
    put(files, one="third")
    assert names(folder) >= {"notes.txt"}
    assert not lists.exists()
    assert not other.exists()
    assert got(files) == {"one": "third"}


def test_fifty_puts_leave_one(folder: Path) -> None:
    for number in range(50):
        files = CacheFolder(folder, "things", 1)
        put(files, one=f"first {number}", two=f"second {number}")
    assert len(names(folder)) == len({"the list", "the lock", "one", "two"})


def test_only_one_changes_the_files_at_a_time(folder: Path) -> None:
    holder, other = CacheFolder(folder, "things", 1), CacheFolder(folder, "things", 1)
    release, held = threading.Event(), threading.Event()

    def hold() -> None:
        with holder.locked():
            held.set()
            assert release.wait(30)

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(30)
    try:
        with pytest.raises(Busy), other.locked(0.01):
            pass
    finally:
        release.set()
        thread.join()
    with other.locked(30):
        put(other, one="within")  # whoever holds it may put
    assert got(holder) == {"one": "within"}


def test_only_the_owner_may_read_the_files(folder: Path) -> None:
    put(CacheFolder(folder, "things", 1), one="first")
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


@pytest.mark.parametrize(
    "change",
    [
        {"format": "1"}, {"format": None}, {"notes": []}, {"notes": None}, {"files": []},
        {"files": {"one": "ab"}}, {"files": {"one": None}}, {"files": {"one": [1, 2]}},
        {"files": {"one": ["../secret", "0" * 64]}}, {"files": {"one": [["x"], "0"]}},
        {"files": {"one": ["a\0b", "0"]}}, {"files": {}},
    ],
    ids=repr,
)  # fmt: skip
def test_a_list_of_wrong_values_names_nothing(folder: Path, change: dict[str, Any]) -> None:
    files = CacheFolder(folder, "things", 1)
    put(files, one="first")
    listed = json.loads(files.manifest.read_text())
    files.manifest.write_text(json.dumps(listed | change))
    assert got(files) == {}
    put(files, one="second")
    assert got(files) == {"one": "second"}
    assert len(names(folder)) == len({"the list", "the lock", "one"})


def test_a_list_leads_to_no_file_of_another_name(folder: Path) -> None:
    files = CacheFolder(folder, "things", 1)
    put(files, one="first")
    listed = json.loads(files.manifest.read_text())
    name, checksum = listed["files"]["one"]
    (folder.parent / name).write_text("first")
    (folder / "other.one").write_text("first")
    (folder / name).unlink()
    for lead in (f"../{name}", str(folder.parent / name), "other.one", f"./{name}"):
        files.manifest.write_text(json.dumps(listed | {"files": {"one": [lead, checksum]}}))
        assert got(files) == {}


# --- clearing --------------------------------------------------------------------------------------


def test_clearing_takes_all_of_its_own_and_nothing_else(folder: Path) -> None:
    files, longer = CacheFolder(folder, "things", 1), CacheFolder(folder, "things-more", 1)
    put(files, one="first", two="second")
    put(longer, one="long")
    (folder / "notes.txt").write_text("mine")
    others = names(folder) - {path.name for path in folder.glob("*things[.-][!m]*")}
    for name in (f".new-things-{'0' * 16}.one", f".part-things-{'0' * 16}", f"things-{'0' * 16}.x"):
        (folder / name).write_text("half")
    files.clear()
    assert names(folder) == others - {".things.lock"}
    assert got(files) == {}
    assert got(longer) == {"one": "long"}
    put(files, one="again")
    assert got(files) == {"one": "again"}


def test_clearing_what_was_begun_leaves_what_was_put(folder: Path) -> None:
    files = CacheFolder(folder, "things", 1)
    put(files, one="first")
    before = names(folder)
    for name in (f".new-things-{'0' * 16}.one", f".part-things-{'0' * 16}"):
        (folder / name).write_text("half")
    files.clear_begun()
    assert names(folder) == before
    assert got(files) == {"one": "first"}


def test_clearing_where_nothing_is_makes_nothing(folder: Path) -> None:
    CacheFolder(folder, "things", 1).clear()
    CacheFolder(folder, "things", 1).clear_begun()
    assert not folder.exists()


def test_what_another_process_is_changing_is_not_cleared(folder: Path) -> None:
    files = CacheFolder(folder, "things", 1)
    put(files, one="first")
    before = names(folder)
    with FileLock(folder / ".things.lock"):
        with pytest.raises(Busy):
            files.clear(0)
        assert names(folder) == before
    files.clear(0)
    assert names(folder) == set()


class Stopped(Exception):
    """Nobody wants to wait any longer."""


def test_waiting_is_told_and_can_be_stopped(folder: Path) -> None:
    files = CacheFolder(folder, "things", 1)
    put(files, one="first")
    lock = FileLock(folder / ".things.lock")

    def stop() -> None:
        raise Stopped

    with lock, pytest.raises(Stopped), files.waited(stop):
        pass
    lock.acquire()
    with files.waited(lock.release):
        put(files, one="second")
    assert got(files) == {"one": "second"}
