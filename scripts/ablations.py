"""What each part of ranking is worth: the same index, questions and filters by side, without the floor.

A variant ranks all cards that the side may see; refusing and the tail that an answer leaves out are not
part of it, so its figures differ from those of the answers people get.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING, Any

from knowledge.catalogue import Catalogue, entry_of
from knowledge.encoder import Encoder
from knowledge.passage_store import KINDS, PassageStore
from knowledge.passages import Entry, PassageKind
from knowledge.ranking import Meaning, Ranker, Weights
from knowledge.search import FEW_WORDS, WEIGHTS, Filters, Search
from knowledge.vector_index import VectorIndex
from knowledge.vocabulary import Side
from knowledge.words import telling_words
from scripts.figures import Goal, Report
from scripts.retrieval import DEEP, Scored, read, scored

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from knowledge.encoder import Vectors

DENSE = Weights(words=0, whole=0, whole_words=0)
PLAIN = Weights()


@dataclass(frozen=True)
class Variant:
    """One way of ranking: its weights, and what it ranks (`rows` of the guide's passages, or all)."""

    name: str
    weights: Weights
    asks: bool = True
    meaning: bool = True


SHIPPED = Variant("as shipped", WEIGHTS)
PLAIN_FUSION = Variant("cosine + 0.15 BM25, best passage", PLAIN)
WHOLES = Variant("cosine of best passage and card's mean", replace(WEIGHTS, words=0, whole_words=0))
DENSE_ALONE = Variant("dense alone: cosine, best passage", DENSE)
WORDS_ALONE = Variant("words alone", WEIGHTS, meaning=False)
SHIPPED_NO_ASKS = Variant("as shipped, without asks", WEIGHTS, asks=False)
PLAIN_NO_ASKS = Variant("cosine + 0.15 BM25, without asks", PLAIN, asks=False)
DENSE_NO_ASKS = Variant("dense alone, without asks", DENSE, asks=False)
VARIANTS = (
    SHIPPED,
    PLAIN_FUSION,
    WHOLES,
    DENSE_ALONE,
    WORDS_ALONE,
    SHIPPED_NO_ASKS,
    PLAIN_NO_ASKS,
    DENSE_NO_ASKS,
)


class _Remembered:
    """The vectors of the questions, encoded once for all variants."""

    def __init__(self, encoder: Encoder, texts: Sequence[str]) -> None:
        self._vectors = {text: encoder.encode([text]) for text in texts}
        self.name, self.key, self.dimensions = encoder.name, encoder.key, encoder.dimensions

    def encode(self, texts: Sequence[str]) -> Vectors:
        (text,) = texts
        return self._vectors[text]


class _Bench:
    """Rankers over the guide with its asks and without."""

    def __init__(self, search: Search, encoder: Encoder, index: VectorIndex) -> None:
        import numpy as np

        self._search = search
        self._encoder = encoder
        store = search.catalogue.store
        # Without the asks the other passages stay in their order, so their vectors do as well.
        self._kept = np.flatnonzero(store.kinds != KINDS.index(PassageKind.ASK))
        self._stores = {True: store, False: without_asks(search.catalogue)}
        self._indexes = {True: index, False: VectorIndex.of(index.vectors()[self._kept])}
        self._means = {
            asks: own.means(self._stores[asks].items, len(search.catalogue))
            for asks, own in self._indexes.items()
        }

    def scored(self, variant: Variant, question: dict[str, Any]) -> Scored:
        """The figures of `question` by `variant`."""
        store = self._stores[variant.asks]
        ranker = Ranker(store, variant.weights)
        if variant.meaning:
            means = self._means[variant.asks] if variant.weights.whole else None
            ranker.meaning = Meaning(self._encoder, self._indexes[variant.asks], means)
        few = 0 < len(telling_words(question["text"])) <= FEW_WORDS  # as `Search.find` decides
        ranking = ranker.rank(question["text"], rows=self._mask(question, variant), every=few)
        return scored(question, [store.ids[int(place)] for place in ranking.places[:DEEP]])

    def _mask(self, question: dict[str, Any], variant: Variant) -> NDArray[np.bool_] | None:
        mask = self._search._mask(Filters(side=Side(question["side"])))
        return mask if mask is None or variant.asks else mask[self._kept]


def without_asks(catalogue: Catalogue) -> PassageStore:
    """The cards with nothing but their own text."""
    return PassageStore.in_memory(
        Entry(
            card.id,
            [own for own in entry_of(card).passages if own.kind is not PassageKind.ASK],
            " ".join((card.title, card.idea)),
        )
        for card in catalogue.cards
    )


def measure(report: Report, search: Search, encoder: Encoder, index: VectorIndex) -> None:
    """Measure and print; `index` has the vectors of the texts of `search`."""
    questions = read("queries.jsonl")
    report.part(f"What each part of ranking is worth: {len(questions)} questions, no floor")
    remembered = _Remembered(encoder, [question["text"] for question in questions])
    bench = _Bench(search, remembered, index)
    results: dict[str, list[Scored]] = {}
    print(f"  {'':42} {'nDCG@10':>8} {'nDCG@5':>8} {'recall@5':>9} {'hit@1':>6}   held out nDCG@10")
    for variant in VARIANTS:
        own = results[variant.name] = [bench.scored(variant, question) for question in questions]
        print(
            f"  {variant.name:42} {_deep(own):8.3f} {fmean(one.ndcg for one in own):8.3f}"
            f" {fmean(one.recall for one in own):9.3f}"
            f" {fmean(one.first_right for one in own):6.3f}"
            f"   {_deep([one for one in own if one.held_out]):.3f}"
        )
    for name, one, other, goal in (
        ("fusion as shipped over dense alone", SHIPPED, DENSE_ALONE, 1.05),
        ("  cosine + 0.15 BM25 over dense alone", PLAIN_FUSION, DENSE_ALONE, None),
        ("with asks over without, as shipped", SHIPPED, SHIPPED_NO_ASKS, 1.25),
        ("  cosine + 0.15 BM25", PLAIN_FUSION, PLAIN_NO_ASKS, None),
        ("  dense alone", DENSE_ALONE, DENSE_NO_ASKS, None),
    ):
        ratio = _deep(results[one.name]) / _deep(results[other.name])
        held_out = _held_out(results[one.name]) / _held_out(results[other.name])
        wanted = None if goal is None else Goal(goal, least=True)
        report.row(name, [ratio], "×", wanted, f"held out {held_out:.3f}; nDCG@10")


def _deep(own: list[Scored]) -> float:
    return fmean(one.ndcg_deep for one in own)


def _held_out(own: list[Scored]) -> float:
    return _deep([one for one in own if one.held_out])
