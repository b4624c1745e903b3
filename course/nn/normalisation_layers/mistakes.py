"""What people write instead. The docstring is what they are told."""


def _scaled(layer, result, x):
    shape = (1, -1) + (1,) * (x.dim() - 2)
    if layer.weight is not None:
        result = result * layer.weight.reshape(shape) + layer.bias.reshape(shape)
    return result.to(x.dtype)


def _track(layer, mean, var):
    with torch.no_grad():
        layer.running_mean += layer.momentum * (mean - layer.running_mean)
        layer.running_var += layer.momentum * (var - layer.running_var)


class BatchNorm1d__biased_running_variance(BatchNorm1d):
    """Your running variance takes the variance that divides by n. To normalise the batch, that is right. But the running variance
    is an estimate for data not seen yet, and the variance of n rows around their own mean is too small by (n - 1) / n. torch
    divides by n - 1 there, as the paper says (Ioffe and Szegedy, algorithm 2).
    """

    def forward(self, x):
        wide, mean, var = widened(x), self.running_mean, self.running_var
        if self.training:
            if len(x) == 1:
                raise ValueError("one row")
            mean, var = wide.mean(0), wide.var(0, correction=0)
            _track(self, mean, var)
        return _scaled(self, (wide - mean) / (var + self.eps).sqrt(), x)


class BatchNorm1d__variance_of_the_batch_kept(BatchNorm1d):
    """Your running variance takes the same variance as the batch, the one that divides by n; it should divide by n - 1 there.
    There is more to do after that: widen narrow floats, and keep the running statistics out of the graph.
    """

    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        if self.training:
            if len(x) == 1:
                raise ValueError("one row")
            mean, var = x.mean(0), x.var(0, correction=0)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var
        result = (x - mean) / (var + self.eps).sqrt()
        return result if self.weight is None else result * self.weight + self.bias


class BatchNorm1d__variance_of_the_batch_kept_in_half(BatchNorm1d):
    """Your running variance takes the same variance as the batch, the one that divides by n; it should divide by n - 1 there.
    And narrow floats are not widened: in float16 the variance of numbers of a few hundred is inf.
    """

    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        if self.training:
            if len(x) == 1:
                raise ValueError("one row")
            mean, var = x.mean(0), x.var(0, correction=0)
            with torch.no_grad():
                self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
                self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var
        result = (x - mean) / (var + self.eps).sqrt()
        return result if self.weight is None else result * self.weight + self.bias


class BatchNorm1d__unbiased_in_the_batch(BatchNorm1d):
    """You normalise the batch with the variance that divides by n - 1, the default of `var` and `std`. Then the output has a
    variance below one. For the batch itself the variance divides by n; only the running variance divides by n - 1.
    """

    def forward(self, x):
        wide, mean, var = widened(x), self.running_mean, self.running_var
        if self.training:
            if len(x) == 1:
                raise ValueError("one row")
            mean, var = wide.mean(0), wide.var(0)
            _track(self, mean, var)
        return _scaled(self, (wide - mean) / (var + self.eps).sqrt(), x)


class BatchNorm1d__momentum_the_other_way(BatchNorm1d):
    """Your running statistics move the other way round. In torch `momentum` is the share of the new batch, 0.1 by default; in
    optimisers, and in other libraries, it is the share of the old value.
    """

    def forward(self, x):
        if not self.training:
            return super().forward(x)
        self.momentum = 1 - self.momentum
        result = super().forward(x)
        self.momentum = 1 - self.momentum
        return result


class BatchNorm1d__moves_in_evaluation(BatchNorm1d):
    """Your running statistics still move in evaluation. Then a model changes by being looked at, and its answers depend on what
    it was asked before. Only training moves them.
    """

    def forward(self, x):
        if not self.training and len(x) > 1:
            wide = widened(x)
            _track(self, wide.mean(0), wide.var(0))
        return super().forward(x)


class BatchNorm1d__batch_statistics_in_evaluation(BatchNorm1d):
    """You use the statistics of the batch in evaluation too. Then the answer for one row depends on the rows beside it, and a
    single row has no answer at all. Evaluation uses the running statistics.
    """

    def forward(self, x):
        wide = widened(x)
        if self.training:
            return super().forward(x)
        return _scaled(self, (wide - wide.mean(0)) / (wide.var(0, correction=0) + self.eps).sqrt(), x)


class BatchNorm1d__running_statistics_in_training(BatchNorm1d):
    """You normalise with the running statistics in training too. In training they are only kept for later: the batch is
    normalised with its own mean and variance, and gradients flow through these.
    """

    def forward(self, x):
        if self.training:
            result = self.eval().forward(x)
            self.train()
            super().forward(x)
            return result
        return super().forward(x)


class BatchNorm1d__updated_buffers_in_training(BatchNorm1d):
    """In training you first update the running statistics and then normalise with them. They are only kept for later: the batch
    is normalised with its own mean and variance, and gradients flow through these.
    """

    def forward(self, x):
        wide = widened(x)
        if self.training:
            if len(x) == 1:
                raise ValueError("one row")
            _track(self, wide.mean(0), wide.var(0))
        return _scaled(self, (wide - self.running_mean) / (self.running_var + self.eps).sqrt(), x)


class BatchNorm1d__statistics_detached(BatchNorm1d):
    """Your outputs are right and your gradients are not: mean and variance were computed without a graph (no_grad, detach or
    .data). They depend on the input too, so gradients must flow through them. Only the update of the running statistics stays
    out of the graph.
    """

    def forward(self, x):
        wide, mean, var = widened(x), self.running_mean, self.running_var
        if self.training:
            if len(x) == 1:
                raise ValueError("one row")
            mean, var = wide.detach().mean(0), wide.detach().var(0, correction=0)
            _track(self, mean, wide.detach().var(0))
        return _scaled(self, (wide - mean) / (var + self.eps).sqrt(), x)


class BatchNorm1d__detached_and_biased(BatchNorm1d):
    """Mean and variance are constants to the gradient (no_grad, detach or .data), though they depend on the input too: only the
    update stays out of the graph. And the running variance divides by n, where it should be n - 1.
    """

    def forward(self, x):
        wide, mean, var = widened(x), self.running_mean, self.running_var
        if self.training:
            if len(x) == 1:
                raise ValueError("one row")
            mean, var = wide.detach().mean(0), wide.detach().var(0, correction=0)
            _track(self, mean, var)
        return _scaled(self, (wide - mean) / (var + self.eps).sqrt(), x)


