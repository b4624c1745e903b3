"""Which wrong idea a wrong prediction comes from."""

from __future__ import annotations

from torchdojo.catalog import Exercise, Lesson
from torchdojo.diagnose.advice import Advice
from torchdojo.judge.predictions import outcomes, same
from torchdojo.starter.prediction import Prediction

MOST_ADVICE = 2


def advise_prediction(lesson: Lesson, exercise: Exercise, prediction: Prediction) -> tuple[Advice, ...]:
    """The ideas that lead to this very answer with these numbers."""
    mistakes = lesson.mistakes_of(exercise.name)
    did = outcomes(lesson, exercise, [prediction.numbers], mistakes=[mistake.fault for mistake in mistakes])
    told = [mistake for mistake in mistakes if same(prediction.answer, did[f"mistake:{mistake.fault}"][0])]
    return tuple(Advice("mistake", mistake.fault, mistake.says) for mistake in told[:MOST_ADVICE])
