"""Known wrong versions. The docstring is what the learner is told."""

import torch


def broadcast_shape__aligned_from_the_left(*shapes):
    """You line the shapes up at their first axis. Broadcasting lines them up at the last one: write the shapes under each
    other, flush right, and fill the gaps on the left with 1."""
    result = []
    for axis in range(max(map(len, shapes))):
        sizes = {shape[axis] for shape in shapes if axis < len(shape)} - {1}
        if len(sizes) > 1:
            raise ValueError(f"sizes {sorted(sizes)} do not fit together")
        result.append(sizes.pop() if sizes else 1)
    return tuple(result)


def broadcast_shape__never_refuses(*shapes):
    """You take the larger size on each axis, and never refuse. Size 2 against size 6 cannot be stretched: only an axis of
    size 1 is repeated, so anything else must be equal or raise ValueError."""
    longest = max(map(len, shapes))
    padded = [(1,) * (longest - len(shape)) + tuple(shape) for shape in shapes]
    return tuple(max(sizes) for sizes in zip(*padded, strict=True))


def broadcast_shape__larger_of_zero_and_one(*shapes):
    """Size 1 against size 0 gives 0, and you answer 1, the larger of the two. An axis of size 1 takes the other size
    whatever that is: a value repeated zero times is not there."""
    result = []
    for axis in range(max(map(len, shapes))):
        sizes = {shape[-1 - axis] for shape in shapes if axis < len(shape)}
        if len(sizes - {1}) > 1:
            raise ValueError(f"sizes {sorted(sizes)} do not fit together")
        result.insert(0, max(sizes))
    return tuple(result)


def broadcast_shape__same_length_only(*shapes):
    """You refuse shapes of different lengths. A shape that is too short is no error: the axes it lacks count as size 1, on
    the left."""
    if len({len(shape) for shape in shapes}) > 1:
        raise ValueError("the shapes have different numbers of axes")
    return tuple(_stretched(sizes) for sizes in zip(*shapes, strict=True))


def _stretched(sizes):
    different = set(sizes) - {1}
    if len(different) > 1:
        raise ValueError(f"sizes {sorted(different)} do not fit together")
    return different.pop() if different else 1


def broadcast_shape__only_neighbours_compared(*shapes):
    """You compare each shape only with the one before it, so (3,), (1,), (4,) passes: 3 fits 1, and 1 fits 4. All sizes on
    an axis must fit together, so carry the result so far along and compare with that."""
    longest = max(map(len, shapes))
    padded = [(1,) * (longest - len(shape)) + tuple(shape) for shape in shapes]
    for place in range(1, len(padded)):
        for sizes in zip(padded[place - 1], padded[place], strict=True):
            _stretched(sizes)
    return tuple(next((size for size in sizes if size != 1), 1) for sizes in zip(*padded, strict=True))


def broadcast_shape__empty_axis_refused(*shapes):
    """You compare every size with the largest one, and so refuse 0 against 1. An axis of size 1 takes the other size
    whatever that is, 0 included: look for the size that is not 1, not for the largest."""
    longest = max(map(len, shapes))
    result = []
    for axis in range(longest):
        sizes = {shape[-1 - axis] for shape in shapes if axis < len(shape)}
        if sizes - {1, max(sizes)}:
            raise ValueError(f"sizes {sorted(sizes)} do not fit together")
        result.insert(0, max(sizes))
    return tuple(result)


def broadcast_shape__back_to_front(*shapes):
    """Your shape is written backwards. You walk from the last axis to the first, so each new size belongs in front of the
    others."""
    result = []
    for axis in range(max(map(len, shapes))):
        result.append(_stretched(shape[-1 - axis] for shape in shapes if axis < len(shape)))
    return tuple(result)


def broadcast_shape__assertion(*shapes):
    """The shapes are right, but you refuse with `assert`. That is for things that cannot happen, and Python drops it under
    `-O`. What a caller may get wrong is refused with `raise ValueError(...)`."""
    result = []
    for axis in range(max(map(len, shapes))):
        sizes = {shape[-1 - axis] for shape in shapes if axis < len(shape)} - {1}
        assert len(sizes) < 2
        result.insert(0, sizes.pop() if sizes else 1)
    return tuple(result)


