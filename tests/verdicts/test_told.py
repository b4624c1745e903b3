"""What learners are told about the wrong cases is what people found right, and how often it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchdojo.diagnose import mended, slips
from torchdojo.grade import grade

from .test_verdicts import CASES, FILES, FOLDER, course, read
from .told import JUDGEMENTS, SEED, standing, told

TOLD = told()
WRONG = [case.id for case in CASES if not case.right]


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    """What is told must not depend on how busy the machine is."""
    for module in (slips, mended):
        for name in ("FIRST_SECONDS", "REST_SECONDS"):
            monkeypatch.setattr(module, name, 60.0)


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.relative_to(FOLDER).parts))
def test_advice_is_what_was_judged(path: Path):
    """New advice has to be judged by a person: run tests/verdicts/told.py."""
    for case in read(path):
        if case.right:
            continue
        (graded,) = grade(course().lesson(case.lesson), case.text, exercises=[case.exercise], seed=SEED).exercises
        given = [(case.id, advice.kind, advice.name, " ".join(advice.text.split())) for advice in graded.advice]
        assert given == [one.key for one in TOLD.get(case.id, [])]


def test_everything_is_judged_and_belongs_to_a_case():
    """No question is left open, and no judgement is left over."""
    assert {one.judged for rows in TOLD.values() for one in rows} <= set(JUDGEMENTS)
    assert set(TOLD) <= set(WRONG)


def test_four_of_five_mistakes_are_named_and_one_of_a_hundred_wrongly():
    """The promise of the design, on cases whose authors did not write the diagnosis."""
    count = standing(TOLD, WRONG)

    assert count["right"] >= 0.8 * len(WRONG), count
    assert count["wrong"] <= 0.01 * len(WRONG), count
