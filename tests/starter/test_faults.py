"""What a learner can write that is no Python: never an exception of ours, always a place and plain words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torchdojo.catalog import scan
from torchdojo.starter import splice
from torchdojo.starter.program import LONGEST
from torchdojo.starter.unrolled import TOO_LARGE

from .conftest import TINY

FUTURE = "from __future__ imports must occur at the beginning of the file"
# each level writes the ones inside it out twice, and once more for each return
FINALLY = "def f():\n" + "".join(f"{' ' * n}try: return 1\n{' ' * n}finally:\n" for n in range(1, 19)) + " " * 19 + "pass\n"
LESSON = scan(TINY).lessons["layers/row_norm"]


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "shown"),
    [
        ("x = 1\ny = (2\n", 2, 5, "'(' was never closed", "y = (2"),
        ("x = 1\n  y = 2\n", 2, None, "this line is indented deeper than the lines around it", "  y = 2"),
        ("if x:\n\ty = 1\n        z\n", 3, 1, "tabs and spaces are mixed in the indentation; use spaces only", "        z"),
        ("def f()\n    pass\n", 1, 8, "expected ':'", "def f()"),
        ("f(1 2)\n", 1, 3, "Python cannot make sense of this line. Perhaps you forgot a comma?", "f(1 2)"),
        ("x = 1\r\ny = $\r\n", 2, 5, "Python cannot make sense of this line", "y = $"),
        ("x = 'a\ny = 1\n", 1, 5, "unterminated string literal (detected at line 1)", "x = 'a"),
        ("x = 1\nreturn x\n", 2, 1, "'return' outside function", "return x"),
        ("x = 1\nfrom __future__ import division\n", 2, 1, FUTURE, None),
        ("x = 'ä'\ny = \0\n", 2, 5, "there is a NUL character (code 0) in this line; delete it", "y = \u2400"),
        ("x = '\ud800'\n", 1, 6, "there is half a character in this line (a lone surrogate); delete it", "x = '\ufffd'"),
        ("\x0cx = (\n", 1, None, "'(' was never closed", "\x0cx = ("),
        ("A = '\u2028'\nB = (\n", 2, 5, "'(' was never closed", "B = ("),
        ("x = " + "(" * 300 + ")" * 300, 1, None, "this is nested too deeply for Python to read", None),
        ("x = " + "-" * 50_000 + "1", 0, 0, "this is nested too deeply for Python to read", ""),
        ("x = a" + ".b" * 100_000, 0, 0, "this is nested too deeply for Python to read", ""),
        ("if a:\n 1\n" + "elif a:\n 1\n" * 20_000, 0, 0, "this is nested too deeply for Python to read", ""),
        (FINALLY, 0, 0, TOO_LARGE, ""),
        ("#" * (LONGEST + 1), 0, 0, "the file has 300 001 bytes; at most 300 000 are read", ""),
        ("#" + "ä" * (LONGEST // 2), 0, 0, "the file has 300 001 bytes; at most 300 000 are read", ""),
        ("x = " + "9" * 5000, 1, None, "a number has more than 4300 digits", None),
        ("f(**x, *y)\n", 1, None, "iterable argument unpacking follows keyword argument unpacking", "f(**x, *y)"),
    ],
)
def test_a_fault_names_its_place_in_plain_words(text, line, column, message, shown) -> None:
    """Line, column, what is wrong, and the line itself."""
    submission = splice(LESSON, "Gate.forward", text)

    assert submission.fault is not None
    assert (submission.code, submission.attempted, submission.text) == (b"", True, text)
    assert (submission.fault.line, submission.fault.message) == (line, message)
    assert column is None or submission.fault.column == column
    assert shown is None or submission.fault.text == shown


def test_a_very_long_line_is_shown_in_part() -> None:
    """No message is longer than a screen."""
    fault = splice(LESSON, "Gate.forward", "x = (" + "1, " * 50_000).fault

    assert fault is not None
    assert len(fault.text) == 401


def test_a_fault_in_another_hole_is_a_fault_of_the_file(make_lesson) -> None:
    """Python reads a file as a whole or not at all."""
    assert splice(LESSON, "Gate.forward", "def other(:\n").fault is not None


def test_the_longest_file_is_read() -> None:
    """Exactly 300 000 bytes are still fine."""
    assert splice(LESSON, "Gate.forward", "#" * LONGEST).fault is None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_spliced_or_faulty(text: str) -> None:
    """Nothing a learner writes raises."""
    submission = splice(LESSON, "RowNorm", text)

    assert (submission.fault is None) == bool(submission.code)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_reference_is_spliced_or_faulty(data: st.DataObject) -> None:
    """Cutting out or doubling a piece of a right file raises nothing either."""
    text = LESSON.reference
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 200)))
    again = data.draw(st.booleans())
    damaged = text[:end] + text[start:] if again else text[:start] + text[end:]
    for exercise in LESSON.exercises:
        submission = splice(LESSON, exercise, damaged)
        assert (submission.fault is None) == bool(submission.code)
