"""Keys and folders of people who do not exist."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.storage.keys import Keys
from assistant.storage.marks import Marks
from assistant.storage.store import Folder, SegmentStore

SPACE, WRITER = "5" * 16, "a" * 16


@pytest.fixture(scope="session")
def keys() -> Keys:
    return Keys.generate()


@pytest.fixture(scope="session")
def others() -> Keys:
    return Keys.generate()


@pytest.fixture
def folder(tmp_path: Path, keys: Keys) -> Folder:
    path = tmp_path / "private" / SPACE / WRITER
    return Folder(path, SPACE, WRITER, keys.verifier, (keys.recipient,))


OpenStore = Callable[..., SegmentStore]


@pytest.fixture
def open_store(tmp_path: Path, folder: Folder, keys: Keys) -> OpenStore:
    """Opens the store of `folder` as a fresh process would, with the segments of kind j."""

    def make(*, writable: bool = True, folder: Folder = folder, load: str = "j") -> SegmentStore:
        marks = Marks.read(tmp_path / "state" / "marks.age", SPACE, WRITER, keys)
        store = SegmentStore(folder, keys, marks, writable)
        store.open()
        store.load(load)
        return store

    return make
