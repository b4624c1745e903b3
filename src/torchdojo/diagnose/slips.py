"""Slips nobody wrote down: small changes of the reference that do exactly what the submission does."""

from __future__ import annotations

from collections.abc import Sequence

from torchdojo.diagnose.advice import Advice
from torchdojo.diagnose.evidence import Evidence
from torchdojo.diagnose.partly import BESIDES, nearest
from torchdojo.diagnose.trying import behaviours
from torchdojo.diagnose.weight import is_telling
from torchdojo.starter import Submission, mutants, place_of

# by the clock, far more than what is usually needed: what is told must not depend on how busy a machine is
FIRST_SECONDS, REST_SECONDS = 6.0, 4.0
MOST_MUTANTS = 250
# another cause may have the same effect, where the learner's text has no place that looks like the slip
ELSEWHERE = "What your code gives is what the right code gives with this slip in it:"
# of two slips that do the same, the one that people make more often is told
LIKELY = (
    *("function", "operator", "axis", "flag", "keyword", "operand", "comparison", "call", "number", "index", "bound"),
    *("minus", "not", "boolean", "statement", "update", "condition", "element", "word", "default", "argument", "result"),
)


def slips(evidence: Evidence) -> list[Advice]:
    """At most one piece of advice: the slip whose behaviour equals the submission's in every probe."""
    every = mutants(evidence.lesson, evidence.exercise)[:MOST_MUTANTS]
    found, partly = _equal(evidence, every)
    if partly is not None:
        return [Advice("mistake", partly.name, f"{partly.says} {BESIDES}")]
    if not found or (not is_telling(evidence) and len({one.says for one in found}) > 1):
        return []
    return [_told(evidence, found)]


def _equal(evidence: Evidence, every: Sequence[Submission]) -> tuple[list[Submission], Submission | None]:
    """The slips that did what the submission did, or else the one that did most of it.

    Nearly all are out after the quickest probe that fails.
    """
    first = _quickest(evidence)
    did = behaviours(evidence, every, [first], seconds=FIRST_SECONDS)
    left = [one for one in every if evidence.alike(did[one.name], [first])]
    rest = [name for name in evidence.known.observations if name != first]
    if left and rest:
        did = behaviours(evidence, left, rest, seconds=REST_SECONDS)
    equal = [one for one in left if evidence.alike(did[one.name], rest) and evidence.same_errors(did[one.name])]
    near = None if equal else nearest(evidence, {one.name: did[one.name] for one in left})
    return equal, next((one for one in left if one.name == near), None)


def _quickest(evidence: Evidence) -> str:
    return min(evidence.returned or evidence.failing, key=lambda name: evidence.known.observations[name].seconds)


def _told(evidence: Evidence, found: Sequence[Submission]) -> Advice:
    places = {one.name: place_of(evidence.lesson, evidence.exercise, one.name, evidence.text) for one in found}

    def order(one: Submission) -> tuple[bool, int]:
        operator = one.name.split(":")[2]
        return places[one.name] is None, LIKELY.index(operator) if operator in LIKELY else len(LIKELY)

    best = min(found, key=order)
    line = places[best.name]
    return Advice("mistake", best.name, f"{ELSEWHERE} {best.says}" if line is None else with_line(best.says, line))


def with_line(says: str, line: int) -> str:
    """The sentence with the line of the learner's file it is about."""
    return f"{says.removesuffix('.')} (line {line})."
