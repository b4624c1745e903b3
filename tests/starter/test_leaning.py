"""What an answer leans on beyond the reference's own answer is the learner's to bring."""

from __future__ import annotations

import pytest

from torchdojo.starter import splice

REFERENCE = '''
"""Numbers."""

def double(x):
    """Twice."""
    return x + x

def half(x):
    """Half."""
    return x / 2

def quarter(x):
    """Half of the half."""
    return half(half(x))
'''


@pytest.fixture
def lesson(make_lesson):
    """`quarter` is made of `half`; `double` and `half` know nothing of each other."""
    return make_lesson(REFERENCE, ["double", "half", "quarter"])


def test_what_the_reference_needs_is_filled_in(lesson, run) -> None:
    text = "def quarter(x):\n    return half(x) / 2\n\ndef half(x):\n    raise NotImplementedError\n"

    assert run(splice(lesson, "quarter", text))["quarter"](8) == 2


def test_another_exercise_is_the_learners_own_where_only_they_use_it(lesson, run) -> None:
    text = "def half(x):\n    return x * x / double(x)\n\ndef double(x):\n    return 2.0 * x\n"

    assert run(splice(lesson, "half", text))["half"](8) == 4
    with pytest.raises(ZeroDivisionError):
        run(splice(lesson, "half", text.replace("2.0 * x", "0")))["half"](8)


@pytest.mark.parametrize(
    "text",
    [
        "def half(x):\n    return x * x / double(x)\n\ndef double(x):\n    raise NotImplementedError\n",
        "def half(x):\n    return x * x / double(x)\n",
        "def half(x):\n    return helper(x)\n\ndef helper(x):\n    return x * x / double(x)\n",
    ],
)
def test_an_unsolved_exercise_is_filled_in_wherever_it_is_used(lesson, run, text) -> None:
    assert run(splice(lesson, "half", text))["half"](8) == 4


@pytest.mark.parametrize("exercise", ["double", "half"])
def test_two_exercises_cannot_solve_each_other(lesson, run, exercise) -> None:
    text = "def half(x):\n    return x * x / double(x)\n\ndef double(x):\n    return x * x / half(x)\n"

    with pytest.raises(RecursionError):
        run(splice(lesson, exercise, text))[exercise](8)


def test_a_faulty_neighbour_that_is_not_used_does_no_harm(lesson, run) -> None:
    text = "def half(x):\n    return x * 0.5\n\ndef double(x, y=1 / 0):\n    return x\n"

    assert run(splice(lesson, "half", text))["half"](8) == 4
