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
    """You move all entries of the point together. That is right only for a function that works entry by entry, such as exp.
    As soon as one output depends on several inputs, their slopes have to be measured one at a time.
    """
    with torch.no_grad():
        return cotangent * (function(point + step) - function(point - step)) / (2 * step)


def numeric_gradient__moves_the_point(function, point, cotangent, step):
    """You move the entries of the caller's own tensor. Even if you add the step and subtract it again, rounding leaves entries a
    hair beside their old place, and a `view` of a point with gaps does not exist. Work on a copy, or on `point + shift`.
    """
    gradient = torch.zeros(point.numel(), dtype=point.dtype)
    with torch.no_grad():
        flat = point.view(-1)
        for index in range(flat.numel()):
            flat[index] += step
            above = (function(point) * cotangent).sum()
            flat[index] -= 2 * step
            below = (function(point) * cotangent).sum()
            flat[index] += step
            gradient[index] = (above - below) / (2 * step)
    return gradient.reshape(point.shape)


def numeric_gradient__carries_a_graph(function, point, cotangent, step):
    """The numbers are right, but the result requires grad: all those calls of the function were recorded. A measurement needs no
    graph; compute under torch.no_grad(), or detach the point first.
    """
    slopes = []
    for shift in point.new_full((point.numel(),), step).diag():
        shift = shift.reshape(point.shape)
        slopes.append((cotangent * (function(point + shift) - function(point - shift))).sum() / (2 * step))
    return torch.stack(slopes).reshape(point.shape)


def numeric_gradient__always_single(function, point, cotangent, step):
    """Your result is float32 whatever the point was: torch.zeros and torch.tensor take the default dtype. In float32 most of the
    slope is rounding error. Make new tensors beside the point, with zeros_like or dtype=point.dtype.
    """
    point = point.detach()
    slopes = torch.zeros(point.numel())
    with torch.no_grad():
        for index in range(point.numel()):
            shift = torch.zeros(point.numel(), dtype=point.dtype)
            shift[index] = step
            shift = shift.reshape(point.shape)
            slopes[index] = (cotangent * (function(point + shift) - function(point - shift))).sum() / (2 * step)
    return slopes.reshape(point.shape)


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


def numeric_gradient__asks_autograd(function, point, cotangent, step):
    """This is autograd's own answer, not a measurement. A check that asks the one it checks proves nothing: use values of the
    function only.
    """
    point = point.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(function(point), point, cotangent)
    return gradient


def numeric_gradient__moved_in_place(function, point, cotangent, step):
    """You move the same tensor on after the first call, while its result may still share the memory: for a function that returns
    a view of its input, both values are the same and the slope is 0. Give each call a tensor of its own.
    """
    slopes = torch.zeros(point.numel(), dtype=point.dtype)
    moved = point.detach().clone(memory_format=torch.contiguous_format)
    with torch.no_grad():
        for index in range(point.numel()):
            before = moved.view(-1)[index].clone()
            moved.view(-1)[index] = before + step
            above = function(moved)
            moved.view(-1)[index] = before - step
            below = function(moved)
            moved.view(-1)[index] = before
            slopes[index] = (cotangent * (above - below)).sum() / (2 * step)
    return slopes.reshape(point.shape)


def numeric_gradient__all_at_once_summed(function, point, cotangent, step):
    """You move all entries of the point together, so every entry of your result is the sum of all slopes. Their slopes have to be
    measured one at a time: move one entry and leave the others.
    """
    with torch.no_grad():
        slope = (cotangent * (function(point + step) - function(point - step))).sum() / (2 * step)
        return slope * torch.ones_like(point)


class Cube__ignores_the_incoming_gradient(Cube):
    """Your backward returns the derivative of the cube alone. Its task is one link of the chain rule: the incoming gradient times
    that derivative.
    """

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return 3 * x**2


class Cube__slope_made_in_forward(Cube):
    """The first derivative is right and the second is wrong: what you keep for backward has no way back to the input, so the
    second derivative takes it for a constant. That is so for a slope computed in forward, where nothing is recorded, and for a
    copy of the input, detached or cloned. Save the input itself, and compute the slope from it in backward.
    """

    @staticmethod
    def forward(ctx, x):
        ctx.slope = 3 * x**2
        return x**3

    @staticmethod
    def backward(ctx, grad):
        return grad * ctx.slope


class Cube__saves_the_output(Cube):
    """The formula in backward wants the input, but the tensor you saved is the output. For exp the two look alike, for the cube
    they do not.
    """

    @staticmethod
    def forward(ctx, x):
        result = x**3
        ctx.save_for_backward(result)
        return result


class Cube__adds_the_incoming_gradient(Cube):
    """You add the incoming gradient to the derivative. Links of the chain rule are multiplied; branches that meet are added."""

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad + 3 * x**2


