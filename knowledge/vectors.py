"""The vector index on disk: built once, kept by content, mended by itself.

A cache folder holds the FAISS file, the hashes of its texts, and `<name>.json`, which says for which texts
and model they are. Whatever does not fit is built again, taking over the vectors of texts that have not
changed. What an interrupted build had encoded is taken over too.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.cache_folder import Busy, CacheFolder, Kept
from knowledge.encoder import Encoder
from knowledge.errors import CacheError
from knowledge.passage_store import Texts
from knowledge.passages import digest_of, text_key
from knowledge.vector_index import VectorIndex
from knowledge.vector_part import KEY_BYTES, VectorPart

if TYPE_CHECKING:
    from knowledge.encoder import Vectors
    from knowledge.stamps import Stamps

FORMAT = 2
_BATCH = 256
_PATIENCE_SECONDS = 0.2
"""Between two words to `progress` while another process builds."""

Progress = Callable[[int, int], None]
"""Called with passages done and passages in all; may raise to stop the work."""


@dataclass(frozen=True)
class CacheState:
    """What `doctor` tells about a cached index."""

    folder: Path
    state: str
    """`ready`, `stale` (texts or model changed), `damaged` or `missing`."""
    passages: int = 0
    bytes: int = 0
    begun: int = 0
    """Passages that an interrupted build has already encoded."""


class IndexCache:
    """The cached index of one list of texts for one model, in `folder` (made on the first write).

    A build takes over vectors of the same texts from the cache in the folder `lender`, if there is one.
    """

    def __init__(
        self,
        folder: Path,
        model_key: str,
        lender: Path | None = None,
        *,
        name: str = "guide",
        stamps: Stamps | None = None,
    ) -> None:
        self.folder = folder
        self._name = name
        self._model_key = model_key
        self._files = CacheFolder(folder, name, FORMAT, stamps)
        self._lender = CacheFolder(lender, name, FORMAT, stamps) if lender else None
        self._loaded: Kept | None = None

    def state(self, texts: Sequence[str]) -> CacheState:
        """Look without loading a model or the index."""
        begun = VectorPart.count_in(self.folder, self._name, self._model_key)
        kept = self._files.kept()
        if kept is None:
            there = "stale" if self._files.outdated else "damaged"
            found = there if os.path.lexists(self._files.manifest) else "missing"
            return CacheState(self.folder, found, begun=begun)
        file = kept.path("faiss")
        if file is None or kept.path("keys") is None:
            return CacheState(self.folder, "damaged", begun=begun)
        if kept.notes == self._notes(texts):
            return CacheState(self.folder, "ready", len(texts), _size(file))
        count = kept.notes.get("count")
        count = count if isinstance(count, int) else 0
        return CacheState(self.folder, "stale", count, _size(file), begun)

    def load(self, texts: Sequence[str], dimensions: int | None = None) -> VectorIndex | None:
        """The cached index if it belongs to exactly these texts and is undamaged, else None.

        With `dimensions`, its vectors must have so many.
        """
        kept = self._files.kept()
        if kept is None or kept.notes != self._notes(texts) or kept.path("keys") is None:
            return None
        index = _open(kept, "faiss")
        if index is None or len(index) != len(texts) or dimensions not in (None, index.dimensions):
            return None
        self._loaded = kept
        return index

    def load_means(self) -> VectorIndex | None:
        """The means kept beside the index that was loaded last, if they are there and undamaged."""
        return None if self._loaded is None else _open(self._loaded, "means")

    def build(
        self,
        texts: Sequence[str],
        encoder: Encoder,
        progress: Progress | None = None,
        groups: Sequence[int] | None = None,
    ) -> tuple[VectorIndex, CacheError | None]:
        """Encode what is not cached yet and keep the result, with the means of `groups` if there are any.

        `groups` has the number of each text's group, from 0. Returns the index and, where it could not be
        kept on disk, the reason: it then works from memory all the same. Another process that builds the
        same is waited for, and its work used. Raises what `progress` and the encoder raise; what was
        encoded until then is kept for the next build.
        """
        with contextlib.ExitStack() as stack:
            part, reason = self._begin(stack, encoder.dimensions, progress, len(texts))
            stack.callback(part.close)
            built = self.load(texts, encoder.dimensions)
            if built is not None and (groups is None or self.load_means() is not None):
                part.remove()
                if progress:
                    progress(len(texts), len(texts))
                return built, None
            keys = texts.keys() if isinstance(texts, Texts) else [text_key(text) for text in texts]
            index = self._encode(texts, keys, encoder, progress, part)
            if not reason:
                try:
                    self._keep(texts, keys, index, groups)
                    part.remove()
                except (OSError, RuntimeError) as error:  # RuntimeError: FAISS cannot write
                    reason = _reason(error)
        if not reason:
            return index, None
        return index, CacheError(
            f"The search index could not be kept in {self.folder} ({reason}); it works from "
            "memory and is prepared anew each time."
        )

    def _begin(
        self, stack: contextlib.ExitStack, dimensions: int, progress: Progress | None, total: int
    ) -> tuple[VectorPart, str]:
        """What was begun, once no other process builds; or why nothing can be kept."""
        while True:
            try:
                stack.enter_context(self._files.locked(_PATIENCE_SECONDS))
                part = VectorPart.begin(self.folder, self._name, self._model_key, dimensions)
                return part, ""
            except Busy:
                if progress:
                    progress(0, total)
            except OSError as error:
                return VectorPart(None, dimensions), _reason(error)

    def _encode(
        self,
        texts: Sequence[str],
        keys: list[bytes],
        encoder: Encoder,
        progress: Progress | None,
        part: VectorPart,
    ) -> VectorIndex:
        import numpy as np

        known = _Known(encoder.dimensions)
        former = None
        for kept_keys, index in self._former(texts, keys, encoder.dimensions):
            former = former or index
            known.add(kept_keys, partial(_at, index))
        known.add(part.keys, part.at)
        missing = {key: row for row, key in enumerate(keys) if key not in known}
        # Like lengths together pad less.
        order = sorted(missing, key=lambda key: (len(texts[missing[key]]), key))
        done = len(texts) - len(missing)
        for start in range(0, len(order), _BATCH):
            if progress:
                progress(done + start, len(texts))
            batch = order[start : start + _BATCH]
            part.append(batch, encoder.encode([texts[missing[key]] for key in batch]))
        if progress:
            progress(len(texts), len(texts))
        known.add(part.keys, part.at)

        def chunk(start: int, stop: int) -> Vectors:
            return known.vectors(keys[start:stop])

        if not texts:
            return VectorIndex.of(np.zeros((0, encoder.dimensions), dtype=np.float32))
        return VectorIndex.gathered(len(texts), encoder.dimensions, chunk, like=former)

    def _former(
        self, texts: Sequence[str], keys: list[bytes], dimensions: int
    ) -> Iterator[tuple[list[bytes], VectorIndex]]:
        """Indexes whose vectors may be taken over, with the keys of their texts: own, then lent."""
        for files in (self._files, self._lender):
            kept = files.kept() if files else None
            if kept is None or kept.notes.get("model") != self._model_key:
                continue
            index = _open(kept, "faiss")
            if index is None or index.dimensions != dimensions:
                continue
            same = kept.notes == self._notes(texts)
            own = keys if same else _read_keys(kept.path("keys"))
            if len(own) == len(index):
                yield own, index

    def _keep(
        self,
        texts: Sequence[str],
        keys: list[bytes],
        index: VectorIndex,
        groups: Sequence[int] | None,
    ) -> None:
        writers: dict[str, Callable[[Path], None]] = {
            "faiss": index.write,
            "keys": lambda path: _write(path, b"".join(keys)),
        }
        if groups is not None and len(texts):
            import numpy as np

            means = index.means(np.asarray(groups, dtype=np.int64), max(groups) + 1)
            writers["means"] = means.write
        self._files.put(writers, self._notes(texts))

    def _notes(self, texts: Sequence[str]) -> dict[str, Any]:
        digest = texts.digest if isinstance(texts, Texts) else digest_of(map(text_key, texts))
        return {"model": self._model_key, "texts": digest, "count": len(texts)}


class _Known:
    """Where the vector of each text that has one stands."""

    def __init__(self, dimensions: int) -> None:
        self._dimensions = dimensions
        self._sources: list[Callable[[Any], Vectors]] = []
        self._places: dict[bytes, tuple[int, int]] = {}

    def add(self, keys: Iterable[bytes], read: Callable[[Any], Vectors]) -> None:
        """Take the vectors of `keys`, which `read` gives by their places, unless they are known."""
        source = len(self._sources)
        self._sources.append(read)
        for place, key in enumerate(keys):
            self._places.setdefault(key, (source, place))

    def __contains__(self, key: bytes) -> bool:
        return key in self._places

    def vectors(self, keys: Sequence[bytes]) -> Vectors:
        """The vectors of `keys`, float32 of shape (len(keys), dimensions)."""
        import numpy as np

        found = np.empty((len(keys), self._dimensions), dtype=np.float32)
        places = np.array([self._places[key] for key in keys], dtype=np.int64).reshape(-1, 2)
        for source, read in enumerate(self._sources):
            own = np.flatnonzero(places[:, 0] == source)
            if len(own):
                found[own] = read(places[own, 1])
        return found


def _at(index: VectorIndex, places: Any) -> Vectors:
    """The rows of `index` at `places`, read run by run: what was not changed stands side by side."""
    import numpy as np

    breaks = np.flatnonzero(np.diff(places) != 1) + 1
    runs = np.split(places, breaks)
    return np.concatenate([index.vectors(int(run[0]), int(run[-1]) + 1) for run in runs])


def _open(kept: Kept, suffix: str) -> VectorIndex | None:
    path = kept.path(suffix)
    if path is None:
        return None
    try:
        index = VectorIndex.open(path)
        return index if index.sound else None
    except (OSError, RuntimeError, ValueError):  # what FAISS makes of foreign bytes
        return None


def _read_keys(path: Path | None) -> list[bytes]:
    try:
        joined = path.read_bytes() if path else b""
    except OSError:
        return []
    return [joined[at : at + KEY_BYTES] for at in range(0, len(joined), KEY_BYTES)]


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _reason(error: Exception) -> str:
    """Why a file could not be written; FAISS tells no more than that."""
    return (isinstance(error, OSError) and error.strerror) or "a file could not be written"
