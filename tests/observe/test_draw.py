"""Draws depend on the seed and the probe alone, and every change of an input is seen."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from torchdojo.observe.draw import Draw, DrawError, StateMismatch

TENSOR = {"tensor": "Float", "shape": "*batch rows columns"}
ANNOTATIONS = {
    "f": {
        "parameters": [
            {"name": "x", "kind": "", "default": False, "annotation": TENSOR},
            {"name": "y", "kind": "", "default": False, "annotation": {"tensor": "Float", "shape": " columns+1"}},
            {"name": "labels", "kind": "", "default": False, "annotation": {"tensor": "Int", "shape": " rows"}},
            {"name": "allowed", "kind": "", "default": False, "annotation": {"tensor": "Bool", "shape": "rows columns"}},
            {"name": "eps", "kind": "", "default": True, "annotation": {"plain": "float"}},
        ]
    },
    "g": {"parameters": [{"name": "rate", "kind": "", "default": False, "annotation": {"plain": "float"}}]},
}


def draw(seed=1, *, probe="p", staged=None, jitter=False):
    return Draw(seed, probe, annotations=ANNOTATIONS, staged=staged, jitter=jitter)


def test_the_same_seed_draws_the_same_whatever_happens_between():
    """Random numbers that a submission uses up do not move the next draw."""
    first, second = draw(), draw()
    one = [first.normal(3), first.normal(3)]
    two = [second.normal(3)]
    torch.rand(100)
    two.append(second.normal(3))

    assert all(torch.equal(a, b) for a, b in zip(one, two, strict=True))
    assert not torch.equal(one[0], one[1])
    assert not torch.equal(draw(2).normal(3), one[0])
    assert not torch.equal(draw(probe="q").normal(3), one[0])


def test_arguments_follow_the_annotations():
    """Equal names get equal sizes, different names different ones, sums are calculated, defaults left out."""
    values = draw().arguments("f", rows=4)

    assert list(values) == ["x", "y", "labels", "allowed"]
    rows, columns = values["x"].shape[-2:]
    assert rows == 4 and columns != 4
    assert len(set(values["x"].shape)) == values["x"].ndim == 4
    assert values["y"].shape == (columns + 1,)
    assert values["labels"].shape == (4,) and values["labels"].dtype == torch.int64
    assert values["allowed"].shape == (4, columns) and values["allowed"].dtype == torch.bool
    assert values["x"].dtype == torch.float64 and values["x"].requires_grad


def test_a_plain_parameter_without_value_is_a_fault_of_the_lesson():
    """The author is told which parameter and what to do."""
    with pytest.raises(DrawError, match="rate of g has no shape annotation, so give its value: rate="):
        draw().arguments("g")


def test_jitter_moves_values_by_one_rounding_and_nothing_else():
    """The draws of a jittered run are the same numbers, one rounding apart; integers stay."""
    plain, moved = draw(), draw(jitter=True)

    for make in (lambda d: d.normal(50), lambda d: d.uniform(50, dtype=torch.float32), lambda d: d.normal(50)):
        ours, theirs = make(plain), make(moved)
        assert not torch.equal(ours, theirs)
        torch.testing.assert_close(theirs, ours, rtol=4 * torch.finfo(ours.dtype).eps, atol=0)
    assert torch.equal(plain.integers(0, 9, 20), moved.integers(0, 9, 20))


WAYS = {
    "in place": lambda x: x.add_(1),
    "through .data": lambda x: x.data.mul_(2),
    "through NumPy": lambda x: x.numpy().__setitem__(0, 7.0),
    "through a view": lambda x: x[1:].zero_(),
    "through another storage": lambda x: x.set_(torch.ones(4, dtype=torch.float64)),
}


@pytest.mark.parametrize("change", WAYS.values(), ids=WAYS)
def test_a_changed_input_is_seen(change):
    """However an input is changed, it is noticed."""
    source = draw()
    x = source.normal(4)
    assert source.mutated() == []

    change(x)

    assert source.mutated() == ["x"]


def test_nan_and_infinities_in_an_input_are_no_change():
    """Watching compares bit patterns, so NaN equals itself."""
    source = draw()
    source.given(torch.tensor([float("nan"), float("inf"), -0.0]), name="x")

    assert source.mutated() == []


def test_strided_keeps_the_values_and_changes_the_layout():
    """The same numbers, not contiguous, still a leaf that can be asked for its gradient."""
    source = draw()
    x = source.normal(3, 4, grad=True)
    apart = source.strided(x)

    assert torch.equal(apart, x) and not apart.is_contiguous() and apart.is_leaf and apart.requires_grad


def test_a_state_is_drawn_by_name_and_told_apart():
    """Two modules with the same names hold the same state afterwards; a missing name is told in words."""
    ours, theirs = nn.BatchNorm1d(3), nn.BatchNorm1d(3)
    first = draw()
    first.state(ours)
    staged = {"states": first.states}
    draw(staged=staged).state(theirs)

    assert all(torch.equal(a, b) for a, b in zip(ours.state_dict().values(), theirs.state_dict().values(), strict=True))
    assert (ours.running_var >= 0.5).all()
    with pytest.raises(StateMismatch, match=r"Linear has no parameter or buffer named 'running_mean' of shape \(3,\)"):
        draw(staged=staged).state(_square())


def _square():
    module = nn.Linear(1, 3)
    module.weight = nn.Parameter(torch.ones(3))
    return module