class Cube__tuple_not_unpacked(Cube):
    """`ctx.saved_tensors` is a tuple, also if only one tensor was saved. Take the tensor out: `(x,) = ctx.saved_tensors`."""

    @staticmethod
    def backward(ctx, grad):
        x = ctx.saved_tensors
        return grad * 3 * x**2


class Cube__factor_forgotten(Cube):
    """The exponent came down from 3 to 2, but it also comes to the front: the slope of x**3 is 3 * x**2."""

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * x**2


class Cube__in_place(Cube):
    """You change the incoming gradient in place. That tensor is not yours: where two branches met, the other branch gets the very
    same tensor.
    """

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad.mul_(3 * x**2)


class Cube__only_once(Cube):
    """Your backward cannot be differentiated again: what it computes is not recorded. Look for no_grad, detach, .data or
    once_differentiable in it, and take that away.
    """

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * 3 * x**2


class Cube__output_over_the_input(Cube):
    """Your slope divides the output by the input. That is 0 divided by 0 where x is 0, and not a number. Write the slope with
    powers of the input only.
    """

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * 3 * x**3 / x


class Cube__power_of_the_output(Cube):
    """You take a fractional power of the output to come back to the input. For a negative number that is not a number. Save the
    input, and take its square.
    """

    @staticmethod
    def forward(ctx, x):
        result = x**3
        ctx.save_for_backward(result)
        return result

    @staticmethod
    def backward(ctx, grad):
        (result,) = ctx.saved_tensors
        return grad * 3 * result ** (2 / 3)


class Cube__exponent_too_small(Cube):
    """Your slope is 3 * x. The exponent comes down by one only, from 3 to 2."""

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * 3 * x


class Cube__changes_the_input(Cube):
    """You write the cube into x itself. The caller's tensor is overwritten, and what you saved for backward with it: the gradient
    is that of another number. Make a new tensor.
    """

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        x *= x * x
        return x


class Swish__ignores_what_comes_in(Swish):
    """You return the slope itself. Backward is one link of the chain rule: multiply the slope by the gradient that comes in."""

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        gate = x.sigmoid()
        return gate * (1 + x * (1 - gate))


class Swish__gate_held_constant(Swish):
    """You treat the sigmoid as a constant. It depends on x as well, so the product rule gives a second term."""

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * x.sigmoid()


class Swish__slope_of_the_gate(Swish):
    """You have the slope of the sigmoid times x. The product rule gives another term: the sigmoid itself."""

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        gate = x.sigmoid()
        return grad * x * gate * (1 - gate)


class Swish__asks_the_output(Swish):
    """You save the output and take it for the input. The sigmoid in backward is that of the input."""

    @staticmethod
    def forward(ctx, x):
        result = x * x.sigmoid()
        ctx.save_for_backward(result)
        return result


class ScaleChannels__scale_not_reduced(ScaleChannels):
    """Your gradient of `scale` still has the shape of the images. One entry of `scale` touched many numbers, so its gradient is
    the sum over all of them. Autograd refuses the wrong shape, except when it happens to fit, and then it adds up the wrong
    dimension without a word.
    """

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        grad_x = grad * scale[:, None, None] if ctx.needs_input_grad[0] else None
        return grad_x, grad * x if ctx.needs_input_grad[1] else None


class ScaleChannels__batch_forgotten(ScaleChannels):
    """You add up over rows and columns, but not over the batch, although every image of the batch used the same `scale`. Autograd
    adds up leading dimensions that are left over, so the gradients come out right; but the shape you return is not the shape
    of `scale`.
    """

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        grad_x = grad * scale[:, None, None] if ctx.needs_input_grad[0] else None
        return grad_x, (grad * x).sum(dim=(2, 3)) if ctx.needs_input_grad[1] else None


class ScaleChannels__mean_for_sum(ScaleChannels):
    """You take the mean over the places where an entry of `scale` was used. Gradients of several uses add up; nothing divides
    them.
    """

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        grad_x = grad * scale[:, None, None] if ctx.needs_input_grad[0] else None
        return grad_x, (grad * x).mean(dim=(0, 2, 3)) if ctx.needs_input_grad[1] else None


class ScaleChannels__gradients_swapped(ScaleChannels):
    """The derivative of a product with respect to one factor is the other factor. You multiplied each gradient by the input's own
    value.
    """

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        grad_x = grad * x if ctx.needs_input_grad[0] else None
        return grad_x, (grad * scale[:, None, None]).sum(dim=(0, 2, 3)) if ctx.needs_input_grad[1] else None


class ScaleChannels__scale_not_lined_up(ScaleChannels):
    """`x * scale` lines `scale` up with the last dimension, the columns. Give it the shape channels, 1, 1 first, in forward and
    in backward.
    """

    @staticmethod
    def forward(ctx, x, scale):
        ctx.save_for_backward(x, scale)
        return x * scale

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        return grad * scale, grad * x


