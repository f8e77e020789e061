"""Lengths of time within a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.talk.grammar.durations import Minutes, bare_minutes, durations_in
from assistant.talk.grammar.saying import said_minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("half an hour", 30),
        ("for half an hour", 30),
        ("an hour and a half", 90),
        ("1h30", 90),
        ("1h30m", 90),
        ("1 h 30 min", 90),
        ("1.5 hours", 90),
        ("1½ hours", 90),
        ("one and a half hours", 90),
        ("1:30 hours", 90),
        ("90 mins", 90),
        ("50min", 50),
        ("three quarters of an hour", 45),
        ("three-quarters of an hour", 45),
        ("3/4 of an hour", 45),
        ("quarter of an hour", 15),
        ("a quarter of an hour", 15),
        ("an hour", 60),
        ("one hour", 60),
        ("a full hour", 60),
        ("two hours", 120),
        ("a couple of hours", 120),
        ("hour and 15", 75),
        ("an hour and a quarter", 75),
        ("an hour and twenty minutes", 80),
        ("1 hour 20", 80),
        ("one hour fifteen", 75),
        ("a 45-minute session", 45),
        ("40ish minutes", 40),
        ("a 20 minute chat", 20),
        ("a half-hour slot", 30),
        ("an hour-long meeting", 60),
        ("half an hour's chat", 30),
        ("forty five minutes", 45),
        ("a hundred and twenty minutes", 120),
        ("fit it in 45 minutes", 45),
        ("90 mintues", 90),
        ("haf an hour", 30),
        ("5 minutes", 5),
        ("four hours", 240),
    ],
)
def test_a_length_is_read(text: str, minutes: int) -> None:
    found = durations_in(f"Let's plan {text}, please")
    assert [each.value.value for each in found] == [minutes]
    assert durations_in(text)[0].value.usable == (10 <= minutes <= 180)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("30 to 45 minutes", 30, 45),
        ("30-45 mins", 30, 45),
        ("between 30 and 45 minutes", 30, 45),
        ("45 minutes to an hour", 45, 60),
        ("an hour or two", 60, 120),
        ("1 to 2 hours", 60, 120),
    ],
)
def test_a_range_keeps_both_ends(text: str, least: int, most: int) -> None:
    assert [each.value for each in durations_in(text)] == [Minutes(most, least)]


@pytest.mark.parametrize(
    ("text", "change", "by"),
    [
        ("10 more minutes on trust", 1, 10),
        ("another ten minutes", 1, 10),
        ("5 minutes longer", 1, 5),
        ("15 minutes shorter", -1, 15),
    ],
)
def test_a_change_of_length_says_which_way(text: str, change: int, by: int) -> None:
    assert [each.value for each in durations_in(text)] == [Minutes(by, change=change)]


@pytest.mark.parametrize(
    "text",
    [
        "2 years ago",
        "24/7",
        "in an hour",
        "in an hour and a half",
        "in twenty five minutes",
        "in about 20 minutes",
        "20 minutes ago",
        "ten minutes late",
        "wait a minute",
        "he talks the whole hour",
        "office hours",
        "1500 hours",
        "a £45m budget",
        "every 30 minutes",
        "5 minutes past 3",
        "for a second",
        "a 9 to 5 job",
        "ten to three",
    ],
)
def test_another_time_is_no_length(text: str) -> None:
    assert durations_in(text) == ()


def test_it_says_where_it_was_found() -> None:
    text = "Could we do an hour and a half on trust?"
    (found,) = durations_in(text)
    assert text[found.start : found.end] == found.said == "an hour and a half"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45", 45),
        ("make it 45", 45),
        ("no, ninety", 90),
        ("45 things", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_bare_answer_is_minutes(text: str, minutes: int | None) -> None:
    assert bare_minutes(text) == minutes


@given(st.integers(10, 180))
def test_every_length_is_read_as_said(minutes: int) -> None:
    for text in (said_minutes(minutes), f"{minutes}min", f"a {minutes}-minute session"):
        assert [each.value for each in durations_in(text)] == [Minutes(minutes)]
