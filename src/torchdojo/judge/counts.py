"""What the meters counted in a run, decoded and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from torchdojo.catalog import Exercise, Lesson, LessonError
from torchdojo.judge.findings import seen_in
from torchdojo.judge.trial import PATIENCE, limits, program, task
from torchdojo.observe import Observation
from torchdojo.observe.job import costs_job
from torchdojo.observe.observation import Raised
from torchdojo.sandbox import Limits, Run, run
from torchdojo.starter import Submission, variant

Key = tuple[str, str, int]
"""A cost function, a meter and a size."""


@dataclass(frozen=True)
class Count:
    """What one meter showed once."""

    count: int
    lines: Mapping[int, int]
    """The largest shares, by the learner's line."""
    seconds: float = 0.0
    """CPU time of the pass, which a lesson must keep short; no verdict depends on it."""


def count_run(lesson: Lesson, exercise: Exercise, submission: Submission, seed: int, *, patience: float = 1.0) -> Run:
    """The run of every cost function of the exercise on one submission, once for each meter and size."""
    costs = [{"name": cost.name, "meters": cost.meters, "sizes": cost.sizes} for cost in exercise.costs]
    job = costs_job(task(lesson, exercise), [program(submission)], costs, seed=seed)
    return run(job, limits=Limits(seconds=limits(exercise).seconds * patience))


def keys(exercise: Exercise) -> list[Key]:
    """Everything that is counted, in the order in which it is run."""
    return [(cost.name, meter, size) for cost in exercise.costs for meter in cost.meters for size in cost.sizes]


def pass_name(key: Key) -> str:
    """What a pass is called in its frame."""
    return " ".join(map(str, key))


def count_in(seen: Observation) -> Count | None:
    """The count of one pass; None if its frame holds none."""
    value = seen.value
    if seen.status != "returned" or not isinstance(value, dict):
        return None
    count, lines = value.get("count"), value.get("lines")
    if type(count) is not int or count < 0 or not isinstance(lines, dict):
        return None
    shares = {line: share for line, share in lines.items() if type(line) is int and type(share) is int}
    return Count(count, shares, seen.seconds)


def trusted_counts(lesson: Lesson, exercise: Exercise, kind: str, fault: str = "", *, seed: int) -> Mapping[Key, Count]:
    """What the reference, or an alternative, costs. Raises LessonError if it does not run through the cost functions."""
    return _counts(lesson.content_hash, exercise.name, kind, fault, seed, lesson)


# the same seed is asked again by whoever replays a check, and by the check of the lesson
@lru_cache(maxsize=64)
def _counts(_content: str, name: str, kind: str, fault: str, seed: int, lesson: Lesson) -> Mapping[Key, Count]:
    exercise = lesson.exercise(name)
    done = count_run(lesson, exercise, variant(lesson, exercise, kind, fault), seed, patience=PATIENCE)
    who = f"{lesson.id}/judge.py: {name}: {f'{kind} {fault}' if fault else f'the {kind}'}"
    if done.status != "ended":
        raise LessonError(f"{who} ended as '{done.status}' ({done.detail}) under the meters. Use smaller sizes.")
    return _decoded(who, exercise, done.frames)


def _decoded(who: str, exercise: Exercise, frames: Sequence[bytes]) -> Mapping[Key, Count]:
    found = seen_in(frames)
    counts = {}
    for key in keys(exercise):
        seen = found.observations.get(pass_name(key)) or found.loading
        count = count_in(seen) if seen is not None else None
        if count is None:
            value = seen.value if seen is not None else None
            why = f"{value.classes[0]}: {value.message}" if isinstance(value, Raised) else found.fault or "nothing was counted"
            raise LessonError(f"{who}, {key[0]} at size {key[2]}: {why}")
        counts[key] = count
    return counts
