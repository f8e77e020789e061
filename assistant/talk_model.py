"""The classifier of intents, trained from the exemplars and the guide's asks, kept in the cache.

What is kept are numbers and words in plain files, never a pickle; it is trained anew where the exemplars,
the guide or the model are others. Training takes seconds and imports scikit-learn.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.talk.classifier import Classifier, Weights
from assistant.talk.exemplars import Exemplar
from assistant.talk.exemplars import exemplars as every_exemplar
from assistant.talk.features import Features, Terms
from assistant.talk.intents import Intent
from knowledge.cache_folder import CacheFolder

if TYPE_CHECKING:
    from knowledge.card import Card
    from knowledge.encoder import Encoder, Vectors
    from knowledge.stamps import Stamps

_NAME, _FORM = "intents", 1
_ASKS = 10
"""Asks of each card that are exemplars of a worry or a how-to."""
_TOGETHER = 64


class Classifiers:
    """The classifiers of one workspace, each read or trained when it is first asked for."""

    def __init__(self, folder: Path, stamps: Stamps | None = None) -> None:
        self._folder = folder
        self._stamps = stamps
        self._made: dict[str, Classifier] = {}
        self._making = threading.Lock()

    def of(self, cards: Iterable[Card], encoder: Encoder | None) -> Classifier:
        """The one that goes with `encoder`; without an encoder the one by words."""
        key = encoder.key if encoder is not None else ""
        with self._making:
            if key not in self._made:
                self._made[key] = learned(self._folder, cards, encoder, self._stamps)
            return self._made[key]


def learned(
    folder: Path,
    cards: Iterable[Card],
    encoder: Encoder | None,
    stamps: Stamps | None = None,
    *,
    exemplars: Sequence[Exemplar] | None = None,
) -> Classifier:
    """The classifier for this guide and model, from `folder` if it is there, else trained and kept.

    Without an encoder it goes by words alone and is not kept beside one that knows meanings.
    """
    examples = tuple(exemplars) if exemplars is not None else training_set(cards)
    key = _key(examples, encoder)
    name = _NAME if encoder is not None else f"{_NAME}-by-words"
    cache = CacheFolder(folder, name, _FORM, stamps)
    kept = _read(cache, key)
    if kept is not None:
        return kept
    from assistant.talk.training import train

    made = train(examples, _meanings(encoder) if encoder is not None else None)
    _keep(cache, key, made)
    return made


def training_set(cards: Iterable[Card]) -> tuple[Exemplar, ...]:
    """The exemplars, and some of each card's asks, evenly taken."""
    asks = [
        Exemplar(ask, Intent.ASK_GUIDANCE) for card in cards for ask in _evenly(card.asks, _ASKS)
    ]
    return (*every_exemplar(), *asks)


def _evenly(texts: Sequence[str], count: int) -> list[str]:
    if len(texts) <= count:
        return list(texts)
    return [texts[at * len(texts) // count] for at in range(count)]


def _key(examples: Sequence[Exemplar], encoder: Encoder | None) -> str:
    told = hashlib.sha256(f"{_FORM}|{encoder.key if encoder else ''}".encode())
    for one in examples:
        told.update(f"\n{one.intent}\t{one.text}".encode())
    return told.hexdigest()


def _meanings(encoder: Encoder) -> Callable[[Sequence[str]], Vectors]:
    def encoded(texts: Sequence[str]) -> Vectors:
        import numpy as np

        return np.concatenate(
            [encoder.encode(texts[at : at + _TOGETHER]) for at in range(0, len(texts), _TOGETHER)]
        )

    return encoded


# --- the files -------------------------------------------------------------------------------------


def _keep(cache: CacheFolder, key: str, made: Classifier) -> None:
    """Keep it where that can be; it is trained again another time where it cannot."""
    from knowledge.cache_folder import Busy

    try:
        cache.put({"npz": lambda path: _write(path, made)}, {"key": key, **_words_of(made)})
    except (OSError, Busy):
        return


def _words_of(made: Classifier) -> dict[str, Any]:
    return {
        "intents": [intent.value for intent in made.intents],
        "words": list(made.features.words.places),
        "pieces": list(made.features.pieces.places),
    }


def _write(path: Path, made: Classifier) -> None:
    import numpy as np

    arrays = {
        "word_rarity": made.features.words.rarity,
        "piece_rarity": made.features.pieces.rarity,
        "by_words": made.by_words.rows,
        "by_words_start": made.by_words.start,
    }
    if made.by_meaning is not None:
        arrays |= {"by_meaning": made.by_meaning.rows, "by_meaning_start": made.by_meaning.start}
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)


def _read(cache: CacheFolder, key: str) -> Classifier | None:
    """What is kept under `key`, or None where nothing is that can be used."""
    import numpy as np

    kept = cache.kept()
    if kept is None or kept.notes.get("key") != key:
        return None
    path = kept.path("npz")
    if path is None:
        return None
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return _made(kept.notes, {name: arrays[name] for name in arrays.files})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _made(notes: dict[str, Any], arrays: dict[str, Any]) -> Classifier:
    words, pieces = (
        Terms({str(term): at for at, term in enumerate(notes[name])}, arrays[rarity])
        for name, rarity in (("words", "word_rarity"), ("pieces", "piece_rarity"))
    )
    by_meaning = None
    if "by_meaning" in arrays:
        by_meaning = Weights(arrays["by_meaning"], arrays["by_meaning_start"])
    made = Classifier(
        tuple(Intent(name) for name in notes["intents"]),
        Features(words, pieces),
        Weights(arrays["by_words"], arrays["by_words_start"]),
        by_meaning,
    )
    _check(made)
    return made


def _check(made: Classifier) -> None:
    """Raises ValueError where the numbers do not belong together."""
    terms = len(made.features.words.places) + len(made.features.pieces.places)
    rarities = (made.features.words.rarity, made.features.pieces.rarity)
    if sum(map(len, rarities)) != terms or made.by_words.rows.shape != (len(made.intents), terms):
        raise ValueError("the classifier's numbers do not belong to its words")
    if made.by_meaning is not None and len(made.by_meaning.rows) != len(made.intents):
        raise ValueError("the classifier's numbers do not belong to its intents")
