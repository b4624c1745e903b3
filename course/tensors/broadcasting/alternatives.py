"""Other right ways. The docstring says when to prefer them."""

import torch


def broadcast_shape__torch(*shapes):
    """torch's own function: use this one outside an exercise. It raises `RuntimeError` where numpy raises `ValueError`."""
    try:
        return tuple(torch.broadcast_shapes(*shapes))
    except RuntimeError as error:
        raise ValueError(str(error)) from None


def broadcast_shape__numpy(*shapes):
    """The same rules in numpy, where they come from."""
    import numpy

    return numpy.broadcast_shapes(*shapes)


def broadcast_shape__meta(*shapes):
    """Asks torch to add tensors that have a shape and no memory. The `meta` device answers shape questions about any
    operation."""
    total = torch.empty((), device="meta")
    for shape in shapes:
        try:
            total = total + torch.empty(shape, device="meta")
        except RuntimeError as error:
            raise ValueError(str(error)) from None
    return tuple(total.shape)


def broadcast_shape__recursive(*shapes):
    """The last axis by itself, and the same question again for the axes in front: short, and close to the rule as it is
    spoken."""
    if not any(shapes):
        return ()
    sizes = {shape[-1] for shape in shapes if shape} - {1}
    if len(sizes) > 1:
        raise ValueError(f"sizes {sorted(sizes)} do not fit together")
    return (*broadcast_shape__recursive(*(shape[:-1] for shape in shapes)), *(sizes or {1}))


def outer_difference__unsqueeze(left, right):
    """The same with named steps, for readers who do not like `None` in an index."""
    return left.unsqueeze(dim=-1) - right.unsqueeze(dim=-2)


def outer_difference__vmap(left, right):
    """Write it for one number of `left`, and let `torch.vmap` repeat it. Worth it when the expression for one number is
    long."""
    rows = torch.vmap(lambda number: number.unsqueeze(-1) - right, in_dims=-1, out_dims=-2)
    return rows(left) if left.shape[-1] else (left[..., :, None] - right[..., None, :])


def outer_difference__expanded(left, right):
    """Both stretched by hand to the full shape first. `expand` makes no copy, so this costs nothing and shows what
    broadcasting does."""
    shape = (*left.shape, right.shape[-1])
    return left.unsqueeze(-1).expand(shape) - right.unsqueeze(-2).expand(shape)


def outer_difference__einops(left, right):
    """The axes by name, as many libraries write it."""
    from einops import rearrange

    return rearrange(left, "... rows -> ... rows 1") - rearrange(right, "... columns -> ... 1 columns")


def standardise__moments(data, dim):
    """By the definition: the root of the mean of the squares. The choice comes before the root, whose gradient at 0 is
    infinite."""
    centred = data - data.mean(dim=dim, keepdim=True)
    variance = centred.square().mean(dim=dim, keepdim=True)
    return centred / variance.where(variance > 0, 1).sqrt()


def standardise__layer_norm(data, dim):
    """torch's own fused kernel, once the axis stands last. The tiny `eps` keeps a constant slice at 0."""
    moved = data.movedim(dim, -1)
    return torch.nn.functional.layer_norm(moved, moved.shape[-1:], eps=1e-30).movedim(-1, dim)


def standardise__clamped(data, dim):
    """A lower limit for the deviation instead of a choice: shorter, and as good for data that is not measured in billionths."""
    deviation, mean = torch.std_mean(data, dim=dim, correction=0, keepdim=True)
    return (data - mean) / deviation.clamp(min=1e-12)


def standardise__slice_by_slice(data, dim):
    """A loop over the slices, for checking the others."""
    moved = data.movedim(dim, -1)
    slices = []
    for piece in moved.reshape(-1, moved.shape[-1]):
        deviation = piece.std(correction=0)
        slices.append((piece - piece.mean()) / torch.where(deviation > 0, deviation, 1))
    return torch.stack(slices).reshape(moved.shape).movedim(-1, dim)


def class_means__index_add(values, weights, labels, classes):
    """For thousands of classes: no table of samples x classes, only sums that are added up where they belong."""
    order = classes.argsort()
    place = torch.searchsorted(classes[order], labels).clamp(max=len(classes) - 1)
    row = order[place]
    weights = weights * (classes[row] == labels)
    total = weights.new_zeros(len(classes)).index_add(0, row, weights)
    sums = values.new_zeros(len(classes), values.shape[1]).index_add(0, row, weights[:, None] * values)
    return sums / torch.where(total > 0, total, 1)[:, None]


def class_means__einsum(values, weights, labels, classes):
    """The three factors by the names of their axes: the sum over samples is what is missing on the right of the arrow."""
    member = (labels[:, None] == classes).to(values.dtype)
    total = torch.einsum("sc,s->c", member, weights)
    return torch.einsum("sc,s,sw->cw", member, weights, values) / total.where(total > 0, 1)[:, None]


def class_means__masks(values, weights, labels, classes):
    """One class after the other with a boolean mask: easy to read, and slow only when there are many classes."""
    means = []
    for label in classes:
        chosen = labels == label
        total = weights[chosen].sum()
        means.append((weights[chosen, None] * values[chosen]).sum(dim=0) / torch.where(total > 0, total, 1))
    return torch.stack(means)


def squared_distances__all_differences(points, centres):
    """By the definition, and as precise as can be. Take it when the cube is small: a few points, or a few dimensions."""
    differences = points[..., :, None, :] - centres[..., None, :, :]
    return differences.square().sum(dim=-1)


def squared_distances__point_by_point(points, centres):
    """A loop over the points: little memory, and one round of operations for each point. Take it when there are few points."""
    rows = [(point[..., None, :] - centres).square().sum(dim=-1) for point in points.unbind(dim=-2)]
    return torch.stack(rows, dim=-2)


def squared_distances__cdist(points, centres):
    """torch's own. By default it uses a matrix product for more than 25 points without moving them first, and then loses
    digits far from the origin; the mode chosen here never does."""
    return torch.cdist(points, centres, compute_mode="donot_use_mm_for_euclid_dist").square()


def squared_distances__coordinate_by_coordinate(points, centres):
    """One dimension at a time, summed up: as precise as the cube, as small as the result, and fine when there are few
    dimensions."""
    total = points.new_zeros(*points.shape[:-1], centres.shape[-2])
    for axis in range(points.shape[-1]):
        total = total + (points[..., :, None, axis] - centres[..., None, :, axis]).square()
    return total


def squared_distances__one_product(points, centres):
    """All three terms in one matrix product, by giving each point the extra coordinates (its square, 1) and each centre (1,
    its square)."""
    middle = points.mean(dim=-2, keepdim=True)
    points, centres = points - middle, centres - middle
    point_square, centre_square = points.square().sum(-1, keepdim=True), centres.square().sum(-1, keepdim=True)
    left = torch.cat([-2 * points, point_square, torch.ones_like(point_square)], dim=-1)
    right = torch.cat([centres, torch.ones_like(centre_square), centre_square], dim=-1)
    return (left @ right.mT).relu()


def score__mse_loss(prediction, target):
    """torch's own loss. It warns about shapes that differ, which a subtraction never does."""
    target = target[:, None]
    error = torch.nn.functional.mse_loss(prediction, target)
    return {"mean squared error": error, "r squared": 1 - error / target.var(correction=0)}


def score__torchmetrics(prediction, target):
    """A library of metrics that refuses shapes that differ."""
    from torchmetrics.functional import mean_squared_error, r2_score

    flat = prediction.flatten()
    return {"mean squared error": mean_squared_error(flat, target), "r squared": r2_score(flat, target)}
