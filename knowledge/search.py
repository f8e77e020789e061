"""Finding cards: meaning and words in one score, of the best passage and of the card as a whole.

With thousands of passages some sentence always lies near by chance, an incidental detail of an ask for
instance. So a card's score is not its best passage's alone: the mean of all its vectors and its words
taken together count as well (figures in docs/architecture.md).
"""

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
from knowledge.plain_text import words
from knowledge.vectors import VectorIndex
from knowledge.vocabulary import Side, Stage, Theme, Topic
from knowledge.words import WordIndex, telling_words

WORD_WEIGHT = 0.15
"""What the best passage by words adds to a passage's cosine."""
WORDS_TOP = 50
WHOLE_WEIGHT = 2.0
"""What the cosine of a card's mean vector counts beside its best passage."""
CARD_WORDS_WEIGHT = 0.8
"""What the card gets whose title, idea and asks together match words and pairs of words best."""
PASSAGE_SHARE = 0.5
"""What the best passage counts beside the card where only words are searched."""
CARDS_FLOOR = 0.32
PASSAGE_FLOOR = 0.6
"""There is an answer where a passage has this cosine, or the means of the three nearest cards have
`CARDS_FLOOR` on average. Chosen on tests/eval (`make bench`): several cards near a question told
answerable from not better than one, and better than passages or shared words.
"""
NEAREST = 3
FEW_WORDS = 2
"""A question of so few telling words is answered by cards that have them all, whatever the cosine."""
TAIL = 0.5
"""Of an answer's cards, those below this share of the best score are left out."""
WORD_FLOOR = 0.5
"""Share of a question's telling words that a card must have where only words are searched."""
CANDIDATES = 2048
"""Passages that a question is compared with further; all of them where it has few telling words."""
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
        """Whether `card` takes part. A coordinator looks after both sides, so sees what is for them."""
        return (
            card.speaks_to(card.read_as(self.side))
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
    """One card's best passage and best guidance, as (score, -row), and what counts beside them."""

    best: tuple[float, int]
    guidance: tuple[float, int]
    cosine: float = 0
    whole: float = 0
    words: float = 0

    def score(self, mode: Mode) -> float:
        """Between 0 and 1 for a question that has anything to do with the card."""
        if mode is Mode.LEXICAL:
            return (self.words + PASSAGE_SHARE * self.best[0]) / (1 + PASSAGE_SHARE)
        total = self.best[0] + WHOLE_WEIGHT * self.whole + CARD_WORDS_WEIGHT * self.words
        return total / (1 + WORD_WEIGHT + WHOLE_WEIGHT + CARD_WORDS_WEIGHT)


@dataclass(frozen=True)
class _Meaning:
    """What searching by meaning needs: vectors of the passages and, by card, their means."""

    encoder: Encoder
    passages: VectorIndex
    cards: VectorIndex


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
        self._titles = {tuple(words(card.title)) for card in catalogue.cards}
        self._card_words = WordIndex(
            [" ".join((card.title, card.idea, *card.asks)) for card in catalogue.cards]
        )
        self._meaning: _Meaning | None = None

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
        means = index.means([self._rows[card.id] for card in self.catalogue.cards])
        self._meaning = _Meaning(encoder, index, means)

    def alike(self, own: Iterable[str] | None = None) -> list[Problem]:
        """Texts of cards that mean the same, see `check_likeness`; none before `use`."""
        if self._meaning is None:
            return []
        return check_likeness(self.catalogue.cards, self._meaning.passages.vectors(), own)

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
        scores = _shares(self._words.scores(query, typing=typing), rows)
        cosines: dict[int, float] = {}
        wholes: dict[int, float] = {}
        if meaning:
            vector = meaning.encoder.encode([query])[0]
            few = len(telling_words(query)) <= FEW_WORDS
            count = len(rows) if few else CANDIDATES
            cosines = meaning.passages.nearest(vector, count, self._unless_all(rows))
            scores = {row: cosines[row] + WORD_WEIGHT * scores.get(row, 0) for row in cosines}
            wholes = meaning.cards.nearest(vector, len(self._order), None)
        tallies = self._tally(scores, cosines, filters.side)
        places = [self._order[card] for card in tallies]
        told = _shares(self._card_words.scores(query, typing=typing, pairs=True), places)
        for card, place in zip(tallies, places, strict=True):
            tallies[card].whole, tallies[card].words = wholes.get(place, 0), told.get(place, 0)
        shared = self._shared_words(query, typing, tallies, filters.side)
        points = {card: tally.score(mode) for card, tally in tallies.items()}
        ranked = sorted(tallies, key=lambda card: (-points[card], self._order[card]))
        passing = self._passing(query, ranked, points, tallies, shared, mode)
        hits = [self._hit(card, points[card], tallies[card], shared) for card in passing[:limit]]
        closest = () if hits else tuple(self.catalogue[card] for card in ranked[:CLOSEST])
        elapsed = (time.perf_counter() - started) * 1000
        return Answer(query, mode, tuple(hits), closest, elapsed)

    def _unless_all(self, rows: list[int]) -> list[int] | None:
        return None if len(rows) == len(self.passages) else rows

    def _tally(
        self, scores: dict[int, float], cosines: dict[int, float], side: Side
    ) -> dict[str, _Tally]:
        tallies: dict[str, _Tally] = {}
        for row, score in scores.items():
            passage = self.passages[row]
            if not self._heard(passage, side):
                continue
            none = (float("-inf"), -self._rows[passage.card][0])
            tally = tallies.setdefault(passage.card, _Tally(none, none))
            tally.best = max(tally.best, (score, -row))
            tally.cosine = max(tally.cosine, cosines.get(row, 0))
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
            for card in {own.card for own in found if self._heard(own, side)} & set(shared):
                shared[card].append(word)
        return {card: tuple(own) for card, own in shared.items()}

    def _passing(
        self,
        query: str,
        ranked: list[str],
        points: dict[str, float],
        tallies: dict[str, _Tally],
        shared: dict[str, tuple[str, ...]],
        mode: Mode,
    ) -> list[str]:
        """The cards of `ranked` that are an answer."""
        telling = telling_words(query)
        if mode is Mode.LEXICAL:
            wanted = max(1.0, WORD_FLOOR * len(telling))
            return [card for card in ranked if len(shared[card]) >= wanted]
        if tuple(words(query)) not in self._titles and not _near(tallies.values()):
            few = 0 < len(telling) <= FEW_WORDS
            return [card for card in ranked if few and len(shared[card]) == len(telling)]
        least = TAIL * points[ranked[0]]
        return [card for card in ranked if points[card] >= least]

    def _heard(self, passage: Passage, side: Side) -> bool:
        """Whether `passage` may be shown to somebody reading as `side`."""
        reader = self.catalogue[passage.card].read_as(side)
        return passage.side is None or reader.hears(passage.side)

    def _hit(
        self, card_id: str, score: float, tally: _Tally, shared: dict[str, tuple[str, ...]]
    ) -> Hit:
        card = self.catalogue[card_id]
        matched: Passage = self.passages[-tally.best[1]]
        nearest = self.passages[-tally.guidance[1]]
        return Hit(
            card=card,
            score=round(score, 4),
            passage=self._sentences[nearest.ref or card.sentences[0].ref],
            why=Why(matched.text, matched.kind, shared[card_id]),
        )


def _near(tallies: Iterable[_Tally]) -> bool:
    """Whether anything is near enough to be an answer."""
    told = list(tallies)
    wholes = sorted((tally.whole for tally in told), reverse=True)[:NEAREST]
    sentence = max((tally.cosine for tally in told), default=0) >= PASSAGE_FLOOR
    return sentence or sum(wholes) >= CARDS_FLOOR * max(1, len(wholes))


def _shares(scores: dict[int, float], allowed: Iterable[int]) -> dict[int, float]:
    """BM25 over the best of the top rows, so between 0 and 1, for the rows `allowed` only."""
    admitted = set(allowed)
    kept = {row: score for row, score in scores.items() if row in admitted}
    top = sorted(kept.values(), reverse=True)[:WORDS_TOP]
    if not top or top[0] <= 0:
        return {}
    return {row: score / top[0] for row, score in kept.items() if score >= top[-1]}
