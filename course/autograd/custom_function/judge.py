"""How own gradient functions are judged: values, gradients under random cotangents, gradients of gradients."""

import torch

from torchdojo.author import Fill, Hunt, Predict, Speed

numeric_gradient = Fill(
    minutes=10,
    excused={
        "mutant:14:minus:added": "every entry of the fresh memory is written before it is read",
        "mutant:20:result:detached": "the slopes were made without a graph, so there is nothing to cut",
    },
)
Cube = Fill(minutes=8, excused={"mutant:7:result:detached": "forward records nothing, so there is nothing to cut"})
Swish = Speed(
    "keeps_the_gate",
    minutes=6,
    excused={
        "mutant:10:result:detached": "forward records nothing, so there is nothing to cut",
        "mutant:16:result:detached": "the task asks for no second derivative",
    },
)
gradients_returned = Predict("error", minutes=3, given=[1, 3, 2, 1, 3])
ScaleChannels = Fill(
    minutes=15,
    excused={
        "mutant:14:result:detached": "forward records nothing, so there is nothing to cut",
        "mutant:21:argument:2 and 3 of einsum exchanged": "both factors have the same letters, and a product has no order",
    },
)
LogSumExp = Fill(minutes=15, without=["logsumexp"])
Binarise = Fill(
    minutes=8,
    excused={
        "mutant:10:minus:added": "the window is the same for x and -x, and nothing else is done with what is saved",
        "mutant:11:result:detached": "forward records nothing, so there is nothing to cut",
        "mutant:16:function:abs to square": "the square of x is at most 1 exactly where x lies in [-1, 1]",
    },
)
ReverseGradient = Fill(minutes=6, excused={"mutant:11:result:detached": "forward records nothing, so there is nothing to cut"})
reversed_slope = Predict("value", minutes=3, at=(2, 9), factor=(2, 9))
LeakyClamp = Hunt(
    "saves_the_output",
    minutes=10,
    excused={
        "mutant:12:result:detached": "forward records nothing, so there is nothing to cut",
        "mutant:17:operand:sides of & exchanged": "'and' has no order",
    },
)

INFINITY = float("inf")


def cubic(point):
    # its third derivative is constant: central differences are off by exactly step**2, one-sided ones by far more
    return point**3 - 2 * point


def mixed(point):
    # every output depends on every input, and there are fewer outputs than inputs
    return torch.stack([point.sin().sum(), (point**2).sum() * 0.5])


@numeric_gradient.probe
def wide_step(lesson, draw):
    """A cubic function and a wide step, so that the kind of difference shows."""
    point, cotangent = draw.normal(3, 2), draw.normal(3, 2)
    step = draw.number(0.2, 0.5)
    return {"gradient": lesson.numeric_gradient(cubic, point, cotangent, step)}


@numeric_gradient.probe
def every_entry_counts(lesson, draw):
    """Two outputs that depend on all of five inputs, weighted by the cotangent."""
    point, cotangent = draw.normal(5), draw.normal(2)
    return {"gradient": lesson.numeric_gradient(mixed, point, cotangent, 0.125)}


@numeric_gradient.probe
def point_that_requires_grad(lesson, draw):
    """The point is a leaf that requires grad: the result carries no graph, and the point stays as it was."""
    point, cotangent = draw.normal(2, 3, grad=True), draw.normal(2, 3)
    gradient = lesson.numeric_gradient(cubic, point, cotangent, 0.25)
    return {"gradient": gradient.detach(), "requires grad": gradient.requires_grad, "grad of the point": point.grad}


@numeric_gradient.probe
def point_with_gaps(lesson, draw):
    """The point is not contiguous in memory: it is the transpose of another tensor."""
    point, cotangent = draw.given(draw.normal(3, 4).T), draw.normal(2)
    return {"gradient": lesson.numeric_gradient(mixed, point, cotangent, 0.25)}


@numeric_gradient.probe
def function_that_gives_a_view(lesson, draw):
    """The function returns its input, turned round: what it gave for one place shares the memory of that place."""
    point, cotangent = draw.normal(3, 2), draw.normal(2, 3)
    return {"gradient": lesson.numeric_gradient(torch.t, point, cotangent, 0.25)}


