"""The one door for judge files: kinds of exercises, the draw, and what a probe may observe."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any, TypeVar

from torchdojo.observe.asked import shares_storage
from torchdojo.observe.draw import Draw
from torchdojo.observe.folders import files
from torchdojo.observe.ranks import ranks
from torchdojo.observe.services import serve

__all__ = [
    "Draw",
    "Fill",
    "Hunt",
    "Predict",
    "Probe",
    "Project",
    "Speed",
    "files",
    "ranks",
    "serve",
    "shares_storage",
]

Probe = Callable[[Any, Draw], object]
CostFunction = Callable[[Any, Draw, int], Callable[[], object]]
P = TypeVar("P", bound=Probe)
C = TypeVar("C", bound=CostFunction)
Data = TypeVar("Data", bound=FunctionType)


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


class Project(Fill):
    """An exercise of some size: scored on hidden data, or tried through files, a service or several processes."""

    name = ""

    def hidden(self, **bar: object) -> Callable[[Data], Data]:
        """Makes a function (draw) that returns what is given and what is kept a probe on hidden data.

        The submission is called with what is given (as its keyword arguments, if that is a dict) and returns predictions.
        With `by="name"`, the function (lesson, given) of that name calls it.
        """

        def add(data: Data) -> Data:
            def probe(lesson: Any, draw: Draw) -> object:
                given = draw.hidden(data)
                if "by" in bar:
                    return data.__globals__[str(bar["by"])](lesson, given)
                target = lesson
                for word in self.name.split("."):
                    target = getattr(target, word)
                return target(**given) if isinstance(given, dict) else target(given)

            probe.__name__, probe.__doc__ = data.__name__, data.__doc__
            probe.hidden = bar  # type: ignore[attr-defined]
            self.probes.append(probe)
            return data

        return add


class Predict(Fill):
    """An exercise in which the learner says what a snippet gives before it is run.

    `asks` is 'shape', 'dtype', 'value', 'alias' or 'error'; the other keywords say which values its numbers may have.
    """

    def __init__(self, asks: str, **options: object) -> None:
        super().__init__(**options)
        self.asks = asks
