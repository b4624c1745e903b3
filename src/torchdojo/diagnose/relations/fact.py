"""What a relation says, and when it may be said: tight, by far better than no relation, on enough numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from torchdojo.diagnose.pairs import Numbers, Pair

# how near what was predicted must be, as a share of the largest number, and how much nearer than what was expected
TIGHT, TIGHT_COARSE = 1e-4, 2e-2
TIMES_NEARER, TIMES_NEARER_COARSE = 100.0, 10.0
# below this share of the largest number a difference may have another cause, such as an epsilon
LEAST = 0.02
COARSE = ("bfloat16", "float16", "complex32", "float8_e4m3fn", "float8_e5m2")


@dataclass(frozen=True)
class Fact:
    """Something that holds between what was expected and what came."""

    name: str
    text: str
    """A sentence about `{it}`, the result or whatever else is wrong."""
    fitted: bool = False
    """True if it holds a number without a name, which must then be the same in two places at least."""


Relation = Callable[[Pair], Iterator[Fact]]


def is_float(pair: Pair) -> bool:
    """True if both are floats (or complex numbers), with something in them."""
    return pair.ours.dtype.kind in "fc" and pair.theirs.dtype.kind in "fc" and pair.ours.size > 0 and pair.theirs.size > 0


def holds(pair: Pair, predicted: Numbers) -> bool:
    """True if the prediction is what came, and what was expected is not."""
    theirs = pair.theirs
    if predicted.shape != theirs.shape or not theirs.size:
        return False
    after = _gap(predicted, theirs)
    before = _gap(pair.ours, theirs) if pair.same_shape else np.inf
    size = max(_size(theirs), _size(predicted))
    coarse = pair.expected.dtype in COARSE or pair.got.dtype in COARSE
    tight, times = (TIGHT_COARSE, TIMES_NEARER_COARSE) if coarse else (TIGHT, TIMES_NEARER)
    return bool(size > 0 and after <= tight * size and after * times <= before and before > LEAST * _size(pair.ours))


def is_far(pair: Pair) -> bool:
    """True if what came is not nearly what was expected, or has another shape."""
    return not pair.same_shape or _gap(pair.ours, pair.theirs) > LEAST * _size(pair.ours)


def is_varied(values: Numbers, least: int = 3) -> bool:
    """True if there are several different finite numbers."""
    finite = values[np.isfinite(values)]
    return bool(np.unique(np.round(finite, 9)).size >= least)


def _gap(one: Numbers, other: Numbers) -> float:
    """The largest distance; infinite where only one of them is finite."""
    finite = np.isfinite(one) & np.isfinite(other)
    same = (one == other) | (np.isnan(one) & np.isnan(other))
    if not bool((finite | same).all()):
        return np.inf
    return float(np.abs(np.where(finite, one, 0.0) - np.where(finite, other, 0.0)).max(initial=0.0))


def _size(values: Numbers) -> float:
    return float(np.abs(np.where(np.isfinite(values), values, 0.0)).max(initial=0.0))


def ordinal(axis: int, count: int) -> str:
    """An axis in words: 'the last axis', 'axis 1'."""
    return "the only axis" if count == 1 else "the last axis" if axis == count - 1 else f"axis {axis}"
