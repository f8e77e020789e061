"""txtai and chromadb beside ours, over the guide's passages: `make bench-peers`.

Each has an environment of its own below .venv/peers, made at the first run, and is never a dependency.
All encode the same passages with the same model, and answer the same questions. Quality is that of
ranking alone: no filter by side, no floor; a card stands where its best passage stands. A cold answer is
a whole process that opens what is ready and prints five answers. `ours, any records` is what `guide search
--in` does with anything; `ours, the guide` also weighs whole cards.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from assistant.locations import Locations
from assistant.workspace import Workspace
from knowledge.encoder import default_model_folder
from knowledge.guide_files import load
from knowledge.passages import all_passages
from scripts import cold
from scripts.figures import Report
from scripts.processes import OFFLINE, VICEVERSA, Run, alternately, whole
from scripts.retrieval import DEEP, Scored, read, scored

PEERS = {"txtai": ("hybrid", "dense"), "chromadb": ("dense",)}
ENVIRONMENTS = Path(sys.prefix) / "peers"
FIRST = "torch==2.13.0"
"""Installed before the rest, which else brings gigabytes that serve a graphics card."""
MOST_ROWS = 500
"""Passages asked of a peer for a question, so that ten cards are among them."""


@dataclass(frozen=True)
class Peer:
    """One of them, ready to be started."""

    name: str
    python: str
    folder: Path

    def command(self, *words: str) -> list[str]:
        """The command that has it do something in its folder."""
        script = Path(__file__).with_name(f"peer_{self.name}.py")
        return [self.python, str(script), words[0], str(self.folder), *words[1:]]

    def ranked(self, method: str) -> list[list[int]]:
        """The rows it finds for each question, best first."""
        told = subprocess.run(
            self.command("rank", method, str(MOST_ROWS)),
            env=os.environ | OFFLINE,
            check=True,
            capture_output=True,
        )
        rows: list[list[int]] = json.loads(told.stdout.splitlines()[-1])
        return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    report = Report()
    with tempfile.TemporaryDirectory(prefix="viceversa-peers-") as folder:
        _measure(report, Path(folder), options.runs)


def _measure(report: Report, folder: Path, runs: int) -> None:
    passages = [(own.item, own.text) for own in all_passages(load().cards)]
    questions = [question["text"] for question in read("queries.jsonl")]
    records = _write_inputs(folder, passages, questions)
    print(f"{os.cpu_count()} processors; {len(passages):,} passages, {len(questions)} questions")
    peers = [peer for name in PEERS if (peer := _installed(name, folder)) is not None]

    report.part("Index made, whole process with the model loaded")
    model = str(default_model_folder())
    guide, anything = folder / "guide-home", folder / "records-home"
    searching = [VICEVERSA, "guide", "search", "--in", str(records), cold.QUESTION]
    _row(report, "ours, the guide", [whole([VICEVERSA, "prepare"], guide)])
    _row(report, "ours, any records (answers once)", [whole(searching, anything)])
    for peer in peers:
        _row(report, peer.name, [whole(peer.command("build", model), folder)])

    report.part("Cold answer, whole process, in turns")
    asking = [[VICEVERSA, "--home", str(guide), "ask", cold.QUESTION]]
    asking += [[VICEVERSA, "--home", str(anything), *searching[1:]]]
    asking += [peer.command("ask", cold.QUESTION) for peer in peers]
    names = ["ours, the guide", "ours, any records", *(peer.name for peer in peers)]
    for name, own in zip(names, alternately(asking, folder, runs), strict=True):
        _row(report, name, own)

    report.part("Quality of ranking: no filter by side, no floor")
    print(f"  {'':30} {'nDCG@10':>8} {'recall@5':>9} {'hit@1':>6}   held out nDCG@10")
    _quality("ours, the guide", _ours(guide, questions))
    _quality("ours, any records", _ours_anything(anything, records))
    for peer in peers:
        for method in PEERS[peer.name]:
            cards = [[passages[row][0] for row in rows] for rows in peer.ranked(method)]
            _quality(f"{peer.name}, {method}", [list(dict.fromkeys(own))[:DEEP] for own in cards])


def _write_inputs(folder: Path, passages: list[tuple[str, str]], questions: list[str]) -> Path:
    (folder / "passages.json").write_text(json.dumps(passages), encoding="utf-8")
    (folder / "questions.json").write_text(json.dumps(questions), encoding="utf-8")
    texts: dict[str, list[str]] = {}
    for card, text in passages:
        texts.setdefault(card, []).append(text)
    lines = [
        json.dumps({"id": card, "text": own[0], "asks": own[1:]}) for card, own in texts.items()
    ]
    records = folder / "records.jsonl"
    records.write_text("\n".join(lines), encoding="utf-8")
    asked = [json.dumps({"id": str(n), "text": text}) for n, text in enumerate(questions)]
    (folder / "questions.jsonl").write_text("\n".join(asked), encoding="utf-8")
    return records


def _installed(name: str, folder: Path) -> Peer | None:
    """The peer in its environment, which is made if it is missing; None where that is not possible."""
    environment = ENVIRONMENTS / name
    python = str(environment / "bin" / "python")
    done = environment / ".installed"
    if not done.exists():
        print(f"Installing {name} into {environment} (once)", flush=True)
        install = [python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
        try:
            subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
            subprocess.run([*install, FIRST], check=True)
            subprocess.run([*install, "sentence-transformers", name], check=True)
        except (OSError, subprocess.CalledProcessError):
            print(f"{name} cannot be installed here; left out")
            return None
        done.touch()
    told = f"from importlib.metadata import version; print(version({name!r}))"
    version = subprocess.run([python, "-c", told], check=True, capture_output=True, text=True)
    print(f"{name} {version.stdout.strip()}")
    return Peer(name, python, folder)


def _ours(home: Path, questions: Sequence[str]) -> list[list[str]]:
    from knowledge.ranking import Ranker
    from knowledge.search import WEIGHTS

    work = Workspace(Locations.find(home))
    work.load_model()
    store = work.catalogue.store
    ranker = Ranker(store, WEIGHTS)
    ranker.meaning = work.library.search._ranker.meaning
    return [
        [store.ids[int(place)] for place in ranker.rank(question).places[:DEEP]]
        for question in questions
    ]


def _ours_anything(home: Path, records: Path) -> list[list[str]]:
    command = [VICEVERSA, "--home", str(home), "guide", "search", "--in", str(records), "--json"]
    command += ["--queries", str(records.with_name("questions.jsonl")), "--limit", str(DEEP)]
    told = subprocess.run(command, check=True, capture_output=True)
    lines = map(json.loads, told.stdout.splitlines())
    return [[found["id"] for found in line["results"]] for line in lines]


def _quality(name: str, found: Sequence[Sequence[str]]) -> None:
    own: list[Scored] = [
        scored(question, cards)
        for question, cards in zip(read("queries.jsonl"), found, strict=True)
    ]
    print(
        f"  {name:30} {fmean(one.ndcg_deep for one in own):8.3f}"
        f" {fmean(one.recall for one in own):9.3f} {fmean(one.first_right for one in own):6.3f}"
        f"   {fmean(one.ndcg_deep for one in own if one.held_out):.3f}",
        flush=True,
    )


def _row(report: Report, name: str, runs: list[Run]) -> None:
    report.row(f"{name}, seconds", [own.seconds for own in runs], "s")
    report.row(f"{name}, peak memory", [own.mebibytes for own in runs], "MiB")


if __name__ == "__main__":
    main()
