from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from knowledge import vector_index
from knowledge.sketched import Halves
from knowledge.vector_index import VectorIndex

Vectors = NDArray[np.float32]

MANY = 3000
WIDTH = 24


def unit(rows: Any) -> Vectors:
    array = np.array(rows, dtype=np.float32)
    scaled: Vectors = array / np.linalg.norm(array, axis=1, keepdims=True)
    return scaled


def scattered(count: int = MANY, width: int = WIDTH, seed: int = 0) -> Vectors:
    return unit(np.random.default_rng(seed).normal(size=(count, width)))


def compared(rows: Vectors, vector: Vectors, count: int, among: Any = None) -> list[int]:
    """The rows that come first by plain arithmetic, equals by number."""
    cosines = rows.astype(np.float64) @ vector.astype(np.float64)
    numbers = range(len(rows)) if among is None else sorted(set(among))
    return sorted(numbers, key=lambda row: (-cosines[row], row))[:count]


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> VectorIndex:
    """An index of the kind that many rows get, over `scattered()`."""
    monkeypatch.setattr(vector_index, "FLAT_BELOW", 1000)
    return VectorIndex.of(scattered())


# Small whole numbers make products exact, so that equal cosines are equal to the bit; the length of such
# rows is not 1, which searching does not ask for.
whole_rows = st.lists(
    st.lists(st.integers(-2, 2), min_size=3, max_size=3), min_size=1, max_size=40
).map(lambda rows: np.array(rows, dtype=np.float32))


# --- every row compared --------------------------------------------------------------------------------


@given(whole_rows, st.lists(st.integers(-2, 2), min_size=3, max_size=3), st.integers(1, 50))
def test_the_nearest_are_those_of_plain_arithmetic(
    rows: Vectors, question: list[int], count: int
) -> None:
    vector = np.array(question, dtype=np.float32)
    found, cosines = VectorIndex.of(rows).nearest(vector, count)
    assert found.tolist() == compared(rows, vector, count)
    assert cosines.tolist() == (rows @ vector)[found].tolist()
    assert (found.dtype.name, cosines.dtype.name) == ("int64", "float32")


@given(whole_rows, st.integers(1, 50), st.data())
def test_only_the_rows_asked_for_take_part(rows: Vectors, count: int, data: st.DataObject) -> None:
    among = data.draw(st.lists(st.integers(0, len(rows) - 1)))
    vector = rows[0]
    found, _ = VectorIndex.of(rows).nearest(vector, count, np.array(among, dtype=np.int64))
    assert found.tolist() == compared(rows, vector, count, among)


@given(st.integers(1, 30), st.integers(1, 40))
def test_the_first_of_equal_rows_come_first(copies: int, count: int) -> None:
    rows = np.repeat(scattered(5), copies, axis=0)
    found, _ = VectorIndex.of(rows).nearest(rows[0], count)
    assert found[:copies].tolist() == list(range(min(copies, count)))


def test_an_index_over_nothing_finds_nothing() -> None:
    index = VectorIndex.of(np.zeros((0, 4), dtype=np.float32))
    found, cosines = index.nearest(np.ones(4, dtype=np.float32), 5)
    assert (len(index), found.tolist(), cosines.tolist(), index.sound) == (0, [], [], True)
    assert index.vectors().shape == (0, 4)


def test_no_rows_to_take_part_and_none_to_find() -> None:
    index = VectorIndex.of(scattered(10))
    assert not len(index.nearest(scattered(1)[0], 3, np.zeros(0, dtype=np.int64))[0])
    assert not len(index.nearest(scattered(1)[0], 0)[0])


# --- many rows -----------------------------------------------------------------------------------------


def test_the_kind_goes_by_the_number_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_index, "FLAT_BELOW", 500)
    kinds = [VectorIndex.of(scattered(count)).kind for count in (499, 500)]
    assert kinds == ["flat", "ivf"]


