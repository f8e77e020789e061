"""A child process that fills a cache: `python -m tests.knowledge.building FOLDER MODE`.

once        waits for a line on standard input, builds over A, tells how many texts it encoded and ends
slow        the same, but tells when it encodes and waits for another line before it goes on
for-ever    builds over A and B in turn, telling each step on standard output
suicidal N  builds over A where B is cached, and kills itself at the Nth of its steps on files
batch N     builds over A and kills itself before the Nth batch
guide G     opens the guide in the folder G with a cache FOLDER/N, for each N from 1, killed at the Nth of
            its steps on files, until one comes through
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from knowledge import vectors
from knowledge.guide_cache import GuideCache
from knowledge.vectors import IndexCache
from tests.conftest import FakeEncoder

A = [f"promise number {n} is kept" for n in range(150)]
B = [f"promise number {n} is broken" for n in range(90)] + A[:60]
BATCH = 16

_STEPS = (
    "open",
    "os.chmod",
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.listdir",
    "os.scandir",
    "os.utime",
    "sqlite3.connect",
)


class Slow(FakeEncoder):
    """Waits for a line before it encodes anything."""

    def encode(self, texts: Sequence[str]) -> Any:
        if not self.encoded:
            _tell("encoding")
            sys.stdin.readline()
        return super().encode(texts)


def _tell(*words: object) -> None:
    print(*words, flush=True)  # noqa: T201


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _die_at(step: int, folder: Path) -> None:
    """At the Nth of the steps on files in `folder` from now on."""
    steps = 0

    def count(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal steps
        if event in _STEPS and str(arguments[0]).startswith(str(folder)):
            steps += 1
            if steps == step:
                _die()

    sys.addaudithook(count)


def _killed_while_opening(folder: Path, guide: Path, step: int) -> bool:
    """Whether a fork that opens the guide got as far as its step."""
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == -signal.SIGKILL
    _die_at(step, folder)
    GuideCache(folder).open(guide)
    os._exit(0)


def main(folder: Path, mode: str, argument: str = "") -> None:
    """Do as the module says."""
    vectors._BATCH = BATCH
    step = int(argument) if argument.isdigit() else 1
    cache = IndexCache(folder, "fake-1")
    encoder = Slow() if mode == "slow" else FakeEncoder()
    if mode in ("once", "slow"):
        _tell("ready")
        sys.stdin.readline()
        cache.build(A, encoder)
        _tell(len(encoder.encoded))
    while mode == "for-ever":
        for texts in (A, B):
            cache.build(texts, encoder, _tell)
            _tell("built")
    if mode == "suicidal":
        cache.build(B, encoder)
        _die_at(step, folder)
        cache.build(A, encoder)
        _tell("built")
    if mode == "batch":
        cache.build(A, encoder, lambda done, total: _die() if done >= step * BATCH else None)
    if mode == "guide":
        while _killed_while_opening(folder / str(step), Path(argument), step):
            _tell(step)
            step += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
