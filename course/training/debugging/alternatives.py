"""Other right versions of the programs and tools."""


def train_shuffled__rows_by_number(model, features, targets, orders, *, lr=0.05, size=4):
    """The order is cut into pieces, and each piece picks from both. Prefer it: no shuffled copy of the data is made."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    errors = []
    for order in orders:
        for rows in order.split(size):
            model.zero_grad()
            mse_loss(model(features[rows]), targets[rows]).backward()
            optimiser.step()
        with torch.no_grad():
            errors.append(float(mse_loss(model(features), targets)))
    return errors


def train_shuffled__with_a_loader(model, features, targets, orders, *, lr=0.05, size=4):
    """A TensorDataset keeps rows together, and a DataLoader takes them in the given order. Prefer it in real work."""
    from torch.utils.data import DataLoader, TensorDataset

    pairs, optimiser, errors = TensorDataset(features, targets), torch.optim.SGD(model.parameters(), lr=lr), []
    for order in orders:
        for batch, wanted in DataLoader(pairs, batch_size=size, sampler=order.tolist()):
            optimiser.zero_grad()
            mse_loss(model(batch), wanted).backward()
            optimiser.step()
        errors.append(mse_loss(model(features), targets).item())
    return errors


def score_new_rows__past_first(features, targets, *, tests, keep, penalty=1.0):
    """Everything is computed from the past alone, and only the last two lines see the future.

    Prefer this order: it cannot leak.
    """
    past, wanted = features[:-tests], targets[:-tests]
    center, spread, middle = past.mean(0), past.std(0), wanted.mean()
    scaled = (past - center) / spread
    best = (scaled * (wanted - middle).unsqueeze(1)).sum(0).abs().argsort(descending=True)[:keep]
    chosen = scaled[:, best]
    gram = chosen.T @ chosen
    gram.diagonal().add_(penalty)
    weight = torch.linalg.inv(gram) @ (chosen.T @ (wanted - middle))
    future, answers = features[-tests:], targets[-tests:]
    predicted = ((future - center) / spread)[:, best] @ weight + middle
    return 1 - float((answers - predicted).pow(2).sum() / (answers - middle).pow(2).sum())


def score_new_rows__with_corrcoef(features, targets, *, tests, keep, penalty=1.0):
    """The columns are ranked by torch.corrcoef, and the ridge is solved by least squares with extra rows."""
    past, wanted = features[:-tests], targets[:-tests]
    shares = torch.corrcoef(torch.cat([past, wanted.unsqueeze(1)], dim=1).T)[-1, :-1]
    best = shares.abs().topk(keep).indices
    center, spread, middle = past[:, best].mean(0), past[:, best].std(0), wanted.mean()
    chosen = (past[:, best] - center) / spread
    extra = penalty**0.5 * torch.eye(keep, dtype=past.dtype)
    left, right = torch.cat([chosen, extra]), torch.cat([wanted - middle, torch.zeros(keep, dtype=past.dtype)])
    weight = torch.linalg.lstsq(left, right.unsqueeze(1)).solution.squeeze(1)
    missed = targets[-tests:] - middle - (features[-tests:][:, best] - center) / spread @ weight
    return 1 - (missed.square().mean() / (targets[-tests:] - middle).square().mean()).item()


def train_classifier__log_softmax(model, features, labels, *, lr=0.5, steps=20):
    """log_softmax and nll_loss: cross_entropy in two steps. Prefer it when the log-probabilities are needed anyway."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = nn.functional.nll_loss(model(features).log_softmax(dim=1), labels)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_classifier__log_probabilities(model, features, labels, *, lr=0.5, steps=20):
    """cross_entropy on log-probabilities: the second log_softmax changes nothing, for their exponentials already sum to 1."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = nn.CrossEntropyLoss()(model(features).log_softmax(dim=1), labels)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def overfit_one_batch__on_a_copy(model, features, labels, *, lr=0.01, steps=100):
    """The training happens on a deep copy. Prefer it when the model is small: nothing has to be put back."""
    import copy

    twin = copy.deepcopy(model)
    optimiser = torch.optim.Adam(twin.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        twin.zero_grad()
        loss = cross_entropy(twin(features), labels)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    with torch.no_grad():
        losses.append(cross_entropy(twin(features), labels).item())
    return losses


def overfit_one_batch__functional(model, features, labels, *, lr=0.01, steps=100):
    """torch.func.functional_call runs the model with other weights.

    Prefer it when the model must not be touched even for a moment.
    """
    values = {name: value.detach().clone() for name, value in model.state_dict().items()}
    weights = [values[name].requires_grad_() for name, _ in model.named_parameters()]
    optimiser = torch.optim.Adam(weights, lr=lr)
    losses = []
    for step in range(steps + 1):
        optimiser.zero_grad()
        loss = cross_entropy(torch.func.functional_call(model, values, (features,)), labels)
        losses.append(loss.item())
        if step < steps:
            loss.backward()
            optimiser.step()
    return losses


def fit_prices__prices_as_column(model, features, prices, *, lr=0.1, steps=20):
    """The prices become a column. Prefer it when later code expects columns."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = (model(features) - prices.unsqueeze(1)).square().mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_prices__mse_loss(model, features, prices, *, lr=0.1, steps=20):
    """mse_loss instead of arithmetic by hand. Prefer it: it warns when the two shapes differ."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = mse_loss(model(features)[:, 0], prices)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def gradient_norms__loop(model):
    """A loop, and the norm by hand."""
    norms = {}
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        norms[name] = None
        if parameter.grad is not None:
            norms[name] = float(parameter.grad.pow(2).sum().sqrt())
    return norms


def gradient_norms__vector_norm(model):
    """torch.linalg.vector_norm. Prefer it in new code: torch.norm is deprecated."""
    return {
        name: float(torch.linalg.vector_norm(parameter.grad)) if parameter.grad is not None else None
        for name, parameter in model.named_parameters()
        if parameter.requires_grad
    }


def fit_curve__cleared_by_the_model(model, batches, *, lr=0.02):
    """`model.zero_grad()` does the same as long as the optimiser holds all parameters of the model."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    losses = []
    for features, targets in batches:
        loss = mse_loss(model(features), targets)
        model.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_curve__fresh_gradients(model, batches, *, lr=0.02):
    """torch.autograd.grad returns gradients instead of adding them up. Prefer it where nothing may pile up."""
    weights = list(model.parameters())
    optimiser = torch.optim.SGD(weights, lr=lr, momentum=0.9)
    losses = []
    for features, targets in batches:
        loss = mse_loss(model(features), targets)
        for weight, gradient in zip(weights, torch.autograd.grad(loss, weights), strict=True):
            weight.grad = gradient
        optimiser.step()
        losses.append(loss.item())
    return losses


