"""Choosing the block for each place of an agenda: what it is near, what is new, what fits the time."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from knowledge.card import Block, Card
from knowledge.catalogue import Catalogue
from knowledge.skeleton import FRAME_KINDS, Slot, blocks_at
from knowledge.vocabulary import BlockKind, Lead, Side, Stage, Theme

_PLACED = FRAME_KINDS | {BlockKind.CLOSE}
"""Kinds of block that stand at the beginning or end, or before the first session."""

BlockKey = tuple[str, str]
"""A block, as its card's id and its title."""

LONGEST = 2.5
LONGER_BY = 12
"""No block is drawn out beyond its usual length by this factor, or by so many minutes, while there is
another way (own)."""

_HOME = 0.30
"""What a slot's own card is ahead by: another must fit the focus, or a seed must ask for change."""
_FOCUS = 1.0
_NEAR = 0.8
_CHANCE = 0.80
_LENGTH = 0.10
_AGAIN = 0.50
_UNFIT = 0.40
_KIN = 0.15
"""Of two blocks that nothing else speaks for, the one of the same shelf as the slot's own card."""
_LIKE = 0.40
"""A second block goes on with the matter of the first, as far as their topics tell."""
# Cards on one matter speak of things that may never have happened to this pair.
_MATTERS = frozenset({Theme.TOPICS, Theme.CHALLENGES})
_PRESUMES = 0.30
# Above all of the others together: what was lately on an agenda comes back where nothing else is left.
_STALE = 10.0
_AVOIDED = 5.0
_CRAMPED = 2.5
"""Where a block has less time than its usual length by this factor, another is looked for."""


@dataclass(frozen=True)
class Place:
    """A place of an agenda to fill: its slot, its minutes, the stage, and the record it is about."""

    slot: Slot
    minutes: int
    stage: Stage
    near: Mapping[str, float] = field(default_factory=dict)
    """The search score of each card near that record."""
    about: str = ""
    told: str = ""
    """What that record has to say for its turn."""
    asks: tuple[str, ...] = ()
    """What it adds to the prompts."""
    extra: bool = False
    """Whether it is a second one, made so that the first is not drawn out."""

    @property
    def divisible(self) -> bool:
        """Whether several blocks may share its minutes."""
        return not self.slot.keeps_its_card and self.slot.kind is not BlockKind.OPEN


@dataclass(frozen=True)
class Chosen:
    """A place with the block that fills it."""

    place: Place
    card: Card
    block: Block
    usual_cramped: bool = False
    """Whether the slot's own block would have far too little time."""

    @property
    def minutes(self) -> int:
        """Its minutes."""
        return self.place.minutes

    @property
    def lead(self) -> Lead:
        """Who leads."""
        return self.block.lead if self.place.slot.lead is Lead.BOTH else self.place.slot.lead

    @property
    def longest(self) -> int:
        """The most minutes its block should take."""
        return longest(self.block)

    @property
    def key(self) -> BlockKey:
        """Its block."""
        return self.card.id, self.block.title

    def lasting(self, minutes: int) -> Chosen:
        """The same for so many minutes."""
        return replace(self, place=replace(self.place, minutes=minutes))


def longest(block: Block) -> int:
    """The most minutes `block` should take."""
    return min(int(LONGEST * block.minutes), block.minutes + LONGER_BY)


@dataclass(frozen=True)
class Taste:
    """What the choice of blocks follows, besides place and length."""

    side: Side = Side.BOTH
    seed: int = 0
    relevance: Mapping[str, float] = field(default_factory=dict)
    """The search score of each card that fits the focus."""
    stale: Mapping[BlockKey, int] = field(default_factory=dict)
    """What was on the last agendas; the higher, the later."""
    avoided: Mapping[BlockKey, int] = field(default_factory=dict)
    """What other proposals have already, and how many of them."""


