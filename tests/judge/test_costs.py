"""What is right is judged by what it costs, beside the reference; what it was to be written without is seen."""

from __future__ import annotations

import shutil

import pytest
from tests.conftest import TINY

from torchdojo.catalog import LessonError, scan
from torchdojo.catalog.costs import Cost
from torchdojo.grade import grade
from torchdojo.judge.costs import growth, read_meters
from torchdojo.judge.counts import Count

LESSON = "kinds/speed"
SLOW = """
import torch

def pair_products(column, row):
    made = [row * value for value in column]
    return torch.stack(made)
"""


@pytest.fixture
def check(tiny):
    """Grades one exercise of the toy lesson on speed."""

    def run(text, *, exercise="pair_products"):
        return grade(tiny.lesson(LESSON), text, exercises=[exercise], seed=5)

    return run


def test_right_and_slow_fails_with_the_counts(check):
    """The verdict names both counts, the bar, the growth and the line."""
    report = check(SLOW)
    verdict = report.exercises[0].verdict

    assert verdict.status == "failed" and verdict.dear and verdict.line == 5
    assert [probe.status for probe in verdict.probes] == ["passed", "failed"]
    assert "9, 17, 33 for the sizes 8, 16, 32. The reference needs 1, 1, 1." in verdict.probes[-1].message
    assert "Line 5 accounts for 32 of yours." in verdict.probes[-1].message
    assert "3,584 bytes" in verdict.probes[-1].message
    meters = report.as_json()["exercises"][0]["meters"]
    assert list(meters) == ["more_rows.operations", "more_rows.peak"]
    assert meters["more_rows.operations"] == {
        "sizes": (8, 16, 32),
        "yours": (9, 17, 33),
        "reference": (1, 1, 1),
        "at_most": 1,
        "growth": {"yours": 0.957, "reference": 0.0, "at_most": 0.2},
    }


def test_right_and_fast_passes_with_the_counts(check):
    """Another style than the reference's; the learner sees both counts all the same."""
    report = check("def pair_products(column, row):\n    return column.unsqueeze(1) * row.unsqueeze(0)\n")

    assert report.passed
    assert [reading.yours for reading in report.exercises[0].verdict.readings] == [(1, 1, 1), (448, 896, 1792)]


def test_wrong_answers_are_not_metered(check):
    """Fast and wrong is wrong: the known mistake is named, nothing is counted."""
    graded = check("def pair_products(column, row):\n    return column[:, None] + row\n").exercises[0]

    assert graded.verdict.status == "failed" and not graded.verdict.dear
    assert [advice.name for advice in graded.advice] == ["sums"]
    assert graded.verdict.readings == ()


def test_the_starter_is_not_attempted(check, tiny):
    """Handed in as it was given, it is right and too dear, and no answer."""
    from torchdojo.starter import punch

    verdict = check(punch(tiny.lesson(LESSON)).text).exercises[0].verdict
    assert verdict.status == "not_attempted" and "right, but too dear" in verdict.message


FAILING = {
    "raises": ("raise MemoryError", "memory", "MemoryError"),
    "raises something": ("raise KeyError('much')", "failed", "KeyError"),
    "ends": ("import os; os._exit(3)", "crashed", "size 8"),
}


@pytest.mark.parametrize(("line", "status", "words"), FAILING.values(), ids=FAILING)
def test_what_fails_only_under_the_meters_is_said(check, line, status, words):
    """With more rows than the probes have."""
    verdict = check(f"def pair_products(column, row):\n    if len(column) > 5: {line}\n    return column[:, None] * row\n")
    verdict = verdict.exercises[0].verdict

    assert verdict.status == status
    assert words in verdict.message


