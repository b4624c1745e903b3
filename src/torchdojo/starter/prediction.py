"""Reads a prediction in the learner's file, without running it, and writes one there."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard

from torchdojo.catalog import Exercise, Lesson, definitions
from torchdojo.catalog.questions import Number
from torchdojo.starter.attempted import same_code
from torchdojo.starter.program import parse
from torchdojo.starter.snippet import SPELLED, block, question_of
from torchdojo.starter.source import Edit, Source
from torchdojo.starter.submission import SyntaxFault

Answer = int | float | str | bool | None | tuple["Answer", ...]
DEEPEST = 12
LONGEST_ANSWER = 2000
ERROR = re.compile(r"\w*(Error|Exception|Warning|Interrupt|Exit|Iteration)|error")
DTYPE = re.compile(r"b?float\d+\w*|u?int\d+|complex\d+|bool|half|float|double|c?float|cdouble|chalf|short|int|long")
FLOATS = {"nan": float("nan"), "inf": float("inf")}
# what torch prints and what people copy: torch.Size([2, 3]), tensor([1., 2.])
WRAPPERS = ("Size", "tensor", "float")
CALLED = ("dict", "predict")


@dataclass(frozen=True)
class Prediction:
    """What the learner says a snippet gives."""

    numbers: Mapping[str, Number]
    answer: Answer
    written: str
    """The answer as the learner wrote it."""
    line: int


@dataclass(frozen=True)
class Misspelt:
    """Why there is no prediction to judge."""

    status: str
    """'not_attempted', 'failed', or 'forbidden' for an answer that is code."""
    message: str
    line: int = 0


class Code(Exception):
    """The expression is no value that is written out."""


def read_prediction(exercise: Exercise, text: str) -> Prediction | Misspelt | SyntaxFault:
    """The learner's prediction; nothing of the file is run."""
    tree = parse(text)
    if isinstance(tree, SyntaxFault):
        return tree
    node = _place_of(exercise, tree)
    if node is None:
        return Misspelt("not_attempted", f"The file holds no prediction `{exercise.name}`.")
    if not _is_call(node):
        return Misspelt("failed", f"`{exercise.name}` is no prediction. {_example(exercise)}", node.lineno)
    keywords = {keyword.arg: keyword.value for keyword in node.value.keywords}
    answer = keywords.pop("answer", None)
    if answer is None or node.value.args or None in keywords:
        return Misspelt("failed", f"`{exercise.name}` has no `answer=`. {_example(exercise)}", node.lineno)
    numbers = _numbers(exercise, keywords, node.lineno)
    if isinstance(numbers, Misspelt):
        return numbers
    return _answered(exercise, numbers, answer)


def is_snippet(lesson: Lesson, exercise: Exercise, text: str) -> bool:
    """True if the file holds the reference's own function, word for word, in place of a prediction."""
    tree = parse(text)
    node = None if isinstance(tree, SyntaxFault) else _place_of(exercise, tree)
    return node is not None and same_code(node, lesson.definitions[exercise.name].node)


def numbers_in(exercise: Exercise, text: str) -> dict[str, Number] | None:
    """The numbers of the prediction in the file, whatever its answer; None if they cannot be read."""
    tree = parse(text)
    node = None if isinstance(tree, SyntaxFault) else _place_of(exercise, tree)
    return _numbers_of(exercise, node) if node is not None else None


def written(lesson: Lesson, exercise: Exercise, text: str, *, numbers: Mapping[str, Number], answer: str = "...") -> str:
    """The text with this prediction in place of the one it holds, or below everything if it holds none."""
    fresh = block(lesson, exercise, numbers, answer)
    tree = parse(text)
    node = None if isinstance(tree, SyntaxFault) else _place_of(exercise, tree)
    if node is None:
        return f"{text.rstrip()}\n\n\n{fresh}\n".lstrip("\n")
    source = Source(text)
    start = source.line_start(source.start(node))
    above = _comment_above(lesson, exercise, node).encode().replace(b"\n", source.newline)
    if above and source.data[:start].endswith(above):
        start -= len(above)
    return source.edited([Edit(start, source.end(node), fresh.encode().replace(b"\n", source.newline))])


def typed(answer: str) -> str | None:
    """What was typed into a field, as an expression that can stand in a file; None if it is none."""
    try:
        node = ast.parse(answer.strip()[:LONGEST_ANSWER], mode="eval").body
        return ast.unparse(node)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def value_of(node: ast.expr, depth: int = DEEPEST) -> Answer:
    """The value that an expression writes out. Raises Code for everything that would have to be run."""
    if depth == 0:
        raise Code
    if isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, int | float | str)):
        return node.value
    if isinstance(node, ast.Tuple | ast.List):
        return tuple(value_of(item, depth - 1) for item in node.elts)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        number = value_of(node.operand, depth - 1)
        if isinstance(number, int | float) and not isinstance(number, bool):
            return -number if isinstance(node.op, ast.USub) else number
    if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
        return _unwrapped(node, depth)
    return _named(node)


