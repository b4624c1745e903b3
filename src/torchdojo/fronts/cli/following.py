"""`torchdojo next`."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from torchdojo.catalog import Lesson, scan
from torchdojo.fronts.cli.screen import indented, screen, styled
from torchdojo.fronts.cli.standing import standings, unfinished
from torchdojo.progress import Store, Workspace, work_folder


def show(work: Path | None) -> None:
    """Nothing; prints the next lesson and exercise, whose file is in the working folder afterwards."""
    catalog, console = scan(), screen()
    lesson = unfinished(catalog, standings(catalog))
    if lesson is None:
        console.print("You have passed every exercise of every lesson. `torchdojo list` shows them all.")
        return
    workspace = Workspace(work_folder(work))
    workspace.begin(lesson)
    states = Store().states()
    exercise = next(one for one in lesson.exercises if states.get((lesson.id, one.name)) != "passed")
    passed = sum(states.get((lesson.id, one.name)) == "passed" for one in lesson.exercises)
    file = shlex.quote(os.path.relpath(workspace.path(lesson)))
    console.print(styled(lesson.title, "bold").append_text(styled(f"  {lesson.id}, {lesson.level}, {lesson.minutes} min", "dim")))
    console.print(
        indented(f"{passed} of {len(lesson.exercises)} exercises passed; next: {exercise.name} ({_kind(lesson, exercise.name)})")
    )
    console.print()
    for words, command in (
        ("write it in", file),
        ("judge it", f"torchdojo grade {lesson.id} {file} --exercise {exercise.name}"),
        ("a hint", f"torchdojo hint {lesson.id} {exercise.name}"),
        ("read the lesson", f"torchdojo start, then open /{lesson.id}"),
    ):
        console.print(styled(f"  {words:<16} {command}"), soft_wrap=True)


def _kind(lesson: Lesson, name: str) -> str:
    exercise = lesson.exercise(name)
    doing = {"fill": "write the body", "hunt": "find the bug"}.get(exercise.kind, exercise.kind)
    return f"{doing}, about {exercise.minutes} min"
