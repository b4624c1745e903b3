"""What a verdict says first, in one sentence, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass

from torchdojo.grade import Graded


@dataclass(frozen=True)
class Headline:
    """The one sentence of a verdict, and what follows from it in words."""

    text: str
    lead: str = ""


# what the learner can do when a run was ended, beside what happened
REMEDIES = {
    "not_attempted": "Write it in the editor in place of `raise NotImplementedError`, then check again. "
    "Exercises that you have not written are filled in for you meanwhile.",
    "syntax_error": "The line is marked in the editor. Nothing was run.",
    "timeout": "Far more work than needed can be the reason too.",
    "memory": "Look for a tensor with one dimension too many, such as an outer product where a sum was meant.",
    "crashed": "Look for code that ends the process, such as `exit()`, or for endless recursion inside a library.",
    "forbidden": "Checks run without network and without your files. Remove that part and check again.",
}
PREDICTED = {
    "passed": "Passed. Your prediction is right.",
    "failed": "Not yet: the snippet gives something else.",
    "forbidden": "Not yet: a prediction is a value that is written out.",
    "not_attempted": "Write your answer in place of the dots, or in the card beside the text.",
}
ENDED = {
    "timeout": "Stopped: the time was used up.",
    "memory": "Stopped: the memory was used up.",
    "crashed": "Stopped: the process ended by itself.",
    "forbidden": "Stopped: the code tried something that a lesson never needs.",
}


COUNTED = "What your code costs was counted and not timed, so it is the same on every machine."
TABLE = "The table shows your counts beside those of the reference."


def headline(graded: Graded) -> Headline:
    """What a verdict says first."""
    verdict = graded.verdict
    if verdict.kind == "predict" and verdict.status in PREDICTED:
        # what was found stands on the card, and in the one finding below
        return Headline(PREDICTED[verdict.status])
    if verdict.status == "passed":
        return Headline(f"Passed. {verdict.message}")
    if verdict.dear:
        return Headline("Not yet: the results are right, but they cost too much.", f"{COUNTED} {TABLE}")
    if verdict.status == "failed":
        return Headline(_not_yet(graded))
    if any(probe.name == "without" for probe in verdict.probes):
        return Headline("Not yet: the results are right, but not written as asked.", verdict.message)
    if verdict.status == "not_attempted" and verdict.kind in ("hunt", "speed"):
        return Headline(verdict.message, "Change it in the editor, then check again.")
    remedy = REMEDIES[verdict.status]
    if verdict.status == "memory" and verdict.line is not None:
        # what torch says about it is shown with the line
        return Headline(ENDED["memory"], remedy)
    if verdict.status in ENDED:
        return Headline(ENDED[verdict.status], f"{verdict.message} {remedy}")
    return Headline(verdict.message, remedy)


def _not_yet(graded: Graded) -> str:
    if any(advice.title for advice in graded.advice):
        return "Not yet: this is a known mistake."
    probes = graded.verdict.probes
    bad = sum(probe.status not in ("passed", "not_run") for probe in probes)
    who = f"{bad} of {len(probes)} probes" if len(probes) > 1 else "the probe"
    return f"Not yet: {who} {'see' if bad > 1 else 'sees'} something else than the reference gives."
