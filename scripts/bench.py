"""Figures, measured in one run: `make bench`. Medians; the machine's noise is in the ranges.

Ratios are of runs that took turns. Goals stand beside the figures, and those missed at the end. `--parts`
measures some parts only, on an index that is built first all the same, unless `--home` has one.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from assistant.locations import Locations
from assistant.workspace import Workspace
from knowledge.search import Search
from knowledge.stamps import Stamps
from knowledge.vector_index import VectorIndex
from knowledge.vectors import IndexCache
from scripts import ablations, cold, indexing, retrieval, warm
from scripts.figures import Report

PARTS = ("cold", "warm", "quality", "index", "scale", "journal", "suggest", "overview", "calendar")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument(
        "--worst", type=int, default=20, help="print so many of the worst questions"
    )
    parser.add_argument("--million", action="store_true", help="1,000,000 vectors as well")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--home", type=Path, help="a home to keep, so that its index is built once")
    options = parser.parse_args()
    started = time.perf_counter()
    print(f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}")
    report = Report()
    with _home(options.home) as home:
        _measure(report, home, options)
    report.end()
    print(f"took {(time.perf_counter() - started) / 60:.1f} min")


@contextlib.contextmanager
def _home(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="viceversa-bench-") as folder:
        yield Path(folder)


def _measure(report: Report, home: Path, options: argparse.Namespace) -> None:
    work = Workspace(Locations.find(home))
    if work.index_state.state != "ready":
        indexing.build(report, home)
    work = Workspace(Locations.find(home))  # as the next process finds it
    work.load_model()
    encoder, search = work.library.open_encoder(), work.library.search
    index = _mapped(work)
    if "cold" in options.parts:
        cold.measure(report, home, options.runs, index, search.texts)
    if "warm" in options.parts:
        warm.measure(report, work)
    if "quality" in options.parts:
        ablations.measure(report, search, encoder, index)
        report.part("Answers as people get them, floor included")
        for name, own, worst in (
            ("Search by words, no model", Search(search.catalogue), 0),
            ("Search by meaning and words", search, options.worst),
        ):
            retrieval.print_report(name, retrieval.score(own), retrieval.refused(own), worst=worst)
    if "index" in options.parts:
        indexing.encoders(report, home, min(3, options.runs), search.texts)
        indexing.edited(report, home, options.runs, encoder)
    if "scale" in options.parts:
        from scripts import scale  # imports numpy, which the encoder sets up first

        scale.measure(report, index.vectors(), million=options.million)
    if "journal" in options.parts:
        from scripts import journals

        journals.measure(report)
    if "suggest" in options.parts:
        from scripts import suggesting

        suggesting.measure(report, work)
    if "overview" in options.parts:
        from scripts import overviews

        overviews.measure(report)
    if "calendar" in options.parts:
        from scripts import calendars

        calendars.measure(report)


def _mapped(work: Workspace) -> VectorIndex:
    library = work.library
    cache = IndexCache(work.locations.index, library.model_key, stamps=Stamps(None))
    index = cache.load(library.search.texts)
    if index is None:
        raise SystemExit("the index just built cannot be loaded")
    return index


if __name__ == "__main__":
    main()
