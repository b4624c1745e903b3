"""`torchdojo again`."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from torchdojo.catalog import scan
from torchdojo.fronts.cli.door import Misuse
from torchdojo.fronts.cli.grading import submission_text
from torchdojo.fronts.cli.screen import say_once, screen, styled
from torchdojo.progress import Workspace, work_folder
from torchdojo.progress.atomic import written


def ask_again(lesson_id: str, name: str, *, file: Path | None, work: Path | None) -> None:
    """Nothing; tells what the snippet gave and puts new numbers into the learner's file."""
    lesson = scan().lesson(lesson_id)
    exercise = lesson.exercise(name)
    if exercise.question is None:
        predictions = [each.name for each in lesson.exercises if each.question is not None]
        known = f"Predictions of {lesson.id}: {', '.join(predictions) or 'none'}."
        raise Misuse(f"{name} is no prediction, so it has no numbers to be asked with again. {known}")
    from torchdojo import sandbox
    from torchdojo.judge.again import again

    sandbox.ensure(on_wait=say_once)
    workspace = Workspace(work_folder(work))
    place = file or workspace.path(lesson)
    fresh = again(lesson, exercise, submission_text(file) if file else workspace.text(lesson))
    if file:
        written(file, fresh.text.encode())
    else:
        workspace.save(lesson, fresh.text)
    console = screen()
    if fresh.told:
        console.print(styled(fresh.told))
    shown = shlex.quote(os.path.relpath(place))
    console.print(styled(f"Now with {fresh.asked}: write your answer in {shown}, then"))
    console.print(styled(f"    torchdojo grade {lesson.id} {shown} --exercise {name}"), soft_wrap=True)