def broadcast_shape__torch_does_it(*shapes):
    """You let torch answer, which refuses with `RuntimeError`. Write the rule down yourself, and raise `ValueError`."""
    return torch.broadcast_shapes(*shapes)


def broadcast_shape__stops_at_the_shortest(*shapes):
    """The axes that only the longer shapes have are lost: `zip` stops at the shortest shape without a word. Fill the shorter
    ones up with 1 on the left first, or ask for each axis which shapes have it."""
    return tuple(_stretched(sizes) for sizes in zip(*(shape[::-1] for shape in shapes), strict=False))[::-1]


def broadcast_shape__empty_axis_fits_everything(*shapes):
    """You let size 0 fit every other size. It is a size like any other: it meets 0 or 1, and against 3 it is refused with
    `ValueError`. Only 1 is stretched."""
    result = []
    for axis in range(max(map(len, shapes))):
        sizes = {shape[-1 - axis] for shape in shapes if axis < len(shape)}
        result.insert(0, 0 if 0 in sizes else _stretched(sizes))
    return tuple(result)


def broadcast_shape__ones_left_out(*shapes):
    """An axis on which every shape has size 1 is missing from your result. Nothing is stretched there, but the axis stays,
    with size 1."""
    result = []
    for axis in range(max(map(len, shapes))):
        sizes = {shape[-1 - axis] for shape in shapes if axis < len(shape)} - {1}
        if len(sizes) > 1:
            raise ValueError(f"sizes {sorted(sizes)} do not fit together")
        result = [*sizes, *result]
    return tuple(result)


def outer_difference__transposed(left, right):
    """Your table is turned around: `left` runs along the columns. The row of an entry comes from `left`, so the axis of size
    1 that you give `left` must stand last."""
    return left[..., None, :] - right[..., :, None]


def outer_difference__sign(left, right):
    """You subtract `left` from `right`. Every entry has the wrong sign."""
    return right[..., None, :] - left[..., :, None]


def outer_difference__batch_forgotten(left, right):
    """This is right without a batch. With one, `[:, None]` puts the new axis after the first axis, which is then the batch.
    Count from the end instead: `...` stands for all the axes in front."""
    return left[:, None] - right[None, :]


def outer_difference__turned_without_a_batch(left, right):
    """Your table is turned around: `left` runs along the columns. The numbers of `left` belong down the rows, so its new
    axis comes after them. And count the axes from the end, for there may be a batch in front."""
    return left[None, :] - right[:, None]


def outer_difference__two_columns(left, right):
    """You made a column of both. A column less a column goes entry by entry; for every pair, one of them must be a row."""
    return left[..., None] - right[..., None]


def outer_difference__no_new_axis(left, right):
    """You subtract the two as they are, entry by entry. That needs equal lengths, and gives the diagonal of the table only.
    For every pair, each of the two needs an axis of size 1 where the other has its numbers."""
    return left - right


def outer_difference__one_batch_axis(left, right):
    """You wrote one `:` for each axis, so this works for one axis in the batch and for no other number of them. `...` stands
    for as many as there are."""
    return left[:, :, None] - right[:, None, :]


def outer_difference__product(left, right):
    """`torch.outer` multiplies. For a difference, make the column and the row yourself and subtract."""
    return torch.outer(left, right)


def outer_difference__distance(left, right):
    """You took the absolute value. The sign was asked for: `left[i] - right[j]` can be negative."""
    return (left[..., :, None] - right[..., None, :]).abs()


def outer_difference__roles_exchanged(left, right):
    """`left` and `right` have changed places: your entry `[i, j]` is `right[i] - left[j]`, so the table is turned around and its
    signs are wrong. The rows come from `left`, and `right` is what is subtracted."""
    return right[..., :, None] - left[..., None, :]


def outer_difference__roles_exchanged_without_a_batch(left, right):
    """`left` and `right` have changed places: the rows come from `left`, and `right` is what is subtracted. And count the axes
    from the end, for there may be a batch in front."""
    return right[:, None] - left[None, :]


def outer_difference__sign_without_a_batch(left, right):
    """You subtract `left` from `right`, so every entry has the wrong sign. And count the axes from the end, for there may be a
    batch in front."""
    return right[None, :] - left[:, None]


def outer_difference__batch_flattened(left, right):
    """You flatten everything first, so a batch becomes one large table, in which numbers of different batch entries meet. Leave
    the batch axes alone and add the new axis at the end, beside the numbers."""
    return left.reshape(-1, 1) - right.reshape(1, -1)


