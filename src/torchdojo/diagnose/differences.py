"""What the verdict's own facts say when they are taken together: gradients that are cut off, inputs that are changed."""

from __future__ import annotations

from collections.abc import Iterator

from torchdojo.diagnose.advice import Advice
from torchdojo.judge.verdict import Difference, Verdict

CUT = "no gradient arrives"
CHANGED = "was changed in place"
KEPT = "was left as it is"


def taken_together(verdict: Verdict) -> list[Advice]:
    """At most one piece of advice on what all differences of the failing probes have in common."""
    every = [one for finding in verdict.probes for one in finding.differences if finding.status == "failed"]
    troubled = any(finding.trouble is not None for finding in verdict.probes)
    return [] if troubled or not every else list(_common(every))[:1]


def _common(every: list[Difference]) -> Iterator[Advice]:
    """The facts are looked at from the most to the least special; each must be all there is."""
    if all(CUT in one.fact for one in every):
        names = sorted({one.where.rpartition("gradient of ")[2] for one in every})
        if len(names) == 1:
            whose = f"`{names[0]}`"
        else:
            whose = "any of the inputs" if len(names) > 3 else " and ".join(f"`{name}`" for name in names)
        text = (
            f"The values are right, but no gradient reaches {whose}: the way back is cut. `.detach()`, `.data`, `.item()`, "
            "`torch.tensor(...)`, NumPy and `torch.no_grad()` all do that."
        )
        yield Advice("relation", "detached", text)
    elif all(CHANGED in one.fact for one in every):
        whose, verb = _inputs(every)
        text = (
            f"The result is right, but {whose} {verb} no longer what the caller gave. Methods that end in `_`, and `+=` and its "
            "like, write into the tensor they are used on."
        )
        yield Advice("relation", "input_changed", text)
    elif all(KEPT in one.fact for one in every):
        whose, verb = _inputs(every)
        text = f"{whose} should be changed in place, but {verb} as before: the new values are written into another tensor."
        yield Advice("relation", "input_kept", text)
    elif all("a gradient arrives where none" in one.fact for one in every):
        yield Advice("relation", "gradient_too_many", "The values are right, but gradients arrive where none should.")
    elif all(one.fact.startswith("the dtype is") for one in every):
        got, expected = sorted({one.got for one in every}), sorted({one.expected for one in every})
        text = f"The dtype is {' or '.join(got)} where {' or '.join(expected)} is expected."
        if got == ["float32"]:
            text += " New tensors are float32 unless they are told otherwise: let them take the dtype of the input."
        yield Advice("relation", "dtype", text)


def _inputs(every: list[Difference]) -> tuple[str, str]:
    """The inputs these are about, with the verb that fits; what a probe drew without a name is left out if others have one."""
    names = sorted({one.where.removeprefix("input ") for one in every})
    known = [name for name in names if name != "x"] or names
    return " and ".join(f"`{name}`" for name in known), "are" if len(known) > 1 else "is"
