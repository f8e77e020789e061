from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge.vectors import IndexCache
from tests.conftest import PROJECT, FakeEncoder
from tests.knowledge.building import A, B


def child(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.knowledge.building", str(folder), *arguments],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


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


@pytest.mark.parametrize("former", [None, B], ids=["from nothing", "over an older one"])
def test_two_processes_building_at_once_leave_a_good_index(
    folder: Path, former: list[str] | None
) -> None:
    if former:
        IndexCache(folder, "fake-1").build(former, FakeEncoder())
    both = [child(folder, "once") for _ in range(2)]
    assert [line_of(process) for process in both] == ["ready", "ready"]
    for process in both:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in both:
        process.communicate()
        assert process.returncode == 0
    index = IndexCache(folder, "fake-1").load(A)
    assert index is not None
    np.testing.assert_array_equal(index.vectors(), FakeEncoder().encode(A))
    assert len(list(folder.iterdir())) == 2


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
