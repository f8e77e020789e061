"""A file to import: read up to a size, and refused in words that quote nothing of it."""

from __future__ import annotations

import errno
import json
from pathlib import Path

from assistant.errors import Trouble, reason_of
from assistant.wording import one_line
from knowledge.bounded import MIB, read_file

MOST_BYTES = 64 * MIB
"""Of one file, or of all files of a folder together."""
MOST_ENTRIES = 100_000


def refused(what: str, reason: str, hint: str = "") -> Trouble:
    """Trouble with `what`, the name of a file; `reason` says where, never what stands there."""
    nothing = f"Nothing was imported. {hint}".strip()
    return Trouble("Not imported", f"{what} cannot be imported: {reason}.", nothing)


def name_of(path: Path) -> str:
    """The name of `path` as one clean line."""
    return one_line(path.name.encode("utf-8", "replace").decode())[:120] or "It"


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """The bytes of an ordinary file. Raises Trouble, also for more than `most` of them."""
    try:
        return read_file(path, most)
    except OSError as error:
        large = f"it is larger than {most // MIB} MiB"
        reason = large if error.errno == errno.EFBIG else reason_of(error)
    except ValueError:  # NUL in the name
        reason = "there is no such file"
    raise refused(name_of(path), reason)


def text_of(data: bytes, what: str) -> str:
    """`data` as text with line feeds only. Raises Trouble with the line that is not UTF-8."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    else:
        return text.replace("\r\n", "\n").replace("\r", "\n")
    # Outside the handler: the error keeps the bytes, and ours would keep the error.
    raise refused(what, f"line {line:,} is not text in UTF-8", "Save it as UTF-8 and try again.")


def json_of(data: bytes, what: str) -> object:
    """What the JSON in `data` says. Raises Trouble with the line and column where it breaks off."""
    text = text_of(data, what)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        reason = f"it is no longer JSON at line {error.lineno:,}, column {error.colno:,}"
    except RecursionError:
        reason = "it is nested too deep"
    except ValueError:
        reason = "it holds a number that is too long"
    raise refused(what, reason, "Export it anew.")
