"""How normalisation layers are judged: by copying one drawn state into both, then comparing outputs, gradients and buffers."""

import torch

from torchdojo.author import Fill, Hunt, Speed

BatchNorm1d = Fill(
    minutes=25,
    excused={
        "mutant:17:minus:added": "a bias of -0.0 is a bias of 0",
        "mutant:18:minus:added": "a running mean of -0.0 is a running mean of 0",
    },
)
BatchNorm2d = Fill(minutes=10)
LayerNorm = Fill(minutes=12, excused={"mutant:15:minus:added": "a bias of -0.0 is a bias of 0"})
GroupNorm = Fill(minutes=15, excused={"mutant:17:minus:added": "a bias of -0.0 is a bias of 0"})
standardised_filters = Speed("filter_by_filter", minutes=6)
InstanceNorm2d = Hunt(
    "statistics_detached",
    minutes=10,
    excused={
        "mutant:13:minus:added": "a bias of -0.0 is a bias of 0",
        "mutant:16:axis:2 to -2": "an image batch has four dimensions, so the third is also the last but one",
    },
)
RMSNorm = Fill(minutes=8)


def parameters(layer):
    return {"weight": layer.weight, "bias": layer.bias}


def buffers(layer):
    return {"running mean": layer.running_mean.clone(), "running var": layer.running_var.clone()}


@BatchNorm1d.probe
def fresh_layer(lesson, draw):
    """What a new layer holds, with and without affine, and after one batch with the default settings."""
    layer, plain = lesson.BatchNorm1d(5), lesson.BatchNorm1d(5, affine=False)
    names = sorted(name for name, _ in layer.named_parameters())
    start = {**parameters(layer), **buffers(layer), "parameters": names, "without affine": parameters(plain)}
    x = draw.normal(4, 5, dtype=torch.float32) * 3 + 2
    # so small that the default eps shows
    small = draw.normal(4, 5, dtype=torch.float32) * 0.002
    after = {"output": layer(x), "output without affine": plain(small), "after one batch": buffers(layer)}
    return {"at the start": start, **after}


@BatchNorm1d.probe
def one_training_step(lesson, draw):
    """Seven rows of five features in training: output, running statistics, gradients of input and parameters."""
    layer, x = draw.state(lesson.BatchNorm1d(5).double()), draw.normal(7, 5, grad=True)
    return {"output": layer(x * 3 + 2), "buffers afterwards": buffers(layer)}, draw.gradients({"x": x, **parameters(layer)})


@BatchNorm1d.probe
def three_batches_then_evaluation(lesson, draw):
    """Three batches of different sizes in training, then one in evaluation; momentum 0.3."""
    layer, seen = draw.state(lesson.BatchNorm1d(4, momentum=0.3).double()), {}
    for rows in (2, 9, 5):
        seen[f"output of {rows} rows"] = layer(draw.normal(rows, 4) * draw.number(1, 3) + draw.number(-2, 2))
    layer.eval()
    x = draw.normal(6, 4, grad=True)
    seen["output in evaluation"] = layer(x)
    return {**seen, "buffers at the end": buffers(layer)}, draw.gradients({"x": x, **parameters(layer)})


@BatchNorm1d.probe
def evaluation_leaves_no_trace(lesson, draw):
    """Evaluation of one row and of many: rows do not see each other, and the buffers stay as they are."""
    layer, x = draw.state(lesson.BatchNorm1d(4).double()).eval(), draw.normal(5, 4)
    return {"one row": layer(x[:1]), "all rows": layer(x), "buffers afterwards": buffers(layer)}


@BatchNorm1d.probe
def back_to_training(lesson, draw):
    """From training to evaluation and back: the mode counts at every call."""
    layer, x = draw.state(lesson.BatchNorm1d(3, momentum=1.0).double()), draw.normal(6, 3)
    outputs = {"training": layer(x), "evaluation": layer.eval()(x), "training again": layer.train()(x * 2)}
    return {**outputs, "buffers afterwards": buffers(layer)}


@BatchNorm1d.probe
def one_row_in_training(lesson, draw):
    """A batch of one row in training."""
    return {"batch of one": draw.outcome(lesson.BatchNorm1d(4).double(), draw.normal(1, 4))}


@BatchNorm1d.probe
def mean_of_a_million(lesson, draw):
    """Numbers near one million that differ by about one."""
    layer, x = draw.state(lesson.BatchNorm1d(3).double()), draw.given(draw.normal(8, 3) + 1e6, grad=True)
    return {"output": layer(x), "buffers afterwards": buffers(layer)}, draw.gradients({"x": x, **parameters(layer)})


