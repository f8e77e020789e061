"""The forward pass of a small BERT in numpy (Devlin et al. 2018, https://arxiv.org/abs/1810.04805).

Everything between the layers has the shape (features, tokens), the tokens of several texts one after
the other: a linear layer is then one product for all of them without padding, and `weights @ x` is
the form in which BLAS is quickest for a handful of tokens as well as for thousands.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

LAYERS = 6
HEADS = 12
HEAD = 32
HIDDEN = HEADS * HEAD
INNER = 4 * HIDDEN
WORDS = 30522
POSITIONS = 512

_EPSILON = 1e-12
_BLOCK = 32_768
"""Numbers for which the activation is worked out at a time: three such arrays stay in the cache."""

_SHORT = 24
_SLICE = 36_864
"""OpenBLAS copies the weights before it multiplies, unless there are at most a million products to
add up: in slices of so many weights that holds up to _SHORT tokens, and saves a fourth of the time
of a short text, which is bound by reading the weights."""


class Bert:
    """The model of LAYERS layers over its named tensors; holds nothing of the texts."""

    def __init__(self, tensors: Mapping[str, Floats]) -> None:
        """Take what is needed of `tensors`; ValueError if one is missing or of another shape."""
        self._words = _shaped(tensors, "embeddings.word_embeddings.weight", WORDS, HIDDEN)
        self._places = _shaped(tensors, "embeddings.position_embeddings.weight", POSITIONS, HIDDEN)
        self._kind = _shaped(tensors, "embeddings.token_type_embeddings.weight", 2, HIDDEN)[0]
        self._norm = _Norm(tensors, "embeddings.LayerNorm")
        self._layers = [_Layer(tensors, f"encoder.layer.{number}") for number in range(LAYERS)]

    def __call__(self, texts: Sequence[Sequence[int]]) -> Floats:
        """The mean of each text's token states, shape (len(texts), HIDDEN).

        `texts` are token ids, at least one and at most POSITIONS each; texts of equal length should
        stand together, because attention is worked out for such a run at once.
        """
        import numpy as np

        runs = _runs(len(text) for text in texts)
        states = np.empty((HIDDEN, runs[-1].end), dtype=np.float32)
        for run in runs:
            ids = np.array(texts[run.first : run.first + run.texts])
            states[:, run.start : run.end] = (
                (self._words[ids] + (self._places[: run.length] + self._kind)).reshape(-1, HIDDEN).T
            )
        self._norm(states)
        for layer in self._layers:
            layer(states, runs)
        means = np.empty((len(texts), HIDDEN), dtype=np.float32)
        for run in runs:
            means[run.first : run.first + run.texts] = run.of(states).mean(axis=2).T
        return means


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring texts of one length: the first's number, its first token's place, how many."""

    first: int
    start: int
    texts: int
    length: int

    @property
    def end(self) -> int:
        return self.start + self.texts * self.length

    def of(self, states: Floats) -> Floats:
        """The columns of this run as (features, texts, length), a view."""
        return states[:, self.start : self.end].reshape(len(states), self.texts, self.length)


def _runs(lengths: Iterable[int]) -> list[_Run]:
    runs: list[_Run] = []
    first = start = 0
    for length, same in groupby(lengths):
        runs.append(_Run(first, start, len(list(same)), length))
        first, start = first + runs[-1].texts, runs[-1].end
    return runs


