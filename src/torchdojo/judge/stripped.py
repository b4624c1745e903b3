"""A judge file as a submission's process may hold it: without what draws hidden data."""

from __future__ import annotations

import ast

from torchdojo.catalog import Lesson
from torchdojo.catalog.bars import hidden_of
from torchdojo.catalog.definitions import FunctionNode
from torchdojo.catalog.judgefile import KINDS
from torchdojo.starter.names import bound_names, used_names


def without_hidden(lesson: Lesson) -> ast.Module:
    """The lesson's judge file; functions of hidden data are empty, and what only they need is gone."""
    tree = lesson.parsed("judge.py")
    hidden = [node for node in tree.body if _is_hidden(node)]
    for node in hidden:
        assert isinstance(node, FunctionNode)
        node.body = [
            ast.copy_location(ast.Raise(ast.copy_location(ast.Name("NotImplementedError", ast.Load()), node), None), node)
        ]
    if hidden:
        tree.body = _needed(tree.body)
    return tree


def _is_hidden(node: ast.stmt) -> bool:
    return isinstance(node, FunctionNode) and any(hidden_of(decorator) for decorator in node.decorator_list)


def _needed(body: list[ast.stmt]) -> list[ast.stmt]:
    """The statements without definitions that nothing else reads: the recipe of hidden data may stand in them."""
    kept = [node for node in body if not _may_go(node)]
    while True:
        read = set().union(*(used_names(node) | _named(node) for node in kept))
        more = [node for node in body if node not in kept and bound_names([node]) & read]
        if not more:
            return [node for node in body if node in kept]
        kept += more


def _may_go(node: ast.stmt) -> bool:
    if isinstance(node, FunctionNode | ast.ClassDef):
        return not node.decorator_list
    if not isinstance(node, ast.Assign | ast.AnnAssign):
        return False
    called = node.value.func if isinstance(node.value, ast.Call) else None
    return not (isinstance(called, ast.Name | ast.Attribute) and ast.unparse(called).rpartition(".")[2] in KINDS)


def _named(node: ast.stmt) -> set[str]:
    """The functions that decorators name in words: by="apply"."""
    decorators = node.decorator_list if isinstance(node, FunctionNode) else []
    return {
        part.value
        for each in decorators
        for part in ast.walk(each)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }
