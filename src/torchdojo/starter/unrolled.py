"""How large a program becomes when Python compiles it: a `finally` is written out once for every way out of its `try`."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from torchdojo.catalog.definitions import FunctionNode

LARGEST = 600_000
"""Nodes; a file of the greatest size that is read has half of that."""
TOO_LARGE = "`finally` blocks nested in each other would make this program endlessly long; nest fewer of them"
_EXITS = ast.Return | ast.Break | ast.Continue
_TRIES = ast.Try | ast.TryStar


@dataclass(frozen=True)
class _Size:
    """Nodes that will be compiled, and ways out among them."""

    nodes: int = 0
    exits: int = 0

    def __add__(self, other: _Size) -> _Size:
        return _Size(self.nodes + other.nodes, self.exits + other.exits)

    def times(self, count: int) -> _Size:
        return _Size(self.nodes * count, self.exits * count)


def is_too_large(tree: ast.AST) -> bool:
    """True if compiling the tree would take minutes and gigabytes."""
    total = 0
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, _TRIES):
            total += _size(node).nodes
        else:
            waiting.extend(ast.iter_child_nodes(node))
    return total > LARGEST


def _size(node: ast.AST) -> _Size:
    if isinstance(node, _TRIES):
        tried = _sum(node.body) + _sum(node.handlers) + _sum(node.orelse)
        # once at its end, once for exceptions, once for each jump out of it
        return tried + _sum(node.finalbody).times(2 + tried.exits)
    if not isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case):
        # expressions may be deep, and nothing jumps out of them
        return _Size(sum(1 for _ in ast.walk(node)))
    inside = _sum(ast.iter_child_nodes(node))
    if isinstance(node, FunctionNode | ast.ClassDef):
        return _Size(inside.nodes + 1)
    return inside + _Size(1, int(isinstance(node, _EXITS)))


def _sum(nodes: Iterable[ast.AST]) -> _Size:
    total = _Size()
    for node in nodes:
        total += _size(node)
    return total
