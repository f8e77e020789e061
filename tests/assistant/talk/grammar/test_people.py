"""Which side someone says they are, and whom they name."""

from __future__ import annotations

import pytest

from assistant.talk.grammar.people import Role, people_in, role_in


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("I'm the senior one", "mentee"),
        ("I am the mentee", "mentee"),
        ("I'm a director", "mentee"),
        ("I'm senior", "mentee"),
        ("I’m the older one here", "mentee"),
        ("I'm actually the mentee", "mentee"),
        ("I'm being mentored by a graduate", "mentee"),
        ("she's mentoring me", "mentee"),
        ("my mentor is 24", "mentee"),
        ("My mentor keeps cancelling", "mentee"),
        ("as the mentee, what should I do", "mentee"),
        ("I'm not the mentor, I'm the mentee", "mentee"),
        ("I'm not the mentor", "mentee"),
        ("I'm her mentor", "mentor"),
        ("I'm Priya's mentor", "mentor"),
        ("im the mentor btw", "mentor"),
        ("I'm junior", "mentor"),
        ("i'm the more junior of us", "mentor"),
        ("I am a graduate", "mentor"),
        ("I mentor our CFO", "mentor"),
        ("I'm mentoring a VP", "mentor"),
        ("I report to her", "mentor"),
        ("my mentee is a director", "mentor"),
        ("I'm nervous as the junior one", "mentor"),
    ],
)
def test_a_side_is_read_from_what_people_say_of_themselves(text: str, role: Role) -> None:
    found = role_in(text)
    assert found is not None
    assert found.value == role
    assert text[found.start : found.end] == found.said


@pytest.mark.parametrize(
    "text",
    [
        "I'm not a mentor",
        "I'm a senior analyst",
        "I'm a manager",
        "am I the mentor?",
        "who is the mentor",
        "what does a mentor do",
        "my old mentor said so",
        "she isn't my mentor",
        "I'm afraid the mentor will laugh",
        "the second mentor",
        "one of us",
    ],
)
def test_a_side_is_not_guessed(text: str) -> None:
    assert role_in(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Priya is late", ["Priya"]),
        ("PRIYA's idea", ["PRIYA"]),
        ("priya shah called", ["priya shah"]),
        ("my director and my partner", ["my director", "my partner"]),
        ("my mentee", ["my mentee"]),
        ("what was her prior job", []),
        ("my boss and my manager", []),
        ("Priyanka", []),
    ],
)
def test_the_partner_is_known_by_name_or_by_side(text: str, said: list[str]) -> None:
    found = people_in(text, "Priya Shah", "Tom")
    assert [each.said for each in found] == said
    assert {each.value for each in found} <= {"partner"}


def test_ones_own_side_names_no_one_else() -> None:
    assert people_in("as my mentor said", "Priya", role="mentor") == ()
    assert people_in("Tom here", "Priya", "Tom")[0].value == "self"


def test_a_name_that_is_a_word_needs_its_capital() -> None:
    assert [each.start for each in people_in("Will will come, says Will", "Will Smith")] == [21]
    assert people_in("May I ask", "May Jones") == ()
