"""What the cells of a lesson show, run in the sandbox."""

from __future__ import annotations

import pytest

from torchdojo.catalog import LessonError
from torchdojo.text import kept_outputs, outputs


def test_a_cell_shows_what_it_prints_gives_and_draws(lesson):
    """Names of the reference are there, and a picture takes the colours of the page."""
    draw = "```{code-cell}\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]);\n```\n"
    written = lesson("```{code-cell}\nimport torch\nprint('hi')\ncentred(torch.tensor([1.0, 3.0]))\n```\n" + draw)

    assert kept_outputs(written) is None
    first, second = outputs(written)

    assert (first.printed, first.value) == ("hi\n", "tensor([-1.,  1.])")
    assert second.value == ""
    assert "currentColor" in second.pictures[0]
    assert "var(--accent, #c2410c)" in second.pictures[0]
    assert kept_outputs(written) == (first, second)


def test_an_error_that_is_the_point_is_shown(lesson):
    """The text speaks about it."""
    (shown,) = outputs(lesson("```{code-cell}\n:tags: [raises-exception]\n1 / 0\n```\n"))

    assert shown.error is not None
    assert (shown.error.kind, shown.error.line) == ("ZeroDivisionError", 1)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("```{code-cell}\n1 / 0\n```", "cell 1 raised ZeroDivisionError"),
        ("```{code-cell}\n:tags: [raises-exception]\n1\n```", "cell 1 was to raise an exception and did not"),
        ("```{code-cell}\nimport warnings\nwarnings.warn('old')\n```", "cell 1 raised UserWarning"),
    ],
)
def test_a_cell_that_does_not_behave_is_a_fault_of_the_lesson(lesson, cell, words):
    """Its author is told the line."""
    with pytest.raises(LessonError) as fault:
        outputs(lesson(cell))

    assert words in str(fault.value)
    assert "lesson.md:8: " in str(fault.value)
