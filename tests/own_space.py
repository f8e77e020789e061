"""Homes with people in them, made once for all tests of a process, and secrets on descriptors."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from assistant.people import People
from assistant.wording import Side
from tests.pairs import quick_to_open

__all__ = ["_tidy", "both", "code", "given", "priyas"]

PRIYAS = "correct walnut harbour stubborn violin"
MARTINS = "amber kettle fossil window trumpet"
NEW = "quartz mitten ladder oxygen pepper"

Given = Callable[..., int]


@cache
def _made() -> tuple[Path, str]:
    """A home in which Priya, the mentor, has begun, and her recovery code."""
    home = Path(mkdtemp(prefix="viceversa-tests-"))
    people = People(home)
    made = people.new_pair("Priya", Side.MENTOR, "Martin", PRIYAS)
    people.save(made).close()
    quick_to_open(home, PRIYAS)
    return home, made.code.code


@cache
def _made_for_two() -> Path:
    """The same home once Martin has joined."""
    home = Path(mkdtemp(prefix="viceversa-tests-"))
    shutil.copytree(_made()[0], home, dirs_exist_ok=True)
    people = People(home)
    people.save(people.join("Martin", MARTINS, role=Side.MENTEE)).close()
    founder = people.unlock(PRIYAS)
    founder.admit(founder.waiting[0])
    founder.close()
    quick_to_open(home, PRIYAS, MARTINS)
    return home


@pytest.fixture(scope="session", autouse=True)
def _tidy() -> Iterator[None]:
    yield
    for make in (_made, _made_for_two):
        if make.cache_info().currsize:
            made = make()
            shutil.rmtree(made[0] if isinstance(made, tuple) else made)
            make.cache_clear()


@pytest.fixture
def priyas(home: Path) -> Path:
    """The test's own home, with Priya's keys in it."""
    shutil.copytree(_made()[0], home)
    return home


@pytest.fixture
def both(home: Path) -> Path:
    """The test's own home, with the keys of Priya and Martin in it."""
    shutil.copytree(_made_for_two(), home)
    return home


@pytest.fixture
def code() -> str:
    """Priya's recovery code."""
    return _made()[1]


@pytest.fixture
def given() -> Iterator[Given]:
    """Makes descriptors from which lines can be read, as a shell's `3<<<` does."""
    opened: list[int] = []

    def make(*lines: str | bytes) -> int:
        reading, writing = os.pipe()
        opened.append(reading)
        encoded = [line.encode() if isinstance(line, str) else line for line in lines]
        os.write(writing, b"".join(line + b"\n" for line in encoded))
        os.close(writing)
        return reading

    yield make
    for one in opened:
        os.close(one)


def contents(folder: Path) -> bytes:
    """All bytes of all files below `folder`, and their names."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return b"\n".join(bytes(path) + b"\n" + path.read_bytes() for path in files)
