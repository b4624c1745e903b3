"""Optimisers that give every single weight a step of its own.

`Optimiser` visits the parameters; each rule below it says in `update` what one visit does to the parameter, which it
changes in place. The settings of a rule are its class attributes. The rules follow `torch.optim`; where torch leaves
the paper, the docstring says so.
"""

from collections.abc import Callable, Iterable

import torch
from jaxtyping import Float
from torch import Tensor


class Optimiser:
    """Visits every parameter once a step. `Optimiser(parameters, lr=0.1)` replaces the setting `lr`.

    `weight_decay` is the factor of the L2 penalty. `states` holds one dict per parameter: `state["steps"]` begins at 0,
    each name in `slots` is a tensor of zeros like the parameter. What a rule puts into its dict is there at the next visit.
    """

    lr: float = 1e-3
    weight_decay: float = 0.0
    slots: tuple[str, ...] = ()

    def __init__(self, parameters: Iterable[Tensor], **settings: object):
        self.parameters = list(parameters)
        self.states = [{"steps": 0} | {slot: torch.zeros_like(p) for slot in self.slots} for p in self.parameters]
        for name, value in settings.items():
            if not hasattr(self, name):
                raise TypeError(f"{type(self).__name__} has no setting {name!r}")
            setattr(self, name, value)

    def zero_grad(self) -> None:
        """Forgets all gradients."""
        for parameter in self.parameters:
            parameter.grad = None

    def step(self) -> None:
        """Calls `self.update(parameter, gradient, state)` for every parameter that has a gradient.

        The gradient handed over is `parameter.grad + weight_decay * parameter`; `parameter.grad` itself stays as it is.
        A parameter whose `grad` is None is left alone, and so is its state. Nothing is recorded by autograd.
        """
        with torch.no_grad():
            for parameter, state in zip(self.parameters, self.states, strict=True):
                if parameter.grad is not None:
                    self.update(parameter, parameter.grad + self.weight_decay * parameter, state)


def path(
    loss: Callable[[Tensor], Tensor], start: Float[Tensor, " width"], make: Callable[[list[Tensor]], Optimiser], *, steps: int
) -> Float[Tensor, "points width"]:
    """All points an optimiser visits: `start`, then the point after each of `steps` steps.

    `make([point])` builds the optimiser, `loss(point)` is a scalar. `start` is not changed. The result needs no gradient.
    """
    point = start.detach().clone().requires_grad_()
    optimiser = make([point])
    points = [point.detach().clone()]
    for _ in range(steps):
        optimiser.zero_grad()
        loss(point).backward()
        optimiser.step()
        points.append(point.detach().clone())
    return torch.stack(points)


class Adagrad(Optimiser):
    """Duchi, Hazan and Singer 2011, the diagonal form."""

    eps: float = 1e-10
    slots = ("total",)

    def update(self, parameter: Float[Tensor, "*shape"], gradient: Float[Tensor, "*shape"], state: dict) -> None:
        """Steps by `lr * gradient / (root + eps)`: the root of the sum of all squared gradients, this one included."""
        state["total"] += gradient**2
        parameter -= self.lr * gradient / (state["total"].sqrt() + self.eps)


class RMSprop(Optimiser):
    """Tieleman and Hinton 2012, lecture 6.5; `momentum` and `centered` as in Graves 2013, but for where `eps` stands."""

    alpha: float = 0.99
    eps: float = 1e-8
    momentum: float = 0.0
    centered: bool = False
    slots = ("square", "mean", "velocity")

    def update(self, parameter: Float[Tensor, "*shape"], gradient: Float[Tensor, "*shape"], state: dict) -> None:
        """Steps by `lr * velocity`, where `velocity` becomes `momentum * velocity + gradient / (root + eps)`.

        The root is of `square`, the running mean of the squared gradient: the share `alpha` of its past, the rest new.
        If `centered`, it is of `square - mean**2` instead, where `mean` is the running mean of the gradient, same share.
        """
        state["square"].mul_(self.alpha).add_((1 - self.alpha) * gradient**2)
        state["mean"].mul_(self.alpha).add_((1 - self.alpha) * gradient)
        spread = state["square"] - state["mean"] ** 2 if self.centered else state["square"]
        state["velocity"].mul_(self.momentum).add_(gradient / (spread.sqrt() + self.eps))
        parameter -= self.lr * state["velocity"]


class Adadelta(Optimiser):
    """Zeiler 2012, algorithm 1. The paper has no learning rate: 1 is the paper."""

    lr: float = 1.0
    rho: float = 0.9
    eps: float = 1e-6
    slots = ("square", "moved")

    def update(self, parameter: Float[Tensor, "*shape"], gradient: Float[Tensor, "*shape"], state: dict) -> None:
        """Steps by `lr * move`, where `move` is `gradient * sqrt((moved + eps) / (square + eps))`.

        `square` and `moved` are running means, share `rho` for the past, of the squared gradient (this one included)
        and of the squared `move` (without `lr`; this one is taken in only after it is made).
        """
        state["square"].mul_(self.rho).add_((1 - self.rho) * gradient**2)
        move = gradient * ((state["moved"] + self.eps) / (state["square"] + self.eps)).sqrt()
        state["moved"].mul_(self.rho).add_((1 - self.rho) * move**2)
        parameter -= self.lr * move


