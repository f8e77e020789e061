from __future__ import annotations

from collections import Counter

import pytest

from knowledge.card_rules import MIN_ASKS
from knowledge.catalogue import Catalogue
from knowledge.check import check_guide
from knowledge.guide_files import embedded_guide, load
from knowledge.skeleton import blocks_at, check_skeletons, load_skeletons
from knowledge.vocabulary import BlockKind, QuestionType, Side, Stage, Theme, Topic


@pytest.fixture(scope="module")
def guide() -> Catalogue:
    return load()


def test_it_keeps_every_rule() -> None:
    assert [str(problem) for problem in check_guide(embedded_guide())] == []


LEAST = {
    Theme.TRUST: 14,
    Theme.HUMILITY: 12,
    Theme.TOPICS: 24,
    Theme.CHALLENGES: 28,
    Theme.CRAFT: 20,
    Theme.GOALS: 14,
    Theme.RECIPROCITY: 10,
    Theme.STARTING: 12,
    Theme.REMOTE: 8,
    Theme.PROGRAMME: 10,
    Theme.MISCONCEPTIONS: 10,
    Theme.ENDING: 8,
    Theme.BOUNDARIES: 8,
    Theme.PRACTICE: 12,
}


@pytest.mark.parametrize("theme", list(Theme))
def test_every_theme_has_its_cards(guide: Catalogue, theme: Theme) -> None:
    assert sum(card.theme is theme for card in guide.cards) >= LEAST[theme]


@pytest.mark.parametrize("topic", [Topic.AI_TOOLS, Topic.DIGITAL_TOOLS])
def test_tools_and_ai_come_three_times_among_the_topics(guide: Catalogue, topic: Topic) -> None:
    shelf = [card for card in guide.cards if card.theme is Theme.TOPICS]
    assert sum(topic in card.topics for card in shelf) >= 3


def test_every_topic_of_the_vocabulary_has_cards(guide: Catalogue) -> None:
    assert {topic for card in guide.cards for topic in card.topics} == set(Topic)


def test_most_cards_have_all_that_both_sides_need(guide: Catalogue) -> None:
    whole = [
        card
        for card in guide.cards
        if card.tries.mentor
        and card.tries.mentee
        and len(card.asks) >= MIN_ASKS
        and {Side.MENTOR, Side.MENTEE} <= {question.side for question in card.questions}
        and card.blocks
    ]
    assert len(whole) >= 120


def test_every_slot_of_every_skeleton_can_be_filled(guide: Catalogue) -> None:
    skeletons = load_skeletons(embedded_guide())
    assert set(skeletons.stages) == set(Stage)
    assert check_skeletons(skeletons, {card.id: card for card in guide.cards}) == []


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("stage", list(Stage))
def test_half_an_hour_three_quarters_and_an_hour_have_shapes_of_their_own(
    stage: Stage, side: Side
) -> None:
    skeleton = load_skeletons(embedded_guide()).stages[stage]
    for minutes in (30, 45, 60):
        assert sum(length for _, length in skeleton.shape(minutes, side)) == minutes


@pytest.mark.parametrize("side", [Side.MENTOR, Side.MENTEE])
@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.BEFORE])
def test_every_stage_has_thirty_questions_for_each_side(
    guide: Catalogue, stage: Stage, side: Side
) -> None:
    cards = [card for card in guide.cards if stage in card.stages]
    assert len({question.text for card in cards for question in card.questions_for(side)}) >= 30


def test_every_type_of_question_is_asked_of_whom_it_suits(guide: Catalogue) -> None:
    asked = {(question.type, question.side) for card in guide.cards for question in card.questions}
    assert {kind for kind, _ in asked} == set(QuestionType)
    assert (QuestionType.POWER, Side.MENTOR) not in asked
    for kind in (QuestionType.VOICE, QuestionType.CRAFT, QuestionType.LIMITS):
        assert (kind, Side.MENTEE) not in asked


def test_learning_and_giving_back_can_be_filled_by_several_cards(guide: Catalogue) -> None:
    offered = Counter(
        block.kind for card in guide.cards for block in blocks_at(card, Stage.ESTABLISHED)
    )
    assert offered[BlockKind.LEARN] >= 10
    assert offered[BlockKind.GIVE_BACK] >= 3


def test_every_card_cites_sources_that_are_listed(guide: Catalogue) -> None:
    cited = {source for card in guide.cards for source in card.sources}
    assert cited - set(guide.sources) <= {"own"}
