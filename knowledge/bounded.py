"""Reading files that somebody else may have put there: ordinary ones only, up to a size."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

KIB = 1024
MIB = 1024 * KIB


def read_file(path: Path, most: int) -> bytes:
    """Return the bytes of `path`.

    Raises OSError, also for pipes and devices, which would never end, and for more than `most` bytes.
    """
    # Not blocking: opening a pipe would wait for a writer.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "not an ordinary file")
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"larger than {most // KIB:,} KiB")
    return data
