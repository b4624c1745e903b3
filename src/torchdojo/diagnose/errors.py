"""Advice about failures that explain themselves: nothing returned, names that were changed, state that is missing."""

from __future__ import annotations

from collections.abc import Iterator

from torchdojo.diagnose.advice import Advice
from torchdojo.diagnose.evidence import UNFINISHED, Evidence
from torchdojo.diagnose.exceptions import words_for
from torchdojo.judge.verdict import Difference, ProbeFinding, Trouble, Verdict


def explain(evidence: Evidence) -> list[Advice]:
    """At most one piece of advice on what the failing probes have in common."""
    verdict = evidence.verdict
    failing = [finding for finding in verdict.probes if finding.status not in UNFINISHED]
    for finding in failing:
        for advice in _by_trouble(verdict, finding.trouble):
            return [advice]
    # None in a later probe only may be a wrong answer of another kind
    if failing and _gives_nothing(failing[0].differences):
        return [_no_return(verdict)]
    return _common_exception(failing)


def _by_trouble(verdict: Verdict, trouble: Trouble | None) -> Iterator[Advice]:
    if trouble is None:
        return
    if trouble.kind == "MissingName":
        yield Advice("error", "missing", f"Your file must define `{verdict.exercise.split('.')[0]}` under exactly this name.")
    elif trouble.kind == "StateMismatch":
        words = "Each one the docstring names must be an `nn.Parameter`, or a registered buffer, of that name and shape."
        yield Advice("error", "state", f"{trouble.message}. {words}")
    elif trouble.kind == "TypeError" and "argument" in trouble.message and not trouble.lines:
        yield Advice(
            "error", "signature", "The call does not fit your parameters: keep the names and order the starter gave them."
        )
    elif trouble.kind == "NotImplementedError":
        yield Advice("error", "hole", "A `raise NotImplementedError` of the starter is still on the way.")
    elif "NoneType" in trouble.message and not trouble.lines:
        yield _no_return(verdict)


def _common_exception(failing: list[ProbeFinding]) -> list[Advice]:
    """Advice on the first exception, if one is the first thing that went wrong."""
    trouble = failing[0].trouble if failing else None
    if trouble is None:
        return []
    line, text = trouble.lines[-1] if trouble.lines else (None, "")
    if text.startswith("raise ") and not trouble.below:
        case = " ".join(failing[0].says.split())
        words = f"Your own `raise` in line {line} is reached with an input that should be accepted. The case: {case}"
        return [Advice("error", "own_raise", words)]
    found = words_for(trouble.kind, trouble.message, line)
    return [] if found is None else [Advice("error", *found)]


def _gives_nothing(differences: tuple[Difference, ...]) -> bool:
    return any(one.where == "result" and one.got == "None" != one.expected for one in differences)


def _no_return(verdict: Verdict) -> Advice:
    return Advice("error", "no_return", f"`{verdict.exercise}` gives back None. Does every way through it end in a `return`?")
