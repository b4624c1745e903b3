"""The order in which the lessons of a subject are read."""

from __future__ import annotations

import heapq
from collections.abc import Mapping

from torchdojo.catalog.errors import LessonError
from torchdojo.catalog.lesson import Lesson


def reading_order(lessons: Mapping[str, Lesson]) -> list[str]:
    """The ids, every lesson after those it needs; where that leaves a choice, by title."""
    waiting = {name: {need for need in lesson.after if need in lessons} for name, lesson in lessons.items()}
    later: dict[str, list[str]] = {name: [] for name in lessons}
    for name, needs in waiting.items():
        for need in needs:
            later[need].append(name)
    ready = [(lesson.title, name) for name, lesson in lessons.items() if not waiting[name]]
    heapq.heapify(ready)
    order = []
    while ready:
        _, name = heapq.heappop(ready)
        order.append(name)
        for follower in later[name]:
            waiting[follower].discard(name)
            if not waiting[follower]:
                heapq.heappush(ready, (lessons[follower].title, follower))
    return order


def refuse_cycles(lessons: Mapping[str, Lesson]) -> None:
    """Nothing; a LessonError that names the ring if lessons need each other."""
    ordered = set(reading_order(lessons))
    left = [name for name in lessons if name not in ordered]
    if not left:
        return
    ring = _ring(lessons, left)
    place = lessons[ring[0]].place("lesson.md")
    raise LessonError(place, f"'after' goes in a circle: {' needs '.join(ring)}.", "Take one of these out of its header.")


def _ring(lessons: Mapping[str, Lesson], left: list[str]) -> list[str]:
    """One circle among lessons each of which needs another of them, first lesson repeated at the end."""
    path = [left[0]]
    while True:
        needed = next(need for need in lessons[path[-1]].after if need in left)
        if needed in path:
            return [*path[path.index(needed) :], needed]
        path.append(needed)
