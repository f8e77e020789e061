from __future__ import annotations

import re
from collections import Counter, defaultdict
from importlib import resources

import pytest

from assistant.talk.exemplars import CATEGORIES, Exemplar, exemplars
from assistant.talk.intents import Intent
from assistant.talk.topics import topics_in
from knowledge.plain_text import clean, words
from knowledge.vocabulary import Topic

LEAST = {
    "ask_guidance": 400,
    "agenda_create": 60,
    "agenda_adjust": 60,
    "agenda_save": 25,
    "agenda_show": 25,
    "questions_suggest": 45,
    "journal_write": 50,
    "journal_search": 45,
    "progress_show": 25,
    "set_context": 60,
    "follow_more": 25,
    "follow_why": 25,
    "follow_another": 25,
    "follow_shorter": 25,
    "reject": 25,
    "affirm": 25,
    "decline": 25,
    "undo": 25,
    "select_item": 25,
    "social": 25,
    "help": 25,
    "memory_privacy": 50,
    "out_of_scope": 400,
    "safety": 160,
}
# Words of danger in messages that speak of none.
GRIM = re.compile(
    r"\b(kill\w*|die[ds]?|dying|dead(ly)?|death|shoot\w*|shot|shoots|murder\w*|strangled?|attack\w*|bomb\w*|bull(y|ied)\w*"
    r"|anti-bullying|harass\w*|discriminat\w*|hurts?|hits?|beat(ing)?|threatened|bullet|explod\w*|alive|buried|bury"
    r"|suffering|painful|blew up|flames|nightmare|screams?|drives? me up|jumped|bite|head was|safe to)\b",
    re.IGNORECASE,
)


def folded(text: str) -> str:
    return " ".join(words(text.replace("'", "").replace("’", "")))


def of(intent: Intent) -> list[Exemplar]:
    """Those that somebody wrote; lines with alternatives have tests of their own."""
    return [one for one in exemplars() if one.intent is intent and not one.framed]


def test_the_list_of_counts_is_the_list_of_intents() -> None:
    assert set(LEAST) == {intent.value for intent in Intent}
    assert len(Intent) == 24


@pytest.mark.parametrize("intent", list(Intent))
def test_each_intent_has_enough_to_learn_from(intent: Intent) -> None:
    assert len(of(intent)) >= LEAST[intent]


def test_each_intent_has_one_file_and_no_file_is_left_over() -> None:
    folder = resources.files("assistant.talk") / "data" / "exemplars"
    files = {file.name for file in folder.iterdir()}
    assert files == {f"{intent}.txt" for intent in Intent}


@pytest.mark.parametrize("intent", list(Intent))
def test_comments_stand_at_a_files_head_only_and_no_line_is_empty(intent: Intent) -> None:
    folder = resources.files("assistant.talk") / "data" / "exemplars"
    lines = (folder / f"{intent}.txt").read_text("utf-8").splitlines()
    head = [line.startswith("#") for line in lines]
    assert head == sorted(head, reverse=True)
    assert all(line == line.strip() and line for line in lines)


def test_none_is_said_twice_whatever_its_case_and_punctuation() -> None:
    seen: dict[str, list[str]] = defaultdict(list)
    for one in exemplars():
        seen[folded(one.text)].append(f"{one.intent}: {one.text}")
    assert "" not in seen
    assert {key: twice for key, twice in seen.items() if len(twice) > 1} == {}


def test_each_is_one_clean_line_of_a_readable_length() -> None:
    for one in exemplars():
        assert clean(one.text) == one.text
        assert "\n" not in one.text
        assert 1 <= len(one.text.split()) <= 45


def test_a_category_belongs_to_safety_and_each_has_its_share() -> None:
    for one in exemplars():
        assert bool(one.category) == (one.intent is Intent.SAFETY)
    counts = Counter(one.category for one in of(Intent.SAFETY))
    assert set(counts) == set(CATEGORIES)
    assert min(counts.values()) >= 30


def test_guidance_is_asked_on_every_topic() -> None:
    counts = Counter(topic for one in of(Intent.ASK_GUIDANCE) for topic in topics_in(one.text))
    assert {topic for topic in Topic if counts[topic] < 3} == set()


def test_guidance_is_asked_from_both_sides() -> None:
    texts = [one.text.lower() for one in of(Intent.ASK_GUIDANCE)]
    juniors = sum("my mentee" in text or "my director" in text for text in texts)
    seniors = sum("my mentor" in text for text in texts)
    assert min(juniors, seniors) >= 25


def test_short_and_long_messages_are_among_those_that_ask_for_guidance() -> None:
    lengths = [len(one.text.split()) for one in of(Intent.ASK_GUIDANCE)]
    assert sum(length <= 5 for length in lengths) >= 15
    assert sum(length >= 18 for length in lengths) >= 20


def test_many_harmless_messages_have_a_word_of_danger_in_them() -> None:
    harmless = [one for intent in Intent if intent is not Intent.SAFETY for one in of(intent)]
    found = [one for one in harmless if GRIM.search(one.text)]
    assert len(found) >= 60
    assert len({one.intent for one in found}) >= 12


def test_what_is_read_is_the_same_each_time() -> None:
    assert exemplars() is exemplars()
    order = [list(Intent).index(one.intent) for one in exemplars()]
    assert order == sorted(order)
