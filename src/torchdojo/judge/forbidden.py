"""Whether a submission does without what its exercise forbids: seen while it runs, not searched in its text."""

from __future__ import annotations

from dataclasses import replace

from torchdojo.catalog import Exercise, Lesson, LessonError
from torchdojo.judge import verdict as v
from torchdojo.judge.expected import Expected
from torchdojo.judge.findings import seen_in
from torchdojo.judge.trial import PATIENCE, limits, program, task
from torchdojo.judge.verdict import ProbeFinding, Verdict
from torchdojo.observe.job import used_job
from torchdojo.sandbox import Limits, run
from torchdojo.starter import FOREIGN_LINES, Submission, variant

Use = tuple[str, str, int | None]
"""A probe, a forbidden name, and the line of the submission's file; None where the probe itself called it."""


def forbidden(exercise: Exercise) -> tuple[str, ...]:
    """The names of torch's functions that the exercise is to be written without."""
    given = exercise.options.get("without", [])
    if not isinstance(given, (list, tuple)) or not all(isinstance(name, str) and name.isidentifier() for name in given):
        place = f"{exercise.lesson}/judge.py: without of {exercise.name}"
        raise LessonError(f'{place} is {given!r}, expected names of functions: without=["softmax"]')
    return tuple(given)


def obey(lesson: Lesson, exercise: Exercise, submission: Submission, known: Expected, *, verdict: Verdict, text: str) -> Verdict:
    """The verdict on results that are right, after it was seen which of torch's functions made them."""
    if not forbidden(exercise):
        return verdict
    # lines from the reference's other definitions are not the learner's
    seen = [use for use in uses(lesson, exercise, submission, known) if use[2] is None or use[2] < FOREIGN_LINES]
    if any(line is None for *_, line in seen):
        # what a probe calls in the reference's run, too, is the probe's own affair
        reference = uses(lesson, exercise, variant(lesson, exercise, "reference", ""), known)
        seen = [use for use in seen if use[2] is not None or use not in reference]
    if not seen:
        return verdict
    _, name, line = next((use for use in seen if use[2] is not None), seen[0])
    lines = text.splitlines()
    place = f" (line {line}: {lines[line - 1].strip()})" if line is not None and 1 <= line <= len(lines) else ""
    message = f"The results are right, but `{name}` is used{place}. This exercise is to be written without it."
    says = f"Written without {', '.join(f'`{name}`' for name in forbidden(exercise))}."
    probes = (*verdict.probes, ProbeFinding("without", says, "failed", message))
    return replace(verdict, status=v.FORBIDDEN, message=message, probes=probes, line=line)


def uses(lesson: Lesson, exercise: Exercise, submission: Submission, known: Expected) -> list[Use]:
    """Each forbidden name that was seen, with its line; nothing from probes that did not end."""
    job = used_job(task(lesson, exercise), program(submission), seed=known.seed, staged=known.staged)
    done = run(job, limits=Limits(seconds=limits(exercise).seconds * PATIENCE))
    found: dict[Use, None] = {}
    for seen in seen_in(done.frames).observations.values():
        for use in seen.value if isinstance(seen.value, tuple) else ():
            if isinstance(use, tuple) and len(use) == 2 and use[0] in forbidden(exercise):
                found[seen.probe, use[0], use[1] if type(use[1]) is int else None] = None
    return list(found)
