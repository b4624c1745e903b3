"""`torchdojo grade` on a folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from torchdojo import sandbox
from torchdojo.catalog import Lesson, LessonError, scan
from torchdojo.classroom import FAULT, Batch, Results, ResultsError, Summary, begin, cores, grade_folder, summary
from torchdojo.fronts.cli.bar import bar
from torchdojo.fronts.cli.door import MISUSE, NOT_PASSED, PASSED, Misuse
from torchdojo.fronts.cli.screen import clean, say, say_once

Show = Callable[[Batch, Summary], None]


@dataclass(frozen=True)
class Wish:
    """What was asked for."""

    exercises: Sequence[str] | None
    seed: int | None
    out: Path | None
    jobs: int | None


def judged(lesson: str, folder: Path, wish: Wish, *, show: Show) -> int:
    """The exit code after judging every file of the folder and showing what came of it."""
    found = scan().lesson(lesson)
    for name in wish.exercises or ():
        found.exercise(name)
    with Results(wish.out or _beside(folder)) as results:
        batch = _begun(found, folder, results, wish)
        if batch.left:
            _judge(batch, wish.jobs or cores())
        numbers = summary(batch.rows())
        show(batch, numbers)
        failures = sum(row.status == FAULT for row in batch.rows())
    if failures:
        say(f"torchdojo: {_counted(failures)} could not be judged; this is a fault of torchdojo. The same command tries again.")
        return MISUSE
    return PASSED if numbers.all_passed else NOT_PASSED


def _beside(folder: Path) -> Path:
    """FOLDER-results.jsonl next to the folder."""
    named = folder if folder.name not in ("", "..") else folder.resolve()
    return named.with_name(f"{named.name}-results.jsonl")


def _begun(lesson: Lesson, folder: Path, results: Results, wish: Wish) -> Batch:
    try:
        batch = begin(lesson, folder, results, exercises=wish.exercises, seed=wish.seed)
    except OSError as fault:
        raise Misuse(f"{folder}: cannot be read ({fault.strerror}). Check its permissions.") from None
    every = len(batch.left) + len(batch.keys)
    if not every:
        raise Misuse(f"{folder}: holds no .py file and no subfolder. Name the folder with what was handed in.")
    known = f", {len(batch.keys)} of them done before" if batch.keys else ""
    say(f"{_counted(every)}{known}. Seed {batch.order.seed}. Results: {clean(str(results.path))}")
    if results.damaged:
        say(f"{results.damaged} damaged lines of the results are passed over; their files are judged again.")
    return batch


def _judge(batch: Batch, processes: int) -> None:
    every = len(batch.left) + len(batch.keys)
    try:
        sandbox.ensure(on_wait=say_once)
        with bar(every, len(batch.keys)) as advance:
            grade_folder(batch, lambda _: advance(), processes=min(processes, len(batch.left)))
    except (KeyboardInterrupt, ResultsError, LessonError, sandbox.SandboxError):
        say(f"Stopped: {len(batch.keys)} of {_counted(every)} done and kept. The same command goes on with the rest.")
        raise


def _counted(files: int) -> str:
    return f"{files} file" + ("s" if files != 1 else "")
