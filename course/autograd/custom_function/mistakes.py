"""What people write instead. The docstring is what they are told."""


def numeric_gradient__one_sided(function, point, cotangent, step):
    """You compare the moved point with the point itself, and not with the point moved the other way.
    The one-sided difference is off by an amount that grows with the step, the central one only with its square.
    """
    point = point.detach()
    slopes = torch.zeros(point.numel(), dtype=point.dtype)
    with torch.no_grad():
        for index in range(point.numel()):
            shift = torch.zeros_like(slopes)
            shift[index] = step
            change = function(point + shift.reshape(point.shape)) - function(point)
            slopes[index] = (cotangent * change).sum() / step
    return slopes.reshape(point.shape)


def numeric_gradient__half_the_way(function, point, cotangent, step):
    """Your slopes are twice too steep. From one step below to one step above is a way of two steps."""
    point = point.detach()
    slopes = torch.zeros(point.numel(), dtype=point.dtype)
    with torch.no_grad():
        for index in range(point.numel()):
            shift = torch.zeros_like(slopes)
            shift[index] = step
            shift = shift.reshape(point.shape)
            slopes[index] = (cotangent * (function(point + shift) - function(point - shift))).sum() / step
    return slopes.reshape(point.shape)


def numeric_gradient__all_at_once(function, point, cotangent, step):
    """You move all entries of the point together. That gives one number, the slope along the diagonal, where the gradient has one slope for each entry."""
    with torch.no_grad():
        change = function(point + step) - function(point - step)
        slope = (cotangent * change).sum() / (2 * step)
    return torch.full_like(point.detach(), slope.item())


def numeric_gradient__without_cotangent(function, point, cotangent, step):
    """The outputs are added up as they are. Each of them must first be multiplied by its entry of the cotangent."""
    point = point.detach()
    slopes = torch.zeros(point.numel(), dtype=point.dtype)
    with torch.no_grad():
        for index in range(point.numel()):
            shift = torch.zeros_like(slopes)
            shift[index] = step
            shift = shift.reshape(point.shape)
            slopes[index] = (function(point + shift) - function(point - shift)).sum() / (2 * step)
    return slopes.reshape(point.shape)


def numeric_gradient__moves_the_point(function, point, cotangent, step):
    """You move the entries of the caller's own tensor and leave them moved. Each slope is then taken at another place. Work on a copy, or put the entry back."""
    slopes = torch.zeros(point.shape, dtype=point.dtype)
    with torch.no_grad():
        for place in torch.ones(point.shape).nonzero().tolist():
            point[tuple(place)] += step
            above = function(point)
            point[tuple(place)] -= 2 * step
            slopes[tuple(place)] = (cotangent * (above - function(point))).sum() / (2 * step)
    return slopes


def numeric_gradient__asks_autograd(function, point, cotangent, step):
    """This is autograd's own answer, not a measurement. A check that asks the one it checks proves nothing: use values of the function only."""
    point = point.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(function(point), point, cotangent)
    return gradient


class Cube__ignores_the_incoming_gradient(Cube):
    """Your backward returns the derivative of the cube alone. Its task is one link of the chain rule: the incoming gradient times that derivative."""

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return 3 * x**2


class Cube__slope_made_in_forward(Cube):
    """The first derivative is right and the second is wrong.
    You computed the slope in forward, where nothing is recorded, so the second derivative takes it for a constant.
    Save the input itself, and compute the slope from it in backward.
    """

    @staticmethod
    def forward(ctx, x):
        ctx.slope = 3 * x**2
        return x**3

    @staticmethod
    def backward(ctx, grad):
        return grad * ctx.slope


class Cube__saves_the_output(Cube):
    """The formula in backward wants the input, but the tensor you saved is the output. For exp the two look alike, for the cube they do not."""

    @staticmethod
    def forward(ctx, x):
        result = x**3
        ctx.save_for_backward(result)
        return result


class Cube__adds_the_incoming_gradient(Cube):
    """You add the incoming gradient to the derivative. Links of the chain rule are multiplied; sums are for branches that meet."""

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad + 3 * x**2


class Cube__only_once(Cube):
    """Your backward may run only once: it is marked once_differentiable, or works on detached tensors. This one is asked to be differentiable again, so leave the saved input attached."""

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * 3 * x**2


class ScaleChannels__scale_not_reduced(ScaleChannels):
    """Your gradient of `scale` still has the shape of the images. One entry of `scale` touched many numbers, so its gradient is the sum over all of them.
    Autograd refuses the wrong shape, except when it happens to fit, and then it adds up the wrong dimension without a word.
    """

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        grad_x = grad * scale[:, None, None] if ctx.needs_input_grad[0] else None
        return grad_x, grad * x if ctx.needs_input_grad[1] else None


