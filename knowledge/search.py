"""Finding cards: meaning and words in one score, of the best passage and of the card as a whole.

With thousands of passages some sentence always lies near by chance, an incidental detail of an ask for
instance. So a card's score is not its best passage's alone: the mean of all its vectors and its words
taken together count as well (figures in docs/architecture.md).
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from knowledge.card import Card, CardHead, Sentence
from knowledge.catalogue import Catalogue
from knowledge.encoder import Encoder
from knowledge.errors import Problem
from knowledge.passage_store import KINDS, SIDES, Texts
from knowledge.passages import Passage, PassageKind, all_passages
from knowledge.plain_text import words
from knowledge.ranking import Meaning, Mode, Ranker, Ranking, Weights
from knowledge.spelling import KnowsWords, set_right
from knowledge.vocabulary import Side, Stage, Theme, Topic
from knowledge.words import telling_words

if TYPE_CHECKING:
    from knowledge.ranking import Mask
    from knowledge.vector_index import VectorIndex

__all__ = ["Answer", "Filters", "Hit", "Mode", "Search", "Why"]

WEIGHTS = Weights(words=0.15, whole=2.0, whole_words=0.8, passage=0.5)
"""What counts for a card beside its best passage, chosen on tests/eval (`make bench`)."""
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
CLOSEST = 3
_MASKS = 64

_GUIDANCE = [KINDS.index(kind) for kind in PassageKind if kind not in ("ask", "avoid")]


@dataclass(frozen=True)
class Filters:
    """Which cards take part; an empty filter lets all through."""

    side: Side = Side.BOTH
    stage: Stage | None = None
    theme: Theme | None = None
    topic: Topic | None = None

    @property
    def all_pass(self) -> bool:
        """Whether no card is left out for its stage, theme or topic."""
        return self.stage is None and self.theme is None and self.topic is None

    def admits(self, card: CardHead) -> bool:
        """Whether `card` takes part. A coordinator looks after both sides, so sees what is for them."""
        return (
            card.speaks_to(card.read_as(self.side))
            and (self.stage is None or self.stage in card.stages)
            and (self.theme is None or self.theme is card.theme)
            and (self.topic is None or self.topic in card.topics)
        )


class Why(NamedTuple):
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


class Search:
    """Search over one catalogue: by words at once, by meaning once a model is given."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._store = catalogue.store
        self._ranker = Ranker(self._store, WEIGHTS)
        self._titles = {tuple(words(head.title)) for head in catalogue.heads}
        self._masks: dict[Filters, Mask] = {}

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All passages, row by row."""
        return all_passages(self.catalogue.cards)

    @property
    def texts(self) -> Texts:
        """What a vector index must hold, row by row."""
        return self._store.texts

    @property
    def groups(self) -> list[int]:
        """The place of each row's card."""
        return [int(place) for place in self._store.items]

    @property
    def mode(self) -> Mode:
        """How the next question will be answered."""
        return Mode.SEMANTIC if self._ranker.meaning else Mode.LEXICAL

    def use(self, encoder: Encoder, index: VectorIndex, means: VectorIndex | None = None) -> None:
        """Search by meaning from now on; `index` holds the vectors of `texts` by `encoder`.

        `means`, if it is at hand, has the mean of each card's rows.
        """
        store, count = self._store, len(self.catalogue.heads)
        if len(index) != int(store.starts[-1]):
            raise ValueError("the index does not belong to this catalogue")
        if means is None or len(means) != count:
            means = index.means(store.items, count)
        self._ranker.meaning = Meaning(encoder, index, means)

    def alike(self, own: Iterable[str] | None = None) -> list[Problem]:
        """Texts of cards that mean the same, see `check_likeness`; none before `use`."""
        if self._ranker.meaning is None:
            return []
        vectors = self._ranker.meaning.passages.vectors()
        from knowledge.likeness import check_likeness

        return check_likeness(self.catalogue.cards, vectors, own)

    def find(
        self, query: str, filters: Filters | None = None, limit: int = 5, *, typing: bool = False
    ) -> Answer:
        """Answer `query`; with `typing`, its last word may be unfinished.

        Equal scores keep the catalogue's order.
        """
        started = time.perf_counter()
        mask = self._mask(filters or Filters())
        typed, query = query, self._set_right(query)
        telling = telling_words(query)
        few = 0 < len(telling) <= FEW_WORDS
        ranking = self._ranker.rank(query, rows=mask, every=few, typing=typing)
        passing = self._passing(query, telling, ranking, mask, typing)
        heads = self.catalogue.heads
        hits = [self._hit(query, ranking, place, mask, typing) for place in passing[:limit]]
        closest = (
            ()
            if hits
            else tuple(self.catalogue[heads[place].id] for place in ranking.places[:CLOSEST])
        )
        elapsed = (time.perf_counter() - started) * 1000
        return Answer(typed, ranking.mode, tuple(hits), closest, elapsed)

    def _set_right(self, query: str) -> str:
        """`query` with slips of the keyboard mended, where the model can tell them from words."""
        meaning = self._ranker.meaning
        if meaning is None or not isinstance(meaning.encoder, KnowsWords):
            return query
        encoder, store = meaning.encoder, self._store
        return set_right(
            query,
            lambda word: encoder.knows(word) or store.words.has(word),
            lambda word: word in store.vocabulary,
        )

    def _mask(self, filters: Filters) -> Mask | None:
        """The rows of the cards admitted that may be shown to the side that reads."""
        if filters.all_pass and filters.side is Side.BOTH:
            return None
        mask = self._masks.get(filters)
        if mask is None:
            mask = self._new_mask(filters)
            if len(self._masks) == _MASKS:
                self._masks.clear()
            self._masks[filters] = mask
        return mask

    def _new_mask(self, filters: Filters) -> Mask:
        import numpy as np

        heads, store = self.catalogue.heads, self._store
        admitted = np.array([filters.admits(head) for head in heads], dtype=bool)
        readers = [head.read_as(filters.side) for head in heads]
        heard = np.array(
            [[side is None or reader.hears(side) for side in SIDES] for reader in Side], dtype=bool
        )
        places = np.array([list(Side).index(reader) for reader in readers], dtype=np.int64)
        mask: Mask = admitted[store.items] & heard[places[store.items], store.sides]
        return mask

    def _passing(
        self,
        query: str,
        telling: list[str],
        ranking: Ranking,
        mask: Mask | None,
        typing: bool,
    ) -> list[int]:
        """The places of the cards that are an answer, best first."""
        places = [int(place) for place in ranking.places]
        if not places:
            return []
        few = 0 < len(telling) <= FEW_WORDS
        if ranking.mode is Mode.LEXICAL:
            wanted = max(1.0, WORD_FLOOR * len(telling))
        elif tuple(words(query)) in self._titles or _near(ranking):
            least = TAIL * ranking.scores[0]
            return [
                place for place, score in zip(places, ranking.scores, strict=True) if score >= least
            ]
        elif few:
            wanted = len(telling)
        else:
            return []
        shared = self._sharing(query, mask, typing)
        return [place for place in places if shared[place] >= wanted]

    def _sharing(self, query: str, mask: Mask | None, typing: bool) -> list[int]:
        """For each card, how many telling words of the question stand in the rows of `mask`."""
        import numpy as np

        count = np.zeros(len(self.catalogue.heads), dtype=np.int64)
        for rows in self._store.words.matches(query, typing=typing).values():
            found = np.fromiter(rows, dtype=np.int64, count=len(rows))
            if mask is not None:
                found = found[mask[found]]
            count[np.unique(self._store.items[found])] += 1
        return [int(number) for number in count]

    @cached_property
    def _advice(self) -> Mask:
        """The rows that may be shown as the advice."""
        import numpy as np

        advice: Mask = np.isin(self._store.kinds, _GUIDANCE)
        return advice

    def _hit(
        self, query: str, ranking: Ranking, place: int, mask: Mask | None, typing: bool
    ) -> Hit:
        import numpy as np

        store = self._store
        card = self.catalogue[self.catalogue.heads[place].id]
        first, stop = int(store.starts[place]), int(store.starts[place + 1])
        matches = store.words.matches(query, typing=typing, within=(first, stop))
        shared = (
            word
            for word, rows in matches.items()
            if rows and (mask is None or mask[list(rows)].any())
        )
        best = ranking.best_row(place)
        advice = ranking.best_row(place, self._advice)
        ref = None if advice is None else store.ref(advice)
        sentences = {sentence.ref: sentence for sentence in card.sentences}
        matched = first if best is None else best
        score = float(ranking.scores[np.flatnonzero(ranking.places == place)[0]])
        return Hit(
            card=card,
            score=round(score, 4),
            passage=sentences[ref or card.sentences[0].ref],
            why=Why(store.text(matched), store.kind(matched), tuple(shared)),
        )


def _near(ranking: Ranking) -> bool:
    """Whether anything is near enough to be an answer."""
    wholes = sorted((float(whole) for whole in ranking.wholes), reverse=True)[:NEAREST]
    sentence = float(ranking.cosines.max()) >= PASSAGE_FLOOR
    return sentence or sum(wholes) >= CARDS_FLOOR * max(1, len(wholes))
