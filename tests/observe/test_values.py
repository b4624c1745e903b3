"""Whatever a probe returns arrives on the trusted side as it was."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from torchdojo.observe.frame import pack
from torchdojo.observe.observation import Array, Thing, read
from torchdojo.observe.values import Writer

FLOATS = [torch.float64, torch.float32, torch.float16, torch.bfloat16]
FLOATS_8 = [torch.float8_e4m3fn, torch.float8_e5m2, torch.float8_e4m3fnuz, torch.float8_e5m2fnuz, torch.float8_e8m0fnu]
WHOLE = [torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.uint16, torch.uint32, torch.uint64]
COMPLEX = [torch.complex128, torch.complex64, torch.complex32]


def arrived(value):
    """The value after it went through a frame."""
    writer = Writer()
    header = {"seed": 0, "variant": "v", "probe": "p", "status": "returned", "value": writer.node(value)}
    return read(pack(header, writer.blobs)).value


@pytest.mark.parametrize("dtype", FLOATS, ids=str)
def test_floats_arrive_exactly(dtype):
    """Every value, NaN and infinities included, arrives without rounding."""
    tensor = torch.tensor([0.0, -0.0, 1.5, -3.25, math.inf, -math.inf, math.nan, 1e-5]).to(dtype)

    seen = arrived(tensor)

    assert seen.dtype == str(dtype).removeprefix("torch.")
    np.testing.assert_array_equal(seen.values, tensor.double().numpy())


@pytest.mark.parametrize("dtype", FLOATS_8, ids=str)
def test_all_256_codes_of_eight_bit_floats_arrive(dtype):
    """Our table of an 8-bit float agrees with torch for every code."""
    tensor = torch.arange(256, dtype=torch.uint8).view(dtype)

    np.testing.assert_array_equal(arrived(tensor).values, tensor.float().double().numpy())


@pytest.mark.parametrize("dtype", [*WHOLE, torch.bool], ids=str)
def test_whole_numbers_arrive_exactly(dtype):
    """The largest and smallest numbers survive."""
    numbers = [0, 1] if dtype is torch.bool else [torch.iinfo(dtype).min, 0, 1, torch.iinfo(dtype).max]

    seen = arrived(torch.tensor(numbers, dtype=dtype))

    assert [int(value) for value in seen.values] == numbers


@pytest.mark.filterwarnings("ignore:ComplexHalf support is experimental:UserWarning")
@pytest.mark.parametrize("dtype", COMPLEX, ids=str)
def test_complex_numbers_arrive_with_pending_conjugation_resolved(dtype):
    """A lazily conjugated tensor arrives with its true values."""
    tensor = torch.tensor([1 + 2j, -0.5j], dtype=torch.complex64).to(dtype).conj()

    np.testing.assert_array_equal(arrived(tensor).values, np.array([1 - 2j, 0.5j]))


LAYOUTS = {
    "transposed": lambda: torch.arange(6.0).reshape(2, 3).T,
    "expanded": lambda: torch.arange(3.0).expand(2, 3),
    "sliced": lambda: torch.arange(10.0)[1::3],
    "flipped sign": lambda: torch._neg_view(torch.arange(3.0)),
    "empty": lambda: torch.empty(0, 3),
    "scalar": lambda: torch.tensor(2.5),
    "coo": lambda: torch.eye(3).to_sparse(),
    "quantised": lambda: torch.quantize_per_tensor(torch.tensor([0.5, 1.0]), 0.5, 0, torch.qint8),
}


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize("make", LAYOUTS.values(), ids=LAYOUTS)
def test_every_layout_arrives_with_its_values(make):
    """Values do not depend on how they lie in memory."""
    tensor = make()
    plain = tensor.dequantize() if tensor.is_quantized else tensor.to_dense() if tensor.is_sparse else tensor

    seen = arrived(tensor)

    np.testing.assert_array_equal(seen.values, plain.resolve_neg().numpy())


def test_the_layout_itself_is_an_observation():
    """A sparse result is not a dense one, even with equal values."""
    assert arrived(torch.eye(2).to_sparse()).layout == "sparse_coo"
    assert arrived(torch.eye(2)).layout == "strided"


def test_meta_tensors_have_a_shape_and_no_values():
    """On the meta device there is nothing to read."""
    seen = arrived(torch.empty(2, 3, device="meta"))

    assert isinstance(seen, Array) and seen.shape == (2, 3) and seen.values is None


def test_plain_values_keep_their_types():
    """Numbers, text and containers arrive as what they were; a list and a tuple are both sequences."""
    value = {"a": [1, 2.5, True, None, "x"], "b": (torch.float32, torch.Size([2]), np.float64(0.1), 3 + 1j), 10**50: math.inf}

    assert arrived(value) == {
        "a": (1, 2.5, True, None, "x"),
        "b": (Thing("dtype", "torch.float32"), (2,), 0.1, 3 + 1j),
        10**50: math.inf,
    }


def test_unknown_objects_are_known_by_their_class_only():
    """Nothing is pickled, nothing is asked of the object."""

    class Hostile:
        def __repr__(self):
            raise RuntimeError

        def __eq__(self, other):
            return True

    assert arrived(Hostile()) == Thing("object", "Hostile")


def test_a_subclass_cannot_answer_in_place_of_torch():
    """A tensor subclass that lies about its values is read below its own code."""

    class Liar(torch.Tensor):
        @classmethod
        def __torch_function__(cls, func, types, args=(), kwargs=None):
            return torch.zeros(2)

    seen = arrived(torch.tensor([1.0, 2.0]).as_subclass(Liar))

    assert seen.values.tolist() == [1.0, 2.0]


def test_endless_nesting_is_cut():
    """A list that contains itself ends in a name, not in a crash."""
    endless: list[object] = []
    endless.append(endless)

    assert "object" in repr(arrived(endless))