def clip_by_global_norm__torch(parameters, *, max_norm):
    """torch.nn.utils.clip_grad_norm_. Prefer it in real work: it groups by device and dtype."""
    return clip_grad_norm_(parameters, max_norm)


def clip_by_global_norm__one_long_vector(parameters, *, max_norm):
    """All gradients are written into one long vector. Prefer it to read the definition; it costs a copy of all gradients."""
    parameters = [parameter for parameter in parameters if parameter.grad is not None]
    if not parameters:
        return torch.zeros(())
    norm = torch.cat([parameter.grad.flatten() for parameter in parameters]).norm()
    share = max_norm / (norm + 1e-6)
    if not share >= 1:
        for parameter in parameters:
            parameter.grad.mul_(share)
    return norm


def train_clipped__by_hand(model, batches, *, lr=0.1, max_norm=1.0):
    """Clipping and step by hand, in one go. The step is `lr` times the clipped gradient."""
    losses = []
    for features, targets in batches:
        loss = mse_loss(model(features), targets)
        gradients = torch.autograd.grad(loss, list(model.parameters()))
        norm = torch.cat([gradient.flatten() for gradient in gradients]).norm()
        share = min(1.0, max_norm / (norm.item() + 1e-6))
        with torch.no_grad():
            for parameter, gradient in zip(model.parameters(), gradients, strict=True):
                parameter -= lr * share * gradient
        losses.append(loss.item())
    return losses


def update_ratios__from_a_copy(model, optimiser):
    """A deep copy of the model is the old state. Prefer it when buffers matter too."""
    import copy

    old = dict(copy.deepcopy(model).named_parameters())
    optimiser.step()
    ratios = {}
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            ratios[name] = float(torch.dist(parameter, old[name]) / old[name].norm())
    return ratios


def first_not_finite__global_hook(model, *inputs):
    """One hook for all modules there are. Prefer it when modules are made during the forward pass."""
    from torch.nn.modules.module import register_module_forward_hook

    names, found = {module: name for name, module in model.named_modules()}, []

    def hook(module, arguments, output):
        for part in output if isinstance(output, tuple) else [output]:
            if torch.is_tensor(part) and not torch.isfinite(part).all():
                found.append(names[module])
                return

    handle = register_module_forward_hook(hook)
    try:
        model(*inputs)
    finally:
        handle.remove()
    return next(iter(found), None)


def first_not_finite__default_argument(model, *inputs):
    """A default argument gives each hook its name, and an ExitStack removes the hooks.

    Nothing is computed once the culprit is known.
    """
    import contextlib

    culprit = []

    def hook(module, arguments, output, name):
        parts = output if isinstance(output, tuple) else (output,)
        if not culprit and any(isinstance(part, Tensor) and not bool(part.isfinite().all()) for part in parts):
            culprit.append(name)

    with contextlib.ExitStack() as stack, torch.no_grad():
        for name, module in model.named_modules():
            handle = module.register_forward_hook(lambda m, a, o, name=name: hook(m, a, o, name))
            stack.callback(handle.remove)
        model(*inputs)
    return culprit[0] if culprit else None


def train_and_validate__mode_put_back(model, batches, validation, *, lr=0.1, epochs=4):
    """The validation puts the model back into training mode itself. Prefer it in a function that somebody else calls."""
    features, labels = validation
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    shares = []
    model.train()
    for _ in range(epochs):
        for batch, wanted in batches:
            optimiser.zero_grad()
            cross_entropy(model(batch), wanted).backward()
            optimiser.step()
        model.eval()
        with torch.inference_mode():
            right = (model(features).argmax(dim=-1) == labels).sum().item()
        shares.append(right / len(labels))
        model.train()
    return shares


def train_smoothed__detached(model, batches, *, lr=0.05):
    """A detached tensor instead of a number. Prefer it on a GPU: `item` makes the program wait for the device."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    smoothed, curve = None, []
    for features, targets in batches:
        loss = mse_loss(model(features), targets)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        smoothed = loss.detach() if smoothed is None else smoothed.lerp(loss.detach(), 0.1)
        curve.append(smoothed)
    return torch.stack(curve).tolist()
