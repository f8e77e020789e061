from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.fast_encoder import FastEncoder
from knowledge.search import Search
from knowledge.spelling import set_right
from knowledge.vector_index import VectorIndex
from tests.conftest import FakeEncoder
from tests.knowledge.cards import card, catalogue

THERE = {"feedback", "progress", "listen", "listens", "mentor", "coming", "combing"}


def mended(text: str, english: frozenset[str] = frozenset()) -> str:
    return set_right(text, lambda word: word in THERE | english, lambda word: word in THERE)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("feeback", "feedback"),
        ("feedbackk please", "feedback please"),
        ("feedbcak", "feedback"),
        ("Progres!", "progress!"),
        ("give feedvack, progress", "give feedback, progress"),
        ("comming", "comming"),  # coming or combing: two words are a letter away
        ("lissten", "listen"),
        ("mentr", "mentor"),
        ("mntr", "mntr"),
        ("menor's", "mentor's"),
        ("fedback2", "fedback2"),
        ("fëedback", "fëedback"),
        ("", ""),
    ],
)
def test_a_slip_of_one_letter_is_set_right(typed: str, meant: str) -> None:
    assert mended(typed) == meant


def test_a_word_of_the_language_is_left_alone() -> None:
    assert mended("listed") == "listen"
    assert mended("listed", frozenset({"listed"})) == "listed"


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60))
def test_known_words_and_all_between_them_stay(text: str) -> None:
    assert set_right(text, lambda word: True, lambda word: True) == text
    assert set_right(text, lambda word: False, lambda word: False) == text


class Reader(FakeEncoder):
    """Knows a word of English."""

    def knows(self, word: str) -> bool:
        return word == "rocket"


def searching(encoder: FakeEncoder) -> Search:
    search = Search(
        catalogue(card("a", asks=("put it in your pocket",)), card("b", asks=("a spreadsheet",)))
    )
    search.use(encoder, VectorIndex.of(encoder.encode(list(search.texts))))
    return search


def test_search_mends_what_the_model_does_not_know_and_tells_what_was_typed() -> None:
    search = searching(Reader())
    answer = search.find("spreadsheat")
    assert answer.query == "spreadsheat"
    assert [hit.card.id for hit in answer.hits] == ["trust/b"]
    assert answer.hits[0].why.words == ("spreadsheet",)
    assert not search.find("rocket").hits
    assert not searching(FakeEncoder()).find("spreadsheat").hits


def test_the_default_model_knows_english() -> None:
    model = FastEncoder()
    assert all(model.knows(word) for word in ("rocket", "progress", "gloves", "claude"))
    assert not any(model.knows(word) for word in ("progres", "feeback", "apprasial"))
