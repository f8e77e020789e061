from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import CacheError
from knowledge.vectors import FORMAT, IndexCache, VectorIndex
from tests.conftest import FakeEncoder

TEXTS = [f"promise number {n} about {thing}" for n in range(30) for thing in ("trust", "time")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "guide"


@pytest.fixture
def cache(folder: Path) -> IndexCache:
    return IndexCache(folder, "fake-1")


def built(cache: IndexCache, texts: list[str], encoder: FakeEncoder | None = None) -> VectorIndex:
    index, unkept = cache.build(texts, encoder or FakeEncoder())
    assert unkept is None
    return index


def loaded(cache: IndexCache, texts: list[str]) -> VectorIndex:
    index = cache.load(texts)
    assert index is not None
    return index


def manifest(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "guide.json").read_text())
    return read


def write_manifest(folder: Path, **changes: Any) -> None:
    (folder / "guide.json").write_text(json.dumps(manifest(folder) | changes))


def faiss_file(folder: Path) -> Path:
    (file,) = folder.glob("*.faiss")
    return file


def same(one: VectorIndex, other: VectorIndex) -> bool:
    return bool(np.array_equal(one.vectors(), other.vectors()))


# --- searching ---------------------------------------------------------------------------------------


def unit(rows: list[list[float]]) -> np.ndarray[Any, np.dtype[np.float32]]:
    array = np.array(rows, dtype=np.float32)
    return array / np.linalg.norm(array, axis=1, keepdims=True)


def test_nearest_gives_cosines_by_row() -> None:
    index = VectorIndex.of(unit([[1, 0], [0, 1], [1, 1], [-1, 0]]))
    found = index.nearest(unit([[1, 0]])[0], 3, None)
    assert found == pytest.approx({0: 1.0, 2: 2**-0.5, 1: 0.0}, abs=1e-6)


def test_only_the_rows_asked_for_take_part() -> None:
    index = VectorIndex.of(unit([[1, 0], [0, 1], [1, 1], [-1, 0]]))
    assert set(index.nearest(unit([[1, 0]])[0], 4, [1, 3])) == {1, 3}
    assert set(index.nearest(unit([[1, 0]])[0], 1, [1, 3])) == {1}
    assert index.nearest(unit([[1, 0]])[0], 4, []) == {}


