"""The right answer but for a factor or something added."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from torchdojo.diagnose.pairs import Pair
from torchdojo.diagnose.relations.fact import Fact, holds, is_float
from torchdojo.diagnose.relations.sizes import factors

KNOWN = {
    -1.0: "{It} has the wrong sign.",
    2.0: "{It} is twice what is expected.",
    0.5: "{It} is half of what is expected.",
    -2.0: "{It} is twice what is expected, with the wrong sign.",
    -0.5: "{It} is half of what is expected, with the wrong sign.",
    4.0: "{It} is four times what is expected.",
    0.25: "{It} is a quarter of what is expected.",
    math.log(2): "{It} is what is expected times 0.693, the natural logarithm of 2: another base of the logarithm.",
    1 / math.log(2): "{It} is what is expected divided by 0.693, the natural logarithm of 2: another base of the logarithm.",
    math.log(10): "{It} is what is expected times 2.303, the natural logarithm of 10: another base of the logarithm.",
    1 / math.log(10): "{It} is what is expected divided by 2.303, the natural logarithm of 10: another base of the logarithm.",
    180 / math.pi: "{It} is what is expected in degrees instead of radians.",
    math.pi / 180: "{It} is what is expected in radians instead of degrees.",
    2 * math.pi: "{It} is what is expected times 2 pi.",
    1 / (2 * math.pi): "{It} is what is expected divided by 2 pi.",
}
# a fitted constant needs more numbers than one, and something added more than a factor: it also fits what is constant
ENOUGH, ENOUGH_ADDED = 2, 5


def scaled(pair: Pair) -> Iterator[Fact]:
    """What is expected, times a factor that has a name: a size first, then a well-known number."""
    factor = _factor(pair)
    if factor is None:
        return
    for words, size in factors(pair).items():
        if math.isclose(factor, size, rel_tol=2e-4):
            yield Fact(words, f"{{It}} is what is expected {words}.")
    for known, text in KNOWN.items():
        if math.isclose(factor, known, rel_tol=2e-4):
            yield Fact(f"factor {known:.4g}", text)
    if pair.ours.size >= ENOUGH:
        yield Fact(f"factor {factor:.3g}", f"{{It}} is what is expected times {factor:.3g}, everywhere.", fitted=True)


def _factor(pair: Pair) -> float | None:
    """The one number that makes the expected numbers those that came."""
    if not pair.same_shape or not is_float(pair) or pair.ours.dtype.kind == "c" or pair.theirs.dtype.kind == "c":
        return None
    ours, theirs = pair.ours, pair.theirs
    finite = np.isfinite(ours) & np.isfinite(theirs)
    square = float((ours[finite] ** 2).sum())
    if not square or not np.isfinite(square):
        return None
    factor = float((ours[finite] * theirs[finite]).sum()) / square
    return factor if factor and np.isfinite(factor) and holds(pair, ours * factor) else None


def offset(pair: Pair) -> Iterator[Fact]:
    """What is expected, plus one and the same number."""
    if not pair.same_shape or not is_float(pair) or pair.ours.dtype.kind == "c" or pair.ours.size < ENOUGH_ADDED:
        return
    gap = pair.theirs - pair.ours
    finite = gap[np.isfinite(gap)]
    if not finite.size:
        return
    middle = float(np.real(finite).mean())
    # where the expected numbers are all but equal, a factor would say as much
    if middle and float(np.std(pair.ours[np.isfinite(pair.ours)])) > 1e-3 * abs(middle) and holds(pair, pair.ours + middle):
        more = "more" if middle > 0 else "less"
        yield Fact(f"offset {middle:.3g}", f"{{It}} is {abs(middle):.3g} {more} than expected, everywhere.", fitted=True)
