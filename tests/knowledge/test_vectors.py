from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import vectors
from knowledge.errors import CacheError, ModelError
from knowledge.stamps import Stamps
from knowledge.vector_index import VectorIndex
from knowledge.vectors import FORMAT, IndexCache
from tests.conftest import FakeEncoder
from tests.knowledge.refusals import files_limited_to, mode_of

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


def keys_file(folder: Path) -> Path:
    (file,) = folder.glob("*.keys")
    return file


def forge(folder: Path, suffix: str, data: bytes) -> None:
    """Put `data` there with a checksum to match."""
    files = manifest(folder)["files"]
    name, _ = files[suffix]
    (folder / name).write_bytes(data)
    files[suffix] = [name, hashlib.sha256(data).hexdigest()]
    write_manifest(folder, files=files)


def nearest(
    index: VectorIndex, vector: Any, count: int, rows: list[int] | None = None
) -> list[tuple[int, float]]:
    among = None if rows is None else np.array(rows)
    found, cosines = index.nearest(vector, count, among)
    return list(zip(found.tolist(), cosines.tolist(), strict=True))


def names(folder: Path) -> set[str]:
    """All files but the list of those found whole, which comes and goes."""
    return {path.name for path in folder.iterdir()} - {"stamps.json"}


def same(one: VectorIndex, other: VectorIndex) -> bool:
    return bool(np.array_equal(one.vectors(), other.vectors()))


# --- keeping -----------------------------------------------------------------------------------------


def test_an_index_over_nothing_finds_nothing(cache: IndexCache) -> None:
    index = built(cache, [])
    assert len(index) == 0
    assert nearest(index, FakeEncoder().encode(["promise"])[0], 5) == []
    assert len(loaded(cache, [])) == 0


def test_a_loaded_index_finds_the_same_as_the_one_built(cache: IndexCache) -> None:
    index = built(cache, TEXTS)
    again = loaded(cache, TEXTS)
    for vector in FakeEncoder().encode(["promise about trust", "number 7", "time"]):
        assert nearest(again, vector, 10) == nearest(index, vector, 10)
        assert nearest(again, vector, 10, [3, 4, 5]) == nearest(index, vector, 10, [3, 4, 5])


def test_rows_are_the_places_of_the_texts(cache: IndexCache) -> None:
    built(cache, TEXTS)
    encoder = FakeEncoder()
    for row in (0, 17, 59):
        (best, cosine), *_ = nearest(loaded(cache, TEXTS), encoder.encode([TEXTS[row]])[0], 60)
        assert best == row
        assert cosine == pytest.approx(1, abs=1e-6)


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
        kept = {faiss_file(folder).name, keys_file(folder).name}
        assert names(folder) == {"guide.json", ".guide.lock"} | kept


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
@pytest.mark.parametrize("damaged", [faiss_file, keys_file])
def test_a_damaged_index_is_told_and_mended(
    cache: IndexCache, folder: Path, damaged: Callable[[Path], Path], damage: str
) -> None:
    built(cache, TEXTS)
    file = damaged(folder)
    file.write_bytes(DAMAGE[damage](file.read_bytes()))
    assert cache.state(TEXTS).state == "damaged"
    assert_mends(cache)


@pytest.mark.parametrize("damage", ["empty", "bit flipped at 0.3"])
def test_keys_that_are_lost_cost_no_encoding(cache: IndexCache, folder: Path, damage: str) -> None:
    built(cache, TEXTS)
    file = keys_file(folder)
    file.write_bytes(DAMAGE[damage](file.read_bytes()))
    encoder = FakeEncoder()
    built(cache, TEXTS, encoder)
    assert not encoder.encoded
    assert cache.state(TEXTS).state == "ready"


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
    forge(folder, "faiss", DAMAGE[damage](faiss_file(folder).read_bytes()))
    assert_mends(cache)


def test_an_index_of_too_few_rows_is_not_taken(cache: IndexCache, folder: Path) -> None:
    built(cache, TEXTS)
    other = folder.parent / "other"
    VectorIndex.of(FakeEncoder().encode(TEXTS[:5])).write(other)
    forge(folder, "faiss", other.read_bytes())
    assert_mends(cache)


def test_keys_that_are_too_few_lend_nothing(cache: IndexCache, folder: Path) -> None:
    built(cache, TEXTS)
    forge(folder, "keys", keys_file(folder).read_bytes()[: 16 * 7])
    encoder = FakeEncoder()
    index = built(cache, TEXTS[:5], encoder)
    assert len(encoder.encoded) == 5
    np.testing.assert_array_equal(index.vectors(), FakeEncoder().encode(TEXTS[:5]))


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


