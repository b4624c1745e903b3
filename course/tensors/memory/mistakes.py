"""Known wrong versions. The docstring is what the learner is told."""


def position__offset_forgotten(index, stride, offset):
    """You count from the start of the storage. A view may begin in the middle of it: its first element lies at `offset`."""
    return sum(steps * length for steps, length in zip(index, stride, strict=True))


def position__offset_for_every_axis(index, stride, offset):
    """You add the offset once for every axis. The tensor begins in one place: add it once."""
    return sum(offset + steps * length for steps, length in zip(index, stride, strict=True))


def position__strides_backwards(index, stride, offset):
    """You pair the last index with the first stride. Both are written in the order of the axes."""
    return offset + sum(steps * length for steps, length in zip(index, reversed(stride), strict=True))


def position__lengths_unchecked(index, stride, offset):
    """`zip` stops at the shorter of the two without a word, so a missing index counts as 0. Look for the argument of `zip`
    that makes it complain."""
    return offset + sum(steps * length for steps, length in zip(index, stride, strict=False))


def strides_of__own_size_included(shape):
    """Your strides are one axis too far out. One step along an axis passes over everything *behind* that axis: the product
    of the later sizes, its own not included. The last stride is 1."""
    result, length = [], 1
    for size in reversed(shape):
        length *= max(size, 1)
        result.insert(0, length)
    return tuple(result)


def strides_of__first_axis_fastest(shape):
    """You let the first axis run fastest, as Fortran and MATLAB do. In torch and C it is the last one."""
    result, length = [], 1
    for size in shape:
        result.append(length)
        length *= max(size, 1)
    return tuple(result)


def strides_of__in_bytes(shape):
    """You count bytes, as numpy's `strides` do. torch counts elements, so that strides do not depend on the dtype."""
    result, length = [], 8
    for size in reversed(shape):
        result.insert(0, length)
        length *= max(size, 1)
    return tuple(result)


def strides_of__zeros_multiplied(shape):
    """An axis of size 0 makes every stride in front of it 0 in your version. torch counts such an axis as size 1."""
    result, length = [], 1
    for size in reversed(shape):
        result.insert(0, length)
        length *= size
    return tuple(result)


def can_flatten__contiguous_only(shape, stride):
    """You ask whether the tensor is contiguous. That is enough, but more than needed: every second number of a storage is
    not contiguous, and still lies at equal distances."""
    wanted = strides_of(shape)
    return 0 in shape or all(
        size == 1 or length == step for size, length, step in zip(shape, stride, wanted, strict=True)
    )


def can_flatten__size_one_not_skipped(shape, stride):
    """You compare the stride of axes of size 1 as well. Nobody ever steps along such an axis, so its stride means nothing:
    leave these axes out before you compare neighbours."""
    axes = list(zip(shape, stride, strict=True))
    return 0 in shape or all(axes[n][1] == axes[n + 1][0] * axes[n + 1][1] for n in range(len(axes) - 1))


def can_flatten__falling_strides(shape, stride):
    """You ask whether the strides fall from axis to axis. They do for some columns of a matrix as well, with a gap after
    every row. One step along the outer axis must go exactly as far as the whole inner axis is long."""
    lengths = [length for size, length in zip(shape, stride, strict=True) if size != 1]
    return 0 in shape or lengths == sorted(lengths, reverse=True)


def can_flatten__empty_refused(shape, stride):
    """You refuse tensors without elements when their strides look odd. There is nothing in them to be out of order."""
    axes = [(size, length) for size, length in zip(shape, stride, strict=True) if size != 1]
    return all(axes[n][1] == axes[n + 1][0] * axes[n + 1][1] for n in range(len(axes) - 1))


def can_flatten__ends_only(shape, stride):
    """You compare the first stride with the last one only. Every axis must fit its neighbour."""
    axes = [(size, length) for size, length in zip(shape, stride, strict=True) if size != 1]
    if 0 in shape or len(axes) < 2:
        return True
    length = axes[-1][1]
    for size, _ in axes[1:]:
        length *= size
    return axes[0][1] == length


def windows__copied(series, size, step):
    """The numbers are right, but they are copies: a larger tensor, and later changes of the series do not show. Say where
    the windows lie in the storage instead of collecting them."""
    starts = range(0, series.shape[-1] - size + 1, step)
    return torch.stack([series[..., start : start + size] for start in starts], dim=-2)


def windows__strides_assumed(series, size, step):
    """You take it for granted that neighbours lie side by side in the storage. In a slice or a transposed tensor they do
    not: ask the series for its strides."""
    count = (series.shape[-1] - size) // step + 1
    shape = (*series.shape[:-1], count, size)
    return series.as_strided(shape, (*strides_of(series.shape)[:-1], step, 1))


def windows__contiguous_first(series, size, step):
    """`contiguous()` copies whenever the series has gaps, and then your windows belong to the copy. It is not needed: use
    the strides the series has."""
    series = series.contiguous()
    count = (series.shape[-1] - size) // step + 1
    shape = (*series.shape[:-1], count, size)
    return series.as_strided(shape, (*series.stride()[:-1], step * series.stride(-1), series.stride(-1)))


def windows__from_the_start_of_the_storage(series, size, step):
    """Your windows start at the beginning of the storage, because you set `storage_offset` to 0. A series that is a slice of
    something larger starts later; leave the argument out, and `as_strided` keeps the offset."""
    count = (series.shape[-1] - size) // step + 1
    shape = (*series.shape[:-1], count, size)
    return series.as_strided(shape, (*series.stride()[:-1], step * series.stride(-1), series.stride(-1)), 0)


