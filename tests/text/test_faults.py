"""Whatever is wrong in a text, its author is told the line and what to do."""

from __future__ import annotations

import pytest
from tests.text.conftest import FIRST, PLACES

from torchdojo.catalog import LessonError
from torchdojo.text import page

FAULTS = [
    ("A\n\n$\\frac{1$", 2, "the formula"),
    ("A\n\n- a\n- b $\\nonsense$", 3, "\\nonsense"),
    ("A\n\n```{code-cel}\n1\n```", 2, "Did you mean 'code-cell'?"),
    ("```{code-cell}\n1", 0, "never closed"),
    ("A\n\n:::\n", 2, "closes nothing"),
    ("```{code-cell}\n\n```", 0, "this cell is empty"),
    ("```{code-cell}\n:tags: [hide-inputs]\n1\n```", 0, "Did you mean 'hide-input'?"),
    ("```{code-cell}\n:tag: x\n1\n```", 0, "has no option ':tag:'"),
    ("```{reference} centered\n```", 0, "Did you mean 'centred'?"),
    ("# Title", 0, "sections begin with '##'"),
    ("```pyhton\nx\n```", 0, "no highlighting is known for 'pyhton'"),
    ("- a\n\n  ```{code-cell}\n  1\n  ```", 2, "inside a list"),
    (":::{figure} figures/none.svg\n:alt: x\n:::", 0, "is not there"),
    (":::{figure} ../secret.svg\n:alt: x\n:::", 0, "is not there"),
    (":::{figure} figures/a.png\n:alt: x\n:::", 0, "is no SVG file"),
    (":::{figure} figures/drawing.svg\n:::", 0, "no ':alt:' line"),
    ("::::{note}\n:::{tip}\nx\n:::\n::::", 1, "stands inside a 'note'"),
    ("::::{exercise} outer\nx\n::::", 0, "Did you mean 'outer_sum'?"),
    ("::::{exercise} centred\nx\n::::", 0, "has 0 hints"),
    ("::::{exercise} centred\n:::{note}\nx\n:::\n::::", 1, "Only hints may"),
]


@pytest.mark.parametrize(("text", "line", "words"), FAULTS, ids=[words for _, _, words in FAULTS])
def test_a_fault_names_its_line(lesson, text, line, words):
    """The place, what was found and what to do, in one message."""
    with pytest.raises(LessonError) as fault:
        page(lesson(text))

    assert f"course/numbers/outer_sum/lesson.md:{FIRST + line}: " in str(fault.value)
    assert words in str(fault.value)


def test_an_exercise_without_a_place_is_named(lesson):
    """Every exercise stands in the text."""
    with pytest.raises(LessonError, match="exercise 'outer_sum' has no place in the text"):
        page(lesson("Hello.", places=""))


def test_an_exercise_has_one_place(lesson):
    """Every exercise stands in the text once."""
    with pytest.raises(LessonError, match="exercise 'outer_sum' was placed before"):
        page(lesson("Hello.", places=PLACES + PLACES))


@pytest.mark.parametrize(
    "inside",
    ["<script>x</script>", '<a href="https://example.org"/>', '<g onclick="x"/>', '<g fill="url(https://example.org/x)"/>'],
)
def test_a_drawing_cannot_act(lesson, inside):
    """A drawing stands inside the page, so it may hold nothing that runs or fetches."""
    written = lesson(":::{figure} figures/drawing.svg\n:alt: x\n:::", svg=f'<svg viewBox="0 0 1 1">{inside}</svg>')

    with pytest.raises(LessonError, match="A drawing needs no scripts and no links"):
        page(written)
