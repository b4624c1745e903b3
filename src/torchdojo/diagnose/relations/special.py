"""Numbers that say something by themselves: NaN, infinities, zeros, and answers of another dtype."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from torchdojo.diagnose.pairs import Pair
from torchdojo.diagnose.relations.fact import Fact, is_float, is_varied

LARGE = 50.0
ORIGINS = "Look for a division by zero, the logarithm of zero, or the root of a negative number."


def not_finite(pair: Pair) -> Iterator[Fact]:
    """NaN or an infinity where a finite number is expected, and everything else right."""
    if not pair.same_shape or not is_float(pair):
        return
    bad = ~np.isfinite(pair.theirs) & np.isfinite(pair.ours)
    if not bool(bad.any()):
        return
    what = (
        "NaN" if bool(np.isnan(pair.theirs[bad]).all()) else "infinite" if not np.isnan(pair.theirs[bad]).any() else "not finite"
    )
    if _is_large(pair):
        text = f"{{It}} is {what} for large inputs, though what is expected is finite: something overflows on the way."
        yield Fact("overflow", text)
        return
    whole = "" if bool(bad.all()) else " in places"
    text = f"{{It}} is {what}{whole} where a finite number is expected. " + ORIGINS
    yield Fact(f"not finite {what}{whole}", text)


def _is_large(pair: Pair) -> bool:
    sizes = [float(np.abs(array.values).max(initial=0.0)) for _, array in pair.given.inputs if array.values is not None]
    return max([pair.given.magnitude, *(size for size in sizes if np.isfinite(size))]) > LARGE


def zeros(pair: Pair) -> Iterator[Fact]:
    """Zeros everywhere, or one and the same number everywhere."""
    if not pair.same_shape or not is_float(pair) or not is_varied(pair.ours):
        return
    first = pair.theirs.flat[0]
    if bool((pair.theirs == first).all()) and np.isfinite(first):
        what = f"{float(np.real(first)) + 0.0:.4g}"
        yield Fact(f"all {what}", f"{{It}} is {what} everywhere, where different numbers are expected.")


def other_dtype(pair: Pair) -> Iterator[Fact]:
    """The right numbers in another dtype."""
    ours, theirs = pair.expected.dtype, pair.got.dtype
    if ours == theirs or not pair.same_shape:
        return
    near = bool(np.allclose(pair.ours, pair.theirs, rtol=2e-2, atol=1e-6, equal_nan=True))
    if near:
        yield Fact("dtype", f"{{It}} has the right numbers, but its dtype is {theirs} where {ours} is expected.")
