"""Own gradient functions with torch.autograd.Function, and the check that tells whether they are right."""

from collections.abc import Callable

import torch
from jaxtyping import Float
from torch import Tensor
from torch.autograd import Function


def numeric_gradient(
    function: Callable[[Tensor], Tensor],
    point: Float[Tensor, "*shape"],
    cotangent: Float[Tensor, "*out"],
    step: float,
) -> Float[Tensor, "*shape"]:
    """Gradient of `(cotangent * function(point)).sum()` at `point`, by central differences.

    `function` maps a tensor of the shape of `point` to one of the shape of `cotangent`. One entry of the point moves at a time,
    by `step` up and by `step` down. The slope is the change of the sum over the way between the two places. The error shrinks
    with the square of the step. No derivative is used, `point` stays as it is, and the result has the dtype of `point` and
    carries no graph.
    """
    slopes = point.new_empty(point.numel())
    with torch.no_grad():
        for index, shift in enumerate(point.new_full((point.numel(),), step).diag()):
            shift = shift.reshape(point.shape)
            change = function(point + shift) - function(point - shift)
            slopes[index] = (cotangent * change).sum() / (2 * step)
    return slopes.reshape(point.shape)


class Cube(Function):
    """`Cube.apply(x)`: every entry of `x` to the third power, with its own backward, which can itself be differentiated."""

    @staticmethod
    def forward(ctx, x: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
        ctx.save_for_backward(x)
        return x**3

    @staticmethod
    def backward(ctx, grad: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
        (x,) = ctx.saved_tensors
        return grad * 3 * x**2


class Swish(Function):
    """`Swish.apply(x)`: every entry of `x` times its sigmoid, as `torch.nn.SiLU` gives it (Elfwing, Uchibe and Doya, 2018).

    The dtype is that of `x`. Beside `x` and the result nothing is kept for the backward pass: no other tensor that forward made.
    """

    @staticmethod
    def forward(ctx, x: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
        ctx.save_for_backward(x)
        return x * x.sigmoid()

    @staticmethod
    def backward(ctx, grad: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
        (x,) = ctx.saved_tensors
        gate = x.sigmoid()
        return grad * gate * (1 + x * (1 - gate))


def gradients_returned(given: int) -> Tensor:
    """One gradient is missing: an error. Two are right. A third one that is None is let through without a word."""

    class Scale(Function):
        @staticmethod
        def forward(ctx, x, factor):
            ctx.factor = factor
            return x * factor

        @staticmethod
        def backward(ctx, grad):
            gradients = (grad * ctx.factor, None, None)
            return gradients[:given]

    x = torch.ones(3, requires_grad=True)
    Scale.apply(x, 2.0).sum().backward()
    return x.grad


class ScaleChannels(Function):
    """`ScaleChannels.apply(x, scale)`: channel c of every image, times `scale[c]`.

    `backward` returns one gradient for each input, in that input's own shape: the gradient of `scale` adds up everything its
    entries touched. For an input that needs no gradient (`ctx.needs_input_grad`), `backward` returns None. It can be
    differentiated again.
    """

    @staticmethod
    def forward(
        ctx, x: Float[Tensor, "batch channels height width"], scale: Float[Tensor, " channels"]
    ) -> Float[Tensor, "batch channels height width"]:
        ctx.save_for_backward(x, scale)
        return x * scale[:, None, None]

    @staticmethod
    def backward(ctx, grad: Float[Tensor, "batch channels height width"]) -> tuple[Tensor | None, Tensor | None]:
        x, scale = ctx.saved_tensors
        needs_x, needs_scale = ctx.needs_input_grad
        grad_x = grad * scale[:, None, None] if needs_x else None
        grad_scale = torch.einsum("bchw,bchw->c", grad, x) if needs_scale else None
        return grad_x, grad_scale


class LogSumExp(Function):
    """`LogSumExp.apply(x, dim)`: log of the sum of exp(x) along `dim`, which disappears from the shape.

    It does not overflow: numbers of any size give the finite right answer. An entry of -inf counts for nothing, and where all
    are -inf the result is -inf; with an entry of +inf it is +inf (the gradient of both is left open). `dim` is an int, also a
    negative one, and gets no gradient. The gradient of `x` is the incoming one times softmax(x), and can be differentiated
    again. It is written without `torch.logsumexp`.
    """

    @staticmethod
    def forward(ctx, x: Float[Tensor, "*shape"], dim: int) -> Float[Tensor, "*less"]:
        # inf - inf would be nan, so an infinite peak gives way to the largest finite number
        peak = x.amax(dim, keepdim=True).nan_to_num()
        result = (x - peak).exp().sum(dim).log() + peak.squeeze(dim)
        ctx.save_for_backward(x, result)
        ctx.dim = dim
        return result

    @staticmethod
    def backward(ctx, grad: Float[Tensor, "*less"]) -> tuple[Tensor, None]:
        x, result = ctx.saved_tensors
        # the weights are made here and not in forward, so that a second derivative sees how they depend on x
        weights = (x - result.unsqueeze(ctx.dim)).exp()
        return grad.unsqueeze(ctx.dim) * weights, None


class Binarise(Function):
    """`Binarise.apply(x)`: +1 where `x` is at least 0 and -1 elsewhere, in the dtype of `x`, with a straight-through gradient.

    The true derivative is 0 nearly everywhere. `backward` passes the incoming gradient on unchanged where `x` lies in [-1, 1],
    both ends included, and gives 0 elsewhere: Hubara et al., Binarized Neural Networks (2016), equations 1 and 4.
    """

    @staticmethod
    def forward(ctx, x: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
        ctx.save_for_backward(x)
        return torch.where(x >= 0, 1.0, -1.0).to(x.dtype)

    @staticmethod
    def backward(ctx, grad: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
        (x,) = ctx.saved_tensors
        return grad * (x.abs() <= 1)


class ReverseGradient(Function):
    """`ReverseGradient.apply(x, factor)`: `x` itself; its gradient is the incoming one times `-factor`.

    `factor` is a Python number and gets no gradient. Ganin and Lempitsky, Unsupervised Domain Adaptation by Backpropagation
    (2015).
    """

    @staticmethod
    def forward(ctx, x: Float[Tensor, "*shape"], factor: float) -> Float[Tensor, "*shape"]:
        ctx.factor = factor
        return x

    @staticmethod
    def backward(ctx, grad: Float[Tensor, "*shape"]) -> tuple[Tensor, None]:
        return -ctx.factor * grad, None


def reversed_slope(at: int, factor: int) -> Float[Tensor, ""]:
    """The slope of the square is 2 * at. On its way back it passes the layer, which multiplies it by -factor."""
    x = torch.tensor(float(at), requires_grad=True)
    y = ReverseGradient.apply(x, factor) ** 2
    y.backward()
    return x.grad


class LeakyClamp(Function):
    """`LeakyClamp.apply(x, low, high, slope)`: `x` limited to the range from `low` to `high`; all but `x` are Python numbers.

    The gradient passes unchanged where `x` lies in the range, both ends included, and is multiplied by `slope` where it lies
    outside, so that an entry that was pushed out can come back.
    """

    @staticmethod
    def forward(ctx, x: Float[Tensor, "*shape"], low: float, high: float, slope: float) -> Float[Tensor, "*shape"]:
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        return x.clamp(low, high)

    @staticmethod
    def backward(ctx, grad: Float[Tensor, "*shape"]) -> tuple[Tensor, None, None, None]:
        (x,) = ctx.saved_tensors
        inside = (ctx.low <= x) & (x <= ctx.high)
        return torch.where(inside, grad, ctx.slope * grad), None, None, None