def test_most_of_the_nearest_of_many_are_found(many: VectorIndex) -> None:
    rows = scattered()
    questions = unit(rows[:100] + 0.5 * scattered(100, seed=1))
    shared = [
        len({*compared(rows, question, 10)} & {*many.nearest(question, 10)[0].tolist()})
        for question in questions
    ]
    assert np.mean(shared) >= 8.5  # directions by chance in few dimensions are told apart worst


def test_cosines_of_many_are_near_and_in_order(many: VectorIndex) -> None:
    rows, question = scattered(), scattered(1, seed=2)[0]
    found, cosines = many.nearest(question, 20)
    assert cosines == pytest.approx(rows[found] @ question, abs=0.01)
    assert (np.diff(cosines) <= 0).all()


def test_of_many_each_row_asked_for_takes_part(many: VectorIndex) -> None:
    question = scattered(1, seed=3)[0]
    among = np.array([2999, 5, 17, 1200, 5])
    found, cosines = many.nearest(question, 10, among)
    assert sorted(found.tolist()) == [5, 17, 1200, 2999]
    assert cosines == pytest.approx(scattered()[found] @ question, abs=0.01)


def test_all_of_many_can_be_asked_for(many: VectorIndex) -> None:
    found, _ = many.nearest(scattered(1)[0], MANY + 5)
    assert sorted(found.tolist()) == list(range(MANY))


def test_equals_among_many_come_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_index, "FLAT_BELOW", 1000)
    rows = scattered()
    rows[[40, 7, 2000]] = rows[1500]
    found, cosines = VectorIndex.of(rows).nearest(rows[7], 4)
    assert found[:4].tolist() == [7, 40, 1500, 2000]
    assert len(set(cosines[:4].tolist())) == 1


# --- gathered ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("flat_below", [1000, 100_000])
def test_gathered_is_the_same_as_given_at_once(
    flat_below: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_index, "FLAT_BELOW", flat_below)
    monkeypatch.setattr(vector_index, "_CHUNK", 256)
    rows, asked, heard = scattered(), [], []

    def chunk(start: int, stop: int) -> Vectors:
        asked.append(stop - start)
        return rows[start:stop]

    index = VectorIndex.gathered(
        MANY, WIDTH, chunk, progress=lambda done, total: heard.append((done, total))
    )
    at_once = VectorIndex.of(rows)
    assert np.array_equal(index.vectors(), at_once.vectors())
    for question in scattered(20, seed=4):
        assert index.nearest(question, 10)[0].tolist() == at_once.nearest(question, 10)[0].tolist()
    assert max(asked) <= 256
    assert heard[0] == (0, MANY)
    assert heard[-1] == (MANY, MANY)


def test_gathering_can_be_stopped() -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        VectorIndex.gathered(10, WIDTH, lambda start, end: scattered(end - start), progress=stop)


def test_a_chunk_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="rows"):
        VectorIndex.gathered(10, WIDTH, lambda start, stop: scattered(3))


def test_rows_read_back_and_put_in_again_do_not_drift(many: VectorIndex) -> None:
    first = again = many
    for _ in range(3):
        again = VectorIndex.gathered(MANY, WIDTH, again.vectors, like=again)
    assert np.array_equal(first.vectors(), again.vectors())
    assert again.sound


def test_what_was_learnt_is_taken_over_for_a_like_number_only(many: VectorIndex) -> None:
    def learnt(count: int) -> VectorIndex:
        rows = scattered(count, seed=5)
        return VectorIndex.gathered(count, WIDTH, lambda start, stop: rows[start:stop], like=many)

    assert np.array_equal(learnt(2 * MANY).vectors(0, 50), learnt(MANY).vectors(0, 50))
    assert not np.array_equal(learnt(20 * MANY).vectors(0, 50), learnt(MANY).vectors(0, 50))


# --- kept in a file ------------------------------------------------------------------------------------


