"""What was expected and what came instead, array by array."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from torchdojo.diagnose.evidence import Evidence
from torchdojo.judge.tolerance import differs
from torchdojo.observe import Observation
from torchdojo.observe.observation import Array, Gradients

Numbers = np.ndarray[Any, Any]
MERGED = "several probes"
# whole numbers up to here are exact as floats
EXACT = 2**50


@dataclass(frozen=True)
class Pair:
    """One array or number of one probe, as it was expected and as it came."""

    probe: str
    label: str
    """'result', 'result[1]', 'mean', 'gradient of x'."""
    expected: Array
    got: Array
    given: Observation
    """The reference's observation: it knows what was drawn."""
    wrong: bool

    @property
    def is_gradient(self) -> bool:
        """True for the gradient of something that was drawn."""
        return "gradient of " in self.label

    @property
    def same_shape(self) -> bool:
        """True if both can be compared entry by entry."""
        return self.expected.shape == self.got.shape

    @property
    def ours(self) -> Numbers:
        """The expected numbers."""
        assert self.expected.values is not None
        return self.expected.values

    @property
    def theirs(self) -> Numbers:
        """The numbers that came."""
        assert self.got.values is not None
        return self.got.values


def in_a_row(group: Sequence[Pair]) -> Pair:
    """Single numbers as one array; what was drawn is another thing for each of them, so it is left out."""
    ours, theirs = (np.asarray([float(np.real(side.flat[0])) for side in sides]) for sides in _sides(group))
    shape = (len(group),)
    given = replace(group[0].given, probe=MERGED, inputs=(), sizes=())
    array = Array("tensor", "float64", shape, ours), Array("tensor", "float64", shape, theirs)
    return Pair(MERGED, group[0].label, *array, given, wrong=True)


def _sides(group: Sequence[Pair]) -> tuple[list[Numbers], list[Numbers]]:
    return [pair.ours for pair in group], [pair.theirs for pair in group]


def pairs(evidence: Evidence) -> list[Pair]:
    """Every pair of arrays of every probe in which the submission returned something."""
    found = []
    for name, given in evidence.known.observations.items():
        seen = evidence.seen.observations.get(name)
        if seen is not None and seen.status == given.status == "returned":
            for label, ours, theirs in _walk(given.value, seen.value, ""):
                if ours.values is not None and theirs.values is not None:
                    found.append(Pair(name, label or "result", ours, theirs, given, _wrong(ours, theirs)))
    return found


def _wrong(ours: Array, theirs: Array) -> bool:
    """True if the two differ by more than any rounding could explain."""
    assert ours.values is not None and theirs.values is not None
    if ours.shape != theirs.shape:
        return True
    if ours.values.dtype.kind in "fc" or theirs.values.dtype.kind in "fc":
        finite = np.abs(np.where(np.isfinite(ours.values), ours.values, 0.0))
        share = 1e-2 if "16" in ours.dtype or "8" in ours.dtype else 1e-5 if ours.dtype == "float32" else 1e-8
        with np.errstate(all="ignore"):
            return bool(differs(ours.values, theirs.values, share * (finite + float(finite.max(initial=0.0)))).any())
    return bool((ours.values != theirs.values).any())


def _walk(ours: object, theirs: object, where: str) -> Iterator[tuple[str, Array, Array]]:
    """The arrays that stand in the same place of both."""
    one, other = _array(ours), _array(theirs)
    if one is not None and other is not None:
        yield where, one, other
    elif isinstance(ours, Gradients) and isinstance(theirs, Gradients):
        found = dict(theirs.of)
        for label, gradient in ours.of:
            if gradient is not None and found.get(label) is not None:
                yield f"{where}: {label}" if where else label, gradient, found[label]  # type: ignore[misc]
    elif isinstance(ours, tuple) and isinstance(theirs, tuple) and len(ours) == len(theirs):
        plain = sum(not isinstance(item, Gradients) for item in ours)
        for index, (first, second) in enumerate(zip(ours, theirs, strict=True)):
            alone = isinstance(first, Gradients) or plain == 1
            yield from _walk(first, second, where if alone else f"{where or 'result'}[{index}]")
    elif isinstance(ours, dict) and isinstance(theirs, dict):
        for key, item in ours.items():
            if key in theirs:
                inside = f"{where}, {key}" if where else str(key)
                yield from _walk(item, theirs[key], "" if isinstance(item, Gradients) else inside)


def _array(value: object) -> Array | None:
    """An array; a list of numbers counts as one, and so does a number."""
    if isinstance(value, Array):
        return value if value.values is not None else None
    if isinstance(value, float):
        return Array("tensor", "float64", (), np.asarray(value))
    if isinstance(value, tuple) and len(value) > 1 and _are_numbers(value):
        return Array("tensor", "float64", (len(value),), np.asarray(value, dtype="f8"))
    return None


def _are_numbers(value: tuple[object, ...]) -> bool:
    """True for floats, and for whole numbers small enough to be compared as floats."""
    if all(type(item) is float for item in value):
        return True
    return all(type(item) is int and abs(item) < EXACT for item in value)
