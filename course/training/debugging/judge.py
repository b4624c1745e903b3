"""How the training programs and the tools are judged: by the losses, the weights they leave and what stays in memory."""

import torch
from torch import nn

from torchdojo.author import Fill, Hunt

train_shuffled = Hunt(
    "labels_stay",
    minutes=8,
    excused={
        "mutant:19:flag:strict to False": "both are cut into equally many pieces",
        "mutant:21:argument:1 and 2 of mse_loss exchanged": "the square of a difference has no order",
        "mutant:23:context:no_grad dropped": "the numbers are the same; it only saves memory",
        "mutant:24:argument:1 and 2 of mse_loss exchanged": "the square of a difference has no order",
    },
)
score_new_rows = Hunt(
    "chosen_on_everything",
    minutes=10,
    excused={
        "mutant:15:function:abs to square": "squares stand in the same order as sizes",
        "mutant:18:operand:sides of - exchanged": "only the square of what is missed is used",
        "mutant:18:minus:added": "only the square of what is missed is used",
        "mutant:19:operand:sides of - exchanged #2": "the square of a difference has no order",
    },
)
train_classifier = Hunt("softmax_twice", minutes=5)
overfit_one_batch = Fill(minutes=12)
fit_prices = Hunt(
    "column_against_row",
    minutes=8,
    excused={
        "mutant:9:operand:sides of - exchanged": "the square of a difference has no order",
        "mutant:9:argument:1 of squeeze dropped": "a single row without axes is compared with a single price all the same",
        "mutant:9:axis:1 to -1": "the second of two axes is the last",
    },
)
gradient_norms = Fill(minutes=5)
fit_curve = Hunt(
    "never_cleared",
    minutes=5,
    excused={"mutant:7:argument:1 and 2 of mse_loss exchanged": "the square of a difference has no order"},
)
clip_by_global_norm = Fill(
    minutes=12,
    excused={
        "mutant:10:result:negated": "minus zero is zero",
        "mutant:10:result:transposed": "a single number has no axes",
        "mutant:10:result:detached": "it has no graph",
        "mutant:15:result:transposed": "a single number has no axes",
        "mutant:15:result:detached": "it has no graph",
    },
)
train_clipped = Hunt(
    "clipped_too_early",
    minutes=5,
    excused={"mutant:12:argument:1 and 2 of mse_loss exchanged": "the square of a difference has no order"},
)
update_ratios = Fill(
    minutes=8,
    excused={
        "mutant:7:call:.detach dropped": "the copy is only looked at",
        "mutant:9:operand:sides of - exchanged": "a norm has no sign",
    },
)
first_not_finite = Fill(minutes=15)
train_and_validate = Hunt(
    "mode_set_once",
    minutes=8,
    excused={
        "mutant:19:context:no_grad dropped": "the numbers are the same; it only saves memory",
        "mutant:20:axis:1 to -1": "the second of two axes is the last",
    },
)
train_smoothed = Hunt(
    "graph_kept",
    minutes=8,
    excused={"mutant:10:argument:1 and 2 of mse_loss exchanged": "the square of a difference has no order"},
)


def drawn(draw, model, *, scale=1.0):
    """The model, its parameters drawn; a matrix is divided by the root of its width."""
    with torch.no_grad():
        for parameter in model.parameters():
            width = parameter.shape[-1] if parameter.dim() > 1 else 1
            parameter.copy_(draw.normal(*parameter.shape, dtype=parameter.dtype) * scale / width**0.5)
    return model


def network(draw, *widths, scale=1.0, dtype=torch.float64):
    """Linear layers with tanh between them."""
    layers = []
    for number in range(len(widths) - 1):
        layers += [nn.Linear(widths[number], widths[number + 1], dtype=dtype), nn.Tanh()]
    return drawn(draw, nn.Sequential(*layers[:-1]), scale=scale)


def batches_of(draw, count, *, rows=5, width=3, outputs=2, scale=1.0):
    """Some mini-batches of features and targets."""
    return [(draw.normal(rows, width), scale * draw.normal(rows, outputs)) for _ in range(count)]


def weights(model):
    """A copy of everything the model holds."""
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


