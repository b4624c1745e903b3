"""Puts a learner's exercise into a working program."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import lru_cache

from torchdojo.catalog import Exercise, Lesson, definitions
from torchdojo.starter.attempted import is_attempted
from torchdojo.starter.graft import Graft
from torchdojo.starter.leaning import leaned_on
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
        given = _definitions_of(punch(lesson).text)
        attempted = is_attempted(tree, found, chosen, given=given[chosen.name])
        leaned = leaned_on(lesson, chosen, tree, found)
        own = {each.name for each in leaned if is_attempted(tree, found, each, given=given[each.name])}
        Graft(lesson, chosen.name, tree, found=found, own=own).fill()
        code = compiled(tree, filename)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        return _faulty(lesson, chosen, text, filename=filename, fault=explain(error, text))
    return Submission(lesson.id, chosen.name, "submission", text, code, filename, attempted)


def _faulty(lesson: Lesson, exercise: Exercise, text: str, *, filename: str, fault: SyntaxFault) -> Submission:
    return Submission(lesson.id, exercise.name, "submission", text, b"", filename, fault=fault)


@lru_cache(maxsize=32)
def _definitions_of(starter: str) -> Mapping[str, ast.stmt]:
    """The definitions of a starter by name."""
    return {found.name: found.node for found in definitions(ast.parse(starter))}
