"""The application over the toy course, with a grader that answers what a test wants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from torchdojo.catalog import Catalog, Lesson
from torchdojo.diagnose import Advice
from torchdojo.fronts.web import create_app
from torchdojo.grade import Graded, Report
from torchdojo.judge.verdict import Difference, ProbeFinding, Trouble, Verdict
from torchdojo.progress import Store, Workspace

LESSON = "/numbers/outer_sum"
NASTY = "<script>alert(1)</script>\x1e\ud800"


def finding(status: str) -> ProbeFinding:
    """One probe's finding, its texts as hostile as a learner's program can make them."""
    if status == "passed":
        return ProbeFinding("two_lengths", "5 numbers against 3.", "passed", "as the reference", printed=NASTY)
    difference = Difference("result", f"differs {NASTY}", "1.0", NASTY, "1e-9: for float64", [1.0, 2.5], [1.0, 3.5])
    trouble = Trouble("RuntimeError", NASTY, ((3, NASTY),), below=True) if status == "raised" else None
    return ProbeFinding("two_lengths", "5 numbers against 3.", "failed", NASTY, (difference,), trouble, NASTY)


class Grader:
    """Gives every exercise the status that was set."""

    def __init__(self) -> None:
        self.status = "passed"
        self.raises: Exception | None = None
        self.asked: list[Sequence[str] | None] = []

    def __call__(self, lesson: Lesson, text: str, *, exercises: Sequence[str] | None, filename: str) -> Report:
        """A report on what was asked."""
        self.asked.append(exercises)
        if self.raises is not None:
            raise self.raises
        status = "failed" if self.status in ("raised", "mistake") else self.status
        advice = (Advice("mistake", "transposed", f"You swap `rows`. {NASTY}"),) if self.status == "mistake" else ()
        graded = []
        for name in exercises or ():
            exercise = lesson.exercise(name)
            line = 3 if self.status in ("raised", "syntax_error") else None
            probes = () if status in ("syntax_error", "not_attempted") else (finding(self.status),)
            verdict = Verdict(lesson.id, name, exercise.kind, status, 42, f"It is so. {NASTY}", probes, line)
            graded.append(Graded(verdict, advice))
        return Report(lesson.id, 42, 0.1, tuple(graded))


@pytest.fixture
def grader() -> Grader:
    """The stand-in for `torchdojo.grade.grade`."""
    return Grader()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty record."""
    made = Store(tmp_path / "progress.sqlite3")
    yield made
    made.close()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty working folder."""
    return Workspace(tmp_path / "work")


@pytest.fixture
def client(tiny: Catalog, store: Store, workspace: Workspace, grader: Grader) -> Iterator[TestClient]:
    """A browser without scripts."""
    with TestClient(create_app(tiny, store, workspace, grader), base_url="http://127.0.0.1:8400") as made:
        made.headers["accept"] = "text/html"
        yield made
