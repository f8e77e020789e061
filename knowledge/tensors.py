"""The tensors of a safetensors file, memory-mapped: only the pages that are used are ever read.

The safetensors library's numpy door copies every tensor first (90 MB, 50 to 150 ms, for the default
model), which is longer than all the rest of a cold answer; so the file's header is read here. The
format: eight bytes of header length (little endian), the header as JSON, then the data.
https://huggingface.co/docs/safetensors/index#format
"""

from __future__ import annotations

import json
import mmap
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST_HEADER = 100_000_000
"""The format's own limit on its header, in bytes."""


def float_tensors(path: Path) -> dict[str, NDArray[np.float32]]:
    """The float32 tensors of a safetensors file by name, read-only; others are left out.

    The file stays mapped as long as one of them lives. Raises OSError if it cannot be read and
    ValueError if it is not a whole safetensors file.
    """
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if not 2 <= length <= _MOST_HEADER:
            raise ValueError("the header's length makes no sense")
        try:
            header = json.loads(file.read(length))
        except RecursionError:
            raise ValueError("the header is nested too deeply") from None
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if not isinstance(header, dict):
        raise ValueError("the header is not a table")
    return {
        name: _tensor(mapped, 8 + length, entry)
        for name, entry in header.items()
        if name != "__metadata__" and isinstance(entry, dict) and entry.get("dtype") == "F32"
    }


def _tensor(mapped: mmap.mmap, origin: int, entry: dict[str, Any]) -> NDArray[np.float32]:
    import numpy as np

    try:
        (start, end), shape = entry["data_offsets"], tuple(entry["shape"])
        if not 0 <= start <= end <= len(mapped) - origin or (end - start) % 4:
            raise ValueError("a tensor lies outside the file")
        flat = np.frombuffer(mapped, np.float32, (end - start) // 4, origin + start)
        return flat.reshape(shape)
    except (KeyError, TypeError, OverflowError) as error:
        raise ValueError("a tensor's entry makes no sense") from error
