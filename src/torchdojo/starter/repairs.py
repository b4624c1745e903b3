"""Every small change of what a learner wrote: one of them may be all that is missing."""

from __future__ import annotations

import ast
import marshal
from collections.abc import Iterator

from torchdojo.catalog import Exercise, Lesson, definitions
from torchdojo.starter.graft import Graft
from torchdojo.starter.mutants import changed_code
from torchdojo.starter.program import parse
from torchdojo.starter.submission import FOREIGN_LINES, Submission, SyntaxFault
from torchdojo.starter.transplant import Transplant
from torchdojo.starter.undo import undone


def repairs(lesson: Lesson, exercise: Exercise, text: str, *, filename: str = "submission.py") -> tuple[Submission, ...]:
    """The learner's program with one node of the exercise changed, once for each change.

    Each says what is wrong if it is the one that makes the program right, and holds the line of the learner's file.
    """
    tree = parse(text)
    if isinstance(tree, SyntaxFault):
        return ()
    found = definitions(tree)
    node = next((each.node for each in found if each.name == exercise.name), None)
    if node is None:
        return ()
    try:
        Graft(lesson, exercise.name, tree, found=found).fill()
        return tuple(_each(lesson, exercise, tree, node=node, text=text, filename=filename))
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return ()


def _each(
    lesson: Lesson, exercise: Exercise, tree: ast.Module, *, node: ast.stmt, text: str, filename: str
) -> Iterator[Submission]:
    transplant = Transplant(tree, exercise.name, filename)
    for number, (site, change, code) in enumerate(changed_code(node, transplant, tree, filename)):
        says = undone(change)
        if says and site.line < FOREIGN_LINES:
            name = f"repair:{site.line}:{change.operator}:{change.detail} #{number}"
            bytecode = marshal.dumps(code)
            yield Submission(lesson.id, exercise.name, name, text, bytecode, filename, says=says, line=site.line)