class ScaleChannels__dimensions_kept(ScaleChannels):
    """Your gradient of `scale` has the dimensions that were added up still in it, with size one. It must have exactly the shape
    of `scale`.
    """

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        grad_x = grad * scale[:, None, None] if ctx.needs_input_grad[0] else None
        return grad_x, (grad * x).sum(dim=(0, 2, 3), keepdim=True) if ctx.needs_input_grad[1] else None


class ScaleChannels__channels_added_up(ScaleChannels):
    """You add up the channels and keep the batch. There is one entry of `scale` for each channel: dimension 1 is the one that
    stays.
    """

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        grad_x = grad * scale[:, None, None] if ctx.needs_input_grad[0] else None
        return grad_x, (grad * x).sum(dim=(1, 2, 3)) if ctx.needs_input_grad[1] else None


class ScaleChannels__other_factor_forgotten(ScaleChannels):
    """Your gradient of `scale` adds up the incoming gradient as it is, as for a bias. `scale` is a factor, so each entry counts
    times the number it was multiplied with.
    """

    @staticmethod
    def backward(ctx, grad):
        _, scale = ctx.saved_tensors
        grad_x = grad * scale[:, None, None] if ctx.needs_input_grad[0] else None
        return grad_x, grad.sum(dim=(0, 2, 3)) if ctx.needs_input_grad[1] else None


class ScaleChannels__zeros_for_none(ScaleChannels):
    """Where no gradient is needed you return zeros. That costs memory and says something else. Return None."""

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        grad_x = grad * scale[:, None, None] if ctx.needs_input_grad[0] else torch.zeros_like(x)
        return grad_x, (grad * x).sum(dim=(0, 2, 3)) if ctx.needs_input_grad[1] else torch.zeros_like(scale)


class ScaleChannels__always_both(ScaleChannels):
    """All gradients are right, but you also compute the one nobody asked for. Look at `ctx.needs_input_grad` and return None
    there: a frozen layer should cost nothing.
    """

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        return grad * scale[:, None, None], (grad * x).sum(dim=(0, 2, 3))


class ScaleChannels__wrong_input_asked(ScaleChannels):
    """You look at `ctx.needs_input_grad`, but at the other input's entry. Its entries are in the order of the arguments of
    forward, as are the gradients that you return.
    """

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        grad_x = grad * scale[:, None, None] if ctx.needs_input_grad[1] else None
        return grad_x, (grad * x).sum(dim=(0, 2, 3)) if ctx.needs_input_grad[0] else None


class ScaleChannels__only_the_first_asked(ScaleChannels):
    """You let the first entry of `ctx.needs_input_grad` decide about both gradients. Each input has an entry of its own."""

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        if not ctx.needs_input_grad[0]:
            return None, None
        return grad * scale[:, None, None], (grad * x).sum(dim=(0, 2, 3))


class ScaleChannels__images_always(ScaleChannels):
    """You look at `ctx.needs_input_grad` for `scale` only. The images may need no gradient either; look at both entries."""

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        return grad * scale[:, None, None], (grad * x).sum(dim=(0, 2, 3)) if ctx.needs_input_grad[1] else None


class ScaleChannels__scale_always(ScaleChannels):
    """You look at `ctx.needs_input_grad` for the images only. `scale` may need no gradient either; look at both entries."""

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        return grad * scale[:, None, None] if ctx.needs_input_grad[0] else None, (grad * x).sum(dim=(0, 2, 3))


class ScaleChannels__none_where_needed(ScaleChannels):
    """Your question is upside down: you return None where a gradient is needed, and the gradient where it is not."""

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        grad_x = None if ctx.needs_input_grad[0] else grad * scale[:, None, None]
        return grad_x, None if ctx.needs_input_grad[1] else (grad * x).sum(dim=(0, 2, 3))


class ScaleChannels__returned_the_other_way_round(ScaleChannels):
    """You return the gradient of `scale` first. The order is that of the arguments of forward."""

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        grad_x = grad * scale[:, None, None] if ctx.needs_input_grad[0] else None
        return (grad * x).sum(dim=(0, 2, 3)) if ctx.needs_input_grad[1] else None, grad_x


class ScaleChannels__ignores_the_incoming_gradient(ScaleChannels):
    """You return the derivatives of the product alone. Backward is one link of the chain rule: multiply each by the gradient that
    comes in.
    """

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        grad_x = scale[:, None, None].expand_as(x) if ctx.needs_input_grad[0] else None
        return grad_x, x.sum(dim=(0, 2, 3)) if ctx.needs_input_grad[1] else None


