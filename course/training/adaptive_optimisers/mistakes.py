"""Wrong versions of the optimisers. The docstring is what the learner is told."""


def Optimiser__step__decay_in_place(self):
    """You add the penalty to `parameter.grad` itself.

    The gradient is the caller's: it may be looked at, clipped or used for a second step, and there it carries the penalty twice.
    Make a new tensor instead.
    """
    with torch.no_grad():
        for parameter, state in zip(self.parameters, self.states, strict=True):
            if parameter.grad is not None:
                parameter.grad += self.weight_decay * parameter
                self.update(parameter, parameter.grad, state)


def Optimiser__step__none_is_zero(self):
    """A parameter without gradient is treated as if its gradient were zero.

    That is not the same: it still decays, its momentum still moves it, and its step count goes on.
    `grad is None` says that this parameter took no part, so leave it alone.
    """
    with torch.no_grad():
        for parameter, state in zip(self.parameters, self.states, strict=True):
            gradient = torch.zeros_like(parameter) if parameter.grad is None else parameter.grad
            self.update(parameter, gradient + self.weight_decay * parameter, state)


def Optimiser__step__stops_at_none(self):
    """The loop ends at the first parameter without gradient, so all parameters behind it are never updated.

    Skip that one parameter only.
    """
    with torch.no_grad():
        for parameter, state in zip(self.parameters, self.states, strict=True):
            if parameter.grad is None:
                break
            self.update(parameter, parameter.grad + self.weight_decay * parameter, state)


def Optimiser__step__none_not_checked(self):
    """A parameter that took no part has the gradient None, and None cannot be added to anything.

    Ask `if parameter.grad is not None` before you use it.
    """
    with torch.no_grad():
        for parameter, state in zip(self.parameters, self.states, strict=True):
            self.update(parameter, parameter.grad + self.weight_decay * parameter, state)


def Optimiser__step__recorded(self):
    """The step runs with autograd switched on.

    A rule that changes a leaf in place then raises, and one that does not keeps the graph of every step alive.
    Updating weights is no part of the function that is differentiated.
    """
    for parameter, state in zip(self.parameters, self.states, strict=True):
        if parameter.grad is not None:
            self.update(parameter, parameter.grad.detach() + self.weight_decay * parameter.detach(), state)


def Optimiser__step__shared_state(self):
    """All parameters are given the state of the first one.

    Running means of one weight then leak into another, and counts run too fast. Each parameter has its own dict in `states`.
    """
    with torch.no_grad():
        for parameter in self.parameters:
            if parameter.grad is not None:
                self.update(parameter, parameter.grad + self.weight_decay * parameter, self.states[0])


def Optimiser__step__states_slip(self):
    """The states are paired with the parameters that have a gradient, not with all of them.

    As soon as one parameter has none, every state behind it belongs to the wrong parameter. Pair first, then skip.
    """
    with torch.no_grad():
        for parameter, state in zip([p for p in self.parameters if p.grad is not None], self.states, strict=False):
            self.update(parameter, parameter.grad + self.weight_decay * parameter, state)


def Optimiser__step__no_decay(self):
    """The weight decay is not used: the gradient that reaches the rule lacks `weight_decay * parameter`."""
    with torch.no_grad():
        for parameter, state in zip(self.parameters, self.states, strict=True):
            if parameter.grad is not None:
                self.update(parameter, parameter.grad, state)


def Optimiser__step__decay_subtracted(self):
    """The penalty has the wrong sign: it pushes the weights away from zero.

    The penalty `weight_decay / 2 * parameter**2` is added to the loss, so its derivative is added to the gradient.
    """
    with torch.no_grad():
        for parameter, state in zip(self.parameters, self.states, strict=True):
            if parameter.grad is not None:
                self.update(parameter, parameter.grad - self.weight_decay * parameter, state)


def Optimiser__step__clears_gradients(self):
    """You clear the gradients after the step.

    They belong to the caller, who may still want them: that is what `zero_grad` is for.
    """
    with torch.no_grad():
        for parameter, state in zip(self.parameters, self.states, strict=True):
            if parameter.grad is not None:
                self.update(parameter, parameter.grad + self.weight_decay * parameter, state)
                parameter.grad = None


def path__kept_aliases(loss, start, make, *, steps):
    """Every row is the point itself, not a picture of it: `detach` gives a view of the same memory.

    The optimiser goes on changing that memory in place, so in the end all rows show the last point. A copy stays what it was.
    """
    point = start.detach().clone().requires_grad_()
    optimiser = make([point])
    points = [point.detach()]
    for _ in range(steps):
        optimiser.zero_grad()
        loss(point).backward()
        optimiser.step()
        points.append(point.detach())
    return torch.stack(points)


def path__moves_start(loss, start, make, *, steps):
    """The optimiser works on the caller's `start`, which has moved when you are done: `detach` alone does not copy."""
    point = start.detach().requires_grad_()
    optimiser = make([point])
    points = [point.detach().clone()]
    for _ in range(steps):
        optimiser.zero_grad()
        loss(point).backward()
        optimiser.step()
        points.append(point.detach().clone())
    return torch.stack(points)


