"""`torchdojo author check`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from torchdojo.catalog import Lesson, course_folder, scan
from torchdojo.fronts.cli.door import NOT_PASSED, PASSED, Misuse
from torchdojo.fronts.cli.screen import cross, indented, screen, styled, tick

if TYPE_CHECKING:
    from torchdojo.check import CheckReport, Finding

MAIN = "main"


class Show(Protocol):
    """Shows reports as they come."""

    def one(self, report: CheckReport) -> None: ...
    def end(self, reports: Sequence[CheckReport]) -> None: ...


def named(lessons: Sequence[str] | None) -> list[Lesson]:
    """The lessons of these ids; all, if none is named."""
    catalog = scan()
    return [catalog.lesson(name) for name in lessons] if lessons else list(catalog.lessons.values())


def changed(lessons: Sequence[str] | None) -> list[Lesson]:
    """Those of the named lessons whose folder differs from the main branch, or is not committed."""
    course = course_folder().resolve()
    start = _git(course, "merge-base", "HEAD", MAIN).strip()
    listed = _git(course, "diff", "--name-only", "--relative", start, "--", ".")
    untracked = _git(course, "ls-files", "--others", "--exclude-standard", "--", ".")
    ids = {"/".join(Path(line).parts[:2]) for line in (listed + untracked).splitlines()}
    return [lesson for lesson in named(lessons) if lesson.id in ids]


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True)
    except FileNotFoundError:
        raise Misuse("--changed needs git, which is not installed. Name the lessons instead.") from None
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()
        raise Misuse(f"--changed asks git, which says: {said[0] if said else 'no'}. Name the lessons instead.")
    return done.stdout


def check(lessons: Sequence[Lesson], *, seeds: int, show: Show) -> int:
    """The exit code after checking and showing all of them."""
    from torchdojo import check as contract

    reports = []
    for lesson in lessons:
        report = contract.check(lesson, seeds=seeds)
        show.one(report)
        reports.append(report)
    show.end(reports)
    return PASSED if all(report.passed for report in reports) else NOT_PASSED


class Collected:
    """One JSON object at the end."""

    def one(self, report: CheckReport) -> None:
        """Nothing; it is kept for the end."""

    def end(self, reports: Sequence[CheckReport]) -> None:
        """Nothing; prints the object."""
        lessons = [{**asdict(report), "passed": report.passed} for report in reports]
        json.dump({"passed": all(report.passed for report in reports), "lessons": lessons}, sys.stdout)
        print()


class Printed:
    """A line a lesson, findings under it."""

    def __init__(self) -> None:
        self._console = screen()

    def one(self, report: CheckReport) -> None:
        """Nothing; prints one lesson."""
        console = self._console
        sign, style = (tick(console), "green") if report.passed else (cross(console), "bold red")
        fate = f"{report.mutants} mutants: {report.killed} rejected, {report.equal} equal, {report.excused} excused"
        left = f", {len(report.survivors)} survive" if report.survivors else ""
        line = styled(f"{sign} ", style).append_text(styled(report.lesson, "bold"))
        console.print(line.append_text(styled(f"  {fate}{left}, {report.seconds:.1f} s", "dim")), soft_wrap=True)
        for finding in report.findings:
            self._finding(finding)

    def _finding(self, finding: Finding) -> None:
        style = "red" if finding.severity == "error" else "yellow"
        self._console.print(indented(styled(f"{finding.where} ").append_text(styled(f"[{finding.rule}]", style))))
        self._console.print(indented(finding.text, 4))

    def end(self, reports: Sequence[CheckReport]) -> None:
        """Nothing; prints the count."""
        if not reports:
            self._console.print("No lesson to check.")
            return
        broken = sum(not report.passed for report in reports)
        count = f"{len(reports)} lesson" + ("s" if len(reports) != 1 else "")
        self._console.print(f"{count} checked, {broken or 'none'} broken.")