class ScaleChannels__detached(ScaleChannels):
    """The first derivatives are right, the second ones are missing. You took the saved tensors out of the graph, by detach, .data
    or no_grad; leave them in it.
    """

    @staticmethod
    def backward(ctx, grad):
        x, scale = (saved.detach() for saved in ctx.saved_tensors)
        grad_x = grad * scale[:, None, None] if ctx.needs_input_grad[0] else None
        return grad_x, (grad * x).sum(dim=(0, 2, 3)) if ctx.needs_input_grad[1] else None


class ScaleChannels__scale_missing(ScaleChannels):
    """Your gradient of x is the incoming one as it is. Forward multiplied every channel by its `scale`, so the gradient of x is
    multiplied by it too.
    """

    @staticmethod
    def backward(ctx, grad):
        x, _ = ctx.saved_tensors
        needs_x, needs_scale = ctx.needs_input_grad
        return grad.clone() if needs_x else None, (grad * x).sum(dim=(0, 2, 3)) if needs_scale else None


class ScaleChannels__scale_missing_always_both(ScaleChannels):
    """Your gradient of x is the incoming one as it is: it has to be multiplied by `scale`, as forward did. And you compute both
    gradients always; look at `ctx.needs_input_grad` and return None for what nobody asked for.
    """

    @staticmethod
    def backward(ctx, grad):
        x, _ = ctx.saved_tensors
        return grad.clone(), (grad * x).sum(dim=(0, 2, 3))


class ScaleChannels__input_added_up_alone(ScaleChannels):
    """Your gradient of `scale` adds up the images as they are. The incoming gradient is missing there: multiply the two before
    you add up.
    """

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        needs_x, needs_scale = ctx.needs_input_grad
        return grad * scale[:, None, None] if needs_x else None, x.sum(dim=(0, 2, 3)) if needs_scale else None


class LogSumExp__overflows(LogSumExp):
    """exp of a number above 709 is inf in float64 (above 88 in float32), and the log of inf stays inf. Take the largest entry out
    before exp, and put it back after log.
    """

    @staticmethod
    def forward(ctx, x, dim):
        result = x.exp().sum(dim).log()
        ctx.save_for_backward(x, result)
        ctx.dim = dim
        return result


class LogSumExp__overflows_forward_only(LogSumExp):
    """Your gradient is right, your values are not: exp of a number above 709 is inf in float64, and the log of inf stays inf.
    Take the largest entry out before exp, and put it back after log.
    """

    @staticmethod
    def forward(ctx, x, dim):
        ctx.save_for_backward(x)
        ctx.dim = dim
        return x.exp().sum(dim).log()

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad.unsqueeze(ctx.dim) * x.softmax(ctx.dim), None


class LogSumExp__one_peak_for_all(LogSumExp):
    """You take out the largest number of the whole tensor. A slice that lies far below it still vanishes to exp = 0, and log
    makes -inf of it. Every slice needs its own largest entry.
    """

    @staticmethod
    def forward(ctx, x, dim):
        peak = x.max()
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


class LogSumExp__finite_peak_not_put_back(LogSumExp):
    """You take the largest entry out and never add it again. log(sum(exp(x - m))) is m less than what was asked for, and weights
    that are made from this result are too large.
    """

    @staticmethod
    def forward(ctx, x, dim):
        result = (x - x.amax(dim, keepdim=True).nan_to_num()).exp().sum(dim).log()
        ctx.save_for_backward(x, result)
        ctx.dim = dim
        return result


class LogSumExp__peak_missing_in_the_result(LogSumExp):
    """Your gradient is right, your values are not: you take the largest entry out and never add it again. log(sum(exp(x - m)))
    is m less than what was asked for.
    """

    @staticmethod
    def forward(ctx, x, dim):
        ctx.save_for_backward(x)
        ctx.dim = dim
        return (x - x.amax(dim, keepdim=True).nan_to_num()).exp().sum(dim).log()

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad.unsqueeze(ctx.dim) * x.softmax(ctx.dim), None


class LogSumExp__peak_missing_and_minus_infinity(LogSumExp):
    """Your gradient is right, your values are not: you take the largest entry out and never add it again. And where a slice holds
    only -inf, its largest entry is -inf, and -inf minus -inf is nan.
    """

    @staticmethod
    def forward(ctx, x, dim):
        ctx.save_for_backward(x)
        ctx.dim = dim
        return (x - x.amax(dim, keepdim=True)).exp().sum(dim).log()

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad.unsqueeze(ctx.dim) * x.softmax(ctx.dim), None


class LogSumExp__minus_infinity_twice(LogSumExp):
    """Where a slice holds only -inf, its largest entry is -inf too, and -inf minus -inf is nan. Such a peak has to be replaced by
    a finite number first.
    """

    @staticmethod
    def forward(ctx, x, dim):
        peak = x.amax(dim, keepdim=True)
        result = (x - peak).exp().sum(dim).log() + peak.squeeze(dim)
        ctx.save_for_backward(x, result)
        ctx.dim = dim
        return result