class BatchNorm1d__eps_outside_the_root(BatchNorm1d):
    """You add eps to the standard deviation. It belongs under the root, to the variance: for a variance of 0 the one divides by
    1e-5, the other by 3e-3.
    """

    def forward(self, x):
        wide, mean, var = widened(x), self.running_mean, self.running_var
        if self.training:
            if len(x) == 1:
                raise ValueError("one row")
            mean, var = wide.mean(0), wide.var(0, correction=0)
            _track(self, mean, wide.var(0))
        return _scaled(self, (wide - mean) / (var.sqrt() + self.eps), x)


class BatchNorm1d__standard_deviation_plus_eps(BatchNorm1d):
    """You divide by `std + eps`. Two things differ: std divides by n - 1 when it is not told otherwise, and in the batch it is n;
    and eps belongs under the root, to the variance.
    """

    def forward(self, x):
        wide, mean, var = widened(x), self.running_mean, self.running_var
        if self.training:
            if len(x) == 1:
                raise ValueError("one row")
            mean, var = wide.mean(0), wide.var(0)
            _track(self, mean, var)
        return _scaled(self, (wide - mean) / (var.sqrt() + self.eps), x)


class BatchNorm1d__keeps_the_graph(BatchNorm1d):
    """Your running statistics carry the graph of every batch they have seen. Memory grows with each step, and the next backward
    fails or runs through old batches. Detach what goes into them, or update them under no_grad.
    """

    def forward(self, x):
        wide, mean, var = widened(x), self.running_mean, self.running_var
        if self.training:
            if len(x) == 1:
                raise ValueError("one row")
            mean, var = wide.mean(0), wide.var(0, correction=0)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * wide.var(0)
        return _scaled(self, (wide - mean) / (var + self.eps).sqrt(), x)


class BatchNorm1d__difference_of_squares(BatchNorm1d):
    """You compute the variance as the mean of the squares minus the square of the mean. For numbers far from zero both are huge
    and nearly equal, and their difference is mostly rounding error. Subtract the mean first, then square.
    """

    def forward(self, x):
        wide, mean, var = widened(x), self.running_mean, self.running_var
        if self.training:
            if len(x) == 1:
                raise ValueError("one row")
            mean = wide.mean(0)
            var = (wide.square().mean(0) - mean.square()).clamp(min=0)
            _track(self, mean, var * len(x) / (len(x) - 1))
        return _scaled(self, (wide - mean) / (var + self.eps).sqrt(), x)


class BatchNorm1d__along_the_row(BatchNorm1d):
    """You take mean and variance along each row. That is layer normalisation; batch normalisation compares the rows with each
    other, feature by feature, along dimension 0.
    """

    def forward(self, x):
        if not self.training:
            return super().forward(x)
        super().forward(x)
        wide = widened(x)
        return _scaled(self, (wide - wide.mean(1, keepdim=True)) / (wide.var(1, correction=0, keepdim=True) + self.eps).sqrt(), x)


class BatchNorm1d__one_row_is_zero(BatchNorm1d):
    """A batch of one row goes through in training. Its variance is 0, so the output is the bias whatever came in, and the running
    variance becomes 0 or nan. Refuse it with a ValueError.
    """

    def forward(self, x):
        if self.training and len(x) == 1:
            return _scaled(self, torch.zeros_like(widened(x)), x)
        return super().forward(x)


class BatchNorm1d__one_row_divides_by_zero(BatchNorm1d):
    """A batch of one row in training ends in a ZeroDivisionError, for n - 1 is 0. Look at the number of rows first and raise a
    ValueError that says what is wrong.
    """

    def forward(self, x):
        if self.training and len(x) == 1:
            raise ZeroDivisionError("division by zero")
        return super().forward(x)


class BatchNorm1d__refuses_one_row_always(BatchNorm1d):
    """You refuse a single row in evaluation too. There the statistics of the batch are not needed, and a single row is the most
    common case.
    """

    def forward(self, x):
        if len(x) == 1:
            raise ValueError("one row")
        return super().forward(x)


class BatchNorm1d__asserts(BatchNorm1d):
    """You check the batch of one row with assert. That raises AssertionError, and python -O removes it. Raise ValueError."""

    def forward(self, x):
        assert not self.training or len(x) > 1
        return super().forward(x)


class BatchNorm1d__not_in_the_state(BatchNorm1d):
    """Your running statistics are plain attributes. They are not in the state_dict, so they are lost when the model is saved, and
    `.to(device)` or `.double()` leaves them behind. Register them as buffers.
    """

    def __init__(self, features, eps=1e-5, momentum=0.1, affine=True):
        super().__init__(features, eps, momentum, affine)
        mean, var = self.running_mean, self.running_var
        del self.running_mean, self.running_var
        self.running_mean, self.running_var = mean, var


class BatchNorm1d__affine_ignored(BatchNorm1d):
    """Your layer has weight and bias without `affine` too. There both are None, and nothing is scaled or moved."""

    def __init__(self, features, eps=1e-5, momentum=0.1, affine=True):
        super().__init__(features, eps, momentum, True)


class BatchNorm1d__no_names_without_affine(BatchNorm1d):
    """Without `affine` your layer does not have the names `weight` and `bias` at all, and whoever asks for them gets an
    AttributeError. They are there, and None.
    """

    def __init__(self, features, eps=1e-5, momentum=0.1, affine=True):
        super().__init__(features, eps, momentum, affine)
        if not affine:
            del self.weight, self.bias


class BatchNorm1d__in_half_precision(BatchNorm1d):
    """You compute in the dtype of the input. In float16 nothing above 65504 exists, so the variance of numbers of a few hundred
    is inf and the output 0. Widen to float32 first, and narrow the result.
    """

    def forward(self, x):
        mean, var = self.running_mean.to(x.dtype), self.running_var.to(x.dtype)
        if self.training:
            if len(x) == 1:
                raise ValueError("one row")
            mean, var = x.mean(0), x.var(0, correction=0)
            _track(self, mean, x.var(0))
        return _scaled(self, (x - mean) / (var + self.eps).sqrt(), x)


class BatchNorm1d__widens_the_result(BatchNorm1d):
    """Your result is float32 whatever came in, since weight and buffers are. Turn it back to the dtype of the input, or every
    layer after this one computes in float32 too.
    """

    def forward(self, x):
        return super().forward(widened(x))


class BatchNorm1d__never_widened(BatchNorm1d):
    """You take mean and variance in the dtype of the input, and give back float32. In float16 nothing above 65504 exists, so the
    variance of numbers of a few hundred is inf. Widen first, and narrow the result.
    """

    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        if self.training:
            if len(x) == 1:
                raise ValueError("one row")
            mean, var = x.mean(0), x.var(0, correction=0)
            _track(self, mean, x.var(0))
        result = (x - mean) / (var + self.eps).sqrt()
        return result if self.weight is None else result * self.weight + self.bias


