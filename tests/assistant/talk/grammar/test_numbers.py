"""Numbers in digits and words, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.talk.grammar.numbers import ORDINALS, TENS, UNITS, Number, numbers_in

NAMES = {value: name for name, value in (UNITS | TENS).items()}


def spoken(number: int) -> str:
    """A number to 999 as people say it."""
    hundreds, rest = divmod(number, 100)
    words = f"{NAMES[hundreds]} hundred" if hundreds else ""
    if hundreds and not rest:
        return words
    joint = " and " if hundreds else ""
    if rest in NAMES:
        return words + joint + NAMES[rest]
    return f"{words}{joint}{NAMES[rest - rest % 10]}-{NAMES[rest % 10]}"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("45", [45]),
        ("forty-five", [45]),
        ("forty five people", [45]),
        ("a hundred and twenty", [120]),
        ("two hundred and five", [205]),
        ("a couple of ideas", [2]),
        ("half", [0.5]),
        ("a dozen", [12]),
        ("half a dozen", [6]),
        ("one and a half", [1.5]),
        ("1½ and 1.5", [1.5, 1.5]),
        ("three or four", [3, 4]),
        ("fourty", [40]),
    ],
)
def test_a_number_is_read(text: str, values: list[float]) -> None:
    assert [each.value for each in numbers_in(text)] == [Number(value) for value in values]


@pytest.mark.parametrize(
    ("text", "value"),
    [("the second", 2), ("21st", 21), ("twenty-first", 21), ("the 3rd one", 3), ("first item", 1)],
)
def test_an_ordinal_is_told_from_an_amount(text: str, value: int) -> None:
    assert [each.value for each in numbers_in(text)] == [Number(value, ordinal=True)]


@pytest.mark.parametrize(
    "text",
    [
        "on second thoughts",
        "for a second",
        "one of us",
        "no one said so",
        "the senior one",
        "24/7",
        "a 9 to 5 job",
        "first of all",
        "at first",
        "GPT4 and Q3",
        "12345678901234567890",
        "half the time",
    ],
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert numbers_in(text) == ()


@given(st.integers(0, 999))
def test_every_number_to_999_is_read_as_said(number: int) -> None:
    for text in (str(number), f"about {spoken(number)} ideas"):
        assert [each.value for each in numbers_in(text)] == [Number(number)]


def test_every_ordinal_is_read_as_said() -> None:
    for name, value in ORDINALS.items():
        assert [each.value.value for each in numbers_in(f"the {name} idea")] == [value]