@BatchNorm1d.probe
def two_steps_of_learning(lesson, draw):
    """Two batches, each with its own backward, and an eps that counts; the running statistics carry no graph."""
    layer, gradients = draw.state(lesson.BatchNorm1d(4, eps=0.25).double()), {}
    for step in ("first", "second"):
        x = draw.normal(5, 4, grad=True)
        loss = (layer(x) * draw.normal(5, 4)).sum()
        gradients[f"gradient of the {step} batch"] = torch.autograd.grad(loss, x)[0]
    return {**gradients, "buffers that require grad": [layer.running_mean.requires_grad, layer.running_var.requires_grad]}


@BatchNorm1d.probe
def half_precision_input(lesson, draw):
    """float16 numbers whose squares do not fit into float16, in a float32 layer."""
    layer = draw.state(lesson.BatchNorm1d(3))
    x = draw.given((draw.normal(6, 3) * 400).to(torch.float16))
    return {"output": layer(x), "buffers afterwards": buffers(layer)}


@BatchNorm2d.probe
def images_in_training(lesson, draw):
    """Two images, three channels, 4 rows, 5 columns: output, running statistics, all gradients."""
    layer, x = draw.state(lesson.BatchNorm2d(3).double()), draw.normal(2, 3, 4, 5, grad=True)
    return {"output": layer(x * 2 + 1), "buffers afterwards": buffers(layer)}, draw.gradients({"x": x, **parameters(layer)})


@BatchNorm2d.probe
def images_of_different_brightness(lesson, draw):
    """Images whose means lie far apart: the difference between images belongs to the variance."""
    layer = draw.state(lesson.BatchNorm2d(2, momentum=0.5).double())
    x = draw.normal(3, 2, 3, 2) + 10 * draw.normal(3, 1, 1, 1)
    return {"output": layer(x), "buffers afterwards": buffers(layer)}


@BatchNorm2d.probe
def images_in_evaluation(lesson, draw):
    """Two batches in training, then a single image in evaluation."""
    layer = draw.state(lesson.BatchNorm2d(3, eps=0.1).double())
    outputs = {f"output {step}": layer(draw.normal(2, 3, 2 + step, 4)) for step in (1, 2)}
    layer.eval()
    x = draw.normal(1, 3, 5, 2, grad=True)
    outputs["output in evaluation"] = layer(x)
    return {**outputs, "buffers afterwards": buffers(layer)}, draw.gradients({"x": x, **parameters(layer)})


@BatchNorm2d.probe
def one_image_in_training(lesson, draw):
    """A single image has many pixels, so training is possible; a single pixel is refused."""
    layer = draw.state(lesson.BatchNorm2d(3).double())
    outputs = {"one image": draw.outcome(layer, draw.normal(1, 3, 2, 4)), "buffers afterwards": buffers(layer)}
    return {**outputs, "one pixel": draw.outcome(layer, draw.normal(1, 3, 1, 1))}


@BatchNorm2d.probe
def without_affine_channels_last(lesson, draw):
    """No parameters, and images that are not contiguous in memory."""
    layer = draw.state(lesson.BatchNorm2d(3, affine=False).double())
    x = draw.given(draw.normal(2, 4, 5, 3).permute(0, 3, 1, 2), grad=True)
    return {"output": layer(x), "parameters": parameters(layer), "buffers": buffers(layer)}, draw.gradients({"x": x})


@LayerNorm.probe
def fresh_layers(lesson, draw):
    """What new layers hold, for an int and for a tuple, with and without affine, and what the default eps does."""
    row, plane, plain = lesson.LayerNorm(4), lesson.LayerNorm((2, 3)), lesson.LayerNorm(4, affine=False)
    small = draw.normal(3, 4, dtype=torch.float32) * 0.002
    start = {"int": parameters(row), "tuple": parameters(plane), "without affine": parameters(plain)}
    return {"at the start": start, "output": row(small), "output without affine": plain(small)}


@LayerNorm.probe
def sentences(lesson, draw):
    """Two sentences of five words of width 4: output and all gradients."""
    layer, x = draw.state(lesson.LayerNorm(4).double()), draw.normal(2, 5, 4, grad=True)
    return {"output": layer(x * 3 + 1)}, draw.gradients({"x": x, **parameters(layer)})


@LayerNorm.probe
def two_dimensions_at_once(lesson, draw):
    """A shape of two dimensions, in the order they come, with an eps that counts."""
    layer, x = draw.state(lesson.LayerNorm((4, 3), eps=0.3).double()), draw.normal(5, 2, 4, 3, grad=True)
    return {"output": layer(x)}, draw.gradients({"x": x, **parameters(layer)})


@LayerNorm.probe
def single_example(lesson, draw):
    """One row without a batch, in training and in evaluation."""
    layer, x = draw.state(lesson.LayerNorm(6).double()), draw.normal(6, grad=True)
    return {"training": layer(x), "evaluation": layer.eval()(x)}, draw.gradients({"x": x})


