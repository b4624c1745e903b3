"""The shelves of the start page, and what stands before and behind a lesson."""

from __future__ import annotations

from dataclasses import dataclass

from torchdojo.catalog import Catalog, Lesson, Subject
from torchdojo.progress import Store
from torchdojo.progress.standing import Standing, standing_if_whole


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


def shelves(catalog: Catalog, store: Store) -> tuple[Shelf, ...]:
    """Every subject that has lessons, with how far the learner is in each."""
    states = store.states()
    found = []
    for subject in catalog.subjects:
        lessons = tuple(standing_if_whole(lesson, states) for lesson in catalog.lessons_of(subject.id))
        if lessons:
            found.append(Shelf(subject, lessons))
    return tuple(found)


def neighbours(catalog: Catalog, lesson: Lesson) -> tuple[Lesson | None, Lesson | None]:
    """The lessons before and behind this one in reading order."""
    ordered = list(catalog.lessons.values())
    at = ordered.index(lesson)
    return (ordered[at - 1] if at else None), (ordered[at + 1] if at + 1 < len(ordered) else None)