@numeric_gradient.probe
def smallest_points(lesson, draw):
    """A single number without dimensions, and a point without entries."""
    number, nothing = draw.normal(), draw.normal(0, 3)
    return {
        "gradient at one number": lesson.numeric_gradient(cubic, number, draw.normal(), 0.5),
        "gradient at an empty point": lesson.numeric_gradient(cubic, nothing, draw.normal(0, 3), 0.5),
    }


@numeric_gradient.probe
def single_precision(lesson, draw):
    """A float32 point gives a float32 gradient."""
    point, cotangent = draw.normal(4, dtype=torch.float32), draw.normal(2, dtype=torch.float32)
    return {"gradient": lesson.numeric_gradient(mixed, point, cotangent, 0.5)}


@Cube.probe
def values_and_gradient(lesson, draw):
    """Seven numbers of both signs."""
    x = draw.normal(7, grad=True)
    return {"result": lesson.Cube.apply(x)}, draw.gradients({"x": x})


@Cube.probe
def twice(lesson, draw):
    """The gradient of the gradient."""
    x = draw.normal(2, 3, grad=True)
    return {"result": lesson.Cube.apply(x)}, draw.gradients({"x": x}, twice=True)


@Cube.probe
def inside_a_longer_graph(lesson, draw):
    """Something comes before the cube and something after it: the chain rule has three links."""
    x = draw.normal(3, 4, grad=True)
    return {"result": torch.sin(lesson.Cube.apply(2 * x) * 0.1)}, draw.gradients({"x": x}, twice=True)


@Cube.probe
def zeros_among_others(lesson, draw):
    """Some of the numbers are 0, where result, gradient and the gradient of the gradient are 0 as well."""
    x = draw.given(draw.normal(2, 4) * torch.tensor([0.0, 1.0, -1.0, 0.0], dtype=torch.float64), grad=True)
    return {"result": lesson.Cube.apply(x)}, draw.gradients({"x": x}, twice=True)


@Cube.probe
def beside_another_branch(lesson, draw):
    """The cube is added to another branch, and both get the same incoming gradient."""
    inputs = {"x": draw.normal(3, 2, grad=True), "other": draw.normal(3, 2, grad=True)}
    return {"sum": lesson.Cube.apply(inputs["x"]) + inputs["other"]}, draw.gradients(inputs)


@Cube.probe
def with_gaps(lesson, draw):
    """The input is not contiguous in memory."""
    x = draw.given(draw.normal(3, 4).T, grad=True)
    return {"result": lesson.Cube.apply(x)}, draw.gradients({"x": x})


@Cube.probe
def narrow_dtypes(lesson, draw):
    """float32 and bfloat16 stay what they are."""
    single, half = draw.normal(5, dtype=torch.float32, grad=True), draw.normal(5, dtype=torch.bfloat16, grad=True)
    results = {"float32": lesson.Cube.apply(single), "bfloat16": lesson.Cube.apply(half)}
    return results, draw.gradients({"single": single, "half": half})


@Swish.probe
def both_signs(lesson, draw):
    """Seven numbers of both signs, under a random incoming gradient."""
    x = draw.normal(7, grad=True)
    return {"result": lesson.Swish.apply(x)}, draw.gradients({"x": x})


@Swish.probe
def between_other_links(lesson, draw):
    """Something comes before it and something after it, and two branches meet."""
    x = draw.normal(3, 4, grad=True)
    return {"result": torch.sin(lesson.Swish.apply(2 * x) + x)}, draw.gradients({"x": x})


@Swish.probe
def saturated(lesson, draw):
    """Numbers near 1000 and -1000, where the sigmoid is 1 or 0."""
    x = draw.given(torch.tensor([1000.0, -1000.0, 30.0, -30.0], dtype=torch.float64) + draw.uniform(4), grad=True)
    return {"result": lesson.Swish.apply(x)}, draw.gradients({"x": x})


