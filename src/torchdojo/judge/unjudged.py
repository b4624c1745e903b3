"""Verdicts on what need not be run to be judged."""

from __future__ import annotations

from torchdojo.catalog import Exercise
from torchdojo.judge.verdict import NOT_ATTEMPTED, SYNTAX_ERROR, Verdict
from torchdojo.starter import SyntaxFault

GIVEN = {
    "hunt": "This exercise is still as it was given.",
    "speed": "This exercise is still as it was given: right, but too dear.",
}


def not_attempted(exercise: Exercise, seed: int | None) -> Verdict:
    """The verdict on an exercise that is still to be done."""
    words = GIVEN.get(exercise.kind, "This exercise is not written yet.")
    return Verdict(exercise.lesson, exercise.name, exercise.kind, NOT_ATTEMPTED, seed or 0, words)


def not_python(exercise: Exercise, fault: SyntaxFault, seed: int | None) -> Verdict:
    """The verdict on a text that cannot be compiled."""
    place = f"line {fault.line}: {fault.text.strip()}" if fault.text.strip() else f"line {fault.line}"
    message = f"This is not Python yet: {fault.message} ({place})"
    return Verdict(exercise.lesson, exercise.name, exercise.kind, SYNTAX_ERROR, seed or 0, message, line=fault.line)
