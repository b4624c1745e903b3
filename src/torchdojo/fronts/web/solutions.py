"""The right ways to write an exercise."""

from __future__ import annotations

import ast
import textwrap
from dataclasses import dataclass

from torchdojo.catalog import Lesson, Variant, definitions
from torchdojo.text import code


@dataclass(frozen=True)
class Solution:
    """A right way to write an exercise."""

    title: str
    says: str
    html: str


def solutions(lesson: Lesson, exercise: str) -> tuple[Solution, ...]:
    """The reference and the alternatives of an exercise, for those who have passed it."""
    reference = Solution("The reference", "", code(textwrap.dedent(lesson.source_of(exercise))))
    return (reference, *(_alternative(lesson, each) for each in lesson.alternatives_of(exercise)))


def _alternative(lesson: Lesson, variant: Variant) -> Solution:
    there = {each.name: each for each in definitions(lesson.parsed("alternatives.py"))}
    found = there[variant.name]
    lines = lesson.alternatives.split("\n")[found.line - 1 : found.end_line]
    if isinstance(found.node, ast.FunctionDef | ast.ClassDef) and len(found.node.body) > 1 and ast.get_docstring(found.node):
        # the docstring is shown as text above the code
        words = found.node.body[0]
        del lines[words.lineno - found.line : (words.end_lineno or words.lineno) - found.line + 1]
    source = "\n".join(lines).replace(variant.name, variant.exercise.split(".")[-1])
    return Solution(variant.fault.replace("_", " "), " ".join(variant.says.split()), code(source))
