"""Known wrong versions. The docstring is what the learner is told."""

import math
import sys

import torch


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


def position__index_error(index, stride, offset):
    """Your loop runs over the strides: with too few indices it stops with an IndexError, and one index too many is not
    noticed. Compare the two lengths first, and raise ValueError."""
    place = offset
    for axis in range(len(stride)):
        place += index[axis] * stride[axis]
    return place


def position__raises_index_error(index, stride, offset):
    """You notice that the lengths differ, and raise IndexError. The specification asks for ValueError, which is another class."""
    if len(index) != len(stride):
        raise IndexError("the numbers of indices and strides differ")
    return offset + sum(steps * length for steps, length in zip(index, stride, strict=True))


def position__too_few_accepted(index, stride, offset):
    """You refuse too many indices, and accept too few: a missing index then counts as 0. Any number of indices but the number of
    strides is wrong."""
    if len(index) > len(stride):
        raise ValueError("too many indices")
    return offset + sum(steps * length for steps, length in zip(index, stride, strict=False))


def position__too_many_accepted(index, stride, offset):
    """You refuse too few indices, and accept too many: those that are left over count for nothing. Any number of indices but the
    number of strides is wrong."""
    if len(index) < len(stride):
        raise ValueError("too few indices")
    return offset + sum(steps * length for steps, length in zip(index, stride, strict=False))


def position__strides_as_sizes(index, stride, offset):
    """You multiply what you have so far by each stride in turn. That is right for the sizes of axes. A stride is already the
    whole way of one step: each index is multiplied by its own stride only, and the products are added."""
    if len(index) != len(stride):
        raise ValueError("the numbers of indices and strides differ")
    place = 0
    for steps, length in zip(index, stride, strict=True):
        place = place * length + steps
    return offset + place


def position__strides_as_sizes_from_the_offset(index, stride, offset):
    """You begin with the offset and multiply what you have so far by each stride in turn. The offset is added as it is, and each
    index is multiplied by its own stride only."""
    if len(index) != len(stride):
        raise ValueError("the numbers of indices and strides differ")
    place = offset
    for steps, length in zip(index, stride, strict=True):
        place = place * length + steps
    return place


def position__two_axes(index, stride, offset):
    """This is right for a matrix. A tensor can have any number of axes, none included: go through all of them."""
    return offset + index[0] * stride[0] + index[1] * stride[1]


def position__assertion(index, stride, offset):
    """You refuse with `assert`. That is for things that cannot happen, and Python drops it under `-O`. What a caller may get
    wrong is refused with `raise ValueError(...)`; `zip` can do it for you."""
    assert len(index) == len(stride)
    return offset + sum(steps * length for steps, length in zip(index, stride, strict=True))


def strides_of__own_size_included(shape):
    """Your strides are one axis too far out. One step along an axis passes over everything *behind* that axis: the product
    of the later sizes, its own not included. The last stride is 1."""
    return tuple(math.prod(shape[axis:]) for axis in range(len(shape)))


def strides_of__first_axis_fastest(shape):
    """You let the first axis run fastest, as Fortran and MATLAB do. In torch and C it is the last one."""
    return tuple(math.prod(shape[:axis]) for axis in range(len(shape)))


def strides_of__next_size_only(shape):
    """Each of your strides is the size of the next axis. One step passes over *all* axes behind: multiply their sizes."""
    return (*shape[1:], 1) if shape else ()


def strides_of__back_to_front(shape):
    """Your strides are written backwards. You walk from the last axis to the first, so each new stride belongs in front."""
    result, length = [], 1
    for size in reversed(shape):
        result.append(length)
        length *= max(size, 1)
    return tuple(result)


def strides_of__divided(shape):
    """You start from the number of elements and divide by each size in turn. With an axis of size 0 that divides by 0. Go
    from the last axis forward and multiply, counting size 0 as 1."""
    result, length = [], math.prod(shape)
    for size in shape:
        length //= size
        result.append(length)
    return tuple(result)


def strides_of__in_bytes(shape):
    """You count bytes, as numpy's `strides` do. torch counts elements, so that strides do not depend on the dtype."""
    return tuple(4 * length for length in torch.empty(shape).stride())


def strides_of__no_axis_forgotten(shape):
    """You put down the last stride, 1, before you look whether there is an axis. The shape `()` has no axis and no stride."""
    return torch.empty(shape).stride() or (1,)


def strides_of__zeros_multiplied(shape):
    """An axis of size 0 makes every stride in front of it 0 in your version. torch counts such an axis as size 1."""
    result, length = [], 1
    for size in reversed(shape):
        result.insert(0, length)
        length *= size
    return tuple(result)


