"""Tables of pairs and centred rows, by broadcasting."""

import torch
from jaxtyping import Float
from torch import Tensor


def _require_numbers(values: Tensor) -> None:
    """Nothing; a ValueError if there are no entries to add."""
    if values.numel() == 0:
        raise ValueError("there is nothing to add")


def outer_sum(column: Float[Tensor, " rows"], row: Float[Tensor, " columns"]) -> Float[Tensor, "rows columns"]:
    """Table of the sums of every entry of `column` with every entry of `row`.

    Raises ValueError if `row` is empty. Source: the documentation of torch.add (broadcasting).
    """
    _require_numbers(row)
    # a column stretches to the right, a row stretches down
    return column[:, None] + row


def centred(values: Float[Tensor, "*batch width"], keep: float = 1.0) -> Float[Tensor, "*batch width"]:
    """The rows with `keep` times their mean taken away, so that with 1 each sums to 0.

    Source: the documentation of torch.mean.
    """
    return values - keep * torch.mean(values, dim=-1, keepdim=True)
