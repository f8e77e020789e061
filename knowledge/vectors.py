"""The vector index on disk: built once, kept by content, mended by itself.

A cache folder holds `guide.json` and the FAISS file it names. The JSON says which texts (by hash),
which model and which format the vectors belong to, and the checksum of the FAISS file; whatever does
not fit is built again, taking over the vectors of texts that have not changed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.bounded import MIB, read_file
from knowledge.durable import replace_file
from knowledge.encoder import Encoder
from knowledge.errors import CacheError
from knowledge.passages import text_key

if TYPE_CHECKING:
    from knowledge.encoder import Vectors

FORMAT = 1
_MANIFEST = "guide.json"
_BATCH = 64
_OURS = re.compile(r"guide-[0-9a-f]{16}\.faiss")

Progress = Callable[[int, int], None]
"""Called with passages done and passages in all; may raise to stop the work."""


class VectorIndex:
    """Exact search by inner product over unit vectors; row numbers are the texts' places."""

    def __init__(self, faiss_index: Any) -> None:
        self._index = faiss_index

    @classmethod
    def of(cls, vectors: Vectors) -> VectorIndex:
        """An index over `vectors`, float32 of shape (n, dimensions), rows of length 1."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        return cls(index)

    def means(self, groups: Sequence[Sequence[int]]) -> VectorIndex:
        """An index of as many rows as `groups`: the mean of each group's rows, at length 1."""
        import numpy as np

        vectors = self.vectors()
        means = np.array([vectors[list(rows)].mean(axis=0) for rows in groups], dtype=np.float32)
        lengths = np.linalg.norm(means, axis=1, keepdims=True)
        return VectorIndex.of(means / np.maximum(lengths, np.finfo(np.float32).tiny))

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    @property
    def sound(self) -> bool:
        """Whether this is the kind of index we write, with numbers in it."""
        import faiss
        import numpy as np

        return isinstance(self._index, faiss.IndexFlatIP) and bool(
            np.isfinite(self.vectors()).all()
        )

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def nearest(self, vector: Vectors, count: int, rows: Sequence[int] | None) -> dict[int, float]:
        """Cosine by row of the `count` rows nearest to `vector` (shape (dimensions,)).

        With `rows`, only those take part.
        """
        import faiss
        import numpy as np

        if not len(self) or (rows is not None and not len(rows)):
            return {}
        faiss.omp_set_num_threads(1)  # a pool of threads costs more than it saves on one query
        parameters: Any = None
        if rows is not None:
            selector = faiss.IDSelectorBatch(np.asarray(rows, dtype=np.int64))
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        cosines, found = self._index.search(
            vector.reshape(1, -1), min(count, len(self)), params=parameters
        )
        return {
            int(row): float(cosine)
            for row, cosine in zip(found[0], cosines[0], strict=True)
            if row >= 0
        }

    def to_bytes(self) -> bytes:
        """The index in FAISS's own format."""
        import faiss

        return bytes(faiss.serialize_index(self._index).tobytes())

    @classmethod
    def from_bytes(cls, data: bytes) -> VectorIndex:
        """Read what `to_bytes` gave; raises an error of FAISS's on anything else."""
        import faiss
        import numpy as np

        return cls(faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8)))

    def vectors(self) -> Vectors:
        """All vectors, in row order."""
        stored: Vectors = self._index.reconstruct_n(0, len(self))
        return stored


@dataclass(frozen=True)
class CacheState:
    """What `doctor` tells about the cached index."""

    folder: Path
    state: str
    """`ready`, `stale` (cards or model changed), `damaged` or `missing`."""
    passages: int = 0
    bytes: int = 0


