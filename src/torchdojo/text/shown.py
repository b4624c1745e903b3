"""Definitions of the reference, as much of them as a learner may see."""

from __future__ import annotations

import ast
from collections.abc import Collection

from torchdojo.catalog import Definition, Lesson
from torchdojo.text.render import highlighted, html


def names(lesson: Lesson) -> list[str]:
    """Every public name of the reference that can be shown, methods as `Class.method`."""
    return [name for name in lesson.definitions if not name.split(".")[-1].startswith("_") or name.endswith("__")]


def definition(lesson: Lesson, name: str, *, passed: Collection[str]) -> str:
    """A definition of the reference as highlighted HTML; of exercises not in `passed` only signature and docstring."""
    return highlighted(definition_text(lesson, name, passed=passed))


def code(source: str) -> str:
    """Python code as highlighted HTML."""
    return highlighted(source)


def prose(text: str) -> str:
    """Some words of the course (a subject's, say) as HTML."""
    return html(text, 0)


def definition_text(lesson: Lesson, name: str, *, passed: Collection[str]) -> str:
    """As `definition`, as plain text."""
    whole = lesson.definitions[name]
    lines = lesson.reference.split("\n")
    closed = {exercise.name for exercise in lesson.exercises} - set(passed)
    changed: dict[int, str | None] = {}
    for inner, each in lesson.definitions.items():
        if _holds(name, inner) and (inner in closed or inner.rpartition(".")[0] in closed):
            changed |= _without_body(each, lines)
    text = [changed.get(at, lines[at - 1]) for at in range(whole.line, whole.end_line + 1)]
    columns = whole.node.col_offset
    return "\n".join(line[columns:] if line[:columns].isspace() else line for line in text if line is not None)


def _holds(name: str, inner: str) -> bool:
    return inner == name or inner.startswith(f"{name}.")


def _without_body(each: Definition, lines: list[str]) -> dict[int, str | None]:
    """Which lines become what when a body is taken out; None for a line that goes."""
    node = each.node
    if isinstance(node, ast.Assign | ast.AnnAssign):
        assert node.value is not None
        name = lines[node.lineno - 1].encode()[: node.value.col_offset].decode()
        return {node.lineno: f"{name}...", **dict.fromkeys(range(node.lineno + 1, each.end_line + 1))}
    if isinstance(node, ast.ClassDef) and any(isinstance(inner, ast.FunctionDef) for inner in node.body):
        # the methods of a class are taken out one by one, so that their signatures stay
        return {}
    documented = ast.get_docstring(node) is not None
    if not documented and node.body[0].lineno == node.lineno:
        return {}
    # comments between the signature and the first statement belong to the body
    first = _end(node.body[0]) + 1 if documented else _signature_end(node, lines) + 1
    if first > each.end_line:
        return {}
    return {**dict.fromkeys(range(first, each.end_line + 1)), first: " " * (node.col_offset + 4) + "..."}


def _signature_end(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, lines: list[str]) -> int:
    """The line on which the signature ends: the last one before the body that is no comment and not empty."""
    line = node.body[0].lineno - 1
    while line > node.lineno and (not lines[line - 1].strip() or lines[line - 1].lstrip().startswith("#")):
        line -= 1
    return line


def _end(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno
