"""What differs is said in the learner's words; what does not matter is not said."""

from __future__ import annotations

import math

import numpy as np
import pytest

from torchdojo.judge.compare import Terms, compare
from torchdojo.observe.observation import Array, Gradients, Raised, Thing


def tensor(values, dtype="float64"):
    array = np.asarray(values)
    return Array("tensor", dtype, array.shape, array.astype("f8" if dtype.startswith(("float", "bfloat")) else array.dtype))


def facts(expected, got, *, moved=None, **terms):
    return [f"{one.where}: {one.fact}" for one in compare(expected, got, moved, Terms(**terms))]


@pytest.mark.parametrize(
    "value",
    [tensor([1.0, math.nan, math.inf, -math.inf]), tensor(np.zeros((0, 3))), 3, 2.5, True, None, "x", (1, 2), {"a": 1.0}, 1 + 2j],
    ids=repr,
)
def test_a_value_equals_itself(value):
    """NaN equals NaN, an infinity itself, nothing equals nothing."""
    assert facts(value, value) == []


UNEQUAL = {
    "shape": (tensor([1.0, 2.0]), tensor([[1.0, 2.0]]), "result: the shape is (1, 2), expected (2,)"),
    "dtype": (tensor([1.0]), tensor([1.0], "float32"), "result: the dtype is float32, expected float64"),
    "value": (tensor([1.0, 2.0, 3.0]), tensor([1.0, 2.5, 3.1]), "result: 2 of 3 entries differ; worst at [1]"),
    "nan": (tensor([1.0, 2.0]), tensor([1.0, math.nan]), "result: 1 of 2 entries differ; worst at [1]"),
    "infinity": (tensor([math.inf]), tensor([-math.inf]), "result: the value differs"),
    "none": (tensor([1.0]), None, "result: expected a tensor of shape (1,) and dtype float64, got None"),
    "number for tensor": (tensor(1.0), 1.0, "result: expected a tensor of shape () and dtype float64, got 1.0"),
    "float for int": (3, 3.0, "result: expected 3, got 3.0"),
    "bool for int": (1, True, "result: expected 1, got True"),
    "float": (0.5, 0.6, "result: the value differs"),
    "text": ("mean", "sum", "result: expected 'mean', got 'sum'"),
    "length": ((1.0, 2.0), (1.0,), "result: there are 1 items, expected 2"),
    "item": ((1.0, 2.0), (1.0, 3.0), "result[1]: the value differs"),
    "shape as tuple": ((2, 3), (3, 2), "result: expected (2, 3), got (3, 2)"),
    "key": ({"loss": 1.0}, {"loss": 2.0}, "loss: the value differs"),
    "keys": ({"a": 1}, {"b": 1}, "result: the keys are ('b',), expected ('a',)"),
    "dtype value": (
        Thing("dtype", "torch.float32"),
        Thing("dtype", "torch.float64"),
        "result: expected torch.float32, got torch.float64",
    ),
    "no exception": (
        Raised(("ValueError", "Exception"), "x"),
        1,
        "result: expected that it raises ValueError, but it returned 1",
    ),
}


@pytest.mark.parametrize(("expected", "got", "fact"), UNEQUAL.values(), ids=UNEQUAL)
def test_a_difference_is_one_sentence(expected, got, fact):
    """Each kind of difference has its own words, with place, finding and expectation."""
    assert facts(expected, got) == [fact]


def test_a_subclass_of_the_expected_exception_is_right():
    """A learner may raise something more precise than the reference does."""
    expected = Raised(("ValueError", "Exception"), "bad")

    assert facts(expected, Raised(("ShapeError", "ValueError", "Exception"), "other words")) == []
    assert len(facts(expected, Raised(("TypeError", "Exception"), "bad"))) == 1


def test_the_pair_of_result_and_gradients_is_named_without_numbers():
    """`return result, draw.gradients(x)` speaks of the result and of the gradient of x."""
    expected = (tensor([1.0]), Gradients((("gradient of x", tensor([2.0])),)))
    got = (tensor([3.0]), Gradients((("gradient of x", tensor([2.5])),)))

    assert facts(expected, got) == ["result: the value differs", "gradient of x: the value differs"]