def orders_of(draw, epochs, rows):
    """One drawn order for each epoch."""
    return torch.stack([draw.permutation(rows) for _ in range(epochs)])


@train_shuffled.probe
def last_batch_short(lesson, draw):
    """10 rows in mini-batches of 4, so the last one is short; 3 epochs, 2 outputs."""
    model = network(draw, 3, 6, 2)
    errors = lesson.train_shuffled(model, draw.normal(10, 3), draw.normal(10, 2), orders_of(draw, 3, 10), lr=0.1)
    return {"errors": errors, "weights": weights(model)}


@train_shuffled.probe
def rows_in_order(lesson, draw):
    """The rows in their own order."""
    model = network(draw, 2, 1)
    errors = lesson.train_shuffled(model, draw.normal(6, 2), draw.normal(6, 1), torch.arange(6).expand(2, 6), size=3)
    return {"errors": errors, "weights": weights(model)}


@train_shuffled.probe
def target_in_features(lesson, draw):
    """A target that a linear model can hit exactly: the error must go to zero."""
    model, features = network(draw, 3, 1), draw.normal(12, 3)
    errors = lesson.train_shuffled(model, features, features @ draw.normal(3, 1), orders_of(draw, 20, 12), lr=0.05, size=5)
    return {"errors": errors, "the last is small": errors[-1] < 0.05 * errors[0] + 1e-9}


@score_new_rows.probe
def pure_noise(lesson, draw):
    """40 columns of pure noise, of which 3 are kept: nothing can be learned."""
    return lesson.score_new_rows(draw.normal(30, 40), draw.normal(30), tests=12, keep=3)


@score_new_rows.probe
def real_signal(lesson, draw):
    """Columns of very different location and scale, one of which carries the target, which is far from zero."""
    plain = draw.normal(25, 6)
    features = plain * torch.tensor([1.0, 50.0, 0.01, 3.0, 1.0, 7.0]) + torch.arange(6) * 10
    return lesson.score_new_rows(features, 100 + 3 * plain[:, 2] + 0.5 * draw.normal(25), tests=7, keep=2, penalty=4.3)


@score_new_rows.probe
def the_future_is_elsewhere(lesson, draw):
    """The future rows lie elsewhere and are spread wider than the past ones."""
    features, targets = draw.normal(20, 5), draw.normal(20)
    features = draw.given(torch.cat([features[:-6], 4 * features[-6:] + 3]), name="features")
    targets = draw.given(torch.cat([targets[:-6], targets[-6:] + 5]), name="targets")
    return lesson.score_new_rows(features, targets, tests=6, keep=2)


@score_new_rows.probe
def a_wide_future(lesson, draw):
    """The column that carries the target is spread far wider in the future rows than in the past ones."""
    plain = draw.normal(25, 4)
    features = draw.given(torch.cat([plain[:-7], plain[-7:] * torch.tensor([1.0, 50.0, 1.0, 1.0])]), name="features")
    return lesson.score_new_rows(features, 3 * plain[:, 1] + 0.1 * draw.normal(25), tests=7, keep=1)


@train_classifier.probe
def three_classes(lesson, draw):
    """9 rows of 3 classes, 20 steps."""
    model = network(draw, 4, 7, 3)
    return {"losses": lesson.train_classifier(model, draw.normal(9, 4), draw.integers(0, 3, 9)), "weights": weights(model)}


@train_classifier.probe
def more_classes_than_rows(lesson, draw):
    """2 rows, 5 classes, a small learning rate."""
    model = network(draw, 3, 5)
    losses = lesson.train_classifier(model, draw.normal(2, 3), draw.integers(0, 5, 2), lr=0.1, steps=4)
    return {"losses": losses, "weights": weights(model)}


@train_classifier.probe
def large_scores(lesson, draw):
    """Scores in the thousands: the loss stays finite."""
    model = network(draw, 3, 4, scale=5000.0)
    losses = lesson.train_classifier(model, draw.normal(6, 3), draw.integers(0, 4, 6), lr=0.01, steps=3)
    return {"losses": losses, "weights": weights(model)}


