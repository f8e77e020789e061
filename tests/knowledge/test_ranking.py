"""The score as it is written down, held against the ranking that is quick."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import ranking
from knowledge.passage_store import PassageStore
from knowledge.passages import Entry, Passage, PassageKind
from knowledge.ranking import Meaning, Mode, Ranker, Weights
from knowledge.vector_index import VectorIndex
from knowledge.words import WordIndex
from tests.conftest import FakeEncoder

WORDS = ("promise", "listen", "trust", "senior", "quiet", "goal", "the", "bread")
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
items = st.lists(st.lists(texts, min_size=1, max_size=4), min_size=1, max_size=8)
questions = st.lists(st.sampled_from((*WORDS, "xylophone")), min_size=1, max_size=4).map(" ".join)


def store_of(collection: list[list[str]]) -> PassageStore:
    return PassageStore.in_memory(
        Entry(
            str(number), [Passage(str(number), PassageKind.TEXT, None, None, text) for text in own]
        )
        for number, own in enumerate(collection)
    )


def ranker_of(collection: list[list[str]], weights: Weights | None = None) -> Ranker:
    store = store_of(collection)
    ranker = Ranker(store, weights or Weights())
    encoder = FakeEncoder()
    ranker.meaning = Meaning(encoder, VectorIndex.of(encoder.encode(list(store.texts))), None)
    return ranker


def as_written(
    collection: list[list[str]], question: str, allowed: list[bool] | None = None
) -> list[tuple[int, float]]:
    """Place and score by the formula, best first: cosine + 0.15 × BM25 ÷ best BM25, over 1.15."""
    flat = [text for own in collection for text in own]
    allowed = allowed or [True] * len(flat)
    encoder = FakeEncoder()
    vector = encoder.encode([question])[0]
    bm25 = {
        row: score for row, score in WordIndex.of(flat).scores(question).items() if allowed[row]
    }
    top = sorted(bm25.values(), reverse=True)[: ranking.WORDS_TOP]
    scored, row = [], 0
    for place, own in enumerate(collection):
        scores = []
        for text in own:
            if allowed[row]:
                share = 0.0
                if top and top[0] > 0 and bm25.get(row, -1) >= top[-1]:
                    share = max(0.0, bm25[row] / top[0])
                scores.append((float(encoder.encode([text])[0] @ vector) + 0.15 * share) / 1.15)
            row += 1
        if scores:
            scored.append((place, max(scores)))
    return sorted(scored, key=lambda one: -one[1])


def assert_same(found: ranking.Ranking, expected: list[tuple[int, float]]) -> None:
    scores = dict(expected)
    assert sorted(found.places.tolist()) == sorted(scores)
    np.testing.assert_allclose(
        found.scores, [scores[int(place)] for place in found.places], atol=1e-6
    )


def assert_ordered(found: ranking.Ranking) -> None:
    """Best first, and equal scores in the order of the items."""
    order = list(zip((-found.scores).tolist(), found.places.tolist(), strict=True))
    assert order == sorted(order)


@settings(deadline=None, max_examples=150)
@given(items, questions)
def test_the_score_is_that_of_the_formula(collection: list[list[str]], question: str) -> None:
    found = ranker_of(collection).rank(question)
    assert found.mode is Mode.SEMANTIC
    assert_same(found, as_written(collection, question))
    assert_ordered(found)


@settings(deadline=None, max_examples=150)
@given(items, questions, st.data())
def test_a_mask_leaves_out_and_changes_nothing_else(
    collection: list[list[str]], question: str, data: st.DataObject
) -> None:
    count = sum(map(len, collection))
    allowed = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    ranker = ranker_of(collection)
    found = ranker.rank(question, rows=np.array(allowed, dtype=bool))
    if any(allowed):
        assert_same(found, as_written(collection, question, allowed))
    assert_ordered(found)
    everything = ranker.rank(question)
    starts, place_of = found.starts, everything.places.tolist()
    for place, cosine in zip(found.places.tolist(), found.cosines.tolist(), strict=True):
        own = allowed[starts[place] : starts[place + 1]]
        assert any(own)
        if all(own):
            assert cosine == pytest.approx(everything.cosines[place_of.index(place)], abs=1e-6)


@settings(deadline=None, max_examples=100)
@given(items, st.lists(texts, min_size=1, max_size=3), questions)
def test_one_more_changes_the_others_by_the_norm_of_their_words_alone_and_less_one_restores_them(
    collection: list[list[str]], another: list[str], question: str
) -> None:
    before = ranker_of(collection).rank(question)
    more = ranker_of([*collection, another]).rank(question)
    kept = [place != len(collection) for place in more.places]
    assert sum(kept) == len(before.places)
    cosines = dict(zip(more.places.tolist(), more.cosines.tolist(), strict=True))
    for place, cosine in zip(before.places.tolist(), before.cosines.tolist(), strict=True):
        assert cosines[place] == cosine
    after = ranker_of(collection).rank(question)
    assert after.places.tolist() == before.places.tolist()
    assert after.scores.tolist() == before.scores.tolist()


@settings(deadline=None, max_examples=80)
@given(items, questions)
def test_by_words_alone_only_what_shares_one_is_found(
    collection: list[list[str]], question: str
) -> None:
    found = Ranker(store_of(collection), Weights()).rank(question)
    assert found.mode is Mode.LEXICAL
    flat = [text for own in collection for text in own]
    sharing = WordIndex.of(flat).scores(question)
    assert set(found.places.tolist()) <= {
        place
        for place in range(len(collection))
        if any(row in sharing for row in range(found.starts[place], found.starts[place + 1]))
    }
    assert_ordered(found)
    assert all(0 < score <= 1 for score in found.scores)


@settings(deadline=None, max_examples=60)
@given(items, questions)
def test_the_best_row_is_the_passage_that_gave_the_score(
    collection: list[list[str]], question: str
) -> None:
    found = ranker_of(collection).rank(question)
    for place in found.places.tolist():
        row = found.best_row(place)
        assert row is not None
        own = found.rows[found.starts[place] : found.starts[place + 1]]
        assert found.rows[row] == own.max()
        assert row == found.starts[place] + int(np.argmax(own))


def test_few_candidates_give_the_same_first_hits(monkeypatch: pytest.MonkeyPatch) -> None:
    collection = [[f"{one} {other}"] for one in WORDS for other in WORDS]
    ranker = ranker_of(collection)
    whole = ranker.rank("promise goal")
    monkeypatch.setattr(ranking, "CANDIDATES", 5)
    few = ranker.rank("promise goal")
    assert 5 <= len(few.places) < len(whole.places)
    assert few.places.tolist() == whole.places[: len(few.places)].tolist()
    assert few.scores.tolist() == whole.scores[: len(few.places)].tolist()
    every = ranker.rank("promise goal", every=True)
    assert every.scores.tolist() == whole.scores.tolist()


def test_words_count_for_the_best_fifty_and_what_ties_with_the_last() -> None:
    better = [["promise promise"] for _ in range(30)]
    tied = [["promise bread"] for _ in range(60)]
    worse = [["promise bread bread bread"] for _ in range(10)]
    collection = [*worse, *tied, *better]
    found = ranker_of(collection).rank("promise")
    shares = found.scores * np.float32(1.15) - found.cosines
    shared = dict(zip(found.places.tolist(), (shares > 1e-4).tolist(), strict=True))
    assert not any(shared[place] for place in range(10))
    assert all(shared[place] for place in range(10, 100))


def test_an_empty_store_ranks_nothing() -> None:
    ranker = Ranker(store_of([]), Weights())
    assert ranker.rank("promise").places.tolist() == []
    encoder = FakeEncoder()
    ranker.meaning = Meaning(encoder, VectorIndex.of(encoder.encode([])), None)
    assert ranker.rank("promise").places.tolist() == []


def test_a_vector_at_hand_is_used() -> None:
    ranker = ranker_of([["promise"], ["bread"]])
    assert ranker.meaning
    encoder = FakeEncoder()
    vector = encoder.encode(["bread"])[0]
    found = ranker.rank("xylophone", vector=vector)
    assert found.places.tolist() == [1, 0]
    assert "xylophone" not in getattr(ranker.meaning.encoder, "encoded", [])
