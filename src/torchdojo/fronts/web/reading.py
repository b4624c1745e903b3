"""A lesson's page, and the outputs of its cells as they come."""

from __future__ import annotations

import ast
import threading
from collections import defaultdict
from typing import Any

from torchdojo.catalog import Lesson, LessonError
from torchdojo.fronts.web.checking import solution
from torchdojo.fronts.web.desk import Desk
from torchdojo.fronts.web.drawing import SEPARATOR, draw
from torchdojo.fronts.web.predictions import card
from torchdojo.fronts.web.standing import neighbours
from torchdojo.progress import next_lesson
from torchdojo.sandbox import SandboxError
from torchdojo.text import Cell, Shown, definition, kept_outputs, outputs, page

# two readers of one lesson wait for one run of its cells
_running: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def lesson_page(desk: Desk, lesson: Lesson, *, theme: str) -> str:
    """The whole page."""
    text = page(lesson)
    now = desk.standing(lesson)
    before, behind = neighbours(desk.catalog, lesson)
    kept = kept_outputs(lesson)
    source = desk.workspace.text(lesson)
    desk.ahead(lesson, lesson.exercise(now.first_open))
    values: dict[str, Any] = {
        "lesson": lesson,
        "subject": next(each for each in desk.catalog.subjects if each.id == lesson.id.split("/")[0]),
        "page": text,
        "standing": now,
        "marks": dict(now.marks),
        "outputs": {output.number: output for output in kept or ()},
        "late": kept is None,
        "rooms": {cell.number: _room(cell) for cell in text.cells},
        "shown": {
            at: definition(lesson, block.name, passed=now.passed)
            for at, block in enumerate(text.blocks)
            if isinstance(block, Shown)
        },
        "solved": {name: solution(lesson, name) for name in now.passed},
        "hints": {exercise.name: desk.store.hints(lesson.id, exercise.name) for exercise in lesson.exercises},
        "source": source,
        "version_of_file": desk.workspace.stamp(lesson),
        "path": _short(desk, lesson),
        "cards": {each.name: card(lesson, each, source) for each in lesson.exercises if each.question is not None},
        "before": before,
        "behind": behind,
        "following": next_lesson(desk.catalog, desk.store.states(), after=lesson) if now.complete else None,
    }
    return draw("lesson.html", shelves=desk.shelves(), theme=theme, here=lesson.id, **values)


def output_fragments(lesson: Lesson) -> str:
    """What the cells show, each as a fragment; cells are run first if nobody did."""
    try:
        with _running[lesson.id]:
            shown = outputs(lesson)
        fault = ""
    except (LessonError, SandboxError) as error:
        shown, fault = (), str(error)
    return draw("outputs.html", cells=page(lesson).cells, outputs={each.number: each for each in shown}, fault=fault) + SEPARATOR


def _room(cell: Cell) -> str:
    """The room to keep free until the output of a cell is there: 'picture', 'lines' or 'none'."""
    if "plt." in cell.source:
        return "picture"
    try:
        last = ast.parse(cell.source).body[-1]
    except (SyntaxError, IndexError):
        return "lines"
    shows = isinstance(last, ast.Expr) and not cell.source.rstrip().endswith(";")
    return "lines" if shows or "print(" in cell.source or cell.raises else "none"


def _short(desk: Desk, lesson: Lesson) -> str:
    """Where the learner's file is, from the working folder on."""
    return f"{desk.workspace.folder.name}/{lesson.id}.py"
