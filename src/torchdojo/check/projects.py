"""Rules about projects: the reference reaches its own bar on hidden data, and no constant answer does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from torchdojo.catalog import Exercise, Lesson, Probe
from torchdojo.catalog.bars import Bar
from torchdojo.check.finding import Finding
from torchdojo.judge import Expected
from torchdojo.judge.scores import score, words
from torchdojo.observe import Observation
from torchdojo.observe.observation import Array


def hidden_data(lesson: Lesson, exercise: Exercise, every: Sequence[Expected]) -> Iterator[Finding]:
    """What the exercise's hidden data do not hold of the contract."""
    for probe in exercise.probes:
        if probe.bar is not None:
            place = f"{lesson.id}/judge.py: {exercise.name}, {probe.name}"
            found = next((text for one in every if (text := _fault(probe, probe.bar, one))), "")
            if found:
                yield Finding(place, "probe", found)


def _fault(probe: Probe, bar: Bar, one: Expected) -> str:
    seen = one.observations[probe.name]
    if not isinstance(seen.kept, Array) or seen.kept.values is None or not seen.kept.values.size:
        return f"with seed {one.seed} no targets are kept. Return given, kept; what is kept is a tensor."
    reference = score(bar.metric, seen.value, seen.kept)
    if bar.of_reference is not None and reference <= 0:
        return f"with seed {one.seed} the reference's {bar.metric} is {reference:.3g}: a share of that is no bar. Use at_least."
    if not bar.reached(reference, reference):
        return f"with seed {one.seed} the reference misses the bar: {words(bar, reference, reference)}."
    constant = _best_constant(bar, seen)
    if bar.reached(constant, reference):
        return f"with seed {one.seed} the same answer for every sample reaches the bar ({bar.metric} {constant:.3g}). Raise it."
    return ""


def _best_constant(bar: Bar, seen: Observation) -> float:
    """The best score of an answer that looks at no sample."""
    assert isinstance(seen.kept, Array) and seen.kept.values is not None
    targets = seen.kept.values
    values, counts = np.unique(targets, return_counts=True)
    answers = [values[counts.argmax()], np.median(targets), targets.mean()]
    arrays = [Array("tensor", "float64", targets.shape, np.full(targets.shape, float(answer))) for answer in answers]
    scores = [score(bar.metric, array, seen.kept) for array in arrays]
    return max(scores) if bar.higher else min(scores)