class BatchNorm1d__plain_tensors(BatchNorm1d):
    """Your weight and bias are plain tensors. With `requires_grad` they get gradients, but `parameters()` and the state do not
    list them, so no optimiser ever moves them and they are not saved. Wrap them in `nn.Parameter`.
    """

    def __init__(self, features, eps=1e-5, momentum=0.1, affine=True):
        super().__init__(features, eps, momentum, affine=False)
        if affine:
            del self.weight, self.bias
            self.weight = torch.ones(features, requires_grad=True)
            self.bias = torch.zeros(features, requires_grad=True)


class BatchNorm2d__each_image_by_itself(BatchNorm2d):
    """You take mean and variance over rows and columns only, so every image has its own. That is instance normalisation. Batch
    normalisation shares them over the batch too: dimensions 0, 2 and 3.
    """

    def forward(self, x):
        if not self.training:
            return super().forward(x)
        super().forward(x)
        var, mean = torch.var_mean(widened(x), dim=(2, 3), correction=0, keepdim=True)
        return _scaled(self, (widened(x) - mean) / (var + self.eps).sqrt(), x)


class BatchNorm2d__each_image_remembered_on_average(BatchNorm2d):
    """You take mean and variance over rows and columns only, so every image has its own, and remember their average. That is
    instance normalisation. Batch normalisation takes one over the batch too: dimensions 0, 2 and 3.
    """

    def forward(self, x):
        if not self.training:
            return super().forward(x)
        count, wide = x.numel() // x.shape[1], widened(x)
        if count == 1:
            raise ValueError("one pixel")
        var, mean = torch.var_mean(wide, dim=(2, 3), correction=0, keepdim=True)
        _track(self, mean.mean(0).flatten(), var.mean(0).flatten() * count / (count - 1))
        return _scaled(self, (wide - mean) / (var + self.eps).sqrt(), x)


class BatchNorm2d__each_image_counts_its_places(BatchNorm2d):
    """You take mean and variance over rows and columns only, so every image has its own, and the remembered variance is an
    average of these. That is instance normalisation. Batch normalisation takes one over the batch too: dimensions 0, 2 and 3.
    """

    def forward(self, x):
        if not self.training:
            return super().forward(x)
        wide = widened(x)
        if x.numel() == x.shape[1]:
            raise ValueError("one pixel")
        var, mean = torch.var_mean(wide, dim=(2, 3), correction=0, keepdim=True)
        _track(self, mean.mean(0).flatten(), wide.var((2, 3)).mean(0))
        return _scaled(self, (wide - mean) / (var + self.eps).sqrt(), x)


class BatchNorm2d__each_place_by_itself(BatchNorm2d):
    """You take mean and variance over the batch only, so every place of the image has its own. All places of a channel share
    them: dimensions 0, 2 and 3.
    """

    def forward(self, x):
        if not self.training:
            return super().forward(x)
        wide = widened(x)
        var, mean = torch.var_mean(wide, dim=0, correction=0, keepdim=True)
        _track(self, wide.mean((0, 2, 3)), wide.var((0, 2, 3)))
        return _scaled(self, (wide - mean) / (var + self.eps).sqrt(), x)


class BatchNorm2d__each_place_one_pixel_refused(BatchNorm2d):
    """You take mean and variance over the batch only, so that each place of the image has its own. All places of a channel share
    them: dimensions 0, 2 and 3.
    """

    def forward(self, x):
        if self.training and x.numel() == x.shape[1]:
            raise ValueError("one pixel")
        return BatchNorm2d__each_place_by_itself.forward(self, x)


class BatchNorm2d__images_as_rows(BatchNorm2d):
    """You hand whole images to BatchNorm1d, as they are or flattened. It takes its statistics over dimension 0, so each place
    keeps its own, and they do not fit the buffers. A row is a pixel and a feature is a channel: move the channels to the end
    first."""

    def forward(self, x):
        return BatchNorm1d.forward(self, x)


class BatchNorm2d__statistics_detached(BatchNorm2d):
    """Your outputs are right and your gradients are not: mean and variance are constants to the gradient (no_grad, detach or
    .data). They depend on the input too. Only the update of the running statistics stays out of the graph.
    """

    def forward(self, x):
        if not self.training:
            return super().forward(x)
        if x.numel() == x.shape[1]:
            raise ValueError("one pixel")
        wide = widened(x)
        var, mean = torch.var_mean(wide.detach(), dim=(0, 2, 3), correction=0, keepdim=True)
        _track(self, mean.flatten(), wide.detach().var((0, 2, 3)))
        return _scaled(self, (wide - mean) / (var + self.eps).sqrt(), x)


class BatchNorm2d__detached_and_biased(BatchNorm2d):
    """Mean and variance are constants to the gradient (no_grad, detach or .data), though they depend on the input too: only the
    update stays out of the graph. And the running variance divides by n, where it should be n - 1.
    """

    def forward(self, x):
        if not self.training:
            return super().forward(x)
        if x.numel() == x.shape[1]:
            raise ValueError("one pixel")
        wide = widened(x)
        var, mean = torch.var_mean(wide.detach(), dim=(0, 2, 3), correction=0, keepdim=True)
        _track(self, mean.flatten(), var.flatten())
        return _scaled(self, (wide - mean) / (var + self.eps).sqrt(), x)


class BatchNorm2d__eps_outside_the_root(BatchNorm2d):
    """You add eps to the standard deviation. It belongs under the root, to the variance."""

    def forward(self, x):
        wide, var, mean = widened(x), self.running_var.reshape(1, -1, 1, 1), self.running_mean.reshape(1, -1, 1, 1)
        if self.training:
            if x.numel() == x.shape[1]:
                raise ValueError("one pixel")
            var, mean = torch.var_mean(wide, dim=(0, 2, 3), correction=0, keepdim=True)
            _track(self, mean.flatten(), wide.var((0, 2, 3)))
        return _scaled(self, (wide - mean) / (var.sqrt() + self.eps), x)


class BatchNorm2d__momentum_the_other_way(BatchNorm2d):
    """Your running statistics move the other way round. In torch `momentum` is the share of the new batch, not of the old
    value."""

    def forward(self, x):
        self.momentum = 1 - self.momentum
        try:
            return super().forward(x)
        finally:
            self.momentum = 1 - self.momentum


class BatchNorm2d__biased_running_variance(BatchNorm2d):
    """The output is right, the running variance is not: it takes the variance that divides by n. For the buffer it divides by n -
    1, where n is batch times rows times columns.
    """

    def forward(self, x):
        if not self.training:
            return super().forward(x)
        var, mean = torch.var_mean(widened(x), dim=(0, 2, 3), correction=0, keepdim=True)
        _track(self, mean.flatten(), var.flatten())
        return _scaled(self, (widened(x) - mean) / (var + self.eps).sqrt(), x)


