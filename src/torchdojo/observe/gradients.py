"""Gradients of whatever a probe returned, under random cotangents: a uniform one would hide every error that sums to zero."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import Tensor

from torchdojo.observe.draw import Wanted

Path = list[Any]


def targets(value: object) -> list[Path]:
    """Where in a returned value the tensors are that gradients can flow back from."""
    return [path for path, tensor in _tensors(value, []) if tensor.requires_grad]


def fill_gradients(value: object, paths: Sequence[Path], stream: torch.Generator) -> object:
    """The returned value with each place for gradients filled."""
    if not any(True for _ in _wanted(value)):
        return value
    outputs, cotangents = [], []
    for path in paths:
        tensor = _at(value, path)
        shape = tensor.shape if isinstance(tensor, Tensor) else ()
        cotangent = torch.randn(shape, generator=stream, dtype=torch.float64)
        if isinstance(tensor, Tensor) and tensor.requires_grad:
            outputs.append(tensor)
            cotangents.append(cotangent.to(tensor.dtype))
    return _replace(value, outputs, cotangents, stream)


def _replace(value: Any, outputs: list[Tensor], cotangents: list[Tensor], stream: torch.Generator) -> Any:
    if isinstance(value, Wanted):
        return {"__gradients__": True, "of": _gradients(value, outputs, cotangents, stream)}
    if isinstance(value, dict):
        return {key: _replace(item, outputs, cotangents, stream) for key, item in value.items()}
    if type(value) in (list, tuple):
        return [_replace(item, outputs, cotangents, stream) for item in value]
    return value


def _gradients(
    wanted: Wanted, outputs: list[Tensor], cotangents: list[Tensor], stream: torch.Generator
) -> list[tuple[str, Tensor | None]]:
    names, inputs = list(wanted.inputs), list(wanted.inputs.values())
    first = _grad(outputs, inputs, cotangents, keep=wanted.twice)
    found: list[tuple[str, Tensor | None]] = [(f"gradient of {name}", grad) for name, grad in zip(names, first, strict=True)]
    if wanted.twice:
        again = [torch.randn(x.shape, generator=stream, dtype=torch.float64).to(x.dtype) for x in inputs]
        pairs = [(g, c) for g, c in zip(first, again, strict=True) if g is not None and g.requires_grad]
        second = _grad([g for g, _ in pairs], inputs, [c for _, c in pairs], keep=False)
        found += [(f"second gradient of {name}", grad) for name, grad in zip(names, second, strict=True)]
    return found


def _grad(outputs: list[Tensor], inputs: list[Tensor], cotangents: list[Tensor], *, keep: bool) -> list[Tensor | None]:
    differentiable = [tensor for tensor in inputs if tensor.requires_grad]
    if not outputs or not differentiable:
        return [None] * len(inputs)
    found = iter(
        torch.autograd.grad(outputs, differentiable, cotangents, allow_unused=True, retain_graph=True, create_graph=keep)
    )
    return [next(found) if tensor.requires_grad else None for tensor in inputs]


def _tensors(value: object, path: Path) -> Iterator[tuple[Path, Tensor]]:
    if isinstance(value, Tensor):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _tensors(item, [*path, key])
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _tensors(item, [*path, index])


def _wanted(value: object) -> Iterator[Wanted]:
    if isinstance(value, Wanted):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _wanted(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _wanted(item)


def _at(value: Any, path: Path) -> Any:
    """What lies at a path in the learner's value; None if the learner returned something of another form."""
    for step in path:
        try:
            value = value[step]
        except (LookupError, TypeError):
            return None
    return value
