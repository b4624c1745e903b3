"""The learner's own program with one small change: where one makes it right, it says what is wrong, and in which line."""

from __future__ import annotations

from collections.abc import Sequence

from torchdojo.diagnose.advice import Advice
from torchdojo.diagnose.evidence import Evidence
from torchdojo.diagnose.trying import behaviours
from torchdojo.judge import differences
from torchdojo.starter import Submission, repairs

FIRST_SECONDS, REST_SECONDS = 3.0, 3.0
MOST_REPAIRS = 200
ARITHMETIC = ("minus", "operator", "number", "operand")
LIKELY = (
    "function",
    "operator",
    "update",
    "axis",
    "flag",
    "comparison",
    "keyword",
    "number",
    "minus",
    "operand",
    "call",
    "index",
    "bound",
)


def mended(evidence: Evidence) -> list[Advice]:
    """At most one piece of advice: the change after which every probe passes.

    The sandbox gets copies of the submission and nothing else; whether they are right is judged outside.
    """
    every = repairs(evidence.lesson, evidence.exercise, evidence.text, filename=evidence.filename)[:MOST_REPAIRS]
    if not every:
        return []
    probes = evidence.known.observations
    first = min(evidence.failing, key=lambda name: probes[name].seconds)
    left = _right(evidence, every, [first], seconds=FIRST_SECONDS)
    right = _right(evidence, left, [name for name in probes if name != first], seconds=REST_SECONDS)
    if not evidence.returned:
        # no number was wrong, so a change of arithmetic only happens to avoid the exception
        right = [one for one in right if one.name.split(":")[2] not in ARITHMETIC]
    if not right:
        return []
    best = min(right, key=_order)
    _, line, operator, _ = best.name.split(":", 3)
    return [Advice("mistake", f"mutant:{operator}", f"{best.says.removesuffix('.')} (line {line}).")]


def _order(one: Submission) -> int:
    operator = one.name.split(":")[2]
    return LIKELY.index(operator) if operator in LIKELY else len(LIKELY)


def _right(evidence: Evidence, every: Sequence[Submission], probes: Sequence[str], *, seconds: float) -> list[Submission]:
    """Those that do in these probes what the reference does."""
    if not probes or not every:
        return list(every)
    did = behaviours(evidence, every, probes, seconds=seconds, keep=False)
    return [
        one
        for one in every
        if all(
            name in did[one.name] and not differences(evidence.exercise, evidence.known, name, did[one.name][name])
            for name in probes
        )
    ]