class BatchNorm2d__biased_memory_one_pixel_refused(BatchNorm2d):
    """The output is right, the running variance is not: you remember the variance that normalises the batch, which divides by n.
    What is remembered divides by n - 1, where n is batch times rows times columns.
    """

    def forward(self, x):
        if self.training and x.numel() == x.shape[1]:
            raise ValueError("one pixel")
        return BatchNorm2d__biased_running_variance.forward(self, x)


class BatchNorm2d__unbiased_in_the_batch(BatchNorm2d):
    """You normalise the batch with the variance that divides by n - 1, the default of `var` and `std`. For the batch itself it
    divides by n; only the running variance divides by n - 1.
    """

    def forward(self, x):
        if not self.training:
            return super().forward(x)
        if x.numel() == x.shape[1]:
            raise ValueError("one pixel")
        var, mean = torch.var_mean(widened(x), dim=(0, 2, 3), keepdim=True)
        _track(self, mean.flatten(), var.flatten())
        return _scaled(self, (widened(x) - mean) / (var + self.eps).sqrt(), x)


class BatchNorm2d__batch_statistics_in_evaluation(BatchNorm2d):
    """You use the statistics of the batch in evaluation too. Evaluation uses the running statistics, so that an image gets the
    same answer in any company.
    """

    def forward(self, x):
        if self.training:
            return super().forward(x)
        var, mean = torch.var_mean(widened(x), dim=(0, 2, 3), correction=0, keepdim=True)
        return _scaled(self, (widened(x) - mean) / (var + self.eps).sqrt(), x)


class BatchNorm2d__not_moved_back(BatchNorm2d):
    """The rows are right, but on the way back you reshape them straight to the shape of the input. Their last dimension holds the
    channels: reshape to batch, rows, columns, channels, and then move the channels to place 1.
    """

    def forward(self, x):
        return BatchNorm1d.forward(self, x.movedim(1, -1).reshape(-1, x.shape[1])).reshape(x.shape)


class BatchNorm2d__mean_of_variances(BatchNorm2d):
    """You average the variances of the single images. That leaves out how far the images lie from each other. Take one variance
    over batch, rows and columns together.
    """

    def forward(self, x):
        if not self.training:
            return super().forward(x)
        count = x.numel() // x.shape[1]
        if count == 1:
            raise ValueError("one pixel")
        wide = widened(x)
        mean, var = wide.mean((0, 2, 3), keepdim=True), wide.var((2, 3), correction=0, keepdim=True).mean(0, keepdim=True)
        _track(self, mean.flatten(), var.flatten() * count / (count - 1))
        return _scaled(self, (wide - mean) / (var + self.eps).sqrt(), x)


class BatchNorm2d__counts_images(BatchNorm2d):
    """The output is right, the running variance is not: you divide by the number of images minus one. A channel has batch times
    rows times columns numbers, and that is the n of n - 1.
    """

    def forward(self, x):
        if not self.training:
            return super().forward(x)
        if x.numel() == x.shape[1]:
            raise ValueError("one pixel")
        wide = widened(x)
        var, mean = torch.var_mean(wide, dim=(0, 2, 3), correction=0, keepdim=True)
        _track(self, mean.flatten(), var.flatten() * len(x) / max(len(x) - 1, 1))
        return _scaled(self, (wide - mean) / (var + self.eps).sqrt(), x)


class BatchNorm2d__channels_scrambled(BatchNorm2d):
    """You reshape to rows of channels without moving the channels to the end first. reshape only counts entries in their order,
    so numbers of different channels end up in one column.
    """

    def forward(self, x):
        return BatchNorm1d.forward(self, x.reshape(-1, x.shape[1])).reshape(x.shape)


class BatchNorm2d__one_pixel_is_zero(BatchNorm2d):
    """A single pixel goes through in training. Its channels have no variance, so refuse it with a ValueError, as BatchNorm1d
    refuses a single row.
    """

    def forward(self, x):
        if self.training and x.numel() == x.shape[1]:
            return torch.zeros_like(x)
        return super().forward(x)


class BatchNorm2d__one_pixel_is_the_bias(BatchNorm2d):
    """A single pixel goes through in training. It is its own mean, so the output is the bias whatever came in. Refuse it with a
    ValueError, as BatchNorm1d refuses a single row.
    """

    def forward(self, x):
        if self.training and x.numel() == x.shape[1]:
            return _scaled(self, torch.zeros_like(widened(x)), x)
        return super().forward(x)


class BatchNorm2d__one_pixel_divides_by_zero(BatchNorm2d):
    """A single pixel in training ends in a ZeroDivisionError, for n - 1 is 0. Look at the number of pixels first and raise a
    ValueError that says what is wrong.
    """

    def forward(self, x):
        if self.training and x.numel() == x.shape[1]:
            raise ZeroDivisionError("division by zero")
        return super().forward(x)


class BatchNorm2d__refuses_one_image(BatchNorm2d):
    """You refuse a batch of one image. What counts is how many numbers a channel has, and one image has many pixels. Only a
    single pixel is too few.
    """

    def forward(self, x):
        if self.training and len(x) == 1:
            raise ValueError("one image")
        return super().forward(x)


class LayerNorm__unbiased(LayerNorm):
    """Your variance divides by n - 1, the default of `var` and `std`. Here it divides by n: nothing is estimated, these entries
    are all there are.
    """

    def forward(self, x):
        dims = tuple(range(-len(self.shape), 0))
        var, mean = torch.var_mean(widened(x), dim=dims, keepdim=True)
        result = (widened(x) - mean) / (var + self.eps).sqrt()
        return (result if self.weight is None else result * self.weight + self.bias).to(x.dtype)


class LayerNorm__eps_outside_the_root(LayerNorm):
    """You add eps to the standard deviation. It belongs under the root, to the variance."""

    def forward(self, x):
        dims = tuple(range(-len(self.shape), 0))
        var, mean = torch.var_mean(widened(x), dim=dims, correction=0, keepdim=True)
        result = (widened(x) - mean) / (var.sqrt() + self.eps)
        return (result if self.weight is None else result * self.weight + self.bias).to(x.dtype)


class LayerNorm__standard_deviation_plus_eps(LayerNorm):
    """You divide by `std() + eps`, as in a widely copied transformer tutorial. Two things differ from the paper and from torch:
    std divides by n - 1, and eps stands outside of the root. Take the variance that divides by n, add eps, then take the root.
    """

    def forward(self, x):
        dims = tuple(range(-len(self.shape), 0))
        result = (x - x.mean(dims, keepdim=True)) / (x.std(dims, keepdim=True) + self.eps)
        return result if self.weight is None else result * self.weight + self.bias


