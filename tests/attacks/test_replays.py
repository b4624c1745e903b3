"""What the reference itself was seen to do for one seed is no answer for another: a recording cannot pass."""

from __future__ import annotations

import pytest

from torchdojo.catalog import scan
from torchdojo.judge import passes
from torchdojo.judge.trial import expect

OLD, NEW = 1, 2
EXERCISES = [
    (lesson, exercise) for lesson in scan().lessons.values() for exercise in lesson.exercises if exercise.kind != "predict"
]


@pytest.mark.parametrize(("lesson", "exercise"), EXERCISES, ids=[f"{lesson.id}:{each.name}" for lesson, each in EXERCISES])
def test_a_recording_of_the_reference_does_not_pass(lesson, exercise):
    """Every exercise of the course asks for something that depends on the seed."""
    old, new = expect(lesson, exercise, seed=OLD), expect(lesson, exercise, seed=NEW)

    assert passes(exercise, old, old.observations)
    assert not passes(exercise, new, old.observations)
