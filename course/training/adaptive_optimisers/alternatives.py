"""Other right versions of the optimisers, torch's own among them."""


def Optimiser__step__with_data(self):
    """The penalty is made from `.data`, and autograd is switched off around the rule alone. Older code looks like this."""
    for parameter, state in zip(self.parameters, self.states, strict=True):
        if parameter.grad is None:
            continue
        gradient = parameter.grad.data.clone()
        gradient += self.weight_decay * parameter.data
        with torch.no_grad():
            self.update(parameter, gradient, state)


@torch.no_grad()
def Optimiser__step__by_index(self):
    """A decorator instead of a block, and an index instead of zip. Prefer it when the whole function is free of gradients."""
    for number in range(len(self.parameters)):
        parameter = self.parameters[number]
        if parameter.grad is None:
            continue
        self.update(parameter, torch.add(parameter.grad, parameter, alpha=self.weight_decay), self.states[number])


def path__into_one_tensor(loss, start, make, *, steps):
    """The rows are written into one tensor that exists from the beginning.

    Prefer it for long paths: there is no list to stack.
    """
    points = torch.empty(steps + 1, len(start), dtype=start.dtype)
    point = torch.nn.Parameter(start.detach().clone())
    optimiser = make([point])
    points[0] = point.detach()
    for step in range(1, steps + 1):
        point.grad = None
        loss(point).backward()
        optimiser.step()
        points[step] = point.detach()
    return points


def _torch_rule(optimiser, parameter, gradient, state, make):
    """One step of an optimiser of torch that lives in the state and is fed this gradient."""
    if "theirs" not in state:
        state["theirs"] = make([parameter])
    theirs = state["theirs"]
    theirs.param_groups[0]["lr"] = optimiser.lr
    own, parameter.grad = parameter.grad, gradient
    theirs.step()
    parameter.grad = own


def Adagrad__update__torch(self, parameter, gradient, state):
    """torch.optim.Adagrad. Prefer it in real work: it also takes sparse gradients."""
    _torch_rule(self, parameter, gradient, state, lambda p: torch.optim.Adagrad(p, lr=self.lr, eps=self.eps))


def Adagrad__update__addcdiv(self, parameter, gradient, state):
    """Fused multiply-and-add calls, as torch writes it. Prefer it when temporary tensors cost too much memory."""
    state["total"].addcmul_(gradient, gradient)
    parameter.addcdiv_(gradient, state["total"].sqrt().add_(self.eps), value=-self.lr)


def RMSprop__update__torch(self, parameter, gradient, state):
    """torch.optim.RMSprop. Prefer it in real work: it keeps `mean` and `velocity` only if they are used."""
    settings = {"alpha": self.alpha, "eps": self.eps, "momentum": self.momentum, "centered": self.centered}
    _torch_rule(self, parameter, gradient, state, lambda p: torch.optim.RMSprop(p, lr=self.lr, **settings))


def RMSprop__update__new_tensors(self, parameter, gradient, state):
    """New tensors in the state at each visit, and the two cases apart. Prefer it when you read the rule for the first time."""
    state["square"] = self.alpha * state["square"] + (1 - self.alpha) * gradient * gradient
    root = state["square"].sqrt()
    if self.centered:
        state["mean"] = self.alpha * state["mean"] + (1 - self.alpha) * gradient
        root = (state["square"] - state["mean"].square()).sqrt()
    step = gradient / (root + self.eps)
    if self.momentum > 0:
        step = state["velocity"] = self.momentum * state["velocity"] + step
    parameter.sub_(self.lr * step)


def Adadelta__update__torch(self, parameter, gradient, state):
    """torch.optim.Adadelta."""
    _torch_rule(self, parameter, gradient, state, lambda p: torch.optim.Adadelta(p, lr=self.lr, rho=self.rho, eps=self.eps))


def Adadelta__update__two_roots(self, parameter, gradient, state):
    """Two roots instead of one, as in the paper: RMS of the moves over RMS of the gradients."""
    state["square"] = self.rho * state["square"] + (1 - self.rho) * gradient.pow(2)
    size_of_moves = torch.sqrt(state["moved"] + self.eps)
    size_of_gradients = torch.sqrt(state["square"] + self.eps)
    move = -size_of_moves / size_of_gradients * gradient
    state["moved"] = self.rho * state["moved"] + (1 - self.rho) * move.pow(2)
    parameter.add_(move, alpha=self.lr)


def Adam__moments__lerp(self, gradient, state):
    """`lerp_` moves a mean towards the new value by the share 1 - beta, as torch writes it.

    Prefer it for fewer temporary tensors.
    """
    state["steps"] += 1
    (first, second), steps = self.betas, state["steps"]
    state["mean"].lerp_(gradient, 1 - first)
    state["square"].lerp_(gradient.square(), 1 - second)
    return state["mean"] / (1 - first**steps), state["square"] / (1 - second**steps)


