"""Trying a language model: how quick it is, how large its index is, how well it finds, before it is set."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from assistant.errors import Trouble
from assistant.finding import Finding
from assistant.models import named_model
from knowledge.encoder import Encoder
from knowledge.errors import KnowledgeError

if TYPE_CHECKING:
    from assistant.workspace import Workspace
    from knowledge.card import Card
    from knowledge.encoder import Vectors

_SINGLE = 20
_BATCH = 128
_PARITY = 1 - 1e-4
"""Cosine from which two vectors of one text count as the same."""


def try_model(workspace: Workspace, name: str) -> list[Finding]:
    """What there is to know of the model `name` (a folder or a name), beside the one in use.

    Takes seconds to minutes. Raises Trouble where it cannot be loaded.
    """
    started = time.perf_counter()
    model = named_model(name)
    try:
        encoder = model.load()
    except (KnowledgeError, ImportError) as error:
        raise Trouble("Not loaded", str(error), "The model in use stays as it is.") from None
    loaded = time.perf_counter() - started
    texts = workspace.library.search.texts
    sample = list(texts[:: max(1, len(texts) // _BATCH)])[:_BATCH]
    each = median(_seconds(encoder, [text]) for text in sample[:_SINGLE])
    rate = len(sample) / _seconds(encoder, sample)
    size = len(texts) * encoder.dimensions * 4 / 2**20
    return [
        Finding("model", True, f"{encoder.name}, loaded in {loaded:.1f} s"),
        Finding(
            "speed", True, f"{each * 1000:.0f} ms for a question, {rate:.0f} passages a second"
        ),
        Finding(
            "size",
            True,
            f"{encoder.dimensions} numbers a vector, {size:.1f} MiB for the guide's {len(texts):,} "
            f"passages, about {len(texts) / rate / 60:.1f} min to prepare once",
        ),
        _parity(workspace, encoder),
        *_beside(workspace, encoder),
        Finding(
            "to use it",
            True,
            f"write  model = {_toml(name)}  under  [search]  in {workspace.settings_file}",
        ),
    ]


def _seconds(encoder: Encoder, texts: list[str]) -> float:
    started = time.perf_counter()
    encoder.encode(texts)
    return time.perf_counter() - started


def _parity(workspace: Workspace, encoder: Encoder) -> Finding:
    """Whether the index that is kept, if it is this model's, holds what the model says now."""
    import numpy as np

    kept = workspace.library.kept_vectors(encoder.key, encoder.dimensions)
    if kept is None:
        return Finding("parity", True, "the index kept is not this model's; it gets one of its own")
    texts = workspace.library.search.texts
    rows = range(0, len(texts), max(1, len(texts) // _BATCH))
    fresh = encoder.encode([texts[row] for row in rows])
    least = float(np.min(np.sum(kept[list(rows)] * fresh, axis=1)))
    return Finding(
        "parity",
        least >= _PARITY,
        f"least cosine {least:.6f} between its vectors and those in the index, {len(fresh)} passages",
        ""
        if least >= _PARITY
        else "This is another model with the same name of files: set it, do not mix.",
    )


def _beside(workspace: Workspace, encoder: Encoder) -> list[Finding]:
    """How often it finds the card that a way of asking belongs to, beside the model in use."""
    cards = [card for card in workspace.catalogue.cards if card.asks]
    own = _firsts(encoder, cards)
    right = sum(card == wanted for wanted, card in enumerate(own)) / len(cards)
    told = f"of {len(cards)} ways of asking, {right:.0%} find their card by its advice alone"
    try:
        other = workspace.library.open_encoder()
    except Trouble:
        return [Finding("finds", True, told)]
    if other.key == encoder.key:
        return [Finding("finds", True, told)]
    theirs = _firsts(other, cards)
    now = sum(card == wanted for wanted, card in enumerate(theirs)) / len(cards)
    same = sum(one == two for one, two in zip(own, theirs, strict=True)) / len(cards)
    return [Finding("finds", True, f"{told} ({other.name}: {now:.0%}; the same first: {same:.0%})")]


def _firsts(encoder: Encoder, cards: list[Card]) -> list[int]:
    """For the first ask of each card, which card's title and idea are nearest."""
    ideas: Vectors = encoder.encode([f"{card.title}. {card.idea}" for card in cards])
    asks = encoder.encode([card.asks[0] for card in cards])
    return [int(first) for first in (asks @ ideas.T).argmax(axis=1)]


def _toml(name: str) -> str:
    folder = Path(name).expanduser()
    told = str(folder.absolute()) if folder.is_dir() else name
    escaped = told.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
