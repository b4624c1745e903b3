"""Pairs of arrays as the relations see them, without any lesson."""

from __future__ import annotations

import numpy as np
import pytest

from torchdojo.diagnose.pairs import Pair
from torchdojo.observe import Observation
from torchdojo.observe.observation import Array


def array(values, dtype="float64"):
    """An array as it would have been observed."""
    values = np.asarray(values)
    return Array("tensor", dtype, values.shape, values)


def made(ours, theirs, *, probe="probe", label="result", inputs=(), sizes=()):
    """A pair that differs; the inputs are (name, values)."""
    given = Observation(
        "reference", probe, "returned", inputs=tuple((name, array(values)) for name, values in inputs), sizes=tuple(sizes)
    )
    return Pair(probe, label, array(ours), array(theirs), given, wrong=True)


@pytest.fixture
def draw():
    """Standard normal numbers of a shape, the same in every run."""
    source = np.random.default_rng(7)
    return lambda *shape: source.standard_normal(shape)
