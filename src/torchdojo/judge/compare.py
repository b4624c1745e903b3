"""Two observations of the same probe, side by side: what differs, in the learner's words."""

from __future__ import annotations

import numbers
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from torchdojo.judge.tolerance import ROUNDOFF, allowed, differs
from torchdojo.judge.verdict import Difference
from torchdojo.observe.observation import Array, Gradients, Raised, Thing

SMALL = 64


@dataclass(frozen=True)
class Terms:
    """What counts as equal for one probe."""

    drawn: str = ""
    magnitude: float = 1.0
    factor: float = 1.0
    dtype: bool = True


def compare(expected: object, got: object, moved: object, terms: Terms, *, where: str = "") -> Iterator[Difference]:
    """Every way in which `got` is not what was `expected`; `moved` measures the conditioning."""
    name = where or "result"
    if isinstance(expected, Array):
        yield from _array(expected, got, moved if isinstance(moved, Array) else None, terms, name)
    elif isinstance(expected, Gradients):
        yield from _gradients(expected, got, moved, terms, where)
    elif isinstance(expected, tuple):
        yield from _sequence(expected, got, moved, terms, where)
    elif isinstance(expected, dict):
        yield from _mapping(expected, got, moved, terms, where)
    elif isinstance(expected, Raised):
        yield from _raised(expected, got, name)
    elif isinstance(expected, numbers.Number) and not isinstance(expected, bool):
        yield from _number(expected, got, moved, terms, name)
    elif type(expected) is not type(got) or expected != got:
        yield _plain(name, expected, got)


def _plain(where: str, expected: object, got: object) -> Difference:
    return Difference(where, f"expected {show(expected)}, got {show(got)}", show(expected), show(got))


def _array(expected: Array, got: object, moved: Array | None, terms: Terms, where: str) -> Iterator[Difference]:
    if not isinstance(got, Array) or got.kind != expected.kind:
        yield Difference(where, f"expected {show(expected)}, got {show(got)}", show(expected), show(got))
        return
    if expected.shape != got.shape:
        fact = f"the shape is {got.shape}, expected {expected.shape}"
        yield Difference(where, fact, str(expected.shape), str(got.shape))
        return
    if terms.dtype and expected.dtype != got.dtype:
        yield Difference(where, f"the dtype is {got.dtype}, expected {expected.dtype}", expected.dtype, got.dtype)
        return
    if (expected.layout, expected.extra) != (got.layout, got.extra):
        ours, theirs = f"{expected.layout} {dict(expected.extra) or ''}", f"{got.layout} {dict(got.extra) or ''}"
        yield Difference(where, f"the layout is {theirs.strip()}, expected {ours.strip()}", ours.strip(), theirs.strip())
        return
    if expected.values is None or got.values is None:
        if (expected.values is None) != (got.values is None):
            yield _plain(where, expected, got)
        return
    yield from _values(expected, got, moved, terms, where)


def _values(expected: Array, got: Array, moved: Array | None, terms: Terms, where: str) -> Iterator[Difference]:
    ours, theirs = expected.values, got.values
    assert ours is not None and theirs is not None
    if ours.dtype.kind in "fc":
        limit = allowed(expected, moved, drawn=terms.drawn, magnitude=terms.magnitude, factor=terms.factor)
        distance, words = limit.distance, limit.words
    else:
        distance, words = np.zeros(ours.shape), ""
        ours, theirs = ours.astype("f8") if ours.dtype.kind == "b" else ours, theirs.astype(ours.dtype, copy=False)
    wrong = differs(ours, theirs, distance)
    count = int(wrong.sum())
    if count == 0:
        return
    with np.errstate(all="ignore"):
        gap = np.abs(np.asarray(theirs, dtype="c16" if ours.dtype.kind == "c" else "f8") - ours)
    gap = np.where(wrong, np.where(np.isnan(gap), np.inf, gap), -1.0)
    worst = tuple(int(index) for index in np.unravel_index(int(gap.argmax()), ours.shape))
    place = f" at {list(worst)}" if worst else ""
    fact = f"{count} of {ours.size} entries differ; worst{place}" if ours.size > 1 else "the value differs"
    yield Difference(
        where,
        fact,
        show(_entry(expected, worst)),
        show(_entry(got, worst)),
        f"{float(distance[worst]):.1e}: {words}" if words else "",
        _small(expected),
        _small(got),
    )


def _entry(array: Array, index: tuple[int, ...]) -> object:
    assert array.values is not None
    value = array.values[index]
    return bool(value) if array.dtype == "bool" else value.item()


def _small(array: Array) -> object:
    values = array.values
    if values is None or values.size > SMALL or values.dtype.kind == "c":
        return None
    return _spelled(values.astype("f8").tolist() if values.dtype.kind != "f" else values.tolist())


def _spelled(value: Any) -> Any:
    """Nested lists without the numbers JSON cannot write."""
    if isinstance(value, list):
        return [_spelled(item) for item in value]
    return value if np.isfinite(value) else str(value)


