"""Other exercises an answer uses although the reference's answer does not.

Where the learner has written them too, they stay the learner's: filled in from the reference they would give the answer away, and
`soft = exp(log_soft)` beside `log_soft = log(soft)` would pass twice.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from functools import lru_cache

from torchdojo.catalog import Definition, Exercise, Lesson
from torchdojo.starter.reference import Statement, reference_of, statement_of


def leaned_on(lesson: Lesson, exercise: Exercise, tree: ast.Module, found: Sequence[Definition]) -> list[Exercise]:
    """The exercises that the learner's answer reaches and neither the reference's answer nor a probe of it does.

    Names are compared, at the top level: a method that calls another method of its class is not seen.
    """
    answer = [each.node for each in found if each.name == exercise.name]
    lent = _lent(lesson, exercise.name, (lesson.reference, lesson.judge))
    names = _reached(answer, map(statement_of, tree.body)) - lent - {_top(exercise.name)}
    return [each for each in lesson.exercises if each.question is None and _top(each.name) in names]


@lru_cache(maxsize=512)
def _lent(lesson: Lesson, exercise: str, _texts: tuple[str, str]) -> frozenset[str]:
    """What is filled in: the names the reference's answer reaches, and those the probes ask the lesson for."""
    reference = reference_of(lesson)
    python_name = lesson.exercise(exercise).python_name
    asked = [node for node in lesson.parsed("judge.py").body if isinstance(node, ast.FunctionDef) and _tries(node, python_name)]
    names = _attributes(asked)
    binders = [each.node for each in reference.statements if each.binds & names]
    return frozenset(_reached([reference.definitions[exercise].node, *binders], reference.statements) | names)


def _tries(node: ast.FunctionDef, python_name: str) -> bool:
    """True if the function is decorated as a probe, a cost or the like of the exercise."""
    names = {part.id for decorator in node.decorator_list for part in ast.walk(decorator) if isinstance(part, ast.Name)}
    return python_name in names or not node.decorator_list


def _attributes(nodes: Iterable[ast.AST]) -> set[str]:
    return {part.attr for node in nodes for part in ast.walk(node) if isinstance(part, ast.Attribute)}


def _reached(starts: Iterable[ast.stmt], statements: Iterable[Statement]) -> set[str]:
    """The names read in the starting nodes, and in whatever binds those names, and so on."""
    makers: dict[str, list[Statement]] = {}
    for statement in statements:
        for name in statement.binds:
            makers.setdefault(name, []).append(statement)
    reached: set[str] = set()
    waiting = [name for node in starts for name in statement_of(node).reads]
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        waiting.extend(read for statement in makers.get(name, ()) for read in statement.reads)
    return reached


def _top(name: str) -> str:
    return name.partition(".")[0]
