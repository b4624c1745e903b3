"""Lets trusted variants do what the submission was asked to do, within a budget of time."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from torchdojo.diagnose.evidence import Evidence
from torchdojo.judge.trial import TRIAL_OUTPUT, program, task
from torchdojo.observe import FrameError, Observation, read
from torchdojo.observe.job import exercise_job
from torchdojo.sandbox import Limits, run
from torchdojo.starter import Submission

# seconds by the clock after which a variant counts as one that never ends
VARIANT_SECONDS = 1.0


def behaviours(
    evidence: Evidence, variants: Sequence[Submission], probes: Sequence[str], *, seconds: float, keep: bool = True
) -> Mapping[str, Mapping[str, Observation]]:
    """What each variant did in these probes, by its name; those the time did not suffice for did nothing.

    What was seen for a seed is kept with what is expected for it, unless the variants are one learner's own: a whole class is
    judged with one seed.
    """
    kept = evidence.known.mistakes if keep else {}
    waiting = [one for one in variants if not set(probes) <= set(kept.get(one.name, ()))]
    if waiting:
        for name, seen in _run(evidence, waiting, probes, seconds=seconds).items():
            kept[name] = {**kept.get(name, {}), **seen}
    return {one.name: kept.get(one.name, {}) for one in variants}


def _run(
    evidence: Evidence, variants: Sequence[Submission], probes: Sequence[str], *, seconds: float
) -> dict[str, dict[str, Observation]]:
    known = evidence.known
    seen: dict[str, dict[str, Observation]] = {}
    only = replace(task(evidence.lesson, evidence.exercise), probes=tuple(probes))
    reached: set[str] = set()
    start, end = 0, time.monotonic() + seconds
    while start < len(variants) and (left := end - time.monotonic()) > 0:
        job = exercise_job(
            only,
            [program(one) for one in variants[start:]],
            seeds=[known.seed],
            staged={known.seed: known.staged},
            variant_seconds=VARIANT_SECONDS,
        )
        # whatever came until the time is up is used
        done = run(job, limits=Limits(seconds=left, output=TRIAL_OUTPUT))
        reached |= _collect(done.frames, seen)
        if done.status in ("ended", "timeout"):
            break
        # a variant took the process with it: go on behind the last one that was heard of
        start = max(start + 1, *(index + 1 for index, one in enumerate(variants) if one.name in reached))
    return seen


def _collect(frames: Sequence[bytes], seen: dict[str, dict[str, Observation]]) -> set[str]:
    """Names of the variants that were heard of; their observations are added to `seen`."""
    reached = set()
    for frame in frames:
        try:
            observation = read(frame)
        except FrameError:
            continue
        reached.add(observation.variant)
        if observation.probe:
            seen.setdefault(observation.variant, {})[observation.probe] = observation
    return reached