def path__gradients_pile_up(loss, start, make, *, steps):
    """The gradients are not cleared between the steps, so each step follows the sum of all gradients so far."""
    point = start.detach().clone().requires_grad_()
    optimiser = make([point])
    points = [point.detach().clone()]
    for _ in range(steps):
        loss(point).backward()
        optimiser.step()
        points.append(point.detach().clone())
    return torch.stack(points)


def path__forgetful(loss, start, make, *, steps):
    """A new optimiser is made for every step, so momentum and running means begin at zero each time."""
    point = start.detach().clone().requires_grad_()
    points = [point.detach().clone()]
    for _ in range(steps):
        optimiser = make([point])
        optimiser.zero_grad()
        loss(point).backward()
        optimiser.step()
        points.append(point.detach().clone())
    return torch.stack(points)


def path__start_missing(loss, start, make, *, steps):
    """The start is not among the points: there must be one more point than steps."""
    point = start.detach().clone().requires_grad_()
    optimiser = make([point])
    points = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss(point).backward()
        optimiser.step()
        points.append(point.detach().clone())
    return torch.stack(points) if points else torch.empty(0, len(start), dtype=start.dtype)


def path__still_in_the_graph(loss, start, make, *, steps):
    """The points are copies now, but each still hangs on autograd's graph: `clone` copies values and keeps the history."""
    point = start.detach().clone().requires_grad_()
    optimiser = make([point])
    points = [point.clone()]
    for _ in range(steps):
        optimiser.zero_grad()
        loss(point).backward()
        optimiser.step()
        points.append(point.clone())
    return torch.stack(points)


def path__one_step_short(loss, start, make, *, steps):
    """The start counts as a step, so one step is missing: `steps` steps give `steps + 1` points."""
    point = start.detach().clone().requires_grad_()
    optimiser = make([point])
    points = [point.detach().clone()]
    for _ in range(steps - 1):
        optimiser.zero_grad()
        loss(point).backward()
        optimiser.step()
        points.append(point.detach().clone())
    return torch.stack(points)


def path__before_the_step(loss, start, make, *, steps):
    """The point is written down before the step, so the start stands there twice and the last point is missing."""
    point = start.detach().clone().requires_grad_()
    optimiser = make([point])
    points = [point.detach().clone()]
    for _ in range(steps):
        optimiser.zero_grad()
        loss(point).backward()
        points.append(point.detach().clone())
        optimiser.step()
    return torch.stack(points)


def Adagrad__update__not_this_one(self, parameter, gradient, state):
    """The sum takes in this gradient only after the step.

    The first step is then divided by `eps` alone, which is enormous. The step must already know the gradient it is made of.
    """
    parameter -= self.lr * gradient / (state["total"].sqrt() + self.eps)
    state["total"] += gradient**2


def Adagrad__update__eps_below_root(self, parameter, gradient, state):
    """`eps` stands below the root.

    Its root is much larger than itself: 1e-10 below acts like 1e-5 beside.
    Here it is added to the root.
    """
    state["total"] += gradient**2
    parameter -= self.lr * gradient / (state["total"] + self.eps).sqrt()


def Adagrad__update__no_root(self, parameter, gradient, state):
    """The root is missing: the step is divided by the sum of squares.

    Without the root a gradient that is ten times larger gives a step that is ten times smaller, instead of the same step.
    """
    state["total"] += gradient**2
    parameter -= self.lr * gradient / (state["total"] + self.eps)


def Adagrad__update__last_only(self, parameter, gradient, state):
    """Only this one squared gradient is in the sum, so every step is `lr` times the sign.

    Either the old sum is overwritten, or the new one is never written into `state`.
    """
    state["total"].copy_(gradient**2)
    parameter -= self.lr * gradient / (state["total"].sqrt() + self.eps)


def Adagrad__update__running_mean(self, parameter, gradient, state):
    """You keep a running mean of the squares. That is RMSprop; Adagrad keeps their plain sum, which never shrinks."""
    state["total"].mul_(0.9).add_(0.1 * gradient**2)
    parameter -= self.lr * gradient / (state["total"].sqrt() + self.eps)


def Adagrad__update__one_sum(self, parameter, gradient, state):
    """One sum serves the whole parameter.

    Each entry needs the sum of its own squared gradients: that is what adapts per weight.
    """
    state["total"] += (gradient**2).sum()
    parameter -= self.lr * gradient / (state["total"].sqrt() + self.eps)


def Adagrad__update__not_in_place(self, parameter, gradient, state):
    """`parameter = parameter - ...` makes a new tensor and gives it the old name.

    The model still holds the old one, which never moves. Change the values in place.
    """
    state["total"] += gradient**2
    parameter = parameter - self.lr * gradient / (state["total"].sqrt() + self.eps)


def Adagrad__update__eps_outside(self, parameter, gradient, state):
    """Parentheses are missing: `a / b + eps` adds `eps` to the finished step instead of the root."""
    state["total"] += gradient**2
    parameter -= self.lr * (gradient / state["total"].sqrt() + self.eps)


def RMSprop__update__eps_below_root(self, parameter, gradient, state):
    """`eps` stands below the root, as in TensorFlow and in Graves 2013. torch adds it to the root, which makes it much weaker."""
    state["square"].mul_(self.alpha).add_((1 - self.alpha) * gradient**2)
    state["mean"].mul_(self.alpha).add_((1 - self.alpha) * gradient)
    spread = state["square"] - state["mean"] ** 2 if self.centered else state["square"]
    state["velocity"].mul_(self.momentum).add_(gradient / (spread + self.eps).sqrt())
    parameter -= self.lr * state["velocity"]


