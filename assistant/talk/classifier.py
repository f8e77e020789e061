"""Which intent a message has: a logistic regression over its words, pieces of words and meaning.

Two sets of weights are trained together: one with the sentence embedding, one without it for the time
before the model is loaded. Training is `assistant.talk.training`; here only numpy is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from assistant.talk.intents import Intent

if TYPE_CHECKING:
    from assistant.talk.features import Features, Numbers

MEANING_WEIGHT = 2.5
"""How much longer the embedding is than the words' weights, chosen by cross-validation on the exemplars."""


class Guess(NamedTuple):
    """An intent, and how likely it is: 0 to 1."""

    intent: Intent
    chance: float


@dataclass(frozen=True)
class Weights:
    """A row of numbers for each class, and what each begins at."""

    rows: Numbers
    """(classes, features), float32."""
    start: Numbers
    """(classes,), float32."""

    def chances(self, vector: Numbers) -> Numbers:
        """How likely each class is; they sum to 1."""
        import numpy as np

        told = self.rows @ vector + self.start
        raised = np.exp(told - told.max())
        chances: Numbers = (raised / raised.sum()).astype(np.float32)
        return chances


@dataclass(frozen=True)
class Classifier:
    """What was learned from the exemplars; says nothing of the state of a conversation."""

    intents: tuple[Intent, ...]
    features: Features
    by_words: Weights
    by_meaning: Weights | None
    """None where no model was at hand."""

    def guesses(self, text: str, meaning: Numbers | None = None) -> tuple[Guess, ...]:
        """Every intent with its chance, likeliest first; `meaning` is the message's unit vector."""
        import numpy as np

        vector = self.features.vector(text)
        if meaning is None or self.by_meaning is None:
            chances = self.by_words.chances(vector)
        else:
            chances = self.by_meaning.chances(np.concatenate([vector, MEANING_WEIGHT * meaning]))
        found = [
            Guess(intent, float(chance))
            for intent, chance in zip(self.intents, chances, strict=True)
        ]
        return tuple(sorted(found, key=lambda guess: -guess.chance))
