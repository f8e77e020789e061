from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.errors import GuideError
from knowledge.guide_files import embedded_guide, load, read_layers
from knowledge.vocabulary import Theme
from tests.builders import card_text, write_guide
from tests.knowledge.cards import card, catalogue, guide_of_one, guide_of_two


def test_cards_stand_by_theme_then_title_whatever_the_order_read() -> None:
    cards = [
        card("b", title="Beta"),
        card("a", title="Alpha"),
        card("z", id="goals/z", theme="goals", title="Aim"),
        card("c", id="humility/c", theme="humility", title="Zeal"),
    ]
    order = ["trust/a", "trust/b", "humility/c", "goals/z"]
    assert [own.id for own in catalogue(*cards).cards] == order
    assert [own.id for own in catalogue(*reversed(cards)).cards] == order
    assert next(iter(Theme)) is Theme.TRUST


def test_cards_are_found_by_id() -> None:
    cards = catalogue(card("a"))
    assert "trust/a" in cards
    assert "trust/b" not in cards
    assert cards["trust/a"].id == "trust/a"
    assert len(cards) == 1
    with pytest.raises(KeyError):
        cards["trust/b"]


@pytest.mark.parametrize(
    "spelled", ["trust/writen-limits", "written-limits", "topics/written-limits"]
)
def test_nearest_ids_find_what_was_meant(spelled: str) -> None:
    assert load().nearest_ids(spelled)[0] == "trust/written-limits"


def test_nearest_ids_are_few_and_each_once() -> None:
    near = load().nearest_ids("trust/limits", 3)
    assert len(near) == len(set(near)) <= 3
    assert load().nearest_ids("zzzzzzzz") == []


def test_loading_twice_gives_the_same_cards() -> None:
    assert load().cards == load().cards


def test_each_card_of_the_folder_is_loaded(tmp_path: Path) -> None:
    guide = load(guide_of_two(tmp_path))
    assert [own.id for own in guide.cards] == ["trust/on-time", "trust/kept-word"]
    assert set(guide.sources) == {"S1", "A1"}


def test_an_id_that_is_not_the_files_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GuideError, match=r"trust/kept-word\.md: id: must be the file's folder"):
        load(guide_of_one(tmp_path, id="trust/other"))


def test_the_error_names_the_first_broken_card_and_how_many_more(tmp_path: Path) -> None:
    write_guide(tmp_path, a=card_text(id="trust/a", theme="luck"), b="", c="")
    with pytest.raises(GuideError, match=r"trust/a\.md: theme: .*and 2 more") as caught:
        load(tmp_path)
    assert [problem.file for problem in caught.value.problems] == [
        "trust/a.md",
        "trust/b.md",
        "trust/c.md",
    ]


def test_one_broken_card_alone_is_told_without_a_count(tmp_path: Path) -> None:
    with pytest.raises(GuideError) as caught:
        load(guide_of_one(tmp_path, theme="luck"))
    assert "more" not in str(caught.value)


@pytest.mark.parametrize("place", ["empty", "none", "file"])
def test_a_folder_without_a_guide_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(GuideError):
        load(tmp_path / place)


def test_a_guide_without_cards_is_refused(tmp_path: Path) -> None:
    shutil.copy(embedded_guide() / "sources.yaml", tmp_path)
    with pytest.raises(GuideError, match="has no cards"):
        load(tmp_path)


def test_what_can_be_read_of_a_broken_guide_is_read(tmp_path: Path) -> None:
    write_guide(tmp_path, **{"kept-word": card_text(), "other": "nothing"})
    (layer,) = read_layers(tmp_path)
    assert [own.id for own in layer.cards] == ["trust/kept-word"]
    assert layer.sources
    assert [problem.file for problem in layer.problems] == ["trust/other.md"]
