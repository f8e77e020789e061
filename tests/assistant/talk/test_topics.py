from __future__ import annotations

import time
from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.talk.topics import folded, mentions, subjects, title_of, topic_of, topics_in
from knowledge.vocabulary import Theme, Topic


def test_every_topic_is_there_with_all_that_it_needs() -> None:
    assert list(subjects()) == [topic.value for topic in Topic]
    for name, subject in subjects().items():
        assert subject.name == name
        assert subject.title == title_of(name)
        assert len(subject.synonyms) >= 12
        assert subject.themes
        assert all(isinstance(theme, Theme) for theme in subject.themes)
        assert all(question.endswith("?") and "!" not in question for question in subject.questions)


@pytest.mark.parametrize("topic", list(Topic))
def test_each_synonym_leads_to_its_topic_only(topic: Topic) -> None:
    for said in subjects()[topic].synonyms:
        assert topics_in(said) == (topic,), said
        assert topic_of(f"an agenda on {said.upper()}, please") is topic, said


@pytest.mark.parametrize("topic", list(Topic))
def test_a_topics_title_and_name_lead_to_it(topic: Topic) -> None:
    assert topic_of(title_of(topic)) is topic
    assert topic_of(topic.value) is topic
    assert topic_of(f"tell me more about {title_of(topic)}") is topic


def test_no_synonym_is_claimed_twice() -> None:
    claimed: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for subject in subjects().values():
        for said in subject.synonyms:
            claimed[folded(said)].append(f"{subject.name}: {said}")
    assert () not in claimed
    assert {key: twice for key, twice in claimed.items() if len(twice) > 1} == {}


def test_titles_differ() -> None:
    assert len({subject.title for subject in subjects().values()}) == len(Topic)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TikTok", "social_media"),
        ("she wants to be on tik-tok", "social_media"),
        ("ChatGPT or Copilot, whichever", "ai_tools"),
        ("reading dashboards", "data_analytics"),
        ("I don’t trust him", "trust"),
        ("our KPIs", "data_analytics"),
        ("plan something on Power BI", "data_analytics"),
        ("how do we deal with the hierarchies here", "power_dynamics"),
        ("fear of judgment", "fear_of_judgement"),
        ("our very first hour together", "first_session"),
        ("she keeps interrupting me", "listening"),
        ("WFH", "remote_hybrid"),
        ("net-zero", "sustainability"),
        ("giving something back", "reciprocity"),
        ("an agenda for our last session", "closing"),
        ("we don't click", "matching"),
        ("we dont click", "matching"),
        ("he cancelled again", "scheduling"),
        ("I'm stuck in a rut", "momentum"),
        ("burn-out", "wellbeing"),
        ("D&I", "dei"),
        ("how is it going", None),
        ("", None),
    ],
)
def test_a_topic_is_known_by_what_people_call_it(text: str, expected: str | None) -> None:
    assert topic_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "she was late three times in a row",
        "at the end of the week",
        "I haven't seen him for ages",
        "the rest of it",
        "cut me some slack",
        "what happened in our last session",
        "he excels at it",
        "look in my diary",
        "paint the aisle",
        "mistrial and datum",
    ],
)
def test_what_only_looks_like_a_topic_is_none(text: str) -> None:
    assert topics_in(text) == ()


def test_several_topics_come_in_the_order_in_which_they_are_said_each_once() -> None:
    text = "feedback on TikTok, then trust, then more feedback and Instagram"
    assert topics_in(text) == ("feedback", "social_media", "trust")


def test_the_longest_phrase_counts() -> None:
    assert topics_in("social media") == ("social_media",)
    assert topics_in("work-life balance") == ("wellbeing",)
    assert topics_in("conflict about return to office") == ("challenges", "remote_hybrid")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("schedule half an hour on trust", "trust"),
        ("my director's schedule is awful, 20 minutes about feedback", "feedback"),
        ("feedback and social media", "social_media"),
        ("goals and trust", "goals"),
    ],
)
def test_of_several_topics_the_one_led_to_then_the_longer_then_the_first_is_meant(
    text: str, expected: str
) -> None:
    assert topic_of(text) == expected


def test_an_unknown_name_has_no_title() -> None:
    with pytest.raises(KeyError):
        title_of("weather")


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_taken(text: str) -> None:
    found = mentions(text)
    assert {mention.topic for mention in found} == set(topics_in(text))
    assert (topic_of(text) is None) == (found == ())
    for one, other in pairwise(found):
        assert one.at + one.length <= other.at


@pytest.mark.parametrize("said", ["on trust and ", "first first ", "what ", "a\x00'", "ü "])
def test_a_long_text_takes_no_long_time(said: str) -> None:
    text = (said * 10_000)[:10_000]
    topic_of("warm")
    start = time.process_time()
    topics_in(text)
    assert time.process_time() - start < 0.5
