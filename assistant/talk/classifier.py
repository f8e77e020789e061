"""Which intent a message has: by its words and pieces of words, and by its meaning, weighed together.

Two logistic regressions: of each intent against all others over the words, and of all at once over the
sentence embedding. The first does alone before the language model is loaded. Joined features did worse on
tests/eval, and took ten times as long. Training is `assistant.talk.training`; here only numpy is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from assistant.talk.intents import Intent

if TYPE_CHECKING:
    from assistant.talk.features import Features, Numbers

MEANING = 0.4
"""How much of the say the meaning has, 0 to 1, chosen on tests/eval."""
_LEAST = 1e-6


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

    def told(self, vector: Numbers) -> Numbers:
        """How much speaks for each class, as log odds."""
        told: Numbers = self.rows @ vector + self.start
        return told


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

        # Of one against all others, the chances do not sum to 1.
        odds = 1 / (1 + np.exp(-self.by_words.told(self.features.vector(text))))
        told = np.log(odds / odds.sum() + _LEAST)
        if meaning is not None and self.by_meaning is not None:
            near = np.log(_shares(self.by_meaning.told(meaning)) + _LEAST)
            told = (1 - MEANING) * told + MEANING * near
        chances = _shares(told)
        found = [
            Guess(intent, float(chance))
            for intent, chance in zip(self.intents, chances, strict=True)
        ]
        return tuple(sorted(found, key=lambda guess: -guess.chance))


def _shares(told: Numbers) -> Numbers:
    """Chances that sum to 1."""
    import numpy as np

    raised = np.exp(told - told.max())
    shares: Numbers = raised / raised.sum()
    return shares
