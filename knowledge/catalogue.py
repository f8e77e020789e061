"""All cards of a guide, read and validated once."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import resources
from pathlib import Path

from knowledge.card import Card
from knowledge.card_file import read_card
from knowledge.errors import GuideError, Problem
from knowledge.skeleton import FILE as SKELETONS
from knowledge.sources import FILE as SOURCES
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


@dataclass(frozen=True)
class Layer:
    """What could be read of one folder of cards, with a problem for each rule of the format broken."""

    folder: Path
    cards: tuple[Card, ...]
    sources: dict[str, Source]
    problems: tuple[Problem, ...]


def layers_of(folder: Path | None) -> tuple[Path, ...]:
    """The folders that make up a guide.

    A folder with skeletons of its own stands alone; one without adds its cards to the guide that comes
    with the program.
    """
    if folder is None:
        return (embedded_guide(),)
    return (folder,) if os.path.lexists(folder / SKELETONS) else (embedded_guide(), folder)


def read_layers(folder: Path | None = None) -> tuple[Layer, ...]:
    """Read the folders of a guide in their order; an id of an earlier one is a problem of the later."""
    layers: list[Layer] = []
    for place, own in enumerate(layers_of(folder)):
        layer = _read_layer(own, adds=place > 0)
        taken = {card.id for former in layers for card in former.cards}
        cited = {source for former in layers for source in former.sources}
        clashes = [
            Problem(card.file, "id", "is the id of a card that comes with the program")
            for card in layer.cards
            if card.id in taken
        ]
        clashes += [
            Problem(SOURCES, source, "is the id of a source that comes with the program")
            for source in layer.sources
            if source in cited
        ]
        layers.append(replace(layer, problems=(*layer.problems, *clashes)))
    return tuple(layers)


def _read_layer(folder: Path, *, adds: bool) -> Layer:
    problems: list[Problem] = []
    cards: list[Card] = []
    sources: dict[str, Source] = {}
    if not adds or os.path.lexists(folder / SOURCES):
        listed = read_sources(folder)
        if isinstance(listed, list):
            problems += listed
        else:
            sources = listed
    problems += _unreadable(folder)
    for path in _cards(folder):
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
    return Layer(folder, tuple(cards), sources, tuple(problems))


def _cards(folder: Path) -> list[Path]:
    """The card files of `folder`; hidden ones and a README are no cards."""
    return [path for path in sorted(folder.glob("*/*.md")) if not _apart(path, folder)]


def _unreadable(folder: Path) -> list[Problem]:
    """A problem for the folder, or each folder in it, that cannot be looked into."""
    found = []
    themes = [folder]
    for place in themes:
        try:
            inside = sorted(os.scandir(place), key=lambda entry: entry.name)
        except OSError as error:
            named = place.relative_to(folder).as_posix() if place != folder else str(folder)
            found.append(Problem(named, "folder", f"cannot be read ({error.strerror})"))
            continue
        if place == folder:
            themes += [Path(own.path) for own in inside if own.is_dir() and own.name[0] != "."]
    return found


def strays(folder: Path) -> list[Problem]:
    """A problem for each Markdown file where somebody may have meant to put a card."""
    near = sorted([*folder.glob("*.md"), *folder.glob("*/*/*.md")])
    wrong = "does not lie in a theme's folder, so is not read"
    return [
        Problem(path.relative_to(folder).as_posix(), "file", wrong)
        for path in near
        if not _apart(path, folder)
    ]


def _apart(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return hidden or path.stem.upper() == "README"


def load(folder: Path | None = None) -> Catalogue:
    """Load the guide in `folder` (the embedded one if None), beside the embedded one if it adds to it.

    Raises GuideError naming file and field where a card breaks the format.
    """
    layers = read_layers(folder)
    problems = sorted(problem for layer in layers for problem in layer.problems)
    if problems:
        raise GuideError(problems)
    sources = {key: source for layer in layers for key, source in layer.sources.items()}
    return Catalogue((card for layer in layers for card in layer.cards), sources)
