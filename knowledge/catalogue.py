"""All cards of a guide, read and validated once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import cached_property
from importlib import resources
from pathlib import Path

from knowledge.card import Card
from knowledge.card_file import read_card
from knowledge.errors import GuideError, Problem
from knowledge.sources import Source, read_sources
from knowledge.vocabulary import Theme


class Catalogue:
    """The cards and sources of one guide, in a stable order: by theme, then by title."""

    def __init__(self, cards: Iterable[Card], sources: dict[str, Source]) -> None:
        self.sources = sources
        self.cards = tuple(sorted(cards, key=lambda card: (_THEME_ORDER[card.theme], card.title)))

    @cached_property
    def _by_id(self) -> dict[str, Card]:
        return {card.id: card for card in self.cards}

    def __getitem__(self, card_id: str) -> Card:
        """The card of this id; KeyError where there is none."""
        return self._by_id[card_id]

    def __contains__(self, card_id: object) -> bool:
        return card_id in self._by_id

    def __len__(self) -> int:
        return len(self.cards)

    def nearest_ids(self, card_id: str, count: int = 3) -> list[str]:
        """Ids spelled like `card_id` (a whole id or its last part), nearest first."""
        slugs = {own.partition("/")[2]: own for own in self._by_id}
        near = difflib.get_close_matches(card_id, self._by_id, n=count, cutoff=0.6)
        by_slug = difflib.get_close_matches(card_id.rpartition("/")[2], slugs, n=count, cutoff=0.6)
        return list(dict.fromkeys([*near, *(slugs[slug] for slug in by_slug)]))[:count]


_THEME_ORDER = {theme: number for number, theme in enumerate(Theme)}


def embedded_guide() -> Path:
    """The folder of the guide that comes with the program."""
    return Path(str(resources.files("knowledge") / "guide"))


def read_guide(folder: Path) -> tuple[list[Card], dict[str, Source], list[Problem]]:
    """Read what can be read of the guide in `folder`, with a problem for each rule broken."""
    problems: list[Problem] = []
    cards: list[Card] = []
    sources = read_sources(folder)
    if isinstance(sources, list):
        problems += sources
        sources = {}
    for path in sorted(folder.glob("*/*.md")):
        file = path.relative_to(folder).as_posix()
        read = read_card(path, file)
        if isinstance(read, Card):
            cards.append(read)
            if read.id != file.removesuffix(".md"):
                problems.append(Problem(file, "id", "must be the file's folder and name"))
        else:
            problems += read
    if not cards and not problems:
        problems.append(Problem(str(folder), "guide", "has no cards"))
    return cards, sources, problems


def load(folder: Path | None = None) -> Catalogue:
    """Load the guide in `folder` (the embedded one if None).

    Raises GuideError naming file and field where a card breaks the format.
    """
    cards, sources, problems = read_guide(folder or embedded_guide())
    if problems:
        raise GuideError(sorted(problems))
    return Catalogue(cards, sources)
