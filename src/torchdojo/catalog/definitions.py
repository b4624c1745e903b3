"""What a module defines, by dotted name, without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
DefinitionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign
# statements that hold others but open no scope of their own
COMPOUND = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
ACCESSORS = ("setter", "deleter", "getter")


@dataclass(frozen=True)
class Definition:
    """A function, class, method or constant of a module."""

    name: str
    """Dotted: 'attend', 'LayerNorm', 'LayerNorm.forward', 'RATE'; the setter of a property is 'Net.p@setter'."""
    kind: str
    """'function', 'class', 'method' or 'constant'."""
    node: DefinitionNode
    block: list[ast.stmt]
    """The list of statements that holds the node."""

    @property
    def line(self) -> int:
        """The first line, decorators included."""
        decorators: list[ast.expr] = getattr(self.node, "decorator_list", [])
        return min([self.node.lineno, *(decorator.lineno for decorator in decorators)])

    @property
    def end_line(self) -> int:
        """The last line."""
        return self.node.end_lineno or self.node.lineno

    @property
    def python_name(self) -> str:
        """The name as it is written in judge.py and mistakes.py."""
        return python_name(self.name)


def python_name(name: str) -> str:
    """The dotted name as one Python word: 'LayerNorm.forward' is 'LayerNorm__forward'."""
    return name.replace(".", "__").replace("@", "__")


def definitions(tree: ast.Module) -> list[Definition]:
    """Every definition in file order: also in classes and in `if`, `try` and `with` blocks, never inside functions."""
    return list(_in_block(tree.body, ""))


def _in_block(block: list[ast.stmt], prefix: str) -> Iterator[Definition]:
    for node in block:
        if isinstance(node, FunctionNode):
            if not is_overload(node):
                yield Definition(prefix + node.name + _accessor(node), "method" if prefix else "function", node, block)
        elif isinstance(node, ast.ClassDef):
            yield Definition(prefix + node.name, "class", node, block)
            yield from _in_block(node.body, f"{prefix}{node.name}.")
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            name = assigned_name(node)
            if name:
                yield Definition(prefix + name, "constant", node, block)
        elif isinstance(node, COMPOUND):
            for inner in inner_blocks(node):
                yield from _in_block(inner, prefix)


def inner_blocks(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The statement lists of one of the COMPOUND statements."""
    for field in ("body", "orelse", "finalbody"):
        block = getattr(node, field, None)
        if isinstance(block, list):
            yield block
    for field in ("handlers", "cases"):
        for part in getattr(node, field, []):
            yield part.body


def assigned_name(node: ast.Assign | ast.AnnAssign) -> str | None:
    """The one plain name that the statement gives a value to, if it is that simple."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    if node.value is None or len(targets) != 1 or not isinstance(targets[0], ast.Name):
        return None
    return targets[0].id


def is_overload(node: FunctionNode) -> bool:
    """True for an `@overload` stub, which defines nothing."""
    return any(_last_word(decorator) == "overload" for decorator in node.decorator_list)


def _accessor(node: FunctionNode) -> str:
    """'@setter' for `@name.setter`, so that the getter keeps the plain name."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Attribute) and decorator.attr in ACCESSORS and _last_word(decorator.value) == node.name:
            return f"@{decorator.attr}"
    return ""


def _last_word(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def docstring(node: ast.AST) -> str:
    """The cleaned docstring of a function, class or module; empty if there is none."""
    if isinstance(node, FunctionNode | ast.ClassDef | ast.Module):
        return ast.get_docstring(node) or ""
    return ""
