from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.talk.reflecting import reflected, turned

SAID_BACK = [
    (
        "he talks the whole hour and I can't get a word in",
        "He talks the whole hour and you can't get a word in.",
    ),
    (
        "How do I take the lead back from somebody so senior?",
        "You're looking for a way to take the lead back from somebody so senior.",
    ),
    (
        "hi, my mentee keeps cancelling and I don't know what to do. any ideas?",
        "Your mentee keeps cancelling and you don't know what to do.",
    ),
    (
        "What should I do when he interrupts me?",
        "You're wondering what to do when he interrupts you.",
    ),
    (
        "is it ok to say no to my director",
        "You're wondering whether it's ok to say no to your director.",
    ),
    ("I was so nervous I forgot my slides", "You were so nervous you forgot your slides."),
    ("we've run out of things to talk about.", "You've run out of things to talk about."),
    (
        "should I tell her that the demo bored me?",
        "You're wondering whether to tell her that the demo bored you.",
    ),
    ("tips for a first session", "You'd like something on a first session."),
]


@pytest.mark.parametrize(("said", "back"), SAID_BACK)
def test_a_concern_is_said_back_in_its_own_words(said: str, back: str) -> None:
    assert reflected(said) == back


@pytest.mark.parametrize(
    "said",
    [
        "can you help me",  # to the program
        "trust",
        "What if he never listens to me?",
        "she said 'you are too young' to me",
        "",
        "...",
        "he " + "talks and talks " * 20,
    ],
)
def test_what_cannot_be_said_back_soundly_is_not(said: str) -> None:
    assert reflected(said) is None


@given(st.text(max_size=300))
def test_any_text_is_said_back_in_one_short_sentence_or_not_at_all(text: str) -> None:
    back = reflected(text)
    assert back is None or (back.endswith(".") and len(back.split()) <= 40 and "?" not in back)


def test_only_first_persons_are_turned() -> None:
    assert turned("I told them my plan, and they liked it") == (
        "you told them your plan, and they liked it"
    )
    assert turned("she was late and I was early") == "she was late and you were early"
