"""Training the classifier from the exemplars. Imports scikit-learn, which takes a second or two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from assistant.talk.classifier import Classifier, Weights
from assistant.talk.features import Features
from assistant.talk.intents import Intent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.talk.exemplars import Exemplar
    from assistant.talk.features import Numbers

    MeaningOf = Callable[[Sequence[str]], Numbers]

_BY_WORDS, _BY_MEANING = 4.0, 10.0
"""Inverses of the regularisation, chosen on tests/eval."""
_EVERY = 3
"""Of the wordings that frames were expanded to, one in so many is learned by meaning: they lie close."""


def train(exemplars: Sequence[Exemplar], meaning_of: MeaningOf | None = None) -> Classifier:
    """Learn from `exemplars`; `meaning_of` gives a unit vector for each of some texts, in their order.

    Without it the classifier goes by words alone. The same exemplars and vectors give the same
    classifier on the same machine.
    """
    import numpy as np

    texts = [one.text for one in exemplars]
    intents = tuple(sorted({one.intent for one in exemplars}, key=list(Intent).index))
    classes = np.array([intents.index(one.intent) for one in exemplars])
    features = Features.of(texts)
    by_words = _learned_by_words(_rows(features, texts), classes)
    by_meaning = None
    if meaning_of is not None:
        some = [at for at, one in enumerate(exemplars) if not one.framed or at % _EVERY == 0]
        by_meaning = _learned_by_meaning(meaning_of([texts[at] for at in some]), classes[some])
    return Classifier(intents, features, by_words, by_meaning)


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


def _learned_by_words(rows: Any, classes: NDArray[np.int64]) -> Weights:
    """Each class against all others, which for words is better than all at once, and ten times quicker."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    # Balanced: how many exemplars somebody wrote says nothing of how often people ask.
    each = LogisticRegression(
        C=_BY_WORDS, solver="liblinear", tol=1e-2, class_weight="balanced", random_state=0
    )
    model = OneVsRestClassifier(each).fit(rows, classes)
    told = model.estimators_
    return Weights(
        np.concatenate([one.coef_ for one in told]).astype(np.float32),
        np.concatenate([one.intercept_ for one in told]).astype(np.float32),
    )


def _learned_by_meaning(vectors: Numbers, classes: NDArray[np.int64]) -> Weights:
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=_BY_MEANING, max_iter=200, tol=1e-3, class_weight="balanced")
    model.fit(vectors, classes)
    return Weights(model.coef_.astype(np.float32), model.intercept_.astype(np.float32))