class LogSumExp__infinity_becomes_zero(LogSumExp):
    """You replace infinite entries of `x` by 0. exp(0) is 1, so an entry that should count for nothing counts. Leave `x` as it
    is: only an infinite peak has to give way.
    """

    @staticmethod
    def forward(ctx, x, dim):
        x = x.masked_fill(x.isinf(), 0.0)
        peak = x.amax(dim, keepdim=True)
        result = (x - peak).exp().sum(dim).log() + peak.squeeze(dim)
        ctx.save_for_backward(x, result)
        ctx.dim = dim
        return result


class LogSumExp__minus_infinity_becomes_zero(LogSumExp):
    """You replace entries of -inf by 0. exp(0) is 1, so an entry that should count for nothing counts. Leave `x` as it is: only
    an infinite peak has to give way.
    """

    @staticmethod
    def forward(ctx, x, dim):
        filled = x.masked_fill(x == -float("inf"), 0.0)
        peak = filled.amax(dim, keepdim=True).nan_to_num()
        result = (filled - peak).exp().sum(dim).log() + peak.squeeze(dim)
        ctx.save_for_backward(x, result)
        ctx.dim = dim
        return result


class LogSumExp__minus_infinity_made_finite(LogSumExp):
    """You replace infinite entries of `x` by the largest finite numbers. Then a slice of -inf only gives a huge negative number,
    where -inf was asked for. Leave `x` as it is: only an infinite peak has to give way.
    """

    @staticmethod
    def forward(ctx, x, dim):
        x = x.nan_to_num()
        peak = x.amax(dim, keepdim=True)
        result = (x - peak).exp().sum(dim).log() + peak.squeeze(dim)
        ctx.save_for_backward(x, result)
        ctx.dim = dim
        return result


class LogSumExp__minus_infinity_only(LogSumExp):
    """You replace a peak of -inf, but not one of +inf: inf minus inf is nan as well. Any infinite peak has to give way."""

    @staticmethod
    def forward(ctx, x, dim):
        peak = x.amax(dim, keepdim=True)
        peak = peak.masked_fill(peak == -float("inf"), 0.0)
        result = (x - peak).exp().sum(dim).log() + peak.squeeze(dim)
        ctx.save_for_backward(x, result)
        ctx.dim = dim
        return result


class LogSumExp__ignores_the_incoming_gradient(LogSumExp):
    """You return softmax(x) alone. Backward is one link of the chain rule: multiply by the gradient that comes in, with the
    missing dimension put back at its place.
    """

    @staticmethod
    def backward(ctx, grad):
        x, result = ctx.saved_tensors
        return (x - result.unsqueeze(ctx.dim)).exp(), None


class LogSumExp__weights_not_normalised(LogSumExp):
    """Your weights are exp(x - m) with the largest entry m. They do not sum to 1: the shares are those of softmax, so divide by
    their sum.
    """

    @staticmethod
    def backward(ctx, grad):
        x, _ = ctx.saved_tensors
        return grad.unsqueeze(ctx.dim) * (x - x.amax(ctx.dim, keepdim=True)).exp(), None


class LogSumExp__softmax_of_the_last(LogSumExp):
    """Your softmax always runs along the last dimension, whatever `dim` was. The shares sum to 1 along `dim`."""

    @staticmethod
    def backward(ctx, grad):
        x, _ = ctx.saved_tensors
        return grad.unsqueeze(ctx.dim) * x.softmax(-1), None


class LogSumExp__epsilon_in_the_log(LogSumExp):
    """You add a small number inside the logarithm. With the largest entry taken out, the sum is at least 1 and needs no help; the
    small number only makes the result wrong.
    """

    @staticmethod
    def forward(ctx, x, dim):
        peak = x.amax(dim, keepdim=True).nan_to_num()
        result = ((x - peak).exp().sum(dim) + 1e-8).log() + peak.squeeze(dim)
        ctx.save_for_backward(x, result)
        ctx.dim = dim
        return result


class LogSumExp__always_the_last(LogSumExp):
    """You add up along the last dimension whatever `dim` says."""

    @staticmethod
    def forward(ctx, x, dim):
        peak = x.amax(-1, keepdim=True).nan_to_num()
        result = (x - peak).exp().sum(-1).log() + peak.squeeze(-1)
        ctx.save_for_backward(x, result)
        ctx.dim = -1
        return result


class LogSumExp__dimension_stays(LogSumExp):
    """Your result still has the dimension that was added up, with size one. Here it disappears, as with `sum(dim)`."""

    @staticmethod
    def forward(ctx, x, dim):
        peak = x.amax(dim, keepdim=True).nan_to_num()
        result = (x - peak).exp().sum(dim, keepdim=True).log() + peak
        ctx.save_for_backward(x, result)
        return result

    @staticmethod
    def backward(ctx, grad):
        x, result = ctx.saved_tensors
        return grad * (x - result).exp(), None


