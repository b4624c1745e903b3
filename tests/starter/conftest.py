"""Lessons made on the spot."""

from __future__ import annotations

import marshal
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from torchdojo.catalog import Lesson, scan
from torchdojo.starter import Submission

TINY = Path(__file__).resolve().parents[1] / "tinycourse"
MakeLesson = Callable[..., Lesson]


@pytest.fixture
def make_lesson(tmp_path: Path) -> MakeLesson:
    """A function that writes a lesson with this reference and gives it back."""

    def make(
        reference: str, exercises: Sequence[str] = ("f",), *, mistakes: str = "", alternatives: str = "", hunt: str = ""
    ) -> Lesson:
        folder = tmp_path / "toys" / "toy"
        folder.mkdir(parents=True)
        judge = ["from torchdojo.author import Fill, Hunt"]
        for number, name in enumerate(exercises):
            variable = name.replace(".", "__").replace("@", "__")
            maker = f'Hunt("{hunt}", minutes=1)' if hunt else "Fill(minutes=1)"
            judge.append(f'{variable} = {maker}\n@{variable}.probe\ndef probe_{number}(lesson, draw):\n    """It works."""')
        (folder / "reference.py").write_text(textwrap.dedent(reference), encoding="utf-8")
        (folder / "judge.py").write_text("\n".join(judge) + "\n", encoding="utf-8")
        (folder / "mistakes.py").write_text(textwrap.dedent(mistakes), encoding="utf-8")
        (folder / "alternatives.py").write_text(textwrap.dedent(alternatives), encoding="utf-8")
        return Lesson("toys/toy", "Toy", (), "beginner", 5, (), folder)

    return make


@pytest.fixture
def tiny() -> dict[str, Lesson]:
    """The lessons of the toy course."""
    return scan(TINY).lessons


def run(submission: Submission) -> dict[str, Any]:
    """The names of the module after its code ran."""
    assert submission.fault is None, submission.fault
    names: dict[str, Any] = {"__name__": "submission"}
    exec(marshal.loads(submission.code), names)
    return names


@pytest.fixture(name="run")
def run_fixture() -> Callable[[Submission], dict[str, Any]]:
    """A function that runs a submission's code and gives back its names."""
    return run
