"""Training the classifier from the exemplars. Imports scikit-learn, which takes a second or two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from assistant.talk.classifier import MEANING_WEIGHT, Classifier, Weights
from assistant.talk.features import Features
from assistant.talk.intents import Intent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.talk.exemplars import Exemplar
    from assistant.talk.features import Numbers

_STRENGTH = 12.0
"""Inverse of the regularisation, chosen by cross-validation on the exemplars."""
_STEPS, _TOLERANCE = 200, 1e-3


def train(exemplars: Sequence[Exemplar], meanings: Numbers | None = None) -> Classifier:
    """Learn from `exemplars`; `meanings` has a unit vector for each, in their order, or is None.

    The same exemplars and vectors give the same classifier on the same machine.
    """
    import numpy as np

    texts = [one.text for one in exemplars]
    intents = tuple(sorted({one.intent for one in exemplars}, key=list(Intent).index))
    classes = np.array([intents.index(one.intent) for one in exemplars])
    features = Features.of(texts)
    told = _rows(features, texts)
    by_meaning = None
    if meanings is not None:
        from scipy.sparse import hstack

        by_meaning = _learned(hstack([told, MEANING_WEIGHT * meanings]), classes)
    return Classifier(intents, features, _learned(told, classes), by_meaning)


def _rows(features: Features, texts: Sequence[str]) -> Any:
    """A sparse row for each text: all rows in full would take a gigabyte."""
    import numpy as np
    from scipy.sparse import csr_matrix

    ends, places, weights = [0], [], []
    for text in texts:
        found, told = features.weights(text)
        places += found
        weights += told
        ends.append(len(places))
    return csr_matrix(
        (np.asarray(weights, dtype=np.float32), places, ends), shape=(len(texts), len(features))
    )


def _learned(rows: Any, classes: NDArray[np.int64]) -> Weights:
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    # Balanced: how many exemplars somebody wrote says nothing of how often people ask.
    model = LogisticRegression(
        C=_STRENGTH, max_iter=_STEPS, tol=_TOLERANCE, class_weight="balanced"
    )
    model.fit(rows.tocsr(), classes)
    return Weights(
        np.ascontiguousarray(model.coef_, dtype=np.float32),
        np.asarray(model.intercept_, dtype=np.float32),
    )
