"""Making the index: from nothing, by either encoder, and again after one card was edited."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.library import Library
from assistant.locations import Locations
from assistant.models import Model, default_model
from knowledge.encoder import Encoder
from knowledge.guide_files import embedded_guide
from knowledge.stamps import Stamps
from scripts.figures import Goal, Report
from scripts.processes import VICEVERSA, whole

SAMPLE = 600
_SETTLING_SECONDS = 0.5
"""Until a file that was just written counts as settled, see knowledge.stamps."""


def build(report: Report, home: Path) -> None:
    """Build the guide's index in `home`, or bring one up to date that is there."""
    begun = any((home / "cache").glob("guide/*"))
    report.part(f"The guide's index, {'brought up to date' if begun else 'built from nothing'}")
    locations = Locations.find(home)
    stamps = Stamps(locations.cache)
    library = Library(locations, None, default_model(stamps), stamps)
    cards = _timed(lambda: library.catalogue)
    model = _timed(library.open_encoder)
    building = _timed(library.load_model)
    count = len(library.search.texts)
    report.row("reading the cards", [cards], "s", None, f"{len(library.catalogue)} cards")
    report.row("verifying and loading the model", [model], "s")
    report.row("encoding and keeping", [building], "s", None, f"{count:,} passages")
    if not begun:
        report.row("  passages a second", [count / building], "/s")


def encoders(report: Report, home: Path, runs: int, texts: Sequence[str]) -> None:
    """Passages a second of both encoders, in turns, each in a process of its own."""
    report.part(f"Encoding {SAMPLE} passages of the guide, both encoders in turns")
    sample = home / "sample.json"
    sample.write_text(json.dumps(random.Random(1).sample(list(texts), SAMPLE)), encoding="utf-8")
    names = ("reference", "fast")
    rates: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(runs):
        for name in names:
            command = [sys.executable, "-m", "scripts.indexing", name, str(sample)]
            told = subprocess.run(command, check=True, capture_output=True).stdout
            rates[name].append(float(told.split()[-1]))
    report.row("reference (sentence-transformers)", rates["reference"], "/s")
    report.row("fast", rates["fast"], "/s")
    shares = [own / other for other, own in zip(rates["reference"], rates["fast"], strict=True)]
    report.row("  fast over reference", shares, "×")


def edited(report: Report, home: Path, runs: int, encoder: Encoder) -> None:
    """Index a copy of the guide again after changing one ask and one try of one card."""
    report.part("The guide's index after one card was edited (an ask and a try)")
    guide = home / "edited-guide"
    shutil.rmtree(guide, ignore_errors=True)
    shutil.copytree(embedded_guide(), guide)
    time.sleep(_SETTLING_SECONDS)
    _prepare(home, guide, encoder)
    files = sorted(guide.glob("*/*.md"))
    reading, indexing = [], []
    for number in range(runs):
        _edit(files[number * 7 % len(files)], number)
        time.sleep(_SETTLING_SECONDS)
        cards, vectors = _prepare(home, guide, encoder)
        reading.append(cards)
        indexing.append(vectors)
    both = [cards + vectors for cards, vectors in zip(reading, indexing, strict=True)]
    report.row("all, model loaded", both, "s", Goal(0.5))
    report.row("  noticing and reading the card", reading, "s")
    report.row("  encoding and keeping", indexing, "s")
    command = [VICEVERSA, "prepare", "--guide", str(guide)]
    processes = []
    for number in range(runs):
        _edit(files[number * 7 % len(files)], runs + number)
        time.sleep(_SETTLING_SECONDS)
        processes.append(whole(command, home).seconds)
    report.row("whole process `viceversa prepare`", processes, "s", Goal(0.5))


def _prepare(home: Path, guide: Path, encoder: Encoder) -> tuple[float, float]:
    """Seconds to open the cards, and to make their index ready."""
    locations = Locations.find(home)
    loaded = Model(encoder.name, lambda: encoder.key, lambda: encoder)
    library = Library(locations, guide, loaded, Stamps(locations.cache))
    cards = _timed(lambda: library.catalogue)
    return cards, _timed(library.load_model)


def _edit(file: Path, number: int) -> None:
    """Put another sentence in the place of the first ask and of the first try."""
    lines = file.read_text(encoding="utf-8").split("\n")
    ask = lines.index("asks:") + 1
    tried = next(
        place
        for place, line in enumerate(lines)
        if place > lines.index("## Try") and line.startswith("- ")
    )
    lines[ask] = f"  - what did we agree on in week {number + 100} of the programme"
    lines[tried] = f"- Write what was agreed in week {number + 100} on a card and keep it in sight."
    file.write_text("\n".join(lines), encoding="utf-8")


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    """Print the passages a second of one encoder: `python -m scripts.indexing NAME FILE`."""
    name, file = sys.argv[1:]
    texts = json.loads(Path(file).read_text(encoding="utf-8"))
    encoder = _encoder(name)
    encoder.encode(texts[:8])
    print(len(texts) / _timed(lambda: encoder.encode(texts)))


def _encoder(name: str) -> Encoder:
    if name == "fast":
        from knowledge.fast_encoder import FastEncoder

        return FastEncoder()
    from knowledge.reference_encoder import SentenceTransformerEncoder

    return SentenceTransformerEncoder()


if __name__ == "__main__":
    main()
