"""Rules about the reference as a specification: docstrings and annotations."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from torchdojo.catalog import Lesson
from torchdojo.check.finding import Finding

Function = ast.FunctionDef | ast.AsyncFunctionDef


def specification(lesson: Lesson) -> Iterator[Finding]:
    """Every public definition says what comes back, and every parameter says what it is."""
    tree = lesson.parsed("reference.py")
    if not ast.get_docstring(tree):
        yield Finding(f"{lesson.id}/reference.py", "reference", "the file has no docstring: say in a line what it holds.")
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield from _definition(lesson, node)


def _definition(lesson: Lesson, node: Function | ast.ClassDef) -> Iterator[Finding]:
    place = f"{lesson.place('reference.py', node.lineno)}: {node.name}"
    if not ast.get_docstring(node):
        yield Finding(place, "reference", "no docstring: it is the specification the learner works from.")
    functions = [node] if not isinstance(node, ast.ClassDef) else [one for one in node.body if isinstance(one, ast.FunctionDef)]
    for function in functions:
        yield from _annotated(place, function, method=isinstance(node, ast.ClassDef))


def _annotated(place: str, function: Function, *, method: bool) -> Iterator[Finding]:
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    static = any(isinstance(one, ast.Name) and one.id == "staticmethod" for one in function.decorator_list)
    bound = method and not static
    for argument in arguments[1 if bound else 0 :]:
        if argument.annotation is None and not (static and argument.arg == "ctx"):
            yield Finding(place, "annotation", f"the parameter {argument.arg} of {function.name} has no annotation.")
    if function.returns is None and not function.name.startswith("__"):
        yield Finding(place, "annotation", f"{function.name} does not say what it returns (-> ...).")
