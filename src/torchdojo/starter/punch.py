"""Removes the bodies of a lesson's exercises from its reference."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import lru_cache

from torchdojo.catalog import Definition, Exercise, Lesson, LessonError, definitions
from torchdojo.catalog.definitions import FunctionNode, is_overload
from torchdojo.starter.hunt import given_body
from torchdojo.starter.names import bound_names, immediate_names
from torchdojo.starter.snippet import block, numbers_for
from torchdojo.starter.source import Edit, Source
from torchdojo.starter.submission import Hole, Starter

RAISE = b"raise NotImplementedError"


def punch(lesson: Lesson) -> Starter:
    """The lesson's starter: every fill exercise a hole, every hunt with its bug in place, every speed exercise slow."""
    hunts = any(exercise.bug for exercise in lesson.exercises)
    slow = any(exercise.slow for exercise in lesson.exercises)
    others = (lesson.mistakes if hunts else "", lesson.alternatives if slow else "")
    return _punched(lesson, (lesson.reference, lesson.judge, *others))


@lru_cache(maxsize=32)
def _punched(lesson: Lesson, texts: tuple[str, ...]) -> Starter:
    # the texts are an argument so that a file that was edited is punched again
    source = Source(texts[0])
    found = {definition.name: definition for definition in definitions(lesson.parsed("reference.py"))}
    edits = []
    for exercise in lesson.exercises:
        definition = found[exercise.name]
        if exercise.question is not None:
            edits.append(_prediction(lesson, exercise, source, definition=definition))
        elif exercise.bug or exercise.slow:
            edits.append(_given(lesson, exercise, source, definition=definition))
        else:
            edits.append(hole(source, definition))
    text = source.edited(edits)
    return Starter(text, _holes(lesson, text))


def punch_text(text: str, names: Iterable[str]) -> str:
    """The text of a module with the bodies of the named definitions removed."""
    source = Source(text.removeprefix("\ufeff"))
    found = {definition.name: definition for definition in definitions(ast.parse(text.removeprefix("\ufeff")))}
    return source.edited([hole(source, found[name]) for name in names])


def _holes(lesson: Lesson, text: str) -> tuple[Hole, ...]:
    names = {exercise.name for exercise in lesson.exercises}
    try:
        found = definitions(ast.parse(text))
    except SyntaxError as error:
        place = lesson.place("reference.py")
        raise LessonError(place, f"its starter is no Python: {error}.", "Write the definitions in a plainer layout.") from None
    return tuple(Hole(each.name, each.line, each.end_line) for each in found if each.name in names)


def hole(source: Source, definition: Definition) -> Edit:
    """The edit that removes the body of a definition, with its comments."""
    node = definition.node
    end = source.end_with_comments(node)
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return Edit(source.after_equals(node), end, b" ...")
    start = source.after_colon(node)
    if isinstance(node, ast.ClassDef):
        return Edit(start, end, _class_body(source, node))
    return Edit(start, end, _function_body(source, node))


def _function_body(source: Source, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bytes:
    return lead(source, node) + source.newline + body_indent(source, node) + RAISE


def lead(source: Source, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bytes:
    """A new line and the docstring, as it is written, if there is one."""
    first = node.body[0]
    if ast.get_docstring(node, clean=False) is None:
        return b""
    return source.newline + body_indent(source, node) + source.data[source.start(first) : source.end(first)]


def body_indent(source: Source, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bytes:
    """The white space before each line of a body."""
    first = source.start(node.body[0])
    indent = source.indent(first)
    if source.line_start(first) + len(indent) == first:
        return indent
    outer = source.indent(source.start(node))
    return outer + (b"\t" if outer.endswith(b"\t") else b"    ")


def _class_body(source: Source, node: ast.ClassDef) -> bytes:
    """The docstring, the fields, and a hole for each public method: what a caller has to know of a class."""
    indent = body_indent(source, node)
    needed = _needed_by_signatures(node)
    members = [member for statement in node.body if (member := _member(source, statement, node, needed=needed))]
    if not members:
        members = [b"..."]
    gap = source.newline
    parts = [gap + indent + member for member in members]
    return lead(source, node) + b"".join(gap + part if b"def " in part else part for part in parts)


def _needed_by_signatures(node: ast.ClassDef) -> set[str]:
    """The names that the class's own signatures and decorators read: without them the starter could not be run."""
    functions = [statement for statement in node.body if isinstance(statement, FunctionNode) and _is_public(statement)]
    needed = set().union(*(immediate_names(function) for function in functions))
    for statement in reversed(node.body):
        if bound_names([statement]) & needed and not isinstance(statement, FunctionNode):
            needed |= immediate_names(statement)
    return needed


def _is_public(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return not node.name.startswith("_") or node.name.endswith("__")


def _member(source: Source, statement: ast.stmt, owner: ast.ClassDef, *, needed: set[str]) -> bytes:
    """What stays of one statement of a class body; nothing if it is part of the answer."""
    start = source.start(statement)
    whole = source.data[start : source.end(statement)]
    if isinstance(statement, FunctionNode):
        if not _is_public(statement):
            return whole if statement.name in needed else b""
        if is_overload(statement):
            return whole
        return source.data[start : source.after_colon(statement)] + _function_body(source, statement)
    if bound_names([statement]) & needed:
        return whole
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        # the fields of a dataclass are the signature of its constructor
        return whole if owner.decorator_list else source.data[start : source.end(statement.annotation)]
    return b""


def _prediction(lesson: Lesson, exercise: Exercise, source: Source, *, definition: Definition) -> Edit:
    """The edit that shows a snippet with its first numbers, and a prediction to be made below it."""
    shown = block(lesson, exercise, numbers_for(exercise, 0)).encode().replace(b"\n", source.newline)
    return Edit(source.start(definition.node), source.end_with_comments(definition.node), shown)


def _given(lesson: Lesson, exercise: Exercise, source: Source, *, definition: Definition) -> Edit:
    """The edit that puts the body of a mistake, or of a slow alternative, in the reference's place."""
    node = definition.node
    end = source.end_with_comments(node)
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return Edit(source.after_equals(node), end, b" " + given_body(lesson, exercise, definition, indent=b""))
    indent = body_indent(source, node)
    body = given_body(lesson, exercise, definition, indent=indent)
    body = body.replace(b"\n", source.newline)
    return Edit(source.after_colon(node), end, lead(source, node) + source.newline + indent + body)