def test_nearest_agrees_with_plain_arithmetic() -> None:
    rows = np.random.default_rng(0).normal(size=(200, 16)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    index = VectorIndex.of(rows)
    found = index.nearest(rows[7], 500, None)
    assert len(found) == 200
    assert found == pytest.approx(dict(enumerate((rows @ rows[7]).tolist())), abs=1e-5)


def test_bytes_give_the_index_back() -> None:
    index = VectorIndex.of(unit([[1, 0], [0, 1]]))
    assert same(VectorIndex.from_bytes(index.to_bytes()), index)


def test_an_index_over_nothing_finds_nothing(cache: IndexCache) -> None:
    index = built(cache, [])
    assert len(index) == 0
    assert index.nearest(FakeEncoder().encode(["promise"])[0], 5, None) == {}
    assert len(loaded(cache, [])) == 0


# --- keeping -----------------------------------------------------------------------------------------


def test_a_loaded_index_finds_the_same_as_the_one_built(cache: IndexCache) -> None:
    index = built(cache, TEXTS)
    again = loaded(cache, TEXTS)
    for vector in FakeEncoder().encode(["promise about trust", "number 7", "time"]):
        assert again.nearest(vector, 10, None) == index.nearest(vector, 10, None)
        assert again.nearest(vector, 10, [3, 4, 5]) == index.nearest(vector, 10, [3, 4, 5])


def test_rows_are_the_places_of_the_texts(cache: IndexCache) -> None:
    built(cache, TEXTS)
    encoder = FakeEncoder()
    for row in (0, 17, 59):
        cosines = loaded(cache, TEXTS).nearest(encoder.encode([TEXTS[row]])[0], len(TEXTS), None)
        assert cosines[row] == pytest.approx(1, abs=1e-6)
        assert max(cosines.values()) == pytest.approx(1, abs=1e-6)


def test_a_missing_index_is_missing(cache: IndexCache, folder: Path) -> None:
    assert cache.load(TEXTS) is None
    assert cache.state(TEXTS).state == "missing"
    assert not folder.exists()


def test_a_kept_index_is_ready(cache: IndexCache, folder: Path) -> None:
    built(cache, TEXTS)
    state = cache.state(TEXTS)
    assert (state.state, state.passages, state.folder) == ("ready", len(TEXTS), folder)
    assert state.bytes == faiss_file(folder).stat().st_size


@pytest.mark.parametrize(
    "texts", [TEXTS[:-1], [*TEXTS, "one more"], [*TEXTS[:-1], "another"], TEXTS[::-1], []]
)
def test_other_texts_make_it_stale(cache: IndexCache, texts: list[str]) -> None:
    built(cache, TEXTS)
    assert cache.state(texts).state == "stale"
    assert cache.load(texts) is None
    assert len(built(cache, texts)) == len(texts)
    assert cache.state(texts).state == "ready"


def test_only_what_changed_is_encoded_again(cache: IndexCache) -> None:
    encoder = FakeEncoder()
    built(cache, TEXTS, encoder)
    assert sorted(encoder.encoded) == sorted(TEXTS)
    encoder.encoded.clear()
    changed = ["new at the front", *TEXTS[5:], "new at the end"]
    index = built(cache, changed, encoder)
    assert sorted(encoder.encoded) == ["new at the end", "new at the front"]
    np.testing.assert_array_equal(index.vectors(), FakeEncoder().encode(changed))


def test_nothing_is_encoded_where_nothing_changed(cache: IndexCache) -> None:
    encoder = FakeEncoder()
    built(cache, TEXTS, encoder)
    encoder.encoded.clear()
    built(cache, TEXTS[::-1], encoder)
    assert encoder.encoded == []


def test_a_text_that_stands_twice_is_encoded_once(cache: IndexCache) -> None:
    encoder = FakeEncoder()
    index = built(cache, ["same", "other", "same"], encoder)
    assert sorted(encoder.encoded) == ["other", "same"]
    np.testing.assert_array_equal(index.vectors()[0], index.vectors()[2])


def test_another_model_builds_all_anew(cache: IndexCache, folder: Path) -> None:
    built(cache, TEXTS)
    other, encoder = IndexCache(folder, "fake-2"), FakeEncoder("fake-2")
    assert other.load(TEXTS) is None
    assert other.state(TEXTS).state == "stale"
    built(other, TEXTS, encoder)
    assert len(encoder.encoded) == len(TEXTS)
    assert other.state(TEXTS).state == "ready"
    assert cache.load(TEXTS) is None


def test_another_format_is_built_anew(cache: IndexCache, folder: Path) -> None:
    built(cache, TEXTS)
    write_manifest(folder, format=FORMAT + 1)
    encoder = FakeEncoder()
    assert cache.load(TEXTS) is None
    assert cache.state(TEXTS).state == "stale"
    built(cache, TEXTS, encoder)
    assert len(encoder.encoded) == len(TEXTS)
    assert manifest(folder)["format"] == FORMAT


def test_the_cache_does_not_grow(cache: IndexCache, folder: Path) -> None:
    for number in range(10):
        built(cache, [f"{number} {text}" for text in TEXTS])
        assert {path.name for path in folder.iterdir()} == {"guide.json", faiss_file(folder).name}


def test_other_files_in_the_folder_are_left_alone(cache: IndexCache, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_text("mine")
    built(cache, TEXTS)
    built(cache, TEXTS[:5])
    assert (folder / "notes.txt").read_text() == "mine"


def test_only_the_owner_may_read_the_files(cache: IndexCache, folder: Path) -> None:
    built(cache, TEXTS)
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_no_text_is_written_to_disk(cache: IndexCache, folder: Path) -> None:
    built(cache, ["quetzalcoatl", "popocatepetl"])
    for path in folder.iterdir():
        assert b"quetzal" not in path.read_bytes()


# --- damage ------------------------------------------------------------------------------------------


def flipped(place: float) -> Callable[[bytes], bytes]:
    def flip(data: bytes) -> bytes:
        at = int(place * (len(data) - 1))
        return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]

    return flip


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut in half": lambda data: data[: len(data) // 2],
    "last byte gone": lambda data: data[:-1],
    "one byte more": lambda data: data + b"x",
    "foreign": lambda data: b"not an index at all",
    "zeros": lambda data: bytes(len(data)),
    **{f"bit flipped at {place}": flipped(place) for place in (0, 0.01, 0.3, 0.7, 1)},
}