KEYS = ("format", "notes", "files")
NOTES = ("model", "texts", "count")


@pytest.mark.parametrize("key", [*KEYS, *NOTES])
@pytest.mark.parametrize("value", [None, 1.5, {}, [], "", 10**30, ["x"]], ids=repr)
def test_a_manifest_of_wrong_values_is_not_believed(
    cache: IndexCache, folder: Path, key: str, value: Any
) -> None:
    built(cache, TEXTS)
    if key in NOTES:
        write_manifest(folder, notes={**manifest(folder)["notes"], key: value})
    else:
        write_manifest(folder, **{key: value})
    assert cache.state(TEXTS).state in ("damaged", "stale")
    assert_mends(cache)


@pytest.mark.parametrize("suffix", ["faiss", "keys"])
@pytest.mark.parametrize(
    "listed",
    [None, 1.5, {}, [], "", 10**30, ["x"], "ab", ["guide-x", 1], [1, 2], [None, None]],
    ids=repr,
)
def test_a_manifest_that_lists_files_wrongly_is_not_believed(
    cache: IndexCache, folder: Path, suffix: str, listed: Any
) -> None:
    built(cache, TEXTS)
    write_manifest(folder, files={**manifest(folder)["files"], suffix: listed})
    assert cache.state(TEXTS).state == "damaged"
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
def test_a_manifest_whose_texts_are_no_hash_is_not_believed(
    cache: IndexCache, folder: Path, wrap: Callable[[str], Any]
) -> None:
    built(cache, TEXTS)
    notes = manifest(folder)["notes"]
    write_manifest(folder, notes={**notes, "texts": wrap(notes["texts"])})
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
    files = manifest(folder)["files"]
    write_manifest(folder, files={**files, "faiss": [name, files["faiss"][1]]})
    assert cache.state(TEXTS).state == "damaged"
    assert_mends(cache)
    assert (folder.parent / "x.faiss").read_bytes() == data


def test_no_manifest_whatever_raises(tmp_path: Path) -> None:
    cache = IndexCache(tmp_path, "fake-1")
    built(cache, TEXTS)
    good, right = manifest(tmp_path), loaded(cache, TEXTS)
    known = [good["notes"], good["files"], *good["notes"].values(), *good["files"].values()]
    values = st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(known),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=5,
    )

    @settings(deadline=None, max_examples=150)
    @given(st.dictionaries(st.sampled_from([*KEYS, *NOTES, "faiss", "keys"]), values, min_size=1))
    def holds(changes: dict[str, Any]) -> None:
        for key, value in changes.items():
            within = next((own for own in ("notes", "files") if key in good[own]), None)
            changed = {within: {**good[within], key: value}} if within else {key: value}
            (tmp_path / "guide.json").write_text(json.dumps(good | changed))
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
def test_progress_rises_to_the_total(
    cache: IndexCache, small_batches: int, known: int, texts: int
) -> None:
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


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(vectors, "_BATCH", 40)
    return 40


def stopping_at(call: int) -> Callable[[int, int], None]:
    calls = 0

    def stop(done: int, total: int) -> None:
        nonlocal calls
        calls += 1
        if calls == call:
            raise Stopped

    return stop


@pytest.mark.parametrize("calls", [1, 2, 3, 4, 5])
def test_work_that_is_stopped_leaves_no_half_index_and_is_gone_on_with(
    cache: IndexCache, folder: Path, small_batches: int, calls: int
) -> None:
    texts = [f"text number {n}" for n in range(150)]
    first, second = FakeEncoder(), FakeEncoder()
    with pytest.raises(Stopped):
        cache.build(texts, first, stopping_at(calls))
    assert {name.partition("-")[0] for name in names(folder)} <= {".guide.lock", ".part"}
    assert cache.load(texts) is None
    state = cache.state(texts)
    assert (state.state, state.begun) == ("missing", min(150, (calls - 1) * small_batches))
    built(cache, texts, second)
    assert len(first.encoded) == state.begun
    assert sorted(first.encoded + second.encoded) == sorted(texts)
    assert not list(folder.glob(".part-*"))
    assert cache.state(texts).begun == 0
    np.testing.assert_array_equal(loaded(cache, texts).vectors(), FakeEncoder().encode(texts))


