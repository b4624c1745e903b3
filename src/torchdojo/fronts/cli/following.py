"""`torchdojo next`."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from torchdojo.catalog import Exercise, scan
from torchdojo.fronts.cli.screen import indented, screen, styled
from torchdojo.progress import Store, Workspace, next_lesson, work_folder


def show(work: Path | None) -> None:
    """Nothing; prints the next lesson and exercise, whose file is in the working folder afterwards."""
    console = screen()
    following = next_lesson(scan(), Store().states())
    if following is None:
        console.print("You have passed every exercise of every lesson. `torchdojo list` shows them all.")
        return
    lesson = following.lesson
    exercise = lesson.exercise(following.first_open)
    workspace = Workspace(work_folder(work))
    workspace.begin(lesson)
    file = shlex.quote(os.path.relpath(workspace.path(lesson)))
    console.print(styled(lesson.title, "bold").append_text(styled(f"  {lesson.id}, {lesson.level}, {lesson.minutes} min", "dim")))
    console.print(indented(f"{following.words}; next: {exercise.name} ({_task(exercise)})"))
    console.print()
    for words, command in (
        ("write it in", file),
        ("judge it", f"torchdojo grade {lesson.id} {file} --exercise {exercise.name}"),
        ("a hint", f"torchdojo hint {lesson.id} {exercise.name}"),
        ("read the lesson", f"torchdojo start, then open /{lesson.id}"),
    ):
        console.print(styled(f"  {words:<16} {command}"), soft_wrap=True)


def _task(exercise: Exercise) -> str:
    doing = {
        "fill": "write the body",
        "hunt": "find the bug",
        "speed": "make it cheaper",
        "predict": "predict what it gives",
        "project": "build it",
    }.get(exercise.kind, exercise.kind)
    return f"{doing}, about {exercise.minutes} min"