def windows__last_one_missing(series, size, step):
    """The last window is missing. Between the first and the last start there are `(time - size) // step` steps, and one more
    window than steps."""
    count = (series.shape[-1] - size) // step
    shape = (*series.shape[:-1], count, size)
    return series.as_strided(shape, (*series.stride()[:-1], step * series.stride(-1), series.stride(-1)))


def windows__step_ignored(series, size, step):
    """Your windows lie one number apart whatever `step` says."""
    count = series.shape[-1] - size + 1
    shape = (*series.shape[:-1], count, size)
    return series.as_strided(shape, (*series.stride()[:-1], series.stride(-1), series.stride(-1)))


def windows__step_without_the_stride(series, size, step):
    """Inside a window you use the stride of the series, but from window to window you go `step` places in the storage.
    `step` counts numbers of the series: each of them is one stride."""
    count = (series.shape[-1] - size) // step + 1
    shape = (*series.shape[:-1], count, size)
    return series.as_strided(shape, (*series.stride()[:-1], step, series.stride(-1)))


def blend___rebound(average, value, decay):
    """`average = ...` gives the name to a new tensor. The caller's tensor never learns of it. Change the tensor itself:
    methods that end in `_`, `*=` and `+=`, or `average[...] = ...`."""
    average = decay * average + (1 - decay) * value
    return average


def blend___new_memory(average, value, decay):
    """You hand `average` a new storage through `.data`. The object is the same, but whoever holds a view of it still looks
    at the old memory. Write into the memory that is there."""
    average.data = (decay * average + (1 - decay) * value).to(average.dtype)
    return average


def blend___weights_swapped(average, value, decay):
    """You give the new value the weight `decay`. It is the weight of what is there already; the value gets the rest."""
    return average.mul_(1 - decay).add_(value, alpha=decay)


def blend___value_overwritten(average, value, decay):
    """`value.mul_` changes the caller's `value` as well. Only `average` was to be changed: `add_` has an argument that
    scales on the way."""
    return average.mul_(decay).add_(value.mul_(1 - decay))


def blend___plain_sum(average, value, decay):
    """You forgot the weight of `value`: with decay 0.9 the average would grow to ten times the values."""
    return average.mul_(decay).add_(value)


def blend___copy_returned(average, value, decay):
    """`average` is changed rightly, but you return a copy of it. Operations in place return the tensor itself, so that calls
    can be chained."""
    average.mul_(decay).add_(value, alpha=1 - decay)
    return average.clone()


def bytes_held__only_what_is_shown(tensors):
    """You count the numbers each tensor shows. A slice keeps the whole storage behind it alive, and tensors that share a
    storage keep it once."""
    return sum(tensor.numel() * tensor.element_size() for tensor in tensors)


def bytes_held__shared_counted_again(tensors):
    """You count a storage once for every tensor that uses it. Remember which storages you have seen."""
    return sum(tensor.untyped_storage().nbytes() for tensor in tensors)


def bytes_held__same_object_only(tensors):
    """You recognise the same tensor, but not two tensors that share memory: a view is another object. Compare the storages,
    by the address of their first byte."""
    return sum(tensor.untyped_storage().nbytes() for tensor in {id(tensor): tensor for tensor in tensors}.values())


def bytes_held__first_element(tensors):
    """You recognise a shared storage by `tensor.data_ptr()`, the address of the first element the tensor shows. Two rows of
    one matrix start at different addresses. Ask the storage for its address, not the tensor."""
    return sum({tensor.data_ptr(): tensor.untyped_storage().nbytes() for tensor in tensors}.values())


def bytes_held__largest_view(tensors):
    """You find what is shared, but then count the numbers that are shown. The storage itself knows its size in bytes."""
    sizes = {}
    for tensor in tensors:
        address = tensor.untyped_storage().data_ptr()
        sizes[address] = max(sizes.get(address, 0), tensor.numel() * tensor.element_size())
    return sum(sizes.values())


def bytes_held__four_bytes_each(tensors):
    """You take 4 bytes for every number. That is float32; a float64 has 8, a bfloat16 2, a bool 1."""
    return sum({tensor.untyped_storage().data_ptr(): 4 * tensor.numel() for tensor in tensors}.values())


def crop__through_a_view(image, top, left, size):
    """A slice is a view, and `-=` and `/=` write through it into the caller's image. The first patch comes out right; every
    later one that overlaps it is cut from a damaged image. Make new tensors instead."""
    patch = image[:, top : top + size, left : left + size]
    patch -= patch.mean(dim=(1, 2), keepdim=True)
    patch /= patch.std(dim=(1, 2), correction=0, keepdim=True)
    return patch


def crop__copied_too_late(image, top, left, size):
    """You copy the result, after the image has been overwritten. The copy must come before the first write."""
    patch = image[:, top : top + size, left : left + size]
    patch -= patch.mean(dim=(1, 2), keepdim=True)
    patch /= patch.std(dim=(1, 2), correction=0, keepdim=True)
    return patch.clone()


def crop__contiguous_is_no_copy(image, top, left, size):
    """`contiguous()` copies only when the numbers do not lie side by side already. For whole rows, or the whole image, it
    gives the view back as it is, and you write into the image after all. `clone()` always copies."""
    patch = image[:, top : top + size, left : left + size].contiguous()
    patch -= patch.mean(dim=(1, 2), keepdim=True)
    patch /= patch.std(dim=(1, 2), correction=0, keepdim=True)
    return patch


def crop__other_deviation(image, top, left, size):
    """The image is safe now, but the numbers changed: `std` divides by the count less one when it is not told otherwise.
    Only the writing had to be repaired."""
    patch = image[:, top : top + size, left : left + size]
    return (patch - patch.mean(dim=(1, 2), keepdim=True)) / patch.std(dim=(1, 2), keepdim=True)
