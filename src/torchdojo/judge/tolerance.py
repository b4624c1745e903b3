"""How far apart two right answers may be: by dtype, by the size of the values, and by what rounding the inputs does here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from torchdojo.observe.observation import Array

Numbers = np.ndarray[Any, Any]

# unit roundoff of each float dtype; complex ones count as their parts
ROUNDOFF = {
    "float64": 2.0**-53,
    "complex128": 2.0**-53,
    "float32": 2.0**-24,
    "complex64": 2.0**-24,
    "float16": 2.0**-11,
    "complex32": 2.0**-11,
    "bfloat16": 2.0**-8,
    "float8_e4m3fn": 2.0**-4,
    "float8_e4m3fnuz": 2.0**-4,
    "float8_e5m2": 2.0**-3,
    "float8_e5m2fnuz": 2.0**-3,
    "float8_e8m0fnu": 2.0**-1,
}

# what is always allowed, and the most that measured conditioning can raise it to: (roundoff at least, allowed, at most).
# Right ways to compute the same thing differ by some hundred roundings; subtle mistakes (an eps in the wrong place,
# a factor N/(N-1)) by far more than the ceiling
BANDS = (
    (2.0**-4, 0.13, 0.26),
    (2.0**-9, 0.03, 0.1),
    (2.0**-12, 4e-3, 2e-2),
    (2.0**-25, 2e-5, 1e-3),
    (0.0, 1e-9, 1e-6),
)

# inputs that are huge on purpose must not excuse errors of results that are not
LARGEST_MAGNITUDE = 10.0
COARSE = 2.0**-12

# how many times the movement under one rounding of the inputs is still rounding
MOVEMENTS = 16.0


@dataclass(frozen=True)
class Allowed:
    """The allowed distance of each entry, and the reason in words."""

    distance: Numbers
    words: str


def allowed(expected: Array, moved: Array | None, *, drawn: str, magnitude: float, factor: float) -> Allowed:
    """How far each entry of an answer may be from the expected one.

    `moved` is the same observation with every input moved by one rounding error; `drawn` the coarsest dtype that was drawn;
    `magnitude` the usual size of what was drawn.
    """
    values = expected.values
    assert values is not None
    roundoff = max(ROUNDOFF.get(expected.dtype, 0.0), ROUNDOFF.get(drawn, 0.0))
    _, usual, most = next(band for band in BANDS if roundoff >= band[0])
    finite = np.abs(np.where(np.isfinite(values), values, 0.0))
    scale = float(finite.max(initial=0.0))
    # an entry far below the largest one was computed from numbers of the largest one's size
    with np.errstate(over="ignore"):
        size = np.minimum(finite + scale, np.finfo("f8").max)
    # where everything cancels, what is left has the size of a rounding error of the inputs
    inputs = min(magnitude, LARGEST_MAGNITUDE)
    left_over = (16.0 if roundoff < COARSE else 1.0) * roundoff * inputs
    # a lesson may widen what is usual, never the ceiling; with the factor 0 the comparison is exact
    share = min(usual * factor, most)
    floor = share * size + min(factor, 1.0) * left_over
    movement = _movement(values, moved)
    raised = np.minimum(MOVEMENTS * movement, most * np.maximum(size, inputs))
    coarse = drawn if ROUNDOFF.get(drawn, 0.0) > ROUNDOFF.get(expected.dtype, 0.0) else expected.dtype
    words = f"{share:.0e} of the size of the values, for {coarse}"
    if bool((raised > floor).any()):
        words = "what rounding the inputs alone does to this result"
    return Allowed(np.maximum(floor, raised), words)


def _movement(values: Numbers, moved: Array | None) -> Numbers:
    if moved is None or moved.values is None or moved.values.shape != values.shape:
        return np.zeros(values.shape)
    with np.errstate(all="ignore"):
        distance = np.abs(np.asarray(moved.values - values))
    return np.where(np.isfinite(distance), distance, 0.0)


def differs(expected: Numbers, got: Numbers, distance: Numbers) -> Numbers:
    """Where two arrays of equal shape differ: NaN equals NaN, an infinity only the same infinity."""
    with np.errstate(all="ignore"):
        near = np.abs(got - expected) <= distance
    same = (got == expected) | (np.isnan(got) & np.isnan(expected))
    both = np.isfinite(expected) & np.isfinite(got)
    wrong: Numbers = ~(same | (both & near))
    return wrong
