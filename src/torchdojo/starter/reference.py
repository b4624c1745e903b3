"""A lesson's reference as syntax, read once and shared: nothing in it may be changed."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from torchdojo.catalog import Definition, Lesson, definitions
from torchdojo.starter.imports import future_names, imported_names
from torchdojo.starter.names import bound_names, immediate_names, used_names
from torchdojo.starter.program import foreign_lines


@dataclass(frozen=True)
class Statement:
    """A statement at the top level, and the names it deals with."""

    node: ast.stmt
    binds: frozenset[str]

    @cached_property
    def reads(self) -> frozenset[str]:
        """Names read anywhere inside, also in functions."""
        return frozenset(used_names(self.node))

    @cached_property
    def needs(self) -> frozenset[str]:
        """Names read while the statement itself runs."""
        return frozenset(immediate_names(self.node))


@dataclass(frozen=True)
class Reference:
    """The syntax tree of a reference, its line numbers marked as not the learner's."""

    tree: ast.Module
    statements: tuple[Statement, ...]
    definitions: Mapping[str, Definition]
    """By dotted name, in file order."""
    imports: Mapping[str, str]
    """Name to where it comes from, for what is imported at the top level and nowhere bound otherwise."""
    binds: frozenset[str]
    reads: frozenset[str]
    futures: frozenset[str]


def reference_of(lesson: Lesson) -> Reference:
    """The lesson's reference, from memory if its text was read before."""
    return _read(lesson, lesson.reference)


@lru_cache(maxsize=32)
def _read(lesson: Lesson, text: str) -> Reference:
    # the text is an argument so that a file that was edited is read again
    tree = lesson.parsed("reference.py")
    for node in tree.body:
        foreign_lines(node)
    statements = tuple(statement_of(node) for node in tree.body)
    return Reference(
        tree,
        statements,
        {found.name: found for found in definitions(tree)},
        imported_names(tree),
        frozenset(name for each in statements for name in each.binds),
        frozenset(name for each in statements for name in each.reads),
        frozenset(future_names(tree)),
    )


def statement_of(node: ast.stmt) -> Statement:
    """The statement with the names it binds and reads."""
    return Statement(node, frozenset(bound_names([node])))