def _unwrapped(node: ast.Call, depth: int) -> Answer:
    name = ast.unparse(node.func).rpartition(".")[2] if isinstance(node.func, ast.Name | ast.Attribute) else ""
    inner = value_of(node.args[0], depth - 1)
    if name == "float" and isinstance(inner, str) and inner.lstrip("+-") in FLOATS:
        return float(inner)
    if name in WRAPPERS and not isinstance(inner, str):
        return inner
    raise Code


def _named(node: ast.expr) -> Answer:
    """The value of a name that can only mean itself: nan, an error, torch.float32."""
    if isinstance(node, ast.Name):
        name = node.id
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
        name = node.attr
    else:
        raise Code
    if name in FLOATS:
        return FLOATS[name]
    if ERROR.fullmatch(name) or DTYPE.fullmatch(name):
        return name
    raise Code


def _place_of(exercise: Exercise, tree: ast.Module) -> ast.stmt | None:
    # the last one is the one that counts when a module runs
    found = [each.node for each in definitions(tree) if each.name == exercise.name]
    return found[-1] if found else None


class _Assigned(ast.Assign):
    value: ast.Call


def _is_call(node: ast.stmt) -> TypeGuard[_Assigned]:
    called = node.value if isinstance(node, ast.Assign) else None
    return isinstance(called, ast.Call) and isinstance(called.func, ast.Name) and called.func.id in CALLED


def _numbers(exercise: Exercise, keywords: Mapping[str | None, ast.expr], line: int) -> dict[str, Number] | Misspelt:
    choices = question_of(exercise).numbers
    found: dict[str, Number] = {}
    for name, values in choices.items():
        if name not in keywords:
            return Misspelt("failed", f"`{exercise.name}` does not say what `{name}` is. {_example(exercise)}", line)
        node = keywords[name]
        try:
            value = value_of(node)
        except Code:
            return Misspelt("forbidden", f"`{name}={_shown(node)}` is code. Write the number itself.", node.lineno)
        same = [choice for choice in values if type(choice) is type(value) and choice == value]
        if not same:
            return Misspelt("failed", f"`{name}={_shown(node)}` is not asked here: `{name}` is {_range(values)}.", node.lineno)
        found[name] = same[0]
    unknown = [str(name) for name in keywords if name not in choices]
    if unknown:
        return Misspelt("failed", f"The snippet has no number `{unknown[0]}`. {_example(exercise)}", line)
    return found


def _answered(exercise: Exercise, numbers: Mapping[str, Number], node: ast.expr) -> Prediction | Misspelt:
    if isinstance(node, ast.Constant) and node.value is ...:
        return Misspelt("not_attempted", "This prediction is not made yet.", node.lineno)
    try:
        return Prediction(numbers, value_of(node), _shown(node), node.lineno)
    except Code:
        told = (
            f"`answer={_shown(node)}` is code, and nothing of a prediction is run. Write the value itself: {_spelled(exercise)}."
        )
        return Misspelt("forbidden", told, node.lineno)


def _shown(node: ast.expr) -> str:
    words = ast.unparse(node)
    return words if len(words) <= 80 else words[:80] + "…"


def _range(values: tuple[Number, ...]) -> str:
    whole = all(type(value) is int for value in values)
    if whole and len(values) > 2 and values == tuple(range(int(values[0]), int(values[-1]) + 1)):
        return f"a whole number from {values[0]} to {values[-1]}"
    return f"one of {', '.join(map(repr, values[:20]))}"


def _example(exercise: Exercise) -> str:
    choices = question_of(exercise).numbers
    given = "".join(f"{name}={values[0]!r}, " for name, values in choices.items())
    return f"Write {exercise.name} = dict({given}answer=...)."


def _spelled(exercise: Exercise) -> str:
    return SPELLED[question_of(exercise).asks]


def _numbers_of(exercise: Exercise, node: ast.stmt) -> dict[str, Number] | None:
    if not _is_call(node):
        return None
    keywords = {keyword.arg: keyword.value for keyword in node.value.keywords if keyword.arg != "answer"}
    numbers = _numbers(exercise, keywords, node.lineno)
    return None if isinstance(numbers, Misspelt) else numbers


def _comment_above(lesson: Lesson, exercise: Exercise, node: ast.stmt) -> str:
    """The lines that we wrote above this prediction, if its numbers can still be read."""
    numbers = _numbers_of(exercise, node)
    return "" if numbers is None else block(lesson, exercise, numbers).rpartition("\n")[0] + "\n"
