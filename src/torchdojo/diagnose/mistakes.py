"""Known mistakes: a submission that behaves like one of them, in every probe, has made it."""

from __future__ import annotations

from torchdojo.diagnose.advice import Advice
from torchdojo.diagnose.evidence import Evidence
from torchdojo.diagnose.trying import behaviours
from torchdojo.starter import variant

SECONDS = 5.0


def recognise(evidence: Evidence) -> list[Advice]:
    """The known mistakes whose behaviour equals what was seen."""
    lesson, exercise = evidence.lesson, evidence.exercise
    mistakes = lesson.mistakes_of(exercise.name)
    if not mistakes:
        return []
    variants = [variant(lesson, exercise, "mistake", mistake.fault) for mistake in mistakes]
    probes = tuple(evidence.known.observations)
    did = behaviours(evidence, variants, probes, seconds=SECONDS)
    return [
        Advice("mistake", mistake.fault, mistake.says)
        for mistake, program in zip(mistakes, variants, strict=True)
        if evidence.alike(did[program.name], probes) and evidence.same_errors(did[program.name])
    ]