@overfit_one_batch.probe
def plain_network(lesson, draw):
    """A network without a mode: 8 steps with a large learning rate."""
    model = network(draw, 4, 6, 3)
    losses = lesson.overfit_one_batch(model, draw.normal(7, 4), draw.integers(0, 3, 7), lr=0.1, steps=8)
    return {"losses": losses, "weights afterwards": weights(model)}


@overfit_one_batch.probe
def with_running_statistics(lesson, draw):
    """Batch normalisation in training mode: its running statistics are put back as well."""
    model = drawn(draw, nn.Sequential(nn.Linear(3, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Linear(5, 2)).double())
    losses = lesson.overfit_one_batch(model, draw.normal(6, 3), draw.integers(0, 2, 6), lr=0.05, steps=4)
    return {"losses": losses, "weights and statistics afterwards": weights(model), "training mode": model.training}


@overfit_one_batch.probe
def in_evaluation_mode(lesson, draw):
    """A model in evaluation mode stays there, and so do its gradients: none."""
    model = drawn(draw, nn.Sequential(nn.Linear(3, 5), nn.BatchNorm1d(5), nn.Linear(5, 4)).double()).eval()
    losses = lesson.overfit_one_batch(model, draw.normal(5, 3), draw.integers(0, 4, 5), lr=0.05, steps=3)
    return {
        "losses": losses,
        "weights and statistics afterwards": weights(model),
        "training mode": model.training,
        "no gradients afterwards": all(p.grad is None or not p.grad.any() for p in model.parameters()),
    }


@overfit_one_batch.probe
def brings_gradients(lesson, draw):
    """A model that still carries old gradients: they take no part in the steps. Afterwards they are there or none are."""
    model = network(draw, 3, 4, 3)
    model(draw.normal(4, 3)).square().sum().backward()
    old = [p.grad.clone() for p in model.parameters()]
    losses = lesson.overfit_one_batch(model, draw.normal(5, 3), draw.integers(0, 3, 5), lr=0.1, steps=3)
    return {
        "losses": losses,
        "weights afterwards": weights(model),
        "no new gradients afterwards": all(
            p.grad is None or not p.grad.any() or torch.equal(p.grad, before)
            for p, before in zip(model.parameters(), old, strict=True)
        ),
    }


@overfit_one_batch.probe
def usual_settings(lesson, draw):
    """Nothing but the model and the batch is given: 100 steps at a rate of 0.01."""
    model = network(draw, 2, 3)
    return lesson.overfit_one_batch(model, draw.normal(4, 2), draw.integers(0, 3, 4))


@overfit_one_batch.probe
def no_step_at_all(lesson, draw):
    """0 steps in float32: one loss, and nothing has changed."""
    model = network(draw, 3, 2, dtype=torch.float32)
    features = draw.normal(4, 3, dtype=torch.float32)
    losses = lesson.overfit_one_batch(model, features, draw.integers(0, 2, 4), steps=0)
    return {"losses": losses, "weights afterwards": weights(model)}


@fit_prices.probe
def many_rows(lesson, draw):
    """11 rows, 20 steps."""
    model = network(draw, 3, 5, 1)
    return {"losses": lesson.fit_prices(model, draw.normal(11, 3), 3 * draw.normal(11)), "weights": weights(model)}


@fit_prices.probe
def one_row(lesson, draw):
    """A single row."""
    model = network(draw, 3, 1)
    losses = lesson.fit_prices(model, draw.normal(1, 3), draw.normal(1), lr=0.01, steps=3)
    return {"losses": losses, "weights": weights(model)}


@fit_prices.probe
def reachable_prices(lesson, draw):
    """Prices that the model can hit exactly."""
    model, features = network(draw, 2, 1), draw.normal(9, 2)
    return lesson.fit_prices(model, features, features @ draw.normal(2) + 1, lr=0.2, steps=15)


@gradient_norms.probe
def a_layer_out_of_reach(lesson, draw):
    """Gradients of very different size; one layer that backward never reaches, one that is frozen."""
    model = nn.ModuleDict({name: nn.Linear(3, 4, dtype=torch.float64) for name in ("small", "unused", "large", "frozen")})
    drawn(draw, model)["frozen"].requires_grad_(False)
    features = draw.normal(5, 3)
    (1e-6 * model["small"](features) + 1e6 * model["large"](features) + model["frozen"](features)).tanh().sum().backward()
    norms = lesson.gradient_norms(model)
    return {"norms": norms, "names in their order": list(norms)}


@gradient_norms.probe
def frozen_after_backward(lesson, draw):
    """A layer that is frozen when it has its gradient already: it is left out all the same."""
    model = network(draw, 3, 4, 2)
    model(draw.normal(5, 3)).square().sum().backward()
    model[0].requires_grad_(False)
    return lesson.gradient_norms(model)


@gradient_norms.probe
def whole_network(lesson, draw):
    """A network after backward, in float32; gradients and weights are only looked at."""
    model = network(draw, 4, 6, 2, dtype=torch.float32)
    (model(draw.normal(5, 4, dtype=torch.float32)) * draw.normal(5, 2, dtype=torch.float32)).sum().backward()
    norms = lesson.gradient_norms(model)
    return {"norms": norms, "gradients afterwards": [p.grad.clone() for p in model.parameters()], "weights": weights(model)}


@gradient_norms.probe
def zero_and_infinite(lesson, draw):
    """A gradient of zeros, and one with an infinity in it."""
    model = network(draw, 2, 3)
    model[0].weight.grad, model[0].bias.grad = torch.zeros(3, 2).double(), torch.tensor([1.0, torch.inf, 2.0]).double()
    return lesson.gradient_norms(model)


@fit_curve.probe
def momentum_over_batches(lesson, draw):
    """12 mini-batches, two outputs."""
    model = network(draw, 3, 6, 2)
    return {"losses": lesson.fit_curve(model, batches_of(draw, 12)), "weights": weights(model)}


@fit_curve.probe
def one_batch(lesson, draw):
    """A single mini-batch, on a model that still carries old gradients."""
    model = network(draw, 3, 2)
    model(draw.normal(4, 3)).square().sum().backward()
    return {"losses": lesson.fit_curve(model, batches_of(draw, 1), lr=0.1), "weights": weights(model)}


@fit_curve.probe
def same_batch_again(lesson, draw):
    """The same mini-batch 25 times: the loss settles down."""
    model = network(draw, 3, 4, 2)
    return lesson.fit_curve(model, batches_of(draw, 1) * 25, lr=0.05)


def with_gradients(draw, *sizes, scale=1.0, dtype=torch.float64):
    """Parameters that have gradients, and views of these gradients."""
    parameters = []
    for size in sizes:
        parameter = draw.normal(*size, dtype=dtype).requires_grad_()
        parameter.grad = scale * draw.normal(*size, dtype=dtype)
        parameters.append(parameter)
    return parameters, [parameter.grad.view(-1) for parameter in parameters]


@clip_by_global_norm.probe
def too_large(lesson, draw):
    """Gradients of three parameters that are too large together."""
    parameters, views = with_gradients(draw, (3, 4), (2,), (1, 5), scale=7.0)
    norm = lesson.clip_by_global_norm(parameters, max_norm=1.5)
    return {"norm": norm, "gradients": [p.grad for p in parameters], "views of the gradients, made beforehand": views}


@clip_by_global_norm.probe
def small_enough(lesson, draw):
    """Gradients that are small enough already."""
    parameters, _ = with_gradients(draw, (3, 4), (2,), scale=0.1)
    return {"norm": lesson.clip_by_global_norm(parameters, max_norm=5.0), "gradients": [p.grad for p in parameters]}


@clip_by_global_norm.probe
def from_a_generator(lesson, draw):
    """A generator of parameters, as `model.parameters()` is one; the one in the middle has no gradient."""
    parameters, _ = with_gradients(draw, (4,), (2, 2), (3,), scale=4.0)
    parameters[1].grad = None
    norm = lesson.clip_by_global_norm((p for p in parameters), max_norm=0.5)
    return {"norm": norm, "gradients": [p.grad for p in parameters]}


@clip_by_global_norm.probe
def one_giant(lesson, draw):
    """One entry of 1e4 beside small ones, in float32."""
    parameters, _ = with_gradients(draw, (6,), (2, 3), dtype=torch.float32)
    parameters[0].grad[2] = 1e4
    norm = lesson.clip_by_global_norm(parameters, max_norm=1.0)
    # measured in units of what is small beside the giant
    return {"norm": norm, "gradients": [p.grad for p in parameters], "small ones times 1e4": parameters[1].grad * 1e4}


@clip_by_global_norm.probe
def tiny_norms(lesson, draw):
    """A `max_norm` of 1e-6 and gradients of about that size: the 1e-6 under the fraction shows."""
    parameters, _ = with_gradients(draw, (3,), (2, 2), scale=1e-6)
    return {"norm": lesson.clip_by_global_norm(parameters, max_norm=1e-6), "gradients": [p.grad * 1e6 for p in parameters]}


@clip_by_global_norm.probe
def infinite(lesson, draw):
    """An infinity among the gradients."""
    parameters, _ = with_gradients(draw, (3,), (2, 2))
    parameters[0].grad[1] = torch.inf
    return {"norm": lesson.clip_by_global_norm(parameters, max_norm=1.0), "gradients": [p.grad for p in parameters]}


@clip_by_global_norm.probe
def nothing_to_clip(lesson, draw):
    """Parameters without any gradient."""
    return lesson.clip_by_global_norm([draw.normal(3).requires_grad_()], max_norm=1.0)


@train_clipped.probe
def steep(lesson, draw):
    """Targets in the hundreds: without clipping the losses would explode."""
    model = network(draw, 3, 5, 2)
    return {"losses": lesson.train_clipped(model, batches_of(draw, 8, scale=300.0)), "weights": weights(model)}


@train_clipped.probe
def gentle(lesson, draw):
    """Gradients that never reach the bound."""
    model = network(draw, 3, 2, scale=0.1)
    losses = lesson.train_clipped(model, batches_of(draw, 5), lr=0.05, max_norm=1000.0)
    return {"losses": losses, "weights": weights(model)}


@train_clipped.probe
def tight(lesson, draw):
    """A bound of 0.1 and a learning rate of 0.5: no step is longer than 0.05."""
    model = network(draw, 3, 4, 2)
    losses = lesson.train_clipped(model, batches_of(draw, 6, scale=10.0), lr=0.5, max_norm=0.1)
    return {"losses": losses, "weights": weights(model)}


@train_clipped.probe
def small_losses(lesson, draw):
    """Losses below the bound whose gradients lie far above it: the features are large."""
    model = network(draw, 3, 2, scale=0.001)
    batches = [(50 * draw.normal(5, 3), 0.3 * draw.normal(5, 2)) for _ in range(4)]
    return {"losses": lesson.train_clipped(model, batches, lr=0.001), "weights": weights(model)}


@update_ratios.probe
def adam_with_memory(lesson, draw):
    """Two steps of Adam: its steps are not the gradient times the learning rate."""
    model = network(draw, 3, 4, 2)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.01)
    seen = {}
    for step in (1, 2):
        optimiser.zero_grad()
        (model(draw.normal(5, 3)) * draw.normal(5, 2)).sum().backward()
        seen[f"ratios in step {step}"] = lesson.update_ratios(model, optimiser)
        seen[f"weights after step {step}"] = weights(model)
    return seen


