"""Who thinks the judge is wrong gets everything in one file."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from pathlib import Path

import pytest

from torchdojo.catalog import Lesson, scan
from torchdojo.dispute import dispute, name_of
from torchdojo.observe import read

WRONG = "import torch\n\n\ndef outer_sum(column, row):\n    return column[:, None] - row\n"


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    """The lesson with the exercise `outer_sum`."""
    course = scan(Path(__file__).parent / "tinycourse")
    return next(one for one in course.lessons.values() if any(each.name == "outer_sum" for each in one.exercises))


def contents(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def frames(joined: bytes) -> list[bytes]:
    found = []
    while joined:
        (length,) = struct.unpack_from("<I", joined)
        found.append(joined[4 : 4 + length])
        joined = joined[4 + length :]
    return found


def test_it_holds_the_text_the_verdict_and_both_observations(lesson):
    found = contents(dispute(lesson, lesson.exercise("outer_sum"), WRONG, seed=9, because="I do not see it"))

    assert found["submission.py"].decode() == WRONG
    assert found["why.txt"].decode() == "I do not see it\n"
    assert f"torchdojo grade {lesson.id} submission.py --exercise outer_sum --seed 9" in found["README.txt"].decode()
    verdict = json.loads(found["verdict.json"])
    assert verdict["exercises"][0]["status"] == "failed"
    assert any(probe["differences"] for probe in verdict["differences"])
    assert json.loads(found["versions.json"])["content"] == lesson.content_hash
    probes = {probe.name for probe in lesson.exercise("outer_sum").probes}
    for name in ("yours.frames", "reference.frames"):
        seen = [read(frame) for frame in frames(found[name])]
        assert {one.probe for one in seen} - {""} == probes
        assert {one.seed for one in seen} == {9}


@pytest.mark.parametrize("text", ["def outer_sum(column, row)\n", "", "import os\nos._exit(3)\n"])
def test_a_text_that_did_not_run_can_be_disputed_too(lesson, text):
    found = contents(dispute(lesson, lesson.exercise("outer_sum"), text, seed=9))

    assert found["submission.py"].decode() == text
    assert json.loads(found["verdict.json"])["exercises"][0]["status"] != "passed"


def test_the_name_says_what_it_is_about(lesson):
    assert name_of(lesson, lesson.exercise("outer_sum"), 9) == f"dispute-{lesson.id.replace('/', '-')}-outer_sum-9.zip"
