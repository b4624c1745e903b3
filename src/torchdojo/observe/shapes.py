"""Sizes for the dimensions of jaxtyping annotations."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Sequence
from typing import Any

import torch

# pairwise different, so that no two dimensions can be mistaken for each other
PRIMES = (3, 5, 7, 2, 11, 13, 17, 19, 23, 29, 31)
OPERATIONS: dict[type, Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
}


class Sizes:
    """Remembers the size of every named dimension within one probe."""

    def __init__(self, generator: torch.Generator) -> None:
        order = torch.randperm(5, generator=generator).tolist()
        self._spare = [PRIMES[index] for index in order] + list(PRIMES[5:])
        self.known: dict[str, tuple[int, ...]] = {}

    def set(self, name: str, size: int | Sequence[int]) -> None:
        """Nothing; fixes the size of a dimension (several sizes for a `*dimension`)."""
        self.known[name] = (size,) if isinstance(size, int) else tuple(size)
        self._spare = [prime for prime in self._spare if prime not in self.known[name]]

    def shape(self, annotation: str) -> tuple[int, ...]:
        """The sizes that a jaxtyping string stands for."""
        return tuple(size for part in annotation.split() for size in self._part(part))

    def _part(self, part: str) -> tuple[int, ...]:
        if part == "...":
            return ()
        part = part.lstrip("#?")
        name = part.lstrip("*#?").partition("=")[2] or part.lstrip("*#?")
        if name.lstrip("-").isdigit():
            return (int(name),)
        if part.startswith("*"):
            return self._lookup(name, 2)
        if name == "_":
            return (self._spare[0],)
        if name.isidentifier():
            return self._lookup(name, 1)
        return (self._calculate(ast.parse(name, mode="eval").body),)

    def _lookup(self, name: str, count: int) -> tuple[int, ...]:
        if name not in self.known:
            self.known[name] = tuple(self._spare.pop(0) for _ in range(count))
        return self.known[name]

    def _calculate(self, node: Any) -> int:
        """The value of a size written as a sum or product of others, e.g. `width+1`."""
        if isinstance(node, ast.Constant) and isinstance(node.value, int):
            return node.value
        if isinstance(node, ast.Name):
            return self._lookup(node.id, 1)[0]
        if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
            return OPERATIONS[type(node.op)](self._calculate(node.left), self._calculate(node.right))
        raise ValueError(f"the size {ast.unparse(node)!r} of an annotation cannot be calculated")
