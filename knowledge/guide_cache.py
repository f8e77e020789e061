"""A guide kept ready: its cards, passages and words in one file, made anew where the guide has changed.

Reading and checking the cards' files takes half a second, and the index of their words a quarter. In the
cache folder `cards.json` names the file that holds all of it, its checksum, and the state of the guide's
files it was made from.
"""

from __future__ import annotations

import json
import sqlite3
import time
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

from knowledge.cache_folder import CacheFolder
from knowledge.card import Card, CardHead
from knowledge.card_json import card_from_json, card_to_json, heads_from_json, heads_to_json
from knowledge.catalogue import Catalogue, entry_of
from knowledge.errors import CacheError
from knowledge.guide_files import FileState, Known, listing, load
from knowledge.passage_store import PassageStore
from knowledge.sources import Source
from knowledge.stamps import Stamps, settled
from knowledge.vocabulary import Grade

FORMAT = 1
"""Raised whenever a card, its passages or the store would come out otherwise, or a card be refused."""

_READ_AGAIN = -2
"""The size of no file."""
_SUFFIX = "sqlite"


class KeptCatalogue(Catalogue):
    """A catalogue that opens a card when it is asked for."""

    def __init__(self, store: PassageStore) -> None:
        """The guide that `store` was written from; ValueError where it was written from something else."""
        self._kept = store
        self._opened: dict[int, Card] = {}
        self.listing = store.note("listing")
        self._heads = heads_from_json(store.note("heads"))
        self.sources = _sources(store.note("sources"))
        if [head.id for head in self._heads] != store.ids:
            raise ValueError("has other cards than passages")

    @property
    def store(self) -> PassageStore:
        """The cards' passages and words."""
        return self._kept

    @property
    def heads(self) -> list[CardHead]:
        """What is known of the cards without opening them."""
        return self._heads

    @cached_property
    def cards(self) -> tuple[Card, ...]:  # type: ignore[override]
        """All cards, opened."""
        return tuple(map(card_from_json, self._kept.all_data()))

    def _card(self, place: int) -> Card:
        if place not in self._opened:
            self._opened[place] = card_from_json(self._kept.data(place))
        return self._opened[place]


class GuideCache:
    """The kept form of one guide in a cache folder, made on the first write.

    A kept guide is taken for good if its file has its checksum, and what is cheap to look at fits: its
    notes, and the number of cards, passages and words. Each card is looked at when it is opened. That
    keeps out damage and what other programs wrote; whoever can write cards of their own into the cache
    with a checksum to match can write them into the guide.
    """

    def __init__(self, folder: Path, stamps: Stamps | None = None) -> None:
        self._folder = CacheFolder(folder, "cards", FORMAT, stamps)

    def open(self, guide: Path | None = None, *, keep: bool = True) -> Catalogue:
        """The guide in the folder `guide`, or the embedded one; with `keep`, kept where it can be.

        Raises GuideError where it is broken; what was kept before then still stands.
        """
        now = time.time_ns()
        state = listing(guide)
        kept = self._taken()
        if kept is not None and kept.listing == json.dumps(state):
            return kept
        catalogue = load(guide, _known(kept) if kept else None)
        if not keep:
            return catalogue
        notes = {
            "listing": json.dumps([(folder, _settled(files, now)) for folder, files in state]),
            "heads": heads_to_json(catalogue.cards),
            "sources": json.dumps({key: asdict(own) for key, own in catalogue.sources.items()}),
        }
        entries = [entry_of(card, card_to_json(card)) for card in catalogue.cards]
        try:
            self._folder.put({_SUFFIX: lambda path: PassageStore.write(path, entries, notes)}, {})
        except (OSError, sqlite3.Error):
            return catalogue  # works from memory, and is read anew each time
        return self._taken() or catalogue

    def _taken(self) -> KeptCatalogue | None:
        kept = self._folder.kept()
        path = kept.path(_SUFFIX) if kept else None
        if path is None:
            return None
        try:
            return KeptCatalogue(PassageStore.open(path))
        except ValueError:
            return None


def _settled(files: list[FileState], now: int) -> list[FileState]:
    """Files changed just before `now` may change again and look the same: they are read again."""
    return [
        own if settled(now, own.changed, own.touched) else own._replace(size=_READ_AGAIN)
        for own in files
    ]


def _known(kept: KeptCatalogue) -> Known:
    """The cards kept, by the folder and the state of their files."""
    found: dict[tuple[str, FileState], Card] = {}
    try:
        cards = {card.file: card for card in kept.cards}
        layers: list[tuple[str, list[Any]]] = json.loads(kept.listing)
        for folder, files in layers:
            for own in map(FileState._make, files):
                if own.file in cards:
                    found[folder, own] = cards[own.file]
    except (ValueError, TypeError, RecursionError, CacheError):
        return {}
    return found


def _sources(text: str) -> dict[str, Source]:
    """The sources by id that were noted; ValueError where none were."""
    try:
        return {
            key: Source(**{**fields, "grade": Grade(fields["grade"])})
            for key, fields in json.loads(text).items()
        }
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("are no sources as they were kept") from error
