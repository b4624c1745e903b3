"""Which relations hold for a submission: in every wrong answer, or in all but the edge cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from torchdojo.diagnose.advice import Advice
from torchdojo.diagnose.pairs import MERGED, Pair, in_a_row
from torchdojo.diagnose.relations.axes import cut, flipped, permuted, reordered, reshaped
from torchdojo.diagnose.relations.fact import Fact, Relation
from torchdojo.diagnose.relations.functions import mapped
from torchdojo.diagnose.relations.inputs import beside_inputs
from torchdojo.diagnose.relations.outputs import exchanged
from torchdojo.diagnose.relations.reduced import broadcast, centred, cumulated, normalised, reduced, unreduced
from torchdojo.diagnose.relations.scaled import offset, scaled
from torchdojo.diagnose.relations.special import not_finite, other_dtype, zeros

# the most special first: of several that hold the first is told
RELATIONS: tuple[Relation, ...] = (
    *(other_dtype, broadcast, zeros, beside_inputs, permuted, reshaped, flipped, cut, scaled, mapped, offset),
    *(reduced, unreduced, cumulated, normalised, centred, not_finite, reordered),
)
# a relation between fewer numbers than this can be chance
FEWEST = 5
FEWEST_MERGED = 3
LARGEST = 1e4
MOST_ENTRIES = 20_000
MOST_LABELS = 4


def relate(pairs: Sequence[Pair]) -> list[Advice]:
    """At most one piece of advice: the first relation that holds in every wrong answer."""
    wrong = [pair for pair in pairs if pair.wrong and max(pair.ours.size, pair.theirs.size) <= MOST_ENTRIES]
    for name, group in _groups(wrong):
        for chosen in (group, _plain(group), _large(group)):
            found = exchanged(pairs, chosen) or _common(chosen) or _common(_merged(chosen))
            if found is not None:
                return [Advice("relation", found.name, _sentence(found.text, name))]
    return []


def _groups(wrong: Sequence[Pair]) -> Iterator[tuple[str, list[Pair]]]:
    """The wrong results, together and by what they are called; gradients only where no result is wrong."""
    results = [pair for pair in wrong if not pair.is_gradient]
    gradients = [pair for pair in wrong if pair.is_gradient]
    chosen = results or gradients
    if not chosen:
        return
    labels = sorted({pair.label for pair in chosen})
    many = "every gradient" if not results else "every wrong result"
    yield (_called(labels[0]) if len(labels) == 1 else many), list(chosen)
    # of many outputs (one for each step, say) some is always near something
    probes = {pair.probe for pair in chosen}
    if 1 < len(labels) <= MOST_LABELS:
        for label in labels:
            group = [pair for pair in chosen if pair.label == label]
            # what holds for one output of one case does not explain the other cases
            if {pair.probe for pair in group} == probes:
                yield _called(label), group


def _called(label: str) -> str:
    return f"the {label}" if label == "result" or label.startswith(("gradient", "second gradient")) else f"`{label}`"


def _plain(group: Sequence[Pair]) -> list[Pair]:
    """Those that are no edge cases, if there are any such."""
    plain = [pair for pair in group if _is_plain(pair)]
    return plain if len(plain) < len(group) else []


def _is_plain(pair: Pair) -> bool:
    if not pair.ours.size or not pair.theirs.size or pair.ours.dtype.kind not in "fc":
        return False
    finite = bool(np.isfinite(pair.ours).all() and np.isfinite(pair.theirs).all())
    return finite and float(np.abs(pair.ours).max()) < LARGEST


def _common(group: Sequence[Pair]) -> Fact | None:
    """The first fact that holds for every pair of the group, if there are numbers enough to say so."""
    few = sum(pair.theirs.size for pair in group) < FEWEST and len({pair.probe for pair in group}) < 2
    if not group or (few and group[0].probe != MERGED):
        return None
    with np.errstate(all="ignore"):
        for relation in RELATIONS:
            first = list(relation(group[0]))
            for pair in group[1:]:
                if not first:
                    break
                names = {fact.name for fact in relation(pair)}
                first = [fact for fact in first if fact.name in names]
            first = [fact for fact in first if len(group) > 1 or not fact.fitted]
            if first:
                return first[0]
    return None


def _large(group: Sequence[Pair]) -> list[Pair]:
    """Those with numbers enough, if there are others as well: two numbers have no order and no axis."""
    large = [pair for pair in group if pair.ours.size >= FEWEST]
    return large if len(large) < len(group) else []


def _merged(group: Sequence[Pair]) -> list[Pair]:
    """Single numbers of several probes, put in a row: what holds for one alone is chance."""
    if len(group) < FEWEST_MERGED or any(pair.ours.size != 1 or pair.theirs.size != 1 for pair in group):
        return []
    return [in_a_row(group)]


def _sentence(text: str, it: str) -> str:
    return text.replace("{It}", it[0].upper() + it[1:]).replace("{it}", it)
