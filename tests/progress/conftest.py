"""Verdicts as the judge would make them, and a store in an empty folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from torchdojo.diagnose import Advice
from torchdojo.judge.verdict import Difference, ProbeFinding, Verdict
from torchdojo.progress import Store


@dataclass(frozen=True)
class Graded:
    """As torchdojo.grade makes it."""

    verdict: Verdict
    advice: tuple[Advice, ...] = ()


@dataclass(frozen=True)
class Report:
    """As torchdojo.grade makes it, as far as it is stored."""

    exercises: tuple[Graded, ...]


def verdict(exercise: str, status: str, *, lesson: str = "toys/scaling") -> Verdict:
    """A verdict with one probe."""
    difference = Difference(
        "result", "1 of 2 entries differ", "1.0", "nan", expected_values=[1.0, 2.0], got_values=[float("nan"), 2.0]
    )
    probe = ProbeFinding("small", "Two numbers.", status, "not equal", (difference,))
    return Verdict(lesson, exercise, "fill", status, 7, "It differs.", (probe,))


@pytest.fixture
def report() -> Callable[..., Report]:
    """Makes a report from statuses by exercise."""

    def make(**statuses: str) -> Report:
        advice = (Advice("mistake", "doubled", "It is taken twice."),)
        return Report(tuple(Graded(verdict(name, status), advice) for name, status in statuses.items()))

    return make


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return Store(tmp_path / "data" / "progress.sqlite3")
