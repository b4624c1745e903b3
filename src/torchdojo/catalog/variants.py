"""Reads which mistakes and alternatives a lesson has, without running them."""

from __future__ import annotations

import ast

from torchdojo.catalog.definitions import COMPOUND, FunctionNode, assigned_name, docstring, inner_blocks
from torchdojo.catalog.errors import LessonError, did_you_mean, sentence
from torchdojo.catalog.lesson import Exercise, Lesson, Variant


def read_variants(lesson: Lesson, file: str) -> tuple[Variant, ...]:
    """The variants in mistakes.py or alternatives.py, in file order."""
    found: dict[str, Variant] = {}
    for name, says, line in _named(lesson.parsed(file).body):
        if name.startswith("_") or "__" not in name:
            continue
        variant = _variant(lesson, file, name, says=says, line=line)
        if name in found:
            raise LessonError(lesson.place(file, line), f"'{name}' is defined twice.", "Rename one of them.")
        found[name] = variant
    return tuple(found.values())


def _variant(lesson: Lesson, file: str, name: str, *, says: str, line: int) -> Variant:
    exercise = _exercise_of(lesson, name)
    if exercise is None:
        known = [known.python_name for known in lesson.exercises]
        remedy = sentence(
            f"Names are EXERCISE__fault; exercises: {', '.join(known) or 'none'}.",
            did_you_mean(name.split("__", maxsplit=1)[0], known),
        )
        raise LessonError(lesson.place(file, line), f"'{name}' belongs to no exercise.", remedy)
    if not says:
        raise LessonError(
            lesson.place(file, line),
            f"'{name}' has no docstring.",
            "Tell the learner in plain words what it does." if file == "mistakes.py" else "Say when to prefer it.",
        )
    return Variant(exercise.name, name[len(exercise.python_name) + 2 :], says, name, line)


def _exercise_of(lesson: Lesson, name: str) -> Exercise | None:
    """The exercise with the longest name that the variant's name begins with."""
    fitting = [exercise for exercise in lesson.exercises if name.startswith(exercise.python_name + "__")]
    fitting = [exercise for exercise in fitting if len(name) > len(exercise.python_name) + 2]
    return max(fitting, key=lambda exercise: len(exercise.python_name), default=None)


def _named(block: list[ast.stmt]) -> list[tuple[str, str, int]]:
    """Name, docstring and line of each function, class and constant of a module."""
    found = []
    for index, node in enumerate(block):
        if isinstance(node, FunctionNode | ast.ClassDef):
            found.append((node.name, docstring(node), node.lineno))
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            name = assigned_name(node)
            if name:
                found.append((name, _text_after(block, index), node.lineno))
        elif isinstance(node, COMPOUND):
            for inner in inner_blocks(node):
                found += _named(inner)
    return found


def _text_after(block: list[ast.stmt], index: int) -> str:
    """The string that stands on its own below a constant: its docstring."""
    below = block[index + 1] if index + 1 < len(block) else None
    if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) and isinstance(below.value.value, str):
        return below.value.value.strip()
    return ""
