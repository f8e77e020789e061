from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge.passages import text_key
from knowledge.vector_part import KEY_BYTES, VectorPart
from tests.conftest import FakeEncoder
from tests.knowledge.refusals import files_limited_to

TEXTS = [f"text number {n}" for n in range(30)]
KEYS = [text_key(text) for text in TEXTS]
VECTORS = FakeEncoder().encode(TEXTS)
RECORD = KEY_BYTES + 4 * FakeEncoder.dimensions + 4


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    own = tmp_path / "cache"
    own.mkdir()
    return own


def begun(folder: Path, dimensions: int = FakeEncoder.dimensions) -> VectorPart:
    return VectorPart.begin(folder, "guide", "fake-1", dimensions)


def fill(part: VectorPart, first: int = 0, stop: int = len(TEXTS), batch: int = 7) -> None:
    for start in range(first, stop, batch):
        end = min(start + batch, stop)
        part.append(KEYS[start:end], VECTORS[start:end])


def written(folder: Path) -> Path:
    """A part of all texts, left by a build that was stopped."""
    part = begun(folder)
    fill(part)
    part.close()
    (file,) = folder.glob(".part-*")
    return file


def known(folder: Path) -> dict[int, Any]:
    """The vectors a next build finds, by the number of their text."""
    part = begun(folder)
    places = {KEYS.index(key): place for place, key in enumerate(part.keys) if key in KEYS}
    found = part.at(np.array(list(places.values()), dtype=np.int64))
    part.close()
    return dict(zip(places, found, strict=True))


def assert_right(found: dict[int, Any]) -> None:
    for number, vector in found.items():
        np.testing.assert_array_equal(vector, VECTORS[number])


def test_a_part_goes_on_where_another_stopped(folder: Path) -> None:
    first = begun(folder)
    fill(first, 0, 10)
    first.close()
    second = begun(folder)
    assert second.keys == KEYS[:10]
    fill(second, 10, 30)
    assert second.keys == KEYS
    second.close()
    found = known(folder)
    assert sorted(found) == list(range(30))
    assert_right(found)


@pytest.mark.parametrize("kept", ["in a file", "in memory"])
def test_vectors_come_by_their_places_in_any_order(folder: Path, kept: str) -> None:
    part = VectorPart(None, 256) if kept == "in memory" else begun(folder)
    fill(part)
    places = np.array([3, 29, 0, 3, 17])
    np.testing.assert_array_equal(part.at(places), VECTORS[places])
    assert part.at(np.zeros(0, dtype=np.int64)).shape == (0, 256)
    part.remove()
    assert not list(folder.iterdir())


