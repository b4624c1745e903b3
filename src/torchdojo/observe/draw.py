"""The seeded source of inputs. Every draw has its own stream, so nothing a submission does can move the next one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from torchdojo.observe.folders import fresh_folder
from torchdojo.observe.hidden import hidden_seed, staged, unstaged
from torchdojo.observe.shapes import Sizes
from torchdojo.observe.values import classes, message

# entries of an input up to which its values are worth keeping beside what the reference made of them
MOST_KEPT = 512
T = TypeVar("T")
Inputs = Tensor | nn.Module | Mapping[str, Any] | Sequence[Any]


class DrawError(Exception):
    """A probe asked for something that cannot be drawn: a fault of the lesson, not of the learner."""


class StateMismatch(Exception):
    """The learner's module does not hold the state the reference holds."""


class Outcome:
    """An exception that a probe wanted to see as a value."""

    def __init__(self, error: BaseException) -> None:
        self.classes = classes(error)
        self.message = message(error)


class Wanted:
    """A place in the returned value where gradients will be written, once everything else is known."""

    def __init__(self, inputs: Mapping[str, Tensor], *, twice: bool) -> None:
        self.inputs = inputs
        self.twice = twice


class Draw:
    """Draws the inputs of one probe, and remembers them to see whether they were changed."""

    def __init__(
        self, seed: int, probe: str, *, annotations: Mapping[str, Any], staged: Mapping[str, Any] | None, jitter: bool
    ) -> None:
        self._seed = seed
        self._probe = probe
        self._annotations = annotations
        self._staged = staged
        self._jitter = jitter
        self._count = 0
        self._moves = 0
        self._folders = 0
        self._names: dict[int, str] = {}
        self._sizes = Sizes(self.stream("sizes"))
        self.given_tensors: list[tuple[str, Tensor, Tensor]] = []
        self.states: list[list[list[Any]]] = []
        self.floats: set[torch.dtype] = set()
        self.secret = ""
        self.given_text = ""
        """What a submission will be given of hidden data."""
        self.kept: object = None
        """What it will not."""

    # --- streams

    def stream(self, purpose: str) -> torch.Generator:
        """A generator that depends only on the seed, the probe and the purpose."""
        digest = hashlib.sha256(f"{self._seed}/{self._probe}/{purpose}".encode()).digest()
        return torch.Generator().manual_seed(int.from_bytes(digest[:7], "little"))

    def _next(self) -> torch.Generator:
        self._count += 1
        return self.stream(f"draw {self._count}")

    def knows(self, name: str, member: object) -> None:
        """Nothing; remembers which name of the lesson this object is, so that `arguments` can find its annotations."""
        self._names[id(member)] = name

    # --- single values

    def integer(self, low: int, high: int) -> int:
        """A whole number from `low` up to, not including, `high`."""
        return int(torch.randint(low, high, (), generator=self._next()))

    def number(self, low: float, high: float) -> float:
        """A float between `low` and `high`."""
        return low + (high - low) * float(torch.rand((), generator=self._next(), dtype=torch.float64))

    def choice(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.integer(0, len(options))]

    def generator(self) -> torch.Generator:
        """A seeded torch.Generator, for code that takes one."""
        return self._next()

    # --- tensors

    def normal(self, *shape: int, dtype: torch.dtype = torch.float64, grad: bool = False) -> Tensor:
        """Standard normal numbers."""
        return self._float(torch.randn(shape, generator=self._next(), dtype=torch.float64), dtype, grad, "x")

    def uniform(
        self, *shape: int, low: float = 0.0, high: float = 1.0, dtype: torch.dtype = torch.float64, grad: bool = False
    ) -> Tensor:
        """Numbers spread evenly between `low` and `high`."""
        numbers = torch.rand(shape, generator=self._next(), dtype=torch.float64)
        return self._float(low + (high - low) * numbers, dtype, grad, "x")

    def integers(self, low: int, high: int, *shape: int) -> Tensor:
        """Whole numbers (int64) from `low` up to, not including, `high`."""
        return self._remember("x", torch.randint(low, high, shape, generator=self._next()))

    def booleans(self, *shape: int) -> Tensor:
        """Fair coins."""
        return self._remember("x", torch.rand(shape, generator=self._next()) < 0.5)

    def permutation(self, count: int) -> Tensor:
        """The numbers 0 to count - 1 in random order."""
        return self._remember("x", torch.randperm(count, generator=self._next()))

    def given(self, tensor: Tensor, *, name: str = "x", grad: bool = False) -> Tensor:
        """The tensor a probe made itself, from now on watched for changes."""
        if tensor.is_floating_point():
            self.floats.add(tensor.dtype)
            # without jitter the very tensor is kept: its layout or storage may be the point of the probe
            tensor = self._moved(tensor)
        return self._remember(name, tensor.requires_grad_() if grad else tensor)

    def strided(self, tensor: Tensor) -> Tensor:
        """The same values in a layout that is not contiguous: every second entry of a larger storage, last axis first."""
        turned = tensor.detach().permute(*reversed(range(tensor.dim()))).contiguous()
        wide = torch.stack([turned, torch.full_like(turned, 77)], dim=-1)
        apart = wide[..., 0].permute(*reversed(range(tensor.dim())))
        name = next((name for name, known, _ in self.given_tensors if known is tensor), "x")
        return self._remember(name, apart.requires_grad_(tensor.requires_grad))

    def _float(self, tensor: Tensor, dtype: torch.dtype, grad: bool, name: str) -> Tensor:
        self.floats.add(dtype)
        made = tensor.detach().to(dtype, copy=True)
        return self._remember(name, self._moved(made).requires_grad_(grad))

    def _moved(self, tensor: Tensor) -> Tensor:
        """The tensor; when the conditioning is measured, every entry moved by one rounding error up or down."""
        if not self._jitter or not tensor.is_floating_point():
            return tensor
        # a count of its own: the draws themselves must stay as they are without jitter
        self._moves += 1
        sign = torch.randint(0, 2, tensor.shape, generator=self.stream(f"jitter {self._moves}")) * 2 - 1
        return tensor + (tensor * (sign * torch.finfo(tensor.dtype).eps)).nan_to_num(0.0, 0.0, 0.0).to(tensor.dtype)

    def _remember(self, name: str, tensor: Tensor) -> Tensor:
        self.given_tensors.append((name, tensor, tensor.detach().clone()))
        return tensor

    # --- arguments by annotation

    def arguments(
        self, target: Callable[..., Any] | str, *, dtype: torch.dtype = torch.float64, grad: bool = True, **given: Any
    ) -> dict[str, Any]:
        """One value for each parameter of `target` that has no default.

        A keyword is a parameter's value or, if no parameter has that name, the size of a dimension.
        """
        name = target if isinstance(target, str) else self._names.get(id(target), "")
        if name not in self._annotations:
            known = ", ".join(sorted(self._annotations))
            raise DrawError(f"draw.arguments: {name or target!r} is not in reference.py; annotated there: {known}")
        parameters = self._annotations[name]["parameters"]
        names = {parameter["name"] for parameter in parameters}
        for size in set(given) - names:
            self._sizes.set(size, given[size])
        values = {}
        for parameter in parameters:
            word = parameter["name"]
            if word in given:
                values[word] = given[word]
                self._rename(given[word], word)
            elif not parameter["default"] and parameter["kind"] not in ("*", "**"):
                values[word] = self._argument(name, parameter, dtype, grad)
        return values

    def _argument(self, target: str, parameter: Mapping[str, Any], dtype: torch.dtype, grad: bool) -> Tensor:
        annotation = parameter["annotation"] or {}
        word = parameter["name"]
        if "tensor" not in annotation:
            raise DrawError(f"draw.arguments: {word} of {target} has no shape annotation, so give its value: {word}=...")
        shape = self._sizes.shape(annotation["shape"])
        kind = annotation["tensor"]
        if kind == "Bool":
            tensor = self.booleans(*shape)
        elif kind.startswith(("Int", "UInt", "Integer")):
            tensor = self.integers(0 if kind.startswith("UInt") else -5, 5, *shape)
        elif kind.startswith("Complex"):
            parts = torch.randn((2, *shape), generator=self._next(), dtype=torch.float64)
            tensor = self._remember(word, torch.complex(parts[0], parts[1]).requires_grad_(grad))
        else:
            tensor = self.normal(*shape, dtype=dtype, grad=grad)
        self._rename(tensor, word)
        return tensor

    def _rename(self, value: object, word: str) -> None:
        self.given_tensors = [(word if tensor is value else name, tensor, before) for name, tensor, before in self.given_tensors]

    # --- gradients, states, outcomes

    def gradients(self, inputs: Inputs, *, twice: bool = False) -> Wanted:
        """A place for the gradients of everything else the probe returns, under random cotangents.

        With `twice`, the gradients of these gradients are observed too (double backward).
        """
        return Wanted(dict(_named(inputs, "input")), twice=twice)

    def state(self, module: nn.Module, *, positive: Sequence[str] = ("running_var",)) -> nn.Module:
        """The module, after each entry of the reference's state was set to drawn values, found by name."""
        mine = {name: value for name, value in module.state_dict(keep_vars=True).items() if isinstance(value, Tensor)}
        layout: list[list[Any]]
        if self._staged is None:
            layout = [[name, list(value.shape), value.is_floating_point()] for name, value in mine.items()]
        else:
            layout = self._staged["states"][len(self.states)]
        self.states.append(layout)
        with torch.no_grad():
            for name, shape, is_float in layout:
                _require(module, mine, name, shape)
                if is_float:
                    mine[name].copy_(self._entry(name, shape, positive, len(self.states)))
                    self.floats.add(mine[name].dtype)
        return module

    def _entry(self, name: str, shape: Sequence[int], positive: Sequence[str], call: int) -> Tensor:
        source = self.stream(f"state {call} {name}")
        if name.rpartition(".")[2] in positive or name in positive:
            return self._moved(0.5 + 1.5 * torch.rand(shape, generator=source, dtype=torch.float64))
        return self._moved(torch.randn(shape, generator=source, dtype=torch.float64))

    def outcome(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T | Outcome:
        """What the call returned, or a record of the exception it raised."""
        try:
            return function(*args, **kwargs)
        except Exception as error:
            return Outcome(error)

    def folder(self) -> Path:
        """A fresh, empty folder to write to."""
        self._folders += 1
        return fresh_folder(f"{self._probe}-{self._folders}")

    def hidden(self, data: Callable[[Draw], tuple[Any, Any]]) -> Any:
        """The given part of hidden data; what is kept of them never comes to where a submission runs."""
        if self._staged is None:
            seed = hidden_seed(self.secret, self._probe, self._seed)
            drawn = Draw(seed, self._probe, annotations=self._annotations, staged=None, jitter=False)
            given, self.kept = data(drawn)
            self.given_text = staged(given)
        given = unstaged(self.given_text or str((self._staged or {}).get("given", "")))
        for name, tensor in given.items() if isinstance(given, dict) else [("data", given)]:
            if isinstance(tensor, Tensor):
                self._remember(str(name), tensor)
        return given

    def mutated(self) -> list[str]:
        """Names of the drawn tensors whose values are no longer what was drawn."""
        return sorted({name for name, tensor, before in self.given_tensors if not _same(tensor, before)})

    def inputs(self) -> list[tuple[str, Tensor]]:
        """What was drawn, as it was, by name; of large tensors the shape alone."""
        return [(name, before if before.numel() <= MOST_KEPT else before.to("meta")) for name, _, before in self.given_tensors]

    def sizes(self) -> dict[str, tuple[int, ...]]:
        """The sizes of the dimensions that annotations name."""
        return self._sizes.known

    def magnitude(self) -> float:
        """The usual size of the drawn floats: the median over tensors of their mean size; 1 if none was drawn."""
        sizes = sorted(
            float(before.abs().nan_to_num(0.0, 0.0, 0.0).double().mean())
            for _, _, before in self.given_tensors
            if before.is_floating_point() and before.numel()
        )
        return sizes[len(sizes) // 2] if sizes else 1.0

    def coarsest(self) -> str:
        """The name of the least precise float dtype among what was drawn, or nothing."""
        if not self.floats:
            return ""
        return str(max(self.floats, key=lambda dtype: torch.finfo(dtype).eps)).removeprefix("torch.")


def _named(inputs: Inputs, word: str) -> list[tuple[str, Tensor]]:
    """Every tensor in `inputs` with the name a verdict will use for it."""
    if isinstance(inputs, nn.Module):
        return list(inputs.named_parameters())
    if isinstance(inputs, Tensor):
        return [(word, inputs)]
    if isinstance(inputs, Mapping):
        return [pair for name, value in inputs.items() for pair in _named_part(value, str(name))]
    if isinstance(inputs, Sequence) and not isinstance(inputs, str):
        return [pair for index, value in enumerate(inputs) for pair in _named_part(value, f"{word} {index}")]
    return []


def _named_part(value: Any, name: str) -> list[tuple[str, Tensor]]:
    if isinstance(value, nn.Module):
        return [(f"{name}.{inner}", parameter) for inner, parameter in value.named_parameters()]
    if isinstance(value, Tensor):
        return [(name, value)] if value.requires_grad else []
    return _named(value, name) if isinstance(value, (Mapping, list, tuple)) else []


def _require(module: nn.Module, mine: Mapping[str, Tensor], name: str, shape: Sequence[int]) -> None:
    kind = type(module).__name__
    if name not in mine:
        found = ", ".join(mine) or "nothing"
        raise StateMismatch(f"{kind} has no parameter or buffer named {name!r} of shape {tuple(shape)}; its state holds: {found}")
    if list(mine[name].shape) != list(shape):
        raise StateMismatch(f"{kind}.{name} has shape {tuple(mine[name].shape)}, expected {tuple(shape)}")


def _same(now: Tensor, before: Tensor) -> bool:
    with torch._C.DisableTorchFunctionSubclass(), torch.no_grad():
        if now.shape != before.shape or now.dtype != before.dtype:
            return False
        if now.numel() == 0:
            return True
        # bit patterns, so that NaN equals NaN and -0 differs from 0
        ours, theirs = (value.detach().resolve_conj().contiguous().reshape(-1).view(torch.uint8) for value in (now, before))
        return torch.equal(ours, theirs)
