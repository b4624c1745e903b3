"""Other right ways. The docstring says when to prefer them."""

import torch


def position__as_torch_does(index, stride, offset):
    """torch's own bookkeeping: take the view that starts at the element, and ask where that is."""
    if len(index) != len(stride):
        raise ValueError("as many indices as strides, please")
    shape = tuple(steps + 1 for steps in index)
    storage = torch.empty(offset + sum(length * steps for length, steps in zip(stride, index, strict=True)) + 1)
    return storage.as_strided(shape, stride, offset)[index].storage_offset()


def position__loop(index, stride, offset):
    """Step by step, the way a finger would walk through the storage."""
    if len(index) != len(stride):
        raise ValueError(f"{len(index)} indices for {len(stride)} strides")
    place = offset
    for axis in range(len(index)):
        place += index[axis] * stride[axis]
    return place


def strides_of__torch(shape):
    """Asks torch. On the `meta` device the tensor has a shape and strides, but no memory."""
    return torch.empty(shape, device="meta").stride()


def strides_of__products(shape):
    """Each stride by itself: the product of the sizes behind its axis."""
    import math

    return tuple(math.prod(max(size, 1) for size in shape[axis + 1 :]) for axis in range(len(shape)))


def strides_of__numpy(shape):
    """numpy's strides count bytes, so an array of single bytes gives the same numbers."""
    import numpy

    return numpy.empty([max(size, 1) for size in shape], dtype=numpy.int8).strides


def can_flatten__torch(shape, stride):
    """Asks torch. On the `meta` device no memory is needed for it."""
    try:
        torch.empty_strided(shape, stride, device="meta").view(-1)
    except RuntimeError:
        return False
    return True


def can_flatten__positions(shape, stride):
    """By the meaning of the question: list where every element lies, and look at the distances. For small tensors only."""
    places = [0]
    for size, length in zip(shape, stride, strict=True):
        places = [place + step * length for place in places for step in range(size)]
    return len({places[n] - places[n - 1] for n in range(1, len(places))}) <= 1


def can_flatten__neighbours(shape, stride):
    """All neighbours at once, once the axes of size 1 are out of the way."""
    axes = [(size, length) for size, length in zip(shape, stride, strict=True) if size != 1]
    fits = [axes[n][1] == axes[n + 1][0] * axes[n + 1][1] for n in range(len(axes) - 1)]
    return 0 in shape or all(fits)


def windows__unfold(series, size, step):
    """torch's own: the one to use. It does this arithmetic, and checks the sizes."""
    return series.unfold(-1, size, step)


def windows__numpy(series, size, step):
    """numpy's view of windows; for arrays, or for tensors that need no gradient."""
    import numpy

    if series.requires_grad:
        return windows__unfold(series, size, step)
    every = numpy.lib.stride_tricks.sliding_window_view(series.numpy(), size, axis=-1, writeable=True)
    return torch.from_numpy(every[..., ::step, :])


def windows__every_window_then_some(series, size, step):
    """All windows first, then every `step`-th of them: slicing a view costs nothing, so the arithmetic can stay simple."""
    shape = (*series.shape[:-1], series.shape[-1] - size + 1, size)
    return series.as_strided(shape, (*series.stride(), series.stride(-1)))[..., ::step, :]


def moving_mean__window_by_window(series, size):
    """One window after the other: the plainest reading of the task, for a short series."""
    means = []
    for start in range(series.shape[-1] - size + 1):
        means.append(series[..., start : start + size].mean(dim=-1))
    return torch.stack(means, dim=-1)


def moving_mean__unfold(series, size):
    """torch's own view of the windows: use it outside of an exercise."""
    return series.unfold(-1, size, 1).mean(dim=-1)


def moving_mean__running_sum(series, size):
    """Differences of a running sum: as much work for wide windows as for narrow ones. A long series in float32 loses digits."""
    total = torch.nn.functional.pad(series.cumsum(dim=-1), (1, 0))
    return (total[..., size:] - total[..., :-size]) / size


def moving_mean__shifted(series, size):
    """The series, shifted and added `size` times: no view with overlaps, for narrow windows."""
    count = series.shape[-1] - size + 1
    return sum(series[..., shift : shift + count] for shift in range(size)) / size


def moving_mean__copied(series, size):
    """The windows as a table of their own: needed by operations that cannot read a view with overlaps."""
    return windows(series, size, 1).contiguous().mean(dim=-1)


def blend___lerp(average, value, decay):
    """torch's own, in one pass over the memory. Both must have the same dtype."""
    return average.lerp_(value.to(average.dtype), 1 - decay)


def blend___operators(average, value, decay):
    """With operators: `*=` and `+=` on a tensor work in place. In a function of your own this reads best."""
    average *= decay
    average += (1 - decay) * value
    return average


def blend___out(average, value, decay):
    """With `out=`: the result of an operation is written to memory that exists already."""
    return torch.add(average * decay, value, alpha=1 - decay, out=average)


def blend___copy(average, value, decay):
    """Compute first, copy in afterwards: needs memory for the result on the way, and works for any expression."""
    average[...] = decay * average + (1 - decay) * value
    return average


def bytes_held__seen(tensors):
    """With a set of addresses: the form to use when the list is long and you want to stop early."""
    seen, total = set(), 0
    for tensor in tensors:
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in seen:
            seen.add(storage.data_ptr())
            total += storage.nbytes()
    return total


def bytes_held__pairs(tensors):
    """In one line, since a storage has one address and one size."""
    return sum(size for _, size in {(x.untyped_storage().data_ptr(), x.untyped_storage().nbytes()) for x in tensors})


def crop__cloned(image, top, left, size):
    """Copy the patch once, then work in place on the copy: the least memory, and safe."""
    patch = image[:, top : top + size, left : left + size].clone()
    patch -= patch.mean(dim=(1, 2), keepdim=True)
    patch /= patch.std(dim=(1, 2), correction=0, keepdim=True)
    return patch


def crop__instance_norm(image, top, left, size):
    """torch's own for a batch of images, each channel by itself."""
    patch = image[None, :, top : top + size, left : left + size]
    return torch.nn.functional.instance_norm(patch, eps=0.0)[0]


def crop__narrow(image, top, left, size):
    """With `narrow`, which names the axis, the start and the length, and is a view like a slice."""
    patch = image.narrow(1, top, size).narrow(2, left, size)
    centred = patch - patch.mean(dim=(1, 2), keepdim=True)
    return centred / centred.square().mean(dim=(1, 2), keepdim=True).sqrt()