class LogSumExp__squeezes_everything(LogSumExp):
    """`squeeze()` without a dimension takes away every dimension of size one, also one that belongs to the data. Name the one you
    mean.
    """

    @staticmethod
    def forward(ctx, x, dim):
        peak = x.amax(dim, keepdim=True)
        result = (x - peak).exp().sum(dim).log() + peak.squeeze()
        ctx.save_for_backward(x, result)
        ctx.dim = dim
        return result


class LogSumExp__one_gradient_only(LogSumExp):
    """Your backward returns one gradient, but forward had two inputs besides ctx. `dim` needs its place in the answer too; it
    holds None.
    """

    @staticmethod
    def backward(ctx, grad):
        x, result = ctx.saved_tensors
        return grad.unsqueeze(ctx.dim) * (x - result.unsqueeze(ctx.dim)).exp()


class LogSumExp__softmax_made_in_forward(LogSumExp):
    """The first derivative is right and the second is wrong.
    You keep a softmax that was computed in forward, where nothing is recorded, so the second derivative takes it for a constant.
    Save inputs and outputs only, and compute the weights from them in backward.
    """

    @staticmethod
    def forward(ctx, x, dim):
        peak = x.amax(dim, keepdim=True)
        share = (x - peak).exp()
        total = share.sum(dim, keepdim=True)
        ctx.save_for_backward(share / total)
        ctx.dim = dim
        return (total.log() + peak).squeeze(dim)

    @staticmethod
    def backward(ctx, grad):
        (weights,) = ctx.saved_tensors
        return grad.unsqueeze(ctx.dim) * weights, None


class LogSumExp__saved_before_the_squeeze(LogSumExp):
    """The tensor you save is not the one you return: it still has the dimension that was added up. So it has no place in the
    graph, and the second derivative is wrong. Save the very tensor that is returned, and unsqueeze it in backward. And mind
    slices of -inf only.
    """

    @staticmethod
    def forward(ctx, x, dim):
        peak = x.amax(dim, keepdim=True)
        result = (x - peak).exp().sum(dim, keepdim=True).log() + peak
        ctx.save_for_backward(x, result)
        ctx.dim = dim
        return result.squeeze(dim)

    @staticmethod
    def backward(ctx, grad):
        x, result = ctx.saved_tensors
        return grad.unsqueeze(ctx.dim) * (x - result).exp(), None


class LogSumExp__gradient_not_lined_up(LogSumExp):
    """The incoming gradient has one dimension less than x. Broadcasting lines it up with the last dimension, whatever `dim` was.
    Put the missing dimension back at its place first.
    """

    @staticmethod
    def backward(ctx, grad):
        x, result = ctx.saved_tensors
        return grad * (x - result.unsqueeze(ctx.dim)).exp(), None


class LogSumExp__all_to_the_largest(LogSumExp):
    """You send the whole gradient to the largest entry. That is the gradient of max; here every entry gets its share, which is
    its softmax.
    """

    @staticmethod
    def backward(ctx, grad):
        x, _ = ctx.saved_tensors
        largest = x == x.amax(ctx.dim, keepdim=True)
        return grad.unsqueeze(ctx.dim) * largest, None


class LogSumExp__weights_made_in_forward(LogSumExp):
    """The first derivative is right and the second is wrong. The weights were computed in forward, where nothing is recorded, so
    the second derivative takes them for constants. Save inputs and outputs only, and make the weights from them in backward.
    """

    @staticmethod
    def forward(ctx, x, dim):
        peak = x.amax(dim, keepdim=True).nan_to_num()
        result = (x - peak).exp().sum(dim, keepdim=True).log() + peak
        ctx.save_for_backward((x - result).exp())
        ctx.dim = dim
        return result.squeeze(dim)

    @staticmethod
    def backward(ctx, grad):
        (weights,) = ctx.saved_tensors
        return grad.unsqueeze(ctx.dim) * weights, None


class LogSumExp__another_tensor_saved(LogSumExp):
    """The tensor you save is not the one you return: it still has the dimension that was added up. So it has no place in the
    graph, and the second derivative is wrong. Save the very tensor that is returned, and unsqueeze it in backward.
    """

    @staticmethod
    def forward(ctx, x, dim):
        peak = x.amax(dim, keepdim=True).nan_to_num()
        result = (x - peak).exp().sum(dim, keepdim=True).log() + peak
        ctx.save_for_backward(x, result)
        ctx.dim = dim
        return result.squeeze(dim)

    @staticmethod
    def backward(ctx, grad):
        x, result = ctx.saved_tensors
        return grad.unsqueeze(ctx.dim) * (x - result).exp(), None


