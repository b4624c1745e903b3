"""Other right ways. The docstring says when to prefer them."""


def numeric_gradient__all_points_in_a_batch(function, point, cotangent, step):
    """Rows of an identity matrix as shifts, all slopes stacked at the end: short, for points so small that the matrix fits."""
    centre = point.detach()
    shifts = [row.reshape(centre.shape) for row in torch.eye(centre.numel(), dtype=centre.dtype) * step]
    with torch.no_grad():
        slopes = [((function(centre + s) - function(centre - s)) * cotangent).sum() / (2 * step) for s in shifts]
    return torch.stack(slopes).reshape(centre.shape) if slopes else torch.zeros_like(centre)


def numeric_gradient__on_a_copy(function, point, cotangent, step):
    """One copy, moved and put back entry by entry: no new tensor for each entry, for large points."""
    copy = point.detach().clone(memory_format=torch.contiguous_format)
    flat, gradient = copy.view(-1), torch.empty(copy.numel(), dtype=copy.dtype)
    with torch.no_grad():
        for index in range(flat.numel()):
            original = flat[index].item()
            flat[index] = original + step
            above = (cotangent * function(copy)).sum()
            flat[index] = original - step
            below = (cotangent * function(copy)).sum()
            flat[index] = original
            gradient[index] = (above - below) / (2 * step)
    return gradient.reshape(point.shape)


class Cube__with_setup_context(Function):
    """forward without ctx, and what to save in setup_context: needed for torch.func.grad and torch.func.vmap."""

    @staticmethod
    def forward(x):
        return x * x * x

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return 3 * grad * x.square()


class Cube__torch:
    """torch's own power: always, outside of an exercise."""

    @staticmethod
    def apply(x):
        return torch.pow(x, 3)


