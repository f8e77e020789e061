"""Finding cards: meaning and words in one score, the best passage of each card, a floor."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from knowledge.card import Card, Sentence
from knowledge.catalogue import Catalogue
from knowledge.encoder import Encoder
from knowledge.errors import Problem
from knowledge.likeness import check_likeness
from knowledge.passages import Passage, PassageKind, all_passages
from knowledge.vectors import VectorIndex
from knowledge.vocabulary import Side, Stage, Theme, Topic
from knowledge.words import WordIndex, telling_words

WORD_WEIGHT = 0.15
"""What the best match by words adds to a cosine."""
WORDS_TOP = 50
MEANING_FLOOR = 0.39
"""Where no passage has this cosine there is no answer; chosen on tests/eval (`make bench`).

Shared words do not count here: on those questions the cosine alone told answerable from not better.
"""
FEW_WORDS = 2
"""A question of so few telling words is answered by cards that have them all, whatever the cosine."""
TAIL = 0.6
"""Of an answer's cards, those below this share of the best score are left out."""
WORD_FLOOR = 0.5
"""Share of a question's telling words that a card must have where only words are searched."""
CANDIDATES = 2048
CLOSEST = 3


class Mode(StrEnum):
    """How an answer was found."""

    SEMANTIC = "semantic"
    LEXICAL = "lexical"


@dataclass(frozen=True)
class Filters:
    """Which cards take part; an empty filter lets all through."""

    side: Side = Side.BOTH
    stage: Stage | None = None
    theme: Theme | None = None
    topic: Topic | None = None

    def admits(self, card: Card) -> bool:
        """Whether `card` takes part."""
        return (
            card.speaks_to(self.side)
            and (self.stage is None or self.stage in card.stages)
            and (self.theme is None or self.theme is card.theme)
            and (self.topic is None or self.topic in card.topics)
        )


@dataclass(frozen=True)
class Why:
    """Why a card was found: the ask or sentence that matched, and the words it shares."""

    matched: str
    kind: PassageKind
    words: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """A card found, with the sentence of guidance nearest to the question."""

    card: Card
    score: float
    passage: Sentence
    why: Why

    @property
    def shown(self) -> str:
        """What to show beside the title: the ask that matched, else advice, never what to avoid."""
        return self.why.matched if self.why.kind is PassageKind.ASK else self.passage.text


@dataclass(frozen=True)
class Answer:
    """Hits, best first. Where nothing reaches the floor, `closest` has the nearest cards."""

    query: str
    mode: Mode
    hits: tuple[Hit, ...]
    closest: tuple[Card, ...]
    elapsed_ms: float


@dataclass
class _Tally:
    """One card's best passage and best guidance, as (score, -row), and its best cosine."""

    best: tuple[float, int]
    guidance: tuple[float, int]
    cosine: float


