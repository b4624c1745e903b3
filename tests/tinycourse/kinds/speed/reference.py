"""Two small functions, one that is to be cheap and one that is to be written by hand."""

import torch
from jaxtyping import Float
from torch import Tensor


def pair_products(column: Float[Tensor, " rows"], row: Float[Tensor, " columns"]) -> Float[Tensor, "rows columns"]:
    """Table of the products of every entry of `column` with every entry of `row`.

    The number of operations does not grow with the number of rows. Source: the documentation of torch.mul (broadcasting).
    """
    return column[:, None] * row


def shares(scores: Float[Tensor, "rows columns"]) -> Float[Tensor, "rows columns"]:
    """The exponential of every score, divided by the sum of its row.

    Written without torch's softmax. Source: Bridle (1990), equation 1.
    """
    # the largest score of a row does not change its shares, and keeps exp from overflowing
    powers = torch.exp(scores - scores.amax(dim=1, keepdim=True))
    return powers / powers.sum(dim=1, keepdim=True)
