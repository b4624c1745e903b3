"""`torchdojo grade`."""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from torchdojo.fronts.cli.door import NOT_PASSED, PASSED, Misuse
from torchdojo.fronts.cli.screen import say, say_once

if TYPE_CHECKING:
    from torchdojo.grade import Report


def judged(lesson: str, file: Path, *, exercises: Sequence[str] | None, seed: int | None, show: Callable[[Report], None]) -> int:
    """The exit code after judging the file and showing the report."""
    from torchdojo.catalog import scan

    found = scan().lesson(lesson)
    for name in exercises or ():
        found.exercise(name)
    text = submission_text(file)
    from torchdojo import sandbox
    from torchdojo.grade import grade

    sandbox.ensure(on_wait=say_once)
    report = grade(found, text, exercises=exercises or None, seed=seed, filename=file.name)
    try:
        show(report)
    finally:
        # the verdict need not wait for a record that another process holds
        _remember(report, text)
    return PASSED if report.passed else NOT_PASSED


def submission_text(file: Path) -> str:
    """What the file holds."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise Misuse(f"{file}: there is no such file. {_nearest(file)}".rstrip()) from None
    except IsADirectoryError:
        raise Misuse(f"{file}: is a folder. Name the Python file to judge.") from None
    except UnicodeDecodeError as fault:
        raise Misuse(f"{file}: byte {fault.start} is not UTF-8. Save the file as UTF-8 in your editor.") from None
    except OSError as fault:
        raise Misuse(f"{file}: cannot be read ({fault.strerror}). Check its path and permissions.") from None


def _nearest(file: Path) -> str:
    try:
        there = [path.name for path in file.parent.iterdir()]
    except OSError:
        return f"There is no folder {file.parent} either."
    near = difflib.get_close_matches(file.name, there, n=1)
    return f"Did you mean '{file.parent / near[0]}'?" if near else ""


def _remember(report: Report, text: str) -> None:
    """Nothing; a record that cannot be kept is said, and does not take the verdict away."""
    from torchdojo.progress import Store, StoreError

    try:
        Store().record(report, text)
    except StoreError as fault:
        say(f"torchdojo: this attempt is not recorded. {fault}")


def show_json(report: Report) -> None:
    """Nothing; prints the one object of the command contract."""
    json.dump(report.as_json(), sys.stdout)
    print()


class Printed:
    """A report in words."""

    def __init__(self, file: Path, *, xray: bool = False) -> None:
        self._file = file
        self._xray = xray

    def show(self, report: Report) -> None:
        """Nothing; prints every exercise, then the count."""
        from torchdojo.fronts.cli import verdicts
        from torchdojo.fronts.cli.screen import screen
        from torchdojo.judge.verdict import SYNTAX_ERROR

        console = screen()
        shown = report.exercises
        if shown and all(graded.verdict.status == SYNTAX_ERROR for graded in shown):
            # one fault of the file, not one of each exercise
            shown = shown[:1]
        for graded in shown:
            verdicts.show(console, graded, self._file, xray=self._xray)
        if len(report.exercises) > 1:
            passed = sum(graded.verdict.passed for graded in report.exercises)
            console.print(f"{passed} of {len(report.exercises)} exercises passed in {report.seconds:.2f} s.")
