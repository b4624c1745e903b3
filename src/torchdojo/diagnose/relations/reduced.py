"""Sums, means and running sums along the wrong axis, along too many, or not at all."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import numpy as np

from torchdojo.diagnose.pairs import Numbers, Pair
from torchdojo.diagnose.relations.fact import Fact, holds, is_far, is_float, is_varied, ordinal

REDUCTIONS: dict[str, Callable[..., Numbers]] = {"sum": np.sum, "mean": np.mean, "largest": np.max, "smallest": np.min}


def reduced(pair: Pair) -> Iterator[Fact]:
    """What came is the sum (mean, ...) of what is expected over some axes."""
    ours, theirs = pair.ours, pair.theirs
    if pair.same_shape or not is_float(pair) or not 1 <= ours.ndim <= 4 or theirs.size >= ours.size or not is_varied(ours):
        return
    for count in range(1, ours.ndim + 1):
        for axes in itertools.combinations(range(ours.ndim), count):
            for word, reduction in REDUCTIONS.items():
                for kept in (False, True):
                    if holds(pair, np.asarray(reduction(ours, axis=axes, keepdims=kept))):
                        yield _over(word, axes, ours.ndim)


def _over(word: str, axes: tuple[int, ...], count: int) -> Fact:
    where = "all of its axes" if len(axes) == count else " and ".join(ordinal(axis, count) for axis in axes)
    name = word if word in ("sum", "mean") else f"{word} entry"
    return Fact(f"{word} over {axes}", f"{{It}} is the {name} of what is expected over {where}: it was reduced once too often.")


def unreduced(pair: Pair) -> Iterator[Fact]:
    """What is expected is the sum (mean, ...) of what came."""
    ours, theirs = pair.ours, pair.theirs
    if pair.same_shape or not is_float(pair) or not 1 <= theirs.ndim <= 4 or ours.size >= theirs.size or not is_varied(theirs):
        return
    for count in range(1, theirs.ndim + 1):
        for axes in itertools.combinations(range(theirs.ndim), count):
            for word, reduction in REDUCTIONS.items():
                for kept in (False, True):
                    if _equal(np.asarray(reduction(theirs, axis=axes, keepdims=kept)), ours):
                        where = "all axes" if count == theirs.ndim else " and ".join(ordinal(a, theirs.ndim) for a in axes)
                        name = word if word in ("sum", "mean") else f"{word} entry"
                        text = f"What is expected is the {name} of {{it}} over {where}: that step is missing."
                        yield Fact(f"no {word} over {axes}", text)


def _equal(one: Numbers, other: Numbers) -> bool:
    if one.shape != other.shape:
        return False
    size = float(np.abs(other[np.isfinite(other)]).max(initial=0.0))
    with np.errstate(all="ignore"):
        return size > 0 and bool(np.allclose(one, other, rtol=0, atol=1e-4 * size))


def broadcast(pair: Pair) -> Iterator[Fact]:
    """(N, 1) met (N,): everything was combined with everything."""
    ours, theirs = pair.expected.shape, pair.got.shape
    long = [size for size in ours if size != 1]
    if len(long) == 1 and theirs in ((long[0], long[0]), (1, long[0], long[0])) and long[0] > 1:
        yield Fact(
            "every pair",
            "{It} has one entry for every pair: somewhere a shape (N, 1) meets a shape (N,), which gives (N, N).",
        )


def cumulated(pair: Pair) -> Iterator[Fact]:
    """Running sums instead of single values, or the reverse."""
    ours = pair.ours
    if not pair.same_shape or not is_float(pair) or not is_varied(ours):
        return
    for axis in range(min(ours.ndim, 4)):
        where = ordinal(axis, ours.ndim)
        if ours.shape[axis] < 3:
            continue
        backwards = np.flip(np.cumsum(np.flip(ours, axis), axis), axis)
        with np.errstate(all="ignore"):
            found = {
                "cumulated": (np.cumsum(ours, axis), f"{{It}} is summed up along {where}: each entry holds those before it too."),
                "cumulated from the end": (backwards, f"{{It}} is summed up from the end along {where}."),
                "not cumulated": (np.diff(ours, axis=axis, prepend=0), f"{{It}} lacks the running sum along {where}."),
                "multiplied up": (np.cumprod(ours, axis), f"{{It}} is multiplied up along {where}."),
            }
        for name, (predicted, text) in found.items():
            if holds(pair, predicted):
                yield Fact(f"{name} {axis}", text)


def normalised(pair: Pair) -> Iterator[Fact]:
    """What should sum to 1 along one axis does so along another."""
    ours, theirs = pair.ours, pair.theirs
    if not pair.same_shape or not is_float(pair) or not 2 <= ours.ndim <= 4 or ours.dtype.kind == "c":
        return
    if bool((ours < 0).any()) or bool((theirs < 0).any()) or not is_far(pair):
        return
    mine = [axis for axis in range(ours.ndim) if ours.shape[axis] > 1 and _ones(ours, axis)]
    yours = [axis for axis in range(ours.ndim) if ours.shape[axis] > 1 and _ones(theirs, axis)]
    if len(mine) == 1 and len(yours) == 1 and mine != yours:
        one, other = ordinal(yours[0], ours.ndim), ordinal(mine[0], ours.ndim)
        yield Fact(f"sums to one {yours} {mine}", f"{{It}} sums to 1 along {one}; it should along {other}.")
    elif len(mine) == 1 and not yours and float(np.abs(theirs.sum() - 1)) < 1e-6:
        other = ordinal(mine[0], ours.ndim)
        yield Fact(f"sums to one everywhere {mine}", f"{{It}} sums to 1 over everything; it should along {other} alone.")


def centred(pair: Pair) -> Iterator[Fact]:
    """What should have mean 0 along one axis has it along another."""
    ours, theirs = pair.ours, pair.theirs
    if not pair.same_shape or not is_float(pair) or not 2 <= ours.ndim <= 4 or not (is_varied(ours) and is_varied(theirs)):
        return
    if not is_far(pair):
        return
    mine, yours = _centred_axes(ours), _centred_axes(theirs)
    if len(mine) == 1 and len(yours) == 1 and mine != yours:
        yield Fact("mean 0 along another axis", "{It} has mean 0 along another axis than it should.")
    elif len(mine) == 1 and not yours and _is_zero(theirs.mean(), theirs):
        yield Fact("mean 0 everywhere", "{It} has mean 0 over everything; it should have it along one axis, for each line.")


def _centred_axes(values: Numbers) -> list[int]:
    return [axis for axis in range(values.ndim) if values.shape[axis] > 1 and _is_zero(values.mean(axis), values)]


def _is_zero(means: Numbers, values: Numbers) -> bool:
    return bool(np.abs(means).max() < 1e-5 * np.abs(values).max())


def _ones(values: Numbers, axis: int) -> bool:
    return bool(np.allclose(values.sum(axis), 1.0, rtol=0, atol=1e-5))
