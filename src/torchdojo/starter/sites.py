"""The places of a definition that can be changed: where a mutant differs from the reference."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from torchdojo.catalog.definitions import FunctionNode

# parts that say nothing about what the code does
SILENT: dict[type[ast.AST], tuple[str, ...]] = {
    ast.FunctionDef: ("decorator_list", "returns", "type_params"),
    ast.AsyncFunctionDef: ("decorator_list", "returns", "type_params"),
    ast.ClassDef: ("decorator_list", "bases", "keywords", "type_params"),
    ast.arguments: ("posonlyargs", "args", "vararg", "kwonlyargs", "kwarg"),
    ast.AnnAssign: ("annotation", "target"),
    # which error is raised is observed, its words are not
    ast.Raise: ("exc", "cause"),
    ast.Assert: ("msg",),
    ast.JoinedStr: ("values",),
}
SPEAKERS = ("warn", "print", "warning", "info", "debug", "error", "exception", "extra_repr")


@dataclass(frozen=True)
class Change:
    """One small change of one node, and how a learner who made it would be told."""

    operator: str
    detail: str
    says: str
    new: ast.AST


@dataclass(frozen=True)
class Site:
    """A node and the place in its parent that holds it."""

    node: ast.AST
    trail: tuple[ast.AST, ...]
    """The nodes around it, outermost first."""
    field: str
    index: int | None
    parameters: frozenset[str]
    """The names that the signature shows to the learner."""

    @property
    def parent(self) -> ast.AST:
        """The node that holds it."""
        return self.trail[-1]

    @property
    def line(self) -> int:
        """The line of the node, or of the nearest node around it that has one."""
        for node in (self.node, *reversed(self.trail)):
            line: int | None = getattr(node, "lineno", None)
            if line is not None:
                return line
        return 0

    def put(self, new: ast.AST) -> None:
        """Nothing; the new node stands in this place from now on."""
        if self.index is None:
            setattr(self.parent, self.field, new)
        else:
            getattr(self.parent, self.field)[self.index] = new


def sites(root: ast.stmt) -> Iterator[Site]:
    """Every place of a definition that says what it does: no docstrings, annotations, decorators or error messages."""
    yield from _inside(root, (), frozenset())


def _inside(node: ast.AST, trail: tuple[ast.AST, ...], parameters: frozenset[str]) -> Iterator[Site]:
    if isinstance(node, FunctionNode):
        parameters |= {arg.arg for arg in ast.walk(node.args) if isinstance(arg, ast.arg)} - {"self", "cls"}
    trail = (*trail, node)
    for field, value in ast.iter_fields(node):
        if field in SILENT.get(type(node), ()):
            continue
        children = value if isinstance(value, list) else [value]
        for index, child in enumerate(children):
            if isinstance(child, ast.AST) and not _is_silent(child, trail):
                yield Site(child, trail, field, index if isinstance(value, list) else None, parameters)
                yield from _inside(child, trail, parameters)


def _is_silent(node: ast.AST, trail: tuple[ast.AST, ...]) -> bool:
    """True for docstrings, imports, and what is only printed."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Import | ast.ImportFrom | ast.Global | ast.Nonlocal | ast.expr_context):
        return True
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return is_text and any(isinstance(part, ast.Call) and last_word(part.func) in SPEAKERS for part in trail)


def last_word(node: ast.AST) -> str:
    """'softmax' for `torch.softmax`, `x.softmax` and `softmax`; empty for anything that is no name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def number(node: ast.AST) -> int | float | None:
    """The value of a number as it is written, its sign included."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = number(node.operand) if isinstance(node.operand, ast.Constant) else None
        return None if value is None else -value
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return node.value  # type: ignore[return-value]
    return None


def literal(value: object) -> ast.expr:
    """The node for a constant; a negative number is a minus and a number, as Python reads it."""
    if isinstance(value, int | float) and not isinstance(value, bool) and (value < 0 or str(value) == "-0.0"):
        return ast.UnaryOp(ast.USub(), ast.Constant(-value))
    return ast.Constant(value)  # type: ignore[arg-type]