def RMSprop__update__rate_in_velocity(self, parameter, gradient, state):
    """The learning rate is baked into the velocity, as in Graves 2013 and TensorFlow.

    With a constant rate that is the same. When a schedule lowers the rate, the old velocity goes on at the old rate.
    """
    state["square"].mul_(self.alpha).add_((1 - self.alpha) * gradient**2)
    state["mean"].mul_(self.alpha).add_((1 - self.alpha) * gradient)
    spread = state["square"] - state["mean"] ** 2 if self.centered else state["square"]
    state["velocity"].mul_(self.momentum).add_(self.lr * gradient / (spread.sqrt() + self.eps))
    parameter -= state["velocity"]


def RMSprop__update__shares_swapped(self, parameter, gradient, state):
    """The shares are swapped: `alpha` is what the mean keeps of its past, and the new square enters with `1 - alpha`."""
    state["square"].mul_(1 - self.alpha).add_(self.alpha * gradient**2)
    state["mean"].mul_(1 - self.alpha).add_(self.alpha * gradient)
    spread = state["square"] - state["mean"] ** 2 if self.centered else state["square"]
    state["velocity"].mul_(self.momentum).add_(gradient / (spread.sqrt() + self.eps))
    parameter -= self.lr * state["velocity"]


def RMSprop__update__never_centred(self, parameter, gradient, state):
    """`centered` has no effect: the squared running mean of the gradient is not taken off."""
    state["square"].mul_(self.alpha).add_((1 - self.alpha) * gradient**2)
    state["velocity"].mul_(self.momentum).add_(gradient / (state["square"].sqrt() + self.eps))
    parameter -= self.lr * state["velocity"]


def RMSprop__update__mean_not_squared(self, parameter, gradient, state):
    """The mean is taken off without being squared. A variance is the mean square minus the square of the mean."""
    state["square"].mul_(self.alpha).add_((1 - self.alpha) * gradient**2)
    state["mean"].mul_(self.alpha).add_((1 - self.alpha) * gradient)
    spread = state["square"] - state["mean"] if self.centered else state["square"]
    state["velocity"].mul_(self.momentum).add_(gradient / (spread.sqrt() + self.eps))
    parameter -= self.lr * state["velocity"]


def RMSprop__update__momentum_before_root(self, parameter, gradient, state):
    """The momentum gathers raw gradients, and the root divides the sum.

    Old gradients are then judged by today's root. Divide each gradient first, then let the momentum gather.
    """
    state["square"].mul_(self.alpha).add_((1 - self.alpha) * gradient**2)
    state["mean"].mul_(self.alpha).add_((1 - self.alpha) * gradient)
    spread = state["square"] - state["mean"] ** 2 if self.centered else state["square"]
    state["velocity"].mul_(self.momentum).add_(gradient)
    parameter -= self.lr * state["velocity"] / (spread.sqrt() + self.eps)


def RMSprop__update__no_momentum(self, parameter, gradient, state):
    """`momentum` has no effect: each step forgets the velocity."""
    state["square"].mul_(self.alpha).add_((1 - self.alpha) * gradient**2)
    state["mean"].mul_(self.alpha).add_((1 - self.alpha) * gradient)
    spread = state["square"] - state["mean"] ** 2 if self.centered else state["square"]
    parameter -= self.lr * gradient / (spread.sqrt() + self.eps)


def RMSprop__update__not_in_place(self, parameter, gradient, state):
    """`parameter = parameter - ...` makes a new tensor and gives it the old name.

    The model still holds the old one, which never moves. Change the values in place.
    """
    state["square"].mul_(self.alpha).add_((1 - self.alpha) * gradient**2)
    state["mean"].mul_(self.alpha).add_((1 - self.alpha) * gradient)
    spread = state["square"] - state["mean"] ** 2 if self.centered else state["square"]
    state["velocity"].mul_(self.momentum).add_(gradient / (spread.sqrt() + self.eps))
    parameter = parameter - self.lr * state["velocity"]


def RMSprop__update__dampened(self, parameter, gradient, state):
    """The velocity takes in only `1 - momentum` of the divided gradient, as a running mean would. Here it takes in all of it."""
    state["square"].mul_(self.alpha).add_((1 - self.alpha) * gradient**2)
    state["mean"].mul_(self.alpha).add_((1 - self.alpha) * gradient)
    spread = state["square"] - state["mean"] ** 2 if self.centered else state["square"]
    state["velocity"].mul_(self.momentum).add_((1 - self.momentum) * gradient / (spread.sqrt() + self.eps))
    parameter -= self.lr * state["velocity"]


def RMSprop__update__spread_kept(self, parameter, gradient, state):
    """The spread is written back into `square`, so the next visit takes the mean off once more. Keep the mean square as it is."""
    state["square"].mul_(self.alpha).add_((1 - self.alpha) * gradient**2)
    state["mean"].mul_(self.alpha).add_((1 - self.alpha) * gradient)
    if self.centered:
        state["square"] = state["square"] - state["mean"] ** 2
    state["velocity"].mul_(self.momentum).add_(gradient / (state["square"].sqrt() + self.eps))
    parameter -= self.lr * state["velocity"]


