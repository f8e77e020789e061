"""Five questions for those who start by themselves: an answer is kept, changed, skipped, made a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.life.document import MAX_LINE
from assistant.life.guided import QUESTIONS, GuidedSteps
from assistant.life.setup import about_with
from assistant.life.snapshot import PairLife
from assistant.wording import Side

SIDES = st.sampled_from([Side.MENTOR, Side.MENTEE])


@pytest.mark.parametrize("side", list(QUESTIONS))
def test_there_are_five_each_one_question_with_an_example(side: Side) -> None:
    assert len(QUESTIONS[side]) == 5
    for question in QUESTIONS[side]:
        assert question.text.count("?") == 1
        assert question.example
    becomes = {question.becomes for question in QUESTIONS[side]}
    assert becomes == {"offers", "needs", "not_discussed"}


def test_going_back_keeps_what_was_said_and_skipping_lets_it_go() -> None:
    steps = GuidedSteps(Side.MENTOR).answered("filters; charts")
    assert steps.question == QUESTIONS[Side.MENTOR][1]
    back = steps.back()
    assert back.answer == "filters; charts"
    assert back.back() == back
    assert back.skipped().proposed.offers == ()


def test_what_is_liked_comes_first_and_all_is_proposed() -> None:
    steps = GuidedSteps(Side.MENTOR)
    for answer in ("filters; charts\n- chat", "charts.", "logins", "Budgets. Who decides?", "pay"):
        steps = steps.answered(answer)
    assert steps.finished
    assert steps.question is None
    assert steps.answered("more") == steps
    proposed = steps.proposed
    assert proposed.offers == ("charts", "filters", "chat", "logins")
    assert proposed.needs == ("Budgets", "Who decides?")
    assert proposed.not_discussed == ("pay",)


def test_it_does_not_say_what_was_answered() -> None:
    steps = GuidedSteps(Side.MENTEE).answered("kingfisher")
    assert "kingfisher" not in f"{steps!r} {steps}"


@given(SIDES, st.lists(st.text(max_size=900), min_size=5, max_size=5))
def test_whatever_is_answered_makes_lines_that_can_be_kept(side: Side, answers: list[str]) -> None:
    steps = GuidedSteps(side)
    for answer in answers:
        steps = steps.answered(answer)
    proposed = steps.proposed
    about = about_with(
        PairLife.of([]),
        side,
        offers=proposed.offers,
        needs=proposed.needs,
        not_discussed=proposed.not_discussed,
    )
    assert (about.offers, about.needs) == (proposed.offers, proposed.needs)
    assert all(0 < len(line) <= MAX_LINE for line in about.offers + about.needs)


@given(SIDES, st.lists(st.sampled_from(["back", "skip", "answer"]), max_size=30))
def test_any_way_through_stays_within_the_five(side: Side, ways: list[str]) -> None:
    steps = GuidedSteps(side)
    for way in ways:
        if way == "answer":
            steps = steps.answered("x")
        else:
            steps = steps.back() if way == "back" else steps.skipped()
        assert 0 <= steps.place <= 5
        assert len(steps.answers) == 5
        assert steps.finished is (steps.question is None)
