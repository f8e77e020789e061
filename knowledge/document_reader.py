"""Reads documents in a child process, which is ended when one of them takes too much."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from knowledge.bounded import MIB
from knowledge.document_extracts import DocumentError, Extract
from knowledge.errors import KnowledgeError
from knowledge.plain_text import one_line

SECONDS = 60
"""For one document, and `SECONDS_PER_MIB` more for each MiB of it: Markdown takes one and a half."""
SECONDS_PER_MIB = 4
MEMORY = 1024 * MIB

_MOST_ANSWER = 256 * MIB
_TICK = 0.05  # seconds between two looks at whether the person wants to stop
_ROOT = str(Path(__file__).parent.parent)


class ReadingStopped(KnowledgeError):
    """The person stopped it; nothing is known about the document."""

    def __init__(self) -> None:
        super().__init__("Reading was stopped.")


class DocumentReader:
    """Reads one document after another; a context manager, for one thread at a time.

    The process is started with the first document and serves the next ones too, because starting
    Python takes longer than reading most notes.
    """

    def __init__(self, *, seconds: int = SECONDS, memory: int = MEMORY) -> None:
        """`seconds` for each document and bytes of `memory` for the process at most."""
        self._seconds = seconds
        self._memory = memory
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """Of the process that reads, while there is one."""
        return None if self._child is None else self._child.process_id

    def close(self) -> None:
        """End the process, if there is one; reading starts another."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def parse(
        self, path: Path, suffix: str, most: int, *, stop: Callable[[], bool] | None = None
    ) -> tuple[Extract, ...]:
        """The passages of `path`, of which at most `most` bytes are read, taken for a `suffix` file.

        Raises DocumentError, and ReadingStopped within a moment of `stop()` becoming true.
        """
        seconds = self._seconds + SECONDS_PER_MIB * (_size(path) // MIB)
        request = {
            "path": os.path.abspath(path),  # noqa: PTH100 - links are followed when it is opened
            "suffix": suffix,
            "most": most,
            "seconds": seconds,
        }
        try:
            return self._ask(request, time.monotonic() + seconds, stop)
        except BaseException:
            # Its next answer would be to this request.
            if self._child is not None and self._child.busy:
                self.close()
            raise

    def _ask(
        self, request: dict[str, Any], end: float, stop: Callable[[], bool] | None
    ) -> tuple[Extract, ...]:
        if self._child is None or not self._child.alive:
            self.close()
            try:
                self._child = _Child(self._memory)
            except OSError as error:
                reason = f"cannot be read: no process was started ({error.strerror})"
                raise DocumentError(reason) from None
        self._child.send(request)
        while (answer := self._child.answer(_TICK)) is None:
            if stop is not None and stop():
                raise ReadingStopped
            if time.monotonic() > end:
                raise DocumentError(f"takes longer than {request['seconds']} seconds to read")
        if answer.get("last"):
            self.close()
        if "reason" in answer:
            raise DocumentError(one_line(answer["reason"]))
        return tuple(Extract(place, text) for place, text in answer["extracts"])


class _Child:
    def __init__(self, memory: int) -> None:
        # Without `-P` a folder of documents that is the current one could hold a json.py.
        paths = [_ROOT, os.environ.get("PYTHONPATH", "")]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "knowledge.document_child", str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.busy = False
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        # A pipe cannot be waited for with a time limit everywhere; a queue can.
        self._listener = threading.Thread(
            target=_listen, args=(self._process.stdout, self._answers), daemon=True
        )
        self._listener.start()

    @property
    def process_id(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def send(self, request: dict[str, Any]) -> None:
        self.busy = True
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it has died; the empty answer says so
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()

    def answer(self, seconds: float) -> dict[str, Any] | None:
        """The answer if it comes within `seconds`; DocumentError if the process died of it."""
        try:
            line = self._answers.get(timeout=seconds)
        except queue.Empty:
            return None
        if not line.endswith(b"\n"):
            raise DocumentError("cannot be read: it made its reader fail")
        self.busy = False
        answer: dict[str, Any] = json.loads(line)
        return answer

    def end(self) -> None:
        self._process.kill()
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        self._process.wait()
        self._listener.join()


def _listen(source: BinaryIO, answers: queue.SimpleQueue[bytes]) -> None:
    """Pass on each line; an unfinished one is the last: the process ended, or said far too much."""
    with source:
        while (line := source.readline(_MOST_ANSWER)).endswith(b"\n"):
            answers.put(line)
        answers.put(b"")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise DocumentError(f"cannot be read ({error.strerror})") from None
