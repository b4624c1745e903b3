"""`torchdojo author mutate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from torchdojo.catalog import scan
from torchdojo.fronts.cli.door import NOT_PASSED, PASSED
from torchdojo.fronts.cli.screen import cross, indented, screen, styled, tick

if TYPE_CHECKING:
    from torchdojo.check import Mutation


def mutate(lesson_id: str, name: str | None) -> int:
    """0 if every mutant is rejected, equal or excused; 1 if one survives."""
    from torchdojo import check

    lesson = scan().lesson(lesson_id)
    chosen = lesson.exercises if name is None else (lesson.exercise(name),)
    console, surviving = screen(), 0
    for exercise in chosen:
        mutation = check.mutate(lesson, exercise)
        _show(console, mutation)
        surviving += len(mutation.survivors)
    return NOT_PASSED if surviving else PASSED


def _show(console: Console, mutation: Mutation) -> None:
    sign, style = (cross(console), "bold red") if mutation.survivors else (tick(console), "green")
    fate = f"{mutation.mutants} mutants: {mutation.killed} rejected, {mutation.equal} equal, {mutation.excused} excused"
    line = styled(f"{sign} ", style).append_text(styled(mutation.exercise, "bold"))
    console.print(line.append_text(styled(f"  {fate}, {len(mutation.survivors)} survive", "dim")), soft_wrap=True)
    for survivor in mutation.survivors:
        console.print(indented(f"{survivor} passes every probe", 4))
    for excuse in mutation.unknown:
        console.print(indented(f"the excuse for {excuse!r} is not needed: no such mutant survives", 4))
