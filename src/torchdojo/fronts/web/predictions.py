"""The card on which a prediction is made, kept in step with the learner's file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from torchdojo.catalog import Exercise, Lesson
from torchdojo.catalog.questions import Number
from torchdojo.fronts.web.drawing import draw
from torchdojo.grade import Graded
from torchdojo.judge.again import again
from torchdojo.starter import SyntaxFault
from torchdojo.starter.prediction import Prediction, numbers_in, read_prediction, typed, written
from torchdojo.starter.program import parse
from torchdojo.starter.snippet import SPELLED, Snippet, numbers_for, question_of, snippet
from torchdojo.text import code


@dataclass(frozen=True)
class Card:
    """A snippet with its numbers, and the answer that the file holds."""

    shown: Snippet
    code: str
    """The snippet, highlighted."""
    numbers: str
    """As JSON: sent back with the answer, so that what is seen is what is judged."""
    answer: str


def card(lesson: Lesson, exercise: Exercise, text: str) -> Card:
    """The card for what the learner's file holds; with the first numbers if it holds no prediction."""
    found = read_prediction(exercise, text)
    numbers = numbers_in(exercise, text) or numbers_for(exercise, 0)
    shown = snippet(lesson, exercise, numbers)
    return Card(shown, code(shown.code), json.dumps(numbers), found.written if isinstance(found, Prediction) else "")


def asked(lesson: Lesson, exercise: Exercise, text: str) -> str:
    """The fragment with the snippet and the question."""
    return draw("prediction-asked.html", exercise=exercise, card=card(lesson, exercise, text), fragment=True)


def answered(lesson: Lesson, exercise: Exercise, text: str, *, answer: str, numbers: Mapping[str, object]) -> str | None:
    """The file with the answer in it; None if the answer is no Python expression. A file that is no Python stays as it is."""
    if isinstance(parse(text), SyntaxFault):
        return text
    expression = typed(answer)
    return None if expression is None else written(lesson, exercise, text, numbers=_known(exercise, numbers), answer=expression)


def _known(exercise: Exercise, numbers: Mapping[str, object]) -> dict[str, Number]:
    """The numbers that came back from the page, if they are ours."""
    known: dict[str, Number] = {}
    for name, values in question_of(exercise).numbers.items():
        same = [value for value in values if type(value) is type(numbers.get(name)) and value == numbers[name]]
        if not same:
            return numbers_for(exercise, 0)
        known[name] = same[0]
    return known


def unread(exercise: Exercise, answer: str) -> str:
    """The fragment that says why an answer was not taken."""
    spelled = SPELLED[question_of(exercise).asks]
    words = f"`{answer.strip()[:80]}` is no Python value." if answer.strip() else "Nothing is written yet."
    return draw("prediction-said.html", exercise=exercise, status="open", said=f"{words} Write {spelled}.", advice=(), told="")


def judged(lesson: Lesson, exercise: Exercise, graded: Graded, *, text: str) -> str:
    """The fragments that bring the card in step with a verdict."""
    verdict = graded.verdict
    said = "" if verdict.status == "not_attempted" else verdict.message
    shown = {"status": verdict.status, "said": said, "advice": graded.advice, "told": ""}
    return asked(lesson, exercise, text) + draw("prediction-said.html", exercise=exercise, **shown)


def asked_again(lesson: Lesson, exercise: Exercise, text: str) -> tuple[str, str]:
    """The file with new numbers, and the fragments that show them beside what the old ones gave."""
    fresh = again(lesson, exercise, text)
    said = draw("prediction-said.html", exercise=exercise, status="open", said="", advice=(), told=fresh.told)
    return fresh.text, asked(lesson, exercise, fresh.text) + said
