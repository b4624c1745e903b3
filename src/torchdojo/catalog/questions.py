"""What a predict exercise asks, and which numbers it may be asked with."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from torchdojo.catalog.definitions import Definition
from torchdojo.catalog.errors import LessonError, did_you_mean, sentence
from torchdojo.catalog.lesson import Lesson

ASKS = ("shape", "dtype", "value", "alias", "error")
MOST_CHOICES = 1000
SPELLING = "Write rows=(2, 7) for the whole numbers from 2 to 7, or rows=[2, 3.5, True] for a choice."
# what JSON and a comment in a file can both hold
Number = int | float | str | bool


@dataclass(frozen=True)
class Question:
    """What is to be predicted of a snippet."""

    asks: str
    """'shape', 'dtype', 'value', 'alias' or 'error'."""
    numbers: Mapping[str, tuple[Number, ...]]
    """Every value that each of the snippet's numbers may have, by name and in the snippet's order."""


def read_question(lesson: Lesson, line: int, definition: Definition, *, asks: object, options: dict[str, object]) -> Question:
    """The question of a predict exercise; its numbers are taken out of the options."""
    if asks not in ASKS or not isinstance(asks, str):
        remedy = sentence(f"Predict asks for {', '.join(ASKS)}.", did_you_mean(str(asks), ASKS))
        _fault(lesson, line, f"'{definition.name}' asks for {asks!r}.", remedy)
    node = definition.node
    if not isinstance(node, ast.FunctionDef) or definition.kind != "function":
        _fault(lesson, line, f"'{definition.name}' is no function of reference.py.", "The snippet is the body of a function.")
    names = [parameter.arg for parameter in node.args.args]
    if node.args.posonlyargs or node.args.kwonlyargs or node.args.vararg or node.args.kwarg or node.args.defaults:
        fact = f"'{definition.name}' has parameters that are not plain."
        _fault(lesson, line, fact, "Its parameters are the snippet's numbers: names without defaults and stars.")
    for name in names:
        if name not in options:
            _fault(lesson, line, f"'{definition.name}' does not say which values '{name}' may have.", SPELLING)
    return Question(asks, {name: _choices(lesson, line, name, options.pop(name)) for name in names})


def _choices(lesson: Lesson, line: int, name: str, given: object) -> tuple[Number, ...]:
    if isinstance(given, tuple) and len(given) == 2 and all(type(end) is int for end in given):
        low, high = given
        choices: tuple[object, ...] = tuple(range(low, min(high, low + MOST_CHOICES) + 1))
    else:
        choices = tuple(given) if isinstance(given, list) else ()
    kept = tuple(choice for choice in choices if isinstance(choice, int | float | str | bool))
    if len(kept) < 2 or len(kept) != len(choices) or len(kept) > MOST_CHOICES:
        fact = f"{name} is {given!r:.80}, which is no range of numbers and no choice of at least two values."
        _fault(lesson, line, fact, SPELLING)
    return kept


def _fault(lesson: Lesson, line: int, fact: str, remedy: str) -> NoReturn:
    raise LessonError(lesson.place("judge.py", line), fact, remedy)
