"""Storage, strides and views: where the numbers of a tensor lie, who shares them, and what writing to them changes."""

import torch
from jaxtyping import Float
from torch import Tensor


def position(index: tuple[int, ...], stride: tuple[int, ...], offset: int) -> int:
    """Where in the storage the element at `index` lies, counted in elements from the start of the storage.

    `stride` says how far one step along each axis goes; the element with all indices 0 lies at `offset`.
    Raises `ValueError` when there are not as many indices as strides.
    """
    return offset + sum(steps * length for steps, length in zip(index, stride, strict=True))


def strides_of(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The strides of a fresh tensor of this shape: rows one after the other, no gaps, the last axis fastest.

    Strides count elements, not bytes. An axis of size 0 counts as size 1, as it does in torch.
    Plain Python numbers: no tensor is made.
    """
    result: list[int] = []
    length = 1
    for size in reversed(shape):
        result.insert(0, length)
        length *= max(size, 1)
    return tuple(result)


def can_flatten(shape: tuple[int, ...], stride: tuple[int, ...]) -> bool:
    """True if `view(-1)` works on such a tensor, False if making it flat needs a copy.

    It works when the elements, in order, lie at equal distances in the storage. That distance may be any number, 0 included.
    Along an axis of size 1 nobody ever steps, so its stride does not matter. A tensor without elements can always be flattened.
    Plain Python numbers: no tensor is made.

    Source: PyTorch documentation, `torch.Tensor.view`.
    """
    if 0 in shape:
        return True
    # how far one step along the next axis outwards must go
    needed = None
    for axis in reversed(range(len(shape))):
        if shape[axis] != 1:
            if needed is not None and stride[axis] != needed:
                return False
            needed = shape[axis] * stride[axis]
    return True


def flat_copy(start: int, step: int) -> tuple[Tensor, Tensor]:
    """Every row takes 6 places. `reshape` gives a view exactly if the numbers kept of a row also span 6 places."""
    table = torch.arange(24).reshape(4, 6)
    flat = table[:, start::step].reshape(-1)
    return table, flat


def windows(series: Float[Tensor, "*batch time"], size: int, step: int) -> Float[Tensor, "*batch count size"]:
    """Every window of `size` neighbours along the last axis, as a view: no number is copied.

    The first window starts at the first number, each further one `step` numbers later.
    Numbers at the end that do not fill a window are left out.
    `size` is between 1 and the length of the series, and `step` is at least 1.
    The series may be laid out in any way: a slice of something larger, or every second number of it.
    """
    count = (series.shape[-1] - size) // step + 1
    shape = (*series.shape[:-1], count, size)
    return series.as_strided(shape, (*series.stride()[:-1], step * series.stride(-1), series.stride(-1)))


def moving_mean(series: Float[Tensor, "*batch time"], size: int) -> Float[Tensor, "*batch count"]:
    """The mean of every window of `size` neighbours along the last axis, the next window one number later.

    Only whole windows count, so there are `size` less one means fewer than numbers. `size` is between 1 and the length of the
    series, which is left as it was. The number of operations does not grow with the number of windows, and no tensor of the
    size count x size is made.
    """
    return windows(series, size, 1).mean(dim=-1)


def scaled_dtype(number: float) -> torch.dtype:
    """A new tensor gets the dtype that fits both: a Python float lifts whole numbers to the default, float32, and no further."""
    counts = torch.arange(4)
    scaled = counts * number
    return scaled.dtype


def blend_(average: Float[Tensor, "*shape"], value: Float[Tensor, "*shape"], decay: float) -> Float[Tensor, "*shape"]:
    """The tensor `average` itself, after it became `decay * average + (1 - decay) * value`.

    The new numbers are written where the old ones lay: everyone who holds `average`, or a view of it, sees them.
    Its dtype stays what it was, also when `value` has another one. `value` is left alone and shares no memory with `average`.
    """
    return average.mul_(decay).add_(value, alpha=1 - decay)


def bytes_held(tensors: list[Tensor]) -> int:
    """The bytes of memory that stay taken as long as these tensors exist.

    A tensor keeps its whole storage alive, however little of it the tensor shows.
    Memory that several tensors share counts once. No tensor is copied or changed.
    """
    sizes = {}
    for tensor in tensors:
        storage = tensor.untyped_storage()
        sizes[storage.data_ptr()] = storage.nbytes()
    return sum(sizes.values())


def crop(image: Float[Tensor, "channels height width"], top: int, left: int, size: int) -> Float[Tensor, "channels size size"]:
    """A square patch of the image with mean 0 and standard deviation 1 (the population's) in each channel.

    `top` and `left` name its first row and column. The patch lies inside the image and is nowhere constant.
    The image is left as it was, so that other patches can be cut from it, and the patch shares no memory with it.
    It needs no gradient.
    """
    patch = image[:, top : top + size, left : left + size]
    deviation, mean = torch.std_mean(patch, dim=(1, 2), correction=0, keepdim=True)
    return (patch - mean) / deviation
