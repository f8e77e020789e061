"""The classifier: what it learns, and that what is kept of it is what was learned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.talk.classifier import Classifier
from assistant.talk.exemplars import Exemplar
from assistant.talk.features import Features, piece_terms, word_terms
from assistant.talk.intents import Intent
from assistant.talk.training import train
from assistant.talk_model import _read, learned, training_set
from knowledge.cache_folder import CacheFolder
from knowledge.card import Card

FEW = [
    *(Exemplar(text, Intent.AGENDA_CREATE) for text in (
        "draft an agenda", "plan our next meeting", "make a plan for thursday", "an agenda please")),
    *(Exemplar(text, Intent.UNDO) for text in (
        "undo that", "take it back", "revert the last change", "undo the last one")),
    *(Exemplar(text, Intent.SOCIAL) for text in (
        "hello there", "thanks a lot", "good morning", "bye for now")),
]  # fmt: skip


class TwoWays:
    """An encoder that knows whether something is taken back."""

    key = "two-ways"
    name = "two ways"
    dimensions = 2

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.array(
            [[1.0, 0.0] if "back" in one or "undo" in one else [0.0, 1.0] for one in texts],
            np.float32,
        )


def test_it_learns_and_says_how_likely_everything_is() -> None:
    made = train(FEW)
    for said, intent in (
        ("plan a meeting", Intent.AGENDA_CREATE),
        ("undo the change", Intent.UNDO),
    ):
        guesses = made.guesses(said)
        assert guesses[0].intent is intent
        assert sum(one.chance for one in guesses) == pytest.approx(1, abs=1e-4)
        assert [one.chance for one in guesses] == sorted(
            (one.chance for one in guesses), reverse=True
        )


def test_the_same_exemplars_give_the_same_guesses() -> None:
    assert train(FEW).guesses("plan it") == train(FEW).guesses("plan it")


@pytest.mark.parametrize(
    "text", ["", "?", "…", "x" * 10_000, "plan " * 5_000, "\x00\x1b[2J", "日程を作って"]
)
def test_any_text_is_guessed(text: str) -> None:
    assert len(train(FEW).guesses(text)) == 3


def test_terms_of_a_message() -> None:
    assert word_terms("Plan it?") == ["plan", "it", "?", "^ plan", "plan it", "it ?", "? $"]
    assert " pl" in piece_terms("plan")
    features = Features.of([one.text for one in FEW])
    vector = features.vector("undo that")
    places, weights = features.weights("undo that")
    assert np.flatnonzero(vector).tolist() == sorted(places)
    words = len(features.words.places)
    for part in (vector[:words], vector[words:]):
        assert np.linalg.norm(part) == pytest.approx(1)
    assert not features.vector("zzzz").any()
    assert len(weights) == len(places)


def test_what_was_learned_is_kept_and_read_again(tmp_path: Path) -> None:
    cards: list[Card] = []
    made = learned(tmp_path, cards, TwoWays(), exemplars=FEW)  # type: ignore[arg-type]
    again = learned(tmp_path, cards, TwoWays(), exemplars=FEW)  # type: ignore[arg-type]
    said, meaning = "please undo", np.array([1.0, 0.0], np.float32)
    assert again.guesses(said, meaning) == made.guesses(said, meaning)
    assert again.guesses(said) == made.guesses(said)
    assert not [path for path in tmp_path.rglob("*") if path.suffix in {".pkl", ".pickle"}]


def test_what_was_kept_for_others_or_is_damaged_is_not_used(tmp_path: Path) -> None:
    learned(tmp_path, [], None, exemplars=FEW)
    cache = CacheFolder(tmp_path, "intents-by-words", 1)
    key = cache.kept().notes["key"]  # type: ignore[union-attr]
    assert _read(cache, key) is not None
    assert _read(cache, "another") is None
    kept = next(tmp_path.glob("intents-by-words-*.npz"))
    data = kept.read_bytes()
    for damage in (data[:100], b"", b"\x80\x04pickled", data[:-50] + b"\x00" * 50):
        kept.write_bytes(damage)
        assert _read(CacheFolder(tmp_path, "intents-by-words", 1), key) is None
    made = learned(tmp_path, [], None, exemplars=FEW)
    assert isinstance(made, Classifier)


def test_the_training_set_has_asks_of_every_card() -> None:
    from tests.assistant.talk.test_grounding import CARDS

    told = training_set(CARDS.values())
    asked = {one.text for one in told if one.intent is Intent.ASK_GUIDANCE}
    for card in CARDS.values():
        assert len(asked & set(card.asks)) >= min(10, len(card.asks)) - 1, card.id
    assert {one.intent for one in told} == set(Intent)
