from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file

from knowledge.bert import Bert, gelu
from knowledge.encoder import SMALL_FILES, WEIGHTS, WEIGHTS_SHA256, default_model_folder
from knowledge.errors import ModelError
from knowledge.fast_encoder import _BATCH_TOKENS, FastEncoder, _batches
from knowledge.tensors import float_tensors
from tests.conftest import PROJECT


class Vouching:
    """Stamps that find any file whole, to reach what lies behind them."""

    def is_whole(self, path: Path, sha256: str) -> bool:
        return True


@pytest.fixture(scope="module")
def fast() -> FastEncoder:
    return FastEncoder()


@pytest.fixture
def model_copy(tmp_path: Path) -> Path:
    """The model's folder by links, so that one file can be replaced."""
    copy = tmp_path / "model"
    for name in (WEIGHTS, *SMALL_FILES):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).symlink_to(default_model_folder() / name)
    return copy


def write(path: Path, data: bytes) -> None:
    path.unlink()  # the link, not what it leads to
    path.write_bytes(data)


def header(table: object, data: bytes = b"") -> bytes:
    text = json.dumps(table).encode()
    return len(text).to_bytes(8, "little") + text + data


# --- vectors -----------------------------------------------------------------------------------------

TEXTS = [
    "She goes quiet when I ask.",
    "She goes quiet when I ask.",
    "Quarterly revenue by region.",
    "?",
]


def test_rows_are_unit_vectors_of_the_dimensions_told(fast: FastEncoder) -> None:
    rows = fast.encode(TEXTS)
    assert rows.shape == (4, fast.dimensions) == (4, 384)
    assert rows.dtype == np.float32
    assert rows.flags.c_contiguous
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    assert (fast.name, fast.key) == ("all-MiniLM-L6-v2", WEIGHTS_SHA256)


def test_no_texts_have_no_rows(fast: FastEncoder) -> None:
    rows = fast.encode([])
    assert rows.shape == (0, 384)
    assert rows.dtype == np.float32


def test_the_same_texts_have_the_same_vectors_again(fast: FastEncoder) -> None:
    np.testing.assert_array_equal(fast.encode(TEXTS), fast.encode(TEXTS))


def test_near_meaning_is_nearer_than_far(fast: FastEncoder) -> None:
    quiet, silent, money = fast.encode(
        ["My mentor hardly speaks.", "The junior stays silent.", "Invoices are due in March."]
    )
    assert quiet @ silent > quiet @ money + 0.2


def test_many_texts_in_any_order_keep_their_places(fast: FastEncoder) -> None:
    texts = [f"{'so ' * (number * 37 % 90)}meeting number {number}" for number in range(150)]
    assert sum(len(ids) for ids in fast._tokens(texts)) > 3 * _BATCH_TOKENS  # in several batches
    rows = fast.encode(texts)
    for number in range(0, 150, 10):
        np.testing.assert_allclose(rows[number], fast.encode([texts[number]])[0], atol=1e-5)
    np.testing.assert_allclose(fast.encode(texts[::-1])[::-1], rows, atol=1e-5)


def test_several_threads_may_encode_at_once(fast: FastEncoder) -> None:
    texts = [f"{'very ' * number}odd question" for number in range(40)]
    alone = [fast.encode([text]) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: fast.encode([text]), texts * 3))
    for number, row in enumerate(together):
        np.testing.assert_array_equal(row, alone[number % len(texts)])


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_any_text_has_a_vector(fast: FastEncoder, text: str) -> None:
    (row,) = fast.encode([text])
    assert np.linalg.norm(row) == pytest.approx(1, abs=1e-5)
    np.testing.assert_allclose(fast.encode(["before", text, "after"])[1], row, atol=1e-5)


@given(st.lists(st.integers(2, 256), max_size=60))
def test_batches_hold_each_text_once_and_no_more_than_their_measure(lengths: list[int]) -> None:
    batches = list(_batches(lengths))
    assert sorted(place for batch in batches for place in batch) == list(range(len(lengths)))
    for batch in batches:
        assert sum(lengths[place] for place in batch) <= _BATCH_TOKENS
        found = [lengths[place] for place in batch]
        assert found == sorted(found, reverse=True)  # equal lengths stand together


def test_gelu_is_the_exact_one() -> None:
    x = np.concatenate([np.linspace(-12, 12, 100_001), [-1e4, -100, -0.0, 0, 100, 1e4]])
    x = x.astype(np.float32)
    wanted = [value * 0.5 * math.erfc(-value / math.sqrt(2)) for value in x.astype(float)]
    found = x.copy()
    gelu(found)
    np.testing.assert_allclose(found, wanted, rtol=1e-6, atol=5e-7)
    turned = np.ascontiguousarray(x[:-3].reshape(4, -1))  # the same in another shape
    gelu(turned)
    np.testing.assert_array_equal(turned.reshape(-1), found[:-3])


# --- what it costs -----------------------------------------------------------------------------------


def test_a_fresh_process_imports_none_of_the_large_libraries() -> None:
    script = (
        "import sys\n"
        "from knowledge.fast_encoder import FastEncoder\n"
        "assert FastEncoder().encode(['one'] + ['many words ' * 100] * 40).shape == (41, 384)\n"
        "import os\n"
        "assert os.environ['OPENBLAS_NUM_THREADS'] == '1'\n"
        "print(*sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        cwd=PROJECT,
        env={name: value for name, value in os.environ.items() if "THREADS" not in name},
        capture_output=True,
        text=True,
        check=True,
    )
    heavy = {"torch", "transformers", "sentence_transformers", "sklearn", "scipy", "textual"}
    heavy |= {"pydantic", "huggingface_hub", "faiss", "rich", "safetensors"}
    assert not heavy & set(run.stdout.split())