@update_ratios.probe
def zeros_and_frozen(lesson, draw):
    """Biases of zeros, one of which moves: infinite and NaN. Layers without gradient, one of them frozen: exactly 0."""
    model = nn.ModuleDict({name: network(draw, 3, 2) for name in ("used", "unused", "frozen")})
    with torch.no_grad():
        model["used"][0].bias.zero_()
        model["unused"][0].bias.zero_()
    model["frozen"].requires_grad_(False)
    optimiser = torch.optim.SGD(model.parameters(), lr=0.5)
    model["used"](draw.normal(4, 3)).square().sum().backward()
    return lesson.update_ratios(model, optimiser)


@update_ratios.probe
def only_decay(lesson, draw):
    """A gradient of zero, a weight decay of 0.1 and a learning rate of 0.5: everything shrinks by a twentieth."""
    model = network(draw, 3, 2)
    for parameter in model.parameters():
        parameter.grad = torch.zeros_like(parameter)
    ratios = lesson.update_ratios(model, torch.optim.SGD(model.parameters(), lr=0.5, weight_decay=0.1))
    return {"ratios": ratios, "weights": weights(model)}


class Shrinking(torch.optim.Optimizer):
    """An optimiser that asks for no gradient: each step takes a tenth off every parameter."""

    def __init__(self, parameters):
        super().__init__(parameters, {})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for parameter in group["params"]:
                parameter *= 0.9