def Adadelta__update__eps_beside_root(self, parameter, gradient, state):
    """`eps` is added to the roots. In Adadelta it stands below them, and not only against a division by zero.

    `moved` begins at zero: the root of `eps` is what makes the very first move possible.
    """
    state["square"].mul_(self.rho).add_((1 - self.rho) * gradient**2)
    move = gradient * (state["moved"].sqrt() + self.eps) / (state["square"].sqrt() + self.eps)
    state["moved"].mul_(self.rho).add_((1 - self.rho) * move**2)
    parameter -= self.lr * move


def Adadelta__update__moved_first(self, parameter, gradient, state):
    """`moved` takes in the squared gradient. It must take in the squared move: only then do the units cancel."""
    state["square"].mul_(self.rho).add_((1 - self.rho) * gradient**2)
    move = gradient * ((state["moved"] + self.eps) / (state["square"] + self.eps)).sqrt()
    state["moved"].mul_(self.rho).add_((1 - self.rho) * gradient**2)
    parameter -= self.lr * move


def Adadelta__update__moved_with_rate(self, parameter, gradient, state):
    """`moved` takes in the move after the learning rate. The rate then shrinks all later moves as well, again and again."""
    state["square"].mul_(self.rho).add_((1 - self.rho) * gradient**2)
    move = self.lr * gradient * ((state["moved"] + self.eps) / (state["square"] + self.eps)).sqrt()
    state["moved"].mul_(self.rho).add_((1 - self.rho) * move**2)
    parameter -= move


def Adadelta__update__square_too_late(self, parameter, gradient, state):
    """The squared gradient is taken in after the move is made, so the first move is divided by the root of `eps` alone."""
    move = gradient * ((state["moved"] + self.eps) / (state["square"] + self.eps)).sqrt()
    state["square"].mul_(self.rho).add_((1 - self.rho) * gradient**2)
    state["moved"].mul_(self.rho).add_((1 - self.rho) * move**2)
    parameter -= self.lr * move


def Adadelta__update__no_moved(self, parameter, gradient, state):
    """The size of the moves is not used: this is RMSprop with `lr`. Adadelta multiplies by the recent size of its own moves."""
    state["square"].mul_(self.rho).add_((1 - self.rho) * gradient**2)
    parameter -= self.lr * gradient / (state["square"] + self.eps).sqrt()


def Adadelta__update__not_squared(self, parameter, gradient, state):
    """`moved` takes in the move as it is, not its square.

    Moves in both directions then cancel, and a root of a negative is NaN.
    """
    state["square"].mul_(self.rho).add_((1 - self.rho) * gradient**2)
    move = gradient * ((state["moved"] + self.eps) / (state["square"] + self.eps)).sqrt()
    state["moved"].mul_(self.rho).add_((1 - self.rho) * move)
    parameter -= self.lr * move


def Adadelta__update__no_root(self, parameter, gradient, state):
    """The roots are missing: the move is scaled by the ratio of mean squares instead of the ratio of sizes."""
    state["square"].mul_(self.rho).add_((1 - self.rho) * gradient**2)
    move = gradient * (state["moved"] + self.eps) / (state["square"] + self.eps)
    state["moved"].mul_(self.rho).add_((1 - self.rho) * move**2)
    parameter -= self.lr * move


def Adadelta__update__not_in_place(self, parameter, gradient, state):
    """`parameter = parameter - ...` makes a new tensor and gives it the old name.

    The model still holds the old one, which never moves. Change the values in place.
    """
    state["square"].mul_(self.rho).add_((1 - self.rho) * gradient**2)
    move = gradient * ((state["moved"] + self.eps) / (state["square"] + self.eps)).sqrt()
    state["moved"].mul_(self.rho).add_((1 - self.rho) * move**2)
    parameter = parameter - self.lr * move


def Adam__moments__uncorrected(self, gradient, state):
    """The means are not divided by `1 - beta**t`.

    They began at zero, so at first they are far too small: at the first visit by the factors 10 and 1000 with the usual betas.
    """
    state["steps"] += 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["square"].mul_(self.betas[1]).add_((1 - self.betas[1]) * gradient**2)
    return state["mean"].clone(), state["square"].clone()


def Adam__moments__shared_counter(self, gradient, state):
    """The visits of all parameters are counted together.

    With two parameters the count runs twice as fast, and the correction is too small for both.
    Each parameter counts its own visits.
    With a single parameter nobody notices.
    """
    self.steps = getattr(self, "steps", 0) + 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["square"].mul_(self.betas[1]).add_((1 - self.betas[1]) * gradient**2)
    return state["mean"] / (1 - self.betas[0] ** self.steps), state["square"] / (1 - self.betas[1] ** self.steps)


def Adam__moments__counts_from_zero(self, gradient, state):
    """The first visit is counted as visit 0.

    `1 - beta**0` is 0, and the division gives infinity or NaN.
    The first visit is t = 1.
    """
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["square"].mul_(self.betas[1]).add_((1 - self.betas[1]) * gradient**2)
    steps = state["steps"]
    state["steps"] += 1
    return state["mean"] / (1 - self.betas[0] ** steps), state["square"] / (1 - self.betas[1] ** steps)


