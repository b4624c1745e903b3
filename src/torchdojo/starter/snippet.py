"""The snippet of a prediction with its numbers filled in, as it stands in the learner's file and on the page."""

from __future__ import annotations

import ast
import random
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from torchdojo.catalog import Exercise, Lesson, LessonError
from torchdojo.catalog.questions import Number, Question
from torchdojo.starter.names import bound_names
from torchdojo.starter.source import Edit, Source

OPENING = "# Predict what this gives, before you run it:"
ASKED = {
    "shape": "What is the shape of `{0}`?",
    "dtype": "What is the dtype of `{0}`?",
    "value": "What is `{0}`?",
    "alias": "Do `{0}` and `{1}` share memory?",
    "error": "Which error does this raise, if any?",
}
SPELLED = {
    "shape": "a tuple such as (4, 1)",
    "dtype": "a dtype such as torch.int64",
    "value": "a number, or a nested list such as [0.5, -2]",
    "alias": "True or False",
    "error": "the name of the error such as KeyError, or None",
}
DRAWS = 12
# before these a negative number needs brackets
BINDING = (ast.BinOp, ast.UnaryOp, ast.Attribute, ast.Subscript)


@dataclass(frozen=True)
class Snippet:
    """What is shown of a prediction."""

    code: str
    asks: str
    """The question, with the `code` it is about."""
    spelled: str
    """How an answer is written."""


def question_of(exercise: Exercise) -> Question:
    """What the exercise asks; only predictions have a question."""
    if exercise.question is None:
        raise ValueError(f"{exercise.name} is no prediction")
    return exercise.question


def numbers_for(exercise: Exercise, seed: int, *, other_than: Mapping[str, Number] | None = None) -> dict[str, Number]:
    """Numbers for the snippet: the same for the same seed, if possible not the ones to avoid and all different."""
    choices = question_of(exercise).numbers
    source = random.Random(f"{exercise.lesson}/{exercise.name}/{seed}")
    drawn = [{name: source.choice(values) for name, values in choices.items()} for _ in range(DRAWS)]
    fresh = [numbers for numbers in drawn if numbers != other_than] or drawn
    # equal sizes hide wrong ideas
    return max(fresh, key=lambda numbers: len(set(numbers.values())))


def snippet(lesson: Lesson, exercise: Exercise, numbers: Mapping[str, Number]) -> Snippet:
    """The snippet with these numbers."""
    asks = question_of(exercise).asks
    node = lesson.definitions[exercise.name].node
    assert isinstance(node, ast.FunctionDef)
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    last = body[-1] if body else None
    if not isinstance(last, ast.Return) or last.value is None or any(_returns(each) for each in body[:-1]):
        _fault(lesson, exercise, "its snippet does not end in its only return", "End it with: return what_is_asked_for")
    _check_names(lesson, exercise, body)
    source = Source(lesson.reference)
    given = last.value
    lines = _filled(source, source.start(body[0]), source.start(last), numbers, body[:-1])
    lines = textwrap.dedent(" " * node.body[0].col_offset + lines).rstrip() if body[:-1] else ""
    parts = _asked_about(lesson, exercise, asks, given)
    words = [_filled(source, source.start(part), source.end(part), numbers, [part]) for part in parts]
    shown = _filled(source, source.start(given), source.end(given), numbers, [given])
    if asks != "alias" and not isinstance(given, ast.Name):
        lines = f"{lines}\n{shown}".lstrip("\n")
    return Snippet(lines, ASKED[asks].format(*words), SPELLED[asks])


def block(lesson: Lesson, exercise: Exercise, numbers: Mapping[str, Number], answer: str = "...") -> str:
    """The lines of the learner's file: the snippet as a comment, and the prediction below it."""
    shown = snippet(lesson, exercise, numbers)
    given = "".join(f"{name}={value!r}, " for name, value in numbers.items())
    code = [f"#     {line}".rstrip() for line in shown.code.split("\n")]
    words = f"# {shown.asks} Write {shown.spelled}, in place of the dots."
    # a plain dictionary, so that the file can be run as it is
    return "\n".join([OPENING, "#", *code, "#", words, f"{exercise.name} = dict({given}answer={answer})"])


def _asked_about(lesson: Lesson, exercise: Exercise, asks: str, given: ast.expr) -> list[ast.expr]:
    if asks == "alias":
        if not isinstance(given, ast.Tuple) or len(given.elts) != 2:
            _fault(lesson, exercise, "it does not return two tensors", "Write: return first, second")
        return given.elts
    if isinstance(given, ast.Attribute) and given.attr == asks:
        return [given.value]
    return [given]


def _returns(node: ast.AST) -> bool:
    """True if the statement may end the snippet: the functions inside it end only themselves."""
    if isinstance(node, ast.Return):
        return True
    inner = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    return not inner and any(_returns(part) for part in ast.iter_child_nodes(node))


def _check_names(lesson: Lesson, exercise: Exercise, body: list[ast.stmt]) -> None:
    """Nothing; a LessonError where a number cannot be written in the place of its name."""
    numbers = question_of(exercise).numbers
    bound = bound_names(body) | {part.arg for node in body for part in ast.walk(node) if isinstance(part, ast.arg)}
    inside = {
        part.id for node in body for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }
    for name in (bound | inside) & set(numbers):
        _fault(lesson, exercise, f"its snippet gives '{name}' another value", "Give the new value another name.")
    for node in body:
        for text in (part for part in ast.walk(node) if isinstance(part, ast.JoinedStr)):
            if any(isinstance(part, ast.Name) and part.id in numbers for part in ast.walk(text)):
                _fault(lesson, exercise, "a number of its snippet stands in an f-string", "Put it outside.")


def _filled(source: Source, start: int, end: int, numbers: Mapping[str, Number], nodes: list[ast.stmt] | list[ast.expr]) -> str:
    """A stretch of the reference with the numbers in the places of their names."""
    data = source.data[start:end]
    edits = sorted(_edits(source, numbers, nodes), key=lambda edit: edit.start, reverse=True)
    for edit in edits:
        data = data[: edit.start - start] + edit.replacement + data[edit.end - start :]
    return data.decode()


def _edits(source: Source, numbers: Mapping[str, Number], nodes: list[ast.stmt] | list[ast.expr]) -> Iterator[Edit]:
    for node in nodes:
        for parent in [ast.Expr(node) if isinstance(node, ast.expr) else node, *ast.walk(node)]:
            for part in ast.iter_child_nodes(parent):
                if isinstance(part, ast.Name) and part.id in numbers:
                    words = repr(numbers[part.id])
                    words = f"({words})" if words.startswith("-") and isinstance(parent, BINDING) else words
                    yield Edit(source.start(part), source.end(part), words.encode())


def _fault(lesson: Lesson, exercise: Exercise, fact: str, remedy: str) -> NoReturn:
    place = lesson.place("reference.py", lesson.definitions[exercise.name].line)
    raise LessonError(place, f"'{exercise.name}' is a prediction, but {fact}.", remedy)
