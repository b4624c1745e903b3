"""Lessons whose text a test writes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from torchdojo.catalog import Lesson, scan

HEADER = "---\ntitle: Sums\nafter: []\nlevel: beginner\nminutes: 5\ncovers: []\n---\n"
PLACES = """
::::{exercise} outer_sum
Add.
:::{hint}
Look at the axes.
:::
::::

::::{exercise} centred
Centre.
:::{hint}
Keep the axis.
:::
::::
"""
# the line of lesson.md on which a text written by `lesson` begins
FIRST = HEADER.count("\n") + 1

Write = Callable[..., Lesson]


@pytest.fixture
def lesson(tmp_path: Path) -> Write:
    """Makes a lesson of two exercises with this text, followed by the places of its exercises unless told otherwise."""
    tiny = Path(__file__).parents[1] / "tinycourse"

    def write(text: str, *, places: str = PLACES, svg: str = "") -> Lesson:
        course = tmp_path / "course"
        shutil.copytree(tiny / "numbers" / "outer_sum", course / "numbers" / "outer_sum")
        (course / "course.toml").write_text('[[subject]]\nid = "numbers"\ntitle = "Numbers"\n', encoding="utf-8")
        folder = course / "numbers" / "outer_sum"
        (folder / "lesson.md").write_text(HEADER + text + "\n" + places, encoding="utf-8")
        if svg:
            (folder / "figures").mkdir()
            (folder / "figures" / "drawing.svg").write_text(svg, encoding="utf-8")
        return scan(course).lessons["numbers/outer_sum"]

    return write
