"""A verdict in the terminal: the headline, the named mistake, what failed and how, how to replay it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from torchdojo.fronts.cli import grids, readings, xrays
from torchdojo.fronts.cli.screen import cross, indented, reflowed, styled, tick

if TYPE_CHECKING:
    from torchdojo.grade import Graded
    from torchdojo.judge import Verdict
    from torchdojo.judge.verdict import Difference, ProbeFinding, Trouble

# (probes, differences of each) that are shown: the first failures are enough to go on, fewer where the mistake is named
SHOWN, SHOWN_BESIDE_A_NAME = (3, 2), (1, 2)
MESSAGE_LINES = 6

# a prediction has one question and no inputs that were drawn
PREDICT = "predict"
HEADLINES = {
    "passed": ("passed", "bold green"),
    "failed": ("not yet", "bold red"),
    "not_attempted": ("not attempted", "dim"),
    "timeout": ("too slow", "bold red"),
    "memory": ("too much memory", "bold red"),
    "crashed": ("crashed", "bold red"),
    "syntax_error": ("not yet", "bold red"),
    "forbidden": ("not allowed", "bold red"),
}


def show(console: Console, graded: Graded, file: Path, *, xray: bool = False) -> None:
    """Nothing; prints the verdict on one exercise."""
    verdict = graded.verdict
    _headline(console, verdict)
    if verdict.status in ("passed", "not_attempted"):
        readings.show(console, verdict.readings)
        return
    for advice in graded.advice:
        if advice.title:
            console.print(indented(Text.assemble(("A known mistake: ", "bold yellow"), (advice.title, "bold"))))
        console.print(indented(reflowed(advice.text), 4))
    named = any(advice.kind == "mistake" for advice in graded.advice)
    _probes(console, _failing(verdict), shown=SHOWN_BESIDE_A_NAME if named else SHOWN)
    readings.show(console, verdict.readings)
    if xray and graded.look is not None:
        console.print()
        xrays.show(console, graded.xray)
    if verdict.probes:
        console.print()
        _replay(console, verdict, file)
    if graded.look is not None and not xray:
        console.print(indented(styled("the shape of every variable, line by line: add --xray", "dim")))
    console.print()


def _headline(console: Console, verdict: Verdict) -> None:
    words, style = HEADLINES.get(verdict.status, (verdict.status, "bold"))
    sign = tick(console) if verdict.passed else "-" if verdict.status == "not_attempted" else cross(console)
    line = Text.assemble((f"{sign} ", style), (verdict.exercise, "bold"), (f": {words}.", style))
    if verdict.kind == PREDICT and verdict.passed:
        line.append_text(styled(f" {verdict.message}"))
    elif not verdict.passed and verdict.status != "not_attempted" and verdict.kind != PREDICT:
        line.append_text(styled(f" {_count(verdict)}"))
    console.print(line)


def _count(verdict: Verdict) -> str:
    """How many probes failed; the message itself where none was run."""
    failing = len(_failing(verdict))
    if not failing:
        return verdict.message
    if verdict.dear:
        return "The results are right, but they cost too much."
    return f"{failing} of {len(verdict.probes)} probes fail{'s' if failing == 1 else ''}."


def _failing(verdict: Verdict) -> list[ProbeFinding]:
    return [probe for probe in verdict.probes if probe.status not in ("passed", "not_run")]


def _probes(console: Console, failing: Sequence[ProbeFinding], *, shown: tuple[int, int]) -> None:
    probes, differences = shown
    for probe in failing[:probes]:
        console.print()
        _probe(console, probe, differences)
    if len(failing) > probes:
        console.print()
        console.print(indented(styled(f"... and {_counted(len(failing) - probes, 'more probe')}.", "dim")))


def _probe(console: Console, probe: ProbeFinding, shown: int) -> None:
    console.print(indented(Text.assemble((f"{cross(console)} ", "red"), styled(probe.says or probe.name, "bold"))))
    if probe.trouble is not None:
        # that there is no result to compare goes without saying
        _trouble(console, probe.trouble)
    elif not probe.differences:
        console.print(indented(probe.message, 4))
    else:
        for difference in probe.differences[:shown]:
            _difference(console, difference)
    if len(probe.differences) > shown and probe.trouble is None:
        console.print(indented(styled(f"... and {_counted(len(probe.differences) - shown, 'more difference')}.", "dim"), 4))
    if probe.printed.strip():
        console.print(indented(styled("it printed:", "dim"), 4))
        console.print(indented(styled(_shortened(probe.printed), "dim"), 6))


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("s" if number != 1 else "")


def _difference(console: Console, difference: Difference) -> None:
    console.print(indented(Text.assemble(styled(difference.where, "bold"), styled(f": {difference.fact}")), 4))
    if difference.expected not in difference.fact or difference.got not in difference.fact:
        console.print(Padding(_table(difference), (0, 0, 0, 6), expand=False))
    if difference.allowed:
        console.print(indented(styled(f"allowed: {difference.allowed}", "dim"), 6))


def _table(difference: Difference) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    table.add_column("expected", style="green")
    table.add_column("yours", style="red")
    pair = grids.pair(difference.expected_values, difference.got_values)
    if pair is None:
        table.add_row(styled(difference.expected), styled(difference.got))
    else:
        table.add_row(*pair)
    return table


def _trouble(console: Console, trouble: Trouble) -> None:
    console.print(indented(Text.assemble(styled(trouble.kind, "bold red"), styled(f": {_shortened(trouble.message)}")), 4))
    for number, line in trouble.lines:
        console.print(indented(Text.assemble((f"line {number}: ", "dim"), styled(line.strip(), "bold")), 6))


def _replay(console: Console, verdict: Verdict, file: Path) -> None:
    if verdict.kind == PREDICT:
        console.print(indented(styled("what it gives, and new numbers:", "dim")))
        command = f"torchdojo again {verdict.lesson} {verdict.exercise} {shlex.quote(str(file))}"
        console.print(Text.assemble("    ", styled(command)), soft_wrap=True)
        return
    command = f"torchdojo grade {verdict.lesson} {shlex.quote(str(file))} --exercise {verdict.exercise} --seed {verdict.seed}"
    console.print(indented(styled("again with the same inputs:", "dim")))
    # on one line whatever the width, so that it can be copied
    console.print(Text.assemble("    ", styled(command)), soft_wrap=True)
    words = "the judge is wrong? the same with `dispute` for `grade`"
    console.print(indented(styled(words, "dim")))


def _shortened(text: str) -> str:
    lines = text.strip().splitlines()
    kept = lines[:MESSAGE_LINES]
    return "\n".join(kept if len(lines) <= MESSAGE_LINES else [*kept, f"... {len(lines) - MESSAGE_LINES} more lines"])
