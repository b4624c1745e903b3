"""A learner's own code, changed in one place: every change says what is wrong if it is the cure, and where."""

from __future__ import annotations

import marshal
import types

import pytest

from torchdojo.starter import mutants, place_of, repairs
from torchdojo.starter.sites import Change
from torchdojo.starter.undo import undone

TEXT = """import torch


def outer_sum(column, row):
    if row.numel() == 0:
        raise ValueError("empty")
    return column[:, None] - row.sum(dim=1)
"""


def test_every_repair_runs_and_knows_its_line(tiny):
    """Names are unique; the lines are those of the learner's file."""
    lesson = tiny["numbers/outer_sum"]
    found = repairs(lesson, lesson.exercise("outer_sum"), TEXT)

    assert len({one.name for one in found}) == len(found) > 10
    assert {one.line for one in found} <= {5, 6, 7}
    for one in found:
        module = types.ModuleType("repaired")
        exec(marshal.loads(one.code), module.__dict__)
        assert callable(module.outer_sum) and one.says.endswith(".")


def test_a_repair_says_what_was_wrong_before(tiny):
    """The change from minus to plus says: you subtract where you should add."""
    lesson = tiny["numbers/outer_sum"]
    found = {one.says: one.line for one in repairs(lesson, lesson.exercise("outer_sum"), TEXT)}

    assert found["You subtract where you should add."] == 7
    assert found["You took the sum where the mean is needed."] == 7
    assert found["`sum` works along another axis than the one that is meant."] == 7


@pytest.mark.parametrize("text", ["", "def outer_sum(", "def other():\n    pass\n"])
def test_what_cannot_be_read_has_no_repairs(tiny, text):
    """No exercise in the text, or no Python at all."""
    lesson = tiny["numbers/outer_sum"]

    assert repairs(lesson, lesson.exercise("outer_sum"), text) == ()


@pytest.mark.parametrize(
    ("operator", "detail", "says"),
    [
        ("minus", "added", "A minus is missing."),
        ("call", ".sqrt dropped", "`sqrt` is too much here."),
        ("keyword", "dim of mean dropped", "`dim` should not be given to `mean`."),
        ("operand", "right of * dropped", "There is a factor too many."),
        ("flag", "keepdim to True", "The reduced axis is not kept."),
        ("flag", "keepdim to False", "The reduced axis is kept where it should go."),
        ("update", "+= to =", "You build up a value that should be set anew."),
        ("update", "+= to -=", "You add where you should subtract."),
        ("number", "1 to 2", "Another number is needed here."),
        ("boolean", "and to or", "You ask for both conditions where either is enough."),
        ("statement", "update removed", "This line does something that should not be done."),
        ("axis", "0 to 1", "As it was."),
        ("result", "detached", ""),
    ],
)
def test_a_change_read_backwards(operator, detail, says):
    """What the cure takes away was too much; what it exchanges was the other thing."""
    assert undone(Change(operator, detail, "As it was.", None)) == says


def test_the_place_of_a_mutant_is_found_in_another_style(tiny):
    """The learner's names and helpers differ; the one place that looks like the changed node counts."""
    lesson = tiny["numbers/outer_sum"]
    exercise = lesson.exercise("outer_sum")
    names = {one.says: one.name for one in mutants(lesson, exercise)}
    minus = names["You subtract where you should add."]

    assert place_of(lesson, exercise, minus, lesson.reference.replace(" + row", " - row")) is not None
    assert place_of(lesson, exercise, minus, "def outer_sum(column, row):\n    return torch.add(column, row)\n") is None