@pytest.mark.parametrize("flat_below", [1000, 100_000])
def test_a_file_gives_the_same_answers(
    flat_below: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(vector_index, "FLAT_BELOW", flat_below)
    index = VectorIndex.of(scattered())
    index.write(tmp_path / "index")
    opened = VectorIndex.open(tmp_path / "index")
    assert (len(opened), opened.dimensions, opened.kind) == (MANY, WIDTH, index.kind)
    assert opened.sound
    assert np.array_equal(opened.vectors(), index.vectors())
    among = np.arange(0, MANY, 7)
    for question in scattered(20, seed=6):
        for rows in (None, among):
            found, cosines = opened.nearest(question, 10, rows)
            wanted, near = index.nearest(question, 10, rows)
            assert (found.tolist(), cosines.tolist()) == (wanted.tolist(), near.tolist())


def test_an_open_file_can_be_replaced(many: VectorIndex, tmp_path: Path) -> None:
    many.write(tmp_path / "index")
    opened = VectorIndex.open(tmp_path / "index")
    VectorIndex.of(scattered(3)).write(tmp_path / "new")
    (tmp_path / "new").replace(tmp_path / "index")
    assert np.array_equal(opened.vectors(), many.vectors())
    assert len(VectorIndex.open(tmp_path / "index")) == 3


def test_a_name_of_any_letters_will_do(tmp_path: Path) -> None:
    path = tmp_path / "Übersicht 指南"
    VectorIndex.of(scattered(3)).write(path)
    assert len(VectorIndex.open(path)) == 3


def test_a_file_that_is_not_there_or_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        VectorIndex.open(tmp_path / "none")
    with pytest.raises(IsADirectoryError):
        VectorIndex.open(tmp_path)
    with pytest.raises(FileNotFoundError):
        VectorIndex.of(scattered(3)).write(tmp_path / "none" / "index")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_a_full_disk_is_told_as_such(many: VectorIndex) -> None:
    with pytest.raises(OSError, match="space"):
        many.write(Path("/dev/full"))


# --- rows read back, means -----------------------------------------------------------------------------


@given(st.integers(0, 40), st.integers(0, 45))
def test_rows_are_given_back(start: int, stop: int) -> None:
    rows = scattered(40)
    assert np.array_equal(VectorIndex.of(rows).vectors(start, stop), rows[start : max(start, stop)])


def test_many_rows_are_given_back_in_chunks(many: VectorIndex) -> None:
    chunks = [many.vectors(start, start + 700) for start in range(0, MANY, 700)]
    assert np.array_equal(np.concatenate(chunks), many.vectors())
    assert np.abs(many.vectors() - scattered()).max() < 0.01


@given(st.lists(st.integers(0, 5), min_size=20, max_size=20))
def test_means_are_those_of_the_groups(groups: list[int]) -> None:
    rows = scattered(20)
    means = VectorIndex.of(rows).means(np.array(groups), 6).vectors()
    for group in range(6):
        members = rows[np.array(groups) == group]
        wanted = unit([members.mean(axis=0)])[0] if len(members) else np.zeros(WIDTH)
        assert means[group] == pytest.approx(wanted, abs=1e-5)


def test_means_of_many(many: VectorIndex) -> None:
    groups = np.arange(MANY) % 50
    means = many.means(groups, 50)
    wanted = unit([scattered()[groups == group].mean(axis=0) for group in range(50)])
    assert (means.kind, len(means)) == ("flat", 50)
    assert np.abs(means.vectors() - wanted).max() < 0.02


@pytest.mark.parametrize("groups", [[0, 1], [0, 1, 2], [0, 1, -1]])
def test_groups_that_do_not_fit_are_refused(groups: list[int]) -> None:
    with pytest.raises(ValueError, match="group"):
        VectorIndex.of(scattered(3)).means(np.array(groups), 2)


# --- forged and damaged files --------------------------------------------------------------------------


def test_rows_not_of_length_1_are_not_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    for flat_below in (1000, 100_000):
        monkeypatch.setattr(vector_index, "FLAT_BELOW", flat_below)
        assert not VectorIndex.of(scattered() * np.float32(1.2)).sound
    one_off = scattered(500)  # of more, some are looked at
    one_off[123] *= 1.02
    assert not VectorIndex.of(one_off).sound


@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_what_is_no_number_is_not_sound(number: float) -> None:
    rows = scattered(20)
    rows[7, 3] = number
    assert not VectorIndex.of(rows).sound


def foreign() -> dict[str, Any]:
    rows = scattered()
    made = {
        "another metric": faiss.IndexFlatL2(WIDTH),
        "another kind": faiss.index_factory(WIDTH, "HNSW8,Flat", faiss.METRIC_INNER_PRODUCT),
        "lists of whole rows": faiss.index_factory(WIDTH, "IVF8,Flat", faiss.METRIC_INNER_PRODUCT),
        "a refined one": faiss.index_factory(
            WIDTH, "IVF8,PQ4x4fs,RFlat", faiss.METRIC_INNER_PRODUCT
        ),
    }
    for index in made.values():
        index.train(rows)
        index.add(rows)
    return made


def test_an_index_of_another_kind_is_not_sound(tmp_path: Path) -> None:
    for name, index in foreign().items():
        faiss.write_index(index, str(tmp_path / "index"))
        sound = False
        with contextlib.suppress(RuntimeError):
            sound = VectorIndex.open(tmp_path / "index").sound
        assert not sound, name


def test_halves_that_do_not_belong_together_are_refused(many: VectorIndex, tmp_path: Path) -> None:
    VectorIndex.of(scattered(MANY + 1)).write(tmp_path / "other")
    many.write(tmp_path / "index")
    halves = []
    for name in ("index", "other"):
        data = (tmp_path / name).read_bytes()
        place = data.index(b"IxSQ")
        halves.append((data[:place], data[place:]))
    (tmp_path / "mixed").write_bytes(halves[0][0] + halves[1][1])
    with pytest.raises(RuntimeError):
        VectorIndex.open(tmp_path / "mixed")


def test_a_row_listed_twice_is_not_sound(many: VectorIndex, tmp_path: Path) -> None:
    many.write(tmp_path / "index")
    data = (tmp_path / "index").read_bytes()
    lists = Halves.of(many._index).lists
    size = lists.list_size(0)
    rows = faiss.rev_swig_ptr(lists.get_ids(0), size).copy()
    for forged in (np.full_like(rows, rows[0]), rows + MANY, rows - 10**9):
        changed = data.replace(rows.tobytes(), forged.tobytes())
        assert changed != data
        (tmp_path / "index").write_bytes(changed)
        assert not VectorIndex.open(tmp_path / "index").sound


ATTACK = """
import random, sys
from pathlib import Path
import numpy as np
from knowledge.vector_index import VectorIndex

whole = Path(sys.argv[1]).read_bytes()
forged = Path(sys.argv[2])
chance = random.Random(7)
question = np.ones({width}, dtype=np.float32)


def tried(data):
    forged.write_bytes(data)
    try:
        index = VectorIndex.open(forged)
        if not index.sound:
            return "unsound"
    except RuntimeError:
        return "refused"
    if index.dimensions == {width}:
        index.nearest(question, 5)
        index.nearest(question, 5, np.arange(3))
    index.vectors()
    return "sound"


assert tried(whole) == "sound"
for _ in range(60):
    assert tried(whole[: chance.randrange(len(whole))]) != "sound", "cut short"
    assert tried(chance.randbytes(chance.randrange(2000))) != "sound", "random bytes"
    assert tried(whole[:4] + chance.randbytes(3000)) != "sound", "random bytes after the name"
verdicts = set()
for _ in range(400):
    data = bytearray(whole)
    for _ in range(chance.choice((1, 1, 3))):
        data[chance.randrange(chance.choice((60, 400, len(data))))] = chance.choice((0, 1, 127, 255))
    verdicts.add(tried(bytes(data)))
assert verdicts == {{"sound", "unsound", "refused"}}, verdicts
print("alive")
"""


@pytest.mark.parametrize("flat_below", [1000, 100_000])
def test_no_file_brings_the_process_down(
    flat_below: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(vector_index, "FLAT_BELOW", flat_below)
    VectorIndex.of(scattered(1000)).write(tmp_path / "index")
    attack = subprocess.run(
        [sys.executable, "-c", ATTACK.format(width=WIDTH), tmp_path / "index", tmp_path / "forged"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (attack.returncode, attack.stdout) == (0, "alive\n"), attack.stderr[-2000:]
