"""Which model searches by meaning: the one that comes with the program, or one named in the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from knowledge.encoder import DEFAULT_MODEL, WEIGHTS_SHA256, Encoder, default_model_folder
from knowledge.errors import KnowledgeError, ModelError
from knowledge.stamps import Stamps


@dataclass(frozen=True)
class Model:
    """A model not loaded yet. `key` is what its vectors depend on, `load` raises ModelError."""

    name: str
    key: Callable[[], str]
    load: Callable[[], Encoder]


def default_model(stamps: Stamps | None = None) -> Model:
    """The model that comes with the program, by the quick way through it."""

    def load() -> Encoder:
        from knowledge.fast_encoder import FastEncoder

        return FastEncoder(stamps=stamps)

    return Model(DEFAULT_MODEL, lambda: WEIGHTS_SHA256, load)


def model_as_set(name: str) -> Model:
    """The model that a setting names: what it means must not hang on where somebody stands."""
    folder = _folder(name)
    if folder is None or folder.is_absolute():
        return named_model(name)

    def refuse() -> NoReturn:
        raise ModelError("The model is set as a folder; its whole path is needed.")

    return Model(name, refuse, refuse)


def named_model(name: str) -> Model:
    """Any sentence-transformers model that is on this machine, by its folder or its name."""
    folder = _folder(name)
    model: Path | str | None = folder or name
    if folder is not None and _comes_with_the_program(folder):
        model = None

    def key() -> str:
        from knowledge.reference_encoder import model_key

        return model_key(model)

    def load() -> Encoder:
        from knowledge.reference_encoder import SentenceTransformerEncoder

        return SentenceTransformerEncoder(model)

    return Model(name, key, load)


def _folder(name: str) -> Path | None:
    """The folder called `name`, None where it must be the name of a model."""
    try:
        folder = Path(name).expanduser()
        return folder if folder.is_dir() else None
    except (OSError, ValueError, RuntimeError):  # too long, say, or of a user there is not
        return None


def _comes_with_the_program(folder: Path) -> bool:
    try:
        return folder.resolve() == default_model_folder().resolve()
    except (OSError, KnowledgeError):
        return False
