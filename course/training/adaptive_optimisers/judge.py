"""How the optimisers are judged: several steps, two parameters, every setting away from its default."""

import torch

from torchdojo.author import Fill, Hunt

Optimiser__step = Fill(minutes=8, excused={"mutant:8:flag:strict to False": "there is one state for each parameter"})
path = Hunt("kept_aliases", minutes=6, excused={"mutant:16:result:detached": "the points are detached already"})
Adagrad__update = Fill(minutes=5)
RMSprop__update = Fill(
    minutes=12,
    excused={
        "mutant:8:function:add_ to sub_": "only the square of the mean is used",
        "mutant:8:minus:added #2": "only the square of the mean is used",
        "mutant:8:operand:sides of - exchanged": "only the square of the mean is used",
    },
)
Adadelta__update = Fill(minutes=10)
Adam__moments = Fill(
    minutes=12,
    excused={
        "mutant:11:result:1 detached": "an update happens without autograd",
        "mutant:11:result:2 detached": "an update happens without autograd",
    },
)
Adam__update = Fill(minutes=4)
AdamW__update = Hunt("coupled", minutes=6)
Adamax__update = Fill(minutes=10, excused={"mutant:9:argument:1 and 2 of maximum exchanged": "a maximum has no order"})
RAdam__update = Fill(minutes=15, excused={"mutant:11:comparison:> to >=": "no length is exactly 5"})
NAdam__update = Fill(minutes=15)


def parameters(draw, *, dtype=torch.float64):
    """A matrix and a vector that want gradients."""
    return [draw.normal(3, 5, dtype=dtype).clone().requires_grad_(), draw.normal(2, dtype=dtype).clone().requires_grad_()]


def gradients(draw, weights, *, scales=(1.0, 1.0)):
    """One drawn gradient for each of the weights, watched for changes."""
    return [
        draw.given(draw.normal(*weight.shape, dtype=weight.dtype) * scale, name="gradient")
        for weight, scale in zip(weights, scales, strict=True)
    ]


def walk(rule, draw, *, steps=5, dtype=torch.float64, without=(), scales=(1.0, 1.0), **settings):
    """Both parameters after each step, and a view made before the first; the vector has no gradient in the steps `without`."""
    weights = parameters(draw, dtype=dtype)
    views = [weight.detach() for weight in weights]
    optimiser = rule(weights, **settings)
    seen = {}
    for step in range(1, steps + 1):
        for weight, gradient in zip(weights, gradients(draw, weights, scales=scales), strict=True):
            weight.grad = gradient
        if step in without:
            weights[1].grad = None
        optimiser.step()
        seen[f"matrix after step {step}"], seen[f"vector after step {step}"] = (weight.detach().clone() for weight in weights)
    return seen | {"views of both, made before the first step": views}


def watched(lesson, weights, visits, **settings):
    """An optimiser that only writes down its visits, and marks the state of each parameter it visits."""

    class Watched(lesson.Optimiser):
        def update(self, parameter, gradient, state):
            visits.append(
                {
                    "parameter": next(number for number, weight in enumerate(weights) if weight is parameter),
                    "gradient": gradient.clone(),
                    "visits of its state before": state.get("visits", 0),
                    "count in its state": state["steps"],
                    "recorded by autograd": torch.is_grad_enabled(),
                }
            )
            state["visits"] = state.get("visits", 0) + 1

    return Watched(weights, **settings)


@Optimiser__step.probe
def two_parameters(lesson, draw):
    """Two parameters, two steps: each is visited once a step, with a state of its own."""
    weights, visits = parameters(draw), []
    optimiser = watched(lesson, weights, visits)
    for _ in range(2):
        weights[0].grad, weights[1].grad = gradients(draw, weights)
        optimiser.step()
    return {"visits": visits, "still wants gradients": [weight.requires_grad for weight in weights]}


@Optimiser__step.probe
def no_gradient(lesson, draw):
    """The matrix has no gradient in the first step, the vector none in the second, nobody one in the third."""
    weights, visits = parameters(draw), []
    optimiser = watched(lesson, weights, visits, weight_decay=0.5)
    for present in ((False, True), (True, False), (False, False)):
        for weight, gradient, here in zip(weights, gradients(draw, weights), present, strict=True):
            weight.grad = gradient if here else None
        optimiser.step()
    return visits


@Optimiser__step.probe
def gradients_of_zeros(lesson, draw):
    """The matrix has a gradient of zeros: an ordinary gradient, with a weight decay of 0.5 and without one."""
    visits = []
    for weight_decay in (0.5, 0.0):
        weights = parameters(draw)
        optimiser = watched(lesson, weights, visits, weight_decay=weight_decay)
        weights[0].grad, weights[1].grad = gradients(draw, weights, scales=(0.0, 1.0))
        optimiser.step()
    return visits


