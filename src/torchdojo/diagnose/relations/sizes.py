"""The sizes that a factor may stand for, by the names the learner knows."""

from __future__ import annotations

import itertools
import math

from torchdojo.diagnose.pairs import Pair
from torchdojo.diagnose.relations.fact import ordinal


def sizes(pair: Pair) -> dict[str, int]:
    """Every size with its name: dimensions of annotations first, then axes of inputs and of the result."""
    found: dict[str, int] = {}
    for name, parts in pair.given.sizes:
        if len(parts) == 1:
            found[f"`{name}`"] = parts[0]
        elif parts:
            found[f"the product of all sizes of `{name}`"] = math.prod(parts)
    for name, array in _inputs(pair):
        for axis, size in enumerate(array):
            found[f"the size of {ordinal(axis, len(array))} of `{name}`"] = size
        if len(array) > 1:
            found[f"the number of entries of `{name}`"] = math.prod(array)
    shape = pair.expected.shape
    for axis, size in enumerate(shape):
        found[f"the size of {ordinal(axis, len(shape))} of the result"] = size
    if len(shape) > 1:
        found["the number of entries of the result"] = math.prod(shape)
    return {name: size for name, size in found.items() if size > 1}


def _inputs(pair: Pair) -> list[tuple[str, tuple[int, ...]]]:
    """Names and shapes of what was drawn, where a name stands for one thing only."""
    names = [name for name, _ in pair.given.inputs]
    return [(name, array.shape) for name, array in pair.given.inputs if names.count(name) == 1 and name != "x"]


def factors(pair: Pair) -> dict[str, float]:
    """Every factor that a forgotten or superfluous size can leave behind, in words."""
    found: dict[str, float] = {}
    named = sizes(pair)
    for name, size in named.items():
        found[f"times {name}"] = float(size)
        found[f"divided by {name}"] = 1.0 / size
    for name, size in named.items():
        found[f"times the square root of {name}"] = math.sqrt(size)
        found[f"divided by the square root of {name}"] = 1.0 / math.sqrt(size)
        # 2 / 1 is also a size: what could be either is not told
        if size > 2:
            found[f"times n / (n - 1) for n = {name}"] = size / (size - 1)
            found[f"times (n - 1) / n for n = {name}"] = (size - 1) / size
            found[f"times the root of n / (n - 1) for n = {name}"] = math.sqrt(size / (size - 1))
            found[f"times the root of (n - 1) / n for n = {name}"] = math.sqrt((size - 1) / size)
    # beyond these two names stand for the same numbers
    own = [(name, size) for name, size in named.items() if name.startswith("`")] or list(named.items())[:5]
    for (one, first), (other, second) in itertools.combinations(own, 2):
        found[f"times {one} times {other}"] = float(first * second)
        found[f"divided by {one} times {other}"] = 1.0 / (first * second)
    return found
