"""Whether an exercise was begun at all."""

from __future__ import annotations

import pytest

from torchdojo.starter import splice


@pytest.fixture
def lesson(make_lesson):
    """One function to write."""
    return make_lesson("def half(x):\n    return x / 2\n", ["half"])


@pytest.mark.parametrize(
    ("body", "attempted"),
    [
        ("pass", False),
        ("...", False),
        ('"""Doc."""', False),
        ("raise NotImplementedError", False),
        ('raise NotImplementedError("later")', False),
        ("raise NotImplementedError()\n    pass\n    ...", False),
        ("return None", True),
        ("raise ValueError", True),
        ("raise NotImplementedError from None", False),
        ("x = 1\n    raise NotImplementedError", True),
        ("def inner(): pass\n    raise NotImplementedError", False),
        ("def inner(): return 1\n    raise NotImplementedError", True),
    ],
)
def test_attempted_means_more_than_a_hole(lesson, body, attempted) -> None:
    """Only docstrings, pass, ... and raise NotImplementedError count as nothing."""
    submission = splice(lesson, "half", f"def half(x):\n    {body}\n")

    assert (submission.attempted, submission.fault) == (attempted, None)


@pytest.mark.parametrize(
    "text",
    [
        "half = lambda x: x / 2",
        "from math import sqrt as half",
        "import operator as half",
        "def half(x): raise NotImplementedError\nhalf = abs",
        "if True:\n    def half(x): return x / 2",
        "half, other = abs, 1",
        "class half: x = 1",
    ],
)
def test_an_exercise_bound_in_other_ways_is_attempted(lesson, text) -> None:
    """A right answer may be a lambda or an import."""
    assert splice(lesson, "half", text).attempted


def test_the_last_definition_counts(lesson) -> None:
    """As in Python, a later definition replaces an earlier one."""
    assert not splice(lesson, "half", "def half(x): return 1\ndef half(x): ...\n").attempted
    assert splice(lesson, "half", "def half(x): ...\ndef half(x): return 1\n").attempted
