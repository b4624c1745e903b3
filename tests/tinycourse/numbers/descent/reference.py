"""Gradient descent on half the squared length."""

import torch
from jaxtyping import Float
from torch import Tensor

RATE = 0.2


def half_square(point: Float[Tensor, " width"]) -> Float[Tensor, ""]:
    """Half the squared length of a point."""
    return point.square().sum() / 2


def descend(point: Float[Tensor, " width"], steps: int) -> Float[Tensor, " width"]:
    """The point after `steps` steps of size RATE against the gradient of `half_square`.

    The point that is given stays as it is, and the result has no history.
    """
    place = point.detach().clone().requires_grad_()
    for _ in range(steps):
        half_square(place).backward()
        with torch.no_grad():
            place -= RATE * place.grad
        # backward adds to the gradient that is there
        place.grad = None
    return place.detach()
