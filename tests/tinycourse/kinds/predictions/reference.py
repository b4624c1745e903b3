"""Snippets whose results can be told in advance."""

import torch
from jaxtyping import Float
from torch import Tensor


def stretched(rows: int, columns: int) -> tuple[int, ...]:
    """A column is stretched to the right and a row downwards, so the sum is a table."""
    column = torch.ones(rows, 1)
    row = torch.arange(columns)
    return (column + row).shape


def mixed(number: float) -> torch.dtype:
    """A Python number changes the dtype of a tensor only if it is of a higher kind."""
    whole = torch.arange(3)
    return (whole + number).dtype


def slope(at: int, power: int) -> Float[Tensor, ""]:
    """The derivative of a power is the exponent times the next lower power."""
    # where the slope is wanted
    x = torch.tensor(float(at), requires_grad=True)
    (x**power / 3).backward()
    return x.grad


def neighbours(step: int) -> tuple[Tensor, Tensor]:
    """Every slice with a step is a view; a list of places copies, and so does a step of 1 that is cloned."""
    table = torch.zeros(6, 6)
    part = table[::step] if step > 1 else table[[0, 1]]
    return table, part


def product(inner: int) -> Tensor:
    """The inner sizes of a matrix product must agree."""
    left = torch.ones(2, 3)
    return left @ torch.ones(inner, 4)


def doubled(values: Float[Tensor, " width"]) -> Float[Tensor, " width"]:
    """Twice the values."""
    return values + values
