"""Two faults at once: a known behaviour in most of what went wrong, and something else in the rest."""

from __future__ import annotations

from collections.abc import Mapping

from torchdojo.diagnose.evidence import Evidence
from torchdojo.diagnose.pairs import pairs
from torchdojo.diagnose.weight import tells
from torchdojo.judge import differences
from torchdojo.observe import Observation

FEWEST = 2
BESIDES = "This does not explain all that differs: there may be something else."


def nearest(evidence: Evidence, did: Mapping[str, Mapping[str, Observation]]) -> str | None:
    """The name of the one variant that did the same in at least half of the failing probes, and failed in no other.

    Equal means equal in wrong numbers enough; exceptions and shapes do not count.
    """
    every = pairs(evidence)
    telling = [name for name in evidence.returned if tells(every, [name])]
    counts = {name: _agreement(evidence, seen, telling) for name, seen in did.items()}
    most = max(counts.values(), default=0)
    best = [name for name, count in counts.items() if count == most]
    if len(best) != 1 or most < FEWEST or 2 * most < len(evidence.failing):
        return None
    return best[0]


def _agreement(evidence: Evidence, seen: Mapping[str, Observation], telling: list[str]) -> int:
    """In how many of the telling probes the variant did the same; 0 if it fails where the submission passes."""
    if set(seen) != set(evidence.known.observations):
        return 0
    passing = [name for name in seen if name not in evidence.failing]
    if any(differences(evidence.exercise, evidence.known, name, seen[name]) for name in passing):
        return 0
    return sum(evidence.alike(seen, [name]) for name in telling)
