"""Answers that people could give: the reference, other right ways, known mistakes, and mutants, each as the text of a file."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from torchdojo.catalog import Exercise, Lesson, definitions
from torchdojo.starter.mutants import changed_code
from torchdojo.starter.transplant import Transplant


@dataclass(frozen=True)
class Answer:
    """A file and what is known about one exercise of it."""

    lesson: str
    exercise: str
    kind: str
    """'right', 'another' right way, 'wrong', or 'mutant', of which it is not known."""
    text: str

    def fits(self, status: str) -> bool:
        """Whether this can be the verdict: another right way may be what the exercise is to be written without."""
        fitting = {"right": status == "passed", "another": status in ("passed", "forbidden"), "wrong": status != "passed"}
        return fitting.get(self.kind, True)


def answers(lesson: Lesson, *, mutants: int = 0) -> Iterator[Answer]:
    """Answers to every exercise of a lesson that is a function to be written."""
    for exercise in lesson.exercises:
        found = lesson.definitions.get(exercise.name)
        if exercise.kind != "fill" or found is None or not isinstance(found.node, ast.FunctionDef) or "." in exercise.name:
            continue
        yield Answer(lesson.id, exercise.name, "right", lesson.reference)
        for file, kind, variants in (
            ("alternatives.py", "another", lesson.alternatives_of(exercise.name)),
            ("mistakes.py", "wrong", lesson.mistakes_of(exercise.name)),
        ):
            for variant in variants:
                yield Answer(lesson.id, exercise.name, kind, with_variant(lesson, exercise, file, variant.name))
        yield from islice(with_mutants(lesson, exercise), mutants)


def with_variant(lesson: Lesson, exercise: Exercise, file: str, name: str) -> str:
    """The reference with a definition of another file in the place of its own."""
    tree, theirs = lesson.parsed("reference.py"), lesson.parsed(file)
    (chosen,) = [node for node in theirs.body if isinstance(node, ast.FunctionDef) and node.name == name]
    used = {node.id for node in ast.walk(chosen) if isinstance(node, ast.Name)} - {name}
    given = [node for node in theirs.body if "__" not in getattr(node, "name", "") or getattr(node, "name", "") in used]
    for node in ast.walk(chosen):
        # it may call itself
        if isinstance(node, ast.Name) and node.id == name:
            node.id = exercise.name
    chosen.name = exercise.name
    chosen.body = chosen.body[1:] if ast.get_docstring(chosen) and len(chosen.body) > 1 else chosen.body
    at = next(at for at, node in enumerate(tree.body) if isinstance(node, ast.FunctionDef) and node.name == exercise.name)
    # what the file defines besides its variants they may use, and one variant another
    behind = [node for node in given if not (isinstance(node, ast.Expr) or _is_future(node))]
    tree.body[at : at + 1] = [*behind, chosen]
    return ast.unparse(tree) + "\n"


def with_mutants(lesson: Lesson, exercise: Exercise) -> Iterator[Answer]:
    """The reference with one node changed, for each change."""
    tree = lesson.parsed("reference.py")
    node = next(found.node for found in definitions(tree) if found.name == exercise.name)
    file = f"{lesson.id}/reference.py"
    for _ in changed_code(node, Transplant(tree, exercise.name, file), tree, file):
        # the tree has the change for as long as it is given
        yield Answer(lesson.id, exercise.name, "mutant", ast.unparse(tree) + "\n")


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"