def outer_difference__only_left_gets_an_axis(left, right):
    """Only `left` got a new axis. Without a batch that is enough, for a missing axis is added in front. With one, the rows of
    `left` now stand under the batch of `right`: `right` needs an axis of size 1 in their place."""
    return left[..., :, None] - right


def outer_difference__all_axes_turned(left, right):
    """This is right without a batch. With one, `.T` turns all the axes round, the batch included. Only the last two change
    places: look at `.mT`, or put the new axis where it belongs at once."""
    return left[..., None] - right[..., None].permute(*range(right.dim(), -1, -1))


def outer_difference__one_batch_axis_at_most(left, right):
    """You treat no batch and a batch of one axis, each by itself. There may be two batch axes, or five. Count from the end
    instead: `...` stands for all the axes in front, and for none as well."""
    if left.dim() == 1:
        return left[:, None] - right[None, :]
    return left[:, :, None] - right[:, None, :]


def standardise__axis_lost(data, dim):
    """Mean and deviation lose the axis `dim`, and the shorter shape then lines up at the last axis, whichever axis you
    meant. In a square table nothing complains. Keep the axis with size 1 when you reduce."""
    deviation = data.std(dim=dim, correction=0)
    return (data - data.mean(dim=dim)) / deviation.where(deviation > 0, 1)


def standardise__sample_deviation(data, dim):
    """You divide the squares by the count less one, which is what `std` does when it is not told otherwise. The task asks
    for the population's deviation: look for the argument `correction`."""
    deviation = data.std(dim=dim, keepdim=True)
    return (data - data.mean(dim=dim, keepdim=True)) / deviation.where(deviation > 0, 1)


def standardise__sample_deviation_of_one(data, dim):
    """You divide the squares by the count less one, which is what `std` does when it is not told otherwise. For a single value
    that is 0 divided by 0, and not a number. The task asks for the population's deviation: look for the argument `correction`."""
    deviation = data.std(dim=dim, keepdim=True)
    return (data - data.mean(dim=dim, keepdim=True)) / torch.where(deviation == 0, 1, deviation)


def standardise__variance(data, dim):
    """You divide by the variance. It is in squared units: take its square root, the standard deviation."""
    variance = data.var(dim=dim, correction=0, keepdim=True)
    return (data - data.mean(dim=dim, keepdim=True)) / variance.where(variance > 0, 1)


def standardise__length_one(data, dim):
    """You divide by the norm, which makes the squares sum to 1. For a standard deviation of 1 their *mean* must be 1."""
    centred = data - data.mean(dim=dim, keepdim=True)
    return centred / centred.norm(dim=dim, keepdim=True).clamp(min=1e-12)


def standardise__always_columns(data, dim):
    """You work along axis 0 whatever `dim` says."""
    deviation = data.std(dim=0, correction=0, keepdim=True)
    return (data - data.mean(dim=0, keepdim=True)) / deviation.where(deviation > 0, 1)


def standardise__all_at_once(data, dim):
    """You use one mean and one deviation for all the numbers. Each slice along `dim` needs its own."""
    return (data - data.mean()) / data.std()


def standardise__nothing_over_nothing(data, dim):
    """Where all values are equal you divide 0 by 0, and that is not a number. Replace a deviation of 0 by something harmless
    before you divide."""
    return (data - data.mean(dim=dim, keepdim=True)) / data.std(dim=dim, correction=0, keepdim=True)


def standardise__as_std_comes(data, dim):
    """Two things are left. `std` divides by the count less one when it is not told otherwise: look for `correction`. And
    where all values are equal you divide 0 by 0."""
    return (data - data.mean(dim=dim, keepdim=True)) / data.std(dim=dim, keepdim=True)


def standardise__axis_lost_as_std_comes(data, dim):
    """Mean and deviation lose the axis `dim` and line up at the last axis, whichever you meant: keep it when you reduce. And
    `std` divides by the count less one when it is not told otherwise."""
    return (data - data.mean(dim=dim)) / data.std(dim=dim)


def standardise__axis_lost_sample_deviation(data, dim):
    """The axis `dim` is gone from mean and deviation, or not back in its own place, so they line up with another axis: keep it
    when you reduce. And `std` divides by the count less one when it is not told otherwise."""
    deviation = data.std(dim=dim)
    return (data - data.mean(dim=dim)) / deviation.where(deviation > 0, 1)