@LayerNorm.probe
def rows_of_one_entry(lesson, draw):
    """Rows of a single entry: nothing is left of it but the bias."""
    layer = draw.state(lesson.LayerNorm(1).double())
    return {"output": layer(draw.normal(3, 1))}


@LayerNorm.probe
def rows_near_a_million(lesson, draw):
    """Rows near one million whose entries differ by about one, not contiguous in memory."""
    layer, x = draw.state(lesson.LayerNorm(4).double()), draw.given((draw.normal(4, 5) + 1e6).T, grad=True)
    return {"output": layer(x)}, draw.gradients({"x": x})


@LayerNorm.probe
def narrow_floats(lesson, draw):
    """float16 whose squares do not fit into float16, and bfloat16, in a float32 layer."""
    layer = draw.state(lesson.LayerNorm(8))
    x = draw.normal(3, 8)
    half, brain = draw.given((x * 400).to(torch.float16)), draw.given(x.to(torch.bfloat16))
    return {"float16": layer(half), "bfloat16": layer(brain)}


@GroupNorm.probe
def fresh_groups(lesson, draw):
    """What new layers hold, with and without affine, what the default eps does, and channels that cannot be split."""
    layer, plain = lesson.GroupNorm(2, 6), lesson.GroupNorm(3, 6, affine=False)
    small = draw.normal(2, 6, 3, dtype=torch.float32) * 0.002
    start = {"with affine": parameters(layer), "without affine": parameters(plain)}
    outputs = {"output": layer(small), "output without affine": plain(small)}
    return {
        "at the start": start,
        **outputs,
        "5 channels in 2 groups": draw.outcome(lambda: lesson.GroupNorm(2, 5) and "accepted"),
    }


@GroupNorm.probe
def images_in_two_groups(lesson, draw):
    """Six channels in two groups, images of 4 rows and 5 columns: output and all gradients."""
    layer, x = draw.state(lesson.GroupNorm(2, 6).double()), draw.normal(3, 6, 4, 5, grad=True)
    return {"output": layer(x * 2 + 1)}, draw.gradients({"x": x, **parameters(layer)})


@GroupNorm.probe
def channels_that_differ(lesson, draw):
    """Channels with means far apart: which of them share a group decides everything."""
    layer, x = draw.state(lesson.GroupNorm(3, 6, eps=0.2).double()), draw.normal(2, 6, 3, 2) + 10 * draw.normal(1, 6, 1, 1)
    return {"output": layer(x)}


@GroupNorm.probe
def one_group_and_all_groups(lesson, draw):
    """One group for everything, and one for each channel."""
    x, layers = draw.normal(2, 4, 3, grad=True), {}
    for groups in (1, 4):
        layers[f"{groups} groups"] = draw.state(lesson.GroupNorm(groups, 4).double())(x)
    return layers, draw.gradients({"x": x})


@GroupNorm.probe
def rows_and_volumes(lesson, draw):
    """Inputs without places and with three dimensions of places, in training and in evaluation."""
    layer = draw.state(lesson.GroupNorm(2, 6).double())
    outputs = {"rows": layer(draw.normal(3, 6)), "volumes": layer(draw.normal(1, 6, 2, 3, 2))}
    return {**outputs, "evaluation": layer.eval()(draw.normal(2, 6, 2))}


@GroupNorm.probe
def channels_last(lesson, draw):
    """Images that are not contiguous in memory: their channels are stored last."""
    layer, x = draw.state(lesson.GroupNorm(2, 4).double()), draw.given(draw.normal(2, 3, 5, 4).permute(0, 3, 1, 2), grad=True)
    return {"output": layer(x)}, draw.gradients({"x": x})


@GroupNorm.probe
def images_near_a_million(lesson, draw):
    """Images near one million whose entries differ by about one."""
    layer, x = draw.state(lesson.GroupNorm(2, 4).double()), draw.given(draw.normal(2, 4, 3, 5) + 1e6, grad=True)
    return {"output": layer(x)}, draw.gradients({"x": x})


@GroupNorm.probe
def narrow_groups(lesson, draw):
    """float16 whose squares do not fit into float16, in a float32 layer."""
    layer = draw.state(lesson.GroupNorm(2, 4))
    return {"output": layer(draw.given((draw.normal(2, 4, 3) * 400).to(torch.float16)))}


@standardised_filters.probe
def filters_of_images(lesson, draw):
    """5 filters over 3 channels, 4 rows and 2 columns."""
    inputs = draw.arguments(lesson.standardised_filters, filters=5, channels=3, height=4, width=2)
    return lesson.standardised_filters(**inputs), draw.gradients(inputs)


