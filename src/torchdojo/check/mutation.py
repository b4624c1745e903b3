"""Every small change of a reference must be seen by the probes, or change nothing that can be drawn."""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from torchdojo.catalog import Exercise, Lesson
from torchdojo.check.finding import Finding
from torchdojo.judge import Expected, passes
from torchdojo.judge.trial import TRIAL_OUTPUT, expect, program, trial
from torchdojo.observe import read
from torchdojo.observe.job import Task, exercise_job
from torchdojo.sandbox import Limits, run
from torchdojo.starter import Submission, mutants, signatures, variant

# CPU seconds after which a mutant counts as one that never ends
MUTANT_SECONDS = 2.0
SEEDS = 3
BEYOND_SEED = 77_000
# a prediction has no code that a probe could miss; a project is scored, and may take a minute for each mutant
WITHOUT_MUTANTS = ("predict", "project")


@dataclass(frozen=True)
class Mutation:
    """How the mutants of one exercise fared."""

    exercise: str
    mutants: int
    killed: int
    equal: int
    excused: int
    survivors: tuple[str, ...]
    """Neither seen by a probe, nor equal beyond the probes, nor excused."""
    unknown: tuple[str, ...]
    """Excuses for mutants that do not exist or do not survive."""

    def findings(self, lesson: Lesson, exercise: Exercise) -> Iterator[Finding]:
        """What this breaks of the contract."""
        place = f"{lesson.id}/judge.py: {exercise.name}"
        for name in self.survivors:
            yield Finding(place, "mutant", f"{name} passes every probe. Strengthen a probe; excuse it only if it is truly equal.")
        for name in self.unknown:
            yield Finding(place, "mutant", f"the excuse for {name!r} is not needed: no such mutant survives. Remove it.")


def mutate(lesson: Lesson, exercise: Exercise, known: Sequence[Expected] = ()) -> Mutation:
    """How every mutant of the exercise's reference fares against its probes, on seeds that are known or else on fresh ones."""
    if exercise.kind in WITHOUT_MUTANTS:
        return Mutation(exercise.name, 0, 0, 0, 0, (), ())
    known = known or [expect(lesson, exercise) for _ in range(SEEDS)]
    every = mutants(lesson, exercise)
    left: Sequence[Submission] = every
    for one in known[:SEEDS]:
        if left:
            (did,) = trial(lesson, exercise, left, [one], variant_seconds=MUTANT_SECONDS)
            left = [mutant for mutant in left if passes(exercise, one, did[mutant.name])]
    equal = _equal_beyond(lesson, exercise, left)
    survivors = [mutant.name for mutant in left if mutant.name not in equal]
    return Mutation(
        exercise.name,
        len(every),
        len(every) - len(left),
        len(equal),
        sum(name in exercise.excused for name in survivors),
        tuple(name for name in survivors if name not in exercise.excused),
        tuple(name for name in exercise.excused if name not in survivors),
    )


def _equal_beyond(lesson: Lesson, exercise: Exercise, left: Sequence[Submission]) -> set[str]:
    """Names of the mutants that do as the reference does on inputs no probe has tried; none if they cannot be drawn."""
    beyond = _beyond(lesson, exercise)
    if beyond is None or not left:
        return set()
    reference = program(variant(lesson, exercise, "reference", ""))
    job = exercise_job(beyond, [reference], seeds=[BEYOND_SEED], jitter=True)
    seen = [read(frame) for frame in run(job, limits=Limits(seconds=60.0, output=TRIAL_OUTPUT)).frames]
    plain = {one.probe: one for one in seen if one.probe and not one.jittered}
    if set(plain) != set(_CASES) or all(one.status == "raised" for one in plain.values()):
        return set()
    known = Expected(BEYOND_SEED, plain, {one.probe: one for one in seen if one.probe and one.jittered})
    (did,) = trial(lesson, exercise, left, [known], variant_seconds=MUTANT_SECONDS, on=beyond)
    return {mutant.name for mutant in left if passes(exercise, known, did[mutant.name])}


# inputs that differ from each other in everything an annotation leaves open
_CASES = {
    "plain": ["inputs = draw.arguments({target})"],
    "other_sizes": ["inputs = draw.arguments({target}, grad=False)"],
    "single_precision": ["inputs = draw.arguments({target}, dtype=torch.float32)"],
    "half_precision": ["inputs = draw.arguments({target}, dtype=torch.bfloat16, grad=False)"],
    "large": [
        "inputs = draw.arguments({target}, grad=False)",
        "inputs = {{k: draw.given(v * 1000, name=k) if v.is_floating_point() else v for k, v in inputs.items()}}",
    ],
    "all_ones": [
        "inputs = draw.arguments({target}, grad=False)",
        "inputs = {{k: draw.given(torch.ones_like(v), name=k) for k, v in inputs.items()}}",
    ],
}


def _beyond(lesson: Lesson, exercise: Exercise) -> Task | None:
    """Probes made from the annotations alone; None for what cannot be called with drawn arguments alone."""
    known = signatures(lesson)
    described = known.get(exercise.name)
    if described is None or "." in exercise.name or exercise.name[:1].isupper():
        return None
    needed = [parameter for parameter in described["parameters"] if not parameter["default"]]
    if not needed or any("tensor" not in (parameter["annotation"] or {}) for parameter in needed):
        return None
    target = f"lesson.{exercise.name}"
    lines = ["import torch", "from torchdojo.author import Fill", f"{exercise.name} = Fill()"]
    for name, body in _CASES.items():
        lines += [f"@{exercise.name}.probe", f"def {name}(lesson, draw):"]
        lines += [f"    {line.format(target=target)}" for line in body]
        lines += [f"    return {target}(**inputs), draw.gradients(inputs)"]
    code = compile("\n".join(lines) + "\n", "beyond.py", "exec", dont_inherit=True)
    return Task(exercise.name, marshal.dumps(code), known)
