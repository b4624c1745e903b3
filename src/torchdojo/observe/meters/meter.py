"""What all meters have in common: each sees every torch operation, and knows the learner's line it comes from."""

from __future__ import annotations

import gc
import sys
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import torch
from torch.utils._python_dispatch import TorchDispatchMode

# line numbers from here on belong to code that was put around the learner's own
FOREIGN_LINES = 1_000_000
M = TypeVar("M", bound="Meter")


class Meter(ABC):
    """Sees the operations that run while it measures, below autograd, and adds up one cost of them."""

    def __init__(self, filename: str) -> None:
        self.filename = filename
        self.names: Counter[str] = Counter()
        """The share of each operation in the cost, where it has one."""
        self.lines: Counter[int] = Counter()
        """The share of each of the learner's lines in the cost."""

    @property
    @abstractmethod
    def count(self) -> int:
        """The cost."""

    @abstractmethod
    def seen(self, operation: Any, arguments: tuple[Any, ...], keywords: Mapping[str, Any]) -> Any:
        """What the operation returned, after it was counted."""

    def end(self, result: object) -> None:  # noqa: B027 - most meters have nothing to do there
        """Nothing; called when all is done, while the result is still held."""

    def line(self) -> int | None:
        """The learner's line that is being executed; None outside of the learner's own code."""
        line = line_in(self.filename)
        return line if line is not None and line < FOREIGN_LINES else None

    def share(self, operation: Any, cost: int) -> None:
        """Nothing; adds a cost to the operation's name and to the line it comes from."""
        self.names[operation.name().rpartition("::")[2].split(".")[0]] += cost
        line = self.line()
        if line is not None:
            self.lines[line] += cost


class _Watch(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Shows a meter every operation."""

    def __init__(self, meter: Meter) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._meter = meter

    def __torch_dispatch__(self, operation: Any, types: Any, arguments: Any = (), keywords: Any = None) -> Any:
        keywords = keywords or {}
        # under inference_mode composite operations arrive whole; elsewhere in the parts they are made of
        if torch.is_inference_mode_enabled() and hasattr(operation, "decompose"):
            with self:
                parts = operation.decompose(*arguments, **keywords)
            if parts is not NotImplemented:
                return parts
        return self._meter.seen(operation, arguments, keywords)


def line_in(filename: str) -> int | None:
    """The line of this file that the innermost of its frames executes; None if there is none."""
    frame = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename != filename:
        frame = frame.f_back  # type: ignore[assignment]
    return frame.f_lineno if frame is not None else None


def measure(meter: M, call: Callable[[], object]) -> M:
    """The meter, after it saw the call. Garbage in circles is collected before and after, never on the way."""
    gc.collect()
    enabled = gc.isenabled()
    gc.disable()
    try:
        with _Watch(meter):
            result = call()
        gc.collect()
        meter.end(result)
    finally:
        if enabled:
            gc.enable()
    return meter
