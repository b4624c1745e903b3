"""The right numbers in the wrong places."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from torchdojo.diagnose.pairs import Numbers, Pair
from torchdojo.diagnose.relations.fact import Fact, holds, is_far, is_float, is_varied, ordinal

MOST_AXES = 5


def permuted(pair: Pair) -> Iterator[Fact]:
    """The axes stand in another order."""
    ours = pair.ours
    if not 2 <= ours.ndim <= MOST_AXES or not is_varied(ours):
        return
    for order in itertools.permutations(range(ours.ndim)):
        if order != tuple(range(ours.ndim)) and holds(pair, ours.transpose(order)):
            yield Fact(f"axes {order}", _exchange(order))


def _exchange(order: tuple[int, ...]) -> str:
    moved = [axis for axis, other in enumerate(order) if axis != other]
    if len(order) == 2:
        return "{It} is the expected one transposed: rows and columns have changed places."
    if len(moved) == 2:
        return f"{{It}} has all the right numbers, but its axes {moved[0]} and {moved[1]} have changed places."
    return f"{{It}} has all the right numbers, but its axes stand in another order: yours are the expected axes {order}."


def reshaped(pair: Pair) -> Iterator[Fact]:
    """The right numbers row after row, in another shape, or cut into rows at the wrong places."""
    ours, theirs = pair.ours, pair.theirs
    if ours.size != theirs.size or ours.size < 2 or not is_float(pair):
        return
    if not pair.same_shape and holds(pair, ours.reshape(theirs.shape)):
        ones = sorted(size for size in ours.shape if size != 1) == sorted(size for size in theirs.shape if size != 1)
        yield _ones(pair) if ones else Fact("flat", "{It} has the right numbers in the right order, but not the right shape.")
    elif 2 <= ours.ndim <= MOST_AXES and is_varied(ours):
        for order in itertools.permutations(range(ours.ndim)):
            turned = ours.transpose(order).reshape(theirs.shape)
            if holds(pair, turned) and turned.shape != ours.transpose(order).shape:
                yield Fact(
                    "reshape for transpose",
                    "{It} has all the right numbers in the wrong places. `reshape` and `view` read row after row: "
                    "they do not move an axis, as `transpose` and `permute` do.",
                )
                return


def _ones(pair: Pair) -> Fact:
    more = pair.theirs.ndim - pair.ours.ndim
    if more > 0:
        return Fact("axis kept", "{It} has the right numbers, but one axis of size 1 more than expected: it was kept or added.")
    if more < 0:
        return Fact("axis lost", "{It} has the right numbers, but an axis of size 1 is missing from its shape.")
    return Fact("axis of one", "{It} has the right numbers, but its axis of size 1 stands in another place.")


def flipped(pair: Pair) -> Iterator[Fact]:
    """Everything in the opposite order along one axis, or moved along it."""
    ours = pair.ours
    if not pair.same_shape or not is_varied(ours):
        return
    for axis in range(min(ours.ndim, MOST_AXES)):
        where, length = ordinal(axis, ours.ndim), ours.shape[axis]
        if length > 1 and holds(pair, np.flip(ours, axis)):
            yield Fact(f"flipped {axis}", f"{{It}} is the expected one back to front along {where}.")
        for step in range(1, length):
            back = step - length if 2 * step > length else step
            if length > 2 and holds(pair, np.roll(ours, step, axis)):
                places = "place" if abs(back) == 1 else "places"
                yield Fact(f"rolled {axis} {back}", f"{{It}} is moved round by {abs(back)} {places} along {where}.")
        yield from _shifted(pair, axis, where)


def _shifted(pair: Pair, axis: int, where: str) -> Iterator[Fact]:
    """Moved by one along an axis, with something else at the free end."""
    ours, theirs = np.moveaxis(pair.ours, axis, 0), np.moveaxis(pair.theirs, axis, 0)
    if len(ours) < 3 or not is_far(pair):
        return
    for step, first, second in ((1, theirs[1:], ours[:-1]), (-1, theirs[:-1], ours[1:])):
        if _equal(first, second) and is_varied(second) and not holds(pair, np.roll(pair.ours, step, axis)):
            way = "late" if step == 1 else "early"
            yield Fact(f"shifted {axis} {step}", f"{{It}} comes one place too {way} along {where}.")


def _equal(one: Numbers, other: Numbers) -> bool:
    if one.shape != other.shape:
        return False
    with np.errstate(all="ignore"):
        size = float(np.abs(other[np.isfinite(other)]).max(initial=0.0))
        return size > 0 and bool(np.allclose(one, other, rtol=0, atol=1e-6 * size, equal_nan=True))


def cut(pair: Pair) -> Iterator[Fact]:
    """One entry less than expected along an axis, at the beginning or the end, or one more."""
    ours, theirs = pair.ours, pair.theirs
    if ours.ndim != theirs.ndim or pair.same_shape or not 1 <= ours.ndim <= MOST_AXES or not is_varied(ours):
        return
    for axis in range(ours.ndim):
        where = ordinal(axis, ours.ndim)
        first, last = (np.take(ours, range(*ends), axis) for ends in ((1, ours.shape[axis]), (0, ours.shape[axis] - 1)))
        if holds(pair, first):
            yield Fact(f"first missing {axis}", f"{{It}} lacks the first entry along {where}; the others are right.")
        if holds(pair, last):
            yield Fact(f"last missing {axis}", f"{{It}} lacks the last entry along {where}; the others are right.")
        if theirs.shape[axis] == ours.shape[axis] + 1:
            if _equal(np.take(theirs, range(1, theirs.shape[axis]), axis), ours):
                yield Fact(f"one more first {axis}", f"{{It}} has an entry too many at the beginning of {where}.")
            if _equal(np.take(theirs, range(ours.shape[axis]), axis), ours):
                yield Fact(f"one more last {axis}", f"{{It}} has an entry too many at the end of {where}.")


def reordered(pair: Pair) -> Iterator[Fact]:
    """The same numbers, in no order that has a name."""
    if not pair.same_shape or pair.ours.size < 4 or not is_float(pair) or pair.ours.dtype.kind == "c" or not is_far(pair):
        return
    ours, theirs = np.sort(pair.ours, axis=None), np.sort(pair.theirs, axis=None)
    if _equal(theirs, ours) and is_varied(ours, 4):
        yield Fact("other order", "{It} has exactly the right numbers, but not in the right places.")
