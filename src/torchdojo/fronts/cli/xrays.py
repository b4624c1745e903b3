"""An x-ray in the terminal: the learner's lines, and beside or under each what it left behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from torchdojo.diagnose.xray_words import MARKS, happening, visits, words
from torchdojo.fronts.cli.screen import indented, styled

if TYPE_CHECKING:
    from torchdojo.diagnose import XRay
    from torchdojo.diagnose.xray import SeenLine, Variable

STYLES = {"raised": "bold red", "nan": "bold red", "infinite": "bold red", "in_place": "bold yellow", "broadcast": "bold yellow"}
# on a narrower screen what is said about a line stands under it
WIDE = 110


def show(console: Console, seen: XRay | None) -> None:
    """Nothing; prints the x-ray, or that there is none."""
    if seen is None:
        console.print(indented(styled("No x-ray: the code ended the process, or this probe cannot be run alone.", "dim")))
        return
    console.print(indented(styled(f"line by line ({seen.probe.replace('_', ' ')}):", "dim")))
    table = _beside(seen, console.width * 2 // 5) if console.width >= WIDE else _below(seen)
    console.print(Padding(table, (0, 0, 0, 4), expand=False))
    if seen.stopped:
        console.print(indented(styled("The run took too long and was ended on the way.", "yellow"), 4))
    if seen.cut:
        console.print(indented(styled(f"... {seen.cut} further lines are left out.", "dim"), 4))


def _beside(seen: XRay, width: int) -> Table:
    table = _table()
    table.add_column(max_width=width, overflow="fold")
    table.add_column(overflow="fold")
    for line in seen.lines:
        table.add_row(str(line.line), _code(line), Group(*_facts(line)))
    return table


def _below(seen: XRay) -> Table:
    table = _table()
    table.add_column(overflow="fold")
    for line in seen.lines:
        facts = [Padding(fact, (0, 0, 0, 8), expand=False) for fact in _facts(line)]
        table.add_row(str(line.line), Group(_code(line), *facts))
    return table


def _table() -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(justify="right", style="dim", no_wrap=True)
    return table


def _code(line: SeenLine) -> Text:
    failed = any(event.kind == "raised" for event in line.events)
    return styled(line.text, "bold red" if failed else "bold")


def _facts(line: SeenLine) -> Iterator[Text]:
    if line.visits > 1:
        yield styled(f"{line.visits} visits", "dim")
    for visit, variables in visits(line):
        for variable in variables:
            yield styled(f"{visit}: " if line.visits > 1 else "", "dim").append_text(_variable(variable))
    for event in line.events:
        mark = styled(f"{MARKS[event.kind]}: ", STYLES.get(event.kind, "bold cyan"))
        yield mark.append_text(styled(happening(event).replace("`", "")))


def _variable(variable: Variable) -> Text:
    broken = variable.nan or variable.infinite
    name = styled(f"{variable.name} ", "bold red" if broken else "cyan")
    return name.append_text(styled(words(variable)))
