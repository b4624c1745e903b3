"""What torch's operations do in a learner's line: stretch, copy, change an input, make NaN out of numbers."""

from __future__ import annotations

import contextlib
import math
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from types import FrameType
from typing import TYPE_CHECKING, Any

import torch
import torch.nn.functional
from torch import Tensor
from torch.overrides import TorchFunctionMode

from torchdojo.observe.variant import FOREIGN_LINES
from torchdojo.observe.xray.changes import memory
from torchdojo.observe.xray.describe import is_tensor, plain, unseen
from torchdojo.observe.xray.names import BECAUSE, COPYING, ELEMENTWISE, FRESH, LOSSES, NO_CHANGE, SPOKEN
from torchdojo.observe.xray.notes import LineNotes

if TYPE_CHECKING:
    from torchdojo.observe.xray.tracer import Tracer

# Python files of torch between a learner's call and the operation it means
_MODULES = (torch.functional, torch.nn.functional, torch._tensor, torch.overrides, torch._jit_internal)
PASSED = frozenset(str(getattr(module, "__file__", "")) for module in _MODULES)
MOST_CHECKED = 1_000_000
BREAKS = (("nan", "NaN", torch.isnan, math.isnan), ("infinite", "infinite", torch.isinf, math.isinf))


class Operations(TorchFunctionMode):
    """Sees every operation of torch while the program runs, does it, and notes what is worth telling."""

    def __init__(self, tracer: Tracer, filename: str) -> None:
        super().__init__()
        self._tracer = tracer
        self._filename = filename

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        try:
            result = func(*args, **kwargs)
        except Exception:
            self._safely(self._failed, func, args, kwargs)
            raise
        if is_tensor(result) or getattr(func, "__name__", "") == "__setitem__":
            self._safely(self._did, func, args, kwargs, result)
        return result

    def _safely(self, does: Any, func: Any, args: Sequence[Any], kwargs: Mapping[str, Any], *result: Any) -> None:
        # what goes wrong in looking must not become an exception of the program
        with contextlib.suppress(BaseException), unseen():
            name = str(getattr(func, "__name__", ""))
            if name == "__get__":
                return
            began = time.thread_time()
            call = self._caller(sys._getframe(2))
            if call is not None:
                does(Operation(name, args, kwargs), *call, *result)
            self._tracer.looked(time.thread_time() - began)

    def _caller(self, frame: FrameType | None) -> tuple[FrameType, LineNotes, bool] | None:
        """The nearest frame of the learner, its line, and whether it called the operation itself."""
        direct = True
        while frame is not None and frame.f_code.co_filename != self._filename:
            direct = direct and frame.f_code.co_filename in PASSED
            frame = frame.f_back
        if frame is None or frame.f_lineno >= FOREIGN_LINES:
            return None
        line = self._tracer.place_of(frame)
        return None if line is None else (frame, line, direct)

    # --- what is noted

    def _failed(self, operation: Operation, frame: FrameType, line: LineNotes, direct: bool) -> None:
        given = [self._words(operand, frame) for operand in operation.tensors]
        if given:
            line.event("operands", f"`{operation.spoken}` was given {_listed(given)}")

    def _did(self, operation: Operation, frame: FrameType, line: LineNotes, direct: bool, result: Any) -> None:
        self._written(operation, line)
        if not self._tracer.is_curious:
            return
        if direct:
            self._stretched(operation, frame, line, result)
            self._copied(operation, frame, line, result)
        self._broke(operation, line, result)

    def _written(self, operation: Operation, line: LineNotes) -> None:
        target = operation.target
        if target is None:
            return
        self._tracer.storages.written(target)
        place = memory(target)
        for name, given in self._tracer.inputs():
            if place and memory(given) == place:
                line.event("in_place", f"`{operation.spoken}` changes the input `{name}`")
                return

    def _stretched(self, operation: Operation, frame: FrameType, line: LineNotes, result: Any) -> None:
        if operation.plain_name not in ELEMENTWISE and operation.plain_name not in LOSSES:
            return
        operands = [operand for operand in operation.tensors if Tensor.dim(operand)]
        shapes = [tuple(Tensor.size(operand)) for operand in operands]
        if operation.plain_name in LOSSES:
            operands, shapes = operands[:2], shapes[:2]
        whole = _stretched_to(shapes)
        short = [operand for operand, shape in zip(operands, shapes, strict=True) if shape != whole]
        if not short:
            return
        grown = _listed([self._words(operand, frame) for operand in short])
        verb = "is" if len(short) == 1 else "are both" if len(short) == 2 else "are all"
        line.event("broadcast", f"{grown} {verb} stretched to {whole}")

    def _copied(self, operation: Operation, frame: FrameType, line: LineNotes, result: Any) -> None:
        source = operation.tensors[0] if operation.tensors else None
        if operation.plain_name not in COPYING or source is None or memory(source) in (0, memory(result)):
            return
        why = BECAUSE.get(operation.plain_name, "") or _conversion(source, result)
        line.event("copy", f"`{operation.spoken}` copies {self._words(source, frame)}{why}")

    def _broke(self, operation: Operation, line: LineNotes, result: Any) -> None:
        """Nothing; notes NaN or infinite entries where none went in."""
        if operation.plain_name in FRESH or not _is_checkable(result):
            return
        values = plain(result)
        if math.isfinite(float(values.sum())):
            return
        tensors = [plain(one) for one in operation.tensors if _is_checkable(one)]
        for kind, word, found, single in BREAKS:
            count = int(found(values).sum())
            before = any(single(number) for number in operation.numbers) or any(bool(found(one).any()) for one in tensors)
            if count and not before:
                entries = "entries" if values.numel() > 1 else "entry"
                line.event(kind, f"`{operation.spoken}` makes {count} of {values.numel()} {entries} {word}")

    def _words(self, operand: Any, frame: FrameType) -> str:
        name = self._tracer.name_of(operand, frame)
        return f"`{name}` {tuple(Tensor.size(operand))}" if name else f"{tuple(Tensor.size(operand))}"


