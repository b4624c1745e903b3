"""`torchdojo list`."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from torchdojo.catalog import Catalog, Lesson, Subject, scan
from torchdojo.fronts.cli.door import Misuse
from torchdojo.fronts.cli.screen import screen, styled, tick
from torchdojo.progress import Standing, Store, begun


def show(subject: str | None) -> None:
    """Nothing; prints the lessons in reading order."""
    catalog = scan()
    chosen = [one for one in catalog.subjects if subject in (None, one.id)]
    if subject is not None and not chosen:
        raise Misuse(_unknown(subject, catalog))
    console, standing = screen(), begun(catalog, Store().states())
    for one in chosen:
        lessons = catalog.lessons_of(one.id)
        if lessons or subject is not None:
            _show_subject(console, one, lessons, standing=standing)


def _show_subject(console: Console, subject: Subject, lessons: Sequence[Lesson], *, standing: dict[str, Standing]) -> None:
    finished = sum(lesson.id in standing and standing[lesson.id].complete for lesson in lessons)
    console.print(styled(f"{subject.title}  ", "bold").append_text(styled(f"{finished} of {len(lessons)} finished", "dim")))
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(width=1)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for _ in range(3):
        table.add_column(no_wrap=True, style="dim")
    for lesson in lessons:
        sign, words = _state(console, standing.get(lesson.id))
        table.add_row(sign, lesson.id, styled(lesson.title), lesson.level, f"{lesson.minutes} min", words)
    console.print(table)
    console.print()


def _state(console: Console, standing: Standing | None) -> tuple[str, str]:
    """The sign before a lesson and the words after it."""
    if standing is None:
        return "", ""
    if standing.complete:
        return tick(console), "finished"
    return ">", f"{len(standing.passed)} of {len(standing.marks)}"


def _unknown(subject: str, catalog: Catalog) -> str:
    known = [one.id for one in catalog.subjects]
    near = difflib.get_close_matches(subject, known, n=1)
    meant = f" Did you mean '{near[0]}'?" if near else ""
    return f"there is no subject '{subject}'.{meant} Subjects: {', '.join(known)}."