def Adam__moments__total_share(self, gradient, state):
    """The correction by adding up the shares that were given out so far: they sum to `1 - beta**t`.

    Prefer it to see why the formula is right.
    """
    state["steps"] += 1
    result = []
    for slot, value, beta in zip(("mean", "square"), (gradient, gradient * gradient), self.betas, strict=True):
        state[slot] = beta * state[slot] + (1 - beta) * value
        given = state[slot + " shares"] = beta * state.get(slot + " shares", 0.0) + (1 - beta)
        result.append(state[slot] / given)
    return tuple(result)


def Adam__update__torch(self, parameter, gradient, state):
    """torch.optim.Adam. Prefer it in real work: it updates all parameters in a few calls."""
    _torch_rule(self, parameter, gradient, state, lambda p: torch.optim.Adam(p, lr=self.lr, betas=self.betas, eps=self.eps))


def Adam__update__step_size(self, parameter, gradient, state):
    """The corrections are folded into the step size and the root, as torch does.

    Prefer it when memory is short: no corrected copies.
    """
    self.moments(gradient, state)
    first, second = (1 - beta ** state["steps"] for beta in self.betas)
    root = (state["square"].sqrt() / second**0.5).add_(self.eps)
    parameter.addcdiv_(state["mean"], root, value=-self.lr / first)


def AdamW__update__torch(self, parameter, gradient, state):
    """torch.optim.AdamW. Prefer it in real work; its `weight_decay` is our `decay`."""
    settings = {"betas": self.betas, "eps": self.eps, "weight_decay": self.decay}
    _torch_rule(self, parameter, gradient, state, lambda p: torch.optim.AdamW(p, lr=self.lr, **settings))


def AdamW__update__old_weight(self, parameter, gradient, state):
    """Both parts are taken off at once, as in the paper: the decay uses the weight as it was before the step."""
    mean, square = self.moments(gradient, state)
    parameter.sub_(self.lr * (mean / (square.sqrt() + self.eps) + self.decay * parameter))


def Adamax__update__torch(self, parameter, gradient, state):
    """torch.optim.Adamax."""
    _torch_rule(self, parameter, gradient, state, lambda p: torch.optim.Adamax(p, lr=self.lr, betas=self.betas, eps=self.eps))


def Adamax__update__where(self, parameter, gradient, state):
    """The maximum with `where`, everything else in place."""
    state["steps"] += 1
    first, second = self.betas
    state["mean"] += (1 - first) * (gradient - state["mean"])
    size, faded = gradient.abs() + self.eps, second * state["largest"]
    state["largest"].copy_(torch.where(size > faded, size, faded))
    parameter.sub_(self.lr / (1 - first ** state["steps"]) * state["mean"] / state["largest"])


def RAdam__update__torch(self, parameter, gradient, state):
    """torch.optim.RAdam."""
    _torch_rule(self, parameter, gradient, state, lambda p: torch.optim.RAdam(p, lr=self.lr, betas=self.betas, eps=self.eps))


def RAdam__update__two_phases(self, parameter, gradient, state):
    """The two phases apart, with the means made here. Prefer it when you read the rule for the first time."""
    state["steps"] += 1
    (first, second), t = self.betas, state["steps"]
    state["mean"] = first * state["mean"] + (1 - first) * gradient
    state["square"] = second * state["square"] + (1 - second) * gradient.square()
    longest = 2 / (1 - second) - 1
    length = longest - 2 * t * second**t / (1 - second**t)
    unbiased = state["mean"] / (1 - first**t)
    if length <= 5:
        parameter.add_(unbiased, alpha=-self.lr)
    else:
        ratio = ((length - 4) / (longest - 4)) * ((length - 2) / (longest - 2)) * (longest / length)
        adaptive = (1 - second**t) ** 0.5 / (state["square"].sqrt() + self.eps)
        parameter.add_(unbiased * adaptive, alpha=-self.lr * ratio**0.5)


def NAdam__update__torch(self, parameter, gradient, state):
    """torch.optim.NAdam.

    It keeps the product of the momenta in float32 whatever the parameters are; here it is given more room.
    """
    settings = {"betas": self.betas, "eps": self.eps, "momentum_decay": self.momentum_decay}
    if "theirs" not in state:
        state["theirs"] = torch.optim.NAdam([parameter], lr=self.lr, **settings)
        start = {"step": torch.zeros(()), "mu_product": torch.ones((), dtype=torch.float64)}
        means = {"exp_avg": torch.zeros_like(parameter), "exp_avg_sq": torch.zeros_like(parameter)}
        state["theirs"].state[parameter] = start | means
    _torch_rule(self, parameter, gradient, state, None)


def NAdam__update__all_momenta(self, parameter, gradient, state):
    """The product is made anew from all momenta at each visit. Prefer it to check the kept product."""
    _, square = self.moments(gradient, state)
    t = state["steps"]
    momenta = [self.betas[0] * (1 - 0.5 * 0.96 ** (i * self.momentum_decay)) for i in range(1, t + 2)]
    until_now = until_next = 1.0
    for momentum in momenta[:t]:
        until_now *= momentum
    until_next = until_now * momenta[t]
    ahead = (1 - momenta[t - 1]) * gradient / (1 - until_now) + momenta[t] * state["mean"] / (1 - until_next)
    parameter.sub_(self.lr * ahead / (square.sqrt() + self.eps))