class Adam(Optimiser):
    """Kingma and Ba 2015, algorithm 1."""

    betas: tuple[float, float] = (0.9, 0.999)
    eps: float = 1e-8
    slots = ("mean", "square")

    def moments(self, gradient: Float[Tensor, "*shape"], state: dict) -> tuple[Tensor, Tensor]:
        """Unbiased running means of the gradient and of the squared gradient, this one included.

        `betas` are the shares of the past. Both means began at zero, so after t visits to this parameter they are divided by
        `1 - beta**t`. What `state["mean"]` and `state["square"]` keep stays undivided; `state["steps"]` counts the visits.
        """
        state["steps"] += 1
        beta, beta_square = self.betas
        state["mean"].mul_(beta).add_((1 - beta) * gradient)
        state["square"].mul_(beta_square).add_((1 - beta_square) * gradient**2)
        return state["mean"] / (1 - beta ** state["steps"]), state["square"] / (1 - beta_square ** state["steps"])

    def update(self, parameter: Float[Tensor, "*shape"], gradient: Float[Tensor, "*shape"], state: dict) -> None:
        """Steps by `lr * mean / (root + eps)`, with the unbiased mean and the root of the unbiased square."""
        mean, square = self.moments(gradient, state)
        parameter -= self.lr * mean / (square.sqrt() + self.eps)


class AdamW(Adam):
    """Loshchilov and Hutter 2019, algorithm 2, with torch's `lr * decay` where the paper has a schedule times `decay`."""

    decay: float = 1e-2

    def update(self, parameter: Float[Tensor, "*shape"], gradient: Float[Tensor, "*shape"], state: dict) -> None:
        """Shrinks the parameter by the share `lr * decay` of itself, then steps as Adam: the decay never meets the moments."""
        parameter *= 1 - self.lr * self.decay
        super().update(parameter, gradient, state)


class Adamax(Adam):
    """Kingma and Ba 2015, algorithm 2: the largest gradient instead of the mean square."""

    slots = ("mean", "largest")

    def update(self, parameter: Float[Tensor, "*shape"], gradient: Float[Tensor, "*shape"], state: dict) -> None:
        """Steps by `lr * mean / largest`, with the mean unbiased as in Adam.

        `largest` fades by the factor `betas[1]`, but never falls below `abs(gradient) + eps` (`eps` is torch's, not the paper's).
        """
        state["steps"] += 1
        beta, fade = self.betas
        state["mean"].mul_(beta).add_((1 - beta) * gradient)
        state["largest"] = torch.maximum(fade * state["largest"], gradient.abs() + self.eps)
        parameter -= self.lr * state["mean"] / (1 - beta ** state["steps"]) / state["largest"]


class RAdam(Adam):
    """Liu et al. 2020, algorithm 2, with torch's bound 5 for the paper's 4, and torch's `eps`, which the paper lacks."""

    def update(self, parameter: Float[Tensor, "*shape"], gradient: Float[Tensor, "*shape"], state: dict) -> None:
        """Steps by `lr * mean` until the mean square can be trusted, then by Adam's step times a factor that grows to 1.

        At visit t: `longest = 2 / (1 - beta) - 1`, `length = longest - 2 * t * beta**t / (1 - beta**t)` with beta = `betas[1]`.
        If `length > 5`: `lr * mean * factor * sqrt(1 - beta**t) / (sqrt(square) + eps)`, where `square` is the biased one and
        `factor = sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length))`.
        """
        (_, beta), (mean, _) = self.betas, self.moments(gradient, state)
        longest, unbias = 2 / (1 - beta) - 1, 1 - beta ** state["steps"]
        length = longest - 2 * state["steps"] * beta ** state["steps"] / unbias
        if length > 5:
            factor = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
            mean = mean * (factor * unbias) ** 0.5 / (state["square"].sqrt() + self.eps)
        parameter -= self.lr * mean


class NAdam(Adam):
    """Dozat 2016. As in torch only the mixture follows his momentum schedule; the running mean keeps `betas[0]` for its past."""

    momentum_decay: float = 4e-3

    def update(self, parameter: Float[Tensor, "*shape"], gradient: Float[Tensor, "*shape"], state: dict) -> None:
        """Steps by `lr * ahead / (root + eps)`, the root as in Adam.

        The momentum of visit t is `m(t) = betas[0] * (1 - 0.5 * 0.96 ** (t * momentum_decay))`; P(t) is the product m(1)...m(t).
        `ahead = (1 - m(t)) / (1 - P(t)) * gradient + m(t + 1) / (1 - P(t + 1)) * mean`, where `mean` is Adam's, but biased.
        """
        _, square = self.moments(gradient, state)
        now, soon = (self.betas[0] * (1 - 0.5 * 0.96 ** (t * self.momentum_decay)) for t in (state["steps"], state["steps"] + 1))
        state["product"] = state.get("product", 1.0) * now
        ahead = (1 - now) / (1 - state["product"]) * gradient + soon / (1 - state["product"] * soon) * state["mean"]
        parameter -= self.lr * ahead / (square.sqrt() + self.eps)
