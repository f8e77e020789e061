from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import wording
from assistant.errors import WRONG_USAGE, Trouble
from assistant.wording import MAX_QUESTION, typed
from knowledge.vocabulary import Grade, Side, Stage, Theme


@pytest.mark.parametrize(
    "text", ["", " ", "\n\t", "?!", "…—", "___", "\u200b\u202e", "\x1b\x07", "🙂"]
)
def test_text_without_a_word_is_refused(text: str) -> None:
    with pytest.raises(Trouble, match="The question is empty") as caught:
        typed(text, "question")
    assert caught.value.exit_code == 2


def test_text_that_is_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(
        Trouble, match="The focus is 2,001 characters long; 2,000 at the most"
    ) as caught:
        typed("x" * (MAX_QUESTION + 1), "focus")
    assert caught.value.exit_code == 2


def test_the_longest_text_is_taken_however_it_was_spaced() -> None:
    assert typed("x" * MAX_QUESTION, "focus") == "x" * MAX_QUESTION
    assert typed("x" + " " * 5000 + "y", "focus") == "x y"


@pytest.mark.parametrize("text", ["\ud800", "why \udcff", "\udfff?"])
def test_what_is_no_text_is_refused(text: str) -> None:
    with pytest.raises(Trouble, match="not readable text") as caught:
        typed(text, "question")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  he is\n late\tagain ", "he is late again"),
        ("he\x1b[31m is late", "he[31m is late"),
        ("\u202ehe is late\u200b", "he is late"),
        ("cafe\u0301", "café"),
        ("¿por qué?", "¿por qué?"),
        ("她很安静", "她很安静"),
        ("7", "7"),
    ],
)
def test_what_was_typed_becomes_one_clean_line(text: str, line: str) -> None:
    assert typed(text, "question") == line


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(), max_size=100))
def test_text_is_taken_clean_or_refused_whatever_it_is(text: str) -> None:
    codes: set[int] = set()
    try:
        line = typed(text, "question")
    except Trouble as trouble:
        codes.add(trouble.exit_code)
    else:
        assert line == typed(line, "question")
        assert not any(unicodedata.category(char) == "Cc" for char in line)
    assert codes <= {WRONG_USAGE}


def test_trouble_never_repeats_what_was_typed() -> None:
    for text in ("secret " * 400, "secret\ud800"):
        with pytest.raises(Trouble) as caught:
            typed(text, "question")
        assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (wording.SIDES, Side),
        (wording.STAGES, Stage),
        (wording.THEMES, Theme),
        (wording.GRADES, Grade),
    ],
)
def test_every_term_can_be_said_to_people(said: dict[object, str], kind: type[Side]) -> None:
    assert list(said) == list(kind)
    assert all(said.values())
    assert len(set(said.values())) == len(said)
