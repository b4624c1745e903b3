"""Where the wrong entries are, if they are in one place: a last column, a first row, one probe alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from torchdojo.diagnose.advice import Advice
from torchdojo.diagnose.evidence import Evidence
from torchdojo.diagnose.pairs import Numbers, Pair
from torchdojo.diagnose.relations.fact import is_float, ordinal
from torchdojo.judge.tolerance import differs

NEAR = 0.02
MOST_OUTPUTS = 4


def locate(evidence: Evidence, pairs: Sequence[Pair]) -> list[Advice]:
    """At most one piece of advice: what sets the wrong answers apart from the right ones."""
    wrong = [pair for pair in pairs if pair.wrong and not pair.is_gradient] or [pair for pair in pairs if pair.wrong]
    if not wrong:
        return []
    return (
        _close(wrong) or _places(wrong) or _dtypes(evidence) or _only_gradients(pairs) or _outputs(pairs) or _one_probe(evidence)
    )


def _close(wrong: Sequence[Pair]) -> list[Advice]:
    """The answers are nearly right; an epsilon, a late update or few digits may be the cause, so none is named."""
    gaps = []
    for pair in wrong:
        if not pair.same_shape or not is_float(pair) or not np.isfinite(pair.ours).all() or not np.isfinite(pair.theirs).all():
            return []
        gaps.append(float(np.abs(pair.theirs - pair.ours).max()) / max(float(np.abs(pair.ours).max()), 1e-300))
    if max(gaps) > NEAR:
        return []
    text = f"Your numbers are nearly right: at most {max(gaps):.0e} of their size off, but more than rounding explains."
    return [Advice("relation", "close", text)]


def _places(wrong: Sequence[Pair]) -> list[Advice]:
    """Only the first or last entries along an axis are wrong, or all but these, in every probe."""
    common: dict[str, str] | None = None
    for pair in wrong:
        found = _words(pair) if pair.same_shape and is_float(pair) else {}
        common = found if common is None else {name: text for name, text in common.items() if name in found}
        if not common:
            return []
    label = wrong[0].label if len({pair.label for pair in wrong}) == 1 else "result"
    it = f"the {label}" if label == "result" or "gradient" in label else f"`{label}`"
    name, text = next(iter((common or {}).items()))
    return [Advice("relation", name, text.replace("{it}", it))]


def _words(pair: Pair) -> dict[str, str]:
    bad = _bad(pair)
    if not bad.any() or bad.all():
        return {}
    found = {}
    for axis in range(bad.ndim):
        along = np.asarray(bad.any(axis=tuple(other for other in range(bad.ndim) if other != axis)))
        if len(along) < 3 or along.all():
            continue
        where, places = ordinal(axis, bad.ndim), [int(place) for place in np.flatnonzero(along)]
        if places == [len(along) - 1]:
            found[f"last {axis}"] = f"Only the last entry along {where} of {{it}} is wrong."
        elif places == [0]:
            found[f"first {axis}"] = f"Only the first entry along {where} of {{it}} is wrong."
        elif not along[0] and along[1:].all():
            found[f"all but first {axis}"] = f"Only the first entry along {where} of {{it}} is right: all that follow are wrong."
        elif not along[-1] and along[:-1].all():
            found[f"all but last {axis}"] = f"Only the last entry along {where} of {{it}} is right."
        elif places == list(range(places[0], len(along))):
            found[f"from {axis}"] = f"Along {where} {{it}} is right at first; from some place on everything is wrong."
    if bad.ndim >= 2 and bad.shape[-1] == bad.shape[-2] > 2:
        found |= _triangles(bad)
    return found


def _triangles(bad: Numbers) -> dict[str, str]:
    flat = np.asarray(bad.reshape(-1, *bad.shape[-2:]).any(axis=0))
    diagonal: Numbers = np.eye(len(flat), dtype=bool)
    if not (flat & ~diagonal).any():
        return {"diagonal": "Only the diagonal of {it} is wrong."}
    if not (flat & diagonal).any() and flat[~diagonal].all():
        return {"off diagonal": "Only the diagonal of {it} is right."}
    if not np.tril(flat).any():
        return {"above": "Only the entries of {it} above the diagonal are wrong."}
    if not np.triu(flat).any():
        return {"below": "Only the entries of {it} below the diagonal are wrong."}
    return {}


def _bad(pair: Pair) -> Numbers:
    finite = np.abs(np.where(np.isfinite(pair.ours), pair.ours, 0.0))
    return differs(pair.ours, pair.theirs, np.full(pair.ours.shape, 1e-4 * float(finite.max(initial=0.0))))


def _dtypes(evidence: Evidence) -> list[Advice]:
    """All is right but in one dtype."""
    drawn = {name: seen.drawn for name, seen in evidence.known.observations.items()}
    failing = {drawn[name] for name in evidence.failing if name in drawn}
    passing = {dtype for name, dtype in drawn.items() if name not in evidence.failing}
    # the other way round says nothing: most probes draw float64
    if len(failing) == 1 and "float64" in passing and not failing & passing and (dtype := failing.pop()):
        return [Advice("relation", "dtype_only", f"Everything is right but for inputs of dtype {dtype}.")]
    return []


def _one_probe(evidence: Evidence) -> list[Advice]:
    """All is right but in one of at least three probes: its own sentence says what is special."""
    if len(evidence.failing) != 1 or len(evidence.verdict.probes) < 3:
        return []
    finding = next(one for one in evidence.verdict.probes if one.name == evidence.failing[0])
    says = " ".join(finding.says.split())
    return [Advice("relation", "one_probe", f"Everything is right but in one case. There: {says}")] if says else []


def _outputs(pairs: Sequence[Pair]) -> list[Advice]:
    """Of several outputs some are right in every probe, others are not."""
    names: dict[str, bool] = {}
    places: dict[str, set[str]] = {}
    for pair in pairs:
        if not pair.is_gradient:
            name = pair.label.partition(",")[0].partition("[")[0]
            names[name] = names.get(name, False) or pair.wrong
            places.setdefault(name, set()).add(pair.probe)
    # two probes may call the same output by two names
    if len({frozenset(probes) for probes in places.values()}) > 1:
        return []
    wrong, right = (
        [name for name, is_wrong in names.items() if is_wrong],
        [name for name, is_wrong in names.items() if not is_wrong],
    )
    if not wrong or not right or len(names) > MOST_OUTPUTS:
        return []
    text = f"Right: {' and '.join(f'`{name}`' for name in right)}. Wrong: {' and '.join(f'`{name}`' for name in wrong)}."
    return [Advice("relation", "one_output", text)]


def _only_gradients(pairs: Sequence[Pair]) -> list[Advice]:
    wrong = [pair for pair in pairs if pair.wrong]
    if not all(pair.is_gradient for pair in wrong):
        return []
    names = sorted({pair.label.rpartition("gradient of ")[2] for pair in wrong})
    right = {pair.label.rpartition("gradient of ")[2] for pair in pairs if pair.is_gradient and not pair.wrong} - set(names)
    words = " and ".join(f"`{name}`" for name in names[:3])
    also = f" (that of {' and '.join(f'`{name}`' for name in sorted(right)[:3])} is right)" if right else ""
    return [Advice("relation", "gradient_only", f"All values are right; only the gradient of {words} is not{also}.")]
