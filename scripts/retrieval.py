"""How well search finds: nDCG, recall and hit@1 on tests/eval, and the floor.

Figures are told for all questions, then by side, form, set and theme. Cards and asks were mended by
looking at the questions of the set `mending`; nobody mends by those of the set `held out`.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

from knowledge.search import Answer, Filters, Search
from knowledge.vocabulary import Side

EVAL = Path(__file__).parents[1] / "tests" / "eval"
DEPTH = 5
DEEP = 10


class Scored(NamedTuple):
    """One question with what search made of it."""

    text: str
    side: str
    form: str
    held_out: bool
    theme: str
    ndcg: float
    ndcg_deep: float
    recall: float
    first_right: bool
    answered: bool
    wanted: list[str]
    found: list[str]


def read(name: str) -> list[dict[str, Any]]:
    """The lines of one file of tests/eval."""
    lines = (EVAL / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line]


def score(search: Search) -> list[Scored]:
    """Put every labelled question to `search`, floor included."""
    return [
        scored(question, [hit.card.id for hit in _ask(search, question).hits])
        for question in read("queries.jsonl")
    ]


def refused(search: Search) -> float:
    """The share of unanswerable questions that get no answer."""
    return fmean(not _ask(search, question).hits for question in read("unanswerable.jsonl"))


def _ask(search: Search, question: dict[str, Any]) -> Answer:
    return search.find(question["text"], Filters(side=Side(question["side"])), DEEP)


def scored(question: dict[str, Any], found: Sequence[str]) -> Scored:
    """The figures of one question for which these cards were found, best first."""
    relevant: dict[str, int] = question["relevant"]
    wanted = [card for card, grade in relevant.items() if grade == max(relevant.values())]
    return Scored(
        question["text"],
        question["side"],
        question["form"],
        question["set"] == "held out",
        wanted[0].partition("/")[0],
        _ndcg(relevant, found, DEPTH),
        _ndcg(relevant, found, DEEP),
        fmean(card in found[:DEPTH] for card in wanted),
        bool(found) and found[0] in wanted,
        bool(found),
        wanted,
        list(found),
    )


def _ndcg(relevant: dict[str, int], found: Sequence[str], depth: int) -> float:
    gain = _dcg([relevant.get(card, 0) for card in found[:depth]])
    return gain / _dcg(sorted(relevant.values(), reverse=True)[:depth])


def _dcg(grades: list[int]) -> float:
    return math.fsum(
        float(2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades)
    )


def print_report(name: str, results: list[Scored], refusals: float, *, worst: int = 0) -> None:
    """Print one table."""
    print(f"\n{name}: {len(results)} questions")
    print(f"  {'':16} {'n':>4} {'nDCG@5':>7} {'nDCG@10':>8} {'recall@5':>9} {'hit@1':>6}")
    groups: dict[tuple[int, str], list[Scored]] = defaultdict(list)
    for one in results:
        of_set = "held out" if one.held_out else "mending"
        names = ("all", of_set, f"as {one.side}", f"form {one.form}", one.theme)
        for place, name_of_group in enumerate(names):
            groups[place, name_of_group].append(one)
    for (_, group), members in sorted(groups.items()):
        print(
            f"  {group:16} {len(members):4} {fmean(one.ndcg for one in members):7.3f}"
            f" {fmean(one.ndcg_deep for one in members):8.3f}"
            f" {fmean(one.recall for one in members):9.3f}"
            f" {fmean(one.first_right for one in members):6.3f}"
        )
    print(f"  answered of these: {fmean(one.answered for one in results):.3f}")
    print(f"  refused of {len(read('unanswerable.jsonl'))} unanswerable: {refusals:.3f}")
    open_to_mend = [one for one in results if not one.held_out]
    for one in sorted(open_to_mend, key=lambda one: one.ndcg)[:worst]:
        print(f"    {one.ndcg:.2f} {one.text[:70]!r} wanted {one.wanted} found {one.found[:3]}")
