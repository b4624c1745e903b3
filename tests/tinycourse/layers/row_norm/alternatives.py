"""Other ways to write the two layers."""

import torch
from torch import nn
from torch.nn import functional


class RowNorm__of_torch(nn.RMSNorm):
    """Prefer torch's own layer in real models: it is one fused operation."""

    def __init__(self, width, eps=1e-6):
        super().__init__(width, eps=eps)


def Gate__forward__with_linear(self, rows):
    """Prefer it when the score is a layer of its own anyway."""
    score = functional.linear(rows, self.weight[None], self.bias[None])
    return rows * torch.sigmoid(score)
