"""Tools that look into a training run, and eight small training programs to look into.

The programs stand in the order in which a search for a fault goes: data, loss, one batch, gradients, numbers, modes, memory.
"""

from collections.abc import Iterable

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, mse_loss
from torch.nn.utils import clip_grad_norm_


def train_shuffled(
    model: nn.Module,
    features: Float[Tensor, "rows width"],
    targets: Float[Tensor, "rows outputs"],
    orders: Int[Tensor, "epochs rows"],
    *,
    lr: float = 0.05,
    size: int = 4,
) -> list[float]:
    """Mean squared error over all rows after each epoch of training with shuffled mini-batches.

    In epoch e the rows are taken in the order `orders[e]`, `size` at a time, one step of plain SGD for each mini-batch.
    Row i of `features` belongs to row i of `targets`.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    errors = []
    for order in orders:
        shuffled, answers = features[order], targets[order]
        for batch, wanted in zip(shuffled.split(size), answers.split(size), strict=True):
            optimiser.zero_grad()
            mse_loss(model(batch), wanted).backward()
            optimiser.step()
        with torch.no_grad():
            errors.append(mse_loss(model(features), targets).item())
    return errors


def score_new_rows(
    features: Float[Tensor, "rows width"], targets: Float[Tensor, " rows"], *, tests: int, keep: int, penalty: float = 1.0
) -> float:
    """How much better than a constant a linear model predicts rows it has never seen: 1 is perfect, 0 no better, below 0 worse.

    The last `tests` rows stand for data of the future. Columns are standardised, the `keep` columns that correlate most
    with the target are kept, and ridge regression with `penalty` is fitted. The constant is the mean target of the past.
    """
    past, future = features[:-tests], features[-tests:]
    wanted, answers = targets[:-tests], targets[-tests:]
    center, spread = past.mean(dim=0), past.std(dim=0)
    past, future = (past - center) / spread, (future - center) / spread
    middle = wanted.mean()
    # a constant in the target would change neither line: the columns of the past have mean zero
    best = (wanted @ past).abs().topk(keep).indices
    past, future = past[:, best], future[:, best]
    weight = torch.linalg.solve(past.T @ past + penalty * past.new_ones(keep).diag(), past.T @ wanted)
    missed = answers - middle - future @ weight
    return (1 - missed.square().sum() / (answers - middle).square().sum()).item()


def train_classifier(
    model: nn.Module, features: Float[Tensor, "rows width"], labels: Int[Tensor, " rows"], *, lr: float = 0.5, steps: int = 20
) -> list[float]:
    """Cross-entropy (natural logarithm, mean over the rows) before each step of plain SGD on all rows at once.

    The model gives one score per class, any real number.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = cross_entropy(model(features), labels)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def overfit_one_batch(
    model: nn.Module, features: Float[Tensor, "rows width"], labels: Int[Tensor, " rows"], *, lr: float = 0.01, steps: int = 100
) -> list[float]:
    """Cross-entropy on one and the same batch: before the first step of Adam and after each, `steps + 1` numbers.

    The model trains in the mode it is in. It is left as found: old parameters and buffers, the same mode, no new gradients.
    """
    found = {name: value.clone() for name, value in model.state_dict().items()}
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for step in range(steps + 1):
        optimiser.zero_grad()
        loss = cross_entropy(model(features), labels)
        losses.append(loss.item())
        if step < steps:
            loss.backward()
            optimiser.step()
    model.load_state_dict(found)
    return losses


