"""Rules about what the variants of a lesson do: the reference, its starter, the mistakes and the alternatives."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from torchdojo.catalog import Exercise, Lesson, LessonError
from torchdojo.check.finding import Finding
from torchdojo.check.typed import typed
from torchdojo.judge import Expected, differences, expected, passes, same_behaviour
from torchdojo.judge.compare import Terms, compare
from torchdojo.judge.trial import PATIENCE, TRIAL_OUTPUT, limits, program, trial, trusted_task
from torchdojo.observe import Observation, read
from torchdojo.observe.job import Program, exercise_job
from torchdojo.observe.observation import Raised
from torchdojo.sandbox import Limits, run
from torchdojo.starter import punch, splice, variant

# CPU seconds that judging one exercise may take, once everything is warm
MOST_SECONDS, MOST_PROJECT_SECONDS = 0.3, 60.0
# on how many of the seeds the variants are tried
VARIANT_SEEDS = 5
FIRST_SEED = 1000
EXACT = Terms(factor=0.0)


@dataclass(frozen=True)
class Known:
    """What the reference did for each seed, and what was wrong with it."""

    expected: Sequence[Expected]
    findings: Sequence[Finding]


def starter(lesson: Lesson, exercise: Exercise) -> Iterator[Finding]:
    """The starter must be recognised as not attempted."""
    given = splice(lesson, exercise, punch(lesson).text, filename="starter.py")
    if given.fault is not None:
        yield Finding(
            f"{lesson.id}/reference.py: {exercise.name}", "starter", f"the starter is not Python: {given.fault.message}"
        )
    elif given.attempted:
        text = "the starter counts as attempted: who wrote nothing would be judged. Give the exercise a body to remove."
        yield Finding(f"{lesson.id}/reference.py: {exercise.name}", "starter", text)


def known(lesson: Lesson, exercise: Exercise, seeds: int) -> Known:
    """The reference on every seed: it must run, twice with identical observations, and keep its own annotations."""
    reference = program(variant(lesson, exercise, "reference", ""))
    again = Program("reference:again", reference.code, reference.text, reference.filename)
    strict = Program("reference:typed", typed(lesson), reference.text, reference.filename)
    numbers = range(FIRST_SEED, FIRST_SEED + seeds)
    # conditioning and annotations are looked at where the variants are tried, repetition everywhere
    some, rest = numbers[:VARIANT_SEEDS], numbers[VARIANT_SEEDS:]
    probes = trusted_task(lesson, exercise)
    jobs = [
        exercise_job(probes, [reference], seeds=some, jitter=True),
        exercise_job(probes, [again, strict], seeds=some),
        *([exercise_job(probes, [reference, again], seeds=rest)] if rest else []),
    ]
    by_seed: dict[int, list[bytes]] = {seed: [] for seed in numbers}
    others = []
    for frame in (frame for job in jobs for frame in _frames(lesson, exercise, job)):
        seen = read(frame)
        if seen.variant == reference.name:
            by_seed[seen.seed].append(frame)
        else:
            others.append(seen)
    every = [expected(exercise, seed, by_seed[seed]) for seed in numbers]
    findings = [*_repeats(lesson, exercise, every, others), *_raises(lesson, exercise, every[0])]
    return Known(every, [*findings, *_cost(lesson, exercise, every), *_probes(lesson, exercise)])


def _frames(lesson: Lesson, exercise: Exercise, job: bytes) -> tuple[bytes, ...]:
    done = run(job, limits=Limits(seconds=limits(exercise).seconds * PATIENCE * 2, output=TRIAL_OUTPUT))
    if done.status != "ended":
        raise LessonError(f"{lesson.id}: the reference of {exercise.name} ended as '{done.status}' ({done.detail}).")
    return done.frames


def _repeats(lesson: Lesson, exercise: Exercise, every: Sequence[Expected], others: Sequence[Observation]) -> Iterator[Finding]:
    place = f"{lesson.id}/reference.py: {exercise.name}"
    by_seed = {one.seed: one for one in every}
    said = set()
    for seen in others:
        if (seen.variant, seen.probe) in said:
            continue
        if not seen.probe:
            if seen.status == "raised" and isinstance(seen.value, Raised):
                yield Finding(
                    place, "annotation", f"with its annotations checked the reference cannot be loaded: {seen.value.message:.400}"
                )
            continue
        first = by_seed[seen.seed].observations[seen.probe]
        found = list(compare(first.value, seen.value, None, EXACT))
        if not found and first.status == seen.status:
            continue
        said.add((seen.variant, seen.probe))
        fact = f"{found[0].where}: {found[0].fact}" if found else f"{first.status}, then {seen.status}"
        if seen.variant == "reference:again":
            yield Finding(
                place,
                "reference",
                f"two runs of {seen.probe} with seed {seen.seed} differ ({fact}). Draw everything random from `draw`.",
            )
        else:
            yield Finding(place, "annotation", f"{seen.probe} breaks the reference's own annotations: {fact:.600}")


def _raises(lesson: Lesson, exercise: Exercise, one: Expected) -> Iterator[Finding]:
    for name, seen in one.observations.items():
        if seen.status == "raised" and isinstance(seen.value, Raised):
            text = (
                f"the reference raises {seen.value.classes[0]} ({seen.value.message:.200}), so everything that raises it passes."
            )
            yield Finding(f"{lesson.id}/judge.py: {exercise.name}, {name}", "probe", f"{text} If it is meant, use draw.outcome.")


def _cost(lesson: Lesson, exercise: Exercise, every: Sequence[Expected]) -> Iterator[Finding]:
    seconds = statistics.median(sum(seen.seconds for seen in one.observations.values()) for one in every)
    most = MOST_PROJECT_SECONDS if exercise.kind == "project" else MOST_SECONDS
    if seconds > most:
        text = f"the probes take {seconds:.2f} s of CPU, at most {most:g} s is allowed. Use smaller sizes or fewer steps."
        yield Finding(f"{lesson.id}/judge.py: {exercise.name}", "probe", text)


def _probes(lesson: Lesson, exercise: Exercise) -> Iterator[Finding]:
    place = f"{lesson.id}/judge.py: {exercise.name}"
    if not exercise.probes:
        yield Finding(place, "probe", f"no probe tries this exercise. Write one: @{exercise.python_name}.probe")
    for probe in exercise.probes:
        if not probe.says.strip():
            yield Finding(place, "probe", f"the probe {probe.name} has no docstring: the learner is not told what was tried.")


def mistakes(lesson: Lesson, exercise: Exercise, seen: Known) -> Iterator[Finding]:
    """Every mistake fails on every seed and can be told from every other one."""
    place = f"{lesson.id}/mistakes.py: {exercise.name}"
    known_mistakes = lesson.mistakes_of(exercise.name)
    if exercise.kind in ("fill", "project") and len(known_mistakes) < 2:
        yield Finding(place, "mistake", f"{len(known_mistakes)} known mistakes, expected at least 2 that people really make.")
    for mistake in known_mistakes:
        if len(mistake.says.split()) < 5:
            yield Finding(
                place, "mistake", f"{mistake.fault} says {mistake.says!r}: tell the learner what is wrong in a sentence."
            )
    variants = [variant(lesson, exercise, "mistake", mistake.fault) for mistake in known_mistakes]
    some = seen.expected[:VARIANT_SEEDS]
    for known_here, did in zip(some, trial(lesson, exercise, variants, some), strict=True):
        names = [program.name for program in variants]
        found = [*_harmless(exercise, known_here, did, names), *_twins(exercise, known_here, did, names)]
        yield from (Finding(place, "mistake", text) for text in found)
        if found:
            return


def _harmless(
    exercise: Exercise, known_here: Expected, did: Mapping[str, Mapping[str, Observation]], names: Sequence[str]
) -> Iterator[str]:
    for name in names:
        if not did[name]:
            yield f"{name} could not be run at all: it is not the mistake it describes."
        elif any(isinstance(seen.value, Raised) and seen.value.classes[0] == "NameError" for seen in did[name].values()):
            yield f"{name} uses a name that is not defined: a slip of the author, not the mistake it describes."
        elif passes(exercise, known_here, did[name]):
            yield f"{name} passes every probe with seed {known_here.seed}. Add a probe that sees it, or drop it."


def _twins(
    exercise: Exercise, known_here: Expected, did: Mapping[str, Mapping[str, Observation]], names: Sequence[str]
) -> Iterator[str]:
    for one, other in combinations(names, 2):
        if did[one] and same_behaviour(exercise, known_here, did[one], did[other]):
            where = f"with seed {known_here.seed}"
            yield f"{one} and {other} cannot be told apart {where}. Add a probe that tells them apart, or keep one."


def alternatives(lesson: Lesson, exercise: Exercise, seen: Known) -> Iterator[Finding]:
    """Every alternative passes on every seed it is tried on."""
    place = f"{lesson.id}/alternatives.py: {exercise.name}"
    others = lesson.alternatives_of(exercise.name)
    if exercise.kind == "fill" and not others:
        yield Finding(
            place,
            "alternative",
            "no alternative. Add torch's own operator or a second natural style: it guards against refusing right answers.",
        )
    variants = [variant(lesson, exercise, "alternative", other.fault) for other in others]
    some = seen.expected[:VARIANT_SEEDS]
    refused = set()
    for known_here, did in zip(some, trial(lesson, exercise, variants, some), strict=True):
        for program_ in variants:
            if program_.name in refused:
                continue
            text = _refused(exercise, known_here, did[program_.name])
            if text:
                refused.add(program_.name)
                yield Finding(place, "alternative", f"{program_.name} is refused with seed {known_here.seed}: {text}")


def _refused(exercise: Exercise, known_here: Expected, did: Mapping[str, Observation]) -> str:
    for probe in exercise.probes:
        if probe.name not in did:
            return f"it gave no observation in {probe.name}"
        found = differences(exercise, known_here, probe.name, did[probe.name])
        if found:
            first = found[0]
            return (
                f"{probe.name}: {first.where}: {first.fact} (expected {first.expected}, got {first.got}; allowed {first.allowed})"
            )
    return ""
