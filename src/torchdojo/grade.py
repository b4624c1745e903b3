"""From a learner's text to a verdict. Read this first: every room is used here once, in the order the data flows."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from torchdojo.catalog import Exercise, Lesson
from torchdojo.diagnose import Advice, Evidence, XRay, advise, xray
from torchdojo.diagnose.predictions import advise_prediction
from torchdojo.judge import Verdict, judge, seen_in
from torchdojo.judge.costs import weigh
from torchdojo.judge.forbidden import obey
from torchdojo.judge.predictions import judge_prediction, misspelt, snippet_itself
from torchdojo.judge.trial import attempt, expect, prepare
from torchdojo.judge.unjudged import not_attempted, not_python
from torchdojo.starter import SyntaxFault, splice
from torchdojo.starter.prediction import Misspelt, is_snippet, read_prediction

__all__ = ["Graded", "Report", "grade", "prepare"]


@dataclass(frozen=True)
class Graded:
    """A verdict and what the learner is told about it."""

    verdict: Verdict
    advice: tuple[Advice, ...] = ()
    look: Callable[[], XRay | None] | None = field(default=None, repr=False, compare=False)
    """Runs the failing probe once more, to be seen line by line."""

    @cached_property
    def xray(self) -> XRay | None:
        """What every line did in the first failing probe, seen when first asked for; None if there is nothing to see."""
        return self.look() if self.look is not None else None


@dataclass(frozen=True)
class Report:
    """Everything one check found."""

    lesson: str
    seed: int
    """The seed asked for, or that of the first exercise that was run; each verdict holds its own."""
    seconds: float
    exercises: tuple[Graded, ...]

    @property
    def passed(self) -> bool:
        """True if every exercise that was asked for passed."""
        return all(graded.verdict.passed for graded in self.exercises)

    def as_json(self, *, xray: bool = True) -> dict[str, Any]:
        """The object `torchdojo grade --json` prints; without the x-rays it costs no further run."""
        return {
            "lesson": self.lesson,
            "seed": self.seed,
            "seconds": round(self.seconds, 4),
            "exercises": [_json(graded, xray=xray) for graded in self.exercises],
        }


def _json(graded: Graded, *, xray: bool) -> dict[str, Any]:
    verdict = graded.verdict
    found = {
        "name": verdict.exercise,
        "kind": verdict.kind,
        "status": verdict.status,
        "probes": [{"name": probe.name, "status": probe.status, "message": probe.message} for probe in verdict.probes],
        "advice": [{"kind": advice.kind, "name": advice.name, "text": advice.text} for advice in graded.advice],
        "meters": {f"{reading.cost}.{reading.meter}": reading.as_json() for reading in verdict.readings},
    }
    return found if not xray or graded.xray is None else found | {"xray": graded.xray.as_json()}


def grade(
    lesson: Lesson,
    text: str,
    *,
    exercises: Sequence[str] | None = None,
    seed: int | None = None,
    filename: str = "submission.py",
    on_verdict: Callable[[Graded], None] | None = None,
) -> Report:
    """The verdicts on the named exercises (all of the lesson's, if none are named), in the order of the lesson."""
    start = time.perf_counter()
    chosen = [lesson.exercise(name) for name in exercises] if exercises is not None else lesson.exercises
    results = []
    for exercise in chosen:
        graded = grade_exercise(lesson, exercise, text, seed=seed, filename=filename)
        results.append(graded)
        if on_verdict is not None:
            on_verdict(graded)
    used = seed if seed is not None else next((one.verdict.seed for one in results if one.verdict.probes), 0)
    return Report(lesson.id, used, time.perf_counter() - start, tuple(results))


def grade_exercise(lesson: Lesson, exercise: Exercise, text: str, *, seed: int | None, filename: str) -> Graded:
    """The verdict on one exercise, and advice if it failed."""
    if exercise.question is not None:
        return grade_prediction(lesson, exercise, text)
    submission = splice(lesson, exercise, text, filename=filename)
    if submission.fault is not None:
        return Graded(not_python(exercise, submission.fault, seed))
    if not submission.attempted:
        return Graded(not_attempted(exercise, seed))
    known = expect(lesson, exercise, seed=seed)
    run = attempt(lesson, exercise, submission, known)
    seen = seen_in(run.frames)
    verdict = judge(exercise, run, known, text=text, seen=seen)
    if verdict.passed:
        verdict = obey(lesson, exercise, submission, known, verdict=verdict, text=text)
        return Graded(weigh(lesson, exercise, submission, verdict, text=text) if verdict.passed and exercise.costs else verdict)
    advice = advise(Evidence(lesson, exercise, known, seen, verdict, text, filename))
    return Graded(verdict, advice, partial(xray, lesson, exercise, submission, known, verdict))


def grade_prediction(lesson: Lesson, exercise: Exercise, text: str) -> Graded:
    """The verdict on what the learner says a snippet gives; their file is read and not run."""
    prediction = read_prediction(exercise, text)
    if isinstance(prediction, SyntaxFault):
        return Graded(not_python(exercise, prediction, None))
    if isinstance(prediction, Misspelt) and is_snippet(lesson, exercise, text):
        return Graded(snippet_itself(exercise))
    if isinstance(prediction, Misspelt):
        return Graded(misspelt(exercise, prediction))
    verdict = judge_prediction(lesson, exercise, prediction)
    return Graded(verdict, () if verdict.passed else advise_prediction(lesson, exercise, prediction))
