"""The right answer under one more function of every entry, or one function less."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from torchdojo.diagnose.pairs import Numbers, Pair
from torchdojo.diagnose.relations.fact import Fact, holds, is_float, is_varied

Function = Callable[[Numbers], Numbers]

FUNCTIONS: dict[str, tuple[Function, str]] = {
    "square root": (np.sqrt, "{It} is the square root of what is expected."),
    "square": (np.square, "{It} is the square of what is expected: a root is missing, or a square is too much."),
    "reciprocal": (np.reciprocal, "{It} is 1 divided by what is expected."),
    "absolute value": (np.abs, "{It} is the absolute value of what is expected: the sign is lost."),
    "logarithm": (np.log, "{It} is the logarithm of what is expected."),
    "exponential": (np.exp, "{It} is the exponential of what is expected: a logarithm is missing, or `exp` is too much."),
    "complement": (lambda x: 1 - x, "{It} is 1 less what is expected."),
    "one more": (lambda x: 1 + x, "{It} is 1 plus what is expected."),
    "not below zero": (lambda x: np.maximum(x, 0), "{It} is what is expected, but for the negative numbers, which became 0."),
    "rounded": (np.round, "{It} is what is expected, rounded to whole numbers."),
    "rounded down": (np.floor, "{It} is what is expected, rounded down to whole numbers."),
    "cut off": (np.trunc, "{It} is what is expected with everything behind the point cut off."),
}


def mapped(pair: Pair) -> Iterator[Fact]:
    """One of the functions above turns what is expected into what came."""
    if not pair.same_shape or not is_float(pair) or pair.ours.dtype.kind == "c" or not is_varied(pair.ours, 2):
        return
    with np.errstate(all="ignore"):
        for name, (function, text) in FUNCTIONS.items():
            predicted = function(pair.ours)
            if is_varied(predicted, 2) and holds(pair, predicted):
                yield Fact(name, text)
