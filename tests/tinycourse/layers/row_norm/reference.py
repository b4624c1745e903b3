"""Two small layers."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


class RowNorm(nn.Module):
    """Rows divided by their root mean square, columns scaled.

    `width` is the length of a row, `eps` is added under the root.
    The parameter `weight` (width) scales the columns and begins with ones.
    Source: the documentation of torch.nn.RMSNorm.
    """

    def __init__(self, width: int, eps: float = 1e-6) -> None:
        """A layer for rows of this length."""
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, rows: Float[Tensor, "*batch width"]) -> Float[Tensor, "*batch width"]:
        """The rows after scaling."""
        return self.weight * rows * self._inverse_root(rows)

    def _inverse_root(self, rows: Tensor) -> Tensor:
        return torch.rsqrt(rows.square().mean(dim=-1, keepdim=True) + self.eps)


class Gate(nn.Module):
    """Rows of which only a share passes.

    `width` is the length of a row. The parameters `weight` (width) and `bias` () make the score of a row.
    """

    def __init__(self, width: int) -> None:
        """A gate for rows of this length, at first half open for all."""
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(width))
        self.bias = nn.Parameter(torch.zeros(()))

    def forward(self, rows: Float[Tensor, "*batch width"]) -> Float[Tensor, "*batch width"]:
        """The rows times the sigmoid of their scores; a score is the row times `weight` plus `bias`."""
        score = rows @ self.weight + self.bias
        return rows * score.sigmoid()[..., None]
