"""Rules about a lesson's text: it runs, every exercise has its place, and it begins and ends as a lesson does."""

from __future__ import annotations

from collections.abc import Iterator

from torchdojo.catalog import Lesson
from torchdojo.check.finding import Finding
from torchdojo.text import Cell, Heading, Page, Place, Prose, Shown, outputs, page

MOST_SECONDS = 30.0
ENDINGS = ("Pitfalls", "Where to read on")


def prose(lesson: Lesson) -> Iterator[Finding]:
    """Everything wrong with the text."""
    text = page(lesson)
    place = f"{lesson.id}/lesson.md"
    yield from (Finding(place, "text", words) for words in (*_form(text), *_places(lesson, text)))
    # LessonError names the cell that fails
    seconds = sum(output.seconds for output in outputs(lesson))
    if seconds > MOST_SECONDS:
        yield Finding(place, "text", f"the cells took {seconds:.0f} s of CPU, at most {MOST_SECONDS:.0f} s are allowed.")


def _form(text: Page) -> Iterator[str]:
    if not text.blocks or not isinstance(text.blocks[0], Prose):
        yield "the text does not open with a paragraph: say why it matters and what the reader will be able to do."
    titles = [block.text.strip() for block in text.blocks if isinstance(block, Heading)]
    for ending in ENDINGS:
        if ending not in titles:
            yield f"there is no section '## {ending}'."
    cells = [block for block in text.blocks if isinstance(block, Cell)]
    if not any("assert" in cell.source for cell in cells):
        yield "no cell asserts anything: follow each claim by a cell that fails if the claim is false."


def _places(lesson: Lesson, text: Page) -> Iterator[str]:
    placed = [block.exercise for block in text.blocks if isinstance(block, Place)]
    for exercise in lesson.exercises:
        count = placed.count(exercise.name)
        if count != 1:
            yield f"the exercise {exercise.name} is placed {count} times, expected once: ::::{{exercise}} {exercise.name}"
        elif not next(block for block in text.places.values() if block.exercise == exercise.name).hints:
            yield f"the exercise {exercise.name} has no hint."
    known = {exercise.name for exercise in lesson.exercises}
    for name in placed:
        if name not in known:
            yield f"the text places {name}, which is no exercise of judge.py."
    defined = set(lesson.definitions)
    for block in text.blocks:
        if isinstance(block, Shown) and block.name not in defined:
            yield f"the text shows {block.name}, which reference.py does not define."
