"""An x-ray as rows for the page."""

from __future__ import annotations

from dataclasses import dataclass

from torchdojo.diagnose import XRay
from torchdojo.diagnose.xray import SeenLine, Variable
from torchdojo.diagnose.xray_words import MARKS, happening, visits, words
from torchdojo.text import code


@dataclass(frozen=True)
class Fact:
    """One entry beside a line."""

    look: str
    """'visits', 'variable', 'broken' (it has NaN or infinite entries), or the kind of an event."""
    name: str
    text: str
    visit: str = ""
    """Which visit of the line is meant, if there were several."""


@dataclass(frozen=True)
class ShownLine:
    """One line of the learner's with what it did."""

    number: int
    html: str
    raised: bool
    facts: tuple[Fact, ...]


def rows(seen: XRay) -> tuple[ShownLine, ...]:
    """Every line, in the order of the text."""
    return tuple(
        ShownLine(line.line, code(line.text), any(event.kind == "raised" for event in line.events), tuple(_facts(line)))
        for line in seen.lines
    )


def _facts(line: SeenLine) -> list[Fact]:
    facts = [Fact("visits", "", f"{line.visits} visits")] if line.visits > 1 else []
    for visit, variables in visits(line):
        facts += [_variable(variable, visit if line.visits > 1 else "") for variable in variables]
    return facts + [Fact(event.kind, MARKS[event.kind], happening(event)) for event in line.events]


def _variable(variable: Variable, visit: str) -> Fact:
    return Fact("broken" if variable.nan or variable.infinite else "variable", variable.name, words(variable), visit)
