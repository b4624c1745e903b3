"""What a learner is told beyond the facts: the one noun of this room."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Advice:
    """One piece of advice."""

    kind: str
    """'mistake' (a known one), 'relation' or 'error'."""
    name: str
    """For a mistake the part after `__`, or the name of a mutant; otherwise a short name of the fact."""
    text: str

    @property
    def title(self) -> str:
        """The name of a mistake that an author wrote down, in words; empty for everything else."""
        return self.name.replace("_", " ") if self.kind == "mistake" and not self.name.startswith("mutant:") else ""
