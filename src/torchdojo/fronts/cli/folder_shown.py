"""What came of a folder: a table, rows for a spreadsheet, or objects for a program."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.table import Table

from torchdojo.classroom import Batch, Row, Summary
from torchdojo.fronts.cli.door import Misuse
from torchdojo.fronts.cli.screen import indented, screen, styled

# of files that were not judged, so many are named; all are in the results
NAMED = 10
# the columns in their order; one that is empty everywhere is left out
WORDS = {
    "passed": "passed",
    "failed": "not yet",
    "not_attempted": "not attempted",
    "syntax_error": "not Python",
    "timeout": "too slow",
    "memory": "too much memory",
    "crashed": "crashed",
    "forbidden": "not allowed",
}
# a cell that begins with one of these is a formula to a spreadsheet, and files are named by those who hand them in
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def chosen(*, json: bool, csv: bool) -> Callable[[Batch, Summary], None]:
    """What shows a folder in the way that was asked for."""
    if json and csv:
        raise Misuse("--json and --csv exclude each other. Give one of them.")
    return show_json if json else show_csv if csv else show_words


def show_words(batch: Batch, found: Summary) -> None:
    """Nothing; prints a row an exercise, the most frequent advice, and what was not judged."""
    console = screen()
    if found.exercises:
        console.print(_table(found))
    advice = {name: tally.frequent for name, tally in found.exercises.items() if tally.frequent}
    if advice:
        console.print("\nMost frequent advice, with the number of files that got it:")
        for name, frequent in advice.items():
            words = ", ".join(f"{count} {advised.replace('_', ' ')}" for advised, count in frequent)
            console.print(indented(f"{name}: {words}"))
    _others(console, batch, found)
    console.print(f"\n{found.passed} of {found.files} files passed every exercise.")


def _table(found: Summary) -> Table:
    seen = {status for tally in found.exercises.values() for status in tally.statuses}
    statuses = [status for status in (*WORDS, *sorted(seen - WORDS.keys())) if status in seen]
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    table.add_column("exercise")
    for status in statuses:
        table.add_column(WORDS.get(status, status), justify="right")
    for name, tally in found.exercises.items():
        table.add_row(styled(name), *(str(tally.statuses[status] or "") for status in statuses))
    return table


def _others(console: Console, batch: Batch, found: Summary) -> None:
    if not found.others:
        return
    console.print("\nNot judged:")
    for file, note in found.others[:NAMED]:
        console.print(indented(f"{_harmless(file)}: {_last_line(note)}"))
    if len(found.others) > NAMED:
        console.print(indented(f"... and {len(found.others) - NAMED} more, all in {batch.results.path}"))


def show_json(batch: Batch, _: Summary) -> None:
    """Nothing; prints an object a file, on a line of its own."""
    for row in batch.rows():
        plain = {"file": row.file, "status": row.status, "note": row.note}
        judged = row.report or {"lesson": batch.order.lesson, "seed": row.seed, "seconds": 0.0, "exercises": []}
        json.dump(plain | dict(judged), sys.stdout)
        print()


def show_csv(batch: Batch, _: Summary) -> None:
    """Nothing; prints a header and a row a file, with a column for each exercise."""
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["file", "status", "passed", "of", *batch.order.exercises, "advice", "note", "seed"])
    for row in batch.rows():
        out.writerow(_harmless(cell) for cell in _cells(batch, row))


def _cells(batch: Batch, row: Row) -> Iterator[str]:
    statuses = row.statuses
    advised = [(one["name"], advice["name"]) for one in (row.report or {}).get("exercises", ()) for advice in one["advice"]]
    yield from (row.file, row.status)
    yield from (str(sum(status == "passed" for status in statuses.values())), str(len(batch.order.exercises)))
    yield from (statuses.get(name, "") for name in batch.order.exercises)
    yield "; ".join(f"{exercise}: {name}" for exercise, name in advised)
    yield from (row.note, str(row.seed))


def _harmless(cell: str) -> str:
    """The cell as text that no spreadsheet executes and every terminal can print."""
    printable = cell.encode("utf-8", "backslashreplace").decode()
    return f"'{printable}" if printable.startswith(FORMULA) else printable


def _last_line(note: str) -> str:
    """Of a traceback the line that says what happened; other notes have one line."""
    return (note.strip().splitlines() or [""])[-1]
