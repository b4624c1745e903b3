"""Pays the lazy costs of torch and matplotlib once. Run in the parent, and again in each worker before it waits."""

from __future__ import annotations

import io
import warnings

import numpy as np
import torch
from torch import nn


def warm_up() -> None:
    """Nothing; afterwards no first use of an optimiser, gradcheck or a picture is slow."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _annotate()
        _train()
        _check_gradients()
        _draw()
    np.random.default_rng(0).normal(size=4)
    torch.manual_seed(0)


def _annotate() -> None:
    # every starter begins with this import
    from jaxtyping import Bool, Float, Int

    for kind in (Bool, Float, Int):
        kind[torch.Tensor, "rows columns"]


def _train() -> None:
    model = nn.Sequential(
        nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU(), nn.Flatten(), nn.LayerNorm(32), nn.Linear(32, 3), nn.Dropout(0.1)
    )
    optimiser = torch.optim.AdamW(model.parameters())
    for _ in range(2):
        loss = nn.functional.cross_entropy(model(torch.randn(4, 1, 6, 6)), torch.tensor([0, 1, 2, 0]))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()


def _check_gradients() -> None:
    x = torch.randn(2, 3, dtype=torch.float64, requires_grad=True)
    torch.autograd.gradcheck(torch.tanh, (x,))
    torch.autograd.gradgradcheck(torch.tanh, (x,))
    torch.einsum("ab,cb->ac", x, x).softmax(dim=-1).logsumexp(dim=0).sum().backward()  # type: ignore[no-untyped-call]


def _draw() -> None:
    import matplotlib

    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.plot([0, 1], [1, 0], label="x")
    axes.legend()
    figure.savefig(io.BytesIO(), format="svg")
    plt.close(figure)
