from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.card import Advice, Card, split_sentences
from knowledge.guide_files import load
from knowledge.plain_text import one_line
from knowledge.vocabulary import Grade, Lead, Side
from tests.knowledge.cards import card


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One only", ["One only"]),
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("He said “Go.” Then he left.", ["He said “Go.”", "Then he left."]),
        ("Ask 'why?' Then wait.", ["Ask 'why?'", "Then wait."]),
        ("It is one. “Two,” he said.", ["It is one.", "“Two,” he said."]),
        ("At 3 p.m. sharp it was 2.5 degrees.", ["At 3 p.m. sharp it was 2.5 degrees."]),
        ("First this. 2 people came.", ["First this.", "2 people came."]),
        ("", []),
    ],
)
def test_paragraphs_are_split_at_sentence_ends(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


@settings(deadline=None, max_examples=200)
@given(st.text(st.sampled_from("ab AB.?!\"”' 9")).map(one_line))
def test_splitting_loses_nothing(text: str) -> None:
    assert " ".join(split_sentences(text)) == text


def test_sentences_have_addresses_in_reading_order() -> None:
    shown = card(
        "x",
        idea="First this. Then that.",
        tries=Advice(mentor=("Send it.", "Say it."), both=("Meet.",)),
        say=Advice(mentee=("“Now.”",)),
        avoid=("Haste.",),
    )
    assert [(sentence.ref, sentence.text) for sentence in shown.sentences] == [
        ("trust/x#idea.1", "First this."),
        ("trust/x#idea.2", "Then that."),
        ("trust/x#try.mentor.1", "Send it."),
        ("trust/x#try.mentor.2", "Say it."),
        ("trust/x#try.both.1", "Meet."),
        ("trust/x#say.mentee.1", "“Now.”"),
        ("trust/x#avoid.1", "Haste."),
    ]


def test_every_sentence_of_the_embedded_guide_has_its_own_address() -> None:
    refs = [sentence.ref for shown in load().cards for sentence in shown.sentences]
    assert len(refs) == len(set(refs))
    assert len(refs) > 500


def test_every_line_of_a_card_is_found_among_its_sentences() -> None:
    for shown in load().cards:
        texts = {sentence.text for sentence in shown.sentences}
        lines = [line for side in Side for line in (*shown.tries.of(side), *shown.say.of(side))]
        assert {*lines, *shown.steps, *shown.avoid, *split_sentences(shown.idea)} == texts


HEARD = {
    Side.MENTOR: {Side.MENTOR, Side.BOTH},
    Side.MENTEE: {Side.MENTEE, Side.BOTH},
    Side.COORDINATOR: {Side.COORDINATOR, Side.BOTH},
    Side.BOTH: set(Side),
}


@pytest.mark.parametrize("side", list(Side))
def test_a_side_hears_its_own_and_the_shared(side: Side) -> None:
    assert {other for other in Side if side.hears(other)} == HEARD[side]


@pytest.mark.parametrize("side", list(Side))
def test_advice_is_heard_by_its_side_with_shared_lines_last(side: Side) -> None:
    advice = Advice(mentor=("a",), mentee=("b",), both=("c",), coordinator=("d",))
    heard = advice.heard_by(side)
    assert {own for own, _ in heard} == HEARD[side]
    assert heard[-1] == (Side.BOTH, "c")
    assert all(line in advice.of(own) for own, line in heard)


def test_questions_are_for_their_side_or_both() -> None:
    shown: Card = card("x")
    assert {question.side for question in shown.questions_for(Side.MENTOR)} == HEARD[Side.MENTOR]
    assert len(shown.questions_for(Side.BOTH)) == len(shown.questions)


def test_grades_rank_from_reviews_down_to_our_own_judgement() -> None:
    assert [grade.rank for grade in Grade] == list(range(len(Grade)))
    assert Grade.A.rank < Grade.S.rank < Grade.OWN.rank


def test_every_lead_is_a_side() -> None:
    assert {Side(lead) for lead in Lead} == {Side.MENTOR, Side.MENTEE, Side.BOTH}