class Chooser:
    """Chooses blocks of a catalogue to a taste. The same arguments give the same blocks."""

    def __init__(self, catalogue: Catalogue, taste: Taste) -> None:
        self.catalogue = catalogue
        self.taste = taste
        self._blocks: dict[Stage, list[tuple[Card, Block]]] = {}

    def home(self, place: Place) -> tuple[Card, Block]:
        """The slot's own card with the block that fills it."""
        card = self.catalogue[place.slot.card]
        block = place.slot.home_block(card, place.stage)
        if block is None:  # `guide check` refuses such a guide
            raise ValueError(f"{card.id} cannot fill its slot")
        return card, block

    def reserved(self, places: Iterable[Place]) -> set[str]:
        """The titles of the blocks that `places` hold whatever else is chosen."""
        return {self.home(place)[1].title for place in places if place.slot.keeps_its_card}

    def choose(self, place: Place, titles: Collection[str], cards: Collection[str]) -> Chosen:
        """The best block for `place`.

        `titles` are taken; those of `cards` come second. Where none of its kind is left, one of another
        kind stands in, and the slot's own only where there is nothing else at all.
        """
        home = self.home(place)
        cramped = home[1].minutes > _CRAMPED * place.minutes
        if place.slot.keeps_its_card:
            return Chosen(place, *home)
        best = next(iter(self.ranked(place, titles, cards)), None)
        if best is None and home[1].title in titles:
            best = self._stand_in(place, titles)
        return replace(best or Chosen(place, *home), usual_cramped=cramped)

    def _stand_in(self, place: Place, titles: Collection[str]) -> Chosen | None:
        """A block of any kind that needs no place of its own, led by whoever leads `place`."""
        return next(
            (
                Chosen(place, card, block)
                for card, block in self._blocks_at(place.stage)
                if block.title not in titles
                and block.kind not in _PLACED
                and block.lead in {place.slot.lead, Lead.BOTH}
            ),
            None,
        )

    def another(
        self, first: Chosen, minutes: int, titles: Collection[str], cards: Collection[str]
    ) -> Chosen | None:
        """The best block of so many minutes to go on with after `first`; None where none is left."""
        place = replace(first.place, minutes=minutes, extra=True)
        return next(iter(self.ranked(place, titles, cards, like=first.card)), None)

    def ranked(
        self,
        place: Place,
        titles: Collection[str],
        cards: Collection[str],
        *,
        anything: bool = False,
        like: Card | None = None,
    ) -> list[Chosen]:
        """All blocks for `place` that are not in `titles`, the best first; those near `like` sooner.

        An opening or a preparation is its own card's, or one near the focus, unless `anything` will do.
        """
        own = self.catalogue[place.slot.card]
        home = place.slot.home_block(own, place.stage)
        had = self.taste.stale.keys() | self.taste.avoided.keys()
        tired = home is None or (own.id, home.title) in had or home.title in titles
        framed = place.slot.kind in FRAME_KINDS and not (anything or place.extra or tired)
        known = {own.id, *self.taste.relevance}
        found = [
            Chosen(place, card, block)
            for card, block in self._blocks_at(place.stage)
            if block.title not in titles
            and place.slot.takes(block)
            and (not framed or card.id in known)
        ]
        topics = set(like.topics) if like else set()
        best_focus, best_near = _best(self.taste.relevance), _best(place.near)

        def score(one: Chosen) -> float:
            usual = one.block == home
            length = one.block.minutes
            fit = self.taste.relevance.get(one.card.id, 0) / best_focus
            near = place.near.get(one.card.id, 0) / best_near
            misfit = abs(length - place.minutes) / max(length, place.minutes)
            drawn_out = not usual and place.minutes > one.longest
            plain = not self.taste.seed and not fit and not near
            unfit = length > _CRAMPED * place.minutes or drawn_out
            return (
                _FOCUS * fit**4
                + _NEAR * near**4
                + _HOME * usual
                + _CHANCE * (_chance(self.taste.seed, one.key) if self.taste.seed else 0)
                + _KIN * (plain and one.card.theme is own.theme)
                + _LIKE * len(topics.intersection(one.card.topics)) / (len(topics) or 1)
                - _PRESUMES * (plain and one.card.theme in _MATTERS)
                - _LENGTH * misfit
                - _UNFIT * unfit
                - _AGAIN * (not usual and one.card.id in cards)
                - _STALE * self.taste.stale.get(one.key, 0)
                - _AVOIDED * self.taste.avoided.get(one.key, 0)
            )

        return sorted(found, key=score, reverse=True)

    def _blocks_at(self, stage: Stage) -> list[tuple[Card, Block]]:
        if stage not in self._blocks:
            self._blocks[stage] = [
                (card, block)
                for card in self.catalogue.cards
                if card.speaks_to(self.taste.side)
                for block in blocks_at(card, stage)
            ]
        return self._blocks[stage]


def _best(relevance: Mapping[str, float]) -> float:
    return max(relevance.values(), default=0) or 1


def _chance(seed: int, block: BlockKey) -> float:
    """A number between 0 and 1 that depends on nothing but seed and block."""
    told = f"{seed}|{block[0]}|{block[1]}".encode()
    return int.from_bytes(hashlib.sha256(told).digest()[:4]) / 2**32
