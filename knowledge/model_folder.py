"""A sentence-transformers model as a folder of files: found, looked over, and told apart by hash.

A model somebody names may come from anywhere. What could run code of its own (pickled weights,
modules from outside sentence-transformers) is refused before any of its files reaches a library.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path, PurePosixPath
from typing import Any

from knowledge.bounded import MIB, read_file
from knowledge.encoder import encodable
from knowledge.errors import ModelError
from knowledge.plain_text import one_line

_WEIGHTS = ("model.safetensors", "model.safetensors.index.json")
_PICKLES = frozenset({".bin", ".ckpt", ".pickle", ".pkl", ".pt", ".pth"})
_MODULES = frozenset(
    {
        "CNN",
        "Dense",
        "Dropout",
        "LSTM",
        "LayerNorm",
        "Normalize",
        "Pooling",
        "StaticEmbedding",
        "Transformer",
        "WeightedLayerPooling",
    }
)
"""Modules of sentence-transformers that import nothing their configuration names."""

_UNREAD_FOLDERS = frozenset({"onnx", "openvino", "coreml"})
_UNREAD = _PICKLES | {".h5", ".md", ".msgpack", ".onnx", ".ot", ".py"}


def quiet_and_offline() -> None:
    """Let the Hugging Face libraries neither call out nor draw over the app.

    Must run before they are first imported: they read the environment then.
    """
    os.environ.update(
        HF_HUB_OFFLINE="1",
        TRANSFORMERS_OFFLINE="1",
        HF_HUB_DISABLE_TELEMETRY="1",
        DO_NOT_TRACK="1",
        HF_HUB_DISABLE_PROGRESS_BARS="1",
        TRANSFORMERS_VERBOSITY="error",
        TOKENIZERS_PARALLELISM="false",
    )


def find_folder(model: str | Path) -> tuple[Path, str]:
    """The folder of `model` (itself, or the local copy of the model of that name) and what to call it.

    Raises ModelError if there is none.
    """
    try:
        folder = Path(model).expanduser()
        if model and folder.is_dir():
            return folder, one_line(encodable(folder.resolve().name)) or "model"
        found = bool(model) and folder.exists()
    except (OSError, ValueError, RuntimeError):  # no file can have the name, nobody the home
        raise _no_model(model) from None
    if found:
        raise ModelError(f"A model is a folder of files, and {one_line(str(folder))} is not one.")
    local = _in_cache(model) if isinstance(model, str) else None
    if local is None:
        raise _no_model(model)
    return local, one_line(str(model))


def check_folder(folder: Path) -> None:
    """Refuse what is not a sentence-transformers model or could run code. Raises ModelError."""
    shown = one_line(str(folder))
    if not (folder / "modules.json").is_file():
        raise ModelError(f"{shown} is not a sentence-transformers model: it has no modules.json.")
    if any(folder.rglob("adapter_config.json")):
        raise ModelError(
            f"The model in {shown} is an adapter of another model; merge the two and save the result."
        )
    _check_inside(folder)
    for kind, place in _modules(folder):
        names = {path.name for path in place.iterdir()} if place.is_dir() else set()
        # Only a Transformer's loader knows weights in parts; others would go on to the pickle.
        safe = not names.isdisjoint(_WEIGHTS if kind == "Transformer" else _WEIGHTS[:1])
        if not safe and any(Path(name).suffix.lower() in _PICKLES for name in names):
            raise ModelError(
                f"The model in {shown} keeps its weights as pickles, which can run code; only "
                "safetensors are loaded."
            )
        if not safe and kind in {"Transformer", "StaticEmbedding"}:
            raise ModelError(f"The model in {shown} has no weights ({_WEIGHTS[0]}).")


def _check_inside(folder: Path) -> None:
    """Refuse what would lead out of the folder unnoticed: links to folders, parts elsewhere."""
    shown = one_line(str(folder))
    outside = ModelError(f"The model in {shown} is broken: a part of it lies outside its folder.")
    for place, folders, files in os.walk(folder):
        if any((Path(place) / name).is_symlink() for name in folders):
            raise outside
        if _WEIGHTS[1] in files:
            try:
                parts = json.loads(read_file(Path(place) / _WEIGHTS[1], 16 * MIB))["weight_map"]
                names = {str(name) for name in parts.values()}
            except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
                raise ModelError(
                    f"The model in {shown} is broken: {_WEIGHTS[1]} makes no sense."
                ) from None
            if any(PurePosixPath(name).name != name or "\\" in name for name in names):
                raise outside


def folder_key(folder: Path) -> str:
    """SHA-256 over names and contents of all files that can matter, in the order of their names.

    Left out are readmes, hidden files, and weights in forms that are never loaded. Raises ModelError
    if a file cannot be read.
    """
    whole = hashlib.sha256()
    try:
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(folder).parts
            hidden = any(part.startswith(".") or part in _UNREAD_FOLDERS for part in parts)
            if hidden or path.suffix.lower() in _UNREAD or not path.is_file():
                continue
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").digest()
            name = hashlib.sha256(os.fsencode("/".join(parts))).digest()
            whole.update(name + content)
    except OSError as error:
        raise ModelError(
            f"The model in {one_line(str(folder))} cannot be read ({error.strerror})."
        ) from None
    return whole.hexdigest()


def _modules(folder: Path) -> list[tuple[str, Path]]:
    """Kind and folder of each module that modules.json names; ModelError if it is not sound."""
    shown = one_line(str(folder))
    try:
        entries: Any = json.loads(read_file(folder / "modules.json", MIB))
        modules = [(str(entry["type"]), str(entry["path"])) for entry in entries]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise ModelError(f"The model in {shown} is broken: modules.json makes no sense.") from None
    if not modules:
        raise ModelError(f"The model in {shown} is broken: modules.json names no module.")
    for kind, path in modules:
        package, _, name = kind.rpartition(".")
        if not f"{package}.".startswith("sentence_transformers.") or name not in _MODULES:
            raise ModelError(
                f"The model in {shown} needs code that is not run here: {one_line(kind)[:80]}."
            )
        place = PurePosixPath(path)
        if place.is_absolute() or ".." in place.parts or "\\" in path or ":" in path:
            raise ModelError(f"The model in {shown} is broken: a module lies outside its folder.")
    return [(kind.rpartition(".")[2], folder / path) for kind, path in modules]


def _in_cache(name: str) -> Path | None:
    """The newest local copy of the model `name` in the Hugging Face cache, or None."""
    quiet_and_offline()
    from huggingface_hub import snapshot_download

    for full in (name,) if "/" in name else (name, f"sentence-transformers/{name}"):
        try:
            return Path(snapshot_download(full, local_files_only=True))
        except (OSError, ValueError):  # not there, or a name no model can have
            continue
    return None


def _no_model(model: object) -> ModelError:
    return ModelError(
        f"There is no model {one_line(str(model))[:200]!r} on this computer, and none is fetched; "
        "name the folder of a sentence-transformers model."
    )
