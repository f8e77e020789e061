"""How messages are read for danger: spelling, guards, whose it is, how soon, and how long it takes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.safety import Category, Finding, find, nearest, prepare, with_similarity
from assistant.safety.normal import normal


def sure(text: str) -> Category | None:
    found = find(text)
    return found.category if found is not None and found.sure else None


@pytest.mark.parametrize(
    "text",
    [
        "kms",
        "i wanna die",
        "I WANT TO DIE",
        "i want to dieeee",
        "I want to k1ll myself",
        "s3lf harm again",
        "k.i.l.l myself",
        "thinking of su*cide",
        "$uicide is all I think about",
        "sewerslide",
        "going to unalive myself",
        "I dont want to live any more",
        "I don’t want to live anymore",
        "I do\u200bn't want to\x07 live anym\u00adore",
        "i want to kill my self",
        "I am sucidial... suicidal",
        "I want to kіll myself",  # a Cyrillic i
        "fed up. want to\ndie",
        "ｉ ｗａｎｔ ｔｏ ｄｉｅ",
    ],
)
def test_spelling_hides_nothing(text: str) -> None:
    assert sure(text) is Category.SELF_HARM


@pytest.mark.parametrize(
    "text",
    [
        "I'm not suicidal",
        "nobody is bullying me",
        "he has never threatened me",
        "I am not being harassed by anyone",
    ],
)
def test_what_is_denied_stays_a_hint(text: str) -> None:
    found = find(text)
    assert found is not None
    assert not found.sure
    assert not found.immediate


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("this deadline is killing me and I want to kill myself", Category.SELF_HARM),
        ("I'm dying to tell you: my mentee hits me", Category.VIOLENCE),
        ("shoot me an email, my boss keeps groping me", Category.MISTREATMENT),
        ("I'm not okay, I want to die", Category.SELF_HARM),
        ("I don't know if this is harassment", Category.MISTREATMENT),
        ("we had harassment training, and my boss is harassing me", Category.MISTREATMENT),
        ("he has not stopped hitting me", Category.VIOLENCE),
    ],
)
def test_an_idiom_or_a_topic_beside_a_disclosure_does_not_hide_it(
    text: str, category: Category
) -> None:
    assert sure(text) is category


@pytest.mark.parametrize(
    "text",
    [
        "harassment training",
        "a session on bullying policy",
        "how do we talk about discrimination",
        "open the card When you fear for somebody's life",
        "the article called 'Suicide at work' was good",
        "I feel unsafe to speak up in our sessions",
        "it isn't safe to share ideas with him",
    ],
)
def test_a_topic_a_title_and_speaking_up_are_no_disclosures(text: str) -> None:
    assert sure(text) is None


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("I want to kill myself", True),
        ("she wants to kill herself", False),
        ("my mentor is suicidal", False),
        ("he hit me", True),
        ("he hits her", False),
        ("self-harm", None),
    ],
)
def test_whose_it_is(text: str, own: bool | None) -> None:
    found = find(text)
    assert found is not None
    assert found.own is own


def test_what_happens_now_is_urgent() -> None:
    for text in ("I took a load of pills an hour ago", "I'm going to kill myself tonight"):
        found = find(text)
        assert found is not None
        assert found.immediate, text
    later = find("I wanted to die last year")
    assert later is None or not later.immediate


def test_likeness_adds_and_never_takes_away() -> None:
    assert nearest({}) is None
    assert nearest({Category.DISTRESS: 0.34}) is None
    assert nearest({Category.DISTRESS: 0.35}) == Finding(Category.DISTRESS, sure=False)
    assert nearest({Category.DISTRESS: 0.45, Category.VIOLENCE: 0.4}) == Finding(Category.DISTRESS)
    assert nearest({Category.DISTRESS: 0.5, Category.VIOLENCE: 0.5}) == Finding(Category.VIOLENCE)
    said = Finding(Category.VIOLENCE)
    assert with_similarity(said, {Category.SELF_HARM: 0.9}) is said
    denied = Finding(Category.SELF_HARM, sure=False)
    assert with_similarity(denied, {Category.SELF_HARM: 0.9}) is denied
    assert with_similarity(None, {Category.SELF_HARM: 0.4}) == Finding(Category.SELF_HARM, False)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    told = normal(text)
    assert told.startswith(" .")
    assert told.endswith(". ")
    find(text)


def test_text_that_is_none_can_be_read() -> None:
    assert find("") is None
    assert find("\ud800\udfff") is None
    assert sure("\ud800 I want to die") is Category.SELF_HARM


def spent(text: str) -> float:
    """Seconds of this process for one reading, the best of three."""
    best = 60.0
    for _ in range(3):
        began = time.process_time()
        find(text)
        best = min(best, time.process_time() - began)
    return best


HOSTILE = (
    "kill ", "i want to ", "not ", "he hit me ", "my mentor my mentor ", "a", "self-", "a.b.", "k i l l ", "n't ",
    "because i am ", 'cards called "', "show me the card ", "reported it i i i ", "PILL pills ", "sign off the ",
    "fire doors are are ", "*a", "((((", "threatened to to ", "he he he hit ", "i am not being ", "wish i i was ",
)  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE)
def test_no_text_takes_long(part: str) -> None:
    prepare()
    short, long = (part * 10_000)[:5_000], (part * 20_000)[:40_000]
    # Eight times as long may take eight times the time; a square would take sixty-four.
    assert spent(long) < max(0.25, 24 * spent(short))
    assert spent(long) < 2.0


def test_an_ordinary_message_is_read_at_once() -> None:
    prepare()
    message = (
        "We met on Tuesday and I asked him how he would like to use the hour. He talked about the budget "
        "and his holiday, and I tried to bring him back to the agenda; it went better than last time. "
    )
    assert spent((message * 20)[:2_000]) < 0.012  # 2 ms where nothing else runs