def strides_of__zero_replaced_at_the_end(shape):
    """You multiply with the 0 of an empty axis, and turn the product into 1 afterwards. So the other sizes behind are lost.
    Count each size of 0 as 1 before you multiply."""
    return tuple(math.prod(shape[axis + 1 :]) or 1 for axis in range(len(shape)))


def strides_of__next_size_at_least_one(shape):
    """Each of your strides is the size of the next axis alone. One step passes over *all* axes behind: multiply their sizes, with
    0 counted as 1."""
    return (*(max(size, 1) for size in shape[1:]), 1) if shape else ()


def can_flatten__contiguous_only(shape, stride):
    """You ask whether the tensor is contiguous. That is enough, but more than needed: every second number of a storage is
    not contiguous, and still lies at equal distances."""
    return torch.empty_strided(shape, stride).is_contiguous()


def can_flatten__contiguous_also_when_empty(shape, stride):
    """You ask whether the tensor is contiguous, starting with a stride of 1. That is more than needed: the numbers may lie at any
    equal distance. And a tensor without elements can always be flattened, whatever its strides."""
    needed = 1
    for size, length in zip(reversed(shape), reversed(stride), strict=True):
        if size != 1 and length != needed:
            return False
        needed *= max(size, 1)
    return True


def can_flatten__fresh_strides_only(shape, stride):
    """You compare with the strides of a fresh tensor, number by number. That is more than needed twice over: the numbers may
    lie at any equal distance, and the stride of an axis of size 1 means nothing."""
    return tuple(stride) == torch.empty(shape).stride()


def can_flatten__size_one_not_skipped(shape, stride):
    """You compare the stride of axes of size 1 as well. Nobody ever steps along such an axis, so its stride means nothing:
    leave these axes out before you compare neighbours."""
    return 0 in shape or all(stride[n] == shape[n + 1] * stride[n + 1] for n in range(len(shape) - 1))


def can_flatten__neighbours_only(shape, stride):
    """The rule for neighbours is right, but two cases are left. The stride of an axis of size 1 means nothing: leave these
    axes out first. And a tensor without elements can always be flattened."""
    return all(stride[n] == shape[n + 1] * stride[n + 1] for n in range(len(shape) - 1))


def can_flatten__last_two_axes(shape, stride):
    """You look at the last two axes only. Every axis must fit its neighbour, leaving out those of size 1."""
    return 0 in shape or len(shape) < 2 or stride[-2] == shape[-1] * stride[-1]


def can_flatten__last_pair_decides(shape, stride):
    """You look at the last two axes only, or return from inside the loop after the first comparison. One pair that fits proves
    nothing: only after all of them may you answer True."""
    axes = [(size, length) for size, length in zip(shape, stride, strict=True) if size != 1]
    return 0 in shape or len(axes) < 2 or axes[-2][1] == axes[-1][0] * axes[-1][1]


def can_flatten__first_pair_decides(shape, stride):
    """You look at the first two axes only, or return from inside the loop after the first comparison. One pair that fits proves
    nothing: only after all of them may you answer True."""
    axes = [(size, length) for size, length in zip(shape, stride, strict=True) if size != 1]
    return 0 in shape or len(axes) < 2 or axes[0][1] == axes[1][0] * axes[1][1]


def can_flatten__stops_at_size_one(shape, stride):
    """Your loop ends at the first axis of size 1, and the axes in front of it are never compared. Skip that axis and go on."""
    if 0 in shape:
        return True
    needed = None
    for size, length in zip(reversed(shape), reversed(stride), strict=True):
        if size == 1:
            break
        if needed is not None and length != needed:
            return False
        needed = size * length
    return True


def can_flatten__wrong_size(shape, stride):
    """You multiply the inner stride by the size of the outer axis. One step along the outer axis passes over the whole
    *inner* axis: it is the inner size that counts."""
    axes = [(size, length) for size, length in zip(shape, stride, strict=True) if size != 1]
    return 0 in shape or all(axes[n][1] == axes[n][0] * axes[n + 1][1] for n in range(len(axes) - 1))


def can_flatten__stretched_refused(shape, stride):
    """You refuse every stride of 0. One number that is repeated on all axes lies at equal distances as well: at distance 0."""
    axes = [(size, length) for size, length in zip(shape, stride, strict=True) if size != 1]
    fits = all(axes[n][1] == axes[n + 1][0] * axes[n + 1][1] for n in range(len(axes) - 1))
    return 0 in shape or (fits and 0 not in stride)


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


def windows__copied_at_the_end(series, size, step):
    """The view is right, and then `contiguous()` copies it. Give back the view itself."""
    return series.unfold(-1, size, step).contiguous()


