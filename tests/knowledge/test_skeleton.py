from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from knowledge.card import Block
from knowledge.errors import GuideError, Problem
from knowledge.skeleton import (
    Skeletons,
    Slot,
    StageSkeleton,
    blocks_at,
    check_skeletons,
    load_skeletons,
    read_skeletons,
)
from knowledge.vocabulary import BlockKind, Lead, Side, Stage
from tests.builders import SKELETONS, as_yaml, card_fields
from tests.knowledge.cards import STAGES, card

SLOT = {"kind": "reflect", "lead": "both", "card": "trust/kept-word", "why": "Promises first."}


def stage(**changes: Any) -> dict[str, Any]:
    return {"slots": {"a": SLOT, "b": SLOT}, "lengths": {10: {"a": 5, "b": 5}}, **changes}


def write(folder: Path, **changes: Any) -> Path:
    """A file of whole skeletons but for the stages in `changes`; None leaves a stage out."""
    stages = {name: stage() for name in STAGES} | changes
    kept = {name: value for name, value in stages.items() if value is not None}
    (folder / "skeletons.yaml").write_text(as_yaml(kept))
    return folder


def problems(folder: Path) -> list[Problem]:
    read = read_skeletons(folder)
    assert isinstance(read, list)
    return read


def test_whole_skeletons_are_read(tmp_path: Path) -> None:
    read = read_skeletons(write(tmp_path))
    assert isinstance(read, Skeletons)
    assert set(read.stages) == set(Stage)
    assert read.cards == {"trust/kept-word"}


@pytest.mark.parametrize(
    ("broken", "field", "message"),
    [
        (stage(lengths={10: {"a": 5, "b": 4}}), "early", "10 minutes do not add up"),
        (stage(lengths={10: {"a": 5, "c": 5}}), "early", "name the unknown slot c"),
        (
            stage(by_side={"mentor": {10: {"a": 5, "b": 4}}}),
            "early",
            "10 minutes do not add up",
        ),
        (stage(lengths={10: {"a": 8, "b": 2}}), "early.lengths.10.b", "greater than or equal to 3"),
        (stage(lengths={9: {"a": 9}}), "early.lengths.9.[key]", "greater than or equal to 10"),
        (stage(lengths={181: {"a": 181}}), "early.lengths.181.[key]", "less than or equal to 180"),
        (stage(slots={"a": SLOT | {"kind": "dance"}}), "early.slots.a.kind", "input should be"),
        (stage(slots={"a": SLOT | {"colour": "red"}}), "early.slots.a.colour", "not a key"),
        (stage(lengths={20: {"a": 10, "b": 10}}), "early", "10 minutes"),
        (stage(lengths={}), "early", "10 minutes"),
        (
            stage(lengths={}, by_side={"mentor": {10: {"a": 5, "b": 5}}}),
            "early",
            "10 minutes",
        ),
        (stage(by_side={"mentor": {20: {"a": 10, "b": 10}}}), "early", "10 minutes"),
        (None, "early", "is missing"),
    ],
)
def test_a_broken_stage_is_one_problem(
    tmp_path: Path, broken: Any, field: str, message: str
) -> None:
    found = problems(write(tmp_path, early=broken))
    assert [(problem.file, problem.field) for problem in found] == [("skeletons.yaml", field)]
    assert message in found[0].message


def test_a_stage_that_does_not_exist_is_told(tmp_path: Path) -> None:
    assert "late" in problems(write(tmp_path, late=stage()))[0].field


@pytest.mark.parametrize("text", [b"", b"- a\n", b"early: [", b"early: \xff", b"early: 2020-13-45"])
def test_a_file_that_holds_no_skeletons_is_told(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "skeletons.yaml").write_bytes(text)
    found = problems(tmp_path)
    assert [problem.field for problem in found] == ["file"]


def test_an_error_while_loading_names_file_and_field(tmp_path: Path) -> None:
    with pytest.raises(GuideError, match=r"skeletons\.yaml: file: cannot be read"):
        load_skeletons(tmp_path)
    with pytest.raises(GuideError, match=r"skeletons\.yaml: early: is missing"):
        load_skeletons(write(tmp_path, early=None))


def skeleton(**changes: Any) -> StageSkeleton:
    return StageSkeleton.model_validate(
        stage(
            lengths={
                20: {"a": 10, "b": 10},
                10: {"a": 5, "b": 5},
                45: {"b": 20, "a": 25},
            },
            **changes,
        )
    )


