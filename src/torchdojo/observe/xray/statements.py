"""Which lines of a learner's file belong together: a statement that is written over several lines is looked at once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property


class Statements:
    """The statements of a text, by line; of a compound statement only its head."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._first: dict[int, int] = {}
        self._last: dict[int, int] = {}
        self._definitions: set[int] = set()
        self._withs: set[int] = set()
        for node in ast.walk(self._tree):
            if isinstance(node, ast.stmt):
                self._enter(node)

    @cached_property
    def _tree(self) -> ast.AST:
        try:
            return ast.parse(self._text.removeprefix("\ufeff"))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return ast.Module([], [])

    def _enter(self, node: ast.stmt) -> None:
        body = getattr(node, "body", None)
        last = node.end_lineno or node.lineno
        if isinstance(body, list) and body:
            last = max(node.lineno, min(line for line in _beginning(body[0])) - 1)
        elif isinstance(node, ast.Match):
            last = node.lineno
        for line in range(min(_beginning(node)), last + 1):
            self._first[line] = node.lineno
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            self._definitions.add(node.lineno)
        elif isinstance(node, ast.With | ast.AsyncWith):
            self._withs.add(node.lineno)
        self._last[node.lineno] = max(last, self._last.get(node.lineno, 0))

    def first(self, line: int) -> int:
        """The line with which the statement at this line begins; of a definition the one with its name."""
        return self._first.get(line, line)

    def last(self, first: int) -> int:
        """The line with which the statement that begins here ends."""
        return self._last.get(first, first)

    def is_definition(self, first: int) -> bool:
        """True if a function or class is defined here."""
        return first in self._definitions

    def is_with(self, first: int) -> bool:
        """True if a `with` statement begins here: Python comes back to it when it is left."""
        return first in self._withs

    def names(self, first: int) -> list[str]:
        """The variables and attributes (`self.weight`) that the statement beginning here reads, in the order of the text."""
        last = self.last(first)
        found = {
            (node.lineno, node.col_offset, word)
            for node in ast.walk(self._tree)
            if isinstance(node, ast.Name | ast.Attribute) and first <= node.lineno <= last
            for word in _word(node)
        }
        return list(dict.fromkeys(word for _, _, word in sorted(found)))


def _beginning(node: ast.stmt) -> Iterator[int]:
    yield node.lineno
    for decorator in getattr(node, "decorator_list", []):
        yield decorator.lineno


def _word(node: ast.Name | ast.Attribute) -> Iterator[str]:
    if not isinstance(node.ctx, ast.Load):
        return
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node.value, ast.Name):
        yield f"{node.value.id}.{node.attr}"
