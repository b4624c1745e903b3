"""The right ways to write an exercise."""

from __future__ import annotations

import ast
import textwrap
from dataclasses import dataclass

from torchdojo.catalog import Lesson, Variant
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
    source = lesson.alternative_source(variant)
    lines = source.split("\n")
    node = ast.parse(source).body[0]
    if isinstance(node, ast.FunctionDef | ast.ClassDef) and len(node.body) > 1 and ast.get_docstring(node):
        # the docstring is shown as text above the code
        words = node.body[0]
        del lines[words.lineno - 1 : words.end_lineno or words.lineno]
    source = "\n".join(lines).replace(variant.name, variant.exercise.split(".")[-1])
    return Solution(variant.fault.replace("_", " "), " ".join(variant.says.split()), code(source))
