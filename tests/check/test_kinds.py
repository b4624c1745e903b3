"""What the contract asks of predictions and projects."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from torchdojo.catalog import LessonError, scan
from torchdojo.check.behaviour import known
from torchdojo.check.mutation import mutate
from torchdojo.check.predictions import prediction
from torchdojo.check.projects import hidden_data

COURSE = Path(__file__).parents[1] / "tinycourse"


@pytest.fixture
def changed(tmp_path):
    """A toy lesson in which a text of one file was replaced."""

    def make(lesson, file, old, new):
        shutil.copytree(COURSE, tmp_path / "course")
        path = tmp_path / "course" / lesson / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))
        return scan(tmp_path / "course").lesson(lesson)

    return make


@pytest.mark.parametrize("name", ["stretched", "mixed", "slope", "neighbours", "product"])
def test_the_toy_predictions_hold(tiny, name):
    """Each kind of question, on twenty draws."""
    lesson = tiny.lesson("kinds/predictions")

    assert list(prediction(lesson, lesson.exercise(name), 20)) == []


BROKEN = {
    "random": (
        "reference.py",
        "return (column + row).shape",
        "return (__import__('time').time_ns(),)",
        "two runs with the same",
    ),
    "constant": ("reference.py", "return (column + row).shape", "return (2, 3)", "whatever the numbers are"),
    "too long": ("reference.py", "return (column + row).shape", "return tuple(range(99)) + (columns, rows)", "nobody can type"),
    "no answer": ("reference.py", "return (column + row).shape", "return object()", "nobody can type"),
    "harmless idea": ("mistakes.py", "return rows + columns, 1", "return rows, columns", "is right in 100% of the draws"),
    "the same idea": ("mistakes.py", "return rows + columns, 1", "return columns, rows", "nearly always give the same answer"),
    "too few ideas": ("mistakes.py", "def stretched__turned", "def _turned", "1 wrong ideas, expected at least 2"),
    "nothing said": ("mistakes.py", "You add the sizes; broadcasting repeats what is there.", "Wrong.", "tell the learner"),
}


@pytest.mark.parametrize(("file", "old", "new", "words"), BROKEN.values(), ids=BROKEN)
def test_what_a_prediction_lacks_is_found(changed, file, old, new, words):
    """Place and remedy are named."""
    lesson = changed("kinds/predictions", file, old, new)

    found = list(prediction(lesson, lesson.exercise("stretched"), 20))
    assert any(words in each.text for each in found), found


def test_a_snippet_that_hangs_is_a_fault_of_the_lesson(changed):
    """Not one of the check."""
    lesson = changed("kinds/predictions", "reference.py", "return (column + row).shape", "return (exit(),)")

    with pytest.raises(LessonError, match="ended as"):
        list(prediction(lesson, lesson.exercise("stretched"), 2))


def test_predictions_and_projects_have_no_mutants(tiny):
    """There is nothing of the learner's to change, or too little time."""
    for lesson, name in (("kinds/predictions", "stretched"), ("kinds/projects", "answer")):
        assert mutate(tiny.lesson(lesson), tiny.lesson(lesson).exercise(name)).mutants == 0


BARS = {
    "too high": ("at_least=0.8, of_reference=0.95", "at_least=1.1", "the reference misses the bar"),
    "too low": ("at_least=0.8, of_reference=0.95", "at_least=0.2", "the same answer for every sample reaches the bar"),
    "nothing kept": ("return given, asked", "return given, None", "no targets are kept"),
}


@pytest.mark.parametrize(("old", "new", "words"), BARS.values(), ids=BARS)
def test_a_useless_bar_is_found(changed, old, new, words):
    """Out of reach, reached by everybody, or nothing to compare with."""
    lesson = changed("kinds/projects", "judge.py", old, new)
    exercise = lesson.exercise("nearest")

    (found,) = hidden_data(lesson, exercise, known(lesson, exercise, 2).expected)
    assert words in found.text