def test_an_encoder_that_fails_leaves_what_was_encoded(
    cache: IndexCache, small_batches: int
) -> None:
    class Failing(FakeEncoder):
        def encode(self, texts: Sequence[str]) -> Any:
            if len(self.encoded) >= 80:
                raise ModelError("The model broke.")
            return super().encode(texts)

    texts = [f"text number {n}" for n in range(150)]
    with pytest.raises(ModelError):
        cache.build(texts, Failing())
    encoder = FakeEncoder()
    built(cache, texts, encoder)
    assert len(encoder.encoded) == 70


def test_what_a_stopped_build_left_for_other_texts_is_taken_over_where_it_fits(
    cache: IndexCache, folder: Path, small_batches: int
) -> None:
    texts = [f"text number {n}" for n in range(100, 250)]
    first, second = FakeEncoder(), FakeEncoder()
    with pytest.raises(Stopped):
        cache.build(texts, first, stopping_at(4))
    index = built(cache, texts[10:], second)
    assert len(first.encoded) == 3 * small_batches
    assert sorted(second.encoded) == sorted(set(texts[10:]) - set(first.encoded))
    np.testing.assert_array_equal(index.vectors(), FakeEncoder().encode(texts[10:]))
    assert not list(folder.glob(".part-*"))


@pytest.mark.parametrize("model", ["key", "dimensions"])
def test_what_another_model_began_is_not_used_and_goes(
    folder: Path, small_batches: int, model: str
) -> None:
    class Narrow(FakeEncoder):
        dimensions = 8

        def encode(self, texts: Sequence[str]) -> Any:
            rows = super().encode(texts)[:, :8]
            return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    texts = [f"text number {n}" for n in range(150)]
    key, encoder = ("fake-2", FakeEncoder("fake-2")) if model == "key" else ("fake-1", Narrow())
    with pytest.raises(Stopped):
        IndexCache(folder, "fake-1").build(texts, FakeEncoder(), stopping_at(3))
    cache = IndexCache(folder, key)
    index = built(cache, texts, encoder)
    assert sorted(encoder.encoded) == sorted(texts)
    np.testing.assert_array_equal(index.vectors(), type(encoder)().encode(texts))
    assert not list(folder.glob(".part-*"))


def test_an_index_whose_part_was_left_behind_removes_it(
    cache: IndexCache, folder: Path, small_batches: int
) -> None:
    texts = [f"text number {n}" for n in range(150)]
    with pytest.raises(Stopped):
        cache.build(texts, FakeEncoder(), stopping_at(3))
    (part,) = folder.glob(".part-*")
    left = part.read_bytes()
    built(cache, texts)
    part.write_bytes(left)  # as if the build had been killed just before
    assert cache.state(texts).begun == 0
    encoder = FakeEncoder()
    built(cache, texts, encoder)
    assert not encoder.encoded
    assert not part.exists()


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


def test_a_lender_that_changes_meanwhile_lends_nothing_wrong(tmp_path: Path) -> None:
    """Between looking at the lender's list and opening its files, another process puts others."""
    other = [f"{text}, in other words" for text in TEXTS]
    lender = IndexCache(tmp_path / "one", "fake-1")
    built(lender, other)

    class Meanwhile(Stamps):
        def is_whole(self, path: Path, sha256: str) -> bool:
            if path.parent == tmp_path / "one" and path.suffix == ".faiss":
                built(lender, TEXTS[::-1])
            return super().is_whole(path, sha256)

    cache = IndexCache(tmp_path / "other", "fake-1", tmp_path / "one", stamps=Meanwhile(None))
    np.testing.assert_array_equal(built(cache, TEXTS).vectors(), FakeEncoder().encode(TEXTS))


@pytest.mark.parametrize("suffix", [".faiss", ".keys"])
def test_an_index_that_is_replaced_while_it_is_loaded_is_never_another(
    folder: Path, suffix: str
) -> None:
    other = [f"{text}, in other words" for text in TEXTS]
    writer = IndexCache(folder, "fake-1")
    built(writer, TEXTS)

    class Meanwhile(Stamps):
        def is_whole(self, path: Path, sha256: str) -> bool:
            if path.suffix == suffix:
                built(writer, other)
            return super().is_whole(path, sha256)

    index = IndexCache(folder, "fake-1", stamps=Meanwhile(None)).load(TEXTS)
    assert index is None or (index.vectors() == FakeEncoder().encode(TEXTS)).all()


