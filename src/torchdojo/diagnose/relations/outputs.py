"""Several outputs in each other's place."""

from __future__ import annotations

from collections.abc import Sequence

from torchdojo.diagnose.pairs import Pair, in_a_row
from torchdojo.diagnose.relations.fact import Fact, holds, is_varied

MOST_OUTPUTS = 4


def exchanged(pairs: Sequence[Pair], group: Sequence[Pair]) -> Fact | None:
    """One output is what is expected of another one, in every probe where it is wrong."""
    labels = sorted({pair.label for pair in group})
    if not labels or len(labels) > 2:
        return None
    instead = {label: _instead(pairs, [pair for pair in group if pair.label == label]) for label in labels}
    if len(labels) == 2:
        one, other = labels
        swapped = other in instead[one] and one in instead[other]
        return Fact("outputs exchanged", f"`{one}` and `{other}` have changed places.") if swapped else None
    # in one probe alone, one of several cases may look like another by its nature
    name = min(instead[labels[0]], default="") if len({pair.probe for pair in group}) > 1 else ""
    return Fact(f"output {name}", f"{{It}} is what is expected of `{name}`.") if name else None


def _instead(pairs: Sequence[Pair], wrong: Sequence[Pair]) -> set[str]:
    """The outputs whose expected values came in the place of this one."""
    probes = [pair.probe for pair in wrong]
    beside: dict[str, list[Pair]] = {}
    for pair in pairs:
        if pair.probe in probes and pair.label != wrong[0].label and not pair.is_gradient:
            beside.setdefault(pair.label, []).append(pair)
    if len(beside) > MOST_OUTPUTS:
        return set()
    return {label for label, others in beside.items() if [pair.probe for pair in others] == probes and _are(wrong, others)}


def _are(wrong: Sequence[Pair], others: Sequence[Pair]) -> bool:
    """True if the wrong ones are what is expected of the others."""
    if all(pair.theirs.size == pair.ours.size == 1 for pair in (*wrong, *others)) and len(wrong) > 1:
        came, expected = in_a_row(wrong), in_a_row(others).ours
        return is_varied(expected, 2) and holds(came, expected)
    return all(is_varied(other.ours) and holds(one, other.ours) for one, other in zip(wrong, others, strict=True))