@update_ratios.probe
def without_gradients(lesson, draw):
    """An optimiser that needs no gradients, and there are none: each step takes a tenth off every parameter."""
    model = network(draw, 3, 2)
    return {"ratios": lesson.update_ratios(model, Shrinking(model.parameters())), "weights": weights(model)}


class Broken(nn.Module):
    """Divides by the distance to a number."""

    def __init__(self, at=0.0):
        super().__init__()
        self.at = at

    def forward(self, x):
        return 1 / (x - self.at)


class Pair(nn.Module):
    """Two branches and a tuple as the output; the second branch may be wrong on its own account."""

    def __init__(self, *, spoil):
        super().__init__()
        self.left, self.right, self.spoil = nn.Tanh(), nn.ReLU(), spoil

    def forward(self, x):
        return self.left(x), None, self.right(x) * self.spoil


class First(nn.Module):
    """The first of a tuple, and an error on demand."""

    def __init__(self, *, fails=False):
        super().__init__()
        self.fails = fails

    def forward(self, parts):
        if self.fails:
            raise KeyError("on demand")
        return parts[0]


def hooks(model):
    """How many forward hooks hang on the model and its parts, and on all modules there are."""
    everywhere = len(nn.modules.module._global_forward_hooks) + len(nn.modules.module._global_forward_pre_hooks)
    return everywhere + sum(len(module._forward_hooks) + len(module._forward_pre_hooks) for module in model.modules())


