"""How much the wrong answers of a submission can tell."""

from __future__ import annotations

import numpy as np

from torchdojo.diagnose.evidence import Evidence
from torchdojo.diagnose.pairs import pairs

# two different slips do not agree by chance in so many different numbers
ENOUGH = 3


def is_telling(evidence: Evidence) -> bool:
    """True if the wrong numbers are so many, and so different, that equal ones have the same cause.

    A shape, an exception, a zero or a NaN can come about in many ways.
    """
    numbers: set[float] = set()
    for pair in pairs(evidence):
        if not pair.wrong or not pair.same_shape or pair.ours.dtype.kind not in "fc":
            continue
        theirs = np.abs(pair.theirs[pair.theirs != pair.ours]).astype("f8")
        numbers.update(float(f"{one:.6g}") for one in theirs[np.isfinite(theirs) & (theirs != 0)][:50])
        if len(numbers) >= ENOUGH:
            return True
    return False
