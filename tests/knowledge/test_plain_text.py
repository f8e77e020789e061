from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.plain_text import clean, one_line, words

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ZERO_WIDTH = "\u200b\u2060\u2065\ufeff"
SHAPING = "\u206a\u206b\u206c\u206d\u206e\u206f"
TAGS = [chr(code) for code in (0xE0001, *range(0xE0020, 0xE0080))]
BLACK_FLAG = "\U0001f3f4"
CONTROLS = [
    chr(code) for code in (*range(0x20), 0x7F, *range(0x80, 0xA0)) if chr(code) not in "\t\n\r"
]

texts = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from([*CONTROLS, *BIDI, *ZERO_WIDTH, "\r", "\n", "\t", "\u0301", "e", "\u2126"]),
        st.sampled_from([*SHAPING, *TAGS, BLACK_FLAG]),
    )
)


def tagged(letters: str) -> str:
    """`letters` as tag characters, which no screen shows, and the one that ends a flag."""
    return "".join(chr(0xE0000 + ord(letter)) for letter in letters) + "\U000e007f"


FLAGS = [BLACK_FLAG + tagged(land) for land in ("gbeng", "gbsct", "gbwls")]


@pytest.mark.parametrize(
    "char", [*CONTROLS, *BIDI, *ZERO_WIDTH, *SHAPING, *TAGS], ids=lambda char: f"{ord(char):04x}"
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


@pytest.mark.parametrize("flag", FLAGS, ids=["England", "Scotland", "Wales"])
def test_tags_stay_in_a_flag_only(flag: str) -> None:
    assert clean(f"from {flag}{flag} with") == f"from {flag}{flag} with"
    assert clean(f"{flag[0]}\x1b{flag[1:]}") == flag
    assert clean(flag + tagged("tell nobody")) == flag
    assert clean(flag[:-1]) == BLACK_FLAG


@pytest.mark.parametrize("hidden", ["tell nobody", "gbxyz", "", "gbengx", "xgbeng"])
def test_nothing_is_hidden_behind_a_flag(hidden: str) -> None:
    assert clean(f"a{BLACK_FLAG}{tagged(hidden)}b") == f"a{BLACK_FLAG}b"


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from([*TAGS, *FLAGS, BLACK_FLAG, "\u200b", "e"])))
def test_of_tags_whole_flags_are_left(pieces: list[str]) -> None:
    left = clean("".join(pieces))
    assert clean(left) == left
    for flag in FLAGS:
        left = left.replace(flag, "")
    assert not set(left) & set(TAGS)


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
    assert not set(left) & set(BIDI + ZERO_WIDTH + SHAPING)
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
