"""What every request works with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from torchdojo.catalog import Catalog, Lesson
from torchdojo.fronts.web.ahead import Prepare, never
from torchdojo.fronts.web.standing import Shelf, shelves
from torchdojo.grade import Report
from torchdojo.progress import Standing, Store, Workspace, standing


class Grader(Protocol):
    """What judges: `torchdojo.grade.grade`, or a stand-in of a test."""

    def __call__(self, lesson: Lesson, text: str, *, exercises: Sequence[str] | None, filename: str) -> Report: ...


@dataclass(frozen=True)
class Desk:
    """The course, the learner's record and files, and who judges."""

    catalog: Catalog
    store: Store
    workspace: Workspace
    grader: Grader
    ahead: Prepare = never
    """Told which exercise is likely to be checked next."""

    def shelves(self) -> tuple[Shelf, ...]:
        """Every subject and how far the learner is."""
        return shelves(self.catalog, self.store)

    def standing(self, lesson: Lesson) -> Standing:
        """How far the learner is in one lesson."""
        return standing(lesson, self.store.states())