@standardised_filters.probe
def same_sizes_everywhere(lesson, draw):
    """3 filters of 3 x 3 x 3: dimensions that are mixed up raise no error."""
    inputs = draw.arguments(lesson.standardised_filters, filters=3, channels=3, height=3, width=3)
    return lesson.standardised_filters(**inputs), draw.gradients(inputs)


@standardised_filters.probe
def tiny_and_large_filters(lesson, draw):
    """Filters a thousandth and a thousand times as large, where `eps` matters or does not, in single precision too."""
    scale = torch.tensor([1e-3, 1.0, 1e3], dtype=torch.float64)[:, None, None, None]
    weight = draw.given(draw.normal(3, 2, 2, 3) * scale + scale, name="weight")
    return {"float64": lesson.standardised_filters(weight), "float32": lesson.standardised_filters(weight.float(), eps=1e-3)}


@standardised_filters.probe
def one_weight_each(lesson, draw):
    """Filters of a single weight: each is its own mean."""
    weight = draw.given(draw.integers(-9, 9, 4, 1, 1, 1).double(), name="weight")
    return lesson.standardised_filters(weight)


@standardised_filters.cost(sizes=(16, 32, 64), operations=3, grows={"operations": 0.2})
def more_filters(lesson, draw, size):
    """The number of filters doubles. Each has 8 channels of 3 x 3 weights."""
    inputs = draw.arguments(lesson.standardised_filters, filters=size, channels=8, height=3, width=3, grad=False)
    return lambda: lesson.standardised_filters(**inputs)


@InstanceNorm2d.probe
def values_and_gradients(lesson, draw):
    """Two images, three channels, with parameters: output and all gradients."""
    layer, x = draw.state(lesson.InstanceNorm2d(3, affine=True).double()), draw.normal(2, 3, 4, 5, grad=True)
    return {"output": layer(x * 2 + 1)}, draw.gradients({"x": x, **parameters(layer)})


@InstanceNorm2d.probe
def fresh_instance_norm(lesson, draw):
    """What new layers hold, and what the default eps does."""
    plain, layer = lesson.InstanceNorm2d(3), lesson.InstanceNorm2d(3, affine=True)
    small = draw.normal(2, 3, 2, 4, dtype=torch.float32) * 0.002
    return {"by default": parameters(plain), "with affine": parameters(layer), "output": plain(small)}


@InstanceNorm2d.probe
def training_and_evaluation(lesson, draw):
    """Without parameters and with an eps that counts, in both modes."""
    layer, x = lesson.InstanceNorm2d(2, eps=0.3), draw.normal(3, 2, 2, 3, grad=True)
    return {"training": layer(x), "evaluation": layer.eval()(x + 1)}, draw.gradients({"x": x})


@InstanceNorm2d.probe
def half_precision_images(lesson, draw):
    """float16 whose squares do not fit into float16."""
    x = draw.given((draw.normal(2, 3, 2, 4) * 400).to(torch.float16))
    return {"output": lesson.InstanceNorm2d(3)(x)}


@RMSNorm.probe
def rows_and_gradients(lesson, draw):
    """Sentences of five words of width 4: output and all gradients."""
    layer, x = draw.state(lesson.RMSNorm(4).double()), draw.normal(2, 5, 4, grad=True)
    return {"output": layer(x * 2 + 1)}, draw.gradients({"x": x, "weight": layer.weight})


@RMSNorm.probe
def fresh_rms_norm(lesson, draw):
    """What a new layer holds, and what the default eps does."""
    layer = lesson.RMSNorm(4)
    names = sorted(name for name, _ in layer.named_parameters())
    return {"weight": layer.weight, "parameters": names, "output": layer(draw.normal(3, 4, dtype=torch.float32) * 0.0005)}


@RMSNorm.probe
def all_zero(lesson, draw):
    """A row of zeros, and an eps that counts."""
    layer, x = draw.state(lesson.RMSNorm(5, eps=0.5).double()), draw.given(torch.zeros(5, dtype=torch.float64), grad=True)
    return {"zeros": layer(x), "others": layer(draw.normal(3, 5))}, draw.gradients({"x": x})


@RMSNorm.probe
def narrow_rows(lesson, draw):
    """float16 whose squares do not fit into float16, and bfloat16, in a float32 layer."""
    layer = draw.state(lesson.RMSNorm(8))
    x = draw.normal(3, 8)
    half, brain = draw.given((x * 400).to(torch.float16)), draw.given(x.to(torch.bfloat16))
    return {"float16": layer(half), "bfloat16": layer(brain)}


@RMSNorm.probe
def rows_with_gaps(lesson, draw):
    """Rows that are not contiguous in memory, in both modes."""
    layer, x = draw.state(lesson.RMSNorm(3).double()), draw.given(draw.normal(3, 4).T, grad=True)
    return {"training": layer(x), "evaluation": layer.eval()(x)}, draw.gradients({"x": x})
