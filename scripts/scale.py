"""Figures of the vector index at 100,000 and 1,000,000 rows: `python -m scripts.scale [--million]`.

The guide's passages are some ten thousand, so the rows are made from their vectors: the vectors of
three passages in shares by chance (any shares are as likely), with noise of 0.4 of the length in any
direction. Ten thousand such rows lie about as near to each other as ten thousand real ones do, which
is printed first. Questions are, by halves, rows made in the same way that are not stored, and vectors
of passages held back from the making; the latter are strange to the collection and harder.

Recall is the share of the ten nearest rows by exact search that are among the ten found. Opening, time
of a question (one thread) and memory are those of a fresh process that maps the index from its file.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge import vector_index
from knowledge.fast_encoder import FastEncoder
from knowledge.guide_files import load
from knowledge.passages import all_passages
from knowledge.vector_index import VectorIndex
from scripts.figures import Goal, Report

Vectors = NDArray[np.float32]

HELD_BACK = 500
FOUND = 10
_MIXED = 3
_NOISE = 0.4
_BLOCK = 20_000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--million", action="store_true", help="1,000,000 rows as well")
    parser.add_argument("--vectors", type=Path, help="an .npy of real vectors, else they are made")
    parser.add_argument("--ask", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ask:
        _ask(*options.ask)
        return
    vectors = np.load(options.vectors) if options.vectors else _encoded()
    report = Report()
    measure(report, vectors, million=options.million)
    report.end()


def measure(report: Report, vectors: Vectors, *, million: bool) -> None:
    """Measure and print, with rows made from `vectors`, float32 of shape (n, dimensions)."""
    report.part("Scale: rows made from the vectors of the guide")
    real = _unlike(vectors)
    chance = np.random.default_rng(1)
    real = real[chance.permutation(len(real))]
    held_back, known = real[:HELD_BACK], real[HELD_BACK:]
    questions = np.concatenate([_made(known, HELD_BACK, chance), held_back])
    _print_nearness("real", held_back, known)
    _print_nearness("made", questions[:HELD_BACK], _made(known, len(known), chance))
    with tempfile.TemporaryDirectory(prefix="viceversa-scale-") as folder:
        _measure(report, Path(folder), 100_000, known, questions, (0.5, 45))
        if million:
            _measure(report, Path(folder), 1_000_000, known, questions, (2.0, 450))


def _measure(
    report: Report,
    folder: Path,
    count: int,
    known: Vectors,
    questions: Vectors,
    goals: tuple[float, float],
) -> None:
    rows, exact = _stored(folder / "rows", count, known, questions)
    stored = folder / "index.faiss"
    started = time.perf_counter()
    index = VectorIndex.gathered(count, known.shape[1], rows)
    built = time.perf_counter() - started
    index.write(stored)
    found = np.array([index.nearest(question, FOUND)[0] for question in questions])
    recall = [_shared(exact[part], found[part]) for part in _halves()]
    sound = index.sound
    del index
    np.save(folder / "questions.npy", questions)
    asked = [sys.executable, "-m", "scripts.scale", "--ask", str(stored), f"{folder}/questions.npy"]
    fresh = json.loads(subprocess.run(asked, check=True, capture_output=True).stdout)
    milliseconds, megabytes = goals
    name = f"{count:,}"
    note = "not stored, made in the same way"
    report.row(f"{name}: recall@{FOUND}, made alike", [recall[0]], "", Goal(0.97, least=True), note)
    note = "passages held back, strange to what is stored"
    report.row(f"{name}: recall@{FOUND}, held back", [recall[1]], "", Goal(0.97, least=True), note)
    report.row(f"{name}: a question, p50", [fresh["median"]], "ms", Goal(milliseconds))
    report.row(f"{name}: a question, p95", [fresh["p95"]], "ms")
    report.row(f"{name}: the nearest 2048 rows", [fresh["many"]], "ms")
    report.row(f"{name}: nearest of 1000 rows chosen", [fresh["few"]], "ms")
    report.row(f"{name}: memory", [fresh["memory"]], "MB", Goal(megabytes))
    size = f"file of {stored.stat().st_size / 1e6:.1f} MB{'' if sound else ', NOT SOUND'}"
    report.row(f"{name}: opened", [fresh["open"]], "ms", None, size)
    report.row(f"{name}: built", [built], "s")


def _halves() -> Sequence[slice]:
    return slice(0, HELD_BACK), slice(HELD_BACK, None)


def _shared(exact: NDArray[np.int64], found: NDArray[np.int64]) -> float:
    return float(np.mean((exact[:, :, None] == found[:, None, :]).any(axis=2)))


def _encoded() -> Vectors:
    texts = [passage.text for passage in all_passages(load().cards)]
    return FastEncoder().encode(texts)


def _unlike(vectors: Vectors) -> Vectors:
    """Without those of texts that occur twice."""
    _, first = np.unique(vectors.round(4), axis=0, return_index=True)
    return vectors[np.sort(first)]


def _made(real: Vectors, count: int, chance: np.random.Generator) -> Vectors:
    shares = chance.dirichlet([1.0] * _MIXED, count).astype(np.float32)
    several = real[chance.integers(len(real), size=(count, _MIXED))]
    mixed = _at_length_1(np.einsum("nm,nmd->nd", shares, several))
    noise = chance.standard_normal(mixed.shape, dtype=np.float32) / np.sqrt(mixed.shape[1])
    return _at_length_1(mixed + np.float32(_NOISE) * noise.astype(np.float32))


def _at_length_1(rows: Vectors) -> Vectors:
    scaled: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return scaled


def _print_nearness(name: str, questions: Vectors, rows: Vectors) -> None:
    cosines = -np.sort(-(questions @ rows.T), axis=1)
    shown = (
        f"{place}th {np.quantile(cosines[:, place - 1], 0.1):.2f} "
        f"{np.median(cosines[:, place - 1]):.2f} {np.quantile(cosines[:, place - 1], 0.9):.2f}"
        for place in (1, 10, 100)
    )
    print(f"  cosine (10 %, half, 90 %) of {len(rows):,} {name}: {', '.join(shown)}")


def _stored(path: Path, count: int, known: Vectors, questions: Vectors) -> tuple[Any, Any]:
    """Rows made and kept in a file, as `chunk` of `gathered`; and the exact answers."""
    chance = np.random.default_rng(2)
    best = np.full((len(questions), FOUND), -2, dtype=np.float32)
    exact = np.zeros((len(questions), FOUND), dtype=np.int64)
    with path.open("wb") as file:
        for start in range(0, count, _BLOCK):
            rows = _made(known, min(_BLOCK, count - start), chance)
            rows.tofile(file)
            cosines = np.concatenate([best, questions @ rows.T], axis=1)
            numbers = np.broadcast_to(
                np.arange(start, start + len(rows)), (len(questions), len(rows))
            )
            order = np.argpartition(-cosines, FOUND, axis=1)[:, :FOUND]
            exact = np.take_along_axis(np.concatenate([exact, numbers], axis=1), order, axis=1)
            best = np.take_along_axis(cosines, order, axis=1)
    width = known.shape[1]

    def chunk(start: int, stop: int) -> Vectors:
        read = np.fromfile(path, np.float32, (stop - start) * width, offset=start * width * 4)
        return read.reshape(-1, width)

    return chunk, exact


def _ask(path: Path, questions_path: Path) -> None:
    """What the fresh process does: open, answer, and print its figures as JSON."""
    questions = np.load(questions_path)
    vector_index.FLAT_BELOW = 0
    VectorIndex.of(questions).nearest(questions[0], FOUND)  # FAISS's own code is in memory now
    before = _resident()
    started = time.perf_counter()
    index = VectorIndex.open(path)
    opened = time.perf_counter() - started
    taken = [_timed(index, question, FOUND) for question in questions]
    memory = _resident() - before
    chosen = np.random.default_rng(3).choice(len(index), 1000, replace=False)
    figures = {
        "open": opened * 1000,
        "median": float(np.median(taken)),
        "p95": float(np.quantile(taken, 0.95)),
        "memory": memory,
        "many": float(np.median([_timed(index, question, 2048) for question in questions[:50]])),
        "few": float(
            np.median([_timed(index, question, FOUND, chosen) for question in questions[:50]])
        ),
    }
    print(json.dumps(figures))


def _timed(index: VectorIndex, question: Vectors, count: int, rows: Any = None) -> float:
    started = time.perf_counter()
    index.nearest(question, count, rows)
    return (time.perf_counter() - started) * 1000


def _resident() -> float:
    """Megabytes of this process in memory, mapped files among them."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
