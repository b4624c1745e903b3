"""What the meters showed, as a table: each count beside the reference's, and its bar."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from torchdojo.fronts.cli.screen import indented, styled

if TYPE_CHECKING:
    from torchdojo.judge.verdict import Reading


def show(console: Console, readings: Sequence[Reading]) -> None:
    """Nothing; prints a table for each cost function."""
    for _, group in groupby(readings, key=lambda reading: reading.cost):
        listed = list(group)
        console.print()
        console.print(indented(styled(listed[0].says, "bold")))
        console.print(Padding(_table(listed), (0, 0, 0, 4), expand=False))


def _table(readings: Sequence[Reading]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("")
    table.add_column("size")
    for size in readings[0].sizes:
        table.add_column(f"{size:,}", justify="right")
    table.add_column("bar", justify="right")
    table.add_column("grows", justify="right", no_wrap=True)
    for reading in readings:
        style = "red" if reading.broken else "green"
        at_most = f"{reading.at_most:,}" if reading.at_most is not None else ""
        grows = f"{reading.growth:.1f}" + (f" (bar {reading.may_grow:g})" if reading.may_grow is not None else "")
        yours = [styled(f"{count:,}", style) for count in reading.yours]
        table.add_row(styled(reading.meter, "bold"), styled("yours"), *yours, styled(at_most), Text(grows))
        theirs = [styled(f"{count:,}", "dim") for count in reading.reference]
        table.add_row("", styled("reference", "dim"), *theirs, "", styled(f"{reading.reference_growth:.1f}", "dim"))
    return table