def _number(expected: Any, got: object, moved: object, terms: Terms, where: str) -> Iterator[Difference]:
    if isinstance(got, bool) or not isinstance(got, numbers.Number) or _family(expected) != _family(got):
        yield _plain(where, expected, got)
        return
    if isinstance(expected, int) and isinstance(got, int):
        if expected != got:
            yield _plain(where, expected, got)
        return
    # a Python float does not say how it was computed: it may come from tensors of torch's default dtype, or coarser ones
    drawn = max(terms.drawn, "float32", key=lambda dtype: ROUNDOFF.get(dtype, 0.0))
    ours, theirs = _scalar(expected), _scalar(got)
    moved_array = _scalar(moved) if isinstance(moved, (float, complex)) else None
    yield from _values(ours, theirs, moved_array, replace(terms, drawn=drawn), where)


def _family(value: object) -> str:
    return "int" if isinstance(value, int) else "complex" if isinstance(value, complex) else "float"


def _scalar(value: Any) -> Array:
    kind = "complex128" if isinstance(value, complex) else "float64"
    return Array("tensor", kind, (), np.asarray(value, dtype="c16" if kind == "complex128" else "f8"))


def _sequence(expected: tuple[object, ...], got: object, moved: object, terms: Terms, where: str) -> Iterator[Difference]:
    if not isinstance(got, tuple):
        yield _plain(where or "result", expected, got)
        return
    if len(expected) != len(got):
        fact = f"there are {len(got)} items, expected {len(expected)}"
        yield Difference(where or "result", fact, show(expected), show(got))
        return
    if all(isinstance(item, (int, str, bool)) for item in expected):
        if not _same_items(expected, got):
            yield _plain(where or "result", expected, got)
        return
    beside = moved if isinstance(moved, tuple) and len(moved) == len(expected) else (None,) * len(expected)
    plain = sum(not isinstance(item, Gradients) for item in expected)
    for index, (ours, theirs, shifted) in enumerate(zip(expected, got, beside, strict=True)):
        # the pair (result, gradients) reads best without numbers
        place = where if isinstance(ours, Gradients) or (plain == 1 and len(expected) > 1) else f"{where or 'result'}[{index}]"
        yield from compare(ours, theirs, shifted, terms, where=place)


def _same_items(expected: tuple[object, ...], got: tuple[object, ...]) -> bool:
    return all(type(ours) is type(theirs) and ours == theirs for ours, theirs in zip(expected, got, strict=True))


def _mapping(expected: dict[object, object], got: object, moved: object, terms: Terms, where: str) -> Iterator[Difference]:
    if not isinstance(got, dict):
        yield _plain(where or "result", expected, got)
        return
    if set(expected) != set(got):
        yield Difference(where or "result", f"the keys are {show(tuple(got))}, expected {show(tuple(expected))}", "", "")
        return
    beside = moved if isinstance(moved, dict) else {}
    for key, ours in expected.items():
        place = f"{where}, {key}" if where else str(key)
        yield from compare(ours, got[key], beside.get(key), terms, where="" if isinstance(ours, Gradients) else place)


def _gradients(expected: Gradients, got: object, moved: object, terms: Terms, where: str) -> Iterator[Difference]:
    theirs = dict(got.of) if isinstance(got, Gradients) else {}
    beside = dict(moved.of) if isinstance(moved, Gradients) else {}
    for label, ours in expected.of:
        name = f"{where}: {label}" if where else label
        found = theirs.get(label)
        if ours is None and found is not None and not _is_zero(found):
            yield Difference(name, "a gradient arrives where none is expected", "no gradient", show(found))
        elif ours is not None and found is None:
            if not _is_zero(ours):
                yield Difference(name, "no gradient arrives: the graph is cut on the way", show(ours), "no gradient")
        elif ours is not None:
            yield from compare(ours, found, beside.get(label), terms, where=name)


def _is_zero(array: Array) -> bool:
    # autograd gives None for "not connected"; a right answer may as well give zeros
    return array.values is not None and not array.values.any()


def _raised(expected: Raised, got: object, where: str) -> Iterator[Difference]:
    want = f"raises {expected.classes[0]}"
    if not isinstance(got, Raised):
        yield Difference(where, f"expected that it {want}, but it returned {show(got)}", want, show(got))
    elif expected.classes[0] not in got.classes:
        fact = f"expected that it {want}, but it raised {got.classes[0]}: {got.message:.200}"
        yield Difference(where, fact, want, f"raises {got.classes[0]}")


def show(value: object) -> str:
    """A value in few words."""
    if isinstance(value, Array):
        return f"{'a tensor' if value.kind == 'tensor' else 'a NumPy array'} of shape {value.shape} and dtype {value.dtype}"
    if isinstance(value, Thing):
        return value.text if value.kind != "object" else f"an object of class {value.text}"
    if isinstance(value, Raised):
        return f"raises {value.classes[0]}"
    if isinstance(value, Gradients):
        return "gradients"
    if isinstance(value, float):
        short = f"{value:.7g}"
        # 3.0 must not look like 3: the type may be the whole difference
        return f"{short}.0" if short.lstrip("-").isdigit() else short
    if isinstance(value, complex):
        return f"{value:.7g}"
    if isinstance(value, tuple):
        inner = ", ".join(show(item) for item in value[:12]) + (", ..." if len(value) > 12 else "")
        return f"({inner}{',' if len(value) == 1 else ''})"
    return repr(value) if len(repr(value)) <= 200 else repr(value)[:200] + "..."