def standardise__axis_lost_sample_deviation_of_one(data, dim):
    """The axis `dim` is gone from mean and deviation, or not back in its own place, so they line up with another axis: keep it
    when you reduce. And `std` divides by the count less one when it is not told otherwise, which is 0 for a single value."""
    deviation = data.std(dim=dim)
    return (data - data.mean(dim=dim)) / torch.where(deviation == 0, 1, deviation)


def standardise__axis_lost_nothing_over_nothing(data, dim):
    """The axis `dim` is gone from mean and deviation, or not back in its own place, so they line up with another axis: keep it
    when you reduce. And where all values are equal you divide 0 by 0."""
    return (data - data.mean(dim=dim)) / data.std(dim=dim, correction=0)


def standardise__always_columns_as_std_comes(data, dim):
    """You work along axis 0 whatever `dim` says. Besides, `std` divides by the count less one when it is not told otherwise, and
    where all values are equal you divide 0 by 0."""
    return (data - data.mean(dim=0)) / data.std(dim=0)


def standardise__variance_nothing_over_nothing(data, dim):
    """You divide by the variance. It is in squared units: take its square root, the standard deviation. And where all values are
    equal you divide 0 by 0."""
    return (data - data.mean(dim=dim, keepdim=True)) / data.var(dim=dim, correction=0, keepdim=True)


def standardise__epsilon_everywhere(data, dim):
    """You add a small number to every deviation. It changes all results a little, and much when the data are small numbers
    themselves: metres in a table of micrometres. Only a deviation of 0 needs help."""
    return (data - data.mean(dim=dim, keepdim=True)) / (data.std(dim=dim, correction=0, keepdim=True) + 1e-5)


def standardise__smaller_epsilon_everywhere(data, dim):
    """You add a small number to every deviation, and so all results come out a little too small. Only a deviation of 0 needs
    help: leave the others as they are."""
    return (data - data.mean(dim=dim, keepdim=True)) / (data.std(dim=dim, correction=0, keepdim=True) + 1e-6)


def standardise__epsilon_under_the_root(data, dim):
    """You add 1e-5 to the variance, as the layers of a network do (`layer_norm` and `batch_norm` do it unasked). For data of a
    small scale that is more than the variance itself, and the deviation does not become 1. Only a deviation of 0 needs help."""
    variance = data.var(dim=dim, correction=0, keepdim=True)
    return (data - data.mean(dim=dim, keepdim=True)) / (variance + 1e-5).sqrt()


def standardise__smaller_epsilon_under_the_root(data, dim):
    """You add a small number to the variance before the root. For data of a small scale it is not small beside the variance,
    which is a square. Only a deviation of 0 needs help."""
    variance = data.var(dim=dim, correction=0, keepdim=True)
    return (data - data.mean(dim=dim, keepdim=True)) / (variance + 1e-8).sqrt()


def standardise__range(data, dim):
    """You scale to the range from 0 to 1. That is another way to put data on one scale; here the mean is to become 0 and the
    deviation 1."""
    low, high = data.amin(dim=dim, keepdim=True), data.amax(dim=dim, keepdim=True)
    return (data - low) / (high - low)


def standardise__precedence(data, dim):
    """Division binds closer than subtraction: you divide only the mean. Put the difference in brackets."""
    deviation = data.std(dim=dim, correction=0, keepdim=True)
    return data - data.mean(dim=dim, keepdim=True) / torch.where(deviation > 0, deviation, 1)


def standardise__in_place(data, dim):
    """`-=` and `/=` write into the caller's tensor, and the caller did not ask for that. Make a new tensor: `data - ...`."""
    deviation = data.std(dim=dim, correction=0, keepdim=True)
    data -= data.mean(dim=dim, keepdim=True)
    data /= deviation.where(deviation > 0, 1)
    return data


def standardise__all_zero_for_one_constant_slice(data, dim):
    """As soon as one slice is constant you answer 0 for all of them. Only that slice becomes 0; the others are standardised as
    ever. Decide slice by slice, with `torch.where` in place of `if`."""
    deviation = data.std(dim=dim, correction=0, keepdim=True)
    if (deviation == 0).any():
        return torch.zeros_like(data)
    return (data - data.mean(dim=dim, keepdim=True)) / deviation


