"""Any sentence-transformers model, from files that are already on this computer.

torch and sentence-transformers cost seconds and hundreds of MiB to import, so they are imported in
the constructor of the one class that needs them.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.encoder import (
    DEFAULT_MODEL,
    WEIGHTS_SHA256,
    Stamps,
    default_model_folder,
    encodable,
    verify_weights,
)
from knowledge.errors import ModelError
from knowledge.model_folder import check_folder, find_folder, folder_key, quiet_and_offline

if TYPE_CHECKING:
    from knowledge.encoder import Vectors

MOST_DIMENSIONS = 8192
"""More than twice what the largest models in use have."""


def model_key(model: str | Path | None = None) -> str:
    """What the vectors of `model` depend on, as a hash, without loading it.

    Raises ModelError if it is missing, not a model, or keeps weights that could run code.
    """
    if model is None or model == DEFAULT_MODEL:
        return WEIGHTS_SHA256
    folder, _ = find_folder(model)
    check_folder(folder)
    return folder_key(folder)


class SentenceTransformerEncoder:
    """A model through sentence-transformers, on the CPU, offline; the default one is verified."""

    def __init__(self, model: str | Path | None = None, stamps: Stamps | None = None) -> None:
        """Load the default model, or the one in the folder or by the name `model`; takes seconds.

        A name (as on Hugging Face) is looked up among the models that other programs have left on
        this computer; nothing is fetched, and code that comes with a model is not run. Raises
        ModelError if it is missing, altered, no model, broken, or keeps its weights as pickles.
        """
        if model is None or model == DEFAULT_MODEL:
            folder = default_model_folder()
            verify_weights(folder, stamps)
            self.name, self.key = DEFAULT_MODEL, WEIGHTS_SHA256
        else:
            folder, self.name = find_folder(model)
            check_folder(folder)
            self.key = folder_key(folder)
        self._model = _load(folder)
        self.dimensions = self._probe()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 of shape (len(texts), dimensions), each row of length 1."""
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return self._vectors(texts)

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        import numpy as np
        import torch

        # Several threads help a batch and hurt a single short text. One for every core makes a batch
        # four times slower as soon as anything else runs: they spin while they wait for each other.
        torch.set_num_threads(1 if len(texts) < 8 else max(1, (os.cpu_count() or 1) // 2))
        vectors = self._model.encode(
            [encodable(text) for text in texts],
            batch_size=32,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)

    def _probe(self) -> int:
        """The length of a vector, found by making two; what cannot be searched is refused."""
        import numpy as np

        try:
            rows = self._vectors(["Who listens?", "Somebody who asks, and then waits."])
        except Exception as error:  # as in _load
            raise ModelError(
                f"The language model was loaded but cannot encode a text ({type(error).__name__})."
            ) from error
        if rows.ndim != 2 or not 1 <= rows.shape[1] <= MOST_DIMENSIONS:
            raise ModelError(
                f"The language model's vectors cannot be searched: their shape is {rows.shape[1:]}, "
                f"and 1 to {MOST_DIMENSIONS} numbers are expected."
            )
        if not np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3):  # also where it is NaN
            raise ModelError(
                "The language model's vectors cannot be searched: their length is not 1."
            )
        return int(rows.shape[1])


def _load(folder: Path) -> Any:
    quiet_and_offline()
    warnings.filterwarnings("ignore", module=r"(torch|transformers|sentence_transformers)\b")
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
        return SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
    except Exception as error:  # whatever these libraries raise, people need one sentence
        raise ModelError(
            f"The language model could not be loaded ({type(error).__name__})."
        ) from error