@pytest.mark.parametrize(("minutes", "length"), [(10, 10), (19, 10), (20, 20), (44, 20), (180, 45)])
def test_the_longest_shape_not_above_the_minutes_is_taken(minutes: int, length: int) -> None:
    shape = skeleton().shape(minutes, Side.BOTH)
    assert sum(minutes for _, minutes in shape) == length


def test_a_shape_keeps_its_own_order() -> None:
    assert [minutes for _, minutes in skeleton().shape(45, Side.BOTH)] == [20, 25]


def test_one_person_alone_has_shapes_of_their_own() -> None:
    own = skeleton(by_side={"mentor": {10: {"a": 7, "b": 3}}})
    assert [minutes for _, minutes in own.shape(60, Side.MENTOR)] == [7, 3]
    for side in (Side.BOTH, Side.MENTEE, Side.COORDINATOR):
        assert sum(minutes for _, minutes in own.shape(60, side)) == 45


def test_whoever_has_no_shape_of_their_own_takes_the_pairs() -> None:
    alone = {"a": 7, "b": 3}
    own = StageSkeleton.model_validate(
        stage(lengths={}, by_side={"mentor": {10: alone}, "both": {10: {"a": 4, "b": 6}}})
    )
    assert [minutes for _, minutes in own.shape(10, Side.MENTOR)] == [7, 3]
    for side in (Side.BOTH, Side.MENTEE, Side.COORDINATOR):
        assert [minutes for _, minutes in own.shape(10, side)] == [4, 6]


def slot(**changes: Any) -> Slot:
    return Slot.model_validate(SLOT | changes)


@pytest.mark.parametrize("kind", list(BlockKind))
def test_frames_keep_their_card_and_matter_does_not(kind: BlockKind) -> None:
    assert slot(kind=kind).keeps_its_card is (kind is BlockKind.CLOSE)
    assert slot(kind=kind, fixed=True).keeps_its_card


@pytest.mark.parametrize("wanted", list(Lead))
@pytest.mark.parametrize("offered", list(Lead))
def test_a_slot_takes_blocks_of_its_kind_that_its_leader_may_lead(
    wanted: Lead, offered: Lead
) -> None:
    block = TypeAdapter(Block).validate_python({**card_fields()["blocks"][0], "lead": offered})
    assert slot(lead=wanted).takes(block) is (wanted is offered or Lead.BOTH in (wanted, offered))
    assert not slot(lead=wanted, kind="repair").takes(block)


def test_blocks_suit_the_cards_stages_unless_they_name_fewer() -> None:
    plain = card_fields()["blocks"][0]
    own = card(
        "x",
        stages=["first", "early"],
        blocks=[plain, {**plain, "title": "Late", "stages": ["early"]}],
    )
    assert [block.title for block in blocks_at(own, Stage.FIRST)] == ["What we promised"]
    assert [block.title for block in blocks_at(own, Stage.EARLY)] == ["What we promised", "Late"]
    assert blocks_at(own, Stage.CLOSING) == []


def test_a_slot_finds_the_block_it_names_or_the_first_that_fits() -> None:
    plain = card_fields()["blocks"][0]
    own = card("x", blocks=[{**plain, "kind": "learn"}, plain, {**plain, "title": "Named"}])
    first, named = (
        slot().home_block(own, Stage.EARLY),
        slot(block="Named").home_block(own, Stage.EARLY),
    )
    assert (first and first.title) == "What we promised"
    assert (named and named.title) == "Named"
    led = card("x", blocks=[{**plain, "title": "Mine", "lead": "mentor"}, plain])
    both, mentor = (
        slot().home_block(led, Stage.EARLY),
        slot(lead="mentor").home_block(led, Stage.EARLY),
    )
    assert (both and both.title, mentor and mentor.title) == ("What we promised", "Mine")
    assert slot(block="Gone").home_block(own, Stage.EARLY) is None
    assert slot().home_block(own, Stage.STUCK) is None


def test_slots_that_no_card_fills_are_told(tmp_path: Path) -> None:
    (tmp_path / "skeletons.yaml").write_text(
        "".join(SKELETONS.format(stage=name) for name in STAGES)
    )
    own = card("kept-word", stages=["early"])
    found = check_skeletons(load_skeletons(tmp_path), {own.id: own})
    assert {problem.field for problem in found} == {
        f"{name}.only" for name in STAGES if name != "early"
    }
