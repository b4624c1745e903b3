"""Takes the body of a variant so that it can stand in the reference: a mistake to begin a hunt, a slow way to begin with."""

from __future__ import annotations

import ast
import io
import tokenize
from typing import NoReturn

from torchdojo.catalog import Definition, Exercise, Lesson, LessonError, definitions
from torchdojo.catalog.definitions import FunctionNode
from torchdojo.catalog.errors import did_you_mean, sentence
from torchdojo.starter.names import bound_names, used_names
from torchdojo.starter.source import Source


def given_body(lesson: Lesson, exercise: Exercise, definition: Definition, *, indent: bytes) -> bytes:
    """The body the exercise begins with, without docstring and comments, its lines after the first indented by `indent`."""
    file = file_of(exercise)
    tree = lesson.parsed(file)
    name = f"{exercise.python_name}__{exercise.bug or exercise.slow}"
    given = next((found for found in definitions(tree) if found.name == name), None)
    if given is None:
        _refuse(lesson, exercise, name)
    _check_kind(lesson, file, given, definition)
    _check_names(lesson, exercise, tree, given=given)
    text = lesson.mistakes if exercise.bug else lesson.alternatives
    lines = text.split("\n")[given.line - 1 : given.end_line]
    text = _without_comments("\n".join(lines))
    node = definitions(ast.parse(text))[0].node
    source = Source(text)
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return source.data[source.after_equals(node) : source.end(node)].strip()
    body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
    if not body:
        fact = f"'{name}' has no body beside its docstring, so there is nothing to begin with."
        raise LessonError(lesson.place(file), fact, "Write the whole body.")
    return _indented(source, body, indent)


def file_of(exercise: Exercise) -> str:
    """The file that holds what the exercise begins with."""
    return "mistakes.py" if exercise.bug else "alternatives.py"


def _refuse(lesson: Lesson, exercise: Exercise, name: str) -> NoReturn:
    file, first = file_of(exercise), exercise.bug or exercise.slow
    every = lesson.mistakes_of(exercise.name) if exercise.bug else lesson.alternatives_of(exercise.name)
    known = [variant.fault for variant in every]
    what = "Mistakes" if exercise.bug else "Alternatives"
    remedy = sentence(f"{what} of it: {', '.join(known) or 'none'}.", did_you_mean(str(first), known))
    what = "hunt" if exercise.bug else "speed exercise"
    fact = f"the {what} '{exercise.name}' starts from '{first}', but {file} has no {name}."
    raise LessonError(lesson.place("judge.py", exercise.line), fact, remedy)


def _check_kind(lesson: Lesson, file: str, given: Definition, definition: Definition) -> None:
    """Nothing; a LessonError if the body would mean something else under the reference's first line."""
    if given.node.col_offset:
        fact = f"'{given.name}' begins the exercise, but stands inside another block."
        raise LessonError(lesson.place(file, given.node.lineno), fact, "Move it to the top level.")
    ours, theirs = definition.node, given.node
    place = lesson.place(file, given.node.lineno)
    remedy = "The starter keeps the reference's first line, so only the body may differ."
    if isinstance(ours, FunctionNode) and isinstance(theirs, FunctionNode):
        if type(ours) is not type(theirs) or _parameters(ours) != _parameters(theirs):
            fact = f"'{given.name}' begins the exercise, but its parameters or defaults are not those of '{definition.name}'."
            raise LessonError(place, fact, remedy)
    elif isinstance(ours, ast.ClassDef) and isinstance(theirs, ast.ClassDef):
        if [ast.dump(base) for base in ours.bases] != [ast.dump(base) for base in theirs.bases]:
            fact = f"'{given.name}' begins the exercise, but its bases are not those of '{definition.name}'."
            raise LessonError(place, fact, "Write the whole class, with the same bases.")
    elif isinstance(ours, FunctionNode | ast.ClassDef) or isinstance(theirs, FunctionNode | ast.ClassDef):
        raise LessonError(place, f"'{given.name}' is not the same kind of thing as '{definition.name}'.", remedy)


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[object]:
    """Names and defaults of the parameters, without annotations."""
    arguments = node.args
    names = [[arg.arg for arg in group] for group in (arguments.posonlyargs, arguments.args, arguments.kwonlyargs)]
    starred = [arg.arg if arg else None for arg in (arguments.vararg, arguments.kwarg)]
    defaults = [ast.dump(value) if value else None for value in (*arguments.defaults, *arguments.kw_defaults)]
    return [names, starred, defaults]


def _check_names(lesson: Lesson, exercise: Exercise, tree: ast.Module, *, given: Definition) -> None:
    """Nothing; a LessonError if the body needs what only its own file has: the starter has no such names."""
    file = file_of(exercise)
    elsewhere = bound_names(tree.body) - bound_names(lesson.parsed("reference.py").body)
    node = given.node
    used = set().union(*(used_names(statement) for statement in node.body)) if hasattr(node, "body") else set()
    foreign = sorted((used & elsewhere) - {name for name in used if _is_local(node, name)})
    if foreign:
        fact = f"'{given.name}' begins the exercise, but uses '{foreign[0]}', which only {file} has."
        remedy = f"Use only names of reference.py (its own name there is '{exercise.name}')."
        raise LessonError(lesson.place(file, node.lineno), fact, remedy)


def _is_local(node: ast.stmt, name: str) -> bool:
    if not isinstance(node, FunctionNode):
        return False
    parameters = {arg.arg for arg in ast.walk(node.args) if isinstance(arg, ast.arg)}
    return name in parameters | bound_names(node.body)


def _without_comments(text: str) -> str:
    """The text without its comments; lines that held nothing else go too."""
    lines = text.split("\n")
    bare = list[str | None](lines)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            kept = lines[row - 1][:column].rstrip()
            bare[row - 1] = kept or None
    return "\n".join(line for line in bare if line is not None)


def _indented(source: Source, body: list[ast.stmt], indent: bytes) -> bytes:
    """The statements as they are written, moved to another indentation; the insides of strings stay where they are."""
    start, end = source.start(body[0]), source.end(body[-1])
    old = source.indent(start)
    fixed = {line for node in body for line in _string_lines(node)}
    first = source.starts.index(source.line_start(start)) + 1
    moved = []
    for number, line in enumerate(source.data[start:end].split(b"\n"), first):
        if number > first and number not in fixed:
            line = indent + line[len(old) :] if line.startswith(old) else line.lstrip() and line
        moved.append(line)
    return b"\n".join(moved)


def _string_lines(node: ast.AST) -> set[int]:
    """The lines that begin inside a string."""
    strings = [part for part in ast.walk(node) if isinstance(part, ast.Constant | ast.JoinedStr)]
    return {line for part in strings for line in range(part.lineno + 1, (part.end_lineno or part.lineno) + 1)}
