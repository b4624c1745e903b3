"""One thing that a lesson does not hold: the one noun of this room."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A broken rule of the contract."""

    where: str
    """File and place, e.g. 'tensors/broadcasting/judge.py: outer_sum'."""
    rule: str
    """One word of the contract: folder, header, reference, starter, mistake, alternative, mutant, probe, text, annotation, cost,
    without."""
    text: str
    """What was found, what was expected, what to do."""
    severity: str = "error"
    """'error' fails the check; 'note' is only said."""