@Swish.probe
def gaps_and_dtypes(lesson, draw):
    """An input with gaps in memory, and one in float32."""
    gaps, single = draw.given(draw.normal(3, 4).T, grad=True), draw.normal(5, dtype=torch.float32, grad=True)
    results = {"with gaps": lesson.Swish.apply(gaps), "float32": lesson.Swish.apply(single)}
    return results, draw.gradients({"with gaps": gaps, "single": single})


@Swish.cost(sizes=(64, 128, 256), saved=1)
def more_rows(lesson, draw, size):
    """The number of rows doubles. Each row has 8 numbers of 8 bytes."""
    x = draw.normal(size, 8, grad=True)
    return lambda: lesson.Swish.apply(x)


def images(draw, **sizes):
    size = {"batch": 2, "channels": 3, "height": 4, "width": 5, **sizes}
    x = draw.normal(size["batch"], size["channels"], size["height"], size["width"], grad=True)
    return {"x": x, "scale": draw.normal(size["channels"], grad=True)}


@ScaleChannels.probe
def batch_of_images(lesson, draw):
    """Two images of three channels, 4 rows and 5 columns."""
    inputs = images(draw)
    return {"result": lesson.ScaleChannels.apply(inputs["x"], inputs["scale"])}, draw.gradients(inputs)


@ScaleChannels.probe
def as_many_columns_as_channels(lesson, draw):
    """3 channels and 3 columns: a gradient in the wrong shape is not noticed by autograd here."""
    inputs = images(draw, width=3)
    return {"result": lesson.ScaleChannels.apply(inputs["x"], inputs["scale"])}, draw.gradients(inputs)


@ScaleChannels.probe
def gradient_of_the_gradient(lesson, draw):
    """Both gradients, differentiated again."""
    inputs = images(draw, batch=1)
    return {"result": lesson.ScaleChannels.apply(inputs["x"], inputs["scale"])}, draw.gradients(inputs, twice=True)


def what_backward_returns(result, cotangent):
    node = result.grad_fn
    gradients = node.apply(cotangent)
    return {"for x": gradients[0], "for scale": gradients[1]}


@ScaleChannels.probe
def frozen_scale(lesson, draw):
    """Only x needs a gradient: backward, called by hand, returns None for scale."""
    x, scale = draw.normal(2, 3, 4, 5, grad=True), draw.normal(3)
    return {"backward": what_backward_returns(lesson.ScaleChannels.apply(x, scale), draw.normal(2, 3, 4, 5))}


@ScaleChannels.probe
def frozen_images(lesson, draw):
    """Only scale needs a gradient: backward, called by hand, returns None for x."""
    x, scale = draw.normal(2, 3, 4, 5), draw.normal(3, grad=True)
    return {"backward": what_backward_returns(lesson.ScaleChannels.apply(x, scale), draw.normal(2, 3, 4, 5))}


@ScaleChannels.probe
def images_with_gaps(lesson, draw):
    """The images are stored channels last."""
    x, scale = draw.given(draw.normal(2, 4, 5, 3).permute(0, 3, 1, 2), grad=True), draw.normal(3, grad=True)
    return {"result": lesson.ScaleChannels.apply(x, scale)}, draw.gradients({"x": x, "scale": scale})


@LogSumExp.probe
def last_dimension(lesson, draw):
    """Rows of five numbers, along the last dimension."""
    x = draw.normal(3, 5, grad=True)
    return {"result": lesson.LogSumExp.apply(x, -1)}, draw.gradients({"x": x})


@LogSumExp.probe
def middle_dimension(lesson, draw):
    """Three dimensions, along the middle one, counted from the front and from the back."""
    x = draw.normal(2, 5, 3, grad=True)
    results = {"dim 1": lesson.LogSumExp.apply(x, 1), "dim -2": lesson.LogSumExp.apply(x, -2)}
    return results, draw.gradients({"x": x})


@LogSumExp.probe
def dimensions_of_size_one(lesson, draw):
    """Other dimensions of size one, which must stay, and a sum over a single entry."""
    x = draw.normal(3, 1, 4, grad=True)
    results = {"along the last": lesson.LogSumExp.apply(x, 2), "along the one entry": lesson.LogSumExp.apply(x, 1)}
    return results, draw.gradients({"x": x})


