"""The same question with other numbers."""

from __future__ import annotations

from dataclasses import dataclass
from secrets import randbelow

from torchdojo.catalog import Exercise, Lesson
from torchdojo.judge.predictions import outcomes, told
from torchdojo.starter.prediction import Prediction, read_prediction, written
from torchdojo.starter.snippet import numbers_for


@dataclass(frozen=True)
class Again:
    """A file whose prediction is to be made once more."""

    text: str
    told: str
    """What the snippet gave with the numbers before; empty if nothing was said about them yet."""
    asked: str
    """The new numbers, as they stand in the file."""


def again(lesson: Lesson, exercise: Exercise, text: str) -> Again:
    """The file with new numbers in it. The truth about the old ones is told only to those who said something."""
    before = read_prediction(exercise, text)
    old = before.numbers if isinstance(before, Prediction) else numbers_for(exercise, 0)
    numbers = numbers_for(exercise, randbelow(10**9), other_than=old)
    words = ""
    if isinstance(before, Prediction):
        (seen,) = outcomes(lesson, exercise, [before.numbers])["reference"]
        given = ", ".join(f"{name}={value!r}" for name, value in old.items())
        words = f"With {given} it gives {told(seen)}." if seen.status == "returned" else f"With {given} it raises {told(seen)}."
    asked = ", ".join(f"{name}={value!r}" for name, value in numbers.items())
    return Again(written(lesson, exercise, text, numbers=numbers), words, asked)
