"""A child process that builds an index: `python -m tests.knowledge.building FOLDER MODE`.

once   waits for a line on standard input, builds over A and ends
for ever   builds over A and B in turn, telling each step on standard output
suicidal N   builds over A where B is cached, and kills itself at the Nth of its steps on files
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from knowledge.vectors import IndexCache
from tests.conftest import FakeEncoder

A = [f"promise number {n} is kept" for n in range(150)]
B = [f"promise number {n} is broken" for n in range(90)] + A[:60]


def _tell(*words: object) -> None:
    print(*words, flush=True)  # noqa: T201


def main(folder: Path, mode: str, step: int = 0) -> None:
    """Do as the module says."""
    cache = IndexCache(folder, "fake-1")
    encoder = FakeEncoder()
    if mode == "once":
        _tell("ready")
        sys.stdin.readline()
        cache.build(A, encoder)
    while mode == "for-ever":
        for texts in (A, B):
            cache.build(texts, encoder, _tell)
            _tell("built")
    if mode == "suicidal":
        cache.build(B, encoder)
        steps = 0

        def count(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal steps
            if event in (
                "open",
                "os.chmod",
                "os.rename",
                "os.remove",
                "os.mkdir",
                "os.listdir",
                "os.scandir",
            ):
                steps += 1
                if steps == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        cache.build(A, encoder)
        _tell("built")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], *(int(number) for number in sys.argv[3:]))
