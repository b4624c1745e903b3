"""What goes wrong with the two layers."""

import torch
from torch import nn


class RowNorm__over_the_batch(RowNorm):
    """You took the mean down the columns; every row needs its own."""

    def _inverse_root(self, rows):
        return torch.rsqrt(rows.square().mean(dim=0, keepdim=True) + self.eps)


class RowNorm__outside_the_root(RowNorm):
    """`eps` is added after the root was taken, where it matters far less."""

    def _inverse_root(self, rows):
        return 1 / (rows.square().mean(dim=-1, keepdim=True).sqrt() + self.eps)


class RowNorm__from_zero(RowNorm):
    """The weight begins with zeros, so a fresh layer gives nothing but zeros."""

    def __init__(self, width, eps=1e-6):
        super().__init__(width, eps)
        nn.init.zeros_(self.weight)


def Gate__forward__no_bias(self, rows):
    """The score leaves out the bias."""
    return rows * (rows @ self.weight).sigmoid()[..., None]


def Gate__forward__tanh(self, rows):
    """You squashed the score with tanh, so rows can be turned around instead of stopped."""
    score = rows @ self.weight + self.bias
    return rows * score.tanh()[..., None]