def Adam__moments__one_ahead(self, gradient, state):
    """The count is one too high: the first visit already uses t = 2, so the first means are about half of what they should be."""
    state["steps"] += 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["square"].mul_(self.betas[1]).add_((1 - self.betas[1]) * gradient**2)
    steps = state["steps"] + 1
    return state["mean"] / (1 - self.betas[0] ** steps), state["square"] / (1 - self.betas[1] ** steps)


def Adam__moments__corrected_state(self, gradient, state):
    """The corrected means are written back into the state, so the next visit corrects them again.

    The state keeps the plain running means. The correction is made anew at each visit, on the way out.
    """
    state["steps"] += 1
    for slot, value, beta in zip(self.slots, (gradient, gradient**2), self.betas, strict=True):
        state[slot] = (beta * state[slot] + (1 - beta) * value) / (1 - beta ** state["steps"])
    return state["mean"].clone(), state["square"].clone()


def Adam__moments__never_counts(self, gradient, state):
    """The count never goes on: every visit is corrected as if it were the first, so the means come out too large."""
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["square"].mul_(self.betas[1]).add_((1 - self.betas[1]) * gradient**2)
    return state["mean"] / (1 - self.betas[0]), state["square"] / (1 - self.betas[1])


def Adam__moments__shares_swapped(self, gradient, state):
    """The shares are swapped: `beta` is what a mean keeps of its past, and the new value enters with `1 - beta`."""
    state["steps"] += 1
    state["mean"].mul_(1 - self.betas[0]).add_(self.betas[0] * gradient)
    state["square"].mul_(1 - self.betas[1]).add_(self.betas[1] * gradient**2)
    return tuple(state[slot] / (1 - beta ** state["steps"]) for slot, beta in zip(self.slots, self.betas, strict=True))


def Adam__moments__betas_swapped(self, gradient, state):
    """The two betas are swapped: the first belongs to the mean of the gradient, the second to the mean of its square."""
    state["steps"] += 1
    state["mean"].mul_(self.betas[1]).add_((1 - self.betas[1]) * gradient)
    state["square"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient**2)
    return state["mean"] / (1 - self.betas[1] ** state["steps"]), state["square"] / (1 - self.betas[0] ** state["steps"])


def Adam__moments__square_of_mean(self, gradient, state):
    """The second mean averages the squared mean, not the squared gradient.

    Where the gradient changes its sign, that is far smaller.
    """
    state["steps"] += 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["square"].mul_(self.betas[1]).add_((1 - self.betas[1]) * state["mean"] ** 2)
    return tuple(state[slot] / (1 - beta ** state["steps"]) for slot, beta in zip(self.slots, self.betas, strict=True))


def Adam__moments__count_times_beta(self, gradient, state):
    """The correction is `1 - beta * t` instead of `1 - beta**t`. It turns negative after a few visits."""
    state["steps"] += 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["square"].mul_(self.betas[1]).add_((1 - self.betas[1]) * gradient**2)
    return tuple(state[slot] / (1 - beta * state["steps"]) for slot, beta in zip(self.slots, self.betas, strict=True))


def Adam__moments__one_square(self, gradient, state):
    """One number stands for all squares: the norm of the whole gradient. Each entry has a mean square of its own."""
    state["steps"] += 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["square"].mul_(self.betas[1]).add_((1 - self.betas[1]) * gradient.norm() ** 2)
    return tuple(state[slot] / (1 - beta ** state["steps"]) for slot, beta in zip(self.slots, self.betas, strict=True))


def Adam__update__eps_below_root(self, parameter, gradient, state):
    """`eps` stands below the root. There 1e-8 acts like 1e-4, which swallows small gradients. It is added to the root."""
    mean, square = self.moments(gradient, state)
    parameter -= self.lr * mean / (square + self.eps).sqrt()


def Adam__update__eps_uncorrected(self, parameter, gradient, state):
    """`eps` is added before the bias correction.

    That is the second form in section 2 of the paper, and TensorFlow's: there `eps` counts `sqrt(1 - beta**t)` times less here.
    torch corrects first and adds `eps` then.
    """
    mean, _ = self.moments(gradient, state)
    correction = (1 - self.betas[1] ** state["steps"]) ** 0.5
    parameter -= self.lr * mean * correction / (state["square"].sqrt() + self.eps)


def Adam__update__no_root(self, parameter, gradient, state):
    """The root is missing: the step is divided by the mean square, so small gradients give enormous steps."""
    mean, square = self.moments(gradient, state)
    parameter -= self.lr * mean / (square + self.eps)


def Adam__update__gradient_for_mean(self, parameter, gradient, state):
    """The numerator is the gradient itself. Adam moves along the running mean of the gradients: that is its momentum."""
    _, square = self.moments(gradient, state)
    parameter -= self.lr * gradient / (square.sqrt() + self.eps)


def Adam__update__biased(self, parameter, gradient, state):
    """The step uses the means as they are kept in `state`, not the corrected ones that `moments` returns."""
    self.moments(gradient, state)
    parameter -= self.lr * state["mean"] / (state["square"].sqrt() + self.eps)


def Adam__update__not_in_place(self, parameter, gradient, state):
    """`parameter = parameter - ...` makes a new tensor and gives it the old name.

    The model still holds the old one, which never moves.
    """
    mean, square = self.moments(gradient, state)
    parameter = parameter - self.lr * mean / (square.sqrt() + self.eps)