class Search:
    """Search over one catalogue: by words at once, by meaning once a model is given."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.passages = all_passages(catalogue.cards)
        self._rows: dict[str, list[int]] = {}
        for row, passage in enumerate(self.passages):
            self._rows.setdefault(passage.card, []).append(row)
        self._sentences = {
            sentence.ref: sentence for card in catalogue.cards for sentence in card.sentences
        }
        self._order = {card.id: place for place, card in enumerate(catalogue.cards)}
        self._words = WordIndex([passage.text for passage in self.passages])
        self._meaning: tuple[Encoder, VectorIndex] | None = None

    @property
    def texts(self) -> list[str]:
        """What a vector index must hold, row by row."""
        return [passage.text for passage in self.passages]

    @property
    def mode(self) -> Mode:
        """How the next question will be answered."""
        return Mode.SEMANTIC if self._meaning else Mode.LEXICAL

    def use(self, encoder: Encoder, index: VectorIndex) -> None:
        """Search by meaning from now on; `index` holds the vectors of `texts` by `encoder`."""
        if len(index) != len(self.passages):
            raise ValueError("the index does not belong to this catalogue")
        self._meaning = (encoder, index)

    def alike(self, own: Iterable[str] | None = None) -> list[Problem]:
        """Texts of cards that mean the same, see `check_likeness`; none before `use`."""
        if self._meaning is None:
            return []
        return check_likeness(self.catalogue.cards, self._meaning[1].vectors(), own)

    def find(
        self, query: str, filters: Filters | None = None, limit: int = 5, *, typing: bool = False
    ) -> Answer:
        """Answer `query`; with `typing`, its last word may be unfinished.

        Equal scores keep the catalogue's order.
        """
        started = time.perf_counter()
        filters = filters or Filters()
        meaning = self._meaning  # read once: a worker may set it meanwhile
        mode = Mode.SEMANTIC if meaning else Mode.LEXICAL
        cards = [card for card in self.catalogue.cards if filters.admits(card)]
        rows = [row for card in cards for row in self._rows[card.id]]
        by_words = self._by_words(query, rows, typing)
        cosines = self._cosines(query, rows, meaning) if meaning else {}
        scores = by_words
        if meaning:
            scores = {row: cosines[row] + WORD_WEIGHT * by_words.get(row, 0) for row in cosines}
        tallies = self._tally(scores, cosines, filters.side)
        shared = self._shared_words(query, typing, tallies, filters.side)
        ranked = sorted(tallies, key=lambda card: (-tallies[card].best[0], self._order[card]))
        passing = self._passing(query, ranked, tallies, shared, mode)
        hits = [self._hit(card, tallies[card], shared) for card in passing[:limit]]
        closest = () if hits else tuple(self.catalogue[card] for card in ranked[:CLOSEST])
        elapsed = (time.perf_counter() - started) * 1000
        return Answer(query, mode, tuple(hits), closest, elapsed)

    def _by_words(self, query: str, rows: Iterable[int], typing: bool) -> dict[int, float]:
        """BM25 over the best of the top rows, so between 0 and 1, for `rows` only."""
        allowed = set(rows)
        scores = {
            row: score
            for row, score in self._words.scores(query, typing=typing).items()
            if row in allowed
        }
        top = sorted(scores.values(), reverse=True)[:WORDS_TOP]
        if not top or top[0] <= 0:
            return {}
        return {row: score / top[0] for row, score in scores.items() if score >= top[-1]}

    def _cosines(
        self, query: str, rows: list[int], meaning: tuple[Encoder, VectorIndex]
    ) -> dict[int, float]:
        encoder, index = meaning
        vector = encoder.encode([query])[0]
        everything = len(rows) == len(self.passages)
        return index.nearest(vector, CANDIDATES, None if everything else rows)

    def _tally(
        self, scores: dict[int, float], cosines: dict[int, float], side: Side
    ) -> dict[str, _Tally]:
        tallies: dict[str, _Tally] = {}
        for row, score in scores.items():
            passage = self.passages[row]
            if not _heard(passage, side):
                continue
            none = (float("-inf"), -self._rows[passage.card][0])
            tally = tallies.setdefault(passage.card, _Tally(none, none, -1))
            tally.best = max(tally.best, (score, -row))
            tally.cosine = max(tally.cosine, cosines.get(row, -1))
            if passage.kind not in (PassageKind.ASK, PassageKind.AVOID):
                tally.guidance = max(tally.guidance, (score, -row))
        return tallies

    def _shared_words(
        self, query: str, typing: bool, tallies: dict[str, _Tally], side: Side
    ) -> dict[str, tuple[str, ...]]:
        """For each card, the telling words of the question that `side` reads in it, in order."""
        shared: dict[str, list[str]] = {card: [] for card in tallies}
        for word, rows in self._words.matches(query, typing=typing).items():
            found = (self.passages[row] for row in rows)
            for card in {own.card for own in found if _heard(own, side)} & set(shared):
                shared[card].append(word)
        return {card: tuple(own) for card, own in shared.items()}

    def _passing(
        self,
        query: str,
        ranked: list[str],
        tallies: dict[str, _Tally],
        shared: dict[str, tuple[str, ...]],
        mode: Mode,
    ) -> list[str]:
        """The cards of `ranked` that are an answer."""
        telling = telling_words(query)
        if mode is Mode.LEXICAL:
            wanted = max(1.0, WORD_FLOOR * len(telling))
            return [card for card in ranked if len(shared[card]) >= wanted]
        if max((tally.cosine for tally in tallies.values()), default=-1) < MEANING_FLOOR:
            few = 0 < len(telling) <= FEW_WORDS
            return [card for card in ranked if few and len(shared[card]) == len(telling)]
        least = TAIL * tallies[ranked[0]].best[0]
        return [card for card in ranked if tallies[card].best[0] >= least]

    def _hit(self, card_id: str, tally: _Tally, shared: dict[str, tuple[str, ...]]) -> Hit:
        card = self.catalogue[card_id]
        matched: Passage = self.passages[-tally.best[1]]
        nearest = self.passages[-tally.guidance[1]]
        return Hit(
            card=card,
            score=round(tally.best[0], 4),
            passage=self._sentences[nearest.ref or card.sentences[0].ref],
            why=Why(matched.text, matched.kind, shared[card_id]),
        )


def _heard(passage: Passage, side: Side) -> bool:
    """Whether `passage` may be shown to somebody reading as `side`."""
    return passage.side is None or side.hears(passage.side)