def test_no_gradient_and_a_gradient_of_zeros_are_the_same():
    """Autograd says None where nothing is connected; another right answer may be connected and give zeros."""
    none, zero = Gradients((("gradient of x", None),)), Gradients((("gradient of x", tensor([0.0])),))
    some = Gradients((("gradient of x", tensor([1.0])),))

    assert facts(none, zero) == facts(zero, none) == []
    assert facts(some, none) == ["gradient of x: no gradient arrives: the graph is cut on the way"]
    assert facts(none, some) == ["gradient of x: a gradient arrives where none is expected"]


@pytest.mark.parametrize(
    ("dtype", "drawn", "right", "wrong"),
    [
        ("float64", "float64", 1e-12, 1e-6),
        ("float32", "float32", 1e-6, 1e-3),
        ("float64", "float32", 1e-6, 1e-3),
        ("bfloat16", "bfloat16", 8e-3, 0.2),
    ],
)
def test_the_allowed_distance_follows_the_coarsest_dtype(dtype, drawn, right, wrong):
    """Rounding is forgiven, a mistake is not, whatever the result was widened to."""
    expected = tensor([1.0, 0.5], dtype)

    assert facts(expected, tensor([1.0 + right, 0.5], dtype), drawn=drawn) == []
    assert len(facts(expected, tensor([1.0 + wrong, 0.5], dtype), drawn=drawn)) == 1


def test_a_badly_conditioned_result_may_move_as_far_as_rounding_moves_it():
    """What one rounding of the inputs does to the reference, a right answer may do as well; but never without limit."""
    expected, moved = tensor([1.0, 1.0]), tensor([1.0 + 1e-8, 1.0])

    assert facts(expected, tensor([1.0 + 5e-8, 1.0]), moved=moved) == []
    assert len(facts(expected, tensor([1.0 + 5e-8, 1.0]))) == 1
    assert len(facts(expected, tensor([1.0, 1.0 + 5e-8]), moved=moved)) == 1
    assert len(facts(expected, tensor([1.1, 1.0]), moved=tensor([2.0, 1.0]))) == 1


def test_what_is_left_of_a_cancellation_is_rounding():
    """Where the exact result is 0, a right answer may give the rounding error of the inputs, and no more."""
    assert facts(0.0, 3e-17) == facts(tensor(0.0), tensor(3e-17), drawn="float64") == []
    assert facts(tensor(1e-17), tensor(-2e-17), drawn="float64") == []
    assert len(facts(tensor(0.0), tensor(1e-12), drawn="float64")) == 1
    assert len(facts(tensor(0.0, "float32"), tensor(1e-3, "float32"), drawn="float32", magnitude=1e30)) == 1


def test_a_lesson_can_ask_for_exactness_and_cannot_lift_the_ceiling():
    """With the factor 0 the last bit counts; a large factor forgives more than usual, but no mistake."""
    assert len(facts(tensor(1.0), tensor(1.0 + 2.0**-52), drawn="float64", factor=0.0)) == 1
    assert len(facts(tensor(0.0), tensor(1e-17), drawn="float64", factor=0.0)) == 1
    assert facts(tensor(1.0), tensor(1.0 + 1e-7), drawn="float64", factor=500.0) == []
    assert len(facts(tensor(1.0), tensor(1.0 + 1e-5), moved=tensor(2.0), drawn="float64", factor=1e9)) == 1


def test_small_arrays_bring_their_numbers_for_the_page():
    """Up to 64 entries are shown side by side; what JSON cannot write is spelled."""
    (difference,) = compare(tensor([1.0, math.inf]), tensor([1.0, 2.0]), None, Terms())

    assert difference.expected_values == [1.0, "inf"] and difference.got_values == [1.0, 2.0]
    (large,) = compare(tensor(np.zeros(65)), tensor(np.ones(65)), None, Terms())
    assert large.expected_values is None
