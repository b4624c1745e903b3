"""How broadcasting is judged."""

import torch

from torchdojo.author import Fill, Hunt, Predict, Speed

broadcast_shape = Fill(
    minutes=10,
    without=["empty", "zeros", "ones", "full", "rand", "randn", "tensor", "broadcast_tensors"],
    excused={
        "mutant:17:call:tuple dropped": "a list of the same sizes is as good an answer",
    },
)
table_shape = Predict("shape", minutes=2, rows=(2, 9), columns=(2, 9), depth=(2, 9))
outer_difference = Fill(minutes=3)
standardise = Fill(
    minutes=8,
    # an epsilon of 1e-8 beside the deviation is as good an answer as a choice
    tolerance=500,
    excused={
        "mutant:10:number:1 to 2": "there the difference from the mean is 0, and 0 divided by any number is 0",
        "mutant:10:number:1 to -1": "there the difference from the mean is 0, and 0 divided by any number is 0",
        "mutant:10:result:detached": "the data need no gradient, by the specification",
    },
)
minus_means = Predict("value", minutes=3, first=(1, 9), second=(1, 9))
class_means = Fill(
    minutes=10,
    excused={
        "mutant:15:number:1 to 2": "a class without samples has the sum 0, and 0 divided by any number is 0",
        "mutant:15:number:1 to -1": "a class without samples has the sum 0, and 0 divided by any number is 0",
    },
)
squared_distances = Speed("all_differences", minutes=20)
score = Hunt("every_pair", minutes=5)


@broadcast_shape.probe
def two_shapes(lesson, draw):
    """Two shapes of the same length, each with an axis of size 1."""
    rows, columns, depth = draw.integer(2, 9), draw.integer(2, 9), draw.integer(2, 9)
    return lesson.broadcast_shape((rows, 1, depth), (rows, columns, 1))


@broadcast_shape.probe
def different_lengths(lesson, draw):
    """Shapes of different lengths line up at their last axis."""
    size = draw.integer(2, 9)
    return {
        "(5, size) with (size,)": lesson.broadcast_shape((5, size), (size,)),
        "(size,) with (4, 3, 1)": lesson.broadcast_shape((size,), (4, 3, 1)),
        "() with (size, 7)": lesson.broadcast_shape((), (size, 7)),
    }


@broadcast_shape.probe
def number_of_shapes(lesson, draw):
    """One, three and four shapes."""
    size = draw.integer(2, 9)
    return {
        "only ()": lesson.broadcast_shape(()),
        "one": lesson.broadcast_shape((size, 1)),
        "three": lesson.broadcast_shape((1, 1), (size, 1, 3), (4, 1)),
        "four": lesson.broadcast_shape((1,), (2, 1), (1, 1, 1), (size, 1, 1, 6)),
    }


@broadcast_shape.probe
def empty_axes(lesson, draw):
    """Size 1 against size 0 gives size 0: nothing, repeated once, is nothing."""
    size = draw.integer(2, 9)
    return {
        "(0,) with (1,)": lesson.broadcast_shape((0,), (1,)),
        "(size, 1) with (0,)": lesson.broadcast_shape((size, 1), (0,)),
        "(0, 1) with (1, 0)": lesson.broadcast_shape((0, 1), (1, 0)),
        "(0,) with (0,)": lesson.broadcast_shape((0,), (0,)),
        "(0,) with (size,)": draw.outcome(lesson.broadcast_shape, (0,), (size,)),
    }


@broadcast_shape.probe
def shapes_that_do_not_fit(lesson, draw):
    """Sizes that differ, where neither is 1, raise ValueError, wherever they stand."""
    size = draw.integer(2, 9)
    return {
        "last axis": draw.outcome(lesson.broadcast_shape, (3, size), (3, size + 1)),
        "first axis": draw.outcome(lesson.broadcast_shape, (size, 1, 2), (size + 1, 4, 2)),
        "fits only from the left": draw.outcome(lesson.broadcast_shape, (size, size + 1), (size,)),
        "third shape": draw.outcome(lesson.broadcast_shape, (size,), (1,), (size + 1,)),
        "each fits the longest": draw.outcome(lesson.broadcast_shape, (1, 1), (size,), (size + 1,)),
        "multiple": draw.outcome(lesson.broadcast_shape, (2 * size,), (size,)),
    }


@outer_difference.probe
def two_lengths(lesson, draw):
    """5 numbers against 3: the table is not square."""
    inputs = draw.arguments(lesson.outer_difference, rows=5, columns=3, batch=())
    return lesson.outer_difference(**inputs), draw.gradients(inputs)