@Optimiser__step.probe
def decayed_twice(lesson, draw):
    """A weight decay of 0.3, and two steps on the same gradients. These must not change, and the parameters neither."""
    weights, visits = parameters(draw), []
    optimiser = watched(lesson, weights, visits, weight_decay=0.3)
    weights[0].grad, weights[1].grad = gradients(draw, weights)
    optimiser.step()
    optimiser.step()
    return {
        "visits": visits,
        "gradients afterwards": [weight.grad for weight in weights],
        "parameters afterwards": [weight.detach() for weight in weights],
    }


@Optimiser__step.probe
def graph_left_behind(lesson, draw):
    """Gradients that autograd computed, with a graph that is kept: the step adds nothing to it."""
    weights, visits = parameters(draw), []
    optimiser = watched(lesson, weights, visits, weight_decay=0.3)
    loss = sum((weight * draw.normal(*weight.shape)).tanh().sum() for weight in weights)
    weights[0].grad, weights[1].grad = torch.autograd.grad(loss, weights, create_graph=True)
    before = torch.is_grad_enabled()
    optimiser.step()
    return {"visits": visits, "autograd is as it was": torch.is_grad_enabled() == before}


def valley(draw):
    """A quadratic with a drawn, tilted shape."""
    root, low = draw.normal(3, 3), draw.normal(3)
    return lambda point: ((point - low) @ root).square().sum()


@path.probe
def momentum_remembers(lesson, draw):
    """4 steps of SGD with momentum on a tilted valley."""
    points = lesson.path(valley(draw), draw.normal(3), lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.8), steps=4)
    return {"points": points, "need gradients": points.requires_grad}


@path.probe
def no_step(lesson, draw):
    """No step at all: the start alone."""
    return {"points": lesson.path(valley(draw), draw.normal(3), lambda p: torch.optim.SGD(p, lr=0.02), steps=0)}


@path.probe
def start_wants_gradients(lesson, draw):
    """A start that itself wants gradients, and an optimiser that changes its state at every step, in float32."""
    root = draw.normal(2, 2, dtype=torch.float32)
    start = draw.normal(2, dtype=torch.float32, grad=True)
    points = lesson.path(lambda point: (point @ root).square().sum(), start, lambda p: torch.optim.Adam(p, lr=0.1), steps=3)
    return {"points": points, "need gradients": points.requires_grad, "gradient of the start": start.grad}


@Adagrad__update.probe
def adagrad_large_eps(lesson, draw):
    """eps = 0.4: large enough to see where it stands."""
    return walk(lesson.Adagrad, draw, lr=0.3, eps=0.4)


@Adagrad__update.probe
def adagrad_sizes_far_apart(lesson, draw):
    """Gradients of size 1e-4 beside gradients of size 1e6, and a vector that sometimes has none."""
    return walk(lesson.Adagrad, draw, lr=0.3, scales=(1e-4, 1e6), without=(1, 3))


@Adagrad__update.probe
def adagrad_decay(lesson, draw):
    """With a weight decay of 0.2, in float32, over 12 steps."""
    return walk(lesson.Adagrad, draw, lr=0.1, weight_decay=0.2, steps=12, dtype=torch.float32)


@RMSprop__update.probe
def rmsprop_plain(lesson, draw):
    """Neither momentum nor centring; alpha = 0.8, eps = 0.4."""
    return walk(lesson.RMSprop, draw, lr=0.1, alpha=0.8, eps=0.4)


@RMSprop__update.probe
def rmsprop_momentum(lesson, draw):
    """Momentum 0.7, and a vector without gradient in two of the steps."""
    return walk(lesson.RMSprop, draw, lr=0.1, alpha=0.8, eps=0.1, momentum=0.7, without=(1, 4))


@RMSprop__update.probe
def rmsprop_centered(lesson, draw):
    """Centred and with momentum."""
    return walk(lesson.RMSprop, draw, lr=0.1, alpha=0.7, eps=0.2, momentum=0.6, centered=True)


@RMSprop__update.probe
def rmsprop_rate_changes(lesson, draw):
    """The learning rate is lowered between two steps, as a schedule does."""
    matrix, vector = weights = parameters(draw)
    optimiser = lesson.RMSprop(weights, lr=0.5, momentum=0.9)
    for lr in (0.5, 0.05, 0.005):
        optimiser.lr = lr
        matrix.grad, vector.grad = gradients(draw, weights)
        optimiser.step()
    return {"matrix": matrix.detach(), "vector": vector.detach()}