class LayerNorm__widened_deviation_plus_eps(LayerNorm):
    """You divide by `std() + eps`, as in a widely copied transformer tutorial. std divides by n - 1, and eps stands outside of
    the root. Take the variance that divides by n, add eps, then take the root.
    """

    def forward(self, x):
        wide, dims = widened(x), tuple(range(-len(self.shape), 0))
        result = (wide - wide.mean(dims, keepdim=True)) / (wide.std(dims, keepdim=True) + self.eps)
        return (result if self.weight is None else result * self.weight + self.bias).to(x.dtype)


class LayerNorm__int_not_wrapped(LayerNorm):
    """`shape` may be a single int, which has no length. Make a tuple of it when the layer is made."""

    def forward(self, x):
        if len(self.shape) == 1:
            raise TypeError("object of type 'int' has no len()")
        return super().forward(x)


class LayerNorm__standard_deviation_of_the_last(LayerNorm):
    """You divide by `std(-1) + eps`, as in a widely copied transformer tutorial. Three things are missing: std divides by n - 1,
    eps stands outside of the root, and a `shape` of two entries means the last two dimensions together.
    """

    def forward(self, x):
        result = (x - x.mean(-1, keepdim=True)) / (x.std(-1, keepdim=True) + self.eps)
        return result if self.weight is None else result * self.weight + self.bias


class LayerNorm__all_but_the_batch(LayerNorm):
    """Your statistics run over everything but the first dimension. `shape` says which dimensions make one example: for a sentence
    of words it is the width alone, and each word has its own mean.
    """

    def forward(self, x):
        var, mean = torch.var_mean(widened(x), dim=tuple(range(1, x.dim())), correction=0, keepdim=True)
        result = (widened(x) - mean) / (var + self.eps).sqrt()
        return (result if self.weight is None else result * self.weight + self.bias).to(x.dtype)


class LayerNorm__needs_parameters(LayerNorm):
    """Without `affine` weight and bias are None, and your forward multiplies by them all the same."""

    def forward(self, x):
        dims = tuple(range(-len(self.shape), 0))
        var, mean = torch.var_mean(widened(x), dim=dims, correction=0, keepdim=True)
        return ((widened(x) - mean) / (var + self.eps).sqrt() * self.weight + self.bias).to(x.dtype)


class LayerNorm__affine_ignored(LayerNorm):
    """Your layer has weight and bias without `affine` too. There both are None, and nothing is scaled or moved."""

    def __init__(self, shape, eps=1e-5, affine=True):
        super().__init__(shape, eps, True)


class LayerNorm__no_names_without_affine(LayerNorm):
    """Without `affine` your layer does not have the names `weight` and `bias` at all, and whoever asks for them gets an
    AttributeError. They are there, and None.
    """

    def __init__(self, shape, eps=1e-5, affine=True):
        super().__init__(shape, eps, affine)
        if not affine:
            del self.weight, self.bias


class LayerNorm__whole_tensor(LayerNorm):
    """You take one mean and one variance of everything that came in. Every example needs its own: give `mean` and `var` the
    dimensions, and keepdim=True.
    """

    def forward(self, x):
        var, mean = torch.var_mean(widened(x), correction=0)
        result = (widened(x) - mean) / (var + self.eps).sqrt()
        return (result if self.weight is None else result * self.weight + self.bias).to(x.dtype)


class LayerNorm__over_the_batch(LayerNorm):
    """You take mean and variance over the first dimension. That compares the examples with each other, as batch normalisation
    does. Layer normalisation looks at one example at a time, over the last dimensions.
    """

    def forward(self, x):
        var, mean = torch.var_mean(widened(x), dim=0, correction=0, keepdim=True)
        result = (widened(x) - mean) / (var + self.eps).sqrt()
        return (result if self.weight is None else result * self.weight + self.bias).to(x.dtype)


class LayerNorm__last_dimension_only(LayerNorm):
    """You always take the last dimension alone. A `shape` of two entries means the last two dimensions together, with one mean
    and one variance.
    """

    def forward(self, x):
        var, mean = torch.var_mean(widened(x), dim=-1, correction=0, keepdim=True)
        result = (widened(x) - mean) / (var + self.eps).sqrt()
        return (result if self.weight is None else result * self.weight + self.bias).to(x.dtype)


class LayerNorm__statistics_detached(LayerNorm):
    """Your outputs are right and your gradients are not: mean and variance were computed without a graph. They depend on the
    input too, so gradients must flow through them.
    """

    def forward(self, x):
        dims = tuple(range(-len(self.shape), 0))
        var, mean = torch.var_mean(widened(x).detach(), dim=dims, correction=0, keepdim=True)
        result = (widened(x) - mean) / (var + self.eps).sqrt()
        return (result if self.weight is None else result * self.weight + self.bias).to(x.dtype)


class LayerNorm__difference_of_squares(LayerNorm):
    """You compute the variance as the mean of the squares minus the square of the mean. For numbers far from zero their
    difference is mostly rounding error. Subtract the mean first, then square.
    """

    def forward(self, x):
        wide, dims = widened(x), tuple(range(-len(self.shape), 0))
        mean = wide.mean(dims, keepdim=True)
        var = (wide.square().mean(dims, keepdim=True) - mean.square()).clamp(min=0)
        result = (wide - mean) / (var + self.eps).sqrt()
        return (result if self.weight is None else result * self.weight + self.bias).to(x.dtype)


class LayerNorm__in_half_precision(LayerNorm):
    """You compute in the dtype of the input. In float16 nothing above 65504 exists, so the variance of numbers of a few hundred
    is inf and the output 0. Widen to float32 first, and narrow the result.
    """

    def forward(self, x):
        dims = tuple(range(-len(self.shape), 0))
        mean, var = x.mean(dims, keepdim=True), x.var(dims, correction=0, keepdim=True)
        result = (x - mean) / (var + self.eps).sqrt()
        return (result if self.weight is None else result * self.weight + self.bias).to(x.dtype)


class LayerNorm__widens_the_result(LayerNorm):
    """Your result is float32 whatever came in, since the weight is. Turn it back to the dtype of the input, or every layer after
    this one computes in float32 too.
    """

    def forward(self, x):
        return super().forward(widened(x))


class LayerNorm__parameters_of_the_last_dimension(LayerNorm):
    """Your weight and bias have the size of the last dimension alone. They have the whole `shape` that was named: with two
    dimensions, each place of the two has its own entry.
    """

    def __init__(self, shape, eps=1e-5, affine=True):
        super().__init__(shape, eps, affine)
        if affine:
            self.weight = nn.Parameter(torch.ones(self.shape[-1]))
            self.bias = nn.Parameter(torch.zeros(self.shape[-1]))


