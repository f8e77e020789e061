"""The rules a guide must keep beyond its format: what `viceversa guide check` looks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge.card import Card
from knowledge.card_rules import card_rules
from knowledge.checklist import check_coverage, read_checklist
from knowledge.errors import Problem
from knowledge.guide_files import Layer, read_layers, strays, together
from knowledge.plain_text import words
from knowledge.skeleton import check_blocks, check_skeletons, read_skeletons


def check_guide(folder: Path) -> list[Problem]:
    """Return a problem for every rule that the guide in `folder` breaks, by file and field.

    Where the folder adds its cards to the guide that comes with the program, only its own cards are
    looked at, beside all others.
    """
    layers = read_layers(folder)
    own = layers[-1]
    catalogue = together(layers)
    cards, sources = catalogue.cards, catalogue.sources
    problems = [*own.problems, *strays(own.folder)]
    for card in own.cards:
        problems += [Problem(card.file, field, text) for field, text in card_rules(card, sources)]
    problems += _standing_twice(layers)
    checklist = read_checklist(layers[0].folder)
    if isinstance(checklist, list):
        problems += checklist
    elif checklist:
        told = {card.file for card in own.cards}
        problems += [
            problem
            for problem in check_coverage(checklist, cards)
            if len(layers) == 1 or problem.file in told
        ]
    skeletons = read_skeletons(layers[0].folder)
    if isinstance(skeletons, list):
        problems += skeletons
    else:
        if len(layers) == 1:
            problems += check_skeletons(skeletons, {card.id: card for card in cards})
        problems += check_blocks(skeletons, own.cards)
    return sorted(set(problems))


def _standing_twice(layers: Sequence[Layer]) -> Iterator[Problem]:
    """An ask, a title, a try or a question stands once in the guide, and once in its card."""
    seen: dict[tuple[str, str], Card] = {}
    for layer in layers:
        for card in layer.cards:
            texts = [("title", card.title), *(("asks", ask) for ask in card.asks)]
            texts += [("questions", question.text) for question in card.questions]
            texts += [(sentence.part.value, sentence.text) for sentence in card.sentences]
            for field, text in texts:
                key = (field, " ".join(words(text)))
                other = seen.get(key)
                seen.setdefault(key, card)
                if other is not None and layer is layers[-1]:
                    told = "twice" if other.id == card.id else f"in {other.file} too"
                    yield Problem(card.file, field, f"“{text}” stands {told}")
