"""Drills: cards of their own kind, an exercise for one person alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from knowledge.card import Card, Part
from knowledge.card_file import read_card
from knowledge.check import check_guide
from knowledge.errors import Problem
from knowledge.guide_files import load
from knowledge.passages import PassageKind, passages_of
from knowledge.vocabulary import CardKind, Side, Theme
from tests.builders import IDEA, SOURCES, card_text

FILE = "practice/count-to-three.md"
STEPS = ("Read the question aloud.", "Count to three.", "Write down what you wanted to say.")


def drill_text(steps: tuple[str, ...] = STEPS, body: str = "", **changes: Any) -> str:
    """A drill that keeps every rule but those broken here."""
    fields = {
        "id": "practice/count-to-three",
        "kind": "drill",
        "minutes": 5,
        "theme": "practice",
        "blocks": [],
        "stages": ["early"],
    } | changes
    lines = "\n".join(f"- {step}" for step in steps)
    sections = f"## Idea\n{IDEA}\n\n## Steps\n{lines}\n\n## Avoid\n- Hurry.\n{body}"
    return card_text(sections, **fields)


def problems_of(folder: Path, text: str) -> list[Problem]:
    """What is wrong with a folder of this one drill beside the embedded guide."""
    (folder / "practice").mkdir(parents=True)
    (folder / "sources.yaml").write_text(SOURCES.replace("S1", "S7"), encoding="utf-8")
    (folder / FILE).write_text(text.replace("count-to-three", "our-count"), encoding="utf-8")
    (folder / FILE).rename(folder / "practice/our-count.md")
    return check_guide(folder)


def test_a_drill_is_read_with_steps_that_can_be_cited(tmp_path: Path) -> None:
    path = tmp_path / "card.md"
    path.write_text(drill_text(), encoding="utf-8")
    drill = read_card(path, FILE)
    assert isinstance(drill, Card)
    assert (drill.kind, drill.minutes, drill.steps) == (CardKind.DRILL, 5, STEPS)
    steps = [sentence for sentence in drill.sentences if sentence.part is Part.STEP]
    assert [step.ref for step in steps] == [f"{drill.id}#step.{n}" for n in (1, 2, 3)]
    found = [own.text for own in passages_of(drill) if own.kind is PassageKind.STEP]
    assert found == list(STEPS)


def test_a_drill_that_keeps_the_rules_has_no_problem(tmp_path: Path) -> None:
    assert problems_of(tmp_path, drill_text()) == []


RULES = {
    "too few steps": (drill_text(STEPS[:2]), "Steps", "has 2 lines; 3 to 6 are wanted"),
    "too many steps": (drill_text(STEPS + tuple("ABCD")), "Steps", "has 7 lines"),
    "a long step": (drill_text((*STEPS, "word " * 32 + "word.")), "step.4", "has 33 words"),
    "a step of two sentences": (
        drill_text((*STEPS, "Stop here. Then go on.")),
        "step.4",
        "more than one sentence",
    ),
    "no minutes": (drill_text(minutes=None), "card", "a drill has them"),
    "a try": (
        drill_text(body="\n## Try\n### For the mentor\n- Hum.\n"),
        "Try",
        "does not belong in a drill",
    ),
    "a block": (
        drill_text(
            blocks=[
                {
                    "title": "Count",
                    "kind": "learn",
                    "minutes": 15,
                    "lead": "mentor",
                    "purpose": "Wait.",
                    "prompts": ["Wait."],
                }
            ]
        ),
        "blocks",
        "do not belong in a drill",
    ),
    "another shelf": (drill_text(theme="craft"), "kind", "drills lie in practice/"),
}


@pytest.mark.parametrize("name", RULES)
def test_each_rule_of_drills_is_told(tmp_path: Path, name: str) -> None:
    text, field, message = RULES[name]
    told = [problem for problem in problems_of(tmp_path, text) if problem.field == field]
    assert [message in problem.message for problem in told] == [True]


def test_guidance_has_neither_steps_nor_minutes(tmp_path: Path) -> None:
    (tmp_path / "trust").mkdir()
    path = tmp_path / "trust" / "our-word.md"
    fields = {"sources": ["own"], "grade": "own", "stages": ["early"]}
    path.write_text(card_text(id="trust/our-word", minutes=5, **fields))
    assert [problem.field for problem in check_guide(tmp_path)] == ["card"]


def test_the_embedded_guide_has_at_least_twelve_drills_of_five_minutes() -> None:
    drills = [card for card in load().cards if card.kind is CardKind.DRILL]
    assert len(drills) >= 12
    for drill in drills:
        assert (drill.theme, drill.minutes) == (Theme.PRACTICE, 5)
    for side in (Side.MENTOR, Side.MENTEE):
        assert sum(drill.speaks_to(side) for drill in drills) >= 8
