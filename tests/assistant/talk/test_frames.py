from __future__ import annotations

import re
from collections import Counter
from importlib import resources
from itertools import islice
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.talk.exemplars import exemplars
from assistant.talk.frames import MOST, data_lines, expanded, wordings
from assistant.talk.intents import Intent
from knowledge.plain_text import words

BARE = {Intent.ASK_GUIDANCE, Intent.SAFETY}
"""What is said there has no forms: each was written by hand."""
FRAMED = [intent for intent in Intent if intent not in BARE]
SLOT = re.compile(r"\{([^{}]*)\}")

alternatives = st.lists(st.text("abcdef", max_size=4), min_size=1, max_size=5, unique=True)


def folded(text: str) -> str:
    return " ".join(words(text.replace("'", "").replace("’", "")))


@pytest.mark.parametrize("intent", FRAMED)
def test_each_intent_has_ten_to_twenty_lines(intent: Intent) -> None:
    lines = list(data_lines("frames", intent))
    assert 10 <= len(lines) <= 20
    assert all(SLOT.search(line) for line in lines)
    assert len(expanded(intent)) >= 8 * len(lines)


@pytest.mark.parametrize("intent", sorted(BARE))
def test_worries_and_disclosures_have_none(intent: Intent) -> None:
    assert expanded(intent) == ()


def test_no_file_is_left_over_and_comments_stand_at_the_head() -> None:
    folder = resources.files("assistant.talk") / "data" / "frames"
    assert {file.name for file in folder.iterdir()} == {f"{intent}.txt" for intent in FRAMED}
    for intent in FRAMED:
        lines = (folder / f"{intent}.txt").read_text("utf-8").splitlines()
        head = [line.startswith("#") for line in lines]
        assert head == sorted(head, reverse=True)
        assert all(line == line.strip() and line for line in lines)


def test_alternatives_of_one_slot_differ() -> None:
    for intent in FRAMED:
        for line in data_lines("frames", intent):
            for slot in SLOT.findall(line):
                told = Counter(slot.split("|"))
                del told[""]
                assert not [one for one, count in told.items() if count > 1], line


def test_a_line_is_written_out_with_its_alternatives() -> None:
    assert set(wordings("{a|the} plan {|please}")) == {
        "a plan", "the plan", "a plan please", "the plan please",
    }  # fmt: skip


def test_blanks_and_stops_come_right_whatever_alternative_is_empty() -> None:
    assert set(wordings("plan {thursday|}{, please|?|}")) == {
        "plan thursday, please", "plan thursday?", "plan thursday",
        "plan, please", "plan?", "plan",
    }  # fmt: skip
    assert set(wordings("{yes|}{, do it}")) == {"yes, do it", "do it"}


@pytest.mark.parametrize("line", ["{a|b", "a}", "{a|{b}}", "}{"])
def test_braces_that_do_not_match_are_told(line: str) -> None:
    with pytest.raises(ValueError, match="braces"):
        list(wordings(line))


@given(st.lists(alternatives, min_size=1, max_size=4))
@settings(max_examples=60)
def test_every_wording_comes_once_and_none_is_missing(slots: list[list[str]]) -> None:
    line = "start " + " ".join("{" + "|".join(slot) + "}" for slot in slots)
    found = list(wordings(line))
    assert len(found) == len(set(found)) <= prod(len(slot) for slot in slots)
    for at, slot in enumerate(slots):
        rest = "".join(f" {other[0]}" for other in slots[:at])
        after = "".join(f" {other[0]}" for other in slots[at + 1 :])
        for one in slot:
            assert " ".join(f"start{rest} {one}{after}".split()) in found


def test_the_first_few_wordings_differ_in_every_slot() -> None:
    line = "{a|b|c|d|e} {f|g|h|i} {k|l|m|n|o|p}"
    first = [text.split() for text in islice(wordings(line), MOST)]
    for place, size in enumerate((5, 4, 6)):
        counts = Counter(text[place] for text in first)
        assert len(counts) == size
        assert max(counts.values()) <= 4


def test_no_line_gives_more_than_its_share() -> None:
    for intent in FRAMED:
        assert len(expanded(intent)) <= MOST * len(list(data_lines("frames", intent)))


def test_nothing_expanded_is_said_elsewhere() -> None:
    written = {folded(one.text) for one in exemplars() if not one.framed}
    framed = [folded(text) for intent in Intent for text in expanded(intent)]
    assert written.isdisjoint(framed)
    assert [text for text, count in Counter(framed).items() if count > 1] == []


def test_exemplars_tell_those_that_were_written_from_those_expanded() -> None:
    for intent in Intent:
        of = [one for one in exemplars() if one.intent is intent]
        assert tuple(one.text for one in of if one.framed) == expanded(intent)
        assert [one.framed for one in of] == sorted(one.framed for one in of)


def test_the_same_wordings_come_each_time() -> None:
    before = {intent: expanded(intent) for intent in Intent}
    expanded.cache_clear()
    assert {intent: expanded(intent) for intent in Intent} == before


def test_nearly_all_that_was_written_is_used() -> None:
    missing, told = [], 0
    for intent in FRAMED:
        said = [f" {folded(text)} " for text in expanded(intent)]
        for line in data_lines("frames", intent):
            for one in filter(None, "|".join(SLOT.findall(line)).split("|")):
                told += 1
                if not any(f" {folded(one)} " in text for text in said):
                    missing.append(one)
    assert len(missing) <= told / 25
