"""An x-ray in words, for whoever prints or draws it."""

from __future__ import annotations

from torchdojo.diagnose.xray import Event, SeenLine, Variable

MARKS = {
    "broadcast": "broadcast",
    "copy": "copy",
    "alias": "alias",
    "in_place": "in place",
    "nan": "NaN",
    "infinite": "infinite",
    "operands": "operands",
    "raised": "raised",
}


def words(variable: Variable) -> str:
    """What is known of a variable, in a line: '(3, 5) float64 cpu, requires grad, 2 NaN, -1.2 to 3.4'."""
    if variable.shape is None:
        return variable.text
    size = ", ".join(map(str, variable.shape)) + ("," if len(variable.shape) == 1 else "")
    head = " ".join(part for part in (f"({size})", variable.dtype, variable.device) if part)
    parts = [head, *_facts(variable)]
    return ", ".join(parts) + (f" = {variable.text}" if variable.text else "")


def _facts(variable: Variable) -> list[str]:
    parts = ["requires grad"] if variable.requires_grad else []
    parts += [f"{variable.nan} NaN"] if variable.nan else []
    parts += [f"{variable.infinite} infinite"] if variable.infinite else []
    if variable.low is not None and variable.high is not None and not variable.text:
        low, high = f"{variable.low:.4g}", f"{variable.high:.4g}"
        parts.append(f"all {low}" if low == high else f"{low} to {high}")
    return parts


def happening(event: Event) -> str:
    """What happened, with how often if that is more than once."""
    return event.text if event.count == 1 else f"{event.text} ({event.count} times)"


def visits(line: SeenLine) -> list[tuple[str, list[Variable]]]:
    """The variables of a line by the visit that left them, in words."""
    numbers = sorted({variable.visit for variable in line.variables})
    return [(f"visit {number}", [each for each in line.variables if each.visit == number]) for number in numbers]
