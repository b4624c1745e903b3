"""Rules about a lesson's text: it runs, and it begins and ends as a lesson does. Its grammar is checked where it is parsed."""

from __future__ import annotations

from collections.abc import Iterator

from torchdojo.catalog import Lesson
from torchdojo.check.finding import Finding
from torchdojo.text import Page, Prose, outputs, page

MOST_SECONDS = 30.0
ENDINGS = ("Pitfalls", "Where to read on")


def prose(lesson: Lesson) -> Iterator[Finding]:
    """Everything wrong with the text; LessonError for what cannot be parsed, a missing place of an exercise among it."""
    text = page(lesson)
    place = f"{lesson.id}/lesson.md"
    yield from (Finding(place, "text", words) for words in _form(text))
    # LessonError names the cell that fails
    seconds = sum(output.seconds for output in outputs(lesson))
    if seconds > MOST_SECONDS:
        yield Finding(place, "text", f"the cells took {seconds:.0f} s of CPU, at most {MOST_SECONDS:.0f} s are allowed.")


def _form(text: Page) -> Iterator[str]:
    if not text.blocks or not isinstance(text.blocks[0], Prose):
        yield "the text does not open with a paragraph: say why it matters and what the reader will be able to do."
    titles = [heading.text.strip() for heading in text.headings]
    for ending in ENDINGS:
        if ending not in titles:
            yield f"there is no section '## {ending}'."
    if not any("assert" in cell.source for cell in text.cells):
        yield "no cell asserts anything: follow each claim by a cell that fails if the claim is false."
