"""How many are wanted, and which session."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.talk.grammar.counts import count_in, session_numbers_in


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("three questions", 3),
        ("a couple of questions", 2),
        ("another two", 2),
        ("give me 5", 5),
        ("two more", 2),
        ("a few ideas", 3),
        ("half a dozen questions", 6),
        ("a question to ask", 1),
        ("another one", 1),
        ("another question", 1),
        ("five short prompts please", 5),
        ("one of us", None),
        ("24/7", None),
        ("the second question", None),
        ("10 more minutes", None),
        ("I have 2 children", None),
        ("a 9 to 5 job", None),
    ],
)
def test_a_count_is_read(text: str, count: int | None) -> None:
    found = count_in(text)
    assert (found and found.value) == count


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("our second session", [2]),
        ("meeting 3", [3]),
        ("session three", [3]),
        ("third meeting", [3]),
        ("session no. 3", [3]),
        ("session #3", [3]),
        ("our very first meeting", [1]),
        ("the first ever session", [1]),
        ("the secnod sesion", [2]),
        ("meeting 3 people", []),
        ("meeting at 3", []),
        ("meeting 3pm", []),
        ("session 45 minutes", []),
        ("three sessions", []),
        ("next session", []),
        ("on second thoughts", []),
    ],
)
def test_a_session_is_read_by_its_number(text: str, numbers: list[int]) -> None:
    assert [each.value for each in session_numbers_in(text)] == numbers


@given(st.integers(1, 99))
def test_every_number_of_a_session_is_read(number: int) -> None:
    assert [each.value for each in session_numbers_in(f"before session {number}, please")] == [
        number
    ]