@first_not_finite.probe
def in_the_middle(lesson, draw):
    """The second of four layers divides by zero; everything behind it is spoiled too."""
    model = nn.Sequential(nn.ReLU(), Broken(), nn.ReLU(), nn.Linear(3, 2).double())
    name = lesson.first_not_finite(model, draw.given(torch.tensor([[1.0, -1.0, 2.0]]).double()))
    return {"name": name, "hooks left": hooks(model)}


@first_not_finite.probe
def all_well(lesson, draw):
    """Nothing is wrong; and once more, to see that the first look left nothing behind."""
    model = network(draw, 3, 4, 2)
    names = [lesson.first_not_finite(model, draw.normal(5, 3)) for _ in range(2)]
    return {"names": names, "hooks left": hooks(model)}


@first_not_finite.probe
def deep_inside(lesson, draw):
    """An infinity, not a NaN, in a module inside a module; its container finishes later."""
    inner = nn.Sequential(nn.Tanh(), Broken(), nn.ReLU())
    model = nn.ModuleDict({"ways": nn.Sequential(nn.Identity(), inner)})
    model.forward = lambda x: model["ways"](x)
    return {"name": lesson.first_not_finite(model, draw.given(torch.zeros(2, 3))), "hooks left": hooks(model)}


@first_not_finite.probe
def infinity_that_vanishes(lesson, draw):
    """An infinity that tanh turns into 1 again: the output of the model is finite."""
    model = nn.Sequential(nn.Linear(2, 2).double(), nn.ReLU(), Broken(), nn.Tanh())
    drawn(draw, model)
    with torch.no_grad():
        model[0].weight.fill_(-1)
        model[0].bias.zero_()
    return lesson.first_not_finite(model, draw.uniform(3, 2, low=0.5))


@first_not_finite.probe
def two_that_vanish(lesson, draw):
    """Two infinities, each turned into 1 by the tanh behind it: the output of the model is finite."""
    model = nn.Sequential(nn.Identity(), Broken(), nn.Tanh(), Broken(1.0), nn.Tanh())
    return lesson.first_not_finite(model, draw.given(torch.zeros(2, 3)))


class Parts(nn.Module):
    """A module without children that returns a tuple: its input times each of two numbers."""

    def __init__(self, *factors):
        super().__init__()
        self.factors = factors

    def forward(self, x):
        return tuple(x * factor for factor in self.factors)


