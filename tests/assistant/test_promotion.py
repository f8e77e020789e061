"""Sharing a line: seen first, then agreed to, and nothing but the words goes over."""

from __future__ import annotations

import json

import pytest

from assistant.entry import Draft
from assistant.errors import Trouble
from assistant.promotion import MAX_SHARED, PrivateText, Promotion, SharedText
from tests.pairs import MadePair


def test_private_text_is_refused_by_type(pair: MadePair) -> None:
    mine = pair.open()
    for words in (PrivateText("mine"), "mine", Promotion(PrivateText("mine")), None):
        with pytest.raises(TypeError):
            mine.shared.add(words)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        SharedText("mine", None)
    assert mine.shared.notes == []


def test_nothing_says_what_is_private() -> None:
    assert "mine" not in f"{PrivateText('mine')!r} {PrivateText('mine')}"


def test_a_confirmed_line_is_read_by_both_and_says_nothing_of_its_source(pair: MadePair) -> None:
    mine = pair.open()
    entry = mine.journal.keep(
        Draft(text="before\nA line worth sharing\nafter", mood=2, tags=("x",))
    )
    line = Promotion(PrivateText(entry.text.splitlines()[1]))
    assert line.preview == "A line worth sharing"
    mine.shared.add(line.changed_to("  A line worth\x1b[2J sharing. ").confirmed())
    martin = pair.open(pair.martin)
    (note,) = martin.shared.notes
    assert (note.text, note.writer) == ("A line worth[2J sharing.", mine.me.writer)
    assert martin.shared.notes == mine.shared.notes
    for place, record in mine._space.own_shared:
        told = json.dumps(record)
        assert entry.id not in told
        assert entry.version not in told
        assert set(record) == {"id", "lamport", "kind", "at", "text"}, place


def test_both_see_the_notes_in_one_order(pair: MadePair) -> None:
    priya, martin = pair.open(), pair.open(pair.martin)
    for number in range(3):
        for space in (priya, martin):
            words = Promotion(PrivateText(f"{space.me.name} {number}")).confirmed()
            space.shared.add(words)
    assert [note.text for note in priya.shared.notes] == [
        f"{name} {number}" for number in range(3) for name in ("Priya", "Martin")
    ]
    assert priya.shared.notes == martin.shared.notes


def test_nothing_and_too_much_are_refused() -> None:
    for text in ("", "  \n", "\x00"):
        with pytest.raises(Trouble, match="nothing to share"):
            Promotion(PrivateText(text)).confirmed()
    with pytest.raises(Trouble, match=r"4,000 are shared at the most"):
        Promotion(PrivateText("x" * (MAX_SHARED + 1))).confirmed()
