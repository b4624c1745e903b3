"""Six normalisation layers from scratch, with the state names of torch.nn."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


def widened(x: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    """The same numbers in float32 at least: the square of 300 does not fit into float16 any more."""
    return x.to(torch.promote_types(x.dtype, torch.float32))


class BatchNorm1d(nn.Module):
    """Every feature minus its mean, over the root of its variance plus `eps`, times `weight` plus `bias`.

    In training, mean and variance are those of the batch; the variance divides by the number of rows n. The running statistics
    then move towards them: new = (1 - momentum) * old + momentum * seen, where the variance that is seen divides by n - 1. A
    batch of one row raises ValueError. In evaluation, the running statistics take their place and stay as they are. Narrow
    floats are computed in float32; the result has the dtype of `x`. Ioffe and Szegedy (2015), algorithms 1 and 2.

    Arguments: `features`, `eps`, `momentum`, `affine`. Parameters `weight` (ones) and `bias` (zeros), both None without `affine`;
    buffers `running_mean` (zeros) and `running_var` (ones). All have one entry per feature.
    """

    def __init__(self, features: int, eps: float = 1e-5, momentum: float = 0.1, affine: bool = True):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(features)) if affine else None
        self.bias = nn.Parameter(torch.zeros(features)) if affine else None
        self.register_buffer("running_mean", torch.zeros(features))
        self.register_buffer("running_var", torch.ones(features))

    def forward(self, x: Float[Tensor, "batch features"]) -> Float[Tensor, "batch features"]:
        wide, rows = widened(x), x.shape[0]
        mean, var = self.running_mean, self.running_var
        if self.training:
            if rows == 1:
                raise ValueError("one row has no variance: training needs at least two")
            mean, var = wide.mean(dim=0), wide.var(dim=0, correction=0)
            with torch.no_grad():
                self.running_mean += self.momentum * (mean - self.running_mean)
                self.running_var += self.momentum * (var * rows / (rows - 1) - self.running_var)
        result = (wide - mean) / (var + self.eps).sqrt()
        if self.weight is not None:
            result = result * self.weight + self.bias
        return result.to(x.dtype)


class BatchNorm2d(BatchNorm1d):
    """BatchNorm1d for images: every pixel of every image is one row, every channel one feature.

    A channel has one mean and one variance, shared by the whole batch and all places. The rest is as in BatchNorm1d.
    """

    def forward(self, x: Float[Tensor, "batch features height width"]) -> Float[Tensor, "batch features height width"]:
        pixels = x.movedim(1, -1)
        return super().forward(pixels.reshape(-1, x.shape[1])).reshape(pixels.shape).movedim(-1, 1)


class LayerNorm(nn.Module):
    """Every example minus its mean, over the root of its variance plus `eps`, times `weight` plus `bias` (Ba et al., 2016).

    Mean and variance run over the last dimensions, those named by `shape`; the variance divides by the number of entries.
    Training and evaluation are the same. Narrow floats are computed in float32; the result has the dtype of `x`.

    Arguments: `shape`, an int or a tuple of ints; `eps`; `affine`. Parameters `weight` (ones) and `bias` (zeros) of that shape,
    both None without `affine`.
    """

    def __init__(self, shape: int | tuple[int, ...], eps: float = 1e-5, affine: bool = True):
        super().__init__()
        self.shape, self.eps = (shape,) if isinstance(shape, int) else shape, eps
        self.weight = nn.Parameter(torch.ones(self.shape)) if affine else None
        self.bias = nn.Parameter(torch.zeros(self.shape)) if affine else None

    def forward(self, x: Float[Tensor, "*all"]) -> Float[Tensor, "*all"]:
        wide, dims = widened(x), tuple(range(-len(self.shape), 0))
        var, mean = torch.var_mean(wide, dim=dims, correction=0, keepdim=True)
        result = (wide - mean) / (var + self.eps).sqrt()
        if self.weight is not None:
            result = result * self.weight + self.bias
        return result.to(x.dtype)


class GroupNorm(nn.Module):
    """Every group of neighbouring channels of every example by itself, then times `weight` plus `bias` (Wu and He, 2018).

    One mean and one variance (divided by the number of entries) for all channels of a group and all places. Training and
    evaluation are the same. Narrow floats are computed in float32; the result has the dtype of `x`.

    Arguments: `groups`; `channels`, a multiple of it, else ValueError; `eps`; `affine`. Parameters `weight` (ones) and `bias`
    (zeros) with one entry per channel, both None without `affine`.
    """

    def __init__(self, groups: int, channels: int, eps: float = 1e-5, affine: bool = True):
        super().__init__()
        if channels % groups:
            raise ValueError(f"{channels} channels cannot be split into {groups} groups of the same size")
        self.groups, self.eps = groups, eps
        self.weight = nn.Parameter(torch.ones(channels)) if affine else None
        self.bias = nn.Parameter(torch.zeros(channels)) if affine else None

    def forward(self, x: Float[Tensor, "batch channels *places"]) -> Float[Tensor, "batch channels *places"]:
        wide = widened(x).unflatten(1, (self.groups, -1)).flatten(start_dim=2)
        var, mean = torch.var_mean(wide, dim=-1, correction=0, keepdim=True)
        result = ((wide - mean) / (var + self.eps).sqrt()).reshape(x.shape)
        if self.weight is not None:
            one_per_channel = (-1,) + (1,) * (x.dim() - 2)
            result = result * self.weight.reshape(one_per_channel) + self.bias.reshape(one_per_channel)
        return result.to(x.dtype)


def standardised_filters(
    weight: Float[Tensor, "filters channels height width"], eps: float = 1e-5
) -> Float[Tensor, "filters channels height width"]:
    """Every filter of a convolution minus its mean, over the root of its variance plus `eps` (Qiao et al., 2019).

    A filter is one entry along the first dimension. Its variance divides by the number of its weights. All numbers are computed
    in the dtype of `weight`. The number of operations does not grow with the number of filters.
    """
    var, mean = torch.var_mean(weight, dim=(1, 2, 3), correction=0, keepdim=True)
    return (weight - mean) / (var + eps).sqrt()


class InstanceNorm2d(nn.Module):
    """Every channel of every image by itself, over its rows and columns (Ulyanov et al., 2016).

    The variance divides by the number of places. Training and evaluation are the same. The result has the dtype of `x`.
    Arguments: `channels`, `eps`, `affine`. Parameters `weight` (ones) and `bias` (zeros), one entry per channel, both None
    without `affine`.
    """

    def __init__(self, channels: int, eps: float = 1e-5, affine: bool = False):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(channels)) if affine else None
        self.bias = nn.Parameter(torch.zeros(channels)) if affine else None

    def forward(self, x: Float[Tensor, "batch channels height width"]) -> Float[Tensor, "batch channels height width"]:
        wide = widened(x).flatten(start_dim=2)
        var, mean = torch.var_mean(wide, dim=-1, correction=0, keepdim=True)
        result = ((wide - mean) / (var + self.eps).sqrt()).reshape(x.shape)
        if self.weight is not None:
            result = result * self.weight[:, None, None] + self.bias[:, None, None]
        return result.to(x.dtype)


class RMSNorm(nn.Module):
    """Every row over the root of its mean square plus `eps`, times `weight` (Zhang and Sennrich, 2019, equation 4, and `eps`).

    Nothing is subtracted and nothing is added. The mean runs over the last dimension. Narrow floats are computed in float32; the
    result has the dtype of `x`. Arguments: `width`, `eps`. Parameter `weight` (ones) with `width` entries.
    """

    def __init__(self, width: int, eps: float = 1e-6):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x: Float[Tensor, "*batch width"]) -> Float[Tensor, "*batch width"]:
        wide = widened(x)
        return (wide * (wide.square().mean(dim=-1, keepdim=True) + self.eps).rsqrt() * self.weight).to(x.dtype)
