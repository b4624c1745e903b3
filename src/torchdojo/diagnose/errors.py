"""Advice about failures that explain themselves: nothing returned, names that were changed, state that is missing."""

from __future__ import annotations

from collections.abc import Iterator

from torchdojo.diagnose.advice import Advice
from torchdojo.judge.verdict import Difference, Trouble, Verdict


def explain(verdict: Verdict) -> list[Advice]:
    """At most one piece of advice on what the failing probes have in common."""
    failing = [finding for finding in verdict.probes if finding.status not in ("passed", "not_run")]
    for finding in failing:
        for advice in (*_by_trouble(verdict, finding.trouble), *_by_difference(verdict, finding.differences)):
            return [advice]
    return []


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


def _by_difference(verdict: Verdict, differences: tuple[Difference, ...]) -> Iterator[Advice]:
    for difference in differences[:1]:
        if difference.got == "None" and difference.expected != "None":
            yield _no_return(verdict)


def _no_return(verdict: Verdict) -> Advice:
    return Advice("error", "no_return", f"`{verdict.exercise}` gives back None. Does every way through it end in a `return`?")
