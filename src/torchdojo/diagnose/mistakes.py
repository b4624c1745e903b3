"""Known mistakes: a submission that behaves like one of them, in every probe, has made it."""

from __future__ import annotations

from collections.abc import Sequence

from torchdojo.catalog import Variant
from torchdojo.diagnose.advice import Advice
from torchdojo.diagnose.evidence import Evidence
from torchdojo.diagnose.partly import BESIDES, nearest
from torchdojo.diagnose.trying import behaviours
from torchdojo.starter import variant

# by the clock: a mistake that an author wrote down ends, however busy the machine is
SECONDS = 60.0


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
    ] or _one_of_two(mistakes, nearest(evidence, did))


def _one_of_two(mistakes: Sequence[Variant], near: str | None) -> list[Advice]:
    """The mistake that explains most of what went wrong, though not all."""
    return [
        Advice("mistake", mistake.fault, f"{mistake.says.strip()} {BESIDES}")
        for mistake in mistakes
        if f"mistake:{mistake.fault}" == near
    ]