def assert_mends(cache: IndexCache, texts: list[str] = TEXTS) -> None:
    """The index is not taken for good, and building makes it good again."""
    assert cache.load(texts) is None
    index = built(cache, texts)
    np.testing.assert_array_equal(index.vectors(), FakeEncoder().encode(texts))
    assert same(loaded(cache, texts), index)
    assert cache.state(texts).state == "ready"


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_index_is_told_and_mended(cache: IndexCache, folder: Path, damage: str) -> None:
    built(cache, TEXTS)
    file = faiss_file(folder)
    file.write_bytes(DAMAGE[damage](file.read_bytes()))
    assert cache.state(TEXTS).state == "damaged"
    assert_mends(cache)


def test_a_lost_index_is_told_and_mended(cache: IndexCache, folder: Path) -> None:
    built(cache, TEXTS)
    faiss_file(folder).unlink()
    assert cache.state(TEXTS).state == "damaged"
    assert_mends(cache)


@pytest.mark.parametrize("damage", ["empty", "cut in half", "foreign", "zeros", "last byte gone"])
def test_foreign_bytes_with_their_own_checksum_are_not_taken_for_an_index(
    cache: IndexCache, folder: Path, damage: str
) -> None:
    built(cache, TEXTS)
    file = faiss_file(folder)
    data = DAMAGE[damage](file.read_bytes())
    file.write_bytes(data)
    write_manifest(folder, sha256=hashlib.sha256(data).hexdigest())
    assert_mends(cache)


def test_an_index_of_too_few_rows_is_not_taken(cache: IndexCache, folder: Path) -> None:
    built(cache, TEXTS)
    data = VectorIndex.of(FakeEncoder().encode(TEXTS[:5])).to_bytes()
    faiss_file(folder).write_bytes(data)
    write_manifest(folder, sha256=hashlib.sha256(data).hexdigest())
    assert_mends(cache)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"null", b"7", b'"text"', b"{}", b"\xff\xfe\x00", b"[" * 200_000, b"\x00" * 50,
     b'{"format": ' + b"9" * 5000 + b"}"],
    ids=["empty", "open", "list", "null", "number", "text", "no keys", "bytes", "deep", "zeros", "huge"],
)  # fmt: skip
def test_a_manifest_that_is_none_is_told_and_mended(
    cache: IndexCache, folder: Path, data: bytes
) -> None:
    built(cache, TEXTS)
    (folder / "guide.json").write_bytes(data)
    assert cache.state(TEXTS).state == "damaged"
    assert_mends(cache)


KEYS = ("format", "model", "file", "sha256", "texts")


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("value", [None, 1.5, {}, [], "", 10**30, ["x"]], ids=repr)
def test_a_manifest_of_wrong_values_is_not_believed(
    cache: IndexCache, folder: Path, key: str, value: Any
) -> None:
    built(cache, TEXTS)
    write_manifest(folder, **{key: value})
    assert cache.state(TEXTS).state in ("damaged", "stale")
    assert_mends(cache)


@pytest.mark.parametrize("key", KEYS)
def test_a_manifest_without_a_key_is_not_believed(
    cache: IndexCache, folder: Path, key: str
) -> None:
    built(cache, TEXTS)
    kept = {name: value for name, value in manifest(folder).items() if name != key}
    (folder / "guide.json").write_text(json.dumps(kept))
    assert_mends(cache)


@pytest.mark.parametrize("wrap", [lambda key: [key], lambda key: {key: 1}, lambda key: None, len])
def test_a_manifest_whose_texts_are_no_hashes_is_not_believed(
    cache: IndexCache, folder: Path, wrap: Callable[[str], Any]
) -> None:
    built(cache, TEXTS)
    write_manifest(folder, texts=[wrap(key) for key in manifest(folder)["texts"]])
    assert_mends(cache)


@pytest.mark.parametrize(
    "name",
    ["../x.faiss", "/etc/passwd", "..", ".", "", "a\0b", "\ud800", "x" * 5000, "sub/x.faiss"],
)
def test_a_manifest_leads_to_no_file_outside_its_folder(
    cache: IndexCache, folder: Path, name: str
) -> None:
    built(cache, TEXTS)
    # The very bytes the checksum wants, where a path in the manifest could lead to.
    data = faiss_file(folder).read_bytes()
    faiss_file(folder).unlink()
    (folder.parent / "x.faiss").write_bytes(data)
    (folder / "sub").mkdir()
    (folder / "sub" / "x.faiss").write_bytes(data)
    write_manifest(folder, file=name)
    assert cache.state(TEXTS).state == "damaged"
    assert_mends(cache)
    assert (folder.parent / "x.faiss").read_bytes() == data


