"""The words of a private note, kept letter for letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.talk.grammar.notes import note_text


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("note to self: Don't  PANIC 🙂", "Don't  PANIC 🙂"),
        ("Note to myself - ask İpek first", "ask İpek first"),
        ("jot down that I was nervous", "I was nervous"),
        ("save a private note: she laughed.", "she laughed."),
        ("write in my journal that today went well", "today went well"),
        ("please add to my journal: a\nb", "a\nb"),
        ("can you make a note that Priya likes data", "Priya likes data"),
        ("Write a private journal entry: I froze", "I froze"),
        ("add a journal entry saying I did fine", "I did fine"),
        ("I want to write down how I felt today", "how I felt today"),
        ("private note – he's kind", "he's kind"),
        ("new entry: hello", "hello"),
        ("Journal: tired", "tired"),
        ("Dear diary, hm", "hm"),
        ("Put this in my diary - I froze", "I froze"),
        ("note to self: note to self: x", "note to self: x"),
        ("OK. Note to self: breathe", "breathe"),
    ],
)
def test_a_note_is_what_follows_its_cue(text: str, note: str) -> None:
    assert note_text(text) == note


@pytest.mark.parametrize(
    "text",
    [
        "note to self",
        "note:",
        "search my journal for notes",
        "what is a note?",
        "save it",
        "noted that",
        "",
    ],
)
def test_without_words_there_is_no_note(text: str) -> None:
    assert note_text(text) is None


@given(st.text(min_size=1, max_size=200))
def test_every_note_is_kept_letter_for_letter(words: str) -> None:
    kept = f"x{words}x"
    assert note_text(f"Note to self: {kept}") == kept
