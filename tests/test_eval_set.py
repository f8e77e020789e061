"""The questions that search is measured with: many, real, and none of them an ask of a card."""

from __future__ import annotations

from knowledge.guide_files import load
from knowledge.plain_text import words
from knowledge.vocabulary import Theme
from scripts.retrieval import read


def test_there_are_enough_for_both_sides_and_every_card_is_real() -> None:
    questions = read("queries.jsonl")
    catalogue = load()
    assert len(questions) >= 200
    for side in ("mentor", "mentee"):
        assert sum(question["side"] == side for question in questions) >= 100
    for question in questions:
        assert question["relevant"]
        assert set(question["relevant"]) <= {card.id for card in catalogue.cards}
        assert set(question["relevant"].values()) <= {1, 2}
    assert {question["set"] for question in questions} == {"mending", "held out"}
    assert {question["form"] for question in questions} == {"short", "plain", "moment", "indirect"}
    best = {
        card.split("/")[0] for own in questions for card, n in own["relevant"].items() if n == 2
    }
    assert best == set(Theme)
    ids = [question["id"] for question in questions + read("unanswerable.jsonl")]
    assert len(set(ids)) == len(ids)


def test_none_of_them_is_an_ask_or_a_title() -> None:
    known = {" ".join(words(text)) for card in load().cards for text in (card.title, *card.asks)}
    for question in read("queries.jsonl"):
        assert " ".join(words(question["text"])) not in known