class _Layer:
    """Self-attention and the two dense layers after it, each with its residual and norm."""

    def __init__(self, tensors: Mapping[str, Floats], name: str) -> None:
        attention = f"{name}.attention"
        self._query = _Linear(tensors, f"{attention}.self.query", HIDDEN, HIDDEN)
        self._key = _Linear(tensors, f"{attention}.self.key", HIDDEN, HIDDEN)
        self._value = _Linear(tensors, f"{attention}.self.value", HIDDEN, HIDDEN)
        self._mix = _Linear(tensors, f"{attention}.output.dense", HIDDEN, HIDDEN)
        self._mix_norm = _Norm(tensors, f"{attention}.output.LayerNorm")
        self._widen = _Linear(tensors, f"{name}.intermediate.dense", INNER, HIDDEN)
        self._narrow = _Linear(tensors, f"{name}.output.dense", HIDDEN, INNER)
        self._norm = _Norm(tensors, f"{name}.output.LayerNorm")

    def __call__(self, states: Floats, runs: Sequence[_Run]) -> None:
        """Change `states` to the next layer's, in place."""
        states += self._mix(self._attended(states, runs))
        self._mix_norm(states)
        inner = self._widen(states)
        gelu(inner)
        states += self._narrow(inner)
        self._norm(states)

    def _attended(self, states: Floats, runs: Sequence[_Run]) -> Floats:
        import numpy as np

        query, key, value = self._query(states), self._key(states), self._value(states)
        query *= np.float32(1 / math.sqrt(HEAD))
        result = np.empty_like(states)
        for run in runs:
            # (features, texts, length) to (texts, heads, head, length): views, nothing is copied.
            q, k, v, out = (
                run.of(each).reshape(HEADS, HEAD, run.texts, run.length).transpose(2, 0, 1, 3)
                for each in (query, key, value, result)
            )
            weights = q.swapaxes(2, 3) @ k
            weights -= weights.max(axis=3, keepdims=True)
            np.exp(weights, out=weights)
            weights /= weights.sum(axis=3, keepdims=True)
            np.matmul(v, weights.swapaxes(2, 3), out=out)
        return result


class _Linear:
    """`weights @ x + bias`."""

    def __init__(self, tensors: Mapping[str, Floats], name: str, rows: int, columns: int) -> None:
        self._weights = _shaped(tensors, f"{name}.weight", rows, columns)
        self._bias = _shaped(tensors, f"{name}.bias", rows)[:, None]

    def __call__(self, x: Floats) -> Floats:
        rows, depth = self._weights.shape
        slices = rows * depth // _SLICE if x.shape[1] <= _SHORT else 1
        result: Floats = self._weights.reshape(slices, rows // slices, depth) @ x
        result = result.reshape(rows, x.shape[1])
        result += self._bias
        return result


class _Norm:
    """Layer normalisation over the features (Ba et al. 2016)."""

    def __init__(self, tensors: Mapping[str, Floats], name: str) -> None:
        self._scale = _shaped(tensors, f"{name}.weight", HIDDEN)[:, None]
        self._shift = _shaped(tensors, f"{name}.bias", HIDDEN)[:, None]

    def __call__(self, x: Floats) -> None:
        """Normalise `x`, in place."""
        import numpy as np

        average = np.full((1, HIDDEN), 1 / HIDDEN, dtype=np.float32)
        x -= average @ x
        deviation = average @ (x * x)
        deviation += np.float32(_EPSILON)
        np.sqrt(deviation, out=deviation)
        x /= deviation
        x *= self._scale
        x += self._shift


def gelu(x: Floats) -> None:
    """Put x * Phi(x) in place of each x of a C-contiguous array, Phi the normal distribution.

    With Abramowitz & Stegun 7.1.26 for erfc(z), z = |x| / sqrt(2), whose error is at most 1.5e-7:
    x * Phi(x) = max(x, 0) - |x| * erfc(z) / 2, so the error here is at most 0.75e-7 * |x| and the
    rounding of float32 (together below 5e-7 for |x| up to 10).
    """
    import numpy as np

    flat = x.reshape(-1)
    spare = np.empty((3, min(_BLOCK, flat.size)), dtype=np.float32)
    for start in range(0, flat.size, _BLOCK):
        part = flat[start : start + _BLOCK]
        absolute, t, tail = spare[:, : part.size]
        np.abs(part, out=absolute)
        np.multiply(absolute, _P, out=t)
        t += 1
        np.reciprocal(t, out=t)
        np.multiply(t, _A[0], out=tail)
        for coefficient in _A[1:]:
            tail += coefficient
            tail *= t
        tail *= absolute
        np.square(absolute, out=t)
        t *= -0.5
        np.exp(t, out=t)
        tail *= t
        np.maximum(part, 0, out=part)
        part -= tail


# The series' a5 to a1 are halved, and its p is divided by the root of two, for the form above.
_A = tuple(a / 2 for a in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592))
_P = 0.3275911 / math.sqrt(2)


def _shaped(tensors: Mapping[str, Floats], name: str, *shape: int) -> Floats:
    tensor = tensors.get(name)
    if tensor is None or tensor.shape != shape:
        raise ValueError(f"the tensor {name} is missing or of another shape")
    return tensor