@outer_difference.probe
def same_length(lesson, draw):
    """4 numbers against 4: a forgotten axis raises no error here, and gives no table either."""
    inputs = draw.arguments(lesson.outer_difference, rows=4, columns=4, batch=())
    return lesson.outer_difference(**inputs), draw.gradients(inputs)


@outer_difference.probe
def with_a_batch(lesson, draw):
    """A batch of 2 x 4 tables: the batch axes stay in front."""
    inputs = draw.arguments(lesson.outer_difference, rows=3, columns=5, batch=(2, 4))
    return lesson.outer_difference(**inputs), draw.gradients(inputs)


@outer_difference.probe
def square_everywhere(lesson, draw):
    """3 tables of 3 x 3: a batch axis that is mixed up with another raises no error."""
    inputs = draw.arguments(lesson.outer_difference, rows=3, columns=3, batch=(3,))
    return lesson.outer_difference(**inputs)


@outer_difference.probe
def nothing_on_one_side(lesson, draw):
    """No rows at all, and single precision."""
    inputs = draw.arguments(lesson.outer_difference, rows=0, columns=3, batch=(2,), dtype=torch.float32)
    return lesson.outer_difference(**inputs)


@outer_difference.probe
def one_of_everything(lesson, draw):
    """One row, one column, one table: axes of size 1 stay where they are."""
    sizes = {"one row": (1, 4, ()), "one column": (4, 1, (2,)), "one table": (2, 3, (1,)), "one number": (1, 1, (1, 1))}
    tables = {}
    for name, (rows, columns, batch) in sizes.items():
        left, right = draw.normal(*batch, rows), draw.normal(*batch, columns)
        tables[name] = lesson.outer_difference(left, right)
    return tables


@standardise.probe
def columns(lesson, draw):
    """The columns of a 7 x 4 table (dim 0), with means and spreads far from 0 and 1."""
    data = draw.normal(7, 4) * draw.uniform(4, low=0.1, high=9.0) + draw.normal(4) * 5
    return lesson.standardise(draw.given(data, name="data"), 0)


@standardise.probe
def rows(lesson, draw):
    """The rows of a 4 x 7 table (dim 1)."""
    inputs = draw.arguments(lesson.standardise, grad=False, shape=(4, 7), dim=1)
    return lesson.standardise(**inputs)


@standardise.probe
def square_table(lesson, draw):
    """The rows of a 5 x 5 table: an axis that got lost raises no error here, only wrong numbers."""
    inputs = draw.arguments(lesson.standardise, grad=False, shape=(5, 5), dim=1)
    return lesson.standardise(**inputs)


@standardise.probe
def middle_axis(lesson, draw):
    """The middle axis of three, counted from the end and laid out strangely in memory, in single precision."""
    data = draw.strided(draw.normal(3, 6, 2, dtype=torch.float32))
    data = draw.given(data, name="data")
    return lesson.standardise(data, dim=-2)


@standardise.probe
def constant_column(lesson, draw):
    """One of the columns holds the same value everywhere."""
    left, value, right = draw.normal(6, 1), draw.integer(1, 9), draw.normal(6, 1)
    return lesson.standardise(torch.cat([left, torch.full((6, 1), value), right], dim=1), 0)


@standardise.probe
def small_numbers(lesson, draw):
    """Thousandths, in single precision: their deviation is small, and is still the one to divide by."""
    data = draw.given(1e-3 * draw.normal(5, 8, dtype=torch.float32), name="data")
    return lesson.standardise(data, 1)


@standardise.probe
def one_value(lesson, draw):
    """A single row: along dim 0 every value is its own mean."""
    return lesson.standardise(draw.integers(-9, 9, 1, 4).double(), 0)


@class_means.probe
def every_class_present(lesson, draw):
    """11 samples of 3 classes, 4 numbers each, in no order."""
    labels = torch.cat([torch.arange(3), draw.integers(0, 3, 8)])[draw.permutation(11)]
    weights = draw.uniform(11, low=0.1, high=2.0, grad=True)
    inputs = draw.arguments(lesson.class_means, samples=11, width=4, weights=weights, labels=labels, classes=torch.arange(3))
    return lesson.class_means(**inputs), draw.gradients({name: inputs[name] for name in ("values", "weights")})


@class_means.probe
def labels_that_are_no_positions(lesson, draw):
    """The classes are -1, 40 and 7, in this order, and some samples belong to none of them."""
    classes = torch.tensor([-1, 40, 7])
    labels = torch.cat([classes, torch.tensor([0, 1, 2, 39]), classes[draw.integers(0, 3, 5)]])[draw.permutation(12)]
    weights = draw.uniform(12, low=0.1, high=2.0, grad=True)
    inputs = draw.arguments(lesson.class_means, samples=12, width=2, weights=weights, labels=labels, classes=classes)
    return lesson.class_means(**inputs), draw.gradients({name: inputs[name] for name in ("values", "weights")})


