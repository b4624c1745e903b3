"""What the answer has to do with what was given."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from torchdojo.diagnose.pairs import Numbers, Pair
from torchdojo.diagnose.relations.fact import Fact, holds, is_float, is_varied


def beside_inputs(pair: Pair) -> Iterator[Fact]:
    """An input itself, or what is expected with an input added, taken away or multiplied once too often."""
    if not is_float(pair) or pair.is_gradient:
        return
    for name, values in _named(pair):
        if not is_varied(values):
            continue
        if holds(pair, values):
            yield Fact(f"input {name}", f"{{It}} is `{name}` itself, unchanged.")
        elif values.shape == pair.ours.shape == pair.theirs.shape:
            yield from _combined(pair, name, values)


def _combined(pair: Pair, name: str, values: Numbers) -> Iterator[Fact]:
    with np.errstate(all="ignore"):
        found = {
            "plus": (pair.ours + values, f"{{It}} is what is expected plus `{name}`."),
            "minus": (pair.ours - values, f"{{It}} is what is expected minus `{name}`."),
            "from": (values - pair.ours, f"{{It}} is `{name}` minus what is expected."),
            "times": (pair.ours * values, f"{{It}} is what is expected times `{name}`."),
            "over": (pair.ours / values, f"{{It}} is what is expected divided by `{name}`."),
        }
    for word, (predicted, text) in found.items():
        if holds(pair, predicted):
            yield Fact(f"{word} {name}", text)


def _named(pair: Pair) -> list[tuple[str, Numbers]]:
    """Inputs whose name stands for one thing only; 'x' is also the name of what a probe drew and never gave."""
    names = [name for name, _ in pair.given.inputs]
    return [
        (name, array.values)
        for name, array in pair.given.inputs
        if names.count(name) == 1 and array.values is not None and array.values.dtype.kind == "f" and array.values.size
    ]
