"""From a failed submission to advice: which part speaks first, and when all are silent."""

from __future__ import annotations

import pytest

from torchdojo.grade import grade
from torchdojo.judge.verdict import Difference, ProbeFinding, Verdict

RIGHT = """
def outer_sum(column, row):
    if row.numel() == 0:
        raise ValueError("empty")
    return column.unsqueeze(1) + row.unsqueeze(0)
"""


@pytest.fixture
def advised(tiny):
    """The advice on an answer to a toy exercise."""

    def run(text, *, exercise="outer_sum"):
        (graded,) = grade(tiny.lesson("numbers/outer_sum"), text, exercises=[exercise], seed=3).exercises
        assert graded.verdict.status == "failed"
        return graded.advice

    return run


def test_a_slip_nobody_wrote_down_is_named_with_the_line(advised):
    """The learner's own line, in the learner's own file, though the reference looks otherwise."""
    advice = advised("import torch\n\n\n" + RIGHT.lstrip().replace("+ row", "- row"))[0]

    assert advice.kind == "mistake" and advice.name.startswith("mutant:") and advice.title == ""
    assert "subtract where you should add" in advice.text


def test_a_slip_in_another_style_is_found_by_mending_it(advised):
    """A change of the learner's own code that makes it right says where the fault is."""
    text = RIGHT.replace("column.unsqueeze(1) + row.unsqueeze(0)", "torch.add(column[:, None], row, alpha=2)")
    (advice, *_) = advised("import torch\n" + text)

    assert advice.kind in ("mistake", "relation") and "2" not in advice.text.replace("line", "")


def test_what_is_cut_off_is_told(advised):
    """All values right, no gradient to one of the inputs."""
    (advice,) = advised(RIGHT.replace("column.unsqueeze(1)", "column.data.unsqueeze(1)"))

    assert (advice.kind, advice.name) == ("relation", "detached") and "`column`" in advice.text


def test_nearly_right_is_told_as_such(advised):
    """A step in a narrower dtype costs digits: that is no relation."""
    (advice,) = advised("import torch\n" + RIGHT.replace("column.unsqueeze(1)", "torch.tensor(column.tolist())[:, None]"))

    assert (advice.kind, advice.name) == ("relation", "close")


def test_a_typo_is_told_as_such_and_not_as_a_slip_with_the_same_exception(advised):
    """Two programs that raise NameError need not have the same fault."""
    (advice,) = advised(RIGHT.replace("column.unsqueeze", "colum.unsqueeze"))

    assert (advice.kind, advice.name) == ("error", "undefined")
    assert "`colum`" in advice.text and "line 5" in advice.text


def test_an_own_raise_that_goes_too_far_is_told_with_the_case(advised):
    """The learner's check refuses what should be accepted."""
    (advice,) = advised(RIGHT.replace("row.numel() == 0", "row.numel() < 100"))

    assert (advice.kind, advice.name) == ("error", "own_raise") and "line 4" in advice.text


def test_nothing_is_said_of_numbers_without_meaning(advised):
    """Random numbers have no relation to the right ones."""
    text = RIGHT.replace(
        "column.unsqueeze(1) + row.unsqueeze(0)", "torch.randn(len(column), len(row)).double() + 0 * column[:, None]"
    )

    assert [one for one in advised("import torch\n" + text) if one.kind == "mistake"] == []


def test_the_reference_says_what_was_drawn(tiny):
    """Names, values and sizes of the inputs, for relations that name them."""
    from torchdojo.judge.trial import expect

    lesson = tiny.lesson("numbers/outer_sum")
    seen = next(iter(expect(lesson, lesson.exercise("outer_sum"), seed=3).observations.values()))
    drawn, sizes = dict(seen.inputs), dict(seen.sizes)

    assert {"column", "row"} <= set(drawn)
    assert drawn["column"].shape == sizes["rows"] and drawn["row"].shape == sizes["columns"]
    assert drawn["column"].values is not None


def verdict(*facts):
    """A verdict with one failing probe that holds these (where, fact)."""
    differences = tuple(Difference(where, fact, "", "") for where, fact in facts)
    finding = ProbeFinding("one", "One case.", "failed", "", differences)
    return Verdict("lesson", "exercise", "fill", "failed", 0, "", (finding,))


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ([("gradient of x", "no gradient arrives: the graph is cut on the way")], "detached"),
        ([("input data", "was changed in place; it must be left as it is")], "input_changed"),
        ([("input data", "was left as it is; it must be changed in place")], "input_kept"),
        ([("gradient of x", "a gradient arrives where none is expected")], "gradient_too_many"),
        ([("result", "the dtype is float32, expected float64")], "dtype"),
        ([("result", "3 of 4 entries differ"), ("input data", "was changed in place; it must be left as it is")], ""),
    ],
)
def test_facts_are_taken_together(facts, name):
    """A fact is advice only if it is all there is."""
    from torchdojo.diagnose.differences import taken_together

    assert [advice.name for advice in taken_together(verdict(*facts))] == ([name] if name else [])
