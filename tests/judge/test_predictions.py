"""What counts as a right prediction, and what is said about a wrong one."""

from __future__ import annotations

import numpy as np
import pytest

from torchdojo.grade import grade
from torchdojo.judge.again import again
from torchdojo.judge.predictions import as_answer, close, miss, outcomes, told
from torchdojo.observe import Observation
from torchdojo.observe.observation import Array, Raised, Thing
from torchdojo.starter.prediction import Prediction, read_prediction


def saw(value, status="returned"):
    """An observation of a snippet."""
    return Observation("reference", "0", status, value)


def table(values, dtype="float64"):
    """A tensor as it is observed."""
    made = np.array(values)
    return Array("tensor", dtype, made.shape, made)


ERROR = saw(Raised(("RuntimeError", "Exception", "BaseException"), ""), "raised")
RIGHT = [
    ((3, 5), saw((3, 5))),
    ((), saw(())),
    ("float32", saw(Thing("dtype", "torch.float32"))),
    ("torch.float", saw(Thing("dtype", "torch.float32"))),
    ("RuntimeError", ERROR),
    ("error", ERROR),
    ("Exception", ERROR),
    (None, saw(None)),
    ("no error", saw(None)),
    (True, saw(True)),
    (0.3333, saw(1 / 3)),
    (0.333, saw(0.333)),
    (1234, saw(1234.4)),
    (3, saw(table(3.0))),
    (((1, 2.5), (0, -4)), saw(table([[1, 2.5], [1e-17, -4]]))),
    (float("nan"), saw(table(float("nan")))),
    ((True, False), saw(table([True, False], "bool"))),
    (7, saw(table(7, "int64"))),
]


@pytest.mark.parametrize(("answer", "seen"), RIGHT)
def test_a_right_answer_is_right_to_the_digits_a_person_types(answer, seen):
    """Four digits for floats; everything else exactly."""
    assert miss(answer, seen) == ""


WRONG = [
    ((5, 3), saw((3, 5)), "another order"),
    ((3,), saw((3, 5)), "more entries"),
    ((3, 5, 1), saw((3, 5)), "fewer entries"),
    ((3, 6), saw((3, 5)), "1 of 2 entries is right"),
    (3, saw((3, 5)), "a tuple"),
    ("float64", saw(Thing("dtype", "torch.float32")), "family"),
    ("int64", saw(Thing("dtype", "torch.float32")), "another kind"),
    ("ValueError", ERROR, "another one"),
    ((3, 5), ERROR, "an error is raised"),
    (None, ERROR, "an error is raised"),
    ("RuntimeError", saw((3, 5)), "no error is raised"),
    ("error", saw(None), "no error is raised"),
    (True, saw(False), "other way round"),
    (1, saw(True), "True or False"),
    (0.3343, saw(1 / 3), "too large"),
    (0.33, saw(1 / 3), "too small"),
    (-2, saw(2.0), "sign"),
    (2, saw(float("inf")), "no finite"),
    ((1, 2), saw(table([[1.0, 2.0]])), "more axes"),
    (((1, 2), (3,)), saw(table([[1.0, 2.0], [3.0, 4.0]])), "different lengths"),
    ((1, 9), saw(table([1.0, 2.0])), "1 of 2"),
    (8, saw(7), "too large"),
    ("x", saw(2.0), "single number"),
]


@pytest.mark.parametrize(("answer", "seen", "words"), WRONG)
def test_a_wrong_answer_is_told_how_and_not_what(answer, seen, words):
    """The kind of miss; the truth is told with new numbers only."""
    said = miss(answer, seen)

    assert words in said
    # with two possible answers every miss gives the other away
    assert told(seen) not in said or seen.value in (True, False, None)


def test_a_fourth_digit_may_be_rounded_either_way():
    """2/3 is 0.6667 for one and 0.6666 for another; the third digit counts."""
    assert close(0.6667, 2 / 3) and close(0.6666, 2 / 3)
    assert not close(0.666, 2 / 3) and not close(0.665, 2 / 3)


def test_what_was_seen_is_told_as_it_would_be_typed():
    """And typed back it is right."""
    assert told(saw((3,))) == "(3,)" and told(saw(2 / 3)) == "0.6667" and told(saw(3.0)) == "3.0"
    assert told(ERROR) == "RuntimeError" and told(saw(None)) == "no error"
    for _, seen in RIGHT:
        assert miss(as_answer(seen), seen) == ""


