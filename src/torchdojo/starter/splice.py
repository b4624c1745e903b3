"""Puts a learner's exercise into a working program."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from functools import lru_cache

from torchdojo.catalog import Definition, Exercise, Lesson, definitions
from torchdojo.starter.attempted import is_attempted, same_code
from torchdojo.starter.graft import Graft
from torchdojo.starter.program import compiled, explain, parse
from torchdojo.starter.punch import punch
from torchdojo.starter.submission import Submission, SyntaxFault


def splice(lesson: Lesson, exercise: Exercise | str, text: str, *, filename: str = "submission.py") -> Submission:
    """The learner's program with every other hole filled from the reference.

    Nothing a learner writes raises here: what Python cannot read is the submission's fault.
    """
    chosen = lesson.exercise(exercise if isinstance(exercise, str) else exercise.name)
    tree = parse(text)
    if isinstance(tree, SyntaxFault):
        return _faulty(lesson, chosen, text, filename=filename, fault=tree)
    try:
        found = definitions(tree)
        attempted = is_attempted(tree, found, chosen) and not _is_as_given(lesson, chosen, found)
        Graft(lesson, chosen.name, tree, found=found).fill()
        code = compiled(tree, filename)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        return _faulty(lesson, chosen, text, filename=filename, fault=explain(error, text))
    return Submission(lesson.id, chosen.name, "submission", text, code, filename, attempted)


def _faulty(lesson: Lesson, exercise: Exercise, text: str, *, filename: str, fault: SyntaxFault) -> Submission:
    return Submission(lesson.id, exercise.name, "submission", text, b"", filename, fault=fault)


def _is_as_given(lesson: Lesson, exercise: Exercise, mine: Sequence[Definition]) -> bool:
    """True if the definition is still the starter's: a hunt's bug, or the hole of a class with what its signatures need."""
    nodes = [found.node for found in mine if found.name == exercise.name]
    return bool(nodes) and same_code(nodes[-1], _given(punch(lesson).text)[exercise.name])


@lru_cache(maxsize=32)
def _given(starter: str) -> Mapping[str, ast.stmt]:
    """The definitions of a starter."""
    return {found.name: found.node for found in definitions(ast.parse(starter))}
