"""How far a learner is, and what comes next: the same for every front."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from torchdojo.catalog import Catalog, Lesson, LessonError

States = Mapping[tuple[str, str], str]

PASSED, OPEN = "passed", "open"


@dataclass(frozen=True)
class Standing:
    """A lesson and what was done in it."""

    lesson: Lesson
    marks: tuple[tuple[str, str], ...]
    """(exercise, 'passed', 'tried' or 'open'), in order."""

    @property
    def passed(self) -> frozenset[str]:
        """The exercises that were passed."""
        return frozenset(name for name, mark in self.marks if mark == PASSED)

    @property
    def complete(self) -> bool:
        """True if every exercise was passed."""
        return bool(self.marks) and len(self.passed) == len(self.marks)

    @property
    def words(self) -> str:
        """How many are passed."""
        return f"{len(self.passed)} of {len(self.marks)} exercises passed"

    @property
    def first_open(self) -> str:
        """The exercise to go on with; the first, if all are passed."""
        return next((name for name, mark in self.marks if mark != PASSED), self.marks[0][0])


def standing(lesson: Lesson, states: States) -> Standing:
    """Where the learner is in one lesson; `states` are those of the store."""
    names = [exercise.name for exercise in lesson.exercises]
    return Standing(lesson, tuple((name, states.get((lesson.id, name), OPEN)) for name in names))


def standing_if_whole(lesson: Lesson, states: States) -> Standing:
    """As `standing`; a lesson whose judge.py cannot be read has no exercises here, and says why where it is opened."""
    try:
        return standing(lesson, states)
    except LessonError:
        return Standing(lesson, ())


def begun(catalog: Catalog, states: States) -> dict[str, Standing]:
    """Where the learner is in every lesson that was begun. The others are not read: nothing is passed there."""
    ids = {lesson for lesson, _ in states}
    return {lesson.id: standing_if_whole(lesson, states) for lesson in catalog.lessons.values() if lesson.id in ids}


def next_lesson(catalog: Catalog, states: States, *, after: Lesson | None = None) -> Standing | None:
    """The first lesson in reading order that is not complete; with `after`, the first one behind that lesson if there is any."""
    ordered = list(catalog.lessons.values())
    if after is not None:
        at = ordered.index(after) + 1
        ordered = ordered[at:] + ordered[:at]
    every = (standing_if_whole(lesson, states) for lesson in ordered)
    return next((each for each in every if each.marks and not each.complete), None)
