from __future__ import annotations

import numpy as np
import pytest

from assistant.workspace import Workspace
from knowledge.encoder import Encoder
from knowledge.likeness import ALIKE, check_likeness
from knowledge.passages import PassageKind, all_passages
from tests.conftest import FakeEncoder
from tests.knowledge.cards import card


def vectors(*cards: object) -> np.ndarray:
    return FakeEncoder().encode([passage.text for passage in all_passages(cards)])


def test_an_ask_with_another_cards_meaning_is_told_on_the_later_card() -> None:
    one = card("one", asks=("he is late",), file="one.md")
    other = card("other", asks=("late is he",), idea="Quite another matter.", file="other.md")
    asks = [p for p in check_likeness([one, other], vectors(one, other)) if p.field == "asks"]
    assert [(problem.file, problem.field) for problem in asks] == [("other.md", "asks")]
    assert "“he is late” in trust/one" in asks[0].message


def test_asks_of_one_card_and_texts_apart_are_no_problem() -> None:
    one = card("one", asks=("he is late", "late is he"), file="one.md")
    assert check_likeness([one], vectors(one)) == []


def test_cards_and_tries_that_say_the_same_are_told() -> None:
    one, other = card("one", asks=(), file="one.md"), card("other", asks=(), file="other.md")
    problems = check_likeness([one, other], vectors(one, other))
    assert {problem.field for problem in problems} == {"Idea", "try.mentor.1", "try.mentee.1"}
    assert {problem.file for problem in problems} == {"other.md"}


def test_of_added_cards_only_their_own_problems_are_told() -> None:
    one, other = card("one", asks=(), file="one.md"), card("other", asks=(), file="other.md")
    rows = vectors(one, other)
    assert {p.file for p in check_likeness([one, other], rows, {"trust/one"})} == {"one.md"}
    assert check_likeness([one, other], rows, set()) == []


def test_the_embedded_guide_says_nothing_twice(real_workspace: Workspace) -> None:
    assert real_workspace.check_meaning() == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("he keeps cancelling our session", "he cancels our session again and again", True),
        ("my mentee talks the whole hour", "my mentee talks through the whole hour", True),
        ("he keeps cancelling our session", "my mentee talks the whole hour", False),
        ("how do I end it with my mentor", "how do I begin it with my mentor", False),
    ],
)
def test_the_bound_tells_same_from_different(
    real_encoder: Encoder, one: str, other: str, same: bool
) -> None:
    encoder = real_encoder
    first, second = encoder.encode([one, other])
    assert (float(first @ second) >= ALIKE[PassageKind.ASK]) is same
