"""What is picked of a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.talk.grammar.indexes import Picked, picked_in


@pytest.mark.parametrize(
    ("text", "count", "index"),
    [
        ("the second one", 4, (2,)),
        ("2", 4, (2,)),
        ("2 and 4", 4, (2, 4)),
        ("1, 2 and 3", 4, (1, 2, 3)),
        ("1 3", 4, (1, 3)),
        ("1-3", 4, (1, 2, 3)),
        ("second and fourth", 4, (2, 4)),
        ("give me the 2nd and the 4th", 4, (2, 4)),
        ("b", 4, (2,)),
        ("a and c", 4, (1, 3)),
        ("option b", 4, (2,)),
        ("#2", 3, (2,)),
        ("no. 2", 3, (2,)),
        ("number two", 3, (2,)),
        ("question 3", 4, (3,)),
        ("I'll take two and three", 4, (2, 3)),
        ("one", 3, (1,)),
        ("the first", 3, (1,)),
        ("last", 4, (4,)),
        ("the last one please", 3, (3,)),
        ("second to last", 4, (3,)),
        ("the middle one", 3, (2,)),
        ("first two", 4, (1, 2)),
        ("the last two", 4, (3, 4)),
        ("both", 2, (1, 2)),
        ("both of them", 2, (1, 2)),
        ("all", 3, (1, 2, 3)),
        ("all of them", 3, (1, 2, 3)),
        ("all but the second", 3, (1, 3)),
        ("all except 2", 3, (1, 3)),
    ],
)
def test_places_are_read(text: str, count: int, index: tuple[int, ...]) -> None:
    assert picked_in(text, count) == Picked(index)


@pytest.mark.parametrize(
    ("text", "picked"),
    [
        ("none", Picked(none=True)),
        ("neither of those", Picked(none=True)),
        ("7", Picked(missing=(7,))),
        ("2 and 7", Picked((2,), (7,))),
        ("the one about feedback", Picked(words="feedback")),
        ("the feedback one", Picked(words="feedback")),
    ],
)
def test_what_is_no_place_is_told_apart(text: str, picked: Picked) -> None:
    assert picked_in(text, 3) == picked


@pytest.mark.parametrize(
    "text",
    [
        "on second thoughts",
        "for a second",
        "this one",
        "one of us said so",
        "not at all",
        "first of all, I'm worried",
        "2 minutes",
        "two questions",
        "24/7",
        "a 9 to 5 job",
        "I have a question",
        "at 3pm",
        "at 3",
        "I put a market size on slide 4 and an investor asked where it came from",
        "yes",
        "both",
        "",
    ],
)
def test_nothing_is_picked_where_nothing_is_meant(text: str) -> None:
    assert picked_in(text, 3) is None


@given(st.lists(st.integers(1, 9), min_size=1, max_size=4, unique=True))
def test_every_list_of_numbers_is_read_in_its_order(numbers: list[int]) -> None:
    assert picked_in(", ".join(map(str, numbers)), 9) == Picked(tuple(numbers))
