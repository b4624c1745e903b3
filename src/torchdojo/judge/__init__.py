"""What counts as equal, and the verdict."""

from __future__ import annotations

from torchdojo.judge.expected import Expected, Shelf, expected, fresh_seed
from torchdojo.judge.findings import Seen, differences, judge, observations, passes, same_behaviour, seen_in
from torchdojo.judge.verdict import Difference, ProbeFinding, Trouble, Verdict

__all__ = [
    "Difference",
    "Expected",
    "ProbeFinding",
    "Seen",
    "Shelf",
    "Trouble",
    "Verdict",
    "differences",
    "expected",
    "fresh_seed",
    "judge",
    "observations",
    "passes",
    "same_behaviour",
    "seen_in",
]
