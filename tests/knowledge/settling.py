"""Files just written may change within the same tick of the clock, so nothing is remembered of them."""

from __future__ import annotations

import time
from pathlib import Path

from knowledge.stamps import settled


def until_settled(*folders: Path) -> None:
    """Wait until the files in `folders`, or these files, are old enough to be remembered."""
    files = [
        file for own in folders for file in ([own] if own.is_file() else own.rglob("*"))
    ]  # fmt: skip
    for file in files:
        found = file.stat()
        while not settled(time.time_ns(), found.st_mtime_ns, found.st_ctime_ns):
            time.sleep(0.005)
