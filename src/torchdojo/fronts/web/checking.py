"""One check as a stream of fragments: what is asked for, then each verdict as it comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from torchdojo.catalog import Exercise, Lesson, LessonError
from torchdojo.diagnose import XRay
from torchdojo.fronts.web import predictions
from torchdojo.fronts.web.desk import Desk
from torchdojo.fronts.web.drawing import SEPARATOR, draw
from torchdojo.fronts.web.headlines import headline
from torchdojo.fronts.web.solutions import solutions
from torchdojo.fronts.web.xrays import rows
from torchdojo.grade import Report
from torchdojo.judge.verdict import Verdict
from torchdojo.progress import Standing, StoreError, standing
from torchdojo.progress.standing import PASSED, next_lesson
from torchdojo.sandbox import SandboxError
from torchdojo.text import Shown, definition, page


def check(desk: Desk, lesson: Lesson, text: str, *, exercises: Sequence[str], filename: str, warning: str = "") -> Iterator[str]:
    """Fragments, each with its separator: first that the check runs, then a verdict for each exercise.

    `warning` is what went wrong already; it stands beside the verdicts.
    """
    chosen = [lesson.exercise(name) for name in exercises]
    before = _standing(desk, lesson)
    yield _sent(draw("running.html", lesson=lesson, exercises=chosen))
    for exercise in chosen:
        yield from map(_sent, _judged(desk, lesson, exercise, text=text, filename=filename, warning=warning))
    now = _standing(desk, lesson)
    for exercise in chosen:
        if exercise.name not in now.passed:
            desk.ahead(lesson, exercise)
    if now.passed != before.passed:
        yield _sent(_revealed(lesson, now.passed - before.passed, now.passed))
    if now.complete and len(now.passed) > len(before.passed):
        following = next_lesson(desk.catalog, desk.store.states(), after=lesson)
        yield _sent(draw("complete.html", lesson=lesson, following=following, celebrate=True))


def solution(lesson: Lesson, exercise: str) -> str:
    """The right ways to write an exercise, folded."""
    return draw("solution.html", solutions=solutions(lesson, exercise))


def _judged(desk: Desk, lesson: Lesson, exercise: Exercise, *, text: str, filename: str, warning: str) -> Iterator[str]:
    try:
        report = desk.grader(lesson, text, exercises=[exercise.name], filename=filename)
    except (LessonError, SandboxError) as fault:
        yield _troubled(exercise, str(fault))
        return
    unrecorded = _recorded(desk, report, text)
    graded = report.exercises[0]
    now = _standing(desk, lesson)
    shown: dict[str, Any] = {"solutions": solutions(lesson, exercise.name) if graded.verdict.status == PASSED else ()}
    shown |= {
        "headline": headline(graded),
        "standing": now,
        "fault": _mark(graded.verdict),
        "first_bad": _first_bad(graded.verdict),
        "warnings": [each for each in (warning, unrecorded) if each],
    }
    yield draw("verdict.html", graded=graded, exercise=exercise, **shown)
    if exercise.question is not None:
        yield predictions.judged(lesson, exercise, graded, text=text)
    if graded.xray is not None:
        # it takes another run, for which the verdict does not wait
        yield _looked_through(exercise, graded.xray)


def _looked_through(exercise: Exercise, seen: XRay) -> str:
    says = next((probe.says for probe in exercise.probes if probe.name == seen.probe), seen.probe)
    return draw("xray.html", exercise=exercise, rows=rows(seen), says=says, stopped=seen.stopped, cut=seen.cut)


def _recorded(desk: Desk, report: Report, text: str) -> str:
    """Why the attempt is not recorded, if it is not: no reason to keep the verdict back."""
    try:
        desk.store.record(report, text)
    except StoreError as fault:
        return f"This attempt is not recorded. {fault}"
    return ""


def _standing(desk: Desk, lesson: Lesson) -> Standing:
    """How far the learner is; as if nothing was done, where the record cannot be read."""
    try:
        return desk.standing(lesson)
    except StoreError:
        return standing(lesson, {})


def _mark(verdict: Verdict) -> str:
    """What stands under the marked line of the editor."""
    troubles = [probe.trouble for probe in verdict.probes if probe.trouble is not None]
    return f"{troubles[0].kind}: {troubles[0].message}" if troubles else verdict.message


def _first_bad(verdict: Verdict) -> str:
    """The probe whose evidence is shown at once; that of the others is folded."""
    return next((probe.name for probe in verdict.probes if probe.status not in (PASSED, "not_run")), "")


def _troubled(exercise: Exercise, message: str) -> str:
    return draw("trouble.html", exercise=exercise, message=message)


def _revealed(lesson: Lesson, fresh: frozenset[str], passed: frozenset[str]) -> str:
    """The definitions of the text that may now be seen whole."""
    shown = [(at, block) for at, block in enumerate(page(lesson).blocks) if isinstance(block, Shown)]
    touched = [(at, block) for at, block in shown if any(_concerns(block.name, name) for name in fresh)]
    return draw("revealed.html", shown=[(at, definition(lesson, block.name, passed=passed)) for at, block in touched])


def _concerns(shown: str, exercise: str) -> bool:
    return shown == exercise or shown.startswith(f"{exercise}.") or exercise.startswith(f"{shown}.")


def _sent(fragments: str) -> str:
    return fragments + SEPARATOR
