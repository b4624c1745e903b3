"""Broadcasting: arithmetic between tensors of different shapes, without copies and without loops."""

import torch
from jaxtyping import Float, Int
from torch import Tensor


def broadcast_shape(*shapes: tuple[int, ...]) -> tuple[int, ...]:
    """The shape that tensors of these shapes take when they are broadcast together.

    The shapes are lined up at their last axis. A missing axis counts as size 1.
    An axis of size 1 takes the size of the others, also when that size is 0.
    There is at least one shape. Plain Python numbers: no tensor is made.
    Raises `ValueError` when two sizes on an axis differ and neither is 1.

    Source: PyTorch documentation, "Broadcasting semantics".
    """
    result: list[int] = []
    for axis in range(max(map(len, shapes))):
        sizes = {shape[-1 - axis] for shape in shapes if axis < len(shape)} - {1}
        if len(sizes) > 1:
            raise ValueError(f"sizes {sorted(sizes)} do not fit together on axis {-1 - axis}")
        result.insert(0, sizes.pop() if sizes else 1)
    return tuple(result)


def table_shape(rows: int, columns: int, depth: int) -> tuple[int, ...]:
    """Lined up at the right, 1 meets `depth` and `columns` meets 1; `rows` stands alone. Each 1 is stretched."""
    left = torch.ones(rows, 1, depth)
    right = torch.ones(columns, 1)
    return (left * right).shape


def outer_difference(
    left: Float[Tensor, "*batch rows"],
    right: Float[Tensor, "*batch columns"],
) -> Float[Tensor, "*batch rows columns"]:
    """A table with entry `[i, j]` equal to `left[i] - right[j]`, one table for each entry of the batch.

    The batch may have any number of axes, none included.
    """
    return left[..., :, None] - right[..., None, :]


def standardise(data: Float[Tensor, "*shape"], dim: int) -> Float[Tensor, "*shape"]:
    """The data, shifted and scaled to mean 0 and standard deviation 1 along `dim`.

    The deviation is the population's: squares are divided by the count, not by the count less one.
    Where all values along `dim` are equal, the result is 0; that is left open where rounding hides it, as for six times 0.1.
    The caller's tensor is left as it was. It is data, and needs no gradient.
    """
    centred = data - data.mean(dim=dim, keepdim=True)
    deviation = data.std(dim=dim, correction=0, keepdim=True)
    return centred / torch.where(deviation > 0, deviation, 1)


def minus_means(first: int, second: int) -> Float[Tensor, "2 2"]:
    """Without keepdim the two means lie as a row, so each is taken from a column and not from the row it belongs to."""
    table = torch.tensor([[2.0 * first, 0.0], [0.0, 2.0 * second]])
    means = table.mean(dim=1)
    return table - means


def class_means(
    values: Float[Tensor, "samples width"],
    weights: Float[Tensor, " samples"],
    labels: Int[Tensor, " samples"],
    classes: Int[Tensor, " classes"],
) -> Float[Tensor, "classes width"]:
    """The weighted mean of the samples of each class: row `k` belongs to the label `classes[k]`, and no label is there twice.

    Each weight is positive, and the weights of a class need not sum to 1.
    A sample whose label is not in `classes` counts nowhere.
    A class without samples has a row of zeros, and its gradients are 0 as well.
    """
    share = (labels == classes[:, None]) * weights
    total = share.sum(dim=1, keepdim=True)
    return share @ values / torch.where(total > 0, total, 1)


def squared_distances(
    points: Float[Tensor, "*batch rows width"],
    centres: Float[Tensor, "*batch columns width"],
) -> Float[Tensor, "*batch rows columns"]:
    """The squared Euclidean distance from every point (a row) to every centre (a column). No entry is negative.

    No tensor made on the way comes near the size rows x columns x width.
    The number of operations does not grow with the number of points or centres.
    The distances stay precise when all points lie close together but far from the origin.
    """
    # distances do not change when everything moves, and small coordinates lose fewer digits when squared
    middle = centres.mean(dim=-2, keepdim=True)
    points, centres = points - middle, centres - middle
    squares = points.square().sum(dim=-1)[..., :, None] + centres.square().sum(dim=-1)[..., None, :]
    return (squares - 2 * points @ centres.mT).clamp(min=0)


def score(prediction: Float[Tensor, "samples 1"], target: Float[Tensor, " samples"]) -> dict[str, Tensor]:
    """How good the predictions of a network with one output are: "mean squared error" and "r squared".

    R squared is 1 less the mean squared error divided by the variance of the target (the population's).
    It is 1 for perfect predictions, and 0 for predicting the mean of the target every time.
    """
    error = (prediction.squeeze(dim=1) - target).square().mean()
    variance = (target - target.mean()).square().mean()
    return {"mean squared error": error, "r squared": 1 - error / variance}