class Swish__keeps_the_gate(Function):
    """Keeps the sigmoid beside the input: one sigmoid less in backward, one tensor more in memory. Worth it for short graphs."""

    @staticmethod
    def forward(ctx, x: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
        gate = x.sigmoid()
        ctx.save_for_backward(x, gate)
        return x * gate

    @staticmethod
    def backward(ctx, grad: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
        x, gate = ctx.saved_tensors
        return grad * (gate + x * gate * (1 - gate))


class Swish__torch:
    """torch's own: always, outside of an exercise."""

    @staticmethod
    def apply(x):
        return torch.nn.functional.silu(x)


class Swish__composed:
    """No class at all, and all derivatives right. Autograd keeps the sigmoid, so prefer it where memory does not matter."""

    @staticmethod
    def apply(x):
        return x * x.sigmoid()


class Swish__checkpointed:
    """torch's own way to trade memory for work: nothing is kept but the input, and forward runs again in backward."""

    @staticmethod
    def apply(x):
        from torch.utils.checkpoint import checkpoint

        return checkpoint(lambda x: x * x.sigmoid(), x, use_reentrant=False, preserve_rng_state=False)


class ScaleChannels__sum_to_size(Function):
    """sum_to_size undoes broadcasting of any kind: write the shape that was broadcast, and it adds up the rest."""

    @staticmethod
    def forward(x, scale):
        return x * scale.reshape(1, -1, 1, 1)

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        column = scale.reshape(1, -1, 1, 1)
        grads = [None, None]
        if ctx.needs_input_grad[0]:
            grads[0] = grad * column
        if ctx.needs_input_grad[1]:
            grads[1] = (grad * x).sum_to_size(column.shape).reshape(scale.shape)
        return tuple(grads)


class ScaleChannels__saves_what_is_needed(Function):
    """Saves each input only if the other one needs a gradient: with a frozen scale, the images need not be kept."""

    @staticmethod
    def forward(ctx, x, scale):
        needs_x, needs_scale = ctx.needs_input_grad
        ctx.save_for_backward(x if needs_scale else None, scale if needs_x else None)
        return x * scale.view(-1, 1, 1)

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        grad_x = None if scale is None else grad * scale.view(-1, 1, 1)
        return grad_x, None if x is None else (x * grad).sum(dim=(0, 2, 3))


class ScaleChannels__torch_derives_it(Function):
    """torch.func.vjp runs the forward again and derives it: what to do when the formula is long and the point is only to save
    memory.
    """

    @staticmethod
    def forward(ctx, x, scale):
        ctx.save_for_backward(x, scale)
        return x * scale[:, None, None]

    @staticmethod
    def backward(ctx, grad):
        _, pull_back = torch.func.vjp(lambda x, scale: x * scale[:, None, None], *ctx.saved_tensors)
        return tuple(g if needed else None for g, needed in zip(pull_back(grad), ctx.needs_input_grad, strict=True))


class LogSumExp__torch:
    """torch's own: always, outside of an exercise."""

    @staticmethod
    def apply(x, dim):
        return torch.logsumexp(x, dim)


class LogSumExp__masked_peak(Function):
    """An infinite peak replaced by 0, and the sum over exp taken once more in backward: the plainest reading of the formula."""

    @staticmethod
    def forward(ctx, x, dim):
        ctx.save_for_backward(x)
        ctx.dim = dim
        peak = x.max(dim=dim, keepdim=True).values
        peak = torch.where(torch.isinf(peak), torch.zeros_like(peak), peak)
        return (torch.log(torch.sum(torch.exp(x - peak), dim=dim, keepdim=True)) + peak).squeeze(dim)

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        shifted = torch.exp(x - x.amax(ctx.dim, keepdim=True))
        return grad.unsqueeze(ctx.dim) * shifted / shifted.sum(ctx.dim, keepdim=True), None


class LogSumExp__softmax_again(Function):
    """Saves only the input and asks torch for its softmax in backward: one tensor less is kept."""

    @staticmethod
    def forward(x, dim):
        peak = torch.nan_to_num(x.amax(dim, keepdim=True), neginf=0.0, posinf=0.0)
        return torch.log(torch.exp(x - peak).sum(dim)) + peak.squeeze(dim)

    @staticmethod
    def setup_context(ctx, inputs, output):
        x, ctx.dim = inputs
        ctx.save_for_backward(x)

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return x.softmax(ctx.dim) * grad.unsqueeze(ctx.dim), None


class Binarise__without_a_class:
    """The detach trick: a soft path for the gradient, and the difference to the hard value held constant. No class needed."""

    @staticmethod
    def apply(x):
        hard = torch.where(x.detach() >= 0, torch.ones_like(x), -torch.ones_like(x))
        # the gradient of hardtanh, except that its window includes both ends
        inside = torch.where(x.detach().abs() <= 1, x, x.detach())
        return hard + (inside - inside.detach())


class Binarise__mask_saved(Function):
    """Keeps one byte for each entry (the window) in place of the input: enough, since nothing else of x is needed."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward((x >= -1) & (x <= 1))
        return torch.where(x < 0, -torch.ones_like(x), torch.ones_like(x))

    @staticmethod
    def backward(ctx, grad):
        (inside,) = ctx.saved_tensors
        return grad.masked_fill(~inside, 0)


class ReverseGradient__without_a_class:
    """The detach trick again: the value of x, with a path for the gradient that is multiplied by -factor."""

    @staticmethod
    def apply(x, factor):
        return x.detach() - factor * (x - x.detach())


class ReverseGradient__with_setup_context(Function):
    """forward without ctx: needed for torch.func.grad and torch.func.vmap."""

    @staticmethod
    def forward(x, factor):
        return x.clone()

    @staticmethod
    def setup_context(ctx, inputs, output):
        _, ctx.factor = inputs

    @staticmethod
    def backward(ctx, grad):
        return grad.neg() * ctx.factor, None


class LeakyClamp__without_a_class:
    """The detach trick: the clamped value held constant, and a path of value 0 that carries the gradient."""

    @staticmethod
    def apply(x, low, high, slope):
        value = x.detach()
        path = x - value
        inside = (value >= low) & (value <= high)
        return value.clamp(low, high) + torch.where(inside, path, slope * path)


class LeakyClamp__mask_saved(Function):
    """Saves the window, one byte for each entry, and not the input."""

    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward((x >= low) & (x <= high))
        ctx.slope = slope
        return torch.minimum(torch.maximum(x, torch.full_like(x, low)), torch.full_like(x, high))

    @staticmethod
    def backward(ctx, grad):
        (inside,) = ctx.saved_tensors
        return grad.where(inside, grad * ctx.slope), None, None, None