@RMSprop__update.probe
def rmsprop_float32(lesson, draw):
    """10 steps in float32 with weight decay, gradients of very different size."""
    return walk(lesson.RMSprop, draw, lr=0.02, weight_decay=0.1, steps=10, dtype=torch.float32, scales=(1e-3, 1e3))


@Adadelta__update.probe
def adadelta_large_eps(lesson, draw):
    """rho = 0.7 and eps = 0.3: large enough to see where it stands."""
    return walk(lesson.Adadelta, draw, rho=0.7, eps=0.3)


@Adadelta__update.probe
def adadelta_with_rate(lesson, draw):
    """A learning rate of 0.5, and a vector without gradient in two of the steps."""
    return walk(lesson.Adadelta, draw, lr=0.5, rho=0.8, eps=0.05, without=(2, 3))


@Adadelta__update.probe
def adadelta_float32(lesson, draw):
    """12 steps in float32 with weight decay, gradients of size 1e-2 beside gradients of size 1e3."""
    return walk(lesson.Adadelta, draw, eps=1e-3, weight_decay=0.1, steps=12, dtype=torch.float32, scales=(1e-2, 1e3))


@Adadelta__update.probe
def adadelta_infinite_gradient(lesson, draw):
    """An infinity in the gradient of the vector: that entry becomes NaN, all others move on."""
    weights = parameters(draw)
    optimiser = lesson.Adadelta(weights, eps=0.2)
    for _ in range(2):
        matrix, vector = gradients(draw, weights)
        weights[0].grad, weights[1].grad = matrix, torch.where(torch.arange(2) == 1, torch.inf, vector)
        optimiser.step()
    return {"matrix": weights[0].detach(), "vector": weights[1].detach()}


def visits(lesson, draw, order, *, scale=1.0, dtype=torch.float64, **settings):
    """What `moments` returns at each visit, for the parameters in the given order, and what other rules find in the states."""
    weights = parameters(draw, dtype=dtype)
    optimiser = lesson.Adam(weights, **settings)
    seen = {}
    for visit, number in enumerate(order, 1):
        gradient = draw.given(draw.normal(*weights[number].shape, dtype=dtype) * scale, name="gradient")
        mean, square = optimiser.moments(gradient, optimiser.states[number])
        seen[f"mean at visit {visit}"], seen[f"square at visit {visit}"] = mean.clone(), square.clone()
    kept = [{"steps": int(state["steps"]), "mean": state["mean"], "square": state["square"]} for state in optimiser.states]
    return seen | {"states at the end": kept}


@Adam__moments.probe
def one_parameter(lesson, draw):
    """Five visits to one parameter, with betas 0.7 and 0.95."""
    return visits(lesson, draw, (0, 0, 0, 0, 0), betas=(0.7, 0.95))


@Adam__moments.probe
def in_turn(lesson, draw):
    """Two parameters in turn."""
    return visits(lesson, draw, (0, 1, 0, 1, 0, 1), betas=(0.6, 0.9))


@Adam__moments.probe
def late_parameter(lesson, draw):
    """The second parameter is first visited when the first has had three visits."""
    return visits(lesson, draw, (0, 0, 0, 1, 0, 1), betas=(0.9, 0.99))


@Adam__moments.probe
def small_gradients(lesson, draw):
    """The usual betas, float32, gradients of size 1e-6, eight visits."""
    return visits(lesson, draw, (0,) * 8, scale=1e-6, dtype=torch.float32)


@Adam__update.probe
def adam_large_eps(lesson, draw):
    """Betas 0.7 and 0.95, eps = 0.4: large enough to see where it stands."""
    return walk(lesson.Adam, draw, lr=0.1, betas=(0.7, 0.95), eps=0.4)


@Adam__update.probe
def adam_some_without_gradient(lesson, draw):
    """A vector without gradient in the first and the third step."""
    return walk(lesson.Adam, draw, lr=0.1, betas=(0.8, 0.9), without=(1, 3))


@Adam__update.probe
def adam_decay(lesson, draw):
    """A weight decay of 0.3, coupled: it reaches the moments through the gradient."""
    return walk(lesson.Adam, draw, lr=0.1, weight_decay=0.3)


@Adam__update.probe
def adam_sizes_far_apart(lesson, draw):
    """20 steps in float32; gradients of size 1e-5 beside gradients of size 1e5, with the usual settings."""
    return walk(lesson.Adam, draw, lr=0.01, steps=20, dtype=torch.float32, scales=(1e-5, 1e5))


@Adam__update.probe
def adam_zero_gradient(lesson, draw):
    """Gradients that are exactly zero at first: nothing moves, and nothing is NaN."""
    return walk(lesson.Adam, draw, lr=0.1, scales=(0.0, 0.0), steps=2)


