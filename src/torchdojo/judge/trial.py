"""Trying variants of a lesson in the sandbox: the reference for what is expected, a submission for what it does."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Sequence
from functools import lru_cache

from torchdojo.catalog import Exercise, Lesson, LessonError
from torchdojo.judge.expected import Expected, Shelf, expected, fresh_seed
from torchdojo.judge.secret import secret
from torchdojo.judge.stripped import without_hidden
from torchdojo.observe import FrameError, Observation, read
from torchdojo.observe.job import Program, Task, exercise_job
from torchdojo.sandbox import Limits, Run, run
from torchdojo.starter import Submission, signatures, variant

SECONDS, PROJECT_SECONDS = 10.0, 60.0
# a reference is trusted and may meet a busy machine
PATIENCE = 6.0
READY = 2
TRIAL_OUTPUT = 512 << 20


def limits(exercise: Exercise) -> Limits:
    """What one check of this exercise may use."""
    seconds = exercise.options.get("seconds", PROJECT_SECONDS if exercise.kind == "project" else SECONDS)
    if not isinstance(seconds, (int, float)) or seconds <= 0:
        raise LessonError(f"{exercise.lesson}/judge.py: seconds of {exercise.name} is {seconds!r}, expected a positive number")
    return Limits(seconds=float(seconds))


def task(lesson: Lesson, exercise: Exercise) -> Task:
    """The exercise's probes and annotations, ready to be sent to a submission: without what draws hidden data."""
    return _task(lesson.content_hash, exercise.name, lesson)


@lru_cache(maxsize=512)
def _task(_content: str, exercise: str, lesson: Lesson) -> Task:
    code = compile(without_hidden(lesson), f"{lesson.id}/judge.py", "exec", dont_inherit=True)
    return Task(exercise, marshal.dumps(code), signatures(lesson))


def trusted_task(lesson: Lesson, exercise: Exercise) -> Task:
    """As `task`, for the reference alone: with the functions and the secret that hidden data come from."""
    if not any(probe.bar for probe in exercise.probes):
        return task(lesson, exercise)
    code = compile(lesson.judge, f"{lesson.id}/judge.py", "exec", dont_inherit=True)
    return Task(exercise.name, marshal.dumps(code), signatures(lesson), secret=secret())


def program(submission: Submission) -> Program:
    """What the sandbox needs of a submission."""
    return Program(submission.name, submission.code, submission.text, submission.filename)


def expect(lesson: Lesson, exercise: Exercise, *, seed: int | None = None) -> Expected:
    """What the reference does for the seed; without one, for a fresh seed, if possible one that was made ahead."""
    if seed is not None:
        return _again(lesson.content_hash, exercise.name, seed, lesson)
    ready = Shelf(lesson, exercise).take()
    if ready is not None:
        return expected(exercise, *ready)
    return _made(lesson, exercise, fresh_seed())


# who names a seed often does so again: a whole folder of submissions is judged with one
@lru_cache(maxsize=32)
def _again(_content: str, exercise: str, seed: int, lesson: Lesson) -> Expected:
    return _made(lesson, lesson.exercise(exercise), seed)


def _made(lesson: Lesson, exercise: Exercise, seed: int) -> Expected:
    return expected(exercise, seed, reference_frames(lesson, exercise, seed))


def prepare(lesson: Lesson, exercise: Exercise) -> None:
    """Nothing; fills the shelf, so that the next check finds its expected observations ready."""
    if exercise.question is not None:
        # which numbers a prediction is made for is known only then
        return
    shelf = Shelf(lesson, exercise)
    for _ in range(READY - shelf.count()):
        seed = fresh_seed()
        shelf.put(seed, reference_frames(lesson, exercise, seed))


def reference_frames(lesson: Lesson, exercise: Exercise, seed: int) -> tuple[bytes, ...]:
    """What the probes see of the reference, as it is drawn and moved by one rounding error."""
    reference = variant(lesson, exercise, "reference", "")
    job = exercise_job(trusted_task(lesson, exercise), [program(reference)], seeds=[seed], jitter=True)
    done = run(job, limits=Limits(seconds=limits(exercise).seconds * PATIENCE))
    if done.status != "ended":
        raise LessonError(
            f"{lesson.id}: the reference of {exercise.name} ended as '{done.status}' ({done.detail}) for seed {seed}."
        )
    return done.frames


def attempt(
    lesson: Lesson,
    exercise: Exercise,
    submission: Submission,
    known: Expected,
    *,
    on_frame: Callable[[bytes], None] | None = None,
) -> Run:
    """What the submission did for the seed of what is expected."""
    job = exercise_job(task(lesson, exercise), [program(submission)], seeds=[known.seed], staged={known.seed: known.staged})
    return run(job, limits=limits(exercise), on_frame=on_frame)


def trial(
    lesson: Lesson,
    exercise: Exercise,
    variants: Sequence[Submission],
    known: Sequence[Expected],
    *,
    variant_seconds: float | None = None,
    on: Task | None = None,
) -> list[dict[str, dict[str, Observation]]]:
    """What each trusted variant did, for each of the seeds by its name and probe.

    A variant that died has not all of its probes, one that could not be loaded none. `on` replaces the lesson's own probes.
    """
    seen: dict[int, dict[str, dict[str, Observation]]] = {
        one.seed: {submission.name: {} for submission in variants} for one in known
    }
    start = 0
    while start < len(variants):
        programs = [program(submission) for submission in variants[start:]]
        job = exercise_job(
            on or task(lesson, exercise),
            programs,
            seeds=[one.seed for one in known],
            staged={one.seed: one.staged for one in known},
            variant_seconds=variant_seconds,
        )
        patience = limits(exercise).seconds * PATIENCE + len(programs) * (variant_seconds or 1.0)
        done = run(job, limits=Limits(seconds=patience, output=TRIAL_OUTPUT))
        reached = _collect(done.frames, seen)
        if done.status == "ended":
            break
        # a variant took the process with it: go on behind the last one that was heard of
        start += next((index + 1 for index in reversed(range(len(programs))) if programs[index].name in reached), 1)
    return [seen[one.seed] for one in known]


def _collect(frames: Sequence[bytes], seen: dict[int, dict[str, dict[str, Observation]]]) -> set[str]:
    """Names of the variants that were heard of; their observations are added to `seen`."""
    reached = set()
    for frame in frames:
        try:
            observation = read(frame)
        except FrameError:
            continue
        reached.add(observation.variant)
        if observation.probe:
            seen[observation.seed][observation.variant][observation.probe] = observation
    return reached