@pytest.mark.parametrize("lost", [1, 3, RECORD - 1, RECORD, RECORD + 1, 12 * RECORD + 500])
def test_a_torn_end_is_not_there_and_is_written_over(folder: Path, lost: int) -> None:
    file = written(folder)
    os.truncate(file, file.stat().st_size - lost)
    whole = 30 - -(-lost // RECORD)
    found = known(folder)
    assert sorted(found) == list(range(whole))
    assert_right(found)
    part = begun(folder)
    fill(part, whole, 30)
    part.close()
    again = known(folder)
    assert sorted(again) == list(range(30))
    assert_right(again)


@pytest.mark.parametrize("size", [0, 1, 3, 4, 5])
def test_a_file_with_hardly_anything_in_it_has_nothing(folder: Path, size: int) -> None:
    file = written(folder)
    os.truncate(file, size)
    assert VectorPart.count_in(folder, "guide", "fake-1") == 0
    assert known(folder) == {}
    written(folder)
    assert len(known(folder)) == 30


@pytest.mark.parametrize("start", [0, 1, 4, 512, 4096, 12288, 16384])
@pytest.mark.parametrize("length", [8, 512, 4096])
def test_blocks_that_the_disk_lost_are_noticed(folder: Path, start: int, length: int) -> None:
    file = written(folder)
    data = file.read_bytes()
    zeroed = data[:start] + bytes(length) + data[start + length :]
    file.write_bytes(zeroed)
    hurt = {(at - 4) // RECORD for at in range(len(data)) if data[at] != zeroed[at] and at >= 4}
    found = known(folder)
    if start < 4:
        assert found == {}  # it no longer tells of how many dimensions it is
    else:
        assert set(found) == set(range(30)) - hurt
    assert_right(found)
    # What was lost is encoded and added; the damage stays in its place, unused.
    part = begun(folder)
    for number in sorted(set(range(30)) - set(found)):
        part.append([KEYS[number]], VECTORS[number : number + 1])
    part.close()
    again = known(folder)
    assert sorted(again) == list(range(30))
    assert_right(again)


@pytest.mark.parametrize("place", [4, 30, RECORD + 3, 5 * RECORD + 700, 20 * RECORD + 20])
def test_a_bit_that_tipped_over_is_noticed(folder: Path, place: int) -> None:
    file = written(folder)
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)
    found = known(folder)
    assert set(range(30)) - set(found) == {(place - 4) // RECORD}
    assert_right(found)


@pytest.mark.parametrize(
    "data", [b"foreign", b"x" * 50_000, os.urandom(20_000), bytes(40_000)], ids=range(4)
)
def test_foreign_bytes_are_no_part(folder: Path, data: bytes) -> None:
    file = written(folder)
    file.write_bytes(data)
    assert VectorPart.count_in(folder, "guide", "fake-1") >= 0
    assert known(folder) == {}
    file.write_bytes(FakeEncoder.dimensions.to_bytes(4, "little") + data)
    assert known(folder) == {}


def test_a_part_of_another_model_goes(folder: Path) -> None:
    file = written(folder)
    longer = VectorPart.begin(folder, "guide-longer", "fake-1", 256)
    longer.close()
    other = VectorPart.begin(folder, "guide", "fake-2", 256)
    assert other.keys == []
    other.close()
    assert not file.exists()
    assert len(list(folder.iterdir())) == 2  # of another name is another's


def test_a_part_of_other_dimensions_is_begun_anew(folder: Path) -> None:
    written(folder)
    part = begun(folder, 8)
    assert part.keys == []
    part.close()
    assert VectorPart.count_in(folder, "guide", "fake-1") == 0
    (file,) = folder.iterdir()
    assert file.stat().st_size == 4


def test_how_much_was_begun_is_told(folder: Path) -> None:
    assert VectorPart.count_in(folder, "guide", "fake-1") == 0
    assert VectorPart.count_in(folder / "none", "guide", "fake-1") == 0
    written(folder)
    assert VectorPart.count_in(folder, "guide", "fake-1") == 30
    assert VectorPart.count_in(folder, "guide", "fake-2") == 0


@pytest.mark.parametrize("room", [2, 4, 5 * RECORD, 7 * RECORD + 4, 16 * RECORD])
def test_where_the_disk_is_full_it_goes_on_in_memory(folder: Path, room: int) -> None:
    if room < 4:
        with files_limited_to(room), pytest.raises(OSError, match="No space"):
            begun(folder)
        return
    with files_limited_to(room):
        part = begun(folder)
        fill(part)
    fill(part, 0, 3)  # there is room again, but what is torn stands at the end
    places = np.arange(33)
    np.testing.assert_array_equal(part.at(places), VECTORS[places % 30])
    assert part.keys == KEYS + KEYS[:3]
    part.close()
    found = known(folder)
    assert sorted(found) == list(range((room - 4) // RECORD))
    assert_right(found)


def test_a_file_that_is_taken_away_does_no_harm(folder: Path) -> None:
    part = begun(folder)
    fill(part, 0, 15)
    (file,) = folder.iterdir()
    file.unlink()
    fill(part, 15, 30)
    np.testing.assert_array_equal(part.at(np.arange(30)), VECTORS)
    part.remove()


def test_a_folder_in_its_place_raises(folder: Path) -> None:
    file = written(folder)
    file.unlink()
    file.mkdir()
    with pytest.raises(IsADirectoryError):
        begun(folder)
    assert VectorPart.count_in(folder, "guide", "fake-1") == 0


def test_only_the_owner_may_read_it(folder: Path) -> None:
    assert stat.S_IMODE(written(folder).stat().st_mode) == 0o600


@pytest.mark.parametrize("way", ["link", "hard link", "pipe"])
def test_nothing_is_written_into_what_lies_in_its_place(
    folder: Path, tmp_path: Path, way: str
) -> None:
    begun(folder).close()
    (file,) = folder.glob(".part-*")
    file.unlink()
    victim = tmp_path / "victim"
    victim.write_text("precious")
    if way == "link":
        file.symlink_to(victim)
    elif way == "hard link":
        os.link(victim, file)
    else:
        os.mkfifo(file)
    assert VectorPart.count_in(folder, "guide", "fake-1") == 0
    part = begun(folder)
    part.append([b"k" * 16], FakeEncoder().encode(["kept"]))
    part.close()
    assert victim.read_text() == "precious"
    assert VectorPart.count_in(folder, "guide", "fake-1") == 1
