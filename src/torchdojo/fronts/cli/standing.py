"""How far a learner is, lesson by lesson."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from torchdojo.catalog import Catalog, Lesson
from torchdojo.progress import Store

States = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Standing:
    """How many exercises of a lesson are passed."""

    passed: int
    exercises: int

    @property
    def finished(self) -> bool:
        """True if every exercise is passed."""
        return self.passed == self.exercises


def standings(catalog: Catalog) -> dict[str, Standing]:
    """Of every lesson that was begun. Only these are read: the others need not be, to know that nothing is passed."""
    states = Store().states()
    begun = {lesson for lesson, _ in states}
    return {name: _standing(lesson, states) for name, lesson in catalog.lessons.items() if name in begun}


def _standing(lesson: Lesson, states: States) -> Standing:
    names = [exercise.name for exercise in lesson.exercises]
    return Standing(sum(states.get((lesson.id, name)) == "passed" for name in names), len(names))


def unfinished(catalog: Catalog, standing: Mapping[str, Standing]) -> Lesson | None:
    """The first lesson in reading order that is not finished and whose earlier lessons are; None at the end."""
    finished = {name for name, one in standing.items() if one.finished}
    for lesson in catalog.lessons.values():
        ready = all(name in finished for name in lesson.after if name in catalog.lessons)
        if lesson.id not in finished and ready:
            return lesson
    return None