class GroupNorm__interleaved(GroupNorm):
    """You put every second (third, ...) channel into the same group. Groups are neighbours: with six channels in two groups,
    channels 0, 1, 2 belong together. In the reshape, groups come before the channels of a group.
    """

    def forward(self, x):
        wide = widened(x).reshape(x.shape[0], -1, self.groups, *x.shape[2:])
        dims = tuple(d for d in range(1, wide.dim()) if d != 2)
        var, mean = torch.var_mean(wide, dim=dims, correction=0, keepdim=True)
        return _scaled(self, ((wide - mean) / (var + self.eps).sqrt()).reshape(x.shape), x)


class GroupNorm__views(GroupNorm):
    """`view` works only where the memory already lies in the right order. Images are often stored channels last, and there it
    raises an error. Use `reshape` or `unflatten`, which copy if they must.
    """

    def forward(self, x):
        wide = widened(x).view(x.shape[0], self.groups, -1)
        var, mean = torch.var_mean(wide, dim=2, correction=0, keepdim=True)
        return _scaled(self, ((wide - mean) / (var + self.eps).sqrt()).view(x.shape), x)


class GroupNorm__images_only(GroupNorm):
    """Your layer works for inputs of four dimensions only. Behind the channels there may be any number of places, also none: let
    `-1` in a reshape stand for whatever is left.
    """

    def forward(self, x):
        batch, channels, height, width = x.shape
        wide = widened(x).reshape(batch, self.groups, channels // self.groups, height, width)
        var, mean = torch.var_mean(wide, dim=(2, 3, 4), correction=0, keepdim=True)
        return _scaled(self, ((wide - mean) / (var + self.eps).sqrt()).reshape(x.shape), x)


class GroupNorm__over_the_batch(GroupNorm):
    """Your statistics run over the batch too. Group normalisation knows nothing of the other examples, which is what makes it
    good for small batches.
    """

    def forward(self, x):
        wide = widened(x).reshape(x.shape[0], self.groups, -1)
        var, mean = torch.var_mean(wide, dim=(0, 2), correction=0, keepdim=True)
        return _scaled(self, ((wide - mean) / (var + self.eps).sqrt()).reshape(x.shape), x)


class GroupNorm__each_place_by_itself(GroupNorm):
    """You take mean and variance over the channels of a group at each place by itself. All places of the group belong together:
    one mean for its channels, rows and columns.
    """

    def forward(self, x):
        wide = widened(x).reshape(x.shape[0], self.groups, -1, *x.shape[2:])
        var, mean = torch.var_mean(wide, dim=2, correction=0, keepdim=True)
        return _scaled(self, ((wide - mean) / (var + self.eps).sqrt()).reshape(x.shape), x)


class GroupNorm__size_for_number(GroupNorm):
    """You read `groups` as the number of channels in a group. It is the number of groups."""

    def forward(self, x):
        wide = widened(x).reshape(x.shape[0], x.shape[1] // self.groups, -1)
        var, mean = torch.var_mean(wide, dim=2, correction=0, keepdim=True)
        return _scaled(self, ((wide - mean) / (var + self.eps).sqrt()).reshape(x.shape), x)


class GroupNorm__unbiased(GroupNorm):
    """Your variance divides by n - 1, the default of `var` and `std`. Here it divides by n."""

    def forward(self, x):
        wide = widened(x).reshape(x.shape[0], self.groups, -1)
        var, mean = torch.var_mean(wide, dim=2, keepdim=True)
        return _scaled(self, ((wide - mean) / (var + self.eps).sqrt()).reshape(x.shape), x)


class GroupNorm__eps_outside_the_root(GroupNorm):
    """You add eps to the standard deviation. It belongs under the root, to the variance."""

    def forward(self, x):
        wide = widened(x).reshape(x.shape[0], self.groups, -1)
        var, mean = torch.var_mean(wide, dim=2, correction=0, keepdim=True)
        return _scaled(self, ((wide - mean) / (var.sqrt() + self.eps)).reshape(x.shape), x)


class GroupNorm__standard_deviation_plus_eps(GroupNorm):
    """You divide by `std + eps`. Two things differ: std divides by n - 1 when it is not told otherwise, and eps belongs under the
    root, to the variance.
    """

    def forward(self, x):
        wide = widened(x).reshape(x.shape[0], self.groups, -1)
        result = (wide - wide.mean(2, keepdim=True)) / (wide.std(2, keepdim=True) + self.eps)
        return _scaled(self, result.reshape(x.shape), x)


class GroupNorm__statistics_detached(GroupNorm):
    """Your outputs are right and your gradients are not: mean and variance were computed without a graph. They depend on the
    input too, so gradients must flow through them.
    """

    def forward(self, x):
        wide = widened(x).reshape(x.shape[0], self.groups, -1)
        var, mean = torch.var_mean(wide.detach(), dim=2, correction=0, keepdim=True)
        return _scaled(self, ((wide - mean) / (var + self.eps).sqrt()).reshape(x.shape), x)


class GroupNorm__any_number_of_groups(GroupNorm):
    """You accept channels that cannot be split into groups of the same size. The error then comes much later, from a reshape, and
    says nothing about groups. Raise ValueError when the layer is made.
    """

    def __init__(self, groups, channels, eps=1e-5, affine=True):
        super().__init__(1, channels, eps, affine)
        self.groups = groups


class GroupNorm__asserts(GroupNorm):
    """You check the number of groups with assert. That raises AssertionError, and python -O removes it. Raise ValueError."""

    def __init__(self, groups, channels, eps=1e-5, affine=True):
        assert channels % groups == 0
        super().__init__(groups, channels, eps, affine)


class GroupNorm__affine_ignored(GroupNorm):
    """Your layer has weight and bias without `affine` too. There both are None, and nothing is scaled or moved."""

    def __init__(self, groups, channels, eps=1e-5, affine=True):
        super().__init__(groups, channels, eps, True)


class GroupNorm__no_names_without_affine(GroupNorm):
    """Without `affine` your layer does not have the names `weight` and `bias` at all, and whoever asks for them gets an
    AttributeError. They are there, and None.
    """

    def __init__(self, groups, channels, eps=1e-5, affine=True):
        super().__init__(groups, channels, eps, affine)
        if not affine:
            del self.weight, self.bias


class GroupNorm__in_half_precision(GroupNorm):
    """You compute in the dtype of the input. In float16 nothing above 65504 exists, so the variance of numbers of a few hundred
    is inf and the output 0. Widen to float32 first, and narrow the result.
    """

    def forward(self, x):
        wide = x.reshape(x.shape[0], self.groups, -1)
        mean, var = wide.mean(2, keepdim=True), wide.var(2, correction=0, keepdim=True)
        return _scaled(self, ((wide - mean) / (var + self.eps).sqrt()).reshape(x.shape), x)


class GroupNorm__parameters_of_each_group(GroupNorm):
    """Your weight and bias have one entry per group. Only mean and variance are shared by a group; weight and bias have one entry
    per channel.
    """

    def __init__(self, groups, channels, eps=1e-5, affine=True):
        super().__init__(groups, channels, eps, affine)
        if affine:
            self.weight, self.bias = nn.Parameter(torch.ones(groups)), nn.Parameter(torch.zeros(groups))

    def forward(self, x):
        wide = widened(x).reshape(x.shape[0], self.groups, -1)
        var, mean = torch.var_mean(wide, dim=-1, correction=0, keepdim=True)
        result = (wide - mean) / (var + self.eps).sqrt()
        if self.weight is not None:
            result = result * self.weight[:, None] + self.bias[:, None]
        return result.reshape(x.shape).to(x.dtype)


class GroupNorm__parameters_for_images_only(GroupNorm):
    """You always give weight and bias two axes behind the channels, as images need them. Behind the channels there may be any
    number of axes, also none: make as many of size 1 as x has.
    """

    def forward(self, x):
        wide = widened(x).reshape(x.shape[0], self.groups, -1)
        var, mean = torch.var_mean(wide, dim=-1, correction=0, keepdim=True)
        result = ((wide - mean) / (var + self.eps).sqrt()).reshape(x.shape)
        if self.weight is not None:
            result = result * self.weight.reshape(1, -1, 1, 1) + self.bias.reshape(1, -1, 1, 1)
        return result.to(x.dtype)


class GroupNorm__difference_of_squares(GroupNorm):
    """You compute the variance as the mean of the squares minus the square of the mean. For numbers far from zero their
    difference is mostly rounding error. Subtract the mean first, then square.
    """

    def forward(self, x):
        wide = widened(x).reshape(x.shape[0], self.groups, -1)
        mean = wide.mean(dim=-1, keepdim=True)
        var = wide.square().mean(dim=-1, keepdim=True) - mean.square()
        return _scaled(self, ((wide - mean) / (var + self.eps).sqrt()).reshape(x.shape), x)


def standardised_filters__all_at_once(weight, eps=1e-5):
    """You use one mean and one variance for all the weights. Each filter has its own."""
    var, mean = torch.var_mean(weight, correction=0)
    return (weight - mean) / (var + eps).sqrt()


def standardised_filters__each_channel(weight, eps=1e-5):
    """You standardise each channel of a filter by itself. A filter is all of its channels together."""
    var, mean = torch.var_mean(weight, dim=(2, 3), correction=0, keepdim=True)
    return (weight - mean) / (var + eps).sqrt()


def standardised_filters__across_the_filters(weight, eps=1e-5):
    """Your statistics run over the first dimension, which mixes the filters. That dimension must be kept apart."""
    var, mean = torch.var_mean(weight, dim=0, correction=0, keepdim=True)
    return (weight - mean) / (var + eps).sqrt()


def standardised_filters__sample_variance(weight, eps=1e-5):
    """Your variance divides by the number of weights less one. Here it divides by their number: look for `correction`."""
    var, mean = torch.var_mean(weight, dim=(1, 2, 3), keepdim=True)
    return (weight - mean) / (var + eps).sqrt()


def standardised_filters__eps_beside_the_root(weight, eps=1e-5):
    """You add `eps` to the standard deviation. It belongs to the variance, under the root."""
    var, mean = torch.var_mean(weight, dim=(1, 2, 3), correction=0, keepdim=True)
    return (weight - mean) / (var.sqrt() + eps)


def standardised_filters__only_shifted(weight, eps=1e-5):
    """The mean is gone, but the filters keep their size. Divide by the root of the variance plus `eps`."""
    return weight - weight.mean(dim=(1, 2, 3), keepdim=True)


class InstanceNorm2d__statistics_detached(nn.Module):
    """Mean and variance are cut from the graph, by no_grad or detach, so the gradient takes them for constants. The outputs are
    right to the last digit, and the gradients are wrong. Only buffers are updated under no_grad, and this layer has none.
    """

    def __init__(self, channels: int, eps: float = 1e-5, affine: bool = False):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(channels)) if affine else None
        self.bias = nn.Parameter(torch.zeros(channels)) if affine else None

    def forward(self, x: Float[Tensor, "batch channels height width"]) -> Float[Tensor, "batch channels height width"]:
        wide = widened(x).flatten(start_dim=2)
        with torch.no_grad():
            var, mean = torch.var_mean(wide, dim=-1, correction=0, keepdim=True)
        result = ((wide - mean) / (var + self.eps).sqrt()).reshape(x.shape)
        if self.weight is not None:
            result = result * self.weight[:, None, None] + self.bias[:, None, None]
        return result.to(x.dtype)


class InstanceNorm2d__variance_detached(InstanceNorm2d):
    """The mean is in the graph now, but the variance is still a constant to the gradient. Both depend on the input."""

    def forward(self, x):
        wide = widened(x)
        var, mean = torch.var_mean(wide, dim=(2, 3), correction=0, keepdim=True)
        return _scaled(self, (wide - mean) / (var.detach() + self.eps).sqrt(), x)


class InstanceNorm2d__mean_detached(InstanceNorm2d):
    """The variance is in the graph now, but the mean is still a constant to the gradient. Both depend on the input."""

    def forward(self, x):
        wide = widened(x)
        mean = wide.mean((2, 3), keepdim=True).detach()
        var = (wide - mean).square().mean((2, 3), keepdim=True)
        return _scaled(self, (wide - mean) / (var + self.eps).sqrt(), x)


class InstanceNorm2d__unbiased(InstanceNorm2d):
    """The gradients flow now, but your variance divides by n - 1, the default of `var` and `std`. Here it divides by n."""

    def forward(self, x):
        var, mean = torch.var_mean(widened(x), dim=(2, 3), keepdim=True)
        return _scaled(self, (widened(x) - mean) / (var + self.eps).sqrt(), x)


class InstanceNorm2d__eps_outside_the_root(InstanceNorm2d):
    """The gradients flow now, but eps has moved out of the root. It belongs to the variance."""

    def forward(self, x):
        var, mean = torch.var_mean(widened(x), dim=(2, 3), correction=0, keepdim=True)
        return _scaled(self, (widened(x) - mean) / (var.sqrt() + self.eps), x)


class InstanceNorm2d__only_in_training(InstanceNorm2d):
    """In evaluation your layer does nothing. There are no running statistics here: it normalises each image by itself in both
    modes.
    """

    def forward(self, x):
        return super().forward(x) if self.training else _scaled(self, widened(x), x)


class InstanceNorm2d__over_the_batch(InstanceNorm2d):
    """Your statistics run over the batch too, which is batch normalisation. Here every image is by itself."""

    def forward(self, x):
        wide = widened(x)
        var, mean = torch.var_mean(wide, dim=(0, 2, 3), correction=0, keepdim=True)
        return _scaled(self, (wide - mean) / (var + self.eps).sqrt(), x)


class InstanceNorm2d__in_half_precision(InstanceNorm2d):
    """The gradients flow now, but you no longer widen. In float16 nothing above 65504 exists, so the variance of numbers of a few
    hundred is inf and the output 0.
    """

    def forward(self, x):
        mean, var = x.mean((2, 3), keepdim=True), x.var((2, 3), correction=0, keepdim=True)
        return _scaled(self, (x - mean) / (var + self.eps).sqrt(), x)


class RMSNorm__subtracts_the_mean(RMSNorm):
    """You subtract the mean. That makes it layer normalisation without a bias. RMSNorm leaves the mean where it is and divides by
    the root of the mean square.
    """

    def forward(self, x):
        wide = widened(x)
        var, mean = torch.var_mean(wide, dim=-1, correction=0, keepdim=True)
        return ((wide - mean) * (var + self.eps).rsqrt() * self.weight).to(x.dtype)


class RMSNorm__divides_by_the_deviation(RMSNorm):
    """You divide by the standard deviation, which is measured from the mean. The mean square is measured from zero."""

    def forward(self, x):
        wide = widened(x)
        return (wide * (wide.var(-1, correction=0, keepdim=True) + self.eps).rsqrt() * self.weight).to(x.dtype)


class RMSNorm__deviation_plus_eps(RMSNorm):
    """You divide by the standard deviation, which is measured from the mean. The mean square is measured from zero. And eps
    belongs under the root.
    """

    def forward(self, x):
        wide = widened(x)
        return (wide / (wide.std(-1, correction=0, keepdim=True) + self.eps) * self.weight).to(x.dtype)


class RMSNorm__sample_deviation_plus_eps(RMSNorm):
    """You divide by `std`, which is measured from the mean and divides by n - 1. The mean square is measured from zero and
    divides by n. And eps belongs under the root.
    """

    def forward(self, x):
        wide = widened(x)
        return (wide / (wide.std(-1, keepdim=True) + self.eps) * self.weight).to(x.dtype)


class RMSNorm__sum_for_mean(RMSNorm):
    """You divide by the length of the row, the root of the sum of squares. Take the mean of the squares, or the outputs shrink as
    the row gets wider.
    """

    def forward(self, x):
        wide = widened(x)
        return (wide * (wide.square().sum(-1, keepdim=True) + self.eps).rsqrt() * self.weight).to(x.dtype)


class RMSNorm__length_plus_eps(RMSNorm):
    """You divide by the length of the row. Take the root of the *mean* of the squares, or the outputs shrink as the row gets
    wider; and eps belongs under that root.
    """

    def forward(self, x):
        wide = widened(x)
        return (wide / (wide.norm(dim=-1, keepdim=True) + self.eps) * self.weight).to(x.dtype)


class RMSNorm__whole_tensor(RMSNorm):
    """You take one mean of everything that came in. Every row needs its own: `mean(dim=-1, keepdim=True)`."""

    def forward(self, x):
        wide = widened(x)
        return (wide * (wide.square().mean() + self.eps).rsqrt() * self.weight).to(x.dtype)


class RMSNorm__never_widened(RMSNorm):
    """You square in the dtype of the input, and the float32 weight makes the result float32. In float16 the square of 256 is inf
    already. Widen first, and narrow the result.
    """

    def forward(self, x):
        return x * (x.square().mean(-1, keepdim=True) + self.eps).rsqrt() * self.weight


class RMSNorm__other_default_eps(RMSNorm):
    """The formula is right, but your default eps is 1e-5, as in the other layers. Here it is 1e-6."""

    def __init__(self, width, eps=1e-5):
        super().__init__(width, eps)


class RMSNorm__eps_outside_the_root(RMSNorm):
    """You add eps to the root. It belongs under the root, to the mean square."""

    def forward(self, x):
        wide = widened(x)
        return (wide / (wide.square().mean(-1, keepdim=True).sqrt() + self.eps) * self.weight).to(x.dtype)


class RMSNorm__in_half_precision(RMSNorm):
    """You square in the dtype of the input. In float16 the square of 256 is inf already, and the output 0. Widen to float32
    first, and narrow the result.
    """

    def forward(self, x):
        return (x * (x.square().mean(-1, keepdim=True) + self.eps).rsqrt() * self.weight).to(x.dtype)


class RMSNorm__widens_the_result(RMSNorm):
    """Your result is float32 whatever came in. Turn it back to the dtype of the input, or every layer after this one computes in
    float32 too.
    """

    def forward(self, x):
        return super().forward(widened(x))


class RMSNorm__one_plus_weight(RMSNorm):
    """You multiply by 1 + weight, as Gemma does with weights that start at zero. Here the weight starts at one and is the factor
    itself.
    """

    def forward(self, x):
        wide = widened(x)
        return (wide * (wide.square().mean(-1, keepdim=True) + self.eps).rsqrt() * (1 + self.weight)).to(x.dtype)


class RMSNorm__changes_the_input(RMSNorm):
    """You change `x` in place, without a graph. `widened` copies narrow floats only; any others come back as they are, so the
    caller's numbers are overwritten and the gradient misses the root. Make a new tensor.
    """

    def forward(self, x):
        dtype = x.dtype
        x = widened(x)
        root = (x.square().mean(dim=-1, keepdim=True) + self.eps).rsqrt()
        with torch.no_grad():
            x.mul_(root)
        return (x * self.weight).to(dtype)


class RMSNorm__always_single(RMSNorm):
    """You compute in float32 whatever came in, so float64 loses half of its digits. Only floats narrower than float32 have to be
    widened: `widened` does just that.
    """

    def forward(self, x):
        wide = x.float()
        return (wide * (wide.square().mean(dim=-1, keepdim=True) + self.eps).rsqrt() * self.weight).to(x.dtype)


class RMSNorm__bias_as_well(RMSNorm):
    """Your layer has a bias, which it adds. RMSNorm has a weight only: nothing is subtracted and nothing is added."""

    def __init__(self, width, eps=1e-6):
        super().__init__(width, eps)
        self.bias = nn.Parameter(torch.zeros(width))

    def forward(self, x):
        wide = widened(x)
        root = (wide.square().mean(dim=-1, keepdim=True) + self.eps).sqrt()
        return (wide / root * self.weight + self.bias).to(x.dtype)