@first_not_finite.probe
def parts_of_tuples(lesson, draw):
    """A module without children returns a tuple of two tensors: the first is spoiled, then, in another model, the second."""
    x, bad = draw.normal(2, 3), float("nan")
    names = [lesson.first_not_finite(nn.Sequential(Parts(*factors), First()), x) for factors in ((bad, 1.0), (1.0, bad))]
    return {"the first is spoiled": names[0], "the second is spoiled": names[1]}


@first_not_finite.probe
def tuples(lesson, draw):
    """A module that returns a tuple with a None in it; the NaN stands in the last part, made by the container itself."""
    model = nn.Sequential(nn.Identity(), Pair(spoil=float("nan")), First())
    return {"name": lesson.first_not_finite(model, draw.normal(2, 3)), "hooks left": hooks(model)}


@first_not_finite.probe
def anywhere(lesson, draw):
    """Twelve models of eight layers, one of which divides by zero: which one, nobody can know beforehand."""
    names = []
    for place in [draw.integer(0, 8) for _ in range(12)]:
        layers = [Broken() if number == place else nn.Identity() for number in range(8)]
        names.append(lesson.first_not_finite(nn.Sequential(*layers), torch.zeros(1, 3)))
    return names


@first_not_finite.probe
def the_model_itself(lesson, draw):
    """All parts are well, but the model spoils what they give."""
    return lesson.first_not_finite(Pair(spoil=float("inf")), draw.uniform(2, 3, low=0.1))


class Twins(nn.Module):
    """Twice what it is given, each part with a factor of its own."""

    def __init__(self, *factors):
        super().__init__()
        self.factors = factors

    def forward(self, x):
        return tuple(x * factor for factor in self.factors)


@first_not_finite.probe
def parts_of_a_tuple(lesson, draw):
    """A module that returns two tensors: the first of them holds infinities, then the second, then both."""
    names = []
    for factors in ((torch.inf, 1.0), (1.0, torch.inf), (torch.inf, torch.inf)):
        model = nn.Sequential(nn.Identity(), Twins(*factors), First())
        names.append(lesson.first_not_finite(model, draw.uniform(2, 3, low=0.1)))
    return names


class Spoiling(nn.Module):
    """Divides by what its one part gives."""

    def __init__(self):
        super().__init__()
        self.part = nn.ReLU()

    def forward(self, x):
        return 1 / self.part(x)


@first_not_finite.probe
def between_the_parts(lesson, draw):
    """A module whose only part is well; its own forward divides by zero, and what comes behind hides it."""
    model = nn.Sequential(Spoiling(), nn.Tanh())
    return lesson.first_not_finite(model, draw.given(torch.tensor([[1.0, -1.0, 2.0]])))


class Score(nn.Module):
    """A loss: one single number without axes."""

    def forward(self, x):
        return x.log().sum()


@first_not_finite.probe
def a_single_number(lesson, draw):
    """A loss module at the end takes the logarithm of 0: its output has no axes."""
    model = nn.Sequential(nn.ReLU(), Score())
    return lesson.first_not_finite(model, draw.given(torch.tensor([1.0, -2.0])))


@first_not_finite.probe
def forward_raises(lesson, draw):
    """The forward pass raises an error behind a module that was still well."""
    model = nn.Sequential(Pair(spoil=1.0), First(fails=True))
    outcome = draw.outcome(lesson.first_not_finite, model, draw.normal(2, 3))
    return {"outcome": outcome, "hooks left": hooks(model)}


@first_not_finite.probe
def two_inputs(lesson, draw):
    """A model with two inputs, one of which holds a NaN."""
    model = nn.Bilinear(2, 3, 4).double()
    return lesson.first_not_finite(model, draw.normal(5, 2), draw.given(torch.full((5, 3), torch.nan).double()))


