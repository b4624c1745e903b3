"""A prediction is a comment and one assignment, read and never run."""

from __future__ import annotations

import ast
import marshal
import shutil
from pathlib import Path

import pytest

from torchdojo.catalog import LessonError, scan
from torchdojo.starter import SyntaxFault, punch, splice
from torchdojo.starter.prediction import Misspelt, Prediction, read_prediction, typed, written
from torchdojo.starter.snippet import numbers_for, snippet

COURSE = Path(__file__).parents[1] / "tinycourse"


@pytest.fixture
def lesson():
    """The toy lesson of predictions."""
    return scan(COURSE).lesson("kinds/predictions")


@pytest.fixture
def given(lesson):
    """Reads `stretched` with an answer that is written as told."""

    def read(answer, *, numbers="rows=3, columns=5, "):
        return read_prediction(lesson.exercise("stretched"), f"stretched = dict({numbers}answer={answer})\n")

    return read


ANSWERS = {
    "(3, 5)": (3, 5),
    "[3, [5, True]]": (3, (5, True)),
    "-2.5": -2.5,
    "torch.Size([3, 5])": (3, 5),
    "tensor([1., 2.])": (1.0, 2.0),
    "torch.float32": "float32",
    "'float32'": "float32",
    "RuntimeError": "RuntimeError",
    "torch.cuda.OutOfMemoryError": "OutOfMemoryError",
    "None": None,
    "inf": float("inf"),
    "-float('inf')": float("-inf"),
    "()": (),
}


@pytest.mark.parametrize(("text", "value"), ANSWERS.items())
def test_a_value_may_be_written_as_people_write_it(given, text, value):
    """Tuples and lists, what torch prints, dtypes and errors by name."""
    found = given(text)

    assert isinstance(found, Prediction)
    assert found.answer == value and type(found.answer) is type(value)


CODE = [
    "print(1)",
    "__import__('os').system('true')",
    "(lambda: 1)()",
    "[x for x in (1,)]",
    "1 + 2",
    "rows",
    "f'{1}'",
    "{'a': 1}",
    "b'x'",
    "open",
    "dict(a=1)",
    "torch.tensor([1], dtype=torch.int64)",
    "(3, print(1))",
    "await_",
    "torch.Size",
    "-" * 50 + "1",
    "[" * 20 + "1" + "]" * 20,
]


@pytest.mark.parametrize("text", CODE)
def test_code_is_no_answer(given, text):
    """Whatever would have to be run is refused with the spelling that is wanted, and its line."""
    found = given(text)

    assert isinstance(found, Misspelt)
    assert found.status == "forbidden" and found.line == 1
    assert "code" in found.message


FAULTS = {
    "stretched = dict(rows=9, columns=5, answer=1)": "`rows=9` is not asked here: `rows` is a whole number from 2 to 7.",
    "stretched = dict(rows=True, columns=5, answer=1)": "is not asked here",
    "stretched = dict(rows=3, answer=1)": "does not say what `columns` is",
    "stretched = dict(rows=3, columns=5, depth=2, answer=1)": "has no number `depth`",
    "stretched = dict(rows=3, columns=5)": "has no `answer=`",
    "stretched = dict({}, rows=3, columns=5, answer=2)": "Write stretched = dict(rows=2, columns=2, answer=...).",
    "stretched = dict(**numbers, answer=2)": "has no `answer=`",
    "stretched = (3, 5)": "is no prediction",
    "def stretched(rows, columns):\n    return 1": "is no prediction",
    "stretched = len(rows=3, columns=5, answer=1)": "is no prediction",
}


@pytest.mark.parametrize(("text", "words"), FAULTS.items())
def test_a_spoilt_line_says_what_to_write(lesson, text, words):
    """What was found and what was expected; the file is not run."""
    found = read_prediction(lesson.exercise("stretched"), text)

    assert isinstance(found, Misspelt) and found.status == "failed"
    assert words in found.message


def test_numbers_that_are_code_are_refused(given):
    """They are read like the answer."""
    found = given("1", numbers="rows=int('3'), columns=5, ")

    assert isinstance(found, Misspelt) and found.status == "forbidden"


def test_dots_or_nothing_are_not_attempted(given, lesson):
    """The starter is no answer, and neither is a file without it."""
    exercise = lesson.exercise("stretched")
    for found in (given("..."), read_prediction(exercise, ""), read_prediction(exercise, punch(lesson).text)):
        assert isinstance(found, Misspelt) and found.status == "not_attempted"
    assert isinstance(read_prediction(exercise, "stretched = dict("), SyntaxFault)


