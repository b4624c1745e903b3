"""How far the learner is, as the pages show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from torchdojo.catalog import Catalog, Lesson, LessonError, Subject
from torchdojo.progress import Store

States = Mapping[tuple[str, str], str]

PASSED = "passed"


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
        """The dots in words."""
        return f"{len(self.passed)} of {len(self.marks)} exercises passed"

    @property
    def first_open(self) -> str:
        """The exercise to go on with."""
        return next((name for name, mark in self.marks if mark != PASSED), self.marks[0][0])


@dataclass(frozen=True)
class Shelf:
    """A subject and its lessons."""

    subject: Subject
    lessons: tuple[Standing, ...]

    @property
    def words(self) -> str:
        """How many lessons are done."""
        done = sum(each.complete for each in self.lessons)
        return f"{done} of {len(self.lessons)} lessons"


def standing(lesson: Lesson, states: States) -> Standing:
    """Where the learner is in one lesson."""
    names = [exercise.name for exercise in lesson.exercises]
    return Standing(lesson, tuple((name, states.get((lesson.id, name), "open")) for name in names))


def _standing_if_whole(lesson: Lesson, states: States) -> Standing:
    """As `standing`; a lesson whose judge.py cannot be read has no exercises here, and says why on its own page."""
    try:
        return standing(lesson, states)
    except LessonError:
        return Standing(lesson, ())


def shelves(catalog: Catalog, store: Store) -> tuple[Shelf, ...]:
    """Every subject that has lessons, with how far the learner is in each."""
    states = store.states()
    found = []
    for subject in catalog.subjects:
        lessons = tuple(_standing_if_whole(lesson, states) for lesson in catalog.lessons_of(subject.id))
        if lessons:
            found.append(Shelf(subject, lessons))
    return tuple(found)


def next_lesson(catalog: Catalog, store: Store, *, after: Lesson | None = None) -> Standing | None:
    """The first lesson in reading order that is not complete; with `after`, the first one behind that lesson if there is any."""
    states = store.states()
    ordered = list(catalog.lessons.values())
    if after is not None:
        at = ordered.index(after) + 1
        ordered = ordered[at:] + ordered[:at]
    every = (_standing_if_whole(lesson, states) for lesson in ordered)
    return next((each for each in every if each.marks and not each.complete), None)


def neighbours(catalog: Catalog, lesson: Lesson) -> tuple[Lesson | None, Lesson | None]:
    """The lessons before and behind this one in reading order."""
    ordered = list(catalog.lessons.values())
    at = ordered.index(lesson)
    return (ordered[at - 1] if at else None), (ordered[at + 1] if at + 1 < len(ordered) else None)
