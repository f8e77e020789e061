"""A guide's files: one folder of cards, or one that adds its cards to those of the program."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from knowledge.card import Card
from knowledge.catalogue import Catalogue
from knowledge.errors import GuideError, Problem
from knowledge.sources import FILE as SOURCES
from knowledge.sources import Source, read_sources

SKELETONS = "skeletons.yaml"
"""The file that makes a folder a whole guide."""


class FileState(NamedTuple):
    """A file of a guide and what tells that it has changed: size in bytes, times in nanoseconds."""

    file: str
    size: int
    changed: int
    touched: int


@dataclass(frozen=True)
class Layer:
    """What could be read of one folder of cards, with a problem for each rule of the format broken."""

    folder: Path
    cards: tuple[Card, ...]
    sources: dict[str, Source]
    problems: tuple[Problem, ...]


Known = Mapping[tuple[str, FileState], Card]
"""Cards read before, by folder and state of their file."""


def embedded_guide() -> Path:
    """The folder of the guide that comes with the program."""
    return Path(__file__).parent / "guide"


def layers_of(folder: Path | None) -> tuple[Path, ...]:
    """The folders that make up a guide.

    A folder with skeletons of its own stands alone; one without adds its cards to the guide that comes
    with the program.
    """
    if folder is None:
        return (embedded_guide(),)
    return (folder,) if os.path.lexists(folder / SKELETONS) else (embedded_guide(), folder)


def listing(folder: Path | None) -> list[tuple[str, list[FileState]]]:
    """The folders of a guide with the state of their files: equal as long as nothing has changed."""
    return [
        (str(own.absolute()), [*_scan(own)[0], _state(own / SOURCES, SOURCES)])
        for own in layers_of(folder)
    ]


def read_layers(folder: Path | None = None, known: Known | None = None) -> tuple[Layer, ...]:
    """Read the folders of a guide in their order; an id of an earlier one is a problem of the later.

    Cards that are `known` are not read again.
    """
    layers: list[Layer] = []
    for place, own in enumerate(layers_of(folder)):
        layer = _read_layer(own, known or {}, adds=place > 0)
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


def together(layers: tuple[Layer, ...]) -> Catalogue:
    """The cards and sources of all layers."""
    sources = {key: source for layer in layers for key, source in layer.sources.items()}
    return Catalogue((card for layer in layers for card in layer.cards), sources)


def load(folder: Path | None = None, known: Known | None = None) -> Catalogue:
    """Load the guide in `folder` (the embedded one if None), beside the embedded one if it adds to it.

    Raises GuideError naming file and field where a card breaks the format.
    """
    layers = read_layers(folder, known)
    problems = sorted(problem for layer in layers for problem in layer.problems)
    if problems:
        raise GuideError(problems)
    return together(layers)


def strays(folder: Path) -> list[Problem]:
    """A problem for each Markdown file where somebody may have meant to put a card."""
    near = sorted([*folder.glob("*.md"), *folder.glob("*/*/*.md")])
    wrong = "does not lie in a theme's folder, so is not read"
    return [
        Problem(path.relative_to(folder).as_posix(), "file", wrong)
        for path in near
        if not any(_apart(part) for part in path.relative_to(folder).parts)
    ]


def _read_layer(folder: Path, known: Known, *, adds: bool) -> Layer:
    from knowledge.card_file import read_card

    problems: list[Problem] = []
    cards: list[Card] = []
    sources: dict[str, Source] = {}
    if not adds or os.path.lexists(folder / SOURCES):
        listed = read_sources(folder)
        if isinstance(listed, list):
            problems += listed
        else:
            sources = listed
    states, unreadable = _scan(folder)
    problems += unreadable
    for state in states:
        file = state.file
        read = known.get((str(folder.absolute()), state)) or read_card(folder / file, file)
        if isinstance(read, Card):
            cards.append(read)
            if read.id != file.removesuffix(".md"):
                problems.append(Problem(file, "id", "must be the file's folder and name"))
        else:
            problems += read
    if not cards and not problems:
        problems.append(Problem(str(folder), "guide", "has no cards"))
    return Layer(folder, tuple(cards), sources, tuple(problems))


def _scan(folder: Path) -> tuple[list[FileState], list[Problem]]:
    """The card files of `folder` in their order, and a problem for each folder not to be looked into."""
    states: list[FileState] = []
    problems: list[Problem] = []
    for theme in _inside(folder, str(folder), problems):
        if theme.name.startswith(".") or not _is_folder(theme):
            continue
        inside = _inside(Path(theme.path), theme.name, problems)
        states += [
            _state(Path(own.path), f"{theme.name}/{own.name}")
            for own in inside
            if own.name.endswith(".md") and not _apart(own.name)
        ]
    return states, problems


def _inside(folder: Path, named: str, problems: list[Problem]) -> Iterator[os.DirEntry[str]]:
    try:
        yield from sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        problems.append(Problem(named, "folder", f"cannot be read ({error.strerror})"))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads round in a circle
        return False


def _state(path: Path, file: str) -> FileState:
    try:
        found = path.stat()
    except OSError:
        return FileState(file, -1, 0, 0)  # whoever reads it says what is wrong
    return FileState(file, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _apart(name: str) -> bool:
    """Whether a file or folder of this name holds no cards: a hidden one, a README."""
    return name.startswith(".") or name.rpartition(".")[0].upper() == "README"
