"""Common exceptions, as this torch words them, and what leads on from them."""

from __future__ import annotations

import re

import pytest
import torch
from torch import nn
from torch.autograd import Function

from torchdojo.diagnose.exceptions import ROWS, words_for


class _TooFew(Function):
    @staticmethod
    def forward(ctx, x, factor):
        return x * factor

    @staticmethod
    def backward(ctx, grad):
        return grad


class _WrongShape(Function):
    @staticmethod
    def forward(ctx, x):
        return x.clone()

    @staticmethod
    def backward(ctx, grad):
        return grad[:2]


class _NoInit(nn.Module):
    def __init__(self):
        self.weight = nn.Parameter(torch.ones(2))


def _leaf():
    weight = torch.ones(3, requires_grad=True)
    weight += 1


def _twice():
    x = torch.ones(3, requires_grad=True)
    y = (x * x).sum()
    y.backward()
    y.backward()


def _overwritten():
    x = torch.ones(3, requires_grad=True)
    y = x.exp()
    y += 1
    y.sum().backward()


def _parameter():
    layer = nn.Linear(2, 2)
    layer.weight = torch.ones(2, 2)


def _endless():
    return _endless()


GRAD = torch.ones(3, requires_grad=True)
FAULTS = {
    "matmul_shapes": lambda: torch.ones(3, 4) @ torch.ones(5, 6),
    "broadcast_shapes": lambda: torch.ones(3, 4) + torch.ones(3),
    "broadcast_in_place": lambda: torch.ones(3).add_(torch.ones(2, 3)),
    "cat_shapes": lambda: torch.cat([torch.ones(2, 3), torch.ones(2, 4)]),
    "stack_shapes": lambda: torch.stack([torch.ones(2), torch.ones(3)]),
    "reshape_size": lambda: torch.ones(7).reshape(2, 3),
    "view_strides": lambda: torch.ones(3, 4).T.view(12),
    "leaf_in_place": _leaf,
    "backward_twice": _twice,
    "modified_in_place": _overwritten,
    "no_history": lambda: torch.ones(3).sum().backward(),
    "grad_of_scalar": lambda: (GRAD * 2).backward(),
    "numpy_of_grad": GRAD.numpy,
    "mixed_dtypes": lambda: torch.ones(2, 2) @ torch.ones(2, 2).double(),
    "integer_mean": lambda: torch.arange(3).mean(),
    "result_cast": lambda: torch.arange(3).mul_(0.5),
    "axis_range": lambda: torch.ones(3).sum(dim=1),
    "too_many_indices": lambda: torch.ones(3)[0, 0],
    "index_range": lambda: torch.ones(3)[3],
    "mask_shape": lambda: torch.ones(3)[torch.ones(4) > 0],
    "truth_of_tensor": lambda: bool(torch.ones(3) > 0),
    "many_to_number": lambda: torch.ones(3).item(),
    "tensor_expected": lambda: torch.sqrt(2.0),
    "gradient_count": lambda: _TooFew.apply(GRAD, 2.0).sum().backward(),
    "gradient_shape": lambda: _WrongShape.apply(GRAD).sum().backward(),
    "super_init": _NoInit,
    "parameter_type": _parameter,
    "undefined": lambda: unknown,  # type: ignore[name-defined]  # noqa: F821
    "none_used": lambda: None + 1,  # type: ignore[operator]
    "unknown_attribute": lambda: torch.ones(3).sun(),
    "missing_argument": lambda: (lambda x, y: x)(1),
    "unpack": lambda: exec("a, b = 1, 2, 3"),
    "missing_key": lambda: {}["steps"],
    "endless_recursion": _endless,
    "zero_division": lambda: 1 / 0,
    "module_missing": lambda: __import__("nowhere_to_be_found"),
}


@pytest.mark.parametrize(("name", "fault"), FAULTS.items(), ids=FAULTS)
def test_a_common_exception_is_recognised(name, fault):
    """By the words of the very torch that is installed."""
    with pytest.raises(Exception) as raised:
        fault()
    found = words_for(type(raised.value).__name__, str(raised.value), 7)

    assert found is not None, str(raised.value)
    assert found[0] == name, str(raised.value)
    assert not re.search(r"[{}]", found[1])


def test_every_row_is_tried():
    """Only what needs a second device is not."""
    assert {name for name, _, _ in ROWS} - set(FAULTS) == {"device"}


def test_two_devices():
    """The meta device is a second one."""
    with pytest.raises(RuntimeError) as raised:
        torch.ones(3, device="meta") + torch.ones(3)
    found = words_for("RuntimeError", str(raised.value), None)

    assert found is None or found[0] == "device"


def test_an_unknown_exception_gives_silence():
    """What is not in the table is shown as it is."""
    assert words_for("CustomError", "something of the learner's own", 3) is None


def test_the_shapes_and_the_line_are_said():
    """Facts first: the two shapes."""
    _, words = words_for("RuntimeError", "mat1 and mat2 shapes cannot be multiplied (3x4 and 5x6)", 12) or ("", "")

    assert "(3, 4)" in words and "(5, 6)" in words and "line 12" in words