class LogSumExp__put_back_at_the_end(LogSumExp):
    """Your backward puts the missing dimension back at the end, with `unsqueeze(-1)`. It belongs where it was taken away: at
    `dim`, which forward has to remember.
    """

    @staticmethod
    def backward(ctx, grad):
        x, result = ctx.saved_tensors
        return grad.unsqueeze(-1) * (x - result.unsqueeze(-1)).exp(), None


class LogSumExp__squeezes_the_result(LogSumExp):
    """`squeeze()` without a dimension takes away every dimension of size one from your result, also one that belongs to the data.
    Name the one you mean.
    """

    @staticmethod
    def forward(ctx, x, dim):
        peak = x.amax(dim, keepdim=True).nan_to_num()
        result = ((x - peak).exp().sum(dim, keepdim=True).log() + peak).squeeze()
        ctx.save_for_backward(x, result)
        ctx.dim = dim
        return result


class Binarise__zero_at_zero(Binarise):
    """torch.sign(0) is 0, a third value. Here 0 belongs to the numbers that become +1."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.sign()


class Binarise__zero_is_negative(Binarise):
    """You send 0 to -1. Here 0 belongs to the numbers that become +1."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return torch.where(x > 0, 1.0, -1.0).to(x.dtype)


class Binarise__integers(Binarise):
    """Your result consists of integers, and integers have no gradient. Write 1.0 and -1.0, and give the result the dtype of x."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return torch.where(x >= 0, 1, -1)


class Binarise__changes_the_input(Binarise):
    """You write the signs into x itself. The caller's tensor is overwritten, and what you saved for backward with it. Make a new
    tensor.
    """

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        x[x >= 0] = 1
        x[x < 0] = -1
        return x


class Binarise__in_place(Binarise):
    """You change the incoming gradient in place. That tensor is not yours: where two branches met, the other branch gets the very
    same tensor. Make a new one.
    """

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        grad[x.abs() > 1] = 0
        return grad


class Binarise__clamps_the_gradient(Binarise):
    """You limit the gradient to [-1, 1]. The window is about the input: where x lies in it the gradient passes unchanged, however
    large it is.
    """

    @staticmethod
    def backward(ctx, grad):
        return grad.clamp(-1, 1)


class Binarise__no_window(Binarise):
    """Your gradient passes everywhere. Outside of [-1, 1] it must stop: such a number lies so far on its side that it should stay
    there. If you do test a window, see which number you test: the output always lies in [-1, 1], the input need not.
    """

    @staticmethod
    def backward(ctx, grad):
        return grad


class Binarise__true_derivative(Binarise):
    """You return the true derivative, which is 0 everywhere, so nothing in front of this function will ever learn.
    Straight-through means to lie on purpose: pass the incoming gradient as if the step were the identity.
    """

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
    """The result is float32 whatever came in. It should have the dtype of x; torch.where with two Python numbers, or .float(),
    forgets it.
    """

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (x >= 0).float() * 2 - 1


class Binarise__slope_of_tanh(Binarise):
    """You multiply by the slope of tanh. Straight-through means that the incoming gradient passes unchanged where x lies in
    [-1, 1], and not at all elsewhere.
    """

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * (1 - x.tanh() ** 2)


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
    """You change the incoming gradient in place. That tensor is not yours: where two branches met, the other branch gets the very
    same tensor, and now it is reversed too.
    """

    @staticmethod
    def backward(ctx, grad):
        return grad.mul_(-ctx.factor), None


class ReverseGradient__in_place_sign(ReverseGradient):
    """You turn the sign of the incoming gradient in place. That tensor is not yours: where two branches met, the other branch
    gets the very same tensor, and now it is reversed too.
    """

    @staticmethod
    def backward(ctx, grad):
        return grad.neg_() * ctx.factor, None


class ReverseGradient__scales_forward(ReverseGradient):
    """You multiply the values as well. The forward pass leaves x as it is; only the gradient feels the factor."""

    @staticmethod
    def forward(ctx, x, factor):
        ctx.factor = factor
        return factor * x


class ReverseGradient__negates_forward(ReverseGradient):
    """You turn the values round. The forward pass leaves x as it is; only the gradient changes its sign."""

    @staticmethod
    def forward(ctx, x, factor):
        ctx.factor = factor
        return -x

    @staticmethod
    def backward(ctx, grad):
        return grad * ctx.factor, None


class ReverseGradient__factor_on_the_class(ReverseGradient):
    """You keep the factor on the class (or in a global), so every call overwrites it for all earlier ones. What belongs to one
    call belongs on its ctx.
    """

    factor = 1.0

    @staticmethod
    def forward(ctx, x, factor):
        ReverseGradient__factor_on_the_class.factor = factor
        return x.view_as(x)

    @staticmethod
    def backward(ctx, grad):
        return -ReverseGradient__factor_on_the_class.factor * grad, None


class ReverseGradient__saves_a_number(ReverseGradient):
    """`save_for_backward` takes tensors only. A Python number is kept as an attribute: `ctx.factor = factor`."""

    @staticmethod
    def forward(ctx, x, factor):
        ctx.save_for_backward(factor)
        return x.view_as(x)


class ReverseGradient__wrong_number_of_gradients(ReverseGradient):
    """forward had two inputs besides ctx, so backward must return two things: the gradient of x, and None in the place of the
    number `factor`.
    """

    @staticmethod
    def backward(ctx, grad):
        return -ctx.factor * grad


class ReverseGradient__zero_taken_for_missing(ReverseGradient):
    """A factor of 0 becomes another number on its way: `or` takes 0 for something that is missing. Keep the factor as it comes;
    with 0, no gradient passes.
    """

    @staticmethod
    def forward(ctx, x, factor):
        ctx.factor = factor or 1.0
        return x.view_as(x)


class LeakyClamp__saves_the_output(Function):
    """The gradient passes everywhere: your question whether a number lies in the range is always answered with yes. The clamped
    numbers always lie in it, so ask about the input. And inside means above the low end *and* below the high one: with `or`,
    every number fulfils one of the two.
    """

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


class LeakyClamp__limits_are_outside(LeakyClamp):
    """Only one thing is left: a number exactly at a limit counts as inside.
    If you ask the clamped numbers, you cannot tell it from one that was beyond the limit; the input knows.
    """

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        inside = (ctx.low < x) & (x < ctx.high)
        return torch.where(inside, grad, ctx.slope * grad), None, None, None


class LeakyClamp__clamps_in_place(LeakyClamp):
    """`clamp_` limits the caller's own tensor, and the saved one with it, so backward still sees clamped numbers only. Use
    `clamp`, which makes a new tensor.
    """

    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        return x.clamp_(low, high)


class LeakyClamp__leaks_forward(LeakyClamp):
    """You let the values leak as well. Forward is a plain clamp; only the gradient comes through."""

    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        return x.clamp(low, high) + slope * (x - x.clamp(low, high))


class LeakyClamp__slope_for_the_gradient(LeakyClamp):
    """Outside of the range you return `slope` itself. The incoming gradient is multiplied by it."""

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        inside = (ctx.low <= x) & (x <= ctx.high)
        return torch.where(inside, grad, torch.full_like(grad, ctx.slope)), None, None, None


class LeakyClamp__no_leak(LeakyClamp):
    """Outside of the range your gradient is 0, as with torch.clamp. Here it is multiplied by `slope`."""

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * ((ctx.low <= x) & (x <= ctx.high)), None, None, None


class LeakyClamp__inside_out(LeakyClamp):
    """Inside and outside are exchanged: you multiply by `slope` where x lies in the range."""

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        inside = (ctx.low <= x) & (x <= ctx.high)
        return torch.where(inside, ctx.slope * grad, grad), None, None, None


class LeakyClamp__one_limit_forgotten(LeakyClamp):
    """You ask only whether x is below the upper limit. Numbers below the lower one are outside too."""

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return torch.where(x <= ctx.high, grad, ctx.slope * grad), None, None, None


class LeakyClamp__slope_everywhere(LeakyClamp):
    """You multiply by `slope` inside the range too. Inside, the gradient passes as it came."""

    @staticmethod
    def backward(ctx, grad):
        return grad * ctx.slope, None, None, None


class LeakyClamp__in_place(LeakyClamp):
    """You change the incoming gradient in place. That tensor is not yours: where two branches met, the other branch gets the very
    same tensor. Make a new one.
    """

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        grad[(x < ctx.low) | (x > ctx.high)] *= ctx.slope
        return grad, None, None, None


def gradients_returned__never(given):
    """Autograd counts: an input of forward for which backward returns nothing, not even None, is an error."""
    return None


def gradients_returned__exactly(given):
    """Too few gradients are an error. Too many are none, as long as the rest are None: autograd looks at no more."""
    if given != 2:
        raise RuntimeError


def gradients_returned__another_class(given):
    """Autograd counts the gradients and complains, but with another error."""
    if given < 2:
        raise ValueError


def reversed_slope__of_the_value(at, factor):
    """Forward gives x as it is; the factor comes in on the way back only."""
    return torch.tensor(2.0 * at * factor * factor)


def reversed_slope__forward_only(at, factor):
    """That is the derivative of what is computed. This layer's backward is no derivative of its forward."""
    return torch.tensor(2.0 * at)


def reversed_slope__not_turned(at, factor):
    """The layer turns the gradient round as well: the factor gets a minus."""
    return torch.tensor(2.0 * at * factor)