def Adam__update__new_memory(self, parameter, gradient, state):
    """`parameter.data = ...` hangs new memory into the parameter.

    Whoever holds a view of the old one (a tied weight, a flat buffer) no longer sees the updates. Change the values in place.
    """
    mean, square = self.moments(gradient, state)
    parameter.data = parameter - self.lr * mean / (square.sqrt() + self.eps)


def Adam__update__uphill(self, parameter, gradient, state):
    """The sign is wrong: the parameter goes uphill. The step is taken off."""
    mean, square = self.moments(gradient, state)
    parameter += self.lr * mean / (square.sqrt() + self.eps)


def Adam__update__eps_outside(self, parameter, gradient, state):
    """Parentheses are missing: `a / b + eps` adds `eps` to the finished ratio instead of the root. 0 / 0 is then NaN."""
    mean, square = self.moments(gradient, state)
    parameter -= self.lr * mean / square.sqrt() + self.eps


def Adam__update__corrected_twice(self, parameter, gradient, state):
    """The bias is corrected twice: `moments` has already divided by `1 - beta**t`. What it returns are the means with hats."""
    mean, square = self.moments(gradient, state)
    mean, square = (part / (1 - beta ** state["steps"]) for part, beta in zip((mean, square), self.betas, strict=True))
    parameter -= self.lr * mean / (square.sqrt() + self.eps)


def AdamW__update__coupled(self, parameter, gradient, state):
    """The decay is added to the gradient, so it passes through the moments and is divided by the root like everything else.

    Weights with large gradients are then hardly decayed at all.
    Loshchilov and Hutter take the decay out of the gradient: it acts on the weight directly.
    """
    Adam.update(self, parameter, gradient + self.decay * parameter, state)


def AdamW__update__after_the_step(self, parameter, gradient, state):
    """The decay comes after the step, so it also shrinks the step that was just made.

    It belongs to the weight as it was before.
    """
    Adam.update(self, parameter, gradient, state)
    parameter *= 1 - self.lr * self.decay


def AdamW__update__without_rate(self, parameter, gradient, state):
    """The decay is not multiplied by the learning rate.

    Algorithm 2 of the paper multiplies it by the schedule only; torch multiplies by `lr`,
    so the same number means something else there.
    """
    parameter *= 1 - self.decay
    Adam.update(self, parameter, gradient, state)


def AdamW__update__no_decay(self, parameter, gradient, state):
    """Nothing decays: this is Adam."""
    Adam.update(self, parameter, gradient, state)


def AdamW__update__only_the_rest(self, parameter, gradient, state):
    """The factor is `lr * decay`, so almost nothing of the weight is left.

    The weight loses that share: it keeps `1 - lr * decay`.
    """
    parameter *= self.lr * self.decay
    Adam.update(self, parameter, gradient, state)


def AdamW__update__both_ways(self, parameter, gradient, state):
    """The decay acts twice: on the weight, and still through the gradient."""
    parameter *= 1 - self.lr * self.decay
    Adam.update(self, parameter, gradient + self.decay * parameter, state)


def AdamW__update__other_decay(self, parameter, gradient, state):
    """The factor is `self.weight_decay`, the L2 penalty of the parent, which has already been added to the gradient.

    Here it is `self.decay`.
    """
    parameter *= 1 - self.lr * self.weight_decay
    Adam.update(self, parameter, gradient, state)


def Adamax__update__eps_beside(self, parameter, gradient, state):
    """`eps` is added to `largest` when dividing. In torch it is part of the maximum: `abs(gradient) + eps`."""
    state["steps"] += 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["largest"] = torch.maximum(self.betas[1] * state["largest"], gradient.abs())
    parameter -= self.lr * state["mean"] / (1 - self.betas[0] ** state["steps"]) / (state["largest"] + self.eps)


def Adamax__update__never_fades(self, parameter, gradient, state):
    """`largest` never fades: one single large gradient makes all later steps tiny for ever.

    It is multiplied by `betas[1]` first.
    """
    state["steps"] += 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["largest"] = torch.maximum(state["largest"], gradient.abs() + self.eps)
    parameter -= self.lr * state["mean"] / (1 - self.betas[0] ** state["steps"]) / state["largest"]


def Adamax__update__largest_corrected(self, parameter, gradient, state):
    """`largest` is divided by `1 - beta**t` too. A maximum is not biased towards zero: it needs no correction."""
    state["steps"] += 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["largest"] = torch.maximum(self.betas[1] * state["largest"], gradient.abs() + self.eps)
    largest = state["largest"] / (1 - self.betas[1] ** state["steps"])
    parameter -= self.lr * state["mean"] / (1 - self.betas[0] ** state["steps"]) / largest


def Adamax__update__uncorrected(self, parameter, gradient, state):
    """The mean is not corrected, so the first step is ten times too small with the usual betas."""
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["largest"] = torch.maximum(self.betas[1] * state["largest"], gradient.abs() + self.eps)
    parameter -= self.lr * state["mean"] / state["largest"]


def Adamax__update__one_maximum(self, parameter, gradient, state):
    """`largest` is one number for the whole parameter. Each entry has its own maximum."""
    state["steps"] += 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["largest"] = torch.maximum(self.betas[1] * state["largest"], gradient.abs().max() + self.eps)
    parameter -= self.lr * state["mean"] / (1 - self.betas[0] ** state["steps"]) / state["largest"]


