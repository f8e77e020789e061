"""An organisation's own folder of cards, beside the guide that comes with the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.check import check_guide
from knowledge.errors import GuideError
from knowledge.guide_files import embedded_guide, layers_of, load, read_layers
from tests.builders import SOURCES, card_text, write_guide

OURS = "trust/our-kept-word"


def added(folder: Path, **changes: object) -> Path:
    """A folder of one card that adds to the embedded guide and keeps every rule."""
    (folder / "trust").mkdir(parents=True)
    fields = {"id": OURS, "stages": ["early"], "sources": ["own"], "grade": "own"} | changes
    path = folder / f"{OURS}.md"
    path.write_text(card_text(None, **fields), encoding="utf-8")
    return folder


def test_a_folder_without_skeletons_adds_its_cards(tmp_path: Path) -> None:
    folder = added(tmp_path / "ours")
    catalogue = load(folder)
    assert OURS in catalogue
    assert len(catalogue) == len(load()) + 1
    assert layers_of(folder) == (embedded_guide(), folder)


def test_a_folder_with_skeletons_stands_alone(tmp_path: Path) -> None:
    folder = write_guide(tmp_path / "whole")
    assert layers_of(folder) == (folder,)
    assert len(load(folder)) == 1


def test_only_the_added_cards_are_checked(tmp_path: Path) -> None:
    assert check_guide(added(tmp_path / "ours")) == []
    problems = check_guide(added(tmp_path / "long", title="A safe space"))
    assert [(problem.file, problem.field) for problem in problems] == [(f"{OURS}.md", "title")]


def test_what_the_embedded_guide_says_already_is_told(tmp_path: Path) -> None:
    taken = next(card for card in load().cards if card.id == "trust/written-limits")
    folder = added(tmp_path / "ours", title=taken.title)
    problems = check_guide(folder)
    assert [(problem.file, problem.field) for problem in problems] == [(f"{OURS}.md", "title")]
    assert problems[0].message.endswith("stands in trust/written-limits.md too")


def test_added_cards_may_cite_the_embedded_sources_and_their_own(tmp_path: Path) -> None:
    folder = added(tmp_path / "ours", sources=["A1", "EDM99"], grade="A")
    (folder / "sources.yaml").write_text(SOURCES.replace("S1", "S7"), encoding="utf-8")
    assert check_guide(folder) == []
    assert {"A1", "EDM99"} <= set(load(folder).sources)


def test_an_unknown_source_is_told(tmp_path: Path) -> None:
    (problem,) = check_guide(added(tmp_path / "ours", sources=["OURS24"]))
    assert problem.field == "sources"


def test_an_id_of_the_embedded_guide_is_refused(tmp_path: Path) -> None:
    folder = added(tmp_path / "ours")
    path = folder / "trust" / "written-limits.md"
    path.write_text(card_text(None, id="trust/written-limits"), encoding="utf-8")
    with pytest.raises(GuideError, match="id of a card that comes with the program"):
        load(folder)


def test_a_source_of_the_embedded_guide_is_not_told_anew(tmp_path: Path) -> None:
    folder = added(tmp_path / "ours")
    (folder / "sources.yaml").write_text(SOURCES.replace("A1", "EDM99"), encoding="utf-8")
    with pytest.raises(GuideError, match="id of a source that comes with the program"):
        load(folder)


def test_a_broken_added_card_is_told_with_its_file(tmp_path: Path) -> None:
    folder = added(tmp_path / "ours", theme="luck")
    assert [problem.file for problem in read_layers(folder)[-1].problems] == [f"{OURS}.md"]
    assert f"{OURS}.md" in {problem.file for problem in check_guide(folder)}
