"""The one door of this room: from a failed submission to what its author is told about it."""

from __future__ import annotations

from torchdojo.diagnose.advice import Advice
from torchdojo.diagnose.errors import explain
from torchdojo.diagnose.evidence import Evidence
from torchdojo.diagnose.mistakes import recognise
from torchdojo.diagnose.slips import slips

MOST_ADVICE = 2


def advise(evidence: Evidence) -> tuple[Advice, ...]:
    """At most two pieces of advice, the surest first; none rather than a guess."""
    return tuple(_found(evidence)[:MOST_ADVICE])


def _found(evidence: Evidence) -> list[Advice]:
    told: list[Advice] = []
    if evidence.complete and evidence.failing:
        told = recognise(evidence) or slips(evidence)
    return told or explain(evidence.verdict)
