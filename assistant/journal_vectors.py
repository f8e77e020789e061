"""What search by meaning needs of an entry, as a record, and back."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.entry import Entry
    from knowledge.ranking import Floats


def vectors_record(entry: Entry, vectors: Floats, model: str) -> dict[str, Any]:
    """The vectors of `entry` as a record: float16, little endian, row by row, in base64."""
    data = vectors.astype("<f2").tobytes()
    return {
        "entry": entry.id,
        "version": entry.version,
        "model": model,
        "dimensions": int(vectors.shape[1]),
        "vectors": base64.b64encode(data).decode(),
    }


def vectors_in(record: dict[str, Any], model: str, dimensions: int) -> Floats | None:
    """The vectors in a record, rows of length 1; None where they are another model's, or none."""
    import numpy as np

    if record.get("model") != model or record.get("dimensions") != dimensions:
        return None
    try:
        data = base64.b64decode(record.get("vectors", ""), validate=True)
        found = np.frombuffer(data, dtype="<f2").astype(np.float32).reshape(-1, dimensions)
    except (TypeError, ValueError):
        return None
    lengths: Floats = np.linalg.norm(found, axis=1, keepdims=True)
    if not (np.abs(lengths - 1) < 1e-2).all():
        return None
    normed: Floats = found / lengths
    return normed
