"""The process that parses documents; started by knowledge.document_reader, never imported by it.

A document may be made to crash, to loop or to fill the memory. So each is parsed here, where that
is named and nothing else is harmed. Requests come on standard input and answers leave on standard
output, each a line of JSON; file names never stand among the arguments, which others can list.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from knowledge.bounded import read_file
from knowledge.document_extracts import DocumentError, Extract

NEEDS_EXTRA = "needs `pip install 'viceversa[documents]'`"

_RETIRE_AT = 400 * 1024 * 1024  # bytes of memory ever used, after which a fresh process takes over
_REFUSED = ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo")
_REFUSED_STARTS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork")


def main() -> None:
    """Answer requests until standard input ends; the one argument is the limit of memory in bytes."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is not an answer
    _end_with_parent()
    logging.disable()
    warnings.simplefilter("ignore")
    _limit_memory(int(sys.argv[1]))
    sys.addaudithook(_refuse)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        _limit_time(request["seconds"])
        answer = _answer(Path(request["path"]), request["suffix"], request["most"])
        answer["last"] = answer.get("last", False) or _memory_used() > _RETIRE_AT
        answers.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
        answers.flush()
        if answer["last"]:
            return


def _end_with_parent() -> None:
    """Who asked may be killed in the middle of a document that takes a minute; then so is this."""
    if sys.platform == "linux":
        import ctypes

        death_signal = 1  # PR_SET_PDEATHSIG, prctl(2)
        ctypes.CDLL(None).prctl(death_signal, int(signal.SIGKILL))


def _answer(path: Path, suffix: str, most: int) -> dict[str, Any]:
    try:
        found = _read(suffix, read_file(path, most))
    except Exception as error:
        return {"reason": _reason(error), "last": isinstance(error, MemoryError)}
    return {"extracts": [(extract.place, extract.text) for extract in found]}


def _reason(error: Exception) -> str:
    """Why a document cannot be read; a library's own words may quote the document."""
    if isinstance(error, DocumentError):
        return error.reason
    if isinstance(error, MemoryError):
        return "needs too much memory to be read"
    if isinstance(error, RecursionError):
        return "is nested too deeply"
    if isinstance(error, ImportError):
        return NEEDS_EXTRA
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read ({error.strerror})"
    return "is damaged"


def _read(suffix: str, data: bytes) -> tuple[Extract, ...]:
    """The passages of a file; each format's reader is imported when the first file needs it."""
    reader: Callable[[Any], tuple[Extract, ...]]
    if suffix == ".pdf":
        from knowledge.document_pdf import read_pdf as reader
    elif suffix == ".docx":
        from knowledge.document_office import read_docx as reader
    elif suffix == ".pptx":
        from knowledge.document_office import read_pptx as reader
    else:
        return _read_text(suffix, data)
    return reader(data)


def _read_text(suffix: str, data: bytes) -> tuple[Extract, ...]:
    from knowledge.document_text import decode, read_text

    if suffix in {".html", ".htm"}:
        from knowledge.document_html import read_html

        return read_html(decode(data, html=True))
    if suffix in {".md", ".markdown"}:
        from knowledge.document_markdown import read_markdown

        return read_markdown(decode(data))
    return read_text(decode(data))


def _refuse(event: str, _arguments: object) -> None:
    if event in _REFUSED or event.startswith(_REFUSED_STARTS):
        raise PermissionError("a document asked for more than to be read")


def _limit_memory(most: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; there the time limit holds
        return
    _set_limit(resource.RLIMIT_AS, most)
    _set_limit(resource.RLIMIT_CORE, 0)  # a crash would leave the document's text on disk


def _limit_time(seconds: int) -> None:
    """End this process when it computes for longer, even if nobody is left to end it."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _set_limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds + 1)


def _set_limit(which: int, value: int) -> None:
    import resource

    _soft, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    try:
        resource.setrlimit(which, (value, hard))
    except (ValueError, OSError):  # macOS knows some limits by name only
        return


def _memory_used() -> int:
    """The most memory this process has had, in bytes; 0 where the system does not tell.

    On Linux the peak that `getrusage` tells begins with that of the process it was started from.
    """
    with contextlib.suppress(OSError, ValueError, IndexError):
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    main()
