"""How good predictions on hidden data are: computed here, where the targets are, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from torchdojo.catalog.bars import Bar
from torchdojo.judge.verdict import Difference
from torchdojo.observe import Observation
from torchdojo.observe.observation import Array

Numbers = np.ndarray[Any, Any]
DIGITS = 3


class Unscorable(Exception):
    """The predictions are none; says why, in the learner's words."""


def score(metric: str, predictions: object, kept: object) -> float:
    """The metric of the predictions against the targets."""
    targets = _array(kept)
    if targets is None:
        raise ValueError("what is kept of hidden data is no tensor")
    found = _array(predictions)
    if found is None:
        raise Unscorable(f"the predictions are no tensor of shape {targets.shape}")
    if found.shape != targets.shape:
        raise Unscorable(f"the predictions have shape {found.shape}, one for each sample is needed: {targets.shape}")
    if found.dtype.kind not in "biuf":
        raise Unscorable("the predictions are no real numbers")
    wrong = int((~np.isfinite(found)).sum()) if found.dtype.kind == "f" else 0
    if wrong:
        raise Unscorable(f"{wrong} of {found.size} predictions are NaN or infinite")
    return float(METRICS[metric](found, targets))


def _array(value: object) -> Numbers | None:
    if isinstance(value, Array):
        return value.values
    if isinstance(value, tuple) and value and all(isinstance(item, int | float) for item in value):
        return np.asarray(value)
    return None


def _accuracy(found: Numbers, targets: Numbers) -> float:
    return float((found == targets).mean())


def _f1(found: Numbers, targets: Numbers) -> float:
    """The mean over the classes, each weighing the same."""
    every = []
    for label in np.union1d(found, targets):
        hit = ((found == label) & (targets == label)).sum()
        every.append(2 * hit / ((found == label).sum() + (targets == label).sum()))
    return float(np.mean(every))


def _mae(found: Numbers, targets: Numbers) -> float:
    return float(np.abs(found.astype("f8") - targets.astype("f8")).mean())


def _mse(found: Numbers, targets: Numbers) -> float:
    return float(np.square(found.astype("f8") - targets.astype("f8")).mean())


def _rmse(found: Numbers, targets: Numbers) -> float:
    return float(np.sqrt(_mse(found, targets)))


def _r2(found: Numbers, targets: Numbers) -> float:
    """1 less the squared error over that of predicting the mean."""
    return 1.0 - _mse(found, targets) / _mse(np.full_like(targets, targets.mean(), dtype="f8"), targets)


METRICS: dict[str, Callable[[Numbers, Numbers], float]] = {
    "accuracy": _accuracy,
    "f1": _f1,
    "mae": _mae,
    "mse": _mse,
    "rmse": _rmse,
    "r2": _r2,
}


def words(bar: Bar, found: float, reference: float) -> str:
    """The score beside what is needed."""
    needed = bar.needed(reference)
    digits = DIGITS
    # 0.8999 must not look like the 0.9 it does not reach
    while f"{found:.{digits}g}" == f"{needed:.{digits}g}" and found != needed and digits < 12:
        digits += 1
    least = "at least" if bar.higher else "at most"
    return f"{bar.metric} {found:.{digits}g}, {least} {needed:.{digits}g} is needed; the reference reaches {reference:.{digits}g}"


def scored(bar: Bar, ours: Observation, seen: Observation) -> tuple[str, list[Difference]]:
    """What is said about predictions, and what keeps them from passing."""
    reference = score(bar.metric, ours.value, ours.kept)
    needed = f"{bar.needed(reference):.{DIGITS}g}"
    try:
        found = score(bar.metric, seen.value, ours.kept)
    except Unscorable as fault:
        return str(fault), [Difference("predictions", str(fault), needed, "no score")]
    said = words(bar, found, reference)
    return said, [] if bar.reached(found, reference) else [Difference("predictions", said, needed, f"{found:.{DIGITS}g}")]