def test_means_are_those_of_the_index_that_was_loaded(cache: IndexCache, folder: Path) -> None:
    groups = [place // 3 for place in range(len(TEXTS))]
    assert cache.load_means() is None
    cache.build(TEXTS, FakeEncoder(), groups=groups)
    index = loaded(cache, TEXTS)
    means = cache.load_means()
    assert means is not None
    np.testing.assert_allclose(
        means.vectors(), index.means(np.array(groups), 20).vectors(), atol=1e-6
    )
    other = IndexCache(folder, "fake-1")
    other.build([f"{text}, in other words" for text in TEXTS], FakeEncoder(), groups=groups)
    assert cache.load_means() is None  # never those of another index


@pytest.mark.parametrize("damage", ["empty", "bit flipped at 0.7"])
def test_means_that_are_damaged_are_made_anew(cache: IndexCache, folder: Path, damage: str) -> None:
    groups = [0] * len(TEXTS)
    cache.build(TEXTS, FakeEncoder(), groups=groups)
    (file,) = folder.glob("*.means")
    file.write_bytes(DAMAGE[damage](file.read_bytes()))
    loaded(cache, TEXTS)
    assert cache.load_means() is None
    encoder = FakeEncoder()
    cache.build(TEXTS, encoder, groups=groups)
    assert not encoder.encoded
    loaded(cache, TEXTS)
    assert cache.load_means() is not None


# --- a full disk --------------------------------------------------------------------------------------


@pytest.mark.parametrize("room", [3_000, 60_000, 150_000])
def test_a_full_disk_leaves_it_working_from_memory(
    cache: IndexCache, folder: Path, small_batches: int, room: int
) -> None:
    """There is room for a part of the part, for the whole part, but not for all of the index."""
    texts = [f"text number {n}" for n in range(150)]  # 150 KiB
    with files_limited_to(room):
        index, unkept = cache.build(texts, FakeEncoder())
    assert isinstance(unkept, CacheError)
    np.testing.assert_array_equal(index.vectors(), FakeEncoder().encode(texts))
    assert not list(folder.glob(".new-*"))
    assert cache.load(texts) is None
    encoder = FakeEncoder()
    built(cache, texts, encoder)
    assert len(encoder.encoded) == 150 - (room - 4) // (16 + 1024 + 4)
    np.testing.assert_array_equal(loaded(cache, texts).vectors(), FakeEncoder().encode(texts))
    assert not list(folder.glob(".part-*"))


def test_a_full_disk_leaves_the_former_index(cache: IndexCache, folder: Path) -> None:
    before = built(cache, TEXTS)
    with files_limited_to(3_000):
        _, unkept = cache.build([*TEXTS, "one more"], FakeEncoder())
    assert unkept is not None
    assert same(loaded(cache, TEXTS), before)


def test_a_folder_that_may_not_be_written_serves_what_is_there(
    cache: IndexCache, folder: Path
) -> None:
    built(cache, TEXTS)
    before = names(folder)
    with mode_of(folder, 0o555):
        fresh = IndexCache(folder, "fake-1")
        assert fresh.state(TEXTS).state == "ready"
        loaded(fresh, TEXTS)
        index, unkept = fresh.build(TEXTS, FakeEncoder())
        assert unkept is None
        assert len(index) == len(TEXTS)
        index, unkept = fresh.build(TEXTS[:7], FakeEncoder())
        assert isinstance(unkept, CacheError)
        assert len(index) == 7
    assert names(folder) == before


def test_a_folder_that_may_not_be_looked_into_is_as_good_as_none(
    cache: IndexCache, folder: Path
) -> None:
    built(cache, TEXTS)
    with mode_of(folder, 0o000):
        assert cache.load(TEXTS) is None
        assert cache.state(TEXTS).state == "missing"
        index, unkept = cache.build(TEXTS, FakeEncoder())
        assert isinstance(unkept, CacheError)
        assert len(index) == len(TEXTS)


# --- growth -------------------------------------------------------------------------------------------


def test_builds_that_change_stop_and_fail_leave_nothing_behind(
    cache: IndexCache, folder: Path, small_batches: int
) -> None:
    for number in range(50):
        texts = [f"{number} {text}" for text in TEXTS]
        if number % 3 == 1:
            with pytest.raises(Stopped):
                cache.build(texts, FakeEncoder(), stopping_at(1 + number % 2))
        elif number % 3 == 2:
            with files_limited_to(number * 1000):
                assert cache.build(texts, FakeEncoder())[1] is not None
            assert len(names(folder)) <= 5
        else:
            built(cache, texts)
    built(cache, TEXTS)
    kept = {faiss_file(folder).name, keys_file(folder).name}
    assert names(folder) == {"guide.json", ".guide.lock"} | kept