def class_means__weights_ignored(values, weights, labels, classes):
    """You take the plain mean. Each sample must count as much as its weight says."""
    member = (labels == classes[:, None]).to(values.dtype)
    count = member.sum(dim=1, keepdim=True)
    return member @ values / count.clamp(min=1)


def class_means__divided_by_the_count(values, weights, labels, classes):
    """You divide the weighted sum by the number of samples. A weighted mean is divided by the sum of the weights, or
    doubling all the weights would double the mean."""
    member = labels == classes[:, None]
    return (member * weights) @ values / member.sum(dim=1, keepdim=True).clamp(min=1)


def class_means__divided_by_the_bare_count(values, weights, labels, classes):
    """You divide the weighted sum by the number of samples. A weighted mean is divided by the sum of the weights of the
    class. And a class without samples makes that 0 divided by 0."""
    member = labels == classes[:, None]
    return (member * weights) @ values / member.sum(dim=1, keepdim=True)


def class_means__divided_by_the_count_class_by_class(values, weights, labels, classes):
    """`mean` divides the weighted sum by the number of samples. A weighted mean is divided by the sum of the weights of the
    class. And the mean of no samples is not a number, where a row of zeros is asked for."""
    return torch.stack([(values[labels == label] * weights[labels == label, None]).mean(dim=0) for label in classes])


def class_means__divided_by_everyone(values, weights, labels, classes):
    """You divide by the weights of all samples together. Each class has its own total: sum only the weights of its members."""
    return ((labels == classes[:, None]) * weights) @ values / weights.sum()


def class_means__not_divided(values, weights, labels, classes):
    """That is the weighted sum. For the mean, divide each row by the sum of the weights in its class."""
    return ((labels == classes[:, None]) * weights) @ values


def class_means__total_of_each_sample(values, weights, labels, classes):
    """You sum the table of memberships along the classes, which gives each sample its own weight back. The total of a class
    is a sum over the samples."""
    share = (labels[:, None] == classes) * weights[:, None]
    total = share.sum(dim=1, keepdim=True)
    return share.mT @ values / torch.where(total > 0, total, 1)


def class_means__nothing_over_nothing(values, weights, labels, classes):
    """A class without samples has total weight 0, and 0 divided by 0 is not a number. Replace a total of 0 by something
    harmless before you divide."""
    share = (labels == classes[:, None]) * weights
    return share @ values / share.sum(dim=1, keepdim=True)


def class_means__nothing_over_nothing_class_by_class(values, weights, labels, classes):
    """A class without samples has total weight 0, and 0 divided by 0 is not a number. Look at the total of each class before you
    divide by it: such a class gets a row of zeros."""
    rows = []
    for label in classes:
        chosen = labels == label
        rows.append((weights[chosen, None] * values[chosen]).sum(dim=0) / weights[chosen].sum())
    return torch.stack(rows)


def class_means__plain_mean_class_by_class(values, weights, labels, classes):
    """You take the plain mean of each class. Each sample must count as much as its weight says. And the mean of no samples is
    not a number, where a row of zeros is asked for."""
    return torch.stack([values[labels == label].mean(dim=0) for label in classes])


def class_means__rows_of_the_labels(values, weights, labels, classes):
    """You make one row for each label that occurs, in rising order. The rows are those of `classes`: in its order, also for a
    class without samples, and none for a label that is not among them."""
    rows = []
    for label in labels.unique():
        chosen = labels == label
        rows.append((weights[chosen, None] * values[chosen]).sum(dim=0) / weights[chosen].sum())
    return torch.stack(rows)


def class_means__rising_order(values, weights, labels, classes):
    """Your rows are in rising order of the labels. Row `k` belongs to `classes[k]`, and `classes` may be in any order."""
    share = (labels == classes.sort().values[:, None]) * weights
    total = share.sum(dim=1, keepdim=True)
    return share @ values / torch.where(total > 0, total, 1)


def class_means__empty_class_left_out(values, weights, labels, classes):
    """You leave out a class without samples, and the rows behind it move up. It has a row too, of zeros."""
    rows = []
    for label in classes:
        chosen = labels == label
        if chosen.any():
            rows.append((weights[chosen, None] * values[chosen]).sum(dim=0) / weights[chosen].sum())
    return torch.stack(rows)


