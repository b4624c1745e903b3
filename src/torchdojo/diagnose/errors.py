"""Advice about failures that explain themselves: nothing returned, names that were changed, state that is missing."""

from __future__ import annotations

from collections.abc import Iterator

from torchdojo.diagnose.advice import Advice
from torchdojo.judge.verdict import Difference, Trouble, Verdict


def explain(verdict: Verdict) -> list[Advice]:
    """At most one piece of advice on what the failing probes have in common."""
    failing = [finding for finding in verdict.probes if finding.status not in ("passed", "not_run")]
    for finding in failing:
        for advice in _by_trouble(verdict, finding.trouble):
            return [advice]
    # None in a later probe only may be a wrong answer of another kind
    return [_no_return(verdict)] if failing and _gives_nothing(failing[0].differences) else []


def _by_trouble(verdict: Verdict, trouble: Trouble | None) -> Iterator[Advice]:
    if trouble is None:
        return
    if trouble.kind == "MissingName":
        yield Advice("error", "missing", f"Your file must define `{verdict.exercise.split('.')[0]}` under exactly this name.")
    elif trouble.kind == "StateMismatch":
        yield Advice(
            "error", "state", "Parameters and buffers are found by name: give them the names and shapes of the docstring."
        )
    elif trouble.kind == "TypeError" and "argument" in trouble.message and not trouble.lines:
        yield Advice(
            "error", "signature", "The call does not fit your parameters: keep the names and order the starter gave them."
        )
    elif trouble.kind == "NotImplementedError":
        yield Advice("error", "hole", "A `raise NotImplementedError` of the starter is still on the way.")
    elif "NoneType" in trouble.message and not trouble.lines:
        yield _no_return(verdict)


def _gives_nothing(differences: tuple[Difference, ...]) -> bool:
    return any(one.where == "result" and one.got == "None" != one.expected for one in differences)


def _no_return(verdict: Verdict) -> Advice:
    return Advice("error", "no_return", f"`{verdict.exercise}` gives back None. Does every way through it end in a `return`?")
