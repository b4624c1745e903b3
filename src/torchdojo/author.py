"""The one door for judge files: kinds of exercises, the draw, and what a probe may observe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from torch import Tensor

from torchdojo.observe.draw import Draw

__all__ = ["Draw", "Fill", "Hunt", "Probe", "Speed", "shares_storage"]

Probe = Callable[[Any, Draw], object]
CostFunction = Callable[[Any, Draw, int], Callable[[], object]]
P = TypeVar("P", bound=Probe)
C = TypeVar("C", bound=CostFunction)


class Fill:
    """An exercise in which the learner writes a removed body. The variable it is assigned to names the function or class."""

    def __init__(self, **options: object) -> None:
        self.options = options
        self.probes: list[Probe] = []

    def probe(self, function: P) -> P:
        """The function itself; from now on it is one of the ways this exercise is tried."""
        self.probes.append(function)
        return function


class Hunt(Fill):
    """An exercise in which the starter is a known mistake and the learner finds the bug."""

    def __init__(self, bug: str, **options: object) -> None:
        super().__init__(**options)
        self.bug = bug


class Speed(Fill):
    """An exercise in which the starter is a right alternative that costs too much, and the learner makes it cheaper."""

    def __init__(self, slow: str, **options: object) -> None:
        super().__init__(**options)
        self.slow = slow
        self.costs: list[CostFunction] = []

    def cost(self, **bars: object) -> Callable[[C], C]:
        """Makes a function (lesson, draw, size) one of the ways the cost is metered: it returns what is to be metered."""

        def add(function: C) -> C:
            self.costs.append(function)
            return function

        return add


def shares_storage(first: Tensor, second: Tensor) -> bool:
    """True if the two tensors are views of the same memory."""
    ours, theirs = first.untyped_storage(), second.untyped_storage()
    # an address says nothing about empty storages: they all have none
    return ours._cdata == theirs._cdata or (ours.data_ptr() == theirs.data_ptr() != 0)
