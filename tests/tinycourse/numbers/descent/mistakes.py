"""What goes wrong in a descent."""

import torch


def descend__keeps_old_gradients(point, steps):
    """Every step also goes along the gradients of the steps before: backward adds to what is there."""
    place = point.detach().clone().requires_grad_()
    for _ in range(steps):
        # the bug is that nothing is reset
        half_square(place).backward()
        with torch.no_grad():
            place -= RATE * place.grad
    return place.detach()


def descend__uphill(point, steps):
    """You walk along the gradient, which goes up."""
    place = point.detach().clone().requires_grad_()
    for _ in range(steps):
        half_square(place).backward()
        with torch.no_grad():
            place += RATE * place.grad
        place.grad = None
    return place.detach()


def descend__moves_the_start(point, steps):
    """The steps are taken on the point that was given; the caller still needs it."""
    for _ in range(steps):
        with torch.no_grad():
            point -= RATE * point
    return point.detach()


RATE__what_is_left = 0.8
"""That is what a step leaves, not what it takes away."""

RATE__percent = 20.0
"""The rate is a share, not a percentage."""