def Adamax__update__sign_kept(self, parameter, gradient, state):
    """The maximum is taken of the gradient with its sign. A large negative gradient then counts as small; take its size."""
    state["steps"] += 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["largest"] = torch.maximum(self.betas[1] * state["largest"], gradient + self.eps)
    parameter -= self.lr * state["mean"] / (1 - self.betas[0] ** state["steps"]) / state["largest"]


def Adamax__update__shared_counter(self, parameter, gradient, state):
    """The visits of all parameters are counted together, so the correction fades too fast. Each parameter counts its own."""
    self.steps = getattr(self, "steps", 0) + 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["largest"] = torch.maximum(self.betas[1] * state["largest"], gradient.abs() + self.eps)
    parameter -= self.lr * state["mean"] / (1 - self.betas[0] ** self.steps) / state["largest"]


def Adamax__update__python_max(self, parameter, gradient, state):
    """`max` of Python asks which of two tensors is larger as a whole, and there is no answer.

    `torch.maximum` works entry by entry.
    """
    state["steps"] += 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["largest"] = max(self.betas[1] * state["largest"], gradient.abs() + self.eps)
    parameter -= self.lr * state["mean"] / (1 - self.betas[0] ** state["steps"]) / state["largest"]


def Adamax__update__faded_afterwards(self, parameter, gradient, state):
    """The new gradient fades at once, because the maximum is taken first. Only what is old fades: multiply, then compare."""
    state["steps"] += 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["largest"] = self.betas[1] * torch.maximum(state["largest"], gradient.abs() + self.eps)
    parameter -= self.lr * state["mean"] / (1 - self.betas[0] ** state["steps"]) / state["largest"]


def RAdam__update__paper_bound(self, parameter, gradient, state):
    """The mean square is trusted from a length of 4 on, as the paper says.

    torch, and the code of the authors, wait until it is above 5.
    """
    beta, (mean, _) = self.betas[1], self.moments(gradient, state)
    longest, unbias = 2 / (1 - beta) - 1, 1 - beta ** state["steps"]
    length = longest - 2 * state["steps"] * beta ** state["steps"] / unbias
    if length > 4:
        factor = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
        mean = mean * (factor * unbias) ** 0.5 / (state["square"].sqrt() + self.eps)
    parameter -= self.lr * mean


def RAdam__update__always_adam(self, parameter, gradient, state):
    """The factor is missing in the second phase: once the length is above 5 you take the full step of Adam."""
    beta, (mean, _) = self.betas[1], self.moments(gradient, state)
    longest, unbias = 2 / (1 - beta) - 1, 1 - beta ** state["steps"]
    length = longest - 2 * state["steps"] * beta ** state["steps"] / unbias
    if length > 5:
        mean = mean * unbias**0.5 / (state["square"].sqrt() + self.eps)
    parameter -= self.lr * mean


def RAdam__update__waits(self, parameter, gradient, state):
    """Nothing moves while the length is small. In that phase RAdam still steps, by the plain mean without a division."""
    beta, (mean, _) = self.betas[1], self.moments(gradient, state)
    longest, unbias = 2 / (1 - beta) - 1, 1 - beta ** state["steps"]
    length = longest - 2 * state["steps"] * beta ** state["steps"] / unbias
    if length > 5:
        factor = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
        parameter -= self.lr * mean * (factor * unbias) ** 0.5 / (state["square"].sqrt() + self.eps)


def RAdam__update__factor_not_rooted(self, parameter, gradient, state):
    """The factor lacks its square root: what you computed is the ratio of two variances, and a step is scaled by its root."""
    beta, (mean, _) = self.betas[1], self.moments(gradient, state)
    longest, unbias = 2 / (1 - beta) - 1, 1 - beta ** state["steps"]
    length = longest - 2 * state["steps"] * beta ** state["steps"] / unbias
    if length > 5:
        factor = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
        mean = mean * factor * unbias**0.5 / (state["square"].sqrt() + self.eps)
    parameter -= self.lr * mean


def RAdam__update__square_uncorrected(self, parameter, gradient, state):
    """The mean square is not corrected: `sqrt(1 - beta**t)` is missing in the second phase."""
    beta, (mean, _) = self.betas[1], self.moments(gradient, state)
    longest, unbias = 2 / (1 - beta) - 1, 1 - beta ** state["steps"]
    length = longest - 2 * state["steps"] * beta ** state["steps"] / unbias
    if length > 5:
        factor = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
        mean = mean * factor**0.5 / (state["square"].sqrt() + self.eps)
    parameter -= self.lr * mean


def RAdam__update__eps_corrected(self, parameter, gradient, state):
    """`eps` is added to the root of the corrected mean square, as in Adam.

    torch's RAdam adds it to the root of the biased one.
    """
    beta, (mean, square) = self.betas[1], self.moments(gradient, state)
    longest, unbias = 2 / (1 - beta) - 1, 1 - beta ** state["steps"]
    length = longest - 2 * state["steps"] * beta ** state["steps"] / unbias
    if length > 5:
        factor = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
        mean = mean * factor**0.5 / (square.sqrt() + self.eps)
    parameter -= self.lr * mean


