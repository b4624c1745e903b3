"""Where in a learner's own text the change of a mutant can be seen."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from torchdojo.catalog import Definition, Exercise, Lesson, definitions
from torchdojo.starter.mutants import each_mutant
from torchdojo.starter.program import parse
from torchdojo.starter.submission import SyntaxFault

# a bare name or number says nothing by itself
SHORTEST = 24


def place_of(lesson: Lesson, exercise: Exercise, mutant: str, text: str) -> int | None:
    """The line of the text that looks like the changed node of a mutant, if exactly one does."""
    tree = parse(text)
    if isinstance(tree, SyntaxFault):
        return None
    theirs = next((each for each in definitions(tree) if each.name == exercise.name), None)
    if theirs is None:
        return None
    for changed, untouched in _looks(lesson.reference, lesson, exercise.name, mutant):
        lines = set(_lines(theirs.node, changed))
        # what the reference has as well may stand there for another reason
        if len(lines) == 1 and not untouched:
            return lines.pop()
        if not lines:
            return None
    return None


@lru_cache(maxsize=64)
def _looks(_text: str, lesson: Lesson, exercise: str, mutant: str) -> tuple[tuple[str, bool], ...]:
    """How the changed node looks, then what stands around it, out to its statement; and if the reference has it as well."""
    ours: Definition = next(each for each in definitions(lesson.parsed("reference.py")) if each.name == exercise)
    original = {look(part) for part in ast.walk(ours.node)}
    for made, site, change in each_mutant(lesson, exercise):
        if made.name == mutant:
            around = [change.new]
            for part in reversed(site.trail):
                if isinstance(around[-1], ast.stmt):
                    break
                around.append(part)
            return tuple((words, words in original) for part in around if len(words := look(part)) > SHORTEST)
    return ()


def _lines(node: ast.AST, wanted: str) -> Iterator[int]:
    for part in ast.walk(node):
        if hasattr(part, "lineno") and look(part) == wanted:
            yield part.lineno


def look(node: object) -> str:
    """A node as it is written, but for the names that everybody chooses for himself."""
    if isinstance(node, ast.Name):
        return "name"
    if isinstance(node, ast.AST):
        parts = ",".join(look(value) for field, value in ast.iter_fields(node) if field not in ("ctx", "kind", "type_comment"))
        return f"{type(node).__name__}({parts})"
    if isinstance(node, list):
        return f"[{','.join(map(look, node))}]"
    return repr(node)