def normalised(draw):
    """A small classifier with batch normalisation."""
    return drawn(draw, nn.Sequential(nn.Linear(3, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.Linear(6, 3)).double())


def labelled(draw, count, *, rows=5):
    """Some mini-batches of features and labels."""
    return [(2 * draw.normal(rows, 3) + 1, draw.integers(0, 3, rows)) for _ in range(count)]


@train_and_validate.probe
def batch_normalisation(lesson, draw):
    """Batch normalisation, 4 epochs of 2 mini-batches, validated on rows from elsewhere."""
    model = normalised(draw)
    shares = lesson.train_and_validate(model, labelled(draw, 2), (3 * draw.normal(37, 3), draw.integers(0, 3, 37)))
    return {"shares": shares, "weights and statistics": weights(model)}


@train_and_validate.probe
def one_validation_row(lesson, draw):
    """A single validation row: batch statistics of one row would be an error."""
    model = normalised(draw)
    shares = lesson.train_and_validate(model, labelled(draw, 2), (draw.normal(1, 3), draw.integers(0, 3, 1)), epochs=2)
    return {"shares": shares, "weights and statistics": weights(model)}


@train_and_validate.probe
def arrives_in_evaluation_mode(lesson, draw):
    """A model with dropout that arrives in evaluation mode; one epoch."""
    model = drawn(draw, nn.Sequential(nn.Linear(3, 40), nn.Dropout(0.5), nn.Linear(40, 3)).double()).eval()
    shares = lesson.train_and_validate(model, labelled(draw, 3), (draw.normal(41, 3), draw.integers(0, 3, 41)), epochs=1)
    return {"shares": shares, "weights": weights(model)}


class Noisy(nn.Module):
    """Drops entries in a layer, normalises, and adds noise of its own: each of the three asks for a mode."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(3, 20), nn.Dropout(0.3), nn.BatchNorm1d(20), nn.Linear(20, 3)).double()

    def forward(self, x):
        return nn.functional.dropout(self.layers(x), 0.3, training=self.training)


@train_and_validate.probe
def three_kinds_of_mode(lesson, draw):
    """Dropout as a layer, batch normalisation, and a dropout that the model itself makes in its `forward`; 3 epochs."""
    model = drawn(draw, Noisy())
    shares = lesson.train_and_validate(model, labelled(draw, 2), (draw.normal(43, 3), draw.integers(0, 3, 43)), epochs=3)
    return {"shares": shares, "weights and statistics": weights(model)}


class Graphs:
    """Counts how many graphs are alive, and how many ever were at once."""

    def __init__(self):
        self.alive, self.most = 0, 0

    def born(self):
        """Notes one more."""
        self.alive += 1
        self.most = max(self.most, self.alive)


class Mark:
    """Lives as long as the graph it hangs on."""

    def __init__(self, graphs):
        self.graphs = graphs
        graphs.born()

    def __del__(self):
        self.graphs.alive -= 1


class Through(torch.autograd.Function):
    """The same values; leaves a mark in the graph."""

    @staticmethod
    def forward(ctx, x, graphs):
        ctx.mark = Mark(graphs)
        return x.clone()

    @staticmethod
    def backward(ctx, gradient):
        return gradient, None


class Marked(nn.Module):
    """A model whose graphs are counted."""

    def __init__(self, model):
        super().__init__()
        self.model, self.graphs = model, Graphs()

    def forward(self, x):
        return Through.apply(self.model(x), self.graphs)


@train_smoothed.probe
def many_batches(lesson, draw):
    """12 mini-batches; at no moment more than the graphs of this step and of the one before it are alive."""
    model = Marked(network(draw, 3, 4, 2))
    curve = lesson.train_smoothed(model, batches_of(draw, 12))
    return {
        "curve": curve,
        "at most two graphs at once": model.graphs.most <= 2,
        "at most three graphs at once": model.graphs.most <= 3,
        "weights": weights(model),
    }


@train_smoothed.probe
def nothing_left(lesson, draw):
    """6 mini-batches: when all is over and only the curve is kept, no graph is alive."""
    model = Marked(network(draw, 3, 2))
    curve = lesson.train_smoothed(model, batches_of(draw, 6), lr=0.01)
    return {"losses in the curve": len(curve), "graphs alive": model.graphs.alive}


@train_smoothed.probe
def single_batch(lesson, draw):
    """One mini-batch: the curve begins with its loss."""
    model = network(draw, 3, 2)
    return {"curve": lesson.train_smoothed(model, batches_of(draw, 1)), "weights": weights(model)}
