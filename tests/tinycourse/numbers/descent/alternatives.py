"""Other ways to go downhill."""

import torch


def descend__with_sgd(point, steps):
    """Prefer an optimizer as soon as there is more than one tensor to move."""
    place = point.detach().clone().requires_grad_()
    optimizer = torch.optim.SGD([place], lr=RATE)
    for _ in range(steps):
        optimizer.zero_grad()
        half_square(place).backward()
        optimizer.step()
    return place.detach()


RATE__as_a_fraction = 1 / 5
"""Prefer it where the fraction says more than the decimal."""
