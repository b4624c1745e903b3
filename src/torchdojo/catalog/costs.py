"""Reads from a judge file what a speed exercise may cost, without running it."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from torchdojo.catalog.definitions import FunctionNode
from torchdojo.catalog.errors import LessonError, did_you_mean, sentence
from torchdojo.catalog.lesson import Lesson

METERS = ("operations", "flops", "peak", "largest", "saved")
SIZES = (32, 64, 128)
EXAMPLE = "@{}.cost(sizes=(32, 64, 128), operations=1.5)"


@dataclass(frozen=True)
class Cost:
    """One way in which the cost of an exercise is metered, and its bars."""

    name: str
    says: str
    """One sentence, shown to the learner."""
    line: int
    sizes: tuple[int, ...]
    at_most: Mapping[str, float]
    """By meter, how many times the reference's own count is allowed at the largest size."""
    grows: Mapping[str, float]
    """By meter, the largest exponent with which the count may grow over the last two sizes."""

    @property
    def meters(self) -> tuple[str, ...]:
        """The meters that have a bar."""
        return tuple(meter for meter in METERS if meter in self.at_most or meter in self.grows)


def read_costs(lesson: Lesson, tree: ast.Module) -> dict[str, tuple[Cost, ...]]:
    """The cost functions of a judge file by the variable they are decorated with."""
    found: dict[str, tuple[Cost, ...]] = {}
    for node in ast.walk(tree):
        for decorator in node.decorator_list if isinstance(node, FunctionNode) else ():
            variable = cost_of(decorator)
            if variable is None or not isinstance(node, FunctionNode):
                continue
            if node not in tree.body:
                _fault(lesson, node.lineno, f"cost '{node.name}' is not at the top level.", "Move it there: it is read, not run.")
            if any(cost.name == node.name for cost in found.get(variable, ())):
                _fault(lesson, node.lineno, f"{variable} has two costs named '{node.name}'.", "Rename one of them.")
            found[variable] = (*found.get(variable, ()), _cost(lesson, variable, node, decorator))
    return found


def cost_of(decorator: ast.expr) -> str | None:
    """The exercise's variable if this is `@NAME.cost` or `@NAME.cost(...)`."""
    inner = decorator.func if isinstance(decorator, ast.Call) else decorator
    if isinstance(inner, ast.Attribute) and inner.attr == "cost" and isinstance(inner.value, ast.Name):
        return inner.value.id
    return None


def _fault(lesson: Lesson, line: int, fact: str, remedy: str) -> NoReturn:
    raise LessonError(lesson.place("judge.py", line), fact, remedy)


def _cost(lesson: Lesson, variable: str, node: ast.FunctionDef | ast.AsyncFunctionDef, decorator: ast.expr) -> Cost:
    line, place = node.lineno, f"cost '{node.name}'"
    says = " ".join((ast.get_docstring(node) or "").split())
    if not says:
        _fault(lesson, line, f"{place} has no docstring.", "Say in one sentence what becomes larger.")
    if [argument.arg for argument in node.args.args] != ["lesson", "draw", "size"]:
        _fault(lesson, line, f"{place} does not take (lesson, draw, size).", f"Write: def {node.name}(lesson, draw, size):")
    given = _keywords(lesson, place, decorator)
    sizes = given.pop("sizes", SIZES)
    if not _is_sizes(sizes) or not isinstance(sizes, tuple):
        remedy = "Write two or more whole numbers that grow: sizes=(32, 64, 128)."
        _fault(lesson, line, f"sizes of {place} is {sizes!r}.", remedy)
    grows = _bars(lesson, line, f"grows of {place}", given.pop("grows", {}), least=0.0)
    at_most = _bars(lesson, line, place, given, least=1.0)
    if not at_most and not grows:
        _fault(lesson, line, f"{place} has no bar, so nothing could be too dear.", f"Write: {EXAMPLE.format(variable)}.")
    return Cost(node.name, says, line, sizes, at_most, grows)


def _keywords(lesson: Lesson, place: str, decorator: ast.expr) -> dict[str, object]:
    given: dict[str, object] = {}
    for keyword in decorator.keywords if isinstance(decorator, ast.Call) else ():
        try:
            given[str(keyword.arg)] = ast.literal_eval(keyword.value)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            fact = f"{keyword.arg} of {place} is the expression `{ast.unparse(keyword.value)}`, not a literal."
            _fault(lesson, keyword.value.lineno, fact, "Judge files are read, not run: write the number.")
    return given


def _is_sizes(value: object) -> bool:
    if not isinstance(value, tuple) or len(value) < 2 or not all(type(size) is int and size > 0 for size in value):
        return False
    return all(first < second for first, second in itertools.pairwise(value))


def _bars(lesson: Lesson, line: int, place: str, given: object, *, least: float) -> dict[str, float]:
    """Bars by meter, in the order of the meters."""
    if not isinstance(given, dict):
        _fault(lesson, line, f"{place} is {given!r}, not a mapping.", 'Write: grows={"operations": 0.2}.')
    for meter, bar in given.items():
        if meter not in METERS:
            remedy = sentence(f"Meters: {', '.join(METERS)}.", did_you_mean(str(meter), METERS))
            _fault(lesson, line, f"{place} names the meter '{meter}'.", remedy)
        if isinstance(bar, bool) or not isinstance(bar, (int, float)) or not least <= bar < float("inf"):
            what = "times the reference's count" if least else "as exponent"
            _fault(lesson, line, f"{place}: the bar of {meter} is {bar!r}.", f"Write a number of at least {least:g}, {what}.")
    return {meter: float(given[meter]) for meter in METERS if meter in given}