def class_means__repaired_too_late(values, weights, labels, classes):
    """The zeros are right, but the gradients are not a number: you divide by 0 first and replace the result afterwards. The
    backward pass still goes through the division. Replace the divisor, not the result."""
    share = (labels == classes[:, None]) * weights
    total = share.sum(dim=1, keepdim=True)
    return torch.where(total > 0, share @ values / total, 0)


def class_means__labels_as_positions(values, weights, labels, classes):
    """You take the labels for row numbers 0, 1, 2 and so on. They can be any integers, in any order: compare the labels with
    the entries of `classes`."""
    share = (labels == torch.arange(len(classes))[:, None]) * weights
    total = share.sum(dim=1, keepdim=True)
    return share @ values / total.where(total > 0, 1)


def class_means__one_hot(values, weights, labels, classes):
    """You take the labels for positions 0, 1, 2 and so on, as `one_hot`, `index_add` and indexing do, and that fails for any
    others. Labels can be any integers: compare them with the entries of `classes`."""
    share = torch.nn.functional.one_hot(labels, len(classes)) * weights[:, None]
    total = share.sum(dim=0)[:, None]
    return share.mT @ values / torch.where(total > 0, total, 1)


def class_means__total_beside_the_wrong_axis(values, weights, labels, classes):
    """The totals have one entry a class, but their shape lines up with the columns of the result. With as many columns as
    classes nothing complains. Keep the summed axis, so that the totals form a column."""
    share = (labels == classes[:, None]) * weights
    total = share.sum(dim=1)
    return share @ values / total.where(total > 0, 1)


def class_means__divisor_of_at_least_one(values, weights, labels, classes):
    """You hold the divisor at 1 or more. That helps a class without samples, but the weights of a class may sum to less than 1,
    and then you divide by 1 where you should not. Replace only a total of exactly 0."""
    share = (labels == classes[:, None]) * weights
    return share @ values / share.sum(dim=1, keepdim=True).clamp(min=1)


def squared_distances__loop_over_the_first_axis(points, centres):
    """Your loop runs over the first axis. That is the points only as long as there is no batch in front. And a loop is not
    needed: let one operation treat all pairs."""
    return torch.stack([(point - centres).square().sum(dim=-1) for point in points])


def squared_distances__cdist_default(points, centres):
    """`torch.cdist` multiplies out when there are more than 25 points, and does not move the cloud first: far from the
    origin the digits that matter are gone. Its argument `compute_mode` can forbid that."""
    return torch.cdist(points, centres).square()


def squared_distances__moved_apart(points, centres):
    """You move the points by their own mean, and the centres by another. Distances stay the same only if everything moves by
    the same amount."""
    points, centres = points - points.mean(dim=-2, keepdim=True), centres - centres.mean(dim=-2, keepdim=True)
    return squared_distances__textbook(points, centres).clamp(min=0)


def squared_distances__only_points_moved(points, centres):
    """You move the points and leave the centres where they are. Distances stay the same only if everything moves by the same
    amount."""
    return squared_distances__textbook(points - centres.mean(dim=-2, keepdim=True), centres).clamp(min=0)


def squared_distances__only_centres_moved(points, centres):
    """You move the centres and leave the points where they are. Distances stay the same only if everything moves by the same
    amount."""
    return squared_distances__textbook(points, centres - centres.mean(dim=-2, keepdim=True)).clamp(min=0)


def squared_distances__mean_over_the_batch(points, centres):
    """The mean runs over axis 0, which is the batch as soon as there is one. Count from the end: the centres are axis -2,
    and the axis must be kept."""
    middle = centres.mean(dim=0)
    return squared_distances__textbook(points - middle, centres - middle).clamp(min=0)


def squared_distances__one_number_in_the_middle(points, centres):
    """`mean()` without an axis is a single number, the same for every coordinate, and the cloud does not come to the origin.
    Each coordinate has its own mean: average over the centres only, and keep that axis."""
    middle = centres.mean()
    return squared_distances__textbook(points - middle, centres - middle).clamp(min=0)


def squared_distances__mixed_term_once(points, centres):
    """The mixed term of a square counts twice: (p - c)² = p² - 2pc + c²."""
    middle = centres.mean(dim=-2, keepdim=True)
    points, centres = points - middle, centres - middle
    squares = points.square().sum(dim=-1)[..., :, None] + centres.square().sum(dim=-1)[..., None, :]
    return (squares - points @ centres.mT).clamp(min=0)


