"""The one door of this room: from a failed submission to what its author is told about it."""

from __future__ import annotations

from torchdojo.diagnose.advice import Advice
from torchdojo.diagnose.differences import taken_together
from torchdojo.diagnose.errors import explain
from torchdojo.diagnose.evidence import Evidence
from torchdojo.diagnose.locality import locate
from torchdojo.diagnose.mended import mended
from torchdojo.diagnose.mistakes import recognise
from torchdojo.diagnose.pairs import pairs
from torchdojo.diagnose.relations import relate
from torchdojo.diagnose.slips import slips

MOST_ADVICE = 2


def advise(evidence: Evidence) -> tuple[Advice, ...]:
    """At most two pieces of advice, the surest first; none rather than a guess."""
    return tuple(_found(evidence)[:MOST_ADVICE])


def _found(evidence: Evidence) -> list[Advice]:
    if evidence.complete and evidence.failing:
        # where nothing but exceptions came, these say more than a slip that raises the same
        named = recognise(evidence) or _tried(evidence)
        if named:
            return named if named[0].title or "(line " in named[0].text else [*named, *relate(pairs(evidence))]
    return explain(evidence) or _facts(evidence)


def _tried(evidence: Evidence) -> list[Advice]:
    """What many variants, run one after the other, say; a project may take a minute for each."""
    if evidence.exercise.kind == "project":
        return []
    return (slips(evidence) if evidence.returned else []) or mended(evidence)


def _facts(evidence: Evidence) -> list[Advice]:
    """What can be said without knowing the cause: a relation and a place."""
    together = taken_together(evidence.verdict)
    if together:
        return together
    seen = pairs(evidence)
    return relate(seen) or locate(evidence, seen)