def test_the_weights_are_mapped_and_not_copied() -> None:
    tensors = float_tensors(default_model_folder() / WEIGHTS)
    for tensor in tensors.values():
        assert not tensor.flags.owndata
        assert not tensor.flags.writeable
    published = load_file(default_model_folder() / WEIGHTS)
    assert set(published) - set(tensors) == {"embeddings.position_ids"}  # whole numbers, unused
    for name, tensor in tensors.items():
        np.testing.assert_array_equal(tensor, published[name])


# --- damaged files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [WEIGHTS, "vocab.txt", "tokenizer.json"])
@pytest.mark.parametrize("data", [None, b"", b"altered"])
def test_a_missing_or_altered_file_is_one_sentence(
    model_copy: Path, name: str, data: bytes | None
) -> None:
    write(model_copy / name, data or b"")
    if data is None:
        (model_copy / name).unlink()
    with pytest.raises(ModelError, match=r"cannot be read|not the published one") as caught:
        FastEncoder(model_copy)
    assert "\n" not in str(caught.value)


BROKEN = {
    "empty": b"",
    "short": b"\x08\x00\x00",
    "no header": bytes(8),
    "endless header": b"\xff" * 16,
    "header cut off": (10_000).to_bytes(8, "little") + b"{}",
    "not JSON": (4).to_bytes(8, "little") + b"{not",
    "not UTF-8": (4).to_bytes(8, "little") + b'"\xff\xfe"',
    "deep": (200_000).to_bytes(8, "little") + b"[" * 200_000,
    "a list": header([1, 2, 3]),
    "no tensors": header({}),
    "entry of no sense": header({"a": {"dtype": "F32"}}),
    "no shape": header({"a": {"dtype": "F32", "data_offsets": [0, 0], "shape": None}}),
    "words for offsets": header({"a": {"dtype": "F32", "data_offsets": ["a", "b"], "shape": [1]}}),
    "outside": header({"a": {"dtype": "F32", "data_offsets": [0, 4096], "shape": [1024]}}, b"abcd"),
    "before the data": header({"a": {"dtype": "F32", "data_offsets": [-4, 0], "shape": [1]}}),
    "other shape": header({"a": {"dtype": "F32", "data_offsets": [0, 4], "shape": [2]}}, b"abcd"),
    "huge shape": header(
        {"a": {"dtype": "F32", "data_offsets": [0, 4], "shape": [10**30]}}, b"abcd"
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_weights_that_make_no_sense_are_one_sentence(model_copy: Path, kind: str) -> None:
    write(model_copy / WEIGHTS, BROKEN[kind])
    with pytest.raises(ModelError, match=r"^The language model could not be loaded \(\w+\)\.$"):
        FastEncoder(model_copy, Vouching())


@pytest.mark.parametrize("change", ["missing", "other shape", "other type"])
def test_a_tensor_missing_or_of_another_shape_is_refused(model_copy: Path, change: str) -> None:
    name = "encoder.layer.3.output.dense.weight"
    tensors = load_file(model_copy / WEIGHTS)
    tensor = tensors.pop(name)
    if change == "other shape":
        tensors[name] = np.ascontiguousarray(tensor.T)
    elif change == "other type":
        tensors[name] = tensor.astype(np.float16)
    (model_copy / WEIGHTS).unlink()
    save_file(tensors, model_copy / WEIGHTS)
    with pytest.raises(ValueError, match="missing or of another shape"):
        Bert(float_tensors(model_copy / WEIGHTS))
    with pytest.raises(ModelError, match=r"^The language model could not be loaded"):
        FastEncoder(model_copy, Vouching())


def test_weights_cut_short_are_refused_even_if_vouched_for(model_copy: Path) -> None:
    whole = (model_copy / WEIGHTS).read_bytes()
    write(model_copy / WEIGHTS, whole[: len(whole) // 2])
    with pytest.raises(ModelError, match="could not be loaded"):
        FastEncoder(model_copy, Vouching())


SMALL = header(
    {
        "__metadata__": {"format": "pt"},
        "a": {"dtype": "F32", "data_offsets": [0, 8], "shape": [2]},
        "b": {"dtype": "F32", "data_offsets": [8, 24], "shape": [2, 2]},
    },
    np.arange(6, dtype=np.float32).tobytes(),
)


def test_a_small_file_is_read_as_written(tmp_path: Path) -> None:
    (tmp_path / WEIGHTS).write_bytes(SMALL)
    tensors = float_tensors(tmp_path / WEIGHTS)
    assert {name: tensor.tolist() for name, tensor in tensors.items()} == {
        "a": [0, 1],
        "b": [[2, 3], [4, 5]],
    }


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_damage_does_more_than_refuse(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    file = tmp_path_factory.getbasetemp() / "damaged.safetensors"
    content = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    file.unlink(missing_ok=True)
    file.write_bytes(content if cut % 2 else content[:cut])
    try:
        tensors = float_tensors(file)
    except ValueError:
        return
    assert sum(tensor.nbytes for tensor in tensors.values()) <= 2 * len(content)