class ScaleChannels__batch_forgotten(ScaleChannels):
    """You add up over rows and columns, but not over the batch, although every image of the batch used the same `scale`.
    Autograd adds up leading dimensions that are left over, so the gradients come out right; but the shape you return is not the shape of `scale`.
    """

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        grad_x = grad * scale[:, None, None] if ctx.needs_input_grad[0] else None
        return grad_x, (grad * x).sum(dim=(2, 3)) if ctx.needs_input_grad[1] else None


class ScaleChannels__mean_for_sum(ScaleChannels):
    """You take the mean over the places where an entry of `scale` was used. Gradients of several uses add up; nothing divides them."""

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        grad_x = grad * scale[:, None, None] if ctx.needs_input_grad[0] else None
        return grad_x, (grad * x).mean(dim=(0, 2, 3)) if ctx.needs_input_grad[1] else None


class ScaleChannels__gradients_swapped(ScaleChannels):
    """The derivative of a product with respect to one factor is the other factor. You multiplied each gradient by the input's own value."""

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        grad_x = grad * x if ctx.needs_input_grad[0] else None
        return grad_x, (grad * scale[:, None, None]).sum(dim=(0, 2, 3)) if ctx.needs_input_grad[1] else None


class ScaleChannels__always_both(ScaleChannels):
    """All gradients are right, but you also compute the one nobody asked for. Look at `ctx.needs_input_grad` and return None there: a frozen layer should cost nothing."""

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        return grad * scale[:, None, None], (grad * x).sum(dim=(0, 2, 3))


class ScaleChannels__detached(ScaleChannels):
    """The first derivatives are right, the second ones are missing. You took the saved tensors out of the graph, by detach, .data or no_grad; leave them in it."""

    @staticmethod
    def backward(ctx, grad):
        x, scale = (saved.detach() for saved in ctx.saved_tensors)
        grad_x = grad * scale[:, None, None] if ctx.needs_input_grad[0] else None
        return grad_x, (grad * x).sum(dim=(0, 2, 3)) if ctx.needs_input_grad[1] else None


class LogSumExp__overflows(LogSumExp):
    """exp of a number above 709 is inf in float64 (above 88 in float32), and the log of inf stays inf. Take the largest entry out before exp, and put it back after log."""

    @staticmethod
    def forward(ctx, x, dim):
        result = x.exp().sum(dim).log()
        ctx.save_for_backward(x, result)
        ctx.dim = dim
        return result


class LogSumExp__one_peak_for_all(LogSumExp):
    """You take out the largest number of the whole tensor. A slice that lies far below it still vanishes to exp = 0, and log makes -inf of it. Every slice needs its own largest entry."""

    @staticmethod
    def forward(ctx, x, dim):
        peak = x.max()
        peak = peak.nan_to_num()
        result = (x - peak).exp().sum(dim).log() + peak
        ctx.save_for_backward(x, result)
        ctx.dim = dim
        return result


class LogSumExp__peak_not_put_back(LogSumExp):
    """You subtract the largest entry and never add it again. log(sum(exp(x - m))) is m less than what was asked for."""

    @staticmethod
    def forward(ctx, x, dim):
        result = (x - x.amax(dim, keepdim=True)).exp().sum(dim).log()
        ctx.save_for_backward(x, result)
        ctx.dim = dim
        return result


class LogSumExp__minus_infinity_twice(LogSumExp):
    """Where a slice holds only -inf, its largest entry is -inf too, and -inf minus -inf is nan. Such a peak has to be replaced by a finite number first."""

    @staticmethod
    def forward(ctx, x, dim):
        peak = x.amax(dim, keepdim=True)
        result = (x - peak).exp().sum(dim).log() + peak.squeeze(dim)
        ctx.save_for_backward(x, result)
        ctx.dim = dim
        return result


class LogSumExp__softmax_made_in_forward(LogSumExp):
    """The first derivative is right and the second is wrong.
    You saved a softmax that was computed in forward, where nothing is recorded, so the second derivative takes it for a constant.
    Save inputs and outputs only, and compute the weights from them in backward.
    """

    @staticmethod
    def forward(ctx, x, dim):
        ctx.save_for_backward(x.softmax(dim))
        ctx.dim = dim
        return x.logsumexp(dim)

    @staticmethod
    def backward(ctx, grad):
        (weights,) = ctx.saved_tensors
        return grad.unsqueeze(ctx.dim) * weights, None


class LogSumExp__gradient_not_lined_up(LogSumExp):
    """The incoming gradient has one dimension less than x. Broadcasting lines it up with the last dimension, whatever `dim` was. Put the missing dimension back at its place first."""

    @staticmethod
    def backward(ctx, grad):
        x, result = ctx.saved_tensors
        return grad * (x - result.unsqueeze(ctx.dim)).exp(), None


