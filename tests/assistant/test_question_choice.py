from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.questions import suggest_questions
from knowledge.catalogue import Catalogue
from knowledge.guide_files import load
from knowledge.vocabulary import Side, Stage

GUIDE: Catalogue = load()


@pytest.mark.parametrize("stage", [None, *Stage])
@pytest.mark.parametrize("side", list(Side))
def test_questions_are_the_sides_and_the_stages(side: Side, stage: Stage | None) -> None:
    found = suggest_questions(GUIDE, side=side, stage=stage, limit=1000)
    assert found
    for question in found:
        card = GUIDE[question.card]
        assert side.hears(question.side)
        assert stage is None or stage in card.stages
        assert question.text in [own.text for own in card.questions]


def test_each_question_is_asked_once_and_none_is_left_out() -> None:
    found = suggest_questions(GUIDE, side=Side.BOTH, limit=10_000)
    every = Counter((card.id, own.text) for card in GUIDE.cards for own in card.questions)
    assert Counter((own.card, own.text) for own in found) == every


@pytest.mark.parametrize("limit", [0, 1, 5, 50])
def test_the_limit_holds(limit: int) -> None:
    assert len(suggest_questions(GUIDE, limit=limit)) == limit


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("stage", [None, *Stage])
@pytest.mark.parametrize("side", [Side.MENTOR, Side.MENTEE, Side.BOTH])
def test_few_questions_come_from_as_many_cards_and_several_types(
    side: Side, stage: Stage | None, seed: int
) -> None:
    found = suggest_questions(GUIDE, side=side, stage=stage, seed=seed)
    assert len(found) == 5
    assert len({question.card for question in found}) >= 4
    assert len({question.type for question in found}) >= 3


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("stage", [None, *Stage])
def test_both_sides_together_get_questions_for_each(stage: Stage | None, seed: int) -> None:
    sides = {
        question.side for question in suggest_questions(GUIDE, stage=stage, limit=4, seed=seed)
    }
    assert {Side.MENTOR, Side.MENTEE} <= sides


def test_the_same_request_gives_the_same_questions_from_a_guide_read_anew() -> None:
    for seed in (0, 7):
        first = suggest_questions(GUIDE, stage=Stage.EARLY, seed=seed)
        assert suggest_questions(load(), stage=Stage.EARLY, seed=seed) == first


def test_other_seeds_ask_other_questions() -> None:
    asked = {tuple(own.text for own in suggest_questions(GUIDE, seed=seed)) for seed in range(10)}
    assert len(asked) >= 8


def test_more_questions_begin_with_the_same() -> None:
    assert suggest_questions(GUIDE, limit=10)[:4] == suggest_questions(GUIDE, limit=4)


def test_only_cards_near_the_matter_are_asked() -> None:
    near = {"trust/small-promises": 0.8, "trust/written-limits": 0.5}
    found = suggest_questions(GUIDE, relevance=near, limit=50)
    assert {question.card for question in found} == set(near)
    assert suggest_questions(GUIDE, relevance=near, limit=1)[0].card == "trust/small-promises"
    assert suggest_questions(GUIDE, relevance={}) == []


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(list(Side)),
    st.none() | st.sampled_from(list(Stage)),
    st.none()
    | st.dictionaries(
        st.sampled_from([card.id for card in GUIDE.cards]), st.floats(0, 1), max_size=8
    ),
    st.integers(0, 12),
    st.integers(),
)
def test_whatever_is_asked_for_the_rules_hold(
    side: Side, stage: Stage | None, relevance: dict[str, float] | None, limit: int, seed: int
) -> None:
    def ask() -> list[object]:
        return list(
            suggest_questions(
                GUIDE, side=side, stage=stage, relevance=relevance, limit=limit, seed=seed
            )
        )

    found = suggest_questions(
        GUIDE, side=side, stage=stage, relevance=relevance, limit=limit, seed=seed
    )
    assert ask() == found
    assert len(found) <= limit
    assert len({question.text for question in found}) == len(found)
    assert all(side.hears(question.side) for question in found)
    assert relevance is None or {question.card for question in found} <= set(relevance)