def test_the_starter_shows_the_snippet_with_its_numbers(lesson):
    """No number stands under its name, and no word of the explanation is there."""
    text = punch(lesson).text
    exercise = lesson.exercise("stretched")
    numbers = numbers_for(exercise, 0)

    ast.parse(text)
    assert f"#     column = torch.ones({numbers['rows']}, 1)\n" in text
    assert "return (" not in text and "stretched to the right" not in text
    assert "What is the shape of `column + row`?" in text


def test_a_negative_number_keeps_its_place(lesson):
    """-3 ** 2 would be something else than (-3) ** 2."""
    shown = snippet(lesson, lesson.exercise("slope"), {"at": -3, "power": 2})

    assert "float(-3)" in shown.code and "(x**2 / 3)" in shown.code


def test_the_starter_runs_as_it_is(lesson):
    """A prediction is a plain dictionary, so nothing in the file is undefined."""
    exec(compile(punch(lesson).text, "starter", "exec"), {})


def test_another_exercise_runs_with_the_snippet_in_place(lesson):
    """Where the rest of the file is judged, the reference's function stands for the prediction."""
    text = punch(lesson).text.replace("answer=...", "answer=open('/etc/passwd')")
    made = splice(lesson, "doubled", text)
    namespace: dict[str, object] = {}
    exec(marshal.loads(made.code), namespace)

    assert callable(namespace["stretched"])


def test_new_numbers_take_the_place_of_the_old_ones_and_of_nothing_else(lesson):
    """The comment changes with the numbers; what the learner wrote around it stays."""
    exercise = lesson.exercise("stretched")
    before = punch(lesson).text.replace("# Predict", "# my own note\n\n# Predict", 1)
    after = written(lesson, exercise, before, numbers={"rows": 2, "columns": 6}, answer="(2, 6)")

    assert "# my own note" in after and after.count("# Predict") == before.count("# Predict")
    found = read_prediction(exercise, after)
    assert isinstance(found, Prediction) and found.numbers == {"rows": 2, "columns": 6}
    assert "torch.ones(2, 1)" in after
    assert after.split("mixed")[1] == before.split("mixed")[1]


def test_a_prediction_that_was_deleted_comes_back_below(lesson):
    """Nothing of the file is lost."""
    after = written(lesson, lesson.exercise("mixed"), "x = 1\r\n", numbers={"number": 2})

    assert after.startswith("x = 1\n") and "mixed = dict(number=2, answer=...)" in after


def test_other_comments_above_stay(lesson):
    """Only the very lines that we wrote are replaced."""
    exercise = lesson.exercise("mixed")
    text = "# hands off\nmixed = dict(number=2, answer=torch.int64)\n"

    assert written(lesson, exercise, text, numbers={"number": 7}).startswith("# hands off\n# Predict")


def test_what_is_typed_becomes_an_expression(given):
    """A tuple needs no brackets in a field; what is no expression is refused."""
    assert typed(" 3, 5 ") == "(3, 5)"
    assert typed("import os") is None and typed("3)\nprint(1") is None and typed("\0") is None


BROKEN = {
    "    if rows > 2:\n        return (1,)\n    return (2,)\n": "does not end in its only return",
    "    rows = 3\n    return (rows,)\n": "gives 'rows' another value",
    "    return [rows for rows in (1, 2)]\n": "gives 'rows' another value",
    "    return f'{rows}'\n": "stands in an f-string",
}


@pytest.mark.parametrize(("body", "words"), BROKEN.items())
def test_a_snippet_that_cannot_be_shown_is_a_fault_of_the_lesson(tmp_path, body, words):
    """The author learns where and what to do."""
    shutil.copytree(COURSE, tmp_path / "course")
    folder = tmp_path / "course/kinds/predictions"
    (folder / "reference.py").write_text(f'"""Doc."""\n\n\ndef guess(rows: int) -> tuple:\n    """Doc."""\n{body}')
    (folder / "judge.py").write_text(
        '"""Doc."""\nfrom torchdojo.author import Predict\nguess = Predict("shape", minutes=1, rows=(1, 3))\n'
    )

    with pytest.raises(LessonError, match=words):
        punch(scan(tmp_path / "course").lesson("kinds/predictions"))