class IndexCache:
    """The cached index of one guide for one model, in `folder` (made on the first write).

    A build takes over vectors of the same texts from the cache in the folder `lender`, if there is one.
    """

    def __init__(self, folder: Path, model_key: str, lender: Path | None = None) -> None:
        self.folder = folder
        self._model_key = model_key
        self._lender = lender

    def state(self, texts: Sequence[str]) -> CacheState:
        """Look without loading the index: the manifest is read, the FAISS file checksummed."""
        manifest = self._manifest()
        if manifest is None:
            damaged = (self.folder / _MANIFEST).exists()
            return CacheState(self.folder, "damaged" if damaged else "missing")
        data = self._data(manifest)
        if data is None:
            return CacheState(self.folder, "damaged")
        fresh = self._fits(manifest) and manifest["texts"] == _keys(texts)
        return CacheState(
            self.folder, "ready" if fresh else "stale", len(manifest["texts"]), len(data)
        )

    def load(self, texts: Sequence[str], dimensions: int | None = None) -> VectorIndex | None:
        """The cached index if it belongs to exactly these texts and is undamaged, else None.

        With `dimensions`, its vectors must have so many.
        """
        manifest = self._manifest()
        if manifest is None or not self._fits(manifest) or manifest["texts"] != _keys(texts):
            return None
        index = self._index(manifest)
        if index is None or dimensions not in (None, index.dimensions):
            return None
        return index

    def build(
        self, texts: Sequence[str], encoder: Encoder, progress: Progress | None = None
    ) -> tuple[VectorIndex, CacheError | None]:
        """Encode what is not cached yet and keep the result.

        Returns the index and, where it could not be kept on disk, the reason: it then works from
        memory all the same.
        """
        vectors = self._encode(texts, encoder, progress)
        index = VectorIndex.of(vectors)
        try:
            self._keep(texts, index)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            return index, CacheError(
                f"The guide's index could not be kept in {self.folder} ({reason}); it works from "
                "memory and is prepared anew each time."
            )
        return index, None

    def _encode(self, texts: Sequence[str], encoder: Encoder, progress: Progress | None) -> Vectors:
        import numpy as np

        keys = _keys(texts)
        known = self._known_vectors(encoder.dimensions)
        if self._lender is not None:
            lender = IndexCache(self._lender, self._model_key)
            known = lender._known_vectors(encoder.dimensions) | known
        missing = sorted(
            {key: text for key, text in zip(keys, texts, strict=True) if key not in known}.items(),
            key=lambda item: (len(item[1]), item[0]),  # like lengths together pad less
        )
        done = len(texts) - len(missing)
        for start in range(0, len(missing), _BATCH):
            if progress:
                progress(done + start, len(texts))
            batch = missing[start : start + _BATCH]
            encoded = encoder.encode([text for _, text in batch])
            known.update((key, row) for (key, _), row in zip(batch, encoded, strict=True))
        if progress:
            progress(len(texts), len(texts))
        if not texts:
            return np.zeros((0, encoder.dimensions), dtype=np.float32)
        return np.ascontiguousarray([known[key] for key in keys], dtype=np.float32)

    def _known_vectors(self, dimensions: int) -> dict[str, Any]:
        manifest = self._manifest()
        if manifest is None or not self._fits(manifest):
            return {}
        index = self._index(manifest)
        if index is None:
            return {}
        if index.dimensions != dimensions:
            return {}
        return dict(zip(manifest["texts"], index.vectors(), strict=True))

    def _keep(self, texts: Sequence[str], index: VectorIndex) -> None:
        data = index.to_bytes()
        checksum = hashlib.sha256(data).hexdigest()
        file = f"guide-{checksum[:16]}.faiss"
        manifest = {
            "format": FORMAT,
            "model": self._model_key,
            "file": file,
            "sha256": checksum,
            "texts": _keys(texts),
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        replace_file(self.folder / file, data)
        replace_file(self.folder / _MANIFEST, json.dumps(manifest).encode())
        # Only now is the former file without use. Another process may still be reading it.
        for old in self.folder.iterdir():
            if old.name != file and _OURS.fullmatch(old.name):
                with contextlib.suppress(OSError):
                    old.unlink()

    def _manifest(self) -> dict[str, Any] | None:
        try:
            manifest = json.loads(read_file(self.folder / _MANIFEST, 64 * MIB))
        except (OSError, ValueError, RecursionError):
            return None
        wanted = {"format": int, "model": str, "file": str, "sha256": str, "texts": list}
        if not isinstance(manifest, dict):
            return None
        if not all(isinstance(manifest.get(key), kind) for key, kind in wanted.items()):
            return None
        return manifest if all(isinstance(key, str) for key in manifest["texts"]) else None

    def _fits(self, manifest: dict[str, Any]) -> bool:
        return (manifest["format"], manifest["model"]) == (FORMAT, self._model_key)

    def _data(self, manifest: dict[str, Any]) -> bytes | None:
        """The FAISS file's bytes, or None if they are not those that were written."""
        try:
            data = read_file(self.folder / Path(manifest["file"]).name, 1024 * MIB)
        except (OSError, ValueError):  # ValueError: a name no file can have
            return None
        return data if hashlib.sha256(data).hexdigest() == manifest["sha256"] else None

    def _index(self, manifest: dict[str, Any]) -> VectorIndex | None:
        data = self._data(manifest)
        if data is None:
            return None
        try:
            index = VectorIndex.from_bytes(data)
        except Exception:  # FAISS raises RuntimeError of several kinds on foreign bytes
            return None
        return index if index.sound and len(index) == len(manifest["texts"]) else None


def _keys(texts: Sequence[str]) -> list[str]:
    return [text_key(text) for text in texts]
