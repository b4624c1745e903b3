"""Jobs: what is sent into the sandbox. Made on the trusted side, without torch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from torchdojo.observe.frame import pack


@dataclass(frozen=True)
class Program:
    """A variant of a lesson, ready to be run."""

    name: str
    code: bytes
    text: str
    filename: str


@dataclass(frozen=True)
class Task:
    """The exercise a program is tried on."""

    exercise: str
    judge: bytes
    """The compiled judge file, marshalled: probes only, no expected value."""
    annotations: Mapping[str, Any]
    probes: tuple[str, ...] | None = None
    """The names of those that are run; None for all."""
    secret: str = ""
    """What hidden data are drawn from; only for jobs that hold no submission."""


def exercise_job(
    task: Task,
    programs: Sequence[Program],
    *,
    seeds: Sequence[int],
    staged: Mapping[int, Mapping[str, Any]] | None = None,
    jitter: bool = False,
    variant_seconds: float | None = None,
) -> bytes:
    """The job that runs the exercise's probes on each program, for each seed.

    `staged` holds for each seed what the reference's run said others must be told. `variant_seconds` ends a program
    that takes longer; it works for trusted programs only, a submission is ended from outside.
    """
    variants = [
        {"name": program.name, "code": index + 1, "text": program.text, "filename": program.filename}
        for index, program in enumerate(programs)
    ]
    header = {
        "task": "exercise",
        "exercise": task.exercise,
        "seeds": list(seeds),
        "judge": 0,
        "annotations": task.annotations,
        "variants": variants,
        "staged": None if staged is None else {str(seed): dict(words) for seed, words in staged.items()},
        "jitter": jitter,
        "variant_seconds": variant_seconds,
        "probes": None if task.probes is None else list(task.probes),
        "secret": task.secret,
    }
    return pack(header, [task.judge, *(program.code for program in programs)])


def xray_job(task: Task, program: Program, *, seed: int, staged: Mapping[str, Any], probe: str) -> bytes:
    """The job that follows one probe line by line; with an empty name the loading of the file."""
    header = {
        "task": "xray",
        "exercise": task.exercise,
        "seeds": [seed],
        "judge": 0,
        "annotations": task.annotations,
        "variants": [{"name": program.name, "code": 1, "text": program.text, "filename": program.filename}],
        "staged": {str(seed): dict(staged)},
        "probe": probe,
    }
    return pack(header, [task.judge, program.code])


def costs_job(task: Task, programs: Sequence[Program], costs: Sequence[Mapping[str, Any]], *, seed: int) -> bytes:
    """The job that runs cost functions on each program, once for each of their `meters` and `sizes`."""
    return _metered(task, programs, {"task": "costs", "seeds": [seed], "costs": [dict(cost) for cost in costs], "staged": None})


def used_job(task: Task, program: Program, *, seed: int, staged: Mapping[str, Any]) -> bytes:
    """The job that runs the probes and notes which of the functions that the exercise forbids are used, and where."""
    return _metered(task, [program], {"task": "used", "seeds": [seed], "staged": {str(seed): dict(staged)}})


def _metered(task: Task, programs: Sequence[Program], words: Mapping[str, Any]) -> bytes:
    variants = [
        {"name": program.name, "code": index + 1, "text": program.text, "filename": program.filename}
        for index, program in enumerate(programs)
    ]
    header = {**words, "exercise": task.exercise, "judge": 0, "annotations": task.annotations, "variants": variants}
    return pack(header, [task.judge, *(program.code for program in programs)])


def cells_job(reference: str, cells: Sequence[Mapping[str, Any]]) -> bytes:
    """The job that runs a text's cells; each has a `source` and its `tags`."""
    return pack({"task": "cells", "reference": reference, "cells": [dict(cell) for cell in cells]})


def predictions_job(exercise: str, asks: str, programs: Sequence[Program], *, numbers: Sequence[Mapping[str, Any]]) -> bytes:
    """The job that runs a snippet with each set of numbers, as each program has it; none of them is a submission."""
    variants = [{"name": program.name, "code": index} for index, program in enumerate(programs)]
    header = {
        "task": "predictions",
        "exercise": exercise,
        "asks": asks,
        "variants": variants,
        "numbers": [dict(each) for each in numbers],
    }
    return pack(header, [program.code for program in programs])
