"""The default model in numpy: the same vectors as the reference, without importing torch.

sentence-transformers takes seconds and hundreds of MiB before its first vector; this takes some tens
of milliseconds. A parity test holds the two together.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.encoder import (
    DEFAULT_MODEL,
    VOCABULARY,
    WEIGHTS,
    WEIGHTS_SHA256,
    Stamps,
    default_model_folder,
    encodable,
    single_threaded,
    verify_weights,
)
from knowledge.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from knowledge.encoder import Vectors

MOST_TOKENS = 256
"""Tokens of a text that count, as the model is published; what follows is left out."""

_BATCH_TOKENS = 1024
"""Tokens worked on at once: enough for BLAS to be quick, about 30 MiB of memory."""

_MOST_THREADS = 4


class FastEncoder:
    """all-MiniLM-L6-v2 from verified, memory-mapped files; may be used by several threads."""

    name = DEFAULT_MODEL
    key = WEIGHTS_SHA256

    def __init__(self, folder: Path | None = None, stamps: Stamps | None = None) -> None:
        """Verify and map the model. Raises ModelError if it is missing, altered or damaged.

        Calls `single_threaded`, which only helps if numpy has not been imported yet.
        """
        folder = folder or default_model_folder()
        verify_weights(folder, stamps)
        single_threaded()
        try:
            from knowledge.bert import HIDDEN, Bert
            from knowledge.tensors import float_tensors

            self._bert = Bert(float_tensors(folder / WEIGHTS))
            self._tokenizer = _tokenizer(folder / VOCABULARY)
        except Exception as error:  # whatever these libraries raise, people need one sentence
            raise ModelError(
                f"The language model could not be loaded ({type(error).__name__})."
            ) from error
        self.dimensions = HIDDEN
        # One question is asked of the guide, then of one's own documents.
        self._last: tuple[str, Vectors] | None = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 of shape (len(texts), dimensions), each row of length 1.

        A text's vector may differ in its last digits (by less than 1e-5) with its company.
        """
        import numpy as np

        if len(texts) == 1 and self._last is not None and self._last[0] == texts[0]:
            return self._last[1].copy()
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        tokens = self._tokens(texts)

        def encode_batch(rows: Sequence[int]) -> None:
            vectors[rows] = self._bert([tokens[row] for row in rows])

        batches = list(_batches([len(ids) for ids in tokens]))
        if len(batches) > 1:
            from concurrent.futures import ThreadPoolExecutor

            # numpy lets go of the interpreter in its products, each of which keeps to one thread.
            with ThreadPoolExecutor(min(_MOST_THREADS, _cores(), len(batches))) as pool:
                list(pool.map(encode_batch, batches))
        else:
            for rows in batches:
                encode_batch(rows)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-12))
        if len(texts) == 1:
            self._last = texts[0], vectors.copy()
        return vectors

    def knows(self, word: str) -> bool:
        """Whether `word`, in lower case, is one whole word to the model."""
        return self._tokenizer.token_to_id(word) is not None

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        if len(texts) == 1:  # without the machinery of a batch
            return [self._tokenizer.encode(encodable(texts[0])).ids]
        encodings = self._tokenizer.encode_batch_fast([encodable(text) for text in texts])
        return [encoding.ids for encoding in encodings]


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """The places of `lengths`, longest first, in parts of at most _BATCH_TOKENS tokens or one text."""
    batch: list[int] = []
    size = 0
    for place in sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True):
        if batch and size + lengths[place] > _BATCH_TOKENS:
            yield batch
            batch, size = [], 0
        batch.append(place)
        size += lengths[place]
    if batch:
        yield batch


def _tokenizer(vocabulary: Path) -> Tokenizer:
    """The tokenizer that the model's tokenizer.json describes, which takes twice as long to read."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    words = models.WordPiece.from_file(
        str(vocabulary), unk_token="[UNK]", max_input_chars_per_word=100
    )
    tokenizer = Tokenizer(words)
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    ends = [(name, tokenizer.token_to_id(name)) for name in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=ends
    )
    tokenizer.enable_truncation(MOST_TOKENS)
    return tokenizer


def _cores() -> int:
    """The processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