def test_no_manifest_whatever_raises(tmp_path: Path) -> None:
    cache = IndexCache(tmp_path, "fake-1")
    built(cache, TEXTS)
    good, right = manifest(tmp_path), loaded(cache, TEXTS)
    values = st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | st.just(good["texts"]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=5,
    )

    @settings(deadline=None, max_examples=150)
    @given(st.dictionaries(st.sampled_from(KEYS), values, min_size=1))
    def holds(changes: dict[str, Any]) -> None:
        (tmp_path / "guide.json").write_text(json.dumps(good | changes))
        taken = cache.load(TEXTS)
        assert taken is None or (taken.vectors() == FakeEncoder().encode(TEXTS)).all()
        assert cache.state(TEXTS).state in ("ready", "stale", "damaged")
        assert same(built(cache, TEXTS), right)

    holds()


# --- what stands in the way ---------------------------------------------------------------------------


@pytest.mark.parametrize("blocked", ["cache", "cache/guide"])
def test_a_folder_that_cannot_be_made_leaves_it_working_from_memory(
    cache: IndexCache, folder: Path, tmp_path: Path, blocked: str
) -> None:
    file = tmp_path / blocked
    file.parent.mkdir(exist_ok=True)
    file.write_text("in the way")
    index, unkept = cache.build(TEXTS, FakeEncoder())
    assert isinstance(unkept, CacheError)
    assert str(folder) in str(unkept)
    assert "works from memory" in str(unkept)
    np.testing.assert_array_equal(index.vectors(), FakeEncoder().encode(TEXTS))
    assert cache.load(TEXTS) is None
    assert file.read_text() == "in the way"


@pytest.mark.parametrize("blocked", ["guide.json", "faiss"])
def test_a_folder_in_a_files_place_leaves_it_working_from_memory(
    cache: IndexCache, folder: Path, blocked: str
) -> None:
    built(cache, TEXTS)
    file = faiss_file(folder) if blocked == "faiss" else folder / "guide.json"
    file.unlink()
    file.mkdir()
    index, unkept = cache.build(TEXTS, FakeEncoder())
    assert isinstance(unkept, CacheError)
    assert len(index) == len(TEXTS)
    assert cache.load(TEXTS) is None
    assert cache.state(TEXTS).state == "damaged"
    assert not list(folder.glob(".new-*"))


# --- progress ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "texts"), [(0, 200), (60, 200), (200, 200), (0, 1), (0, 64), (0, 0)]
)
def test_progress_rises_to_the_total(cache: IndexCache, known: int, texts: int) -> None:
    many = [f"text number {n}" for n in range(texts)]
    built(cache, many[:known])
    told: list[tuple[int, int]] = []
    cache.build(many, FakeEncoder(), lambda done, total: told.append((done, total)))
    done = [step for step, _ in told]
    assert done == sorted(done)
    assert len(set(done)) == len(done)
    assert {total for _, total in told} == {texts}
    assert (done[0], done[-1]) == (known, texts)


class Stopped(Exception):
    """Somebody pressed Esc."""


@pytest.mark.parametrize("calls", [1, 2, 3, 4])
def test_work_that_is_stopped_leaves_no_half_index(
    cache: IndexCache, folder: Path, calls: int
) -> None:
    texts = [f"text number {n}" for n in range(150)]
    seen = 0

    def stop(done: int, total: int) -> None:
        nonlocal seen
        seen += 1
        if seen == calls:
            raise Stopped

    with pytest.raises(Stopped):
        cache.build(texts, FakeEncoder(), stop)
    assert not folder.exists()
    assert_mends(cache, texts)


def test_work_that_is_stopped_leaves_the_former_index(cache: IndexCache) -> None:
    before = built(cache, TEXTS)

    def stop(done: int, total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        cache.build([*TEXTS, "more"], FakeEncoder(), stop)
    assert same(loaded(cache, TEXTS), before)


def test_a_cache_borrows_what_another_has_encoded(tmp_path: Path) -> None:
    IndexCache(tmp_path / "one", "fake-1").build(TEXTS, FakeEncoder())
    encoder = FakeEncoder()
    added = [*TEXTS, "one line more"]
    index, _ = IndexCache(tmp_path / "other", "fake-1", tmp_path / "one").build(added, encoder)
    assert encoder.encoded == ["one line more"]
    assert len(index) == len(added)


def test_a_lender_of_another_model_lends_nothing(tmp_path: Path) -> None:
    IndexCache(tmp_path / "one", "fake-2").build(TEXTS, FakeEncoder())
    encoder = FakeEncoder()
    IndexCache(tmp_path / "other", "fake-1", tmp_path / "one").build(TEXTS, encoder)
    assert sorted(encoder.encoded) == sorted(TEXTS)
