"""Reads from a judge file which score a project must reach on hidden data, without running it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import NoReturn

from torchdojo.catalog.errors import LessonError, did_you_mean, sentence
from torchdojo.catalog.lesson import Lesson

HIGHER, LOWER = ("accuracy", "f1", "r2"), ("mae", "mse", "rmse")
EXAMPLE = '@{}.hidden(metric="accuracy", at_least=0.9)'


@dataclass(frozen=True)
class Bar:
    """How good predictions on hidden data must be."""

    metric: str
    limit: float | None
    """The least score, or the largest error, whatever the reference does."""
    of_reference: float | None
    """How many times the reference's own score (or error) is asked for."""

    @property
    def higher(self) -> bool:
        """True if more is better."""
        return self.metric in HIGHER

    def needed(self, reference: float) -> float:
        """The score that is needed where the reference has this one."""
        limits = [self.limit] if self.limit is not None else []
        limits += [self.of_reference * reference] if self.of_reference is not None else []
        return max(limits) if self.higher else min(limits)

    def reached(self, score: float, reference: float) -> bool:
        """True if the score is good enough."""
        needed = self.needed(reference)
        return score >= needed if self.higher else score <= needed


def hidden_of(decorator: ast.expr) -> str | None:
    """The exercise's variable if this is `@NAME.hidden` or `@NAME.hidden(...)`."""
    inner = decorator.func if isinstance(decorator, ast.Call) else decorator
    if isinstance(inner, ast.Attribute) and inner.attr == "hidden" and isinstance(inner.value, ast.Name):
        return inner.value.id
    return None


def read_bar(lesson: Lesson, decorator: ast.expr, variable: str) -> Bar:
    """The bar that a decorator `@NAME.hidden(...)` sets."""
    line, example = decorator.lineno, f"Write: {EXAMPLE.format(variable)}."
    given: dict[str, object] = {}
    if not isinstance(decorator, ast.Call) or decorator.args:
        _fault(lesson, line, f"the hidden data of '{variable}' have no bar.", example)
    for keyword in decorator.keywords:
        if keyword.arg not in ("metric", "at_least", "at_most", "of_reference", "by"):
            _fault(lesson, line, f"{variable}.hidden knows no '{keyword.arg}'.", example)
        if not isinstance(keyword.value, ast.Constant):
            _fault(lesson, line, f"{keyword.arg} is `{ast.unparse(keyword.value)}`, not a literal.", example)
        given[keyword.arg] = keyword.value.value
    return _bar(lesson, line, given, example)


def _bar(lesson: Lesson, line: int, given: dict[str, object], example: str) -> Bar:
    metric = given.get("metric")
    if not isinstance(metric, str) or metric not in HIGHER + LOWER:
        known = ", ".join(HIGHER + LOWER)
        _fault(
            lesson, line, f"{metric!r} is no metric.", sentence(f"Metrics: {known}.", did_you_mean(str(metric), HIGHER + LOWER))
        )
    right, wrong = ("at_least", "at_most") if metric in HIGHER else ("at_most", "at_least")
    if wrong in given:
        _fault(
            lesson, line, f"{metric} has the bar {wrong}.", f"Write {right}: for {metric} {HINTS[metric in HIGHER]} is better."
        )
    bars = [given.get(right), given.get("of_reference")]
    if all(bar is None for bar in bars):
        _fault(lesson, line, f"{metric} has no bar.", example)
    for bar in bars:
        if bar is not None and (not isinstance(bar, int | float) or isinstance(bar, bool)):
            _fault(lesson, line, f"the bar {bar!r} of {metric} is no number.", example)
    limit, share = (float(bar) if isinstance(bar, int | float) else None for bar in bars)
    return Bar(metric, limit, share)


HINTS = {True: "more", False: "less"}


def _fault(lesson: Lesson, line: int, fact: str, remedy: str) -> NoReturn:
    raise LessonError(lesson.place("judge.py", line), fact, remedy)