def squared_distances__textbook(points, centres):
    """This is the formula as books write it. It subtracts two nearly equal large numbers when the points lie far from the
    origin, and the digits that matter are gone: some distances even come out below 0. Distances do not change when you
    move everything, so bring the points near the origin first."""
    squares = points.square().sum(dim=-1)[..., :, None] + centres.square().sum(dim=-1)[..., None, :]
    return squares - 2 * points @ centres.mT


def squared_distances__digits_lost(points, centres):
    """Nothing is negative any more, but far from the origin you subtract nearly equal large numbers, and the digits that
    matter are gone. Distances do not change when you move everything: bring the points near the origin before you square."""
    return squared_distances__textbook(points, centres).clamp(min=0)


def squared_distances__below_zero(points, centres):
    """Rounding pushes the distance of a point to itself a little below 0, and a later square root is then not a number. A
    squared distance has a smallest value: hold the result there."""
    middle = centres.mean(dim=-2, keepdim=True)
    return squared_distances__textbook(points - middle, centres - middle)


def squared_distances__root(points, centres):
    """You took the square root. Squared distances were asked for: they are cheaper, and their gradient is finite at 0."""
    middle = centres.mean(dim=-2, keepdim=True)
    return squared_distances__textbook(points - middle, centres - middle).clamp(min=0).sqrt()


def squared_distances__root_of_cdist(points, centres):
    """These are distances. Squared ones were asked for: they are cheaper, and their gradient is finite at 0. And `torch.cdist`
    loses the digits that matter far from the origin, unless its argument `compute_mode` forbids the product."""
    return torch.cdist(points, centres)


def squared_distances__batch_forgotten(points, centres):
    """This is right without a batch. With one, `[:, None]` puts the new axis behind the batch axis. Count from the end
    instead: `...` stands for all the axes in front."""
    middle = centres.mean(dim=-2, keepdim=True)
    points, centres = points - middle, centres - middle
    squares = points.square().sum(dim=-1)[:, None] + centres.square().sum(dim=-1)[None, :]
    return (squares - 2 * points @ centres.mT).clamp(min=0)


def squared_distances__one_cloud_only(points, centres):
    """This is right for one cloud. With a batch in front, dim=0 and dim=1 are other axes, `[:, None]` lands elsewhere, and `.T`
    turns all axes round. Count every axis from the end: dim=-1, dim=-2, `[..., None]`, and `.mT`."""
    middle = centres.mean(dim=0)
    points, centres = points - middle, centres - middle
    squares = points.square().sum(dim=1)[:, None] + centres.square().sum(dim=1)[None, :]
    return (squares - 2 * points @ centres.permute(*reversed(range(centres.dim())))).clamp(min=0)


def score__every_pair(prediction, target):
    """Column minus row: the predictions have shape (samples, 1), the targets (samples,), and their difference is a square
    that compares every prediction with every target. Give the two the same shape before you subtract."""
    error = (prediction - target).square().mean()
    variance = (target - target.mean()).square().mean()
    return {"mean squared error": error, "r squared": 1 - error / variance}


def score__first_prediction(prediction, target):
    """`prediction[0]` has one number: the prediction for the first sample, now compared with every target. Remove the axis
    of size 1 instead; it is the second one."""
    error = (prediction[0] - target).square().mean()
    variance = (target - target.mean()).square().mean()
    return {"mean squared error": error, "r squared": 1 - error / variance}


def score__averaged_before_squaring(prediction, target):
    """The difference is still a square of every prediction with every target, and you average its rows before you square. Errors
    of both signs cancel there. Give the two the same shape before you subtract."""
    error = (prediction - target).mean(dim=1).square().mean()
    variance = (target - target.mean()).square().mean()
    return {"mean squared error": error, "r squared": 1 - error / variance}


def score__mean_not_squared(prediction, target):
    """You average the differences and square the average. Errors of both signs cancel there: square each one first."""
    error = (prediction.squeeze(dim=1) - target).mean().square()
    variance = (target - target.mean()).square().mean()
    return {"mean squared error": error, "r squared": 1 - error / variance}


