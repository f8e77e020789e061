"""The real guide, and what is asked of it, for tests of suggesting on records."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from hypothesis import strategies as st

from assistant.agenda import Agenda, Shape
from assistant.life.plan import proposals, replaced, suggest_for
from assistant.life.snapshot import PairLife
from assistant.suggest import AgendaRequest
from assistant.wording import BlockKind, Side, Stage
from knowledge.card import Block
from knowledge.catalogue import Catalogue
from knowledge.guide_files import embedded_guide, load
from knowledge.plain_text import words
from knowledge.skeleton import Skeletons, load_skeletons
from tests.assistant.life.lives import NOW

PAIRED = (Stage.EARLY, Stage.ESTABLISHED)
MOST_TEXTS = 4
"""Texts that are looked up for one suggestion."""


@cache
def catalogue() -> Catalogue:
    return load()


@cache
def skeletons() -> Skeletons:
    return load_skeletons(embedded_guide())


@cache
def _words() -> dict[str, frozenset[str]]:
    return {
        card.id: frozenset(words(f"{card.title} {card.idea} {' '.join(card.asks)}"))
        for card in catalogue().cards
    }


@cache
def nearest(text: str) -> Mapping[str, float]:
    """The cards that share the rarest words with `text`: a search as good as a test needs."""
    asked = frozenset(word for word in words(text) if len(word) > 4)
    shared = {card: len(asked & own) for card, own in _words().items()}
    best = sorted((card for card in shared if shared[card]), key=lambda card: (-shared[card], card))
    return {card: shared[card] / len(asked) for card in best[:6]}


class Asked:
    """`nearest`, remembering what it was asked."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, text: str) -> Mapping[str, float]:
        self.texts.append(text)
        return nearest(text)


def suggest(
    life: PairLife,
    request: AgendaRequest | None = None,
    *,
    locked: Agenda | None = None,
    shape: Shape | None = None,
) -> Agenda:
    asked = request or AgendaRequest()
    return suggest_for(
        life, catalogue(), skeletons(), asked, nearest, NOW, locked=locked, shape=shape
    )


def propose(life: PairLife, request: AgendaRequest | None = None) -> tuple[Agenda, Agenda, Agenda]:
    asked = request or AgendaRequest()
    return proposals(life, catalogue(), skeletons(), asked, nearest, NOW)


def next_best(life: PairLife, agenda: Agenda, place: int) -> Agenda:
    return replaced(life, catalogue(), skeletons(), agenda, place, nearest, NOW)


def keys(agenda: Agenda) -> list[tuple[str, str]]:
    return [(item.cards[0], item.title) for item in agenda.items]


def block(key: tuple[str, str]) -> Block:
    """The block of that card and title."""
    (found,) = (one for one in catalogue()[key[0]].blocks if one.title == key[1])
    return found


def share(agenda: Agenda, kind: BlockKind) -> float:
    return sum(item.minutes for item in agenda.items if item.kind is kind) / agenda.minutes


requests = st.builds(
    AgendaRequest,
    minutes=st.integers(10, 180),
    stage=st.sampled_from(list(Stage)),
    focus=st.sampled_from(["", "", "feedback upwards", "zeppelins"]),
    side=st.sampled_from([Side.BOTH, Side.MENTOR, Side.MENTEE]),
    seed=st.sampled_from([0, 0, 3]),
)