def windows__strides_assumed(series, size, step):
    """You take it for granted that neighbours lie side by side in the storage. In a slice or a transposed tensor they do
    not: ask the series for its strides."""
    count = (series.shape[-1] - size) // step + 1
    shape = (*series.shape[:-1], count, size)
    return series.as_strided(shape, (*strides_of(series.shape)[:-1], step, 1))


def windows__neighbours_assumed(series, size, step):
    """You take it for granted that neighbours along the series lie side by side, and use 1 and `step` as strides. In a slice
    or a transposed tensor one number on is `series.stride(-1)` places on."""
    count = (series.shape[-1] - size) // step + 1
    return series.as_strided((*series.shape[:-1], count, size), (*series.stride()[:-1], step, 1))


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


def windows__too_many(series, size, step):
    """You count a window for every `step` numbers, and the last ones reach over the end of the series: into the next row of
    the storage, or out of it. The last window must still begin `size` numbers before the end."""
    shape = (*series.shape[:-1], series.shape[-1] // step, size)
    return series.as_strided(shape, (*series.stride()[:-1], step * series.stride(-1), series.stride(-1)))


def windows__rounded_up(series, size, step):
    """You round up where the windows do not come out even, and the last one reaches over the end of the series. Numbers that
    do not fill a window are left out: round down."""
    count = math.ceil((series.shape[-1] - size) / step) + 1
    shape = (*series.shape[:-1], count, size)
    return series.as_strided(shape, (*series.stride()[:-1], step * series.stride(-1), series.stride(-1)))


def windows__size_and_step_exchanged(series, size, step):
    """You took the size of a window for its step, and the other way round."""
    return series.unfold(-1, step, size)


def windows__strides_exchanged(series, size, step):
    """The two new strides are the wrong way round. Inside a window, the last axis, you go on by one number; from window to
    window, the axis before it, by `step` numbers."""
    count = (series.shape[-1] - size) // step + 1
    shape = (*series.shape[:-1], count, size)
    return series.as_strided(shape, (*series.stride()[:-1], series.stride(-1), step * series.stride(-1)))


def windows__batch_forgotten(series, size, step):
    """This is right for a single series. The axes in front must keep their sizes and their strides."""
    count = (series.shape[-1] - size) // step + 1
    return series.as_strided((count, size), (step * series.stride(-1), series.stride(-1)))


def windows__first_axis(series, size, step):
    """Your windows run along the first axis. That is the batch, as soon as there is one; time is the last axis."""
    return series.unfold(0, size, step)


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


def moving_mean__last_window_missing(series, size):
    """The last window is missing: a series of 5 numbers has 4 windows of 2, not 3."""
    return windows(series, size, 1)[..., :-1, :].mean(dim=-1)


def moving_mean__sums(series, size):
    """You add the numbers of each window. Divide by their count for the mean."""
    return windows(series, size, 1).sum(dim=-1)


def moving_mean__over_the_windows(series, size):
    """Your mean runs over the windows, so it mixes numbers from everywhere. It must run inside each window."""
    return windows(series, size, 1).mean(dim=-2)


def moving_mean__side_by_side(series, size):
    """Your windows lie side by side. They overlap: the next one begins one number later."""
    return windows(series, size, size).mean(dim=-1)


def moving_mean__padded(series, size):
    """You fill up with zeros at the ends, which pulls the means there towards 0. Only whole windows count."""
    before = (size - 1) // 2
    return windows(torch.nn.functional.pad(series, (before, size - 1 - before)), size, 1).mean(dim=-1)


def moving_mean__in_place(series, size):
    """The means are right, but the series is changed: you write into the tensor of the caller. Make a new one."""
    means = windows(series, size, 1).mean(dim=-1)
    with torch.no_grad():
        series[..., : means.shape[-1]] = means
    return means


def blend___rebound(average, value, decay):
    """`average = ...` gives the name to a new tensor. The caller's tensor never learns of it. Change the tensor itself:
    methods that end in `_`, `*=` and `+=`, or `average[...] = ...`."""
    average = decay * average + (1 - decay) * value
    return average


def blend___new_memory(average, value, decay):
    """You hand `average` a new storage through `.data`. The object is the same, but whoever holds a view of it still looks
    at the old memory. Write into the memory that is there."""
    average.data = decay * average + (1 - decay) * value
    return average


def blend___new_memory_of_the_same_dtype(average, value, decay):
    """You hand `average` a new storage through `.data`. The object and its dtype are the same, but whoever holds a view of it
    still looks at the old memory. Write into the memory that is there."""
    average.data = decay * average.data + (1 - decay) * value.to(average.dtype)
    return average


def blend___new_numbers_returned(average, value, decay):
    """`average` is changed rightly, but you return the new tensor you computed on the way. Operations in place return the tensor
    itself, so that calls can be chained."""
    blended = decay * average + (1 - decay) * value
    average.copy_(blended)
    return blended


def blend___nothing_returned(average, value, decay):
    """`average` is changed rightly, but you return nothing. Operations in place return the tensor itself, so that calls can be
    chained."""
    average.mul_(decay).add_(value, alpha=1 - decay)


def blend___bracket_missing(average, value, decay):
    """Multiplication binds closer than subtraction: `value * 1 - decay` takes the decay away from the value. Put `1 - decay` in
    brackets."""
    return average.mul_(decay).add_(value * 1 - decay)


def blend___bracket_missing_in_front(average, value, decay):
    """Multiplication binds closer than subtraction: `1 - decay * value` is 1 less a share of the value. Put `1 - decay` in
    brackets."""
    return average.mul_(decay).add_(1 - decay * value)


def blend___scaled_too_late(average, value, decay):
    """You add the value first and scale everything afterwards, the new share included. The old average is scaled before anything
    is added to it."""
    return average.add_(value, alpha=1 - decay).mul_(decay)


def blend___underscore_forgotten(average, value, decay):
    """`add` without the underscore makes a new tensor, and you throw it away. `add_` writes into the old one."""
    average.mul_(decay)
    average.add(value, alpha=1 - decay)
    return average


def blend___lerp_turned(average, value, decay):
    """The weight that `lerp_` takes belongs to the new value, so it is 1 less `decay`. And it wants both tensors of one
    dtype."""
    return average.lerp_(value, decay)


def blend___lerp_of_two_dtypes(average, value, decay):
    """`lerp_` is torch's own way, but it refuses tensors of two dtypes. Bring `value` to the dtype of `average`, or use
    `add_`."""
    return average.lerp_(value, 1 - decay)


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


def blend___through_a_reshape(average, value, decay):
    """You write into `average.reshape(...)`. Where the average does not lie in one piece, that is a copy, and the average
    never hears of it. Write into `average` itself: no flat version is needed."""
    average.reshape(-1).mul_(decay).add_(value.reshape(-1), alpha=1 - decay)
    return average


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


def bytes_held__equal_sizes_once(tensors):
    """You collect the sizes in a set, and a set keeps equal numbers once: two storages of the same size count as one. Storages
    are told apart by their address, not by their size."""
    return sum({tensor.untyped_storage().nbytes() for tensor in tensors})


def bytes_held__equal_sizes_shown_once(tensors):
    """You collect sizes in a set, which keeps equal numbers once, also those of different storages. And you count what is shown,
    not what is kept. Ask each storage for its address and its size."""
    return sum({tensor.nbytes for tensor in tensors})


def bytes_held__of_the_base(tensors):
    """You ask for the tensor that a view was made from. A detached slice, or memory that came from NumPy, does not know it, and
    still keeps all of it alive. Ask the storage, which every tensor has."""
    held = {}
    for tensor in tensors:
        base = tensor if tensor._base is None else tensor._base
        held[base.data_ptr()] = base.nbytes
    return sum(held.values())


def bytes_held__with_the_python_object(tensors):
    """`sys.getsizeof` adds the bytes of Python's own object to those of the memory behind it. The storage itself knows how many
    bytes it holds."""
    held = {}
    for tensor in tensors:
        storage = tensor.untyped_storage()
        held[storage.data_ptr()] = sys.getsizeof(storage)
    return sum(held.values())


def bytes_held__python_objects(tensors):
    """`sys.getsizeof` of a tensor gives the bytes of a small Python object. The numbers lie elsewhere, in the storage: ask that
    one for its size."""
    return sum(sys.getsizeof(tensor) for tensor in tensors)


def bytes_held__first_element(tensors):
    """You recognise a shared storage by `tensor.data_ptr()`, the address of the first element the tensor shows. Two rows of
    one matrix start at different addresses. Ask the storage for its address, not the tensor."""
    return sum({tensor.data_ptr(): tensor.untyped_storage().nbytes() for tensor in tensors}.values())


def bytes_held__first_element_shown(tensors):
    """Two things. `tensor.data_ptr()` is the address of the first element the tensor shows, and differs from row to row. And
    `tensor.nbytes` counts what is shown, not what is kept. Ask the storage for both, its address and its size."""
    return sum({tensor.data_ptr(): tensor.nbytes for tensor in tensors}.values())


def bytes_held__different_objects(tensors):
    """A set of tensors removes only the same object, not two views of the same memory. And you count what is shown, not what
    is kept. Ask each storage for its address and its size."""
    return sum(tensor.nbytes for tensor in set(tensors))


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


def bytes_held__four_bytes_for_each_place(tensors):
    """You find the whole storage, but take 4 bytes for every number in it. That is float32; a float64 has 8, a bfloat16 2, a
    bool 1."""
    held = {}
    for tensor in tensors:
        storage = tensor.untyped_storage()
        held[storage.data_ptr()] = storage.nbytes() // tensor.element_size() * 4
    return sum(held.values())


def bytes_held__elements(tensors):
    """You count the elements of each storage. Bytes were asked for: a float64 has 8 of them, a bfloat16 2."""
    sizes = {}
    for tensor in tensors:
        storage = tensor.untyped_storage()
        sizes[storage.data_ptr()] = storage.nbytes() // tensor.element_size()
    return sum(sizes.values())


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


def crop__half_repaired(image, top, left, size):
    """One of the two lines still writes through the view into the caller's image. Both must make new tensors, or the patch
    must be copied before the first of them."""
    patch = image[:, top : top + size, left : left + size]
    patch -= patch.mean(dim=(1, 2), keepdim=True)
    return patch / patch.std(dim=(1, 2), correction=0, keepdim=True)


def crop__contiguous_is_no_copy(image, top, left, size):
    """You write into the image when the patch is all of it. `contiguous()`, `reshape` and `flatten` copy only when they must:
    where the numbers lie side by side already, they give a view of the image. `clone()` always copies."""
    patch = image[:, top : top + size, left : left + size].contiguous()
    patch -= patch.mean(dim=(1, 2), keepdim=True)
    patch /= patch.std(dim=(1, 2), correction=0, keepdim=True)
    return patch


def crop__other_deviation(image, top, left, size):
    """The numbers changed: `std` divides by the count less one when it is not told otherwise. Only the writing had to be
    repaired."""
    patch = image[:, top : top + size, left : left + size]
    return (patch - patch.mean(dim=(1, 2), keepdim=True)) / patch.std(dim=(1, 2), keepdim=True)


def crop__channels_mixed(image, top, left, size):
    """You use one mean and one deviation for all channels. Each channel needs its own, as before. And `std` divides by the count
    less one when it is not told otherwise."""
    patch = image[:, top : top + size, left : left + size]
    return (patch - patch.mean()) / patch.std()


def crop__scale_of_the_whole_image(image, top, left, size):
    """The image is safe now, but you use the mean and deviation of the whole image. The patch is to have mean 0 and deviation 1
    itself: take them from the patch, as before."""
    patch = image[:, top : top + size, left : left + size]
    return (patch - image.mean(dim=(1, 2), keepdim=True)) / image.std(dim=(1, 2), correction=0, keepdim=True)


def crop__not_scaled(image, top, left, size):
    """The image is safe now, but the patch is only moved, not scaled: its deviation must become 1, as before."""
    patch = image[:, top : top + size, left : left + size]
    return patch - patch.mean(dim=(1, 2), keepdim=True)


def crop__all_channels_at_once(image, top, left, size):
    """You use one mean and one deviation for all channels. Each channel needs its own: keep `dim` as it was, only the writing
    had to be repaired."""
    patch = image[:, top : top + size, left : left + size]
    return (patch - patch.mean()) / patch.std(correction=0)


def crop__always_single(image, top, left, size):
    """`to(torch.float32)` has two faults here. The patch is float32 whatever the image was. And if the image is float32 already,
    you get the very same view, and write into the image. `clone()` always copies, and keeps the dtype."""
    patch = image[:, top : top + size, left : left + size].to(torch.float32)
    patch -= patch.mean(dim=(1, 2), keepdim=True)
    patch /= patch.std(dim=(1, 2), correction=0, keepdim=True)
    return patch


def flat_copy__always_a_copy(start, step):
    """You think that `reshape` copies. It does so only where no recipe exists, and here one may exist."""
    return False


def flat_copy__always_a_view(start, step):
    """You think that `reshape` gives a view. It copies, without a word, where a single stride cannot reach all the numbers."""
    return True


def scaled_dtype__keeps(number):
    """An operation in place keeps the dtype. This one makes a new tensor, which must hold what comes out."""
    return torch.int64


def scaled_dtype__as_python(number):
    """A Python float has 64 bits, but it does not decide about the size: without a float tensor, that is the default dtype."""
    return torch.float64 if isinstance(number, float) else torch.int64


def scaled_dtype__always_float(number):
    """A whole number, or True, leaves whole numbers whole."""
    return torch.float32
