from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.check import check_guide
from knowledge.checklist import FILE, Claim, check_coverage, read_checklist
from knowledge.guide_files import embedded_guide
from tests.builders import IDEA
from tests.knowledge.cards import card, guide_of_one

TWO = "C001: {claim: Both learn.}\nC002: {claim: All stay., temper: nobody knows}\n"


def checklist(folder: Path, text: str) -> Path:
    """A guide of one card that covers C001, with the checklist `text`."""
    guide = guide_of_one(folder, covers=["C001"])
    (guide / FILE).write_text(text, encoding="utf-8")
    return guide


def test_the_embedded_checklist_has_each_line_to_be_carried() -> None:
    claims = read_checklist(embedded_guide())
    assert isinstance(claims, dict)
    left_out = {29, 95, 146}
    assert set(claims) == {f"C{n:03}" for n in range(1, 156) if n not in left_out}
    tempered = {claim_id for claim_id, claim in claims.items() if claim.temper}
    assert tempered == {
        *("C013", "C032", "C034", "C037", "C040", "C091"),
        *("C109", "C131", "C142", "C143", "C149"),
    }


def test_a_line_no_card_carries_is_told(tmp_path: Path) -> None:
    problems = check_guide(checklist(tmp_path, TWO))
    assert [(problem.file, problem.field) for problem in problems] == [(FILE, "C002")]
    assert "All stay" in problems[0].message


def test_a_guide_without_a_checklist_need_not_cover_anything(tmp_path: Path) -> None:
    assert check_guide(guide_of_one(tmp_path, covers=["C001"])) == []


def test_a_line_the_checklist_does_not_list_is_told(tmp_path: Path) -> None:
    (problem,) = check_coverage({}, [card("a", covers=("C009",))])
    assert (problem.field, problem.message[:10]) == ("covers", "names C009")


@pytest.mark.parametrize(
    ("idea", "kept"),
    [
        (IDEA, False),
        (f"{IDEA} It is often said that people stay.", True),
        (f"{IDEA} Nobody has measured it.", True),
    ],
)
def test_a_tempered_claim_needs_a_hedge_in_the_idea(idea: str, kept: bool) -> None:
    claims = {"C002": Claim(claim="All stay.", temper="nobody knows")}
    problems = list(check_coverage(claims, [card("a", covers=("C002",), idea=idea)]))
    assert (problems == []) is kept
    assert all("nobody knows" in problem.message for problem in problems)


@pytest.mark.parametrize(
    "text",
    [
        "C1: {claim: x}",
        "C001: {claim: x, more: y}",
        "C001: x",
        "- C001",
        ": :",
        "C001: {claim: ''}",
    ],
)
def test_a_broken_checklist_is_told_and_not_a_crash(tmp_path: Path, text: str) -> None:
    problems = check_guide(checklist(tmp_path, text))
    assert problems
    assert {problem.file for problem in problems} == {FILE}


def test_a_checklist_that_is_no_text_is_told(tmp_path: Path) -> None:
    guide = checklist(tmp_path, TWO)
    (guide / FILE).write_bytes(b"\xff\xfe\x00")
    assert [problem.file for problem in check_guide(guide)] == [FILE]
