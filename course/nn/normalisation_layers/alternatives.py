"""Other right ways. The docstring says when to prefer them."""


class BatchNorm1d__torch(nn.BatchNorm1d):
    """torch's own: always, outside of an exercise. It is fused, takes a third dimension too, and counts its batches."""


class BatchNorm1d__step_by_step(nn.Module):
    """Everything by hand and in place: sums, counts and lerp_. To see what the fused kernel does."""

    def __init__(self, features, eps=1e-5, momentum=0.1, affine=True):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        for name, start in (("weight", torch.ones(features)), ("bias", torch.zeros(features))):
            self.register_parameter(name, nn.Parameter(start) if affine else None)
        self.register_buffer("running_mean", torch.zeros(features))
        self.register_buffer("running_var", torch.ones(features))

    def forward(self, x):
        wide = x if x.dtype == torch.float64 else x.float()
        if self.training:
            n = x.size(0)
            if n < 2:
                raise ValueError("more than one row is needed")
            mean = wide.sum(0) / n
            centred = wide - mean
            var = (centred * centred).sum(0) / n
            self.running_mean.lerp_(mean.detach().to(self.running_mean.dtype), self.momentum)
            self.running_var.lerp_((var.detach() * n / (n - 1)).to(self.running_var.dtype), self.momentum)
        else:
            centred, var = wide - self.running_mean, self.running_var
        out = centred * torch.rsqrt(var + self.eps)
        return (out if self.weight is None else torch.addcmul(self.bias, out, self.weight)).type_as(x)


class BatchNorm1d__functional(BatchNorm1d):
    """F.batch_norm with own buffers: when the statistics live elsewhere than in a module."""

    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        return nn.functional.batch_norm(x, mean, var, self.weight, self.bias, self.training, self.momentum, self.eps)


class BatchNorm2d__torch(nn.BatchNorm2d):
    """torch's own: always, outside of an exercise."""


class BatchNorm2d__over_three_dimensions(BatchNorm1d):
    """One mean over dimensions 0, 2 and 3, and no reshaping: the way it is mostly written."""

    def forward(self, x):
        if not self.training:
            mean, var = self.running_mean[:, None, None], self.running_var[:, None, None]
        else:
            count = x.numel() / x.size(1)
            if count == 1:
                raise ValueError("more than one pixel is needed")
            mean = x.mean((0, 2, 3), keepdim=True)
            var = ((x - mean) ** 2).mean((0, 2, 3), keepdim=True)
            keep = 1 - self.momentum
            self.running_mean = keep * self.running_mean + self.momentum * mean.detach().flatten()
            self.running_var = keep * self.running_var + self.momentum * var.detach().flatten() * count / (count - 1)
        out = (x - mean) / torch.sqrt(var + self.eps)
        return out if self.weight is None else out * self.weight[:, None, None] + self.bias[:, None, None]


class LayerNorm__torch(nn.LayerNorm):
    """torch's own: always, outside of an exercise. It is one fused kernel, and its constructor says elementwise_affine."""

    def __init__(self, shape, eps=1e-5, affine=True):
        super().__init__(shape, eps, elementwise_affine=affine)


class LayerNorm__flattened(nn.Module):
    """The last dimensions flattened to one: then one dim=-1 serves for every shape."""

    def __init__(self, shape, eps=1e-5, affine=True):
        super().__init__()
        self.shape, self.eps, self.affine = torch.Size([shape] if isinstance(shape, int) else shape), eps, affine
        self.weight = nn.Parameter(torch.ones(self.shape)) if affine else None
        self.bias = nn.Parameter(torch.zeros(self.shape)) if affine else None

    def forward(self, x):
        rows = x.reshape(-1, self.shape.numel())
        rows = rows.float() if rows.dtype in (torch.float16, torch.bfloat16) else rows
        centred = rows - rows.mean(-1, keepdim=True)
        out = (centred / centred.pow(2).mean(-1, keepdim=True).add(self.eps).sqrt()).reshape(x.shape)
        return (out * self.weight + self.bias if self.affine else out).to(x.dtype)


class GroupNorm__torch(nn.GroupNorm):
    """torch's own: always, outside of an exercise."""


class GroupNorm__group_after_group(GroupNorm):
    """A loop over the groups: slow, and the plainest way to say what a group is."""

    def forward(self, x):
        done = []
        for group in x.chunk(self.groups, dim=1):
            flat = group.double().flatten(1)
            flat = (flat - flat.mean(1, keepdim=True)) / (flat.var(1, unbiased=False, keepdim=True) + self.eps) ** 0.5
            done.append(flat.reshape(group.shape))
        out = torch.cat(done, dim=1)
        if self.weight is not None:
            shape = [1, x.size(1)] + [1] * (x.dim() - 2)
            out = out * self.weight.view(shape) + self.bias.view(shape)
        return out.to(x.dtype)


def standardised_filters__filter_by_filter(weight, eps=1e-5):
    """One filter after the other: the plainest reading of the formula, for looking at a few filters."""
    result = []
    for one in weight:
        mean = one.mean()
        deviation = ((one - mean).square().mean() + eps).sqrt()
        result.append((one - mean) / deviation)
    return torch.stack(result)


def standardised_filters__layer_norm(weight, eps=1e-5):
    """torch's own kernel: layer normalisation of each filter, without weight and bias. Use it outside of an exercise."""
    return nn.functional.layer_norm(weight, weight.shape[1:], eps=eps)


def standardised_filters__batch_norm(weight, eps=1e-5):
    """The filters as the channels of one long image in training: the trick of the library timm."""
    row = weight.reshape(1, len(weight), -1)
    if row.shape[2] == 1:
        return torch.zeros_like(weight)
    return nn.functional.batch_norm(row, None, None, training=True, momentum=0.0, eps=eps).reshape_as(weight)


class InstanceNorm2d__torch(nn.InstanceNorm2d):
    """torch's own: always, outside of an exercise."""

    def __init__(self, channels, eps=1e-5, affine=False):
        super().__init__(channels, eps, affine=affine)


class InstanceNorm2d__one_channel_in_a_group(GroupNorm):
    """Group normalisation with as many groups as channels: nothing new to write."""

    def __init__(self, channels, eps=1e-5, affine=False):
        super().__init__(channels, channels, eps, affine)


class RMSNorm__torch(nn.RMSNorm):
    """torch's own: always, outside of an exercise. Its own default eps is that of the dtype, here it is set."""

    def __init__(self, width, eps=1e-6):
        super().__init__(width, eps)


class RMSNorm__as_in_llama(nn.Module):
    """As in the code of Llama: normalise in float32, narrow, and only then multiply by the weight."""

    def __init__(self, width, eps=1e-6):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(width)), eps

    def forward(self, x):
        wide = x if x.dtype == torch.float64 else x.float()
        normal = wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + self.eps)
        return (self.weight * normal.to(x.dtype)).to(x.dtype)


class RMSNorm__by_the_length(RMSNorm):
    """The root of the mean square is the length over the root of the width; eps needs care."""

    def forward(self, x):
        wide = widened(x)
        length = torch.linalg.vector_norm(wide, dim=-1, keepdim=True)
        return (wide / (length**2 / x.shape[-1] + self.eps).sqrt() * self.weight).to(x.dtype)