@AdamW__update.probe
def adamw_decay(lesson, draw):
    """A decay of 0.5 at a learning rate of 0.2."""
    return walk(lesson.AdamW, draw, lr=0.2, betas=(0.8, 0.9), eps=0.1, decay=0.5)


@AdamW__update.probe
def adamw_no_decay(lesson, draw):
    """Without decay it is Adam; the vector has no gradient in the second step."""
    return walk(lesson.AdamW, draw, lr=0.2, decay=0.0, without=(2,))


@AdamW__update.probe
def adamw_both(lesson, draw):
    """Decoupled decay and an L2 penalty at once, in float32, gradients of very different size."""
    return walk(lesson.AdamW, draw, lr=0.05, decay=0.3, weight_decay=0.2, steps=8, dtype=torch.float32, scales=(1e-3, 1e3))


@AdamW__update.probe
def adamw_zero_gradient(lesson, draw):
    """Gradients that are exactly zero: only the decay is left."""
    return walk(lesson.AdamW, draw, lr=0.1, decay=0.4, scales=(0.0, 0.0), steps=3)


@Adamax__update.probe
def adamax_large_eps(lesson, draw):
    """Betas 0.7 and 0.8, eps = 0.4: large enough to see where it stands."""
    return walk(lesson.Adamax, draw, lr=0.1, betas=(0.7, 0.8), eps=0.4)


@Adamax__update.probe
def adamax_one_large_gradient(lesson, draw):
    """One gradient a thousand times larger than the rest, then small ones: it fades slowly."""
    (matrix,) = weights = [draw.normal(3, 5).clone().requires_grad_()]
    optimiser = lesson.Adamax(weights, lr=0.1, betas=(0.9, 0.6))
    seen = {}
    for step, scale in enumerate((1.0, 1000.0, 1.0, 1.0, 1.0), 1):
        matrix.grad = draw.given(draw.normal(3, 5) * scale, name="gradient")
        optimiser.step()
        seen[f"matrix after step {step}"] = matrix.detach().clone()
    return seen


@Adamax__update.probe
def adamax_some_without_gradient(lesson, draw):
    """Weight decay, and a vector without gradient in the first and the third step."""
    return walk(lesson.Adamax, draw, lr=0.1, betas=(0.6, 0.9), weight_decay=0.3, without=(1, 3))


@Adamax__update.probe
def adamax_float32(lesson, draw):
    """10 steps in float32 with the usual settings, gradients of very different size."""
    return walk(lesson.Adamax, draw, lr=0.01, steps=10, dtype=torch.float32, scales=(1e-3, 1e3))


@RAdam__update.probe
def radam_both_phases(lesson, draw):
    """9 steps with the usual betas: the first five without the mean square, the rest with it; eps = 0.1."""
    return walk(lesson.RAdam, draw, lr=0.1, eps=0.1, steps=9)


@RAdam__update.probe
def radam_short_memory(lesson, draw):
    """A second beta of 0.8: the factor is close to 1 after a few steps."""
    return walk(lesson.RAdam, draw, lr=0.1, betas=(0.7, 0.8), eps=0.3, steps=10)


@RAdam__update.probe
def radam_never_trusted(lesson, draw):
    """A second beta of 0.5: the mean square is never used."""
    return walk(lesson.RAdam, draw, lr=0.1, betas=(0.8, 0.5), steps=8)


@RAdam__update.probe
def radam_late_vector(lesson, draw):
    """The vector has no gradient in the first three steps, so its own count lags behind; with weight decay."""
    return walk(lesson.RAdam, draw, lr=0.1, betas=(0.9, 0.95), weight_decay=0.2, without=(1, 2, 3), steps=9)


@RAdam__update.probe
def radam_float32(lesson, draw):
    """10 steps in float32 with the usual settings, gradients of different size."""
    return walk(lesson.RAdam, draw, lr=0.01, steps=10, dtype=torch.float32, scales=(1e-2, 10.0))


@NAdam__update.probe
def nadam_fast_schedule(lesson, draw):
    """A momentum decay of 5, so that the momentum changes visibly; eps = 0.3."""
    return walk(lesson.NAdam, draw, lr=0.1, betas=(0.8, 0.9), eps=0.3, momentum_decay=5.0)


@NAdam__update.probe
def nadam_usual(lesson, draw):
    """The usual settings, and a vector without gradient in the first and the third step."""
    return walk(lesson.NAdam, draw, lr=0.1, without=(1, 3))


@NAdam__update.probe
def nadam_decay(lesson, draw):
    """With weight decay, in float32, over 10 steps, gradients of very different size."""
    return walk(lesson.NAdam, draw, lr=0.05, weight_decay=0.2, steps=10, dtype=torch.float32, scales=(1e-3, 1e3))
