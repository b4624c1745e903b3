"""A learner thinks the judge is wrong: everything that is needed to see who is right, in one file."""

from __future__ import annotations

import io
import json
import platform
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version

from torchdojo.catalog import Exercise, Lesson
from torchdojo.grade import grade
from torchdojo.judge.trial import attempt, expect, reference_frames
from torchdojo.judge.verdict import ProbeFinding
from torchdojo.sandbox import walls
from torchdojo.starter import splice

LENGTH = struct.Struct("<I")
# zip files cannot hold a time before this one, and two disputes about the same thing should be the same bytes
NO_TIME = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16
README = """A dispute about a verdict of torchdojo.

submission.py        what was judged
why.txt              why its author thinks the judge is wrong
verdict.json         what the judge found
yours.frames         what the probes observed of the submission: each frame is its length (4 bytes, little-endian), then its bytes
reference.frames     the same of the reference, for the same seed, once as drawn and once moved by one rounding error
versions.json        what it ran on, and the content of the lesson it was judged by

Judge it again:
    torchdojo grade {lesson} submission.py --exercise {exercise} --seed {seed}
"""


def dispute(lesson: Lesson, exercise: Exercise, text: str, *, seed: int, because: str = "") -> bytes:
    """A zip file with the submission, the verdict, and what was observed of it and of the reference for this seed.

    It holds the text and the numbers only, no name and no path of the learner's machine. The submission is run again.
    """
    report = grade(lesson, text, exercises=[exercise.name], seed=seed)
    files = {
        "README.txt": README.format(lesson=lesson.id, exercise=exercise.name, seed=seed).encode(),
        "submission.py": text.encode("utf-8", "replace"),
        "why.txt": (because.strip() or "(nothing was said)").encode() + b"\n",
        "verdict.json": _json(report.as_json() | {"differences": _differences(report.exercises[0].verdict.probes)}),
        "versions.json": _json(_versions(lesson)),
        **_observations(lesson, exercise, text, seed),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, NO_TIME)
            entry.external_attr = READABLE
            archive.writestr(entry, content)
    return packed.getvalue()


def name_of(lesson: Lesson, exercise: Exercise, seed: int) -> str:
    """What the file is called."""
    return f"dispute-{lesson.id.replace('/', '-')}-{exercise.name}-{seed}.zip"


def _observations(lesson: Lesson, exercise: Exercise, text: str, seed: int) -> dict[str, bytes]:
    """The frames of both sides; none of a submission that cannot be run."""
    submission = splice(lesson, exercise, text)
    if exercise.question is not None or submission.fault is not None or not submission.attempted:
        return {}
    run = attempt(lesson, exercise, submission, expect(lesson, exercise, seed=seed))
    return {"yours.frames": _joined(run.frames), "reference.frames": _joined(reference_frames(lesson, exercise, seed))}


def _joined(frames: Sequence[bytes]) -> bytes:
    return b"".join(LENGTH.pack(len(frame)) + frame for frame in frames)


def _differences(probes: Sequence[ProbeFinding]) -> list[dict[str, object]]:
    return [{"probe": probe.name, "differences": [asdict(one) for one in probe.differences]} for probe in probes]


def _versions(lesson: Lesson) -> dict[str, str]:
    libraries = {name: version(name) for name in ("torchdojo", "torch", "numpy")}
    machine = {"python": platform.python_version(), "machine": platform.machine(), "system": platform.system()}
    return {**libraries, **machine, "walls": walls().kind, "lesson": lesson.id, "content": lesson.content_hash}


def _json(value: object) -> bytes:
    return json.dumps(value, indent=1).encode() + b"\n"
