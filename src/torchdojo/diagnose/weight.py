"""How much the wrong answers of a submission can tell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from torchdojo.diagnose.evidence import Evidence
from torchdojo.diagnose.pairs import Pair, pairs

# two different slips do not agree by chance in so many different numbers
ENOUGH, ENOUGH_WHOLE = 3, 4
LOOKED_AT = 50


def is_telling(evidence: Evidence) -> bool:
    """True if the wrong numbers are so many, and so different, that equal ones have the same cause.

    A shape, an exception, a zero or a NaN can come about in many ways.
    """
    return tells(pairs(evidence), evidence.failing) or _wrong_whole(evidence) >= ENOUGH_WHOLE


def tells(every: Sequence[Pair], probes: Collection[str]) -> bool:
    """True if these probes hold wrong numbers enough."""
    numbers: set[float] = set()
    for pair in every:
        if pair.probe in probes and pair.wrong and pair.same_shape and pair.ours.dtype.kind in "fc":
            theirs = np.abs(pair.theirs[pair.theirs != pair.ours]).astype("f8")
            numbers.update(float(f"{one:.6g}") for one in theirs[np.isfinite(theirs) & (theirs != 0)][:LOOKED_AT])
    return len(numbers) >= ENOUGH


def _wrong_whole(evidence: Evidence) -> int:
    """How many whole numbers, truth values and words came out wrong."""
    seen = evidence.seen.observations
    known = evidence.known.observations
    both = [(known[name].value, seen[name].value) for name in evidence.returned if name in seen]
    return sum(1 for ours, theirs in both for one, other in _leaves(ours, theirs) if one != other)


def _leaves(ours: object, theirs: object) -> Iterator[tuple[object, object]]:
    if isinstance(ours, tuple) and isinstance(theirs, tuple):
        for one, other in zip(ours, theirs, strict=False):
            yield from _leaves(one, other)
    elif isinstance(ours, dict) and isinstance(theirs, dict):
        for key in ours.keys() & theirs.keys():
            yield from _leaves(ours[key], theirs[key])
    elif isinstance(ours, int | str) and isinstance(theirs, int | str):
        yield ours, theirs