def fit_prices(
    model: nn.Module, features: Float[Tensor, "rows width"], prices: Float[Tensor, " rows"], *, lr: float = 0.1, steps: int = 20
) -> list[float]:
    """Mean squared error before each step of plain SGD on all rows at once. The model gives one column: a price for each row."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = (model(features).squeeze(1) - prices).square().mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def gradient_norms(model: nn.Module) -> dict[str, float | None]:
    """The Euclidean norm of the gradient of each parameter, by the parameter's name, as a Python float.

    None where a parameter that wants a gradient has none. Frozen parameters are left out. The order is that of the model.
    """
    trained = {name: parameter.grad for name, parameter in model.named_parameters() if parameter.requires_grad}
    return {name: None if gradient is None else gradient.norm().item() for name, gradient in trained.items()}


def fit_curve(model: nn.Module, batches: list[tuple[Tensor, Tensor]], *, lr: float = 0.02) -> list[float]:
    """Mean squared error of each mini-batch before its step: one step of SGD with momentum 0.9 per mini-batch."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    losses = []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def clip_by_global_norm(parameters: Iterable[Tensor], *, max_norm: float) -> Float[Tensor, ""]:
    """The norm of all gradients taken together as one long vector, as it was before clipping.

    If it is larger than `max_norm`, every gradient is multiplied in place by the same `max_norm / (norm + 1e-6)`.
    Parameters without gradient are passed over; without any gradient the norm is 0. `parameters` may be a generator.
    Source: Pascanu, Mikolov and Bengio 2013, algorithm 1; the 1e-6 is torch's.
    """
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    if not gradients:
        return torch.tensor(0.0)
    norm = torch.stack([gradient.norm() for gradient in gradients]).norm()
    share = (max_norm / (norm + 1e-6)).clamp(max=1)
    for gradient in gradients:
        gradient *= share
    return norm


def train_clipped(
    model: nn.Module, batches: list[tuple[Tensor, Tensor]], *, lr: float = 0.1, max_norm: float = 1.0
) -> list[float]:
    """Mean squared error of each mini-batch before its step: one step of plain SGD per mini-batch.

    No step follows a gradient whose norm, over all parameters, is larger than `max_norm`.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        clip_grad_norm_(model.parameters(), max_norm)
        optimiser.step()
        losses.append(loss.item())
    return losses


def update_ratios(model: nn.Module, optimiser: torch.optim.Optimizer) -> dict[str, float]:
    """How far one step of the optimiser moves each parameter, frozen ones too, as a share of its size, by the parameter's name.

    Takes the step. The share is the norm of the change over the norm before: infinite for zeros that move, NaN if they stay.
    """
    now = dict(model.named_parameters())
    before = {name: parameter.detach().clone() for name, parameter in now.items()}
    optimiser.step()
    return {name: ((now[name] - old).norm() / old.norm()).item() for name, old in before.items()}


def first_not_finite(model: nn.Module, *inputs: Tensor) -> str | None:
    """The name of the first module whose output holds an infinity or a NaN, or None if there is no such module.

    Names are those of `model.named_modules()`, so "" is the model itself. First means first to finish in one forward pass.
    An output is a tensor or a tuple; what is no tensor in a tuple is passed over.
    No hook stays behind, not even if the forward pass raises; such an error is passed on.
    """
    names = []

    def watch(name):
        def hook(module, arguments, output):
            parts = output if isinstance(output, tuple) else (output,)
            if not all(part.isfinite().all() for part in parts if isinstance(part, Tensor)):
                names.append(name)

        return hook

    handles = [module.register_forward_hook(watch(name)) for name, module in model.named_modules()]
    try:
        model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return names[0] if names else None


def train_and_validate(
    model: nn.Module, batches: list[tuple[Tensor, Tensor]], validation: tuple[Tensor, Tensor], *, lr: float = 0.1, epochs: int = 4
) -> list[float]:
    """Share of right answers on the features and labels in `validation` after each epoch over `batches`.

    One step of plain SGD per mini-batch on the cross-entropy. The model may hold dropout and batch normalisation:
    both train while it trains, and neither disturbs the validation.
    """
    features, labels = validation
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    shares = []
    for _ in range(epochs):
        model.train()
        for batch, wanted in batches:
            optimiser.zero_grad()
            cross_entropy(model(batch), wanted).backward()
            optimiser.step()
        model.eval()
        with torch.no_grad():
            shares.append((model(features).argmax(dim=1) == labels).float().mean().item())
    return shares


def train_smoothed(model: nn.Module, batches: list[tuple[Tensor, Tensor]], *, lr: float = 0.05) -> list[float]:
    """The smoothed loss after each mini-batch: 0.9 of the smoothed loss before it, 0.1 of this loss; at first the loss itself.

    One step of plain SGD per mini-batch on the mean squared error. Only the returned list grows with the number of mini-batches.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    smoothed, curve = None, []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        now = loss.item()
        smoothed = now if smoothed is None else 0.9 * smoothed + 0.1 * now
        curve.append(smoothed)
    return curve
