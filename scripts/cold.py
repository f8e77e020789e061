"""From the start of a process: the answer to a question, the help, the first frame."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from knowledge.encoder import default_model_folder
from knowledge.passage_store import Texts
from knowledge.vector_index import VectorIndex
from scripts.figures import Goal, Report
from scripts.processes import VICEVERSA, Run, alternately, first_frame, whole

QUESTION = "he talks the whole hour"
_NAIVE = str(Path(__file__).with_name("naive.py"))
_BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("Vice Versa")
Bare().run()
"""


def measure(report: Report, home: Path, runs: int, index: VectorIndex, texts: Texts) -> None:
    """Measure and print; `index` has the vectors of `texts`, the guide's, which are ready in `home`."""
    folder = home / "naive"
    folder.mkdir(exist_ok=True)
    keep_for_naive(folder, index, texts)
    report.part("Cold, `viceversa ask` on the full guide beside naive, in turns")
    asked = [VICEVERSA, "ask", QUESTION]
    others = [sys.executable, _NAIVE, str(folder), str(default_model_folder()), QUESTION]
    naive, ours = alternately([others, asked], home, runs)
    answers(report, "ask", ours, 250)
    answers(report, "naive", naive)
    times = [one.seconds / own.seconds for one, own in zip(naive, ours, strict=True)]
    report.row("naive's seconds over ours", times, "×", Goal(15, least=True))
    times = [one.mebibytes / own.mebibytes for one, own in zip(naive, ours, strict=True)]
    report.row("naive's memory over ours", times, "×", Goal(4, least=True))

    report.part("Starting")
    helps = [whole([VICEVERSA, "--help"], home, prints=True).seconds for _ in range(runs + 1)][1:]
    report.row("viceversa --help", [one * 1000 for one in helps], "ms", Goal(100))
    pairs = [
        (first_frame([sys.executable, "-c", _BARE], home), first_frame([VICEVERSA], home))
        for _ in range(runs + 1)
    ][1:]
    drawn = [own.seconds * 1000 for _, own in pairs]
    report.row("first frame", drawn, "ms", Goal(350))
    bare = [other.seconds * 1000 for other, _ in pairs]
    report.row("first frame of a bare Textual app", bare, "ms")
    report.row("  ours over it", [own.seconds / other.seconds for other, own in pairs], "×")
    report.row("memory then", [own.mebibytes for _, own in pairs], "MiB", Goal(60))
    prepared = [whole([VICEVERSA, "prepare"], home).seconds for _ in range(runs)]
    report.row("`viceversa prepare` with nothing to do", prepared, "s", Goal(2))


def keep_for_naive(folder: Path, index: VectorIndex, texts: Sequence[str]) -> None:
    """Write the files that naive reads: the same vectors as ours, in a FAISS IndexFlatIP, and `texts`."""
    import faiss

    flat = faiss.IndexFlatIP(index.dimensions)
    flat.add(index.vectors())
    faiss.write_index(flat, str(folder / "index.faiss"))
    (folder / "texts.json").write_text(json.dumps(list(texts)), encoding="utf-8")


def answers(report: Report, name: str, runs: list[Run], most_ms: float | None = None) -> None:
    """Print seconds and memory of answers from a cold start."""
    goal = None if most_ms is None else Goal(most_ms)
    milliseconds = [own.seconds * 1000 for own in runs]
    report.row(f"{name}, start to exit", milliseconds, "ms", goal, f"least {min(milliseconds):.0f}")
    report.row(f"{name}, peak memory", [own.mebibytes for own in runs], "MiB")
