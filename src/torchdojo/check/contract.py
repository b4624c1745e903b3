"""All rules of the lesson contract, one after the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from torchdojo.catalog import Exercise, Lesson, LessonError
from torchdojo.check.behaviour import Known, alternatives, known, mistakes, starter
from torchdojo.check.costs import costs, without
from torchdojo.check.finding import Finding
from torchdojo.check.folder import folder
from torchdojo.check.mutation import Mutation, mutate
from torchdojo.check.predictions import prediction
from torchdojo.check.projects import hidden_data
from torchdojo.check.prose import prose
from torchdojo.check.specification import specification

SEEDS = 20
# exercises of a lesson are independent, and a worker leaves the judge idle while it computes
AT_ONCE = 2


@dataclass(frozen=True)
class CheckReport:
    """Everything that was found about one lesson."""

    lesson: str
    findings: tuple[Finding, ...]
    mutants: int
    killed: int
    equal: int
    """Survivors that do the same on inputs drawn beyond the probes."""
    excused: int
    survivors: tuple[str, ...]
    seconds: float

    @property
    def passed(self) -> bool:
        """True if nothing worse than a note was found."""
        return all(finding.severity != "error" for finding in self.findings)


def check(lesson: Lesson, *, seeds: int = SEEDS, on_finding: Callable[[Finding], None] | None = None) -> CheckReport:
    """What the lesson does not hold of the contract, and how its mutants fared."""
    start = time.perf_counter()
    findings: list[Finding] = []
    mutations: list[Mutation] = []

    def note(found: Iterator[Finding]) -> None:
        for finding in found:
            findings.append(finding)
            if on_finding is not None:
                on_finding(finding)

    note(_guard(lesson, folder(lesson)))
    exercises = _exercises(lesson, note)
    note(_guard(lesson, specification(lesson)))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        text = pool.submit(lambda: list(_guard(lesson, prose(lesson))))
        for found, mutation in pool.map(lambda exercise: _exercise(lesson, exercise, seeds), exercises):
            note(iter(found))
            mutations += [mutation] if mutation is not None else []
        note(iter(text.result()))
    return CheckReport(
        lesson.id,
        tuple(findings),
        sum(one.mutants for one in mutations),
        sum(one.killed for one in mutations),
        sum(one.equal for one in mutations),
        sum(one.excused for one in mutations),
        tuple(name for one in mutations for name in one.survivors),
        time.perf_counter() - start,
    )


def _exercises(lesson: Lesson, note: Callable[[Iterator[Finding]], None]) -> tuple[Exercise, ...]:
    try:
        return lesson.exercises
    except LessonError as error:
        note(iter([Finding(f"{lesson.id}/judge.py", "folder", str(error))]))
        return ()


def _guard(lesson: Lesson, found: Iterator[Finding]) -> Iterator[Finding]:
    """The findings; a lesson that cannot even be read is one more finding, not a crash of the check."""
    try:
        yield from found
    except LessonError as error:
        yield Finding(lesson.id, "folder", str(error))


def _exercise(lesson: Lesson, exercise: Exercise, seeds: int) -> tuple[list[Finding], Mutation | None]:
    findings: list[Finding] = []
    try:
        if exercise.question is not None:
            return [*prediction(lesson, exercise, seeds)], None
        findings += starter(lesson, exercise)
        seen: Known = known(lesson, exercise, seeds)
        findings += seen.findings
        findings += mistakes(lesson, exercise, seen)
        findings += alternatives(lesson, exercise, seen)
        findings += [*costs(lesson, exercise, seen.expected), *without(lesson, exercise, seen.expected)]
        findings += hidden_data(lesson, exercise, seen.expected)
        mutation = mutate(lesson, exercise, seen.expected)
        findings += mutation.findings(lesson, exercise)
        return findings, mutation
    except LessonError as error:
        return [*findings, Finding(f"{lesson.id}: {exercise.name}", "reference", str(error))], None
