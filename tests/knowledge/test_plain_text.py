from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.plain_text import clean, one_line, words

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ZERO_WIDTH = "\u200b\u2060\ufeff"
CONTROLS = [
    chr(code) for code in (*range(0x20), 0x7F, *range(0x80, 0xA0)) if chr(code) not in "\t\n\r"
]

texts = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from([*CONTROLS, *BIDI, *ZERO_WIDTH, "\r", "\n", "\t", "\u0301", "e", "\u2126"]),
    )
)


@pytest.mark.parametrize(
    "char", [*CONTROLS, *BIDI, *ZERO_WIDTH], ids=lambda char: f"{ord(char):04x}"
)
def test_control_codes_are_removed(char: str) -> None:
    assert clean(f"a{char}b") == "ab"


def test_newlines_and_tabs_stay_and_line_ends_become_one_kind() -> None:
    assert clean("a\tb\nc\r\nd\re") == "a\tb\nc\nd\ne"


def test_an_escape_sequence_loses_its_power_but_not_its_letters() -> None:
    assert clean("\x1b[31mred\x1b]0;title\x07") == "[31mred]0;title"


def test_joiners_that_scripts_and_emoji_need_are_kept() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    persian = "می\u200cخواهم"
    assert clean(family) == family
    assert clean(persian) == persian


def test_text_is_composed_even_where_a_control_code_stood_between() -> None:
    assert clean("e\u0301") == "é"
    assert clean("e\x00\u0301") == "é"


@settings(deadline=None, max_examples=300)
@given(texts)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert one_line(one_line(text)) == one_line(text)


@settings(deadline=None, max_examples=300)
@given(texts)
def test_nothing_is_left_that_a_terminal_obeys(text: str) -> None:
    left = clean(text)
    assert not set(left) & set(BIDI + ZERO_WIDTH)
    assert all(char in "\n\t" for char in left if unicodedata.category(char) == "Cc")
    assert unicodedata.is_normalized("NFC", left)


@settings(deadline=None, max_examples=200)
@given(texts)
def test_one_line_has_single_spaces_only(text: str) -> None:
    line = one_line(text)
    assert line == line.strip()
    assert all(char == " " for char in line if char.isspace())
    assert "  " not in line


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Don’t panic, it's 2 o'clock", ["don't", "panic", "it's", "2", "o'clock"]),
        ("'quoted' and trailing'", ["quoted", "and", "trailing"]),
        ("snake_case one-on-one", ["snake", "case", "one", "on", "one"]),
        ("ÄRGER über Größe", ["ärger", "über", "größe"]),
        ("… – ?!_", []),
    ],
)
def test_words_are_lower_case_and_keep_apostrophes_inside(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize("blank", ["\u2800", "\u3164", "\u115f", "\u1160", "\uffa0"])
def test_letters_that_show_nothing_hold_no_line_together(blank: str) -> None:
    assert one_line(f"one{blank * 80}two") == "one two"
