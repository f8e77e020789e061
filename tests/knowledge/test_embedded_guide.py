from __future__ import annotations

from collections import Counter

import pytest

from knowledge.card_rules import MIN_ASKS
from knowledge.catalogue import Catalogue, embedded_guide, load
from knowledge.check import check_guide
from knowledge.skeleton import blocks_at, check_skeletons, load_skeletons
from knowledge.vocabulary import BlockKind, Side, Stage, Theme


@pytest.fixture(scope="module")
def guide() -> Catalogue:
    return load()


def test_it_keeps_every_rule() -> None:
    assert [str(problem) for problem in check_guide(embedded_guide())] == []


@pytest.mark.parametrize("theme", [Theme.TRUST, Theme.HUMILITY, Theme.TOPICS, Theme.CHALLENGES])
def test_the_main_themes_have_ten_cards_each(guide: Catalogue, theme: Theme) -> None:
    assert sum(card.theme is theme for card in guide.cards) >= 10


def test_forty_cards_have_all_that_both_sides_need(guide: Catalogue) -> None:
    whole = [
        card
        for card in guide.cards
        if card.tries.mentor
        and card.tries.mentee
        and len(card.asks) >= MIN_ASKS
        and {Side.MENTOR, Side.MENTEE} <= {question.side for question in card.questions}
        and card.blocks
    ]
    assert len(whole) >= 40


def test_every_slot_of_every_skeleton_can_be_filled(guide: Catalogue) -> None:
    skeletons = load_skeletons(embedded_guide())
    assert set(skeletons.stages) == set(Stage)
    assert check_skeletons(skeletons, {card.id: card for card in guide.cards}) == []


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("stage", list(Stage))
def test_every_length_has_a_shape(stage: Stage, side: Side) -> None:
    skeleton = load_skeletons(embedded_guide()).stages[stage]
    for minutes in range(10, 181):
        shape = skeleton.shape(minutes, side)
        assert sum(length for _, length in shape) <= minutes


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_has_questions_for_both_sides(guide: Catalogue, stage: Stage) -> None:
    cards = [card for card in guide.cards if stage in card.stages]
    for side in (Side.MENTOR, Side.MENTEE):
        assert sum(len(card.questions_for(side)) for card in cards) >= 8


def test_learning_and_giving_back_can_be_filled_by_several_cards(guide: Catalogue) -> None:
    offered = Counter(
        block.kind for card in guide.cards for block in blocks_at(card, Stage.ESTABLISHED)
    )
    assert offered[BlockKind.LEARN] >= 10
    assert offered[BlockKind.GIVE_BACK] >= 3


def test_every_card_cites_sources_that_are_listed(guide: Catalogue) -> None:
    cited = {source for card in guide.cards for source in card.sources}
    assert cited - set(guide.sources) <= {"own"}
