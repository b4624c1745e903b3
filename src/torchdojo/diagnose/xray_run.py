"""Lets the sandbox run the first failing probe once more, followed line by line."""

from __future__ import annotations

from torchdojo.catalog import Exercise, Lesson
from torchdojo.diagnose.xray import XRay
from torchdojo.diagnose.xray_frame import read
from torchdojo.judge import Expected, Verdict
from torchdojo.judge.trial import limits, program, task
from torchdojo.judge.verdict import PASSED
from torchdojo.observe.job import xray_job
from torchdojo.sandbox import Limits, SandboxError, run
from torchdojo.starter import Submission

SECONDS = 5.0
OUTPUT = 8 << 20
LOADING = "loading the file"


def xray(lesson: Lesson, exercise: Exercise, submission: Submission, known: Expected, verdict: Verdict) -> XRay | None:
    """What every line did in the first failing probe; None if nothing failed or nothing could be seen."""
    probe = _first_failing(exercise, verdict)
    if probe is None:
        return None
    job = xray_job(
        task(lesson, exercise),
        program(submission),
        seed=known.seed,
        staged=known.staged,
        probe="" if probe == LOADING else probe,
    )
    try:
        done = run(job, limits=Limits(seconds=min(SECONDS, limits(exercise).seconds), output=OUTPUT))
    except SandboxError:
        # the verdict stands without it
        return None
    return next((seen for frame in done.frames if (seen := read(frame, probe, submission.text)) is not None), None)


def _first_failing(exercise: Exercise, verdict: Verdict) -> str | None:
    """The name of the first probe that failed, if it is one that can be run alone."""
    able = {LOADING, *(probe.name for probe in exercise.probes)}
    names = (finding.name for finding in verdict.probes if finding.status not in (PASSED, "not_run"))
    return next((name for name in names if name in able), None)
