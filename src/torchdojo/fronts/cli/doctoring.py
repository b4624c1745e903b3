"""`torchdojo doctor`: what this machine has, what is missing, and what to do."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from torchdojo.fronts.cli.door import NOT_PASSED, PASSED

GOOD, NOTE, PROBLEM = "good", "note", "problem"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    area: str
    name: str
    state: str
    """'good'; 'note': the course works, but less of it or less well; 'problem': the course does not work."""
    fact: str
    remedy: str = ""


def examined(work: Path | None) -> list[Check]:
    """Everything that was looked at, area by area."""
    from torchdojo.fronts.cli import doctor_extras, doctor_machine, doctor_sandbox, doctor_torch

    return [
        *doctor_machine.checks(work),
        *doctor_torch.checks(),
        *doctor_extras.checks(),
        *doctor_sandbox.checks(),
    ]


def show_json(checks: Sequence[Check]) -> int:
    """The exit code; prints one object."""
    json.dump({"ok": not _problems(checks), "checks": [asdict(check) for check in checks]}, sys.stdout)
    print()
    return NOT_PASSED if _problems(checks) else PASSED


def show_words(checks: Sequence[Check]) -> int:
    """The exit code; prints a table an area, and remedies under what needs them."""
    from rich.text import Text

    from torchdojo.fronts.cli.screen import cross, indented, screen, styled, tick

    console = screen()
    signs = {GOOD: (tick(console), "green"), NOTE: ("!", "yellow"), PROBLEM: (cross(console), "bold red")}
    area = ""
    for check in checks:
        if check.area != area:
            console.print(styled(check.area, "bold"))
            area = check.area
        sign, style = signs[check.state]
        console.print(indented(Text.assemble((f"{sign} ", style), (f"{check.name}: ", ""), styled(check.fact))))
        if check.remedy:
            console.print(indented(styled(check.remedy, "dim"), 6))
    problems = _problems(checks)
    console.print()
    console.print(f"{problems} of these must be put right." if problems else "The course can run here.")
    return NOT_PASSED if problems else PASSED


def _problems(checks: Sequence[Check]) -> int:
    return sum(check.state == PROBLEM for check in checks)
