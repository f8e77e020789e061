"""The conversation's evaluation data: well formed, of every kind, and with nothing twice in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from scripts.retrieval import read


def _names(text: str) -> set[str]:
    return set(text.split())


FOLLOWING = {"follow_more", "follow_why", "follow_another", "follow_shorter"}
INTENTS = FOLLOWING | _names(
    "ask_guidance agenda_create agenda_adjust agenda_save agenda_show questions_suggest"
    " journal_write journal_search progress_show set_context reject affirm decline undo"
    " select_item social help memory_privacy out_of_scope safety"
)
CONTEXTS = _names(
    "none guidance_shown questions_shown draft_open confirm_pending choice_pending form_pending"
)
TOPICS = _names(
    "trust confidentiality power_dynamics fear_of_judgement goals first_session listening feedback"
    " communication_styles challenges scheduling momentum ai_tools digital_tools social_media"
    " data_analytics dei generational culture_trends remote_hybrid wellbeing sustainability career"
    " measuring closing reciprocity matching"
)
CATEGORIES = {"self_harm", "mistreatment", "violence", "distress", "wrongdoing"}
ROLES = {"mentor", "mentee", None}
VERBS = {"add", "drop", "swap", "move", "lengthen", "shorten", "first"}
SLOTS = _names("duration_min date time topic person count index session_no role edit note_text")
KINDS = _names(
    "guidance agenda questions journal progress memory social help clarify out_of_scope safety"
)
EFFECTS = _names(
    "agenda_saved agenda_unsaved journal_saved journal_removed question_saved fact_erased"
    " chat_erased pair_renamed"
)
COUNTS = _names(
    "citations_min offers_min questions_min questions_exact words_max journal_entries_delta"
    " saved_agendas_delta facts_delta"
)
FLAGS = {"no_effects", "no_draft", "same_citations_as_last", "new_citations"}
WORDS = {"text_has_any", "text_lacks"}
NAMED: dict[str, set[Any]] = {
    "kind": KINDS,
    "not_kind": KINDS,
    "intent": INTENTS,
    "effects": EFFECTS,
    "pending": {"confirm", "form", "choice", None},
    "safety_category": CATEGORIES | {None},
    "view": {"private", "shared"},
}
DRAFT_WORDS = {"title_has", "title_lacks", "first_has", "theme_has"}
DRAFT_COUNTS = {"minutes", "items_min", "items_sum"}

UTTERANCES = read("utterances.jsonl")
DIALOGUES = read("dialogues.jsonl")


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _check_now(text: str) -> None:
    assert datetime.fromisoformat(text).tzinfo is not None, text


def _check_slots(slots: dict[str, Any], text: object) -> None:
    assert set(slots) <= SLOTS, text
    for day in _each(slots.get("date", [])):
        date.fromisoformat(day)
    for minutes in _each(slots.get("duration_min", [])):
        assert 10 <= minutes <= 180, text
    if "time" in slots:
        assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", slots["time"]), text
    assert set(_each(slots.get("topic", []))) <= TOPICS, text
    assert slots.get("role", "mentor") in ROLES - {None}, text
    for place in _each(slots.get("index", [])):
        assert place == "all" or (isinstance(place, int) and place != 0), text
    for name in ("count", "session_no"):
        assert slots.get(name, 1) >= 1, text
    if "edit" in slots:
        assert slots["edit"]["verb"] in VERBS, text
        assert set(slots["edit"]) - {"minutes"} == {"verb", "target"}, text


def test_every_utterance_is_well_formed() -> None:
    for said in UTTERANCES:
        _check_utterance(said)


def _check_utterance(said: dict[str, Any]) -> None:
    wanted = {"text", "intent", "role", "context", "slots", "topics", "safety"}
    assert set(said) - {"now", "looks_unsafe"} == wanted, said
    assert said["text"].strip() == said["text"], said
    assert said["text"], said
    assert said["intent"] in INTENTS, said
    assert said["role"] in ROLES, said
    assert said["context"] in CONTEXTS, said
    assert (said["safety"] in CATEGORIES) == (said["intent"] == "safety"), said
    assert bool(said["topics"]) == (said["intent"] == "ask_guidance"), said
    assert set(said["topics"]) <= TOPICS, said
    assert said.get("looks_unsafe", True) is True, said
    assert not (said.get("looks_unsafe") and said["safety"]), said
    _check_slots(said["slots"], said["text"])
    if "note_text" in said["slots"]:
        assert said["slots"]["note_text"] in said["text"], said
    if "now" in said:
        _check_now(said["now"])


def test_what_answers_something_is_said_where_something_is_open() -> None:
    for said in UTTERANCES:
        if said["intent"] in {"affirm", "decline", "select_item", "agenda_adjust", "agenda_save"}:
            assert said["context"] != "none", said["text"]


def test_nothing_is_said_twice_in_one_context() -> None:
    said = Counter((one["text"].casefold(), one["context"]) for one in UTTERANCES)
    assert not [text for text, times in said.items() if times > 1]


def test_there_is_enough_of_every_kind() -> None:
    intents = Counter(said["intent"] for said in UTTERANCES)
    assert set(intents) == INTENTS
    assert min(intents.values()) >= 8
    assert intents["ask_guidance"] >= 110
    assert intents["out_of_scope"] >= 90
    categories = Counter(said["safety"] for said in UTTERANCES if said["safety"])
    assert set(categories) == CATEGORIES
    assert sum(categories.values()) >= 60
    assert min(categories.values()) >= 10
    assert len(UTTERANCES) >= 480
    assert {said["context"] for said in UTTERANCES} == CONTEXTS
    assert {topic for said in UTTERANCES for topic in said["topics"]} == TOPICS
    alike = [said for said in UTTERANCES if said.get("looks_unsafe")]
    assert len(alike) >= 60
    assert len({said["intent"] for said in alike}) >= 15
    when = {"date", "time", "duration_min"}
    assert sum(bool(when & set(said["slots"])) for said in UTTERANCES) >= 80
    roles = Counter(said["role"] for said in UTTERANCES)
    assert 0.8 <= roles["mentor"] / roles["mentee"] <= 1.25


def _expectations() -> Iterator[tuple[str, dict[str, Any]]]:
    for script in DIALOGUES:
        for number, turn in enumerate(script["turns"], 1):
            yield f"{script['id']} turn {number}", turn["expect"]


@pytest.mark.parametrize("script", DIALOGUES, ids=lambda script: str(script["id"]))
def test_a_script_is_well_formed(script: dict[str, Any]) -> None:
    assert set(script) == {"id", "title", "who", "role", "view", "space", "now", "turns"}
    assert script["role"] in ROLES
    assert script["view"] in {"private", "shared"}
    assert script["space"] in {"none", "empty", "sample"}
    _check_now(script["now"])
    for turn in script["turns"]:
        assert set(turn) == {"user", "expect"}
        match turn["user"]:
            case str():
                assert turn["expect"]
            case {"view": view, **others}:
                assert view in {"private", "shared"}
                assert not others
            case {"now": moment, **others}:
                _check_now(moment)
                assert datetime.fromisoformat(moment) > datetime.fromisoformat(script["now"])
                assert not others
            case _:
                pytest.fail(str(turn["user"]))


def test_what_is_expected_can_be_checked() -> None:
    known = set(NAMED) | COUNTS | FLAGS | WORDS | {"draft", "slots"}
    for where, expected in _expectations():
        assert set(expected) <= known, where
        for name, values in NAMED.items():
            if name in expected:
                assert set(_each(expected[name])) <= values, where
        for name in COUNTS & set(expected):
            assert isinstance(expected[name], int), where
        for name in FLAGS & set(expected):
            assert expected[name] is True, where
        for name in WORDS & set(expected):
            assert expected[name], where
            assert all(word == word.lower() for word in expected[name]), where
        assert not (expected.get("effects") and expected.get("no_effects")), where
        _check_slots(expected.get("slots", {}), where)


def test_what_is_expected_of_a_draft_can_be_checked() -> None:
    for where, expected in _expectations():
        draft = expected.get("draft", {})
        assert set(draft) <= DRAFT_WORDS | DRAFT_COUNTS | {"date", "time"}, where
        _check_slots({name: draft[name] for name in ("date", "time") if name in draft}, where)
        for name in DRAFT_COUNTS & set(draft):
            assert all(isinstance(number, int) for number in _each(draft[name])), where
        for name in DRAFT_WORDS & set(draft):
            assert all(word == word.lower() for word in draft[name]), where


def test_nothing_is_expected_to_be_saved_from_a_journal_without_a_yes() -> None:
    for script in DIALOGUES:
        waiting: set[Any] = set()
        for turn in script["turns"]:
            if {"journal_saved", "fact_erased", "chat_erased"} & set(
                turn["expect"].get("effects", [])
            ):
                assert "confirm" in waiting, script["id"]
            waiting = set(_each(turn["expect"].get("pending")))


def test_there_are_enough_scripts_of_every_kind() -> None:
    assert len(DIALOGUES) >= 48
    assert len({script["id"] for script in DIALOGUES}) == len(DIALOGUES)
    assert len({script["title"] for script in DIALOGUES}) == len(DIALOGUES)
    assert {script["space"] for script in DIALOGUES} == {"none", "empty", "sample"}
    assert {script["view"] for script in DIALOGUES} == {"private", "shared"}
    roles = Counter(script["role"] for script in DIALOGUES)
    assert set(roles) == ROLES
    assert 0.8 <= roles["mentor"] / roles["mentee"] <= 1.25
    expected = [of for _, of in _expectations()]
    assert {kind for of in expected for kind in _each(of.get("kind", []))} == KINDS
    told = {one for of in expected for one in _each(of.get("safety_category"))}
    assert told - {None} == CATEGORIES
    done = {effect for of in expected for effect in of.get("effects", [])}
    assert done >= EFFECTS - {"pair_renamed"}


def test_questions_nobody_can_answer_are_enough_and_all_different() -> None:
    questions = read("unanswerable.jsonl")
    assert len(questions) >= 90
    assert len({question["text"].casefold() for question in questions}) == len(questions)
    assert [question["id"] for question in questions] == [
        f"u{number:03d}" for number in range(1, len(questions) + 1)
    ]
    sides = Counter(question["side"] for question in questions)
    assert set(sides) == {"mentor", "mentee"}
    assert min(sides.values()) >= 40
