"""Questions to a workspace that is open: idle, with all cores busy, and where the time goes."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import replace
from typing import Any

from assistant.workspace import Filters, Workspace
from knowledge.vocabulary import Side
from scripts.figures import Goal, Report, quantile
from scripts.processes import all_cores_busy
from scripts.retrieval import read

_WARMING = 40
_BUSY_QUESTIONS = 200


class _Clocked:
    """Stands for `thing`, adding the milliseconds of its methods to `spent`."""

    def __init__(self, thing: Any, name: str, spent: dict[str, float]) -> None:
        self._thing, self._name, self._spent = thing, name, spent

    def __getattr__(self, attribute: str) -> Any:
        found = getattr(self._thing, attribute)
        if not callable(found):
            return found

        def clocked(*values: Any, **named: Any) -> Any:
            started = time.perf_counter()
            try:
                return found(*values, **named)
            finally:
                self._spent[self._name] += (time.perf_counter() - started) * 1000

        return clocked


def measure(report: Report, work: Workspace) -> None:
    """Measure and print; the model of `work` is loaded."""
    questions = [
        (question["text"], Filters(side=Side(question["side"])))
        for question in read("queries.jsonl")
    ]
    _ask_all(work, questions[:_WARMING])
    report.part(f"Warm, {len(questions)} questions, each with its side, five answers")
    idle = _ask_all(work, questions)
    report.row("a question, p50", [quantile(idle, 0.5)], "ms", Goal(12))
    report.row("a question, p95", [quantile(idle, 0.95)], "ms", Goal(20))
    for name, share in _shares(work, questions).items():
        report.row(f"  of the mean, {name}", [share], "ms")

    few = questions[:: max(1, len(questions) // _BUSY_QUESTIONS)]
    with all_cores_busy():
        report.part(f"Warm, {len(few)} of these questions while all cores are kept busy")
        busy = _ask_all(work, few)
    again = _ask_all(work, few)
    report.row("a question, p50", [quantile(busy, 0.5)], "ms")
    report.row("a question, p95", [quantile(busy, 0.95)], "ms")
    report.row("the same questions idle, just after, p50", [quantile(again, 0.5)], "ms")
    report.row("busy p50 over idle", [quantile(busy, 0.5) / quantile(again, 0.5)], "×", Goal(4))


def _ask_all(work: Workspace, questions: list[tuple[str, Filters]]) -> list[float]:
    """The milliseconds of each."""
    taken = []
    for text, filters in questions:
        started = time.perf_counter()
        work.ask(text, filters)
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def _shares(work: Workspace, questions: list[tuple[str, Filters]]) -> dict[str, float]:
    """The mean milliseconds of a question spent on each part, measured in a run of its own."""
    # The parts are private; whoever changes them sees this fail at once.
    ranker: Any = work.library.search._ranker
    store: Any = work.catalogue.store
    kept, words, whole_words = ranker.meaning, store.words, store.whole_words
    assert kept is not None
    spent: dict[str, float] = defaultdict(float)
    parts: dict[str, Any] = {
        "encoder": _Clocked(kept.encoder, "encoding the question", spent),
        "passages": _Clocked(kept.passages, "vectors", spent),
        "wholes": _Clocked(kept.wholes, "vectors", spent),
    }
    ranker.meaning = replace(kept, **parts)
    store.words = _Clocked(words, "words", spent)
    store.whole_words = _Clocked(whole_words, "words", spent)
    try:
        taken = _ask_all(work, questions)
    finally:
        ranker.meaning, store.words, store.whole_words = kept, words, whole_words
    spent["the rest"] = sum(taken) - sum(spent.values())
    return {name: total / len(questions) for name, total in spent.items()}