@LogSumExp.probe
def square(lesson, draw):
    """As many rows as columns: a gradient lined up with the wrong dimension is not noticed by broadcasting."""
    x = draw.normal(4, 4, grad=True)
    return {"result": lesson.LogSumExp.apply(x, 1)}, draw.gradients({"x": x})


@LogSumExp.probe
def far_from_zero(lesson, draw):
    """One row near +1000 and one near -1000: exp of the one is inf, of the other 0."""
    x = draw.given(torch.stack([draw.normal(4) + 1000, draw.normal(4) - 1000, draw.normal(4)]), grad=True)
    return {"result": lesson.LogSumExp.apply(x, 1)}, draw.gradients({"x": x})


@LogSumExp.probe
def rows_far_apart_inside(lesson, draw):
    """Numbers in one row that lie 2000 apart."""
    x = draw.given(torch.stack([draw.normal(4) * 2000, draw.normal(4) * 2000]), grad=True)
    return {"result": lesson.LogSumExp.apply(x, 1)}, draw.gradients({"x": x})


@LogSumExp.probe
def excluded_entries(lesson, draw):
    """Entries of -inf, one to three in a row."""
    x = draw.normal(3, 4)
    mask = torch.tensor([[1, 0, 0, 0], [0, 1, 1, 0], [1, 0, 1, 1]], dtype=torch.bool)
    x = draw.given(x.masked_fill(mask, -INFINITY), grad=True)
    return {"result": lesson.LogSumExp.apply(x, 1)}, draw.gradients({"x": x})


@LogSumExp.probe
def nothing_left(lesson, draw):
    """A row of -inf only, and one with +inf."""
    x = draw.given(torch.tensor([[-INFINITY, -INFINITY], [INFINITY, 1.0]], dtype=torch.float64))
    return {"result": lesson.LogSumExp.apply(x, 1)}


@LogSumExp.probe
def second_derivative(lesson, draw):
    """The gradient of the gradient, along dimension 0."""
    x = draw.normal(4, 2, grad=True)
    return {"result": lesson.LogSumExp.apply(x, 0)}, draw.gradients({"x": x}, twice=True)


@Binarise.probe
def both_sides_of_the_window(lesson, draw):
    """Numbers inside and outside of [-1, 1]."""
    x = draw.uniform(5, 4, low=-2.5, high=2.5, grad=True)
    return {"result": lesson.Binarise.apply(x)}, draw.gradients({"x": x})


@Binarise.probe
def differentiated_twice(lesson, draw):
    """An incoming gradient that depends on the input itself, differentiated again."""
    x = draw.uniform(4, 3, low=-2, high=2, grad=True)
    return {"product": lesson.Binarise.apply(x) * x**2}, draw.gradients({"x": x}, twice=True)


@Binarise.probe
def exactly_at_the_borders(lesson, draw):
    """The numbers -1, 0, 1, and numbers a hair beyond."""
    x = draw.given(torch.tensor([-1.0, 0.0, 1.0, -1.001, 1.001, -0.001], dtype=torch.float64), grad=True)
    return {"result": lesson.Binarise.apply(x)}, draw.gradients({"x": x})


@Binarise.probe
def learning_signal(lesson, draw):
    """A weight before and a loss after the step: the gradient must reach the weight."""
    weight, x = draw.normal(3, 2, grad=True), draw.normal(4, 3)
    return {"result": torch.tanh(lesson.Binarise.apply(x @ weight * 0.5) * 0.3)}, draw.gradients({"weight": weight})


@Binarise.probe
def added_to_another_branch(lesson, draw):
    """The signs are added to another branch, and both get the same incoming gradient."""
    inputs = {"x": draw.uniform(4, 3, low=-2, high=2, grad=True), "other": draw.normal(4, 3, grad=True)}
    return {"sum": lesson.Binarise.apply(inputs["x"]) + inputs["other"]}, draw.gradients(inputs)


@Binarise.probe
def keeps_the_dtype(lesson, draw):
    """float32, bfloat16 and float64 stay what they are."""
    inputs = {str(dtype): draw.normal(6, dtype=dtype, grad=True) for dtype in (torch.float32, torch.bfloat16, torch.float64)}
    return {name: lesson.Binarise.apply(x) for name, x in inputs.items()}, draw.gradients(inputs)