@class_means.probe
def class_without_samples(lesson, draw):
    """Nobody belongs to the second class: its mean is a row of zeros, and the gradients stay finite."""
    labels = torch.tensor([0, 2, 2, 0, 2])
    weights = draw.uniform(5, low=0.1, high=2.0, grad=True)
    inputs = draw.arguments(lesson.class_means, samples=5, width=3, weights=weights, labels=labels, classes=torch.arange(3))
    return lesson.class_means(**inputs), draw.gradients({name: inputs[name] for name in ("values", "weights")})


@class_means.probe
def one_sample_a_class(lesson, draw):
    """One sample in each class, with a weight below 1: the weight cancels, and the mean is the sample."""
    classes = draw.permutation(4)
    weights = draw.uniform(4, low=0.05, high=0.9, grad=True)
    inputs = draw.arguments(lesson.class_means, samples=4, width=4, weights=weights, labels=draw.permutation(4), classes=classes)
    return lesson.class_means(**inputs)


@class_means.probe
def single_precision(lesson, draw):
    """float32 values and weights: the means are float32 as well."""
    weights = draw.uniform(9, low=0.5, high=2.0, dtype=torch.float32)
    labels, classes = draw.integers(0, 2, 9), torch.tensor([1, 0])
    inputs = draw.arguments(
        lesson.class_means, dtype=torch.float32, samples=9, width=5, weights=weights, labels=labels, classes=classes
    )
    return lesson.class_means(**inputs)


@squared_distances.probe
def more_points_than_centres(lesson, draw):
    """7 points and 3 centres in 5 dimensions."""
    inputs = draw.arguments(lesson.squared_distances, rows=7, columns=3, width=5, batch=())
    return lesson.squared_distances(**inputs), draw.gradients(inputs)


@squared_distances.probe
def batch_of_clouds(lesson, draw):
    """A batch of 2 x 3 clouds, in single precision."""
    inputs = draw.arguments(lesson.squared_distances, rows=4, columns=5, width=2, batch=(2, 3), dtype=torch.float32)
    return lesson.squared_distances(**inputs)


@squared_distances.probe
def same_sizes_everywhere(lesson, draw):
    """4 clouds of 4 points and 4 centres in 4 dimensions: axes that are mixed up raise no error."""
    inputs = draw.arguments(lesson.squared_distances, rows=4, columns=4, width=4, batch=(4,))
    return lesson.squared_distances(**inputs), draw.gradients(inputs)


@squared_distances.probe
def far_from_the_origin(lesson, draw):
    """30 points in a cloud about 10 wide, a million away: the digits that matter are the last ones."""
    place = 1e6 * (1 + draw.uniform(3))
    points = draw.given(place + 3 * draw.normal(30, 3), name="points", grad=True)
    centres = draw.given(place + 3 * draw.normal(4, 3), name="centres", grad=True)
    return lesson.squared_distances(points, centres), draw.gradients({"points": points, "centres": centres})


@squared_distances.probe
def points_on_centres(lesson, draw):
    """Every point lies on a centre: rounding must not push a distance below 0."""
    points = draw.given(draw.normal(60, 3), name="points")
    result = lesson.squared_distances(points, points.clone())
    return {"distances": result, "none is negative": bool((result >= 0).all())}


@squared_distances.cost(sizes=(50, 100, 200), peak=3, grows={"operations": 0.2})
def more_points(lesson, draw, size):
    """The number of points doubles. There are 40 centres in 64 dimensions."""
    inputs = draw.arguments(lesson.squared_distances, rows=size, columns=40, width=64, batch=(), grad=False)
    return lambda: lesson.squared_distances(**inputs)


@score.probe
def nearly_right(lesson, draw):
    """8 predictions close to their targets: a small error, and R squared near 1."""
    target = draw.given(3 * draw.normal(8) + 1, name="target", grad=True)
    prediction = draw.given((target.detach() + 0.1 * draw.normal(8))[:, None], name="prediction", grad=True)
    return lesson.score(prediction, target), draw.gradients({"prediction": prediction, "target": target})


@score.probe
def unrelated(lesson, draw):
    """5 predictions that have nothing to do with their targets, in single precision."""
    inputs = draw.arguments(lesson.score, samples=5, dtype=torch.float32)
    return lesson.score(**inputs)


@score.probe
def two_samples(lesson, draw):
    """Only two samples."""
    inputs = draw.arguments(lesson.score, samples=2)
    return lesson.score(**inputs), draw.gradients(inputs)