def score__sum(prediction, target):
    """The pairs are right now, but you add the squares up. The mean squared error is their mean."""
    error = (prediction.squeeze(dim=1) - target).square().sum()
    variance = (target - target.mean()).square().mean()
    return {"mean squared error": error, "r squared": 1 - error / variance}


def score__absolute(prediction, target):
    """The pairs are right now, but you average absolute differences. The mean squared error squares them, as before."""
    error = (prediction.squeeze(dim=1) - target).abs().mean()
    variance = (target - target.mean()).square().mean()
    return {"mean squared error": error, "r squared": 1 - error / variance}


def score__root(prediction, target):
    """The pairs are right now, but you took the root of the mean squared error. Only the subtraction had to be repaired."""
    error = (prediction.squeeze(dim=1) - target).square().mean().sqrt()
    variance = (target - target.mean()).square().mean()
    return {"mean squared error": error, "r squared": 1 - error / variance}


def score__other_names(prediction, target):
    """The numbers are right now, but the entries have other names. They are called "mean squared error" and "r squared"."""
    error = (prediction.squeeze(dim=1) - target).square().mean()
    variance = (target - target.mean()).square().mean()
    return {"mse": error, "r2": 1 - error / variance}


def score__python_numbers(prediction, target):
    """The numbers are right now, but `item()` or `float()` made Python numbers of them, and no gradient can flow through these.
    Return the tensors."""
    error = (prediction.squeeze(dim=1) - target).square().mean()
    variance = (target - target.mean()).square().mean()
    return {"mean squared error": error.item(), "r squared": (1 - error / variance).item()}


def score__without_gradient(prediction, target):
    """The numbers are right now, but no gradient flows through them any more: `detach`, `.data` or `no_grad` cut them off."""
    prediction, target = prediction.detach(), target.detach()
    error = (prediction.squeeze(dim=1) - target).square().mean()
    variance = (target - target.mean()).square().mean()
    return {"mean squared error": error, "r squared": 1 - error / variance}


def score__only_the_error(prediction, target):
    """The shapes are right now, but `var` divides by the count less one when it is not told otherwise, so R squared changed
    as well. Only the subtraction had to be repaired."""
    error = (prediction.squeeze(dim=1) - target).square().mean()
    return {"mean squared error": error, "r squared": 1 - error / target.var()}


def score__variance_of_the_predictions(prediction, target):
    """R squared compares the error with the spread of the target. You divide by the variance of the predictions."""
    prediction = prediction.squeeze(dim=1)
    error = (prediction - target).square().mean()
    return {"mean squared error": error, "r squared": 1 - error / prediction.var(correction=0)}


def score__mean_of_the_predictions(prediction, target):
    """You replace all predictions by their mean before you compare. The shapes fit then, but the predictions are gone. Only the
    axis of size 1 has to go: no average is needed for that."""
    error = (prediction.mean(dim=0) - target).square().mean()
    variance = (target - target.mean()).square().mean()
    return {"mean squared error": error, "r squared": 1 - error / variance}


def score__quotient_itself(prediction, target):
    """Your R squared is the error divided by the variance. It is 1 less that quotient: 1 for perfect predictions, and 0 for the
    mean of the target every time."""
    error = (prediction.squeeze(dim=1) - target).square().mean()
    variance = (target - target.mean()).square().mean()
    return {"mean squared error": error, "r squared": error / variance}


def table_shape__from_the_left(rows, columns, depth):
    """You lined the shapes up from the left, where they do not fit. They are lined up at their last axis."""
    raise RuntimeError


def table_shape__only_one_stretched(rows, columns, depth):
    """Both tensors may be stretched, each along an axis of its own. You stretched only the smaller one."""
    return rows, 1, depth


def table_shape__new_axis_right(rows, columns, depth):
    """You put the missing axis of the shorter shape on the right. It is always added on the left."""
    return rows, columns, 1


def minus_means__own_mean(first, second):
    """That is what was meant: from each row its own mean. But the means have lost their axis, and line up with columns."""
    table = torch.tensor([[2.0 * first, 0.0], [0.0, 2.0 * second]])
    return table - table.mean(dim=1, keepdim=True)


def minus_means__of_columns(first, second):
    """`dim=1` is the axis that disappears: one mean is left for each row. You took away something else."""
    table = torch.tensor([[2.0 * first, 0.0], [0.0, 2.0 * second]])
    return table - table.mean()