@pytest.fixture
def check(tiny):
    """Grades one line of the toy lesson."""

    def run(line):
        lesson = tiny.lesson("kinds/predictions")
        (graded,) = grade(lesson, line, exercises=[line.split()[0]]).exercises
        return graded

    return run


def test_the_truth_is_computed_each_time(check):
    """The same answer is right with some numbers and wrong with others."""
    assert check("stretched = dict(rows=2, columns=6, answer=(2, 6))").verdict.passed
    graded = check("stretched = dict(rows=3, columns=6, answer=(2, 6))")

    assert graded.verdict.status == "failed" and graded.verdict.kind == "predict"
    assert graded.verdict.probes[0].says == "With rows=3, columns=6: What is the shape of `column + row`?"
    assert "(3, 6)" not in graded.verdict.message and graded.verdict.line == 1


def test_a_wrong_idea_is_named(check):
    """Whoever adds the sizes is told so, and whoever errs in his own way is not."""
    assert [one.name for one in check("stretched = dict(rows=3, columns=6, answer=(9, 1))").advice] == ["adds_sizes"]
    assert [one.name for one in check("stretched = dict(rows=3, columns=6, answer=(6, 3))").advice] == ["turned"]
    assert check("stretched = dict(rows=3, columns=6, answer=(8, 8))").advice == ()
    assert [one.name for one in check("product = dict(inner=2, answer=ValueError)").advice] == ["other_error"]


def test_a_pass_explains_why(check):
    """The docstring of the snippet is no secret any more."""
    assert "stretched to the right" in check("stretched = dict(rows=3, columns=6, answer=(3, 6))").verdict.message


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("stretched = dict(rows=3, columns=6, answer=...)", "not_attempted"),
        ("stretched = dict(rows=3, columns=6, answer=exit())", "forbidden"),
        ("stretched = dict(rows=99, columns=6, answer=1)", "failed"),
        ("stretched = dict(", "syntax_error"),
        ("product = dict(inner=2, answer='error')", "passed"),
        ("product = dict(inner=3, answer=None)", "passed"),
        ("neighbours = dict(step=1, answer=False)", "passed"),
        ("mixed = dict(number=2.5, answer=torch.float32)", "passed"),
        ("slope = dict(at=2, power=3, answer=4)", "passed"),
    ],
)
def test_every_ending_has_its_status(check, line, status):
    """Also what cannot be read, which is never run."""
    graded = check(line)

    assert graded.verdict.status == status, graded.verdict.message
    assert graded.verdict.message


def test_the_truth_comes_with_new_numbers_and_only_after_an_answer(tiny):
    """Who said nothing is told nothing."""
    lesson = tiny.lesson("kinds/predictions")
    exercise = lesson.exercise("stretched")
    silent = again(lesson, exercise, "stretched = dict(rows=3, columns=6, answer=...)\n")
    tried = again(lesson, exercise, "stretched = dict(rows=3, columns=6, answer=(6, 3))\n")

    assert silent.told == "" and tried.told == "With rows=3, columns=6 it gives (3, 6)."
    assert "answer=...)" in tried.text and tried.asked in tried.text
    assert "rows=3, columns=6" not in tried.text
    raised = again(lesson, lesson.exercise("product"), "product = dict(inner=2, answer=None)\n")
    assert raised.told == "With inner=2 it raises RuntimeError."


def test_a_snippet_gives_the_same_every_time(tiny):
    """Nothing but the numbers counts."""
    lesson = tiny.lesson("kinds/predictions")
    exercise = lesson.exercise("slope")
    numbers = [{"at": 2, "power": 3}] * 2
    first, second = outcomes(lesson, exercise, numbers)["reference"]

    assert told(first) == told(second) == "4.0"
    assert isinstance(read_prediction(exercise, "slope = dict(at=2, power=3, answer=4)"), Prediction)


def test_the_reference_itself_passes_and_nothing_like_it(tiny):
    """`torchdojo copy` and `torchdojo grade` agree; a function that is only similar is no prediction."""
    lesson = tiny.lesson("kinds/predictions")

    assert grade(lesson, lesson.reference, exercises=["stretched", "slope"]).passed
    (graded,) = grade(
        lesson, lesson.reference.replace("torch.ones(rows, 1)", "torch.ones(rows)"), exercises=["stretched"]
    ).exercises
    assert graded.verdict.status == "failed"
