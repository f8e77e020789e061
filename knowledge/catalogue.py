"""All cards of a guide, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from knowledge.card import Card, CardHead
from knowledge.passage_store import PassageStore
from knowledge.passages import Entry, passages_of
from knowledge.sources import Source
from knowledge.vocabulary import Theme


class Catalogue:
    """The cards and sources of one guide, in a stable order: by theme, then by title."""

    def __init__(self, cards: Iterable[Card], sources: Mapping[str, Source]) -> None:
        self.sources = sources
        self.cards = tuple(sorted(cards, key=lambda card: (_THEME_ORDER[card.theme], card.title)))

    @property
    def heads(self) -> Sequence[CardHead]:
        """What is known of the cards without opening them."""
        return self.cards

    @cached_property
    def store(self) -> PassageStore:
        """The cards' passages and words."""
        return PassageStore.in_memory(map(entry_of, self.cards))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {head.id: place for place, head in enumerate(self.heads)}

    def __getitem__(self, card_id: str) -> Card:
        """The card of this id; KeyError where there is none."""
        return self._card(self._places[card_id])

    def _card(self, place: int) -> Card:
        return self.cards[place]

    def __contains__(self, card_id: object) -> bool:
        return card_id in self._places

    def __len__(self) -> int:
        return len(self.heads)

    def nearest_ids(self, card_id: str, count: int = 3) -> list[str]:
        """Ids spelled like `card_id` (a whole id or its last part), nearest first."""
        import difflib

        slugs = {own.partition("/")[2]: own for own in self._places}
        near = difflib.get_close_matches(card_id, self._places, n=count, cutoff=0.6)
        by_slug = difflib.get_close_matches(card_id.rpartition("/")[2], slugs, n=count, cutoff=0.6)
        return list(dict.fromkeys([*near, *(slugs[slug] for slug in by_slug)]))[:count]


_THEME_ORDER = {theme: number for number, theme in enumerate(Theme)}


def entry_of(card: Card, data: str = "") -> Entry:
    """`card` as it is made searchable."""
    return Entry(card.id, passages_of(card), " ".join((card.title, card.idea, *card.asks)), data)
