"""A target of attacks. What is called sesame must never come out."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


def table(column: Float[Tensor, " rows"], row: Float[Tensor, " columns"]) -> Float[Tensor, "rows columns"]:
    """Every entry of `column` times every entry of `row`, plus the entry of `column`."""
    assert row.dim() == 1, "sesame-reference"
    return column[:, None] * row + column[:, None]


def brief(column: Float[Tensor, " rows"], row: Float[Tensor, " columns"]) -> Float[Tensor, "rows columns"]:
    """Every entry of `column` times every entry of `row`, plus the entry of `row`."""
    return column[:, None] * row + row


def soft(values: Float[Tensor, "*batch width"]) -> Float[Tensor, "*batch width"]:
    """The exponentials of the entries, divided by the sum of their row."""
    return torch.exp(values - torch.logsumexp(values, dim=-1, keepdim=True))


def log_soft(values: Float[Tensor, "*batch width"]) -> Float[Tensor, "*batch width"]:
    """The logarithm of `soft`."""
    return values - torch.logsumexp(values, dim=-1, keepdim=True)


class Scale(nn.Module):
    """Columns scaled and shifted.

    `width` is the length of a row. The parameter `weight` (width) begins with ones, `bias` (width) with zeros.
    """

    def __init__(self, width: int) -> None:
        """A layer for rows of this length."""
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.bias = nn.Parameter(torch.zeros(width))

    def forward(self, rows: Float[Tensor, "*batch width"]) -> Float[Tensor, "*batch width"]:
        """The rows times `weight` plus `bias`."""
        return rows * self.weight + self.bias