class Operation:
    """A call of one of torch's functions."""

    def __init__(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
        self.name = name
        self.plain_name = name.strip("_") or name
        self.spoken = SPOKEN.get(self.plain_name, self.plain_name)
        self._args = args
        self._kwargs = kwargs

    @property
    def tensors(self) -> list[Any]:
        """The tensors among the arguments, also those in a list."""
        return [value for value in self._flat() if is_tensor(value)]

    @property
    def numbers(self) -> list[float]:
        """The floats among the arguments."""
        return [value for value in self._flat() if type(value) is float]

    @property
    def target(self) -> Any:
        """The tensor that is written to; None for most operations."""
        if is_tensor(self._kwargs.get("out")):
            return self._kwargs["out"]
        in_place = self.name.endswith("_") and not self.name.endswith("__") and self.name not in NO_CHANGE
        augmented = self.name == "__setitem__" or (self.name.startswith("__i") and self.plain_name in ELEMENTWISE)
        if in_place or augmented or self._kwargs.get("inplace") is True:
            return next(iter(self.tensors), None)
        return None

    def _flat(self) -> Iterator[Any]:
        for value in (*self._args, *self._kwargs.values()):
            if type(value) in (list, tuple):
                yield from value[:16]
            else:
                yield value


def _is_checkable(value: Any) -> bool:
    if not is_tensor(value):
        return False
    tensor = plain(value)
    return tensor.is_floating_point() and tensor.layout is torch.strided and 0 < tensor.numel() <= MOST_CHECKED


def _stretched_to(shapes: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """The shape to which all of these broadcast."""
    rows = [(1,) * (max(map(len, shapes)) - len(shape)) + tuple(shape) for shape in shapes]
    return tuple(next((size for size in column if size != 1), 1) for column in zip(*rows, strict=True))


def _conversion(source: Any, result: Any) -> str:
    before, after = (str(one.dtype).removeprefix("torch.") for one in (source, result))
    return f", {before} to {after}" if before != after else ""


def _listed(words: Sequence[str]) -> str:
    return " and ".join(words) if len(words) < 3 else ", ".join(words[:-1]) + f" and {words[-1]}"
