"""Figures, measured in one run: `make bench`. Medians; the machine's noise is in the ranges."""

from __future__ import annotations

import argparse
import os
import pty
import resource
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from knowledge.catalogue import load
from knowledge.encoder import WEIGHTS_SHA256, SentenceTransformerEncoder
from knowledge.search import Search
from knowledge.vectors import IndexCache
from scripts import retrieval

VICEVERSA = str(Path(sys.executable).with_name("viceversa"))
_BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("Vice Versa")
Bare().run()
"""


def row(name: str, values: list[float], unit: str, goal: str = "") -> None:
    """Print one figure: median and range."""
    shown = (
        f"{median(values):9.1f} {unit:4} ({min(values):.1f} to {max(values):.1f}, n={len(values)})"
    )
    print(f"{name:44} {shown:48} {goal}")


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` took."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def whole(command: list[str], home: str) -> tuple[float, float]:
    """Seconds and peak MiB of a whole process."""
    environment = os.environ | {"VICEVERSA_HOME": home}
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        raise SystemExit(f"{command} failed")
    return seconds, used.ru_maxrss / 1024


def first_frame(command: list[str], home: str) -> tuple[float, float]:
    """Seconds until the app has drawn its name on a pseudo-terminal, and its MiB then."""
    started = time.perf_counter()
    child, master = pty.fork()
    if child == 0:
        os.environ.update(VICEVERSA_HOME=home, TERM="xterm-256color", COLUMNS="80", LINES="24")
        os.execvp(command[0], command)
    drawn = b""
    while b"Vice Versa" not in drawn:
        if select.select([master], [], [], 20)[0]:
            drawn += os.read(master, 65536)
    seconds = time.perf_counter() - started
    status = Path(f"/proc/{child}/status").read_text(encoding="utf-8")
    mebibytes = int(status.partition("VmRSS:")[2].split()[0]) / 1024
    os.kill(child, 9)
    os.waitpid(child, 0)
    os.close(master)
    return seconds, mebibytes


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument(
        "--worst", type=int, default=20, help="print so many of the worst questions"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="viceversa-bench-") as home:
        _measure(home, options.runs, options.worst)


def _measure(home: str, runs: int, worst: int) -> None:
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}\n")
    helps = [whole([VICEVERSA, "--help"], home)[0] * 1000 for _ in range(runs)]
    row("viceversa --help", helps, "ms", "goal 100")
    bare = [first_frame([sys.executable, "-c", _BARE], home) for _ in range(runs)]
    ours = [first_frame([VICEVERSA], home) for _ in range(runs)]
    row("first frame", [seconds * 1000 for seconds, _ in ours], "ms", "goal 350")
    row("  of a bare Textual app", [seconds * 1000 for seconds, _ in bare], "ms")
    ratio = [mine[0] / other[0] for mine, other in zip(ours, bare, strict=True)]
    row("  ratio", ratio, "×")
    row("memory at the first frame", [mebibytes for _, mebibytes in ours], "MiB", "goal 60")

    search = Search(load())
    cache = IndexCache(Path(home) / "bench-cache", WEIGHTS_SHA256)
    loading = time.perf_counter()
    encoder = SentenceTransformerEncoder()
    row("model loaded (sentence-transformers)", [time.perf_counter() - loading], "s")
    building = timed(lambda: cache.build(search.texts, encoder))
    goal = f"{len(search.catalogue)} cards, {len(search.texts)} passages; goal for 40 cards: 15"
    row("index built once, model loaded", [building], "s", goal)
    index = cache.load(search.texts)
    if index is None:
        raise SystemExit("the index just built cannot be loaded")

    by_words = retrieval.score(search), retrieval.refused(search)
    search.use(encoder, index)
    questions = [question["text"] for question in retrieval.read("queries.jsonl")]
    for question in questions[:20]:
        search.find(question)
    warm = [timed(lambda text=question: search.find(text)) * 1000 for question in questions]
    row("warm question", warm, "ms", f"goal 15; p95 {quantiles(warm, n=20)[18]:.1f}")
    cold = [whole([VICEVERSA, "ask", "he talks the whole hour"], home) for _ in range(4)][1:]
    row("cold viceversa ask, index ready", [seconds for seconds, _ in cold], "s")
    row("  peak memory", [mebibytes for _, mebibytes in cold], "MiB")
    prepared = [whole([VICEVERSA, "prepare"], home)[0] for _ in range(runs)]
    row("what a second `make run` adds", prepared, "s", "goal 2")
    row(
        "peak memory of this run",
        [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024],
        "MiB",
    )

    retrieval.print_report("Search by words", *by_words)
    retrieval.print_report(
        "Search by meaning and words",
        retrieval.score(search),
        retrieval.refused(search),
        worst=worst,
    )


if __name__ == "__main__":
    main()