class LogSumExp__all_to_the_largest(LogSumExp):
    """You send the whole gradient to the largest entry. That is the gradient of max; here every entry gets its share, which is its softmax."""

    @staticmethod
    def backward(ctx, grad):
        x, result = ctx.saved_tensors
        largest = x == x.amax(ctx.dim, keepdim=True)
        return grad.unsqueeze(ctx.dim) * largest, None


class Binarise__zero_at_zero(Binarise):
    """torch.sign(0) is 0, a third value. Here 0 belongs to the numbers that become +1."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.sign()


class Binarise__no_window(Binarise):
    """Your gradient passes everywhere. Outside of [-1, 1] it must stop: such a number lies so far on its side that it should stay there.
    If you do test a window, see which number you test: the output always lies in [-1, 1], the input need not.
    """

    @staticmethod
    def backward(ctx, grad):
        return grad


class Binarise__true_derivative(Binarise):
    """You return the true derivative, which is 0 everywhere, so nothing in front of this function will ever learn. Straight-through means to lie on purpose: pass the incoming gradient as if the step were the identity."""

    @staticmethod
    def backward(ctx, grad):
        return torch.zeros_like(grad)


class Binarise__ignores_the_incoming_gradient(Binarise):
    """You return the window itself, ones and zeros. It decides where the incoming gradient passes; multiply the two."""

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return (x.abs() <= 1).to(grad.dtype)


class Binarise__open_window(Binarise):
    """The ends of the window belong to it: at exactly -1 and 1 the gradient passes."""

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * (x.abs() < 1)


class Binarise__always_single(Binarise):
    """The result is float32 whatever came in. It should have the dtype of x; torch.where with two Python numbers, or .float(), forgets it."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (x >= 0).float() * 2 - 1


class ReverseGradient__not_reversed(ReverseGradient):
    """You scale the gradient but do not turn it round. The sign is missing."""

    @staticmethod
    def backward(ctx, grad):
        return ctx.factor * grad, None


class ReverseGradient__factor_forgotten(ReverseGradient):
    """The gradient is turned round but not scaled: `factor` has no effect."""

    @staticmethod
    def backward(ctx, grad):
        return -grad, None


class ReverseGradient__in_place(ReverseGradient):
    """You change the incoming gradient in place. That tensor is not yours: where two branches met, the other branch gets the very same tensor, and now it is reversed too."""

    @staticmethod
    def backward(ctx, grad):
        return grad.mul_(-ctx.factor), None


class ReverseGradient__scales_forward(ReverseGradient):
    """You multiply the values as well. The forward pass leaves x as it is; only the gradient feels the factor."""

    @staticmethod
    def forward(ctx, x, factor):
        ctx.factor = factor
        return factor * x


class ReverseGradient__one_gradient_only(ReverseGradient):
    """Your backward returns one gradient, but forward had two inputs besides ctx. Every input needs its place in the answer; for a number that place holds None."""

    @staticmethod
    def backward(ctx, grad):
        return -ctx.factor * grad


class LeakyClamp__saves_the_output(Function):
    """You ask whether the clamped numbers lie in the range. After clamping they always do. The question is about the input, so the input has to be saved."""

    @staticmethod
    def forward(ctx, x: Float[Tensor, "*shape"], low: float, high: float, slope: float) -> Float[Tensor, "*shape"]:
        result = x.clamp(low, high)
        ctx.save_for_backward(result)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        return result

    @staticmethod
    def backward(ctx, grad: Float[Tensor, "*shape"]) -> tuple[Tensor, None, None, None]:
        (x,) = ctx.saved_tensors
        inside = (ctx.low <= x) & (x <= ctx.high)
        return torch.where(inside, grad, ctx.slope * grad), None, None, None


class LeakyClamp__strict_on_the_output(LeakyClamp):
    """Asking the clamped numbers with < in place of <= nearly works. But a number that was exactly at a limit looks the same after clamping as one that was beyond it, and only the latter is outside."""

    @staticmethod
    def forward(ctx, x, low, high, slope):
        result = x.clamp(low, high)
        ctx.save_for_backward(result)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        return result

    @staticmethod
    def backward(ctx, grad):
        (result,) = ctx.saved_tensors
        inside = (ctx.low < result) & (result < ctx.high)
        return torch.where(inside, grad, ctx.slope * grad), None, None, None


class LeakyClamp__no_leak(LeakyClamp):
    """Outside of the range your gradient is 0, as with torch.clamp. Here it is multiplied by `slope`."""

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * ((ctx.low <= x) & (x <= ctx.high)), None, None, None


class LeakyClamp__slope_everywhere(LeakyClamp):
    """You multiply by `slope` inside the range too. Inside, the gradient passes as it came."""

    @staticmethod
    def backward(ctx, grad):
        return grad * ctx.slope, None, None, None