@Binarise.probe
def stored_with_gaps(lesson, draw):
    """The input is not contiguous in memory."""
    x = draw.given(draw.normal(3, 4).T, grad=True)
    return {"result": lesson.Binarise.apply(x)}, draw.gradients({"x": x})


@ReverseGradient.probe
def factor_of_any_sign(lesson, draw):
    """Factors above and below one, zero and a negative one."""
    x = draw.normal(3, 4, grad=True)
    factors = {"large": draw.number(1.5, 3), "small": draw.number(0.1, 0.7), "zero": 0.0, "negative": -draw.number(0.3, 2)}
    results = {f"result for a {name} factor": lesson.ReverseGradient.apply(x, factor) for name, factor in factors.items()}
    gradients = {name: torch.autograd.grad(result.sin().sum(), x)[0] for name, result in results.items()}
    return results, gradients


@ReverseGradient.probe
def two_branches(lesson, draw):
    """The reversed branch meets another branch: only the first is reversed."""
    inputs = {"features": draw.normal(3, 4, grad=True), "other": draw.normal(3, 4, grad=True)}
    reversed_ = lesson.ReverseGradient.apply(inputs["features"], draw.number(0.2, 0.8))
    return {"sum": reversed_ + inputs["other"]}, draw.gradients(inputs)


@ReverseGradient.probe
def cotangent_survives(lesson, draw):
    """The incoming gradient is still what it was after backward."""
    x, cotangent = draw.normal(2, 5, grad=True), draw.normal(2, 5)
    (gradient,) = torch.autograd.grad(lesson.ReverseGradient.apply(x, 0.5), x, cotangent)
    return {"gradient": gradient, "incoming gradient afterwards": cotangent}


@ReverseGradient.probe
def reversed_twice(lesson, draw):
    """A square behind the layer, differentiated twice."""
    x = draw.normal(4, grad=True)
    return {"result": lesson.ReverseGradient.apply(x, draw.number(0.2, 0.8)) ** 2}, draw.gradients({"x": x}, twice=True)


@LeakyClamp.probe
def in_and_out_of_range(lesson, draw):
    """Numbers on both sides of both limits."""
    x = draw.uniform(6, 5, low=-3, high=3, grad=True)
    low, high, slope = draw.number(-1.5, -0.5), draw.number(0.5, 1.5), draw.number(0.1, 0.4)
    return {"result": lesson.LeakyClamp.apply(x, low, high, slope)}, draw.gradients({"x": x})


@LeakyClamp.probe
def exactly_at_the_limits(lesson, draw):
    """The limits themselves count as inside."""
    x = draw.given(torch.tensor([-1.0, 2.0, -1.001, 2.001, 0.0], dtype=torch.float64), grad=True)
    return {"result": lesson.LeakyClamp.apply(x, -1.0, 2.0, 0.25)}, draw.gradients({"x": x})


@LeakyClamp.probe
def closed_door(lesson, draw):
    """With slope 0 nothing passes from outside."""
    x = draw.normal(5, 3, grad=True)
    return {"result": lesson.LeakyClamp.apply(x, -0.5, 0.25, 0.0)}, draw.gradients({"x": x})


@LeakyClamp.probe
def next_to_another_branch(lesson, draw):
    """The clamp is added to another branch, and both get the same incoming gradient."""
    inputs = {"x": draw.normal(4, 3, grad=True), "other": draw.normal(4, 3, grad=True)}
    return {"sum": lesson.LeakyClamp.apply(inputs["x"], -0.5, 0.5, 0.3) + inputs["other"]}, draw.gradients(inputs)


@LeakyClamp.probe
def in_the_middle_of_a_graph(lesson, draw):
    """Something before and something after, differentiated twice."""
    x = draw.normal(4, 3, grad=True)
    return {"result": lesson.LeakyClamp.apply(2 * x, -1.0, 1.5, 0.3) ** 2}, draw.gradients({"x": x}, twice=True)