def RAdam__update__count_left_out(self, parameter, gradient, state):
    """The length lacks the factor t: it is `longest - 2 * t * beta**t / (1 - beta**t)`."""
    beta, (mean, _) = self.betas[1], self.moments(gradient, state)
    longest, unbias = 2 / (1 - beta) - 1, 1 - beta ** state["steps"]
    length = longest - 2 * beta ** state["steps"] / unbias
    if length > 5:
        factor = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
        mean = mean * (factor * unbias) ** 0.5 / (state["square"].sqrt() + self.eps)
    parameter -= self.lr * mean


def RAdam__update__gradient_for_mean(self, parameter, gradient, state):
    """The first phase follows the gradient itself. It follows the unbiased mean: momentum is there from the start."""
    beta, (mean, _) = self.betas[1], self.moments(gradient, state)
    longest, unbias = 2 / (1 - beta) - 1, 1 - beta ** state["steps"]
    length = longest - 2 * state["steps"] * beta ** state["steps"] / unbias
    if length > 5:
        factor = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
        parameter -= self.lr * mean * (factor * unbias) ** 0.5 / (state["square"].sqrt() + self.eps)
    else:
        parameter -= self.lr * gradient


def NAdam__update__plain_adam(self, parameter, gradient, state):
    """Nothing looks ahead: this is Adam. The numerator mixes this gradient with the mean at the next visit's momentum."""
    mean, square = self.moments(gradient, state)
    parameter -= self.lr * mean / (square.sqrt() + self.eps)


def NAdam__update__no_schedule(self, parameter, gradient, state):
    """The momentum is `betas[0]` at every visit.

    That is the first form in the paper; here it follows a schedule that warms up.
    """
    _, square = self.moments(gradient, state)
    now, done = self.betas[0], self.betas[0] ** state["steps"]
    ahead = (1 - now) / (1 - done) * gradient + now / (1 - done * now) * state["mean"]
    parameter -= self.lr * ahead / (square.sqrt() + self.eps)


def NAdam__update__power_for_product(self, parameter, gradient, state):
    """The product P(t) is replaced by the power m(t)**t.

    The momentum differs from visit to visit, so the product must be kept.
    """
    _, square = self.moments(gradient, state)
    now, soon = (self.betas[0] * (1 - 0.5 * 0.96 ** (t * self.momentum_decay)) for t in (state["steps"], state["steps"] + 1))
    ahead = (1 - now) / (1 - now ** state["steps"]) * gradient + soon / (1 - soon ** (state["steps"] + 1)) * state["mean"]
    parameter -= self.lr * ahead / (square.sqrt() + self.eps)


def NAdam__update__mean_corrected(self, parameter, gradient, state):
    """The mean is corrected twice: `m(t + 1) / (1 - P(t + 1))` is already its correction,
    so it wants the mean as `state` keeps it.
    """
    mean, square = self.moments(gradient, state)
    now, soon = (self.betas[0] * (1 - 0.5 * 0.96 ** (t * self.momentum_decay)) for t in (state["steps"], state["steps"] + 1))
    state["product"] = state.get("product", 1.0) * now
    ahead = (1 - now) / (1 - state["product"]) * gradient + soon / (1 - state["product"] * soon) * mean
    parameter -= self.lr * ahead / (square.sqrt() + self.eps)


def NAdam__update__one_product(self, parameter, gradient, state):
    """The product of the momenta is kept once for all parameters. It belongs to the state of each parameter."""
    _, square = self.moments(gradient, state)
    now, soon = (self.betas[0] * (1 - 0.5 * 0.96 ** (t * self.momentum_decay)) for t in (state["steps"], state["steps"] + 1))
    self.product = getattr(self, "product", 1.0) * now
    ahead = (1 - now) / (1 - self.product) * gradient + soon / (1 - self.product * soon) * state["mean"]
    parameter -= self.lr * ahead / (square.sqrt() + self.eps)


def NAdam__update__next_product_kept(self, parameter, gradient, state):
    """The kept product takes in the next momentum as well, so from the second visit on each momentum counts twice."""
    _, square = self.moments(gradient, state)
    now, soon = (self.betas[0] * (1 - 0.5 * 0.96 ** (t * self.momentum_decay)) for t in (state["steps"], state["steps"] + 1))
    product = state.get("product", 1.0) * now
    state["product"] = product * soon
    ahead = (1 - now) / (1 - product) * gradient + soon / (1 - state["product"]) * state["mean"]
    parameter -= self.lr * ahead / (square.sqrt() + self.eps)


def NAdam__update__simple_form(self, parameter, gradient, state):
    """This is the short form found in many tutorials: a constant momentum, and the bias of both parts corrected alike.

    Here the momentum follows a schedule, and the old mean is corrected for the next visit.
    """
    mean, square = self.moments(gradient, state)
    ahead = self.betas[0] * mean + (1 - self.betas[0]) * gradient / (1 - self.betas[0] ** state["steps"])
    parameter -= self.lr * ahead / (square.sqrt() + self.eps)


def NAdam__update__uncorrected(self, parameter, gradient, state):
    """The two parts are mixed without being divided by `1 - P(t)` and `1 - P(t + 1)`, so the first steps are too short."""
    _, square = self.moments(gradient, state)
    now, soon = (self.betas[0] * (1 - 0.5 * 0.96 ** (t * self.momentum_decay)) for t in (state["steps"], state["steps"] + 1))
    parameter -= self.lr * ((1 - now) * gradient + soon * state["mean"]) / (square.sqrt() + self.eps)