SPELLINGS = {
    "function": "import torch.nn.functional as F\ndef shares(scores):\n    return F.softmax(scores, dim=1)\n",
    "method": "\ndef shares(scores):\n    return scores.softmax(1)\n",
    "layer": "import torch\ndef shares(scores):\n    return torch.nn.Softmax(1)(scores)\n",
    "operator": "import torch\ndef shares(scores):\n    return torch.ops.aten._softmax(scores, 1, False)\n",
    "by its logarithm": "import torch\ndef shares(scores):\n    return torch.log_softmax(scores, 1).exp()\n",
    "in a lambda": "import torch\n\nshares = lambda scores: torch.softmax(scores, 1)\n",
}


@pytest.mark.parametrize("text", SPELLINGS.values(), ids=SPELLINGS)
def test_what_is_forbidden_is_seen_in_every_spelling(check, text):
    """With the learner's line."""
    verdict = check(text, exercise="shares").exercises[0].verdict

    assert verdict.status == "forbidden"
    assert verdict.line == 3 and "softmax` is used (line 3: " in verdict.message


def test_a_function_without_a_line_is_seen(check):
    """Made from text, it has no line of the learner's file. One of the probes calls softmax itself, the others do not."""
    text = "import torch\nexec('def shares(scores): return torch.softmax(scores, 1)')\nshares = shares\n"
    verdict = check(text, exercise="shares").exercises[0].verdict

    assert verdict.status == "forbidden" and verdict.line is None


def test_words_in_the_text_are_not_the_function(check):
    """A learner's own softmax, of that very name, is welcome."""
    text = "def softmax(x):\n    e = (x - x.amax(1, keepdim=True)).exp()\n    return e / e.sum(1, keepdim=True)\n\n\n"
    verdict = check(text + "def shares(scores):\n    return softmax(scores)\n", exercise="shares").exercises[0].verdict

    assert verdict.passed, verdict.message


def test_growth_is_the_exponent_of_the_last_step():
    """Nothing, a constant, a line, a square; and something that comes from nothing."""
    assert growth((10, 20, 40), (0, 0, 0)) == 0
    assert growth((10, 20, 40), (9, 5, 5)) == 0
    assert growth((10, 20, 40), (1, 20, 40)) == 1
    assert growth((10, 30), (7, 63)) == 2
    assert growth((1, 2), (0, 8)) == 3


def test_bars_are_whole_numbers_of_the_reference():
    """A ratio is rounded down; bytes have the slack of a few single numbers, operations have none."""
    cost = Cost("more", "More.", 1, (2, 4), {"operations": 1.1, "peak": 1.0}, {})
    counts = {("more", meter, size): Count(100, {}) for meter in ("operations", "peak") for size in (2, 4)}

    assert [reading.at_most for reading in read_meters(cost, counts, counts)] == [110, 164]


@pytest.fixture
def edited(tmp_path):
    """The toy lesson with a word of its judge file exchanged."""

    def make(before, after):
        course = tmp_path / "course"
        shutil.copytree(TINY, course)
        judge = course / LESSON / "judge.py"
        text = judge.read_text(encoding="utf-8")
        assert before in text
        judge.write_text(text.replace(before, after), encoding="utf-8")
        return scan(course).lesson(LESSON)

    return make


FAULTS = {
    "returns a result": (
        "return lambda: lesson.pair_products(**inputs)",
        "return lesson.pair_products(**inputs)",
        "returns what is to be metered",
    ),
    "raises": ("return lambda: lesson.pair_products(**inputs)", "return lambda: 1 // 0", "ZeroDivisionError"),
    "forbids no names": ('without=["softmax", "log_softmax"]', 'without="softmax"', "expected names of functions"),
}


@pytest.mark.parametrize(("before", "after", "words"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_the_lesson_is_not_the_learners(edited, before, after, words):
    """It names the place."""
    exercise = "shares" if "without" in before else "pair_products"
    text = "def pair_products(column, row):\n    return column[:, None] * row\n\n\n"
    text += "def shares(scores):\n    e = (scores - scores.amax(1, keepdim=True)).exp()\n"
    with pytest.raises(LessonError, match=words) as raised:
        grade(edited(before, after), text + "    return e / e.sum(1, keepdim=True)\n", exercises=[exercise])
    assert "kinds/speed/judge.py" in str(raised.value)
