"""Known mistakes: a submission that behaves like one of them, in every probe, has made it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from torchdojo.catalog import Exercise, Lesson
from torchdojo.diagnose.advice import Advice
from torchdojo.judge import Expected, observations, same_behaviour
from torchdojo.judge.trial import trial
from torchdojo.observe import FrameError, Observation
from torchdojo.starter import variant

MOST_ADVICE = 2


def recognise(lesson: Lesson, exercise: Exercise, known: Expected, frames: Sequence[bytes]) -> list[Advice]:
    """The known mistakes whose behaviour equals what was seen; none if the submission did not finish its probes."""
    try:
        seen, loading = observations(frames)
    except FrameError:
        return []
    if loading is not None or set(seen) != set(known.observations):
        return []
    mistakes = lesson.mistakes_of(exercise.name)
    did = _behaviours(lesson, exercise, known, [mistake.fault for mistake in mistakes])
    return [
        Advice("mistake", mistake.fault, mistake.says)
        for mistake in mistakes
        if matches(exercise, known, did[mistake.fault], seen)
    ][:MOST_ADVICE]


def _behaviours(
    lesson: Lesson, exercise: Exercise, known: Expected, faults: Sequence[str]
) -> Mapping[str, Mapping[str, Observation]]:
    """What the known mistakes do; run once for whatever is judged on the same seed."""
    if faults and not known.mistakes:
        variants = [variant(lesson, exercise, "mistake", fault) for fault in faults]
        (did,) = trial(lesson, exercise, variants, [known])
        known.mistakes.update((fault, did[program.name]) for fault, program in zip(faults, variants, strict=True))
    return known.mistakes


def matches(exercise: Exercise, known: Expected, mistake: Mapping[str, Observation], seen: Mapping[str, Observation]) -> bool:
    """True if the mistake did in every probe what was seen."""
    return bool(mistake) and same_behaviour(exercise, known, mistake, seen)
