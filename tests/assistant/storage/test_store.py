"""The segments of one folder: what fits together, what a crash leaves, and what somebody put there."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from assistant.storage.keys import Keys, stanzas
from assistant.storage.store import Folder
from assistant.storage.troubles import NotKept, ReadOnly
from tests.assistant.storage.conftest import SPACE, WRITER, OpenStore
from tests.knowledge.refusals import files_limited_to


def rows(*texts: str) -> dict[str, dict[str, Any]]:
    return {str(number): {"text": text} for number, text in enumerate(texts, 1)}


def test_segments_come_back_with_nothing_to_say(open_store: OpenStore, folder: Folder) -> None:
    store = open_store()
    store.write("j-0001", rows("one"))
    store.write("j-0002", rows("two"))
    store.write("j-0001", rows("one", "more"))
    again = open_store()
    assert {name: one.rows for name, one in again.segments.items()} == {
        "j-0001": rows("one", "more"),
        "j-0002": rows("two"),
    }
    assert again.notices == []
    assert all(stanzas(path.read_bytes()) == ["X25519"] for path in folder.path.glob("*.age*"))


def test_two_former_files_stay_beside_each(open_store: OpenStore, folder: Folder) -> None:
    store = open_store()
    for text in "abcd":
        store.write("j-0001", rows(text))
    names = sorted(path.name for path in folder.path.glob("j-*"))
    assert names == ["j-0001.age", "j-0001.age.1", "j-0001.age.2"]


def test_a_damaged_file_gives_way_to_the_one_before_it_and_is_kept(
    open_store: OpenStore, folder: Folder
) -> None:
    store = open_store()
    store.write("j-0001", rows("one"))
    store.write("j-0001", rows("one", "two"))
    path = folder.path / "j-0001.age"
    path.write_bytes(b"rubbish")
    again = open_store()
    assert again.segments["j-0001"].rows == rows("one")
    assert any("used instead" in notice for notice in again.notices)
    assert (folder.path / "j-0001.age.damaged1").read_bytes() == b"rubbish"
    again.write("j-0001", rows("one", "three"))
    last = open_store()
    assert last.segments["j-0001"].rows == rows("one", "three")
    assert last.notices == []


def test_reading_only_changes_no_file(open_store: OpenStore, folder: Folder) -> None:
    open_store().write("j-0001", rows("one"))
    (folder.path / "j-0001.age").write_bytes(b"rubbish")
    before = {path: path.read_bytes() for path in folder.path.iterdir()}
    store = open_store(writable=False)
    assert "j-0001" in store.lost
    with pytest.raises(ReadOnly):
        store.write("j-0002", rows("no"))
    assert {path: path.read_bytes() for path in folder.path.iterdir()} == before


def test_what_is_lost_is_told_and_its_name_never_used_again(
    open_store: OpenStore, folder: Folder
) -> None:
    store = open_store()
    store.write("j-0001", rows("one", "two"))
    (folder.path / "j-0001.age").unlink()
    again = open_store()
    told = (
        "j-0001.age is missing or damaged. It held 2 versions of entries, which cannot be read. "
        "A backup may have it."
    )
    assert again.notices == [told]
    assert again.free_name("j") == "j-0002"


def test_what_was_deleted_does_not_come_back(open_store: OpenStore, folder: Folder) -> None:
    store = open_store()
    store.write("j-0001", rows("one"))
    old = (folder.path / "j-0001.age").read_bytes()
    store.write("j-0001", {}, erase=True)
    assert not list(folder.path.glob("j-*"))
    (folder.path / "j-0001.age").write_bytes(old)
    again = open_store()
    assert again.segments == {}
    assert any("old copy of what was deleted" in notice for notice in again.notices)


def test_erasing_leaves_no_former_file(open_store: OpenStore, folder: Folder) -> None:
    store = open_store()
    store.write("j-0001", rows("one", "two"))
    store.write("j-0001", rows("one"), erase=True)
    assert [path.name for path in folder.path.glob("j-*")] == ["j-0001.age"]


def test_an_earlier_copy_of_one_segment_is_told(open_store: OpenStore, folder: Folder) -> None:
    store = open_store()
    store.write("j-0001", rows("one"))
    old = (folder.path / "j-0001.age").read_bytes()
    store.write("j-0001", rows("one", "two"))
    (folder.path / "j-0001.age").write_bytes(old)
    again = open_store()
    assert again.segments["j-0001"].rows == rows("one")
    assert any("earlier copy" in notice for notice in again.notices)


def test_an_earlier_copy_of_the_whole_folder_is_told(
    open_store: OpenStore, folder: Folder, tmp_path: Path
) -> None:
    store = open_store()
    store.write("j-0001", rows("one"))
    shutil.copytree(folder.path, tmp_path / "old")
    store.write("j-0001", rows("one", "two"))
    shutil.rmtree(folder.path)
    shutil.copytree(tmp_path / "old", folder.path)
    assert any("older than those you saw last" in notice for notice in open_store().notices)


def test_the_same_number_written_twice_is_an_alarm(
    open_store: OpenStore, folder: Folder, tmp_path: Path
) -> None:
    store = open_store()
    store.write("j-0001", rows("one"))
    shutil.copytree(folder.path, tmp_path / "copy")
    store.write("j-0001", rows("one", "here"))
    head = (folder.path / "head.age").read_bytes()
    shutil.rmtree(folder.path)
    shutil.copytree(tmp_path / "copy", folder.path)
    (tmp_path / "state" / "marks.age").unlink()
    open_store().write("j-0001", rows("one", "there"))
    (folder.path / "head.age").write_bytes(head)
    assert any("written twice under one number" in notice for notice in open_store().notices)


def test_a_synchronisers_copies_are_read_and_the_newest_counts(
    open_store: OpenStore, folder: Folder
) -> None:
    store = open_store()
    store.write("j-0001", rows("one"))
    old = (folder.path / "j-0001.age").read_bytes()
    store.write("j-0001", rows("one", "two"))
    new = folder.path / "j-0001.sync-conflict-20261103-1.age"
    (folder.path / "j-0001.age").rename(new)
    (folder.path / "j-0001.age").write_bytes(old)
    again = open_store()
    assert again.segments["j-0001"].rows == rows("one", "two")
    assert again.notices == []


def test_a_segment_under_another_name_is_refused(open_store: OpenStore, folder: Folder) -> None:
    store = open_store()
    store.write("j-0001", rows("one"))
    shutil.copy(folder.path / "j-0001.age", folder.path / "j-0002.age")
    again = open_store()
    assert list(again.segments) == ["j-0001"]
    assert any("under another name" in notice for notice in again.notices)


def test_a_segment_of_another_space_is_refused(
    open_store: OpenStore, folder: Folder, keys: Keys, tmp_path: Path
) -> None:
    elsewhere = Folder(
        tmp_path / "private" / "x" / "y", "6" * 16, folder.writer, keys.verifier, folder.recipients
    )
    store = open_store(folder=elsewhere)
    store.write("j-0001", rows("moved"))
    folder.path.mkdir(parents=True)
    shutil.copy(elsewhere.path / "j-0001.age", folder.path / "j-0001.age")
    again = open_store()
    assert again.segments == {}
    assert any("another place" in notice for notice in again.notices)


def test_a_crash_between_segment_and_head_loses_nothing(
    open_store: OpenStore, folder: Folder
) -> None:
    store = open_store()
    store.write("j-0001", rows("one"))
    head = (folder.path / "head.age").read_bytes()
    store.write("j-0001", rows("one", "two"))
    store.write("j-0002", rows("three"))
    (folder.path / "head.age").write_bytes(head)  # the later heads never reached the disk
    again = open_store()
    assert again.segments["j-0001"].rows == rows("one", "two")
    assert again.segments["j-0002"].rows == rows("three")
    assert again.notices == []
    again.write("j-0002", rows("three", "four"))
    assert open_store().notices == []


@pytest.mark.parametrize("left", [b"", b"rubbish", None])
def test_without_a_head_everything_is_still_read(
    open_store: OpenStore, folder: Folder, left: bytes | None
) -> None:
    store = open_store()
    store.write("j-0001", rows("one"))
    store.write("j-0002", rows("two"))
    for path in folder.path.glob("head.age*"):
        path.unlink()
    if left is not None:
        (folder.path / "head.age").write_bytes(left)
    again = open_store()
    assert set(again.segments) == {"j-0001", "j-0002"}
    again.write("j-0002", rows("two", "three"))
    assert open_store().segments["j-0002"].rows == rows("two", "three")


def test_a_full_disk_changes_nothing(open_store: OpenStore, folder: Folder) -> None:
    store = open_store()
    store.write("j-0001", rows("one"))
    before = {path.name: path.read_bytes() for path in folder.path.iterdir()}
    with files_limited_to(1000), pytest.raises(NotKept):
        store.write("j-0001", rows("one", "two"))
    assert {path.name: path.read_bytes() for path in folder.path.iterdir()} == before
    store.write("j-0001", rows("one", "three"))
    again = open_store()
    assert again.segments["j-0001"].rows == rows("one", "three")
    assert again.notices == []


def test_what_a_killed_program_had_begun_is_swept(open_store: OpenStore, folder: Folder) -> None:
    open_store().write("j-0001", rows("one"))
    (folder.path / ".new-abc").write_bytes(b"half")
    open_store(writable=False)
    assert (folder.path / ".new-abc").exists()
    open_store()
    assert not (folder.path / ".new-abc").exists()


def test_records_for_more_readers_are_sealed_anew(
    open_store: OpenStore, folder: Folder, keys: Keys, others: Keys
) -> None:
    open_store().write("j-0001", rows("one"))
    both = Folder(
        folder.path, folder.space, folder.writer, keys.verifier, (keys.recipient, others.recipient)
    )
    store = open_store(folder=both)
    assert store.outdated == ["j-0001"]
    store.reseal()
    assert {len(stanzas(path.read_bytes())) for path in folder.path.glob("*.age*")} == {2}
    again = open_store(folder=both)
    assert again.segments["j-0001"].rows == rows("one")
    assert (again.outdated, again.notices) == ([], [])


def test_records_for_a_stranger_as_well_are_refused(
    open_store: OpenStore, folder: Folder, keys: Keys, others: Keys
) -> None:
    both = Folder(
        folder.path, folder.space, folder.writer, keys.verifier, (keys.recipient, others.recipient)
    )
    open_store(folder=both).write("j-0001", rows("one"))
    again = open_store()
    assert again.segments == {}
    assert any("other readers" in notice for notice in again.notices)


def test_a_private_file_is_not_taken_for_a_shared_one(
    open_store: OpenStore, folder: Folder, keys: Keys, others: Keys, tmp_path: Path
) -> None:
    open_store().write("j-0001", rows("mine alone"))
    shared = Folder(
        tmp_path / "shared" / SPACE / WRITER,
        folder.space,
        folder.writer,
        keys.verifier,
        (keys.recipient, others.recipient),
    )
    shutil.copytree(folder.path, shared.path)
    store = open_store(folder=shared)
    assert store.segments == {}
    assert any("another place" in notice for notice in store.notices)
    store.write("s-0001", rows("for both"))
    for path in shared.path.glob("*.age"):
        if len(stanzas(path.read_bytes())) == 2:
            assert b"j-0001" not in others.decrypt(path.read_bytes(), path.name)
