from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from knowledge.guide_cache import GuideCache
from knowledge.guide_files import load
from knowledge.vectors import IndexCache
from tests.conftest import PROJECT, FakeEncoder
from tests.knowledge.building import BATCH, A, B
from tests.knowledge.cards import guide_of_one, guide_of_two


def child(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.knowledge.building", str(folder), *arguments],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def go_on(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("go\n")
    process.stdin.flush()


@pytest.fixture
def children() -> Iterator[list[subprocess.Popen[str]]]:
    """Those that are still there when a test fails are ended."""
    begun: list[subprocess.Popen[str]] = []
    yield begun
    for process in begun:
        process.kill()
        process.communicate()


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def assert_good_or_nothing(folder: Path) -> int:
    """Whatever load() gives is right; the cache then mends itself. Returns how many loaded."""
    cache = IndexCache(folder, "fake-1")
    good = 0
    for texts in (A, B):
        index = cache.load(texts)
        if index is not None:
            good += 1
            np.testing.assert_array_equal(index.vectors(), FakeEncoder().encode(texts))
    return good


def assert_mends(folder: Path) -> None:
    cache = IndexCache(folder, "fake-1")
    index, unkept = cache.build(A, FakeEncoder())
    assert unkept is None
    np.testing.assert_array_equal(index.vectors(), FakeEncoder().encode(A))
    assert assert_good_or_nothing(folder) == 1
    assert cache.state(A).state == "ready"


def assert_no_more_than_needed(folder: Path) -> None:
    listed = json.loads((folder / "guide.json").read_text())["files"]
    kept = {name for name, _ in listed.values()}
    found = {path.name for path in folder.iterdir()} - {"stamps.json"}
    assert found == {"guide.json", ".guide.lock"} | kept


@pytest.mark.parametrize("former", [None, B], ids=["from nothing", "over an older one"])
def test_two_processes_building_at_once_leave_a_good_index(
    folder: Path, former: list[str] | None
) -> None:
    if former:
        IndexCache(folder, "fake-1").build(former, FakeEncoder())
    both = [child(folder, "once") for _ in range(2)]
    assert [line_of(process) for process in both] == ["ready", "ready"]
    for process in both:
        go_on(process)
    encoded = sorted(int(process.communicate()[0]) for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert encoded == [0, 90 if former else 150]  # the second waited, and took the first one's work
    index = IndexCache(folder, "fake-1").load(A)
    assert index is not None
    np.testing.assert_array_equal(index.vectors(), FakeEncoder().encode(A))
    assert_no_more_than_needed(folder)


def test_a_process_waits_for_the_one_that_builds(
    folder: Path, children: list[subprocess.Popen[str]]
) -> None:
    slow, other = child(folder, "slow"), child(folder, "once")
    children += [slow, other]
    assert [line_of(process) for process in (slow, other)] == ["ready", "ready"]
    go_on(slow)
    assert line_of(slow) == "encoding"
    go_on(other)
    told: list[tuple[int, int]] = []

    def impatient(done: int, total: int) -> None:
        told.append((done, total))
        if len(told) == 2:
            raise InterruptedError

    # Whoever waits hears of it, and can give up.
    with pytest.raises(InterruptedError):
        IndexCache(folder, "fake-1").build(A, FakeEncoder(), impatient)
    assert told == [(0, 150), (0, 150)]
    assert other.poll() is None
    go_on(slow)
    assert [int(process.communicate()[0]) for process in (slow, other)] == [150, 0]
    assert_no_more_than_needed(folder)


@pytest.mark.parametrize("batch", [0, 1, 2, 5, 9])
def test_after_a_kill_only_what_is_missing_is_encoded(folder: Path, batch: int) -> None:
    process = child(folder, "batch", str(batch))
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    cache, encoder = IndexCache(folder, "fake-1"), FakeEncoder()
    assert cache.load(A) is None
    assert cache.state(A).begun == batch * BATCH
    index, unkept = cache.build(A, encoder)
    assert unkept is None
    assert len(set(encoder.encoded)) == len(encoder.encoded) == len(A) - batch * BATCH
    np.testing.assert_array_equal(index.vectors(), FakeEncoder().encode(A))
    assert_no_more_than_needed(folder)


def test_a_kill_at_any_moment_never_leaves_a_wrong_index(folder: Path) -> None:
    moments = random.Random(7)
    for _ in range(10):
        process = child(folder, "for-ever")
        for _ in range(moments.randrange(1, 60)):
            assert line_of(process)
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        assert_good_or_nothing(folder)
    assert_mends(folder)
    forget_lists_begun(folder)
    assert_no_more_than_needed(folder)


def test_an_index_begun_beside_a_good_one_goes_with_the_next(folder: Path) -> None:
    IndexCache(folder, "fake-1").build(A, FakeEncoder())
    begun = folder / f".new-guide-{'0' * 16}.faiss"
    begun.write_bytes(b"as far as it came" * 10_000)
    assert_mends(folder)  # nothing is put, so nothing is looked at
    IndexCache(folder, "fake-1").build([*A, "one more"], FakeEncoder())
    assert not begun.exists()
    assert_no_more_than_needed(folder)


def forget_lists_begun(folder: Path) -> None:
    """What a kill left of the small lists goes after a day; of an index, with the next one, however fresh."""
    for path in folder.glob(".new-*"):
        if path.suffix == ".faiss":
            continue  # not aged: what follows must remove it as it is
        assert path.stat().st_size < 10_000
        os.utime(path, (0, 0))
    IndexCache(folder, "fake-1").build([*A, "one more"], FakeEncoder())


def test_a_kill_between_any_two_steps_never_leaves_a_wrong_index(folder: Path) -> None:
    ended: list[int] = []
    loaded: list[int] = []
    while not ended or ended[-1]:
        own = folder / str(len(ended))
        process = child(own, "suicidal", str(len(ended) + 1))
        process.communicate()
        assert process.returncode in (0, -signal.SIGKILL)
        ended.append(process.returncode)
        loaded.append(assert_good_or_nothing(own))
        assert_mends(own)
        forget_lists_begun(own)
        assert_no_more_than_needed(own)
    assert len(ended) > 8  # the steps of writing two files and removing one
    # The old index is there until the new one is: no step leaves a person without any.
    assert set(loaded) == {1}


def test_two_processes_that_want_different_indexes_never_leave_a_wrong_one(folder: Path) -> None:
    both = [child(folder, "for-ever") for _ in range(2)]
    for _ in range(40):
        for process in both:
            assert line_of(process)
    for process in both:
        process.kill()
        process.communicate()
    assert_good_or_nothing(folder)
    assert_mends(folder)


# --- the guide ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("former", [False, True], ids=["from nothing", "over an older one"])
def test_a_kill_between_any_two_steps_leaves_a_guide_that_opens(
    folder: Path, tmp_path: Path, former: bool
) -> None:
    """Each step in a cache of its own, until the child comes through."""
    guide, other = guide_of_two(tmp_path / "guide"), guide_of_one(tmp_path / "other")
    right = load(guide)
    if former:
        GuideCache(folder / "1").open(other)
        for step in range(2, 60):
            shutil.copytree(folder / "1", folder / str(step))
    process = child(folder, "guide", str(guide))
    steps = len(process.communicate()[0].split())
    assert process.returncode == 0
    assert 15 < steps < 59
    for step in range(1, steps + 2):
        own = folder / str(step)
        opened = GuideCache(own).open(guide)
        assert opened.cards == right.cards
        assert list(opened.store.texts) == list(right.store.texts)
        assert len(list(own.glob("*.sqlite"))) <= 2  # the former may be there until the next is put
        assert len(GuideCache(own).open(other)) == 1
        assert len([path for path in own.iterdir() if path.suffix == ".sqlite"]) == 1
