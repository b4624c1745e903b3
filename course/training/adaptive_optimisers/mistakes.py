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
    """The gradient that reaches the rule lacks `weight_decay * parameter`.

    If you shrink the parameter itself, that is the decay of AdamW. Here the penalty is part of the gradient.
    """
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


def Optimiser__step__vectors_not_decayed(self):
    """Parameters with a single dimension get no penalty.

    Leaving out biases is a choice of whoever trains, made with parameter groups. Here every parameter decays.
    """
    with torch.no_grad():
        for parameter, state in zip(self.parameters, self.states, strict=True):
            if parameter.grad is not None:
                decay = self.weight_decay if parameter.ndim > 1 else 0.0
                self.update(parameter, parameter.grad + decay * parameter, state)


def Optimiser__step__rate_in_the_penalty(self):
    """The penalty is multiplied by the learning rate. The rule does that with the whole gradient, so it would count twice."""
    with torch.no_grad():
        for parameter, state in zip(self.parameters, self.states, strict=True):
            if parameter.grad is not None:
                self.update(parameter, parameter.grad + self.lr * self.weight_decay * parameter, state)


def Optimiser__step__penalty_not_halved(self):
    """The penalty is twice as large as asked for: its derivative is `weight_decay * parameter`, without a factor 2."""
    with torch.no_grad():
        for parameter, state in zip(self.parameters, self.states, strict=True):
            if parameter.grad is not None:
                self.update(parameter, parameter.grad + 2 * self.weight_decay * parameter, state)


def Optimiser__step__zeros_skipped(self):
    """A gradient of zeros is treated like no gradient at all.

    Only None says that a parameter took no part. With zeros the decay, the momentum and the count still go on.
    """
    with torch.no_grad():
        for parameter, state in zip(self.parameters, self.states, strict=True):
            if parameter.grad is not None and parameter.grad.any():
                self.update(parameter, parameter.grad + self.weight_decay * parameter, state)


def Optimiser__step__counts_here(self):
    """`step` counts the visits, and the rules count them too. What stands in a state is the business of `update` alone."""
    with torch.no_grad():
        for parameter, state in zip(self.parameters, self.states, strict=True):
            if parameter.grad is not None:
                state["steps"] += 1
                self.update(parameter, parameter.grad + self.weight_decay * parameter, state)


def Optimiser__step__fresh_state(self):
    """Each visit gets a state that has forgotten the visits before: a new dict, or a copy of the one in `states`.

    Hand over the dict itself.
    """
    with torch.no_grad():
        for parameter, state in zip(self.parameters, self.states, strict=True):
            if parameter.grad is not None:
                self.update(parameter, parameter.grad + self.weight_decay * parameter, dict(state))


def Optimiser__step__data_handed_over(self):
    """The rule is handed `parameter.data`, which is another tensor in the same memory. Hand over the parameter itself."""
    with torch.no_grad():
        for parameter, state in zip(self.parameters, self.states, strict=True):
            if parameter.grad is not None:
                self.update(parameter.data, parameter.grad + self.weight_decay * parameter, state)


def Optimiser__step__decay_on_the_weight(self):
    """The decay shrinks the parameter itself, and the gradient that reaches the rule lacks it.

    Here it is the L2 penalty: it enters through the gradient, and the parameter is changed by the rule alone.
    """
    with torch.no_grad():
        for parameter, state in zip(self.parameters, self.states, strict=True):
            if parameter.grad is not None:
                parameter *= 1 - self.lr * self.weight_decay
                self.update(parameter, parameter.grad.clone(), state)


def path__kept_aliases(loss, start, make, *, steps):
    """Every row is the point itself, not a picture of it: `detach` gives a view of the same memory.

    The optimiser goes on changing that memory in place, so in the end all rows show the last point.
    A copy that is made at the moment stays what it was; after the loop it is too late.
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


def path__not_a_leaf(loss, start, make, *, steps):
    """`clone` alone keeps the point in the graph of `start`, so it is no leaf if `start` wants gradients.

    An optimiser only takes leaves, and gradients would flow on to the caller's tensor. Cut the point off first.
    """
    point = start.clone().requires_grad_()
    optimiser = make([point])
    points = [point.detach().clone()]
    for _ in range(steps):
        optimiser.zero_grad()
        loss(point).backward()
        optimiser.step()
        points.append(point.detach().clone())
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


def Adagrad__update__mean_of_visits(self, parameter, gradient, state):
    """You divide by the root of the average of the squared gradients.

    Adagrad keeps their sum: it grows with every visit, and that is what makes its steps shorter.
    """
    state["steps"] += 1
    state["total"] += gradient**2
    parameter -= self.lr * gradient / ((state["total"] / state["steps"]).sqrt() + self.eps)


def Adagrad__update__squared_numerator(self, parameter, gradient, state):
    """The numerator is the squared gradient, so every step goes down, whatever the sign.

    Perhaps an in-place power such as `pow_` has changed the gradient itself. Only the sum takes squares.
    """
    state["total"] += gradient**2
    parameter -= self.lr * gradient**2 / (state["total"].sqrt() + self.eps)


def Adagrad__update__not_squared(self, parameter, gradient, state):
    """The gradients are summed without being squared. Both signs then cancel, and the root of a negative sum is NaN."""
    state["total"] += gradient
    parameter -= self.lr * gradient / (state["total"].sqrt() + self.eps)


def Adagrad__update__sizes_summed(self, parameter, gradient, state):
    """You divide by the sum of the sizes of the gradients. Asked for is the root of the sum of their squares."""
    state["total"] += gradient.abs()
    parameter -= self.lr * gradient / (state["total"] + self.eps)


def Adagrad__update__root_of_sizes(self, parameter, gradient, state):
    """The sum holds the sizes of the gradients, not their squares."""
    state["total"] += gradient.abs()
    parameter -= self.lr * gradient / (state["total"].sqrt() + self.eps)


def Adagrad__update__root_kept(self, parameter, gradient, state):
    """The root is written back into the state, so the next visit adds a square to a root. Keep the sum as it is."""
    state["total"] = (state["total"] + gradient**2).sqrt()
    parameter -= self.lr * gradient / (state["total"] + self.eps)


def Adagrad__update__eps_summed(self, parameter, gradient, state):
    """`eps` is added to the sum at every visit, so it grows along. It is added once, to the root."""
    state["total"] += gradient**2 + self.eps
    parameter -= self.lr * gradient / state["total"].sqrt()


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


def RMSprop__update__square_too_late(self, parameter, gradient, state):
    """The mean square takes in this gradient only after the step, so the first step is divided by `eps` alone.

    The root is of the mean with this gradient included.
    """
    spread = state["square"] - state["mean"] ** 2 if self.centered else state["square"].clone()
    state["velocity"].mul_(self.momentum).add_(gradient / (spread.sqrt() + self.eps))
    parameter -= self.lr * state["velocity"]
    state["square"].mul_(self.alpha).add_((1 - self.alpha) * gradient**2)
    state["mean"].mul_(self.alpha).add_((1 - self.alpha) * gradient)


def RMSprop__update__mean_too_late(self, parameter, gradient, state):
    """The running mean of the gradient takes in this gradient only after it was used. The root needs both means up to date."""
    state["square"].mul_(self.alpha).add_((1 - self.alpha) * gradient**2)
    spread = state["square"] - state["mean"] ** 2 if self.centered else state["square"]
    state["mean"].mul_(self.alpha).add_((1 - self.alpha) * gradient)
    state["velocity"].mul_(self.momentum).add_(gradient / (spread.sqrt() + self.eps))
    parameter -= self.lr * state["velocity"]


def RMSprop__update__always_centred(self, parameter, gradient, state):
    """The squared mean is always taken off. That is asked for only if `centered` is set."""
    state["square"].mul_(self.alpha).add_((1 - self.alpha) * gradient**2)
    state["mean"].mul_(self.alpha).add_((1 - self.alpha) * gradient)
    spread = state["square"] - state["mean"] ** 2
    state["velocity"].mul_(self.momentum).add_(gradient / (spread.sqrt() + self.eps))
    parameter -= self.lr * state["velocity"]


def RMSprop__update__no_root(self, parameter, gradient, state):
    """The root is missing: the gradient is divided by the mean square, so small gradients give enormous steps."""
    state["square"].mul_(self.alpha).add_((1 - self.alpha) * gradient**2)
    state["mean"].mul_(self.alpha).add_((1 - self.alpha) * gradient)
    spread = state["square"] - state["mean"] ** 2 if self.centered else state["square"]
    state["velocity"].mul_(self.momentum).add_(gradient / (spread + self.eps))
    parameter -= self.lr * state["velocity"]


def RMSprop__update__squares_summed(self, parameter, gradient, state):
    """The squares are summed and nothing is forgotten, as in Adagrad. RMSprop keeps a running mean of them."""
    state["square"] += gradient**2
    state["mean"].mul_(self.alpha).add_((1 - self.alpha) * gradient)
    spread = state["square"] - state["mean"] ** 2 if self.centered else state["square"]
    state["velocity"].mul_(self.momentum).add_(gradient / (spread.sqrt() + self.eps))
    parameter -= self.lr * state["velocity"]


def RMSprop__update__new_share_missing(self, parameter, gradient, state):
    """The new values enter the running means in full.

    A mean keeps the share `alpha` of its past and takes in only the rest of what is new.
    """
    state["square"].mul_(self.alpha).add_(gradient**2)
    state["mean"].mul_(self.alpha).add_(gradient)
    spread = state["square"] - state["mean"] ** 2 if self.centered else state["square"]
    state["velocity"].mul_(self.momentum).add_(gradient / (spread.sqrt() + self.eps))
    parameter -= self.lr * state["velocity"]


def RMSprop__update__bias_corrected(self, parameter, gradient, state):
    """The means are divided by `1 - alpha**t`. That correction came with Adam; RMSprop uses its means as they are."""
    state["steps"] += 1
    unbias = 1 - self.alpha ** state["steps"]
    state["square"].mul_(self.alpha).add_((1 - self.alpha) * gradient**2)
    state["mean"].mul_(self.alpha).add_((1 - self.alpha) * gradient)
    square, mean = state["square"] / unbias, state["mean"] / unbias
    spread = square - mean**2 if self.centered else square
    state["velocity"].mul_(self.momentum).add_(gradient / (spread.sqrt() + self.eps))
    parameter -= self.lr * state["velocity"]


def RMSprop__update__eps_outside(self, parameter, gradient, state):
    """Parentheses are missing: `a / b + eps` adds `eps` to the finished ratio instead of the root."""
    state["square"].mul_(self.alpha).add_((1 - self.alpha) * gradient**2)
    state["mean"].mul_(self.alpha).add_((1 - self.alpha) * gradient)
    spread = state["square"] - state["mean"] ** 2 if self.centered else state["square"]
    state["velocity"].mul_(self.momentum).add_(gradient / spread.sqrt() + self.eps)
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


def Adadelta__update__shares_swapped(self, parameter, gradient, state):
    """The shares are swapped: `rho` is what both means keep of their past, and the new value enters with `1 - rho`."""
    state["square"].mul_(1 - self.rho).add_(self.rho * gradient**2)
    move = gradient * ((state["moved"] + self.eps) / (state["square"] + self.eps)).sqrt()
    state["moved"].mul_(1 - self.rho).add_(self.rho * move**2)
    parameter -= self.lr * move


def Adadelta__update__moves_summed(self, parameter, gradient, state):
    """The squared moves are summed. `moved` is a running mean like `square`: it forgets old moves with the share `rho`."""
    state["square"].mul_(self.rho).add_((1 - self.rho) * gradient**2)
    move = gradient * ((state["moved"] + self.eps) / (state["square"] + self.eps)).sqrt()
    state["moved"] += move**2
    parameter -= self.lr * move


def Adadelta__update__squares_summed(self, parameter, gradient, state):
    """The squared gradients are summed, as in Adagrad. `square` is a running mean: it forgets with the share `rho`."""
    state["square"] += gradient**2
    move = gradient * ((state["moved"] + self.eps) / (state["square"] + self.eps)).sqrt()
    state["moved"].mul_(self.rho).add_((1 - self.rho) * move**2)
    parameter -= self.lr * move


def Adadelta__update__both_summed(self, parameter, gradient, state):
    """Squares and moves are both summed. They are running means: each forgets its past with the share `rho`."""
    state["square"] += gradient**2
    move = gradient * ((state["moved"] + self.eps) / (state["square"] + self.eps)).sqrt()
    state["moved"] += move**2
    parameter -= self.lr * move


def Adadelta__update__new_share_missing(self, parameter, gradient, state):
    """The new squares enter in full. A running mean takes in only the share `1 - rho` of what is new."""
    state["square"].mul_(self.rho).add_(gradient**2)
    move = gradient * ((state["moved"] + self.eps) / (state["square"] + self.eps)).sqrt()
    state["moved"].mul_(self.rho).add_(move**2)
    parameter -= self.lr * move


def Adadelta__update__last_move_only(self, parameter, gradient, state):
    """Only the last move is remembered: `moved` is overwritten instead of being a running mean."""
    state["square"].mul_(self.rho).add_((1 - self.rho) * gradient**2)
    move = gradient * ((state["moved"] + self.eps) / (state["square"] + self.eps)).sqrt()
    state["moved"] = move**2
    parameter -= self.lr * move


def Adadelta__update__upside_down(self, parameter, gradient, state):
    """The ratio is upside down. Large recent moves make the step larger, large gradients make it smaller."""
    state["square"].mul_(self.rho).add_((1 - self.rho) * gradient**2)
    move = gradient * ((state["square"] + self.eps) / (state["moved"] + self.eps)).sqrt()
    state["moved"].mul_(self.rho).add_((1 - self.rho) * move**2)
    parameter -= self.lr * move


def Adadelta__update__no_eps_above(self, parameter, gradient, state):
    """`eps` is missing beside `moved`, so nothing moves, ever.

    `moved` begins at zero and is fed by the moves themselves: without `eps` the first move is zero, and so is every other.
    """
    state["square"].mul_(self.rho).add_((1 - self.rho) * gradient**2)
    move = gradient * (state["moved"] / (state["square"] + self.eps)).sqrt()
    state["moved"].mul_(self.rho).add_((1 - self.rho) * move**2)
    parameter -= self.lr * move


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


def Adam__moments__power_missing(self, gradient, state):
    """The division is by `1 - beta` at every visit, so only the first one is right. The correction fades with the visits."""
    state["steps"] += 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["square"].mul_(self.betas[1]).add_((1 - self.betas[1]) * gradient**2)
    return tuple(state[slot] / (1 - beta) for slot, beta in zip(self.slots, self.betas, strict=True))


def Adam__moments__new_share_missing(self, gradient, state):
    """The new value enters in full. A running mean keeps the share `beta` of its past and takes in only the rest of the new."""
    state["steps"] += 1
    state["mean"].mul_(self.betas[0]).add_(gradient)
    state["square"].mul_(self.betas[1]).add_(gradient**2)
    return tuple(state[slot] / (1 - beta ** state["steps"]) for slot, beta in zip(self.slots, self.betas, strict=True))


def Adam__moments__counted_elsewhere(self, gradient, state):
    """The numbers are right, but `state["steps"]` stays at 0: you count under another name.

    Other rules of this lesson look for the count there.
    """
    state["t"] = state.get("t", 0) + 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["square"].mul_(self.betas[1]).add_((1 - self.betas[1]) * gradient**2)
    return tuple(state[slot] / (1 - beta ** state["t"]) for slot, beta in zip(self.slots, self.betas, strict=True))


def Adam__moments__counted_twice(self, gradient, state):
    """The visit is counted twice, once for each mean. Both means share one count, which goes up by 1."""
    result = []
    for slot, value, beta in zip(self.slots, (gradient, gradient**2), self.betas, strict=True):
        state["steps"] += 1
        state[slot].mul_(beta).add_((1 - beta) * value)
        result.append(state[slot] / (1 - beta ** state["steps"]))
    return tuple(result)


def Adam__moments__first_beta_for_both(self, gradient, state):
    """Both means use the first beta. The mean of the squares has one of its own, the second."""
    state["steps"] += 1
    beta = self.betas[0]
    state["mean"].mul_(beta).add_((1 - beta) * gradient)
    state["square"].mul_(beta).add_((1 - beta) * gradient**2)
    return tuple(state[slot] / (1 - beta ** state["steps"]) for slot in self.slots)


def Adam__moments__corrected_by_one_beta(self, gradient, state):
    """Both means are corrected with the first beta. Each is divided by its own `1 - beta**t`."""
    state["steps"] += 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["square"].mul_(self.betas[1]).add_((1 - self.betas[1]) * gradient**2)
    return tuple(state[slot] / (1 - self.betas[0] ** state["steps"]) for slot in self.slots)


def Adam__moments__only_the_mean_corrected(self, gradient, state):
    """Only the mean of the gradient is corrected. The mean of the squares began at zero too."""
    state["steps"] += 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["square"].mul_(self.betas[1]).add_((1 - self.betas[1]) * gradient**2)
    return state["mean"] / (1 - self.betas[0] ** state["steps"]), state["square"].clone()


def Adam__moments__only_the_square_corrected(self, gradient, state):
    """Only the mean of the squares is corrected. The mean of the gradient began at zero too."""
    state["steps"] += 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["square"].mul_(self.betas[1]).add_((1 - self.betas[1]) * gradient**2)
    return state["mean"].clone(), state["square"] / (1 - self.betas[1] ** state["steps"])


def Adam__moments__multiplied(self, gradient, state):
    """The means are multiplied by `1 - beta**t`. They are too small at first, so they must grow: divide."""
    state["steps"] += 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["square"].mul_(self.betas[1]).add_((1 - self.betas[1]) * gradient**2)
    return tuple(state[slot] * (1 - beta ** state["steps"]) for slot, beta in zip(self.slots, self.betas, strict=True))


def Adam__moments__not_kept(self, gradient, state):
    """The new means are never written into `state`, so every visit begins at zero again."""
    state["steps"] += 1
    (first, second), steps = self.betas, state["steps"]
    mean = first * state["mean"] + (1 - first) * gradient
    square = second * state["square"] + (1 - second) * gradient**2
    return mean / (1 - first**steps), square / (1 - second**steps)


def Adam__moments__not_squared(self, gradient, state):
    """The second mean averages the gradient itself. It takes in the squares, so that both signs count alike."""
    state["steps"] += 1
    for slot, beta in zip(self.slots, self.betas, strict=True):
        state[slot].mul_(beta).add_((1 - beta) * gradient)
    return tuple(state[slot] / (1 - beta ** state["steps"]) for slot, beta in zip(self.slots, self.betas, strict=True))


def Adam__moments__sizes(self, gradient, state):
    """The second mean averages the sizes of the gradients, not their squares."""
    state["steps"] += 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["square"].mul_(self.betas[1]).add_((1 - self.betas[1]) * gradient.abs())
    return tuple(state[slot] / (1 - beta ** state["steps"]) for slot, beta in zip(self.slots, self.betas, strict=True))


def Adam__moments__already_rooted(self, gradient, state):
    """What comes back is the root of the second mean. `moments` returns the mean square; the root is the business of `update`."""
    state["steps"] += 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["square"].mul_(self.betas[1]).add_((1 - self.betas[1]) * gradient**2)
    square = state["square"] / (1 - self.betas[1] ** state["steps"])
    return state["mean"] / (1 - self.betas[0] ** state["steps"]), square.sqrt()


def Adam__moments__around_the_mean(self, gradient, state):
    """The squares are of the distance to the running mean, as in AdaBelief. Adam averages the squares of the gradient itself."""
    state["steps"] += 1
    state["mean"].mul_(self.betas[0]).add_((1 - self.betas[0]) * gradient)
    state["square"].mul_(self.betas[1]).add_((1 - self.betas[1]) * (gradient - state["mean"]) ** 2)
    return tuple(state[slot] / (1 - beta ** state["steps"]) for slot, beta in zip(self.slots, self.betas, strict=True))


def Adam__moments__other_names(self, gradient, state):
    """What is returned is right, but the running means are not kept in `state["mean"]` and `state["square"]`: these stay zero.

    Other rules look for them under these two names.
    """
    state["steps"] += 1
    kept = state.setdefault("kept", {"mean": 0.0, "square": 0.0})
    kept["mean"] = self.betas[0] * kept["mean"] + (1 - self.betas[0]) * gradient
    kept["square"] = self.betas[1] * kept["square"] + (1 - self.betas[1]) * gradient**2
    return tuple(kept[slot] / (1 - beta ** state["steps"]) for slot, beta in zip(self.slots, self.betas, strict=True))


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


def Adam__update__moments_twice(self, parameter, gradient, state):
    """`moments` is called twice, so this gradient is taken in twice and the visit is counted twice.

    It changes the state: call it once and keep both results.
    """
    mean, _ = self.moments(gradient, state)
    _, square = self.moments(gradient, state)
    parameter -= self.lr * mean / (square.sqrt() + self.eps)


def Adam__update__exchanged(self, parameter, gradient, state):
    """The two results of `moments` are exchanged: the mean comes first, the mean square second."""
    square, mean = self.moments(gradient, state)
    parameter -= self.lr * mean / (square.sqrt() + self.eps)


def Adam__update__counted_again(self, parameter, gradient, state):
    """The visit is counted here and in `moments`, so t goes up by 2. `moments` keeps the count."""
    state["steps"] += 1
    mean, square = self.moments(gradient, state)
    parameter -= self.lr * mean / (square.sqrt() + self.eps)


def Adam__update__decay_again(self, parameter, gradient, state):
    """The weight decay is added a second time: the gradient that `step` hands over already contains it."""
    mean, square = self.moments(gradient + self.weight_decay * parameter, state)
    parameter -= self.lr * mean / (square.sqrt() + self.eps)


def Adam__update__largest_square(self, parameter, gradient, state):
    """You divide by the largest mean square so far, as AMSGrad does. Adam forgets: it takes the present one."""
    mean, square = self.moments(gradient, state)
    state["top"] = torch.maximum(state.get("top", square), square)
    parameter -= self.lr * mean / (state["top"].sqrt() + self.eps)


def Adam__update__mean_biased(self, parameter, gradient, state):
    """The numerator is the mean as `state` keeps it. Take the unbiased one that `moments` returns."""
    _, square = self.moments(gradient, state)
    parameter -= self.lr * state["mean"] / (square.sqrt() + self.eps)


def Adam__update__square_biased(self, parameter, gradient, state):
    """The root is of the mean square as `state` keeps it. Take the unbiased one that `moments` returns."""
    mean, _ = self.moments(gradient, state)
    parameter -= self.lr * mean / (state["square"].sqrt() + self.eps)


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


def AdamW__update__rate_in_the_gradient(self, parameter, gradient, state):
    """The decay, multiplied by `lr`, is still added to the gradient, so it passes through the moments and the root.

    It must act on the weight directly.
    """
    Adam.update(self, parameter, gradient + self.lr * self.decay * parameter, state)


def AdamW__update__same_for_all(self, parameter, gradient, state):
    """The number `lr * decay` itself is subtracted, the same from every weight. A weight loses that share of its own value."""
    parameter -= self.lr * self.decay
    Adam.update(self, parameter, gradient, state)


def AdamW__update__new_memory(self, parameter, gradient, state):
    """`parameter.data = ...` hangs new memory into the parameter.

    Whoever holds a view of the old one (a tied weight, a flat buffer) no longer sees the updates. Change the values in place.
    """
    parameter.data = parameter.data * (1 - self.lr * self.decay)
    Adam.update(self, parameter, gradient, state)


def AdamW__update__not_in_place(self, parameter, gradient, state):
    """`parameter = parameter * ...` makes a new tensor with the old name, and Adam then updates that one.

    The model still holds the old tensor, which never moves.
    """
    parameter = parameter * (1 - self.lr * self.decay)
    Adam.update(self, parameter, gradient, state)


def AdamW__update__only_decay(self, parameter, gradient, state):
    """The weight only decays: the step of Adam is missing."""
    parameter *= 1 - self.lr * self.decay


def AdamW__update__step_shrunk(self, parameter, gradient, state):
    """You shrink the gradient. What decays is the parameter."""
    Adam.update(self, parameter, gradient * (1 - self.lr * self.decay), state)


def AdamW__update__both_decays(self, parameter, gradient, state):
    """The weight is shrunk by the L2 penalty `weight_decay` as well. Here only `decay` acts: the penalty is in the gradient."""
    parameter *= 1 - self.lr * (self.decay + self.weight_decay)
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


def Adamax__update__fades_with_first(self, parameter, gradient, state):
    """`largest` fades by the first beta. That one belongs to the mean; the maximum fades by the second."""
    state["steps"] += 1
    first = self.betas[0]
    state["mean"].mul_(first).add_((1 - first) * gradient)
    state["largest"] = torch.maximum(first * state["largest"], gradient.abs() + self.eps)
    parameter -= self.lr * state["mean"] / (1 - first ** state["steps"]) / state["largest"]


def Adamax__update__root_mean_square(self, parameter, gradient, state):
    """The divisor is the root of a running mean of squares, as in Adam. Adamax takes a maximum instead: no square, no root."""
    state["steps"] += 1
    first, second = self.betas
    state["mean"].mul_(first).add_((1 - first) * gradient)
    state["largest"] = (second * state["largest"] ** 2 + (1 - second) * gradient**2).sqrt() + self.eps
    parameter -= self.lr * state["mean"] / (1 - first ** state["steps"]) / state["largest"]


def Adamax__update__mean_square_kept(self, parameter, gradient, state):
    """`largest` is a running mean of squares, and you divide by its root: that is Adam. Adamax keeps a maximum of sizes."""
    state["steps"] += 1
    first, second = self.betas
    state["mean"].mul_(first).add_((1 - first) * gradient)
    state["largest"] = second * state["largest"] + (1 - second) * gradient**2
    parameter -= self.lr * state["mean"] / (1 - first ** state["steps"]) / (state["largest"].sqrt() + self.eps)


def Adamax__update__mean_size(self, parameter, gradient, state):
    """`largest` is a running mean of the sizes. It is a maximum: the faded old one or the new size, whichever is larger."""
    state["steps"] += 1
    first, second = self.betas
    state["mean"].mul_(first).add_((1 - first) * gradient)
    state["largest"] = second * state["largest"] + (1 - second) * (gradient.abs() + self.eps)
    parameter -= self.lr * state["mean"] / (1 - first ** state["steps"]) / state["largest"]


def Adamax__update__maximum_of_squares(self, parameter, gradient, state):
    """The maximum is taken of squared gradients, so it has the wrong unit. Adamax compares sizes."""
    state["steps"] += 1
    first, second = self.betas
    state["mean"].mul_(first).add_((1 - first) * gradient)
    state["largest"] = torch.maximum(second * state["largest"], gradient**2 + self.eps)
    parameter -= self.lr * state["mean"] / (1 - first ** state["steps"]) / state["largest"]


def Adamax__update__counted_afterwards(self, parameter, gradient, state):
    """The visit is counted after the step, so the first one is visit 0 and the correction divides by zero. Count first."""
    first, second = self.betas
    state["mean"].mul_(first).add_((1 - first) * gradient)
    state["largest"] = torch.maximum(second * state["largest"], gradient.abs() + self.eps)
    parameter -= self.lr * state["mean"] / (1 - first ** state["steps"]) / state["largest"]
    state["steps"] += 1


def Adamax__update__never_counts(self, parameter, gradient, state):
    """Every visit is corrected as if it were the first: the count never goes on, or the power of t is missing."""
    first, second = self.betas
    state["mean"].mul_(first).add_((1 - first) * gradient)
    state["largest"] = torch.maximum(second * state["largest"], gradient.abs() + self.eps)
    parameter -= self.lr * state["mean"] / (1 - first) / state["largest"]


def Adamax__update__one_ahead(self, parameter, gradient, state):
    """The count is one too high: the first visit already uses t = 2."""
    state["steps"] += 1
    first, second = self.betas
    state["mean"].mul_(first).add_((1 - first) * gradient)
    state["largest"] = torch.maximum(second * state["largest"], gradient.abs() + self.eps)
    parameter -= self.lr * state["mean"] / (1 - first ** (state["steps"] + 1)) / state["largest"]


def Adamax__update__eps_on_both(self, parameter, gradient, state):
    """`eps` is added to the whole maximum and kept, so it piles up from visit to visit. It belongs to the new size only."""
    state["steps"] += 1
    first, second = self.betas
    state["mean"].mul_(first).add_((1 - first) * gradient)
    state["largest"] = torch.maximum(second * state["largest"], gradient.abs()) + self.eps
    parameter -= self.lr * state["mean"] / (1 - first ** state["steps"]) / state["largest"]


def Adamax__update__eps_missing(self, parameter, gradient, state):
    """`eps` is missing. torch adds it to the size of the gradient inside the maximum."""
    state["steps"] += 1
    first, second = self.betas
    state["mean"].mul_(first).add_((1 - first) * gradient)
    state["largest"] = torch.maximum(second * state["largest"], gradient.abs())
    parameter -= self.lr * state["mean"] / (1 - first ** state["steps"]) / state["largest"]


def Adamax__update__not_kept(self, parameter, gradient, state):
    """The new maximum is never kept in `state`, so each step is divided by the size of this one gradient."""
    state["steps"] += 1
    first = self.betas[0]
    state["mean"].mul_(first).add_((1 - first) * gradient)
    parameter -= self.lr * state["mean"] / (1 - first ** state["steps"]) / (gradient.abs() + self.eps)


def Adamax__update__gradient_for_mean(self, parameter, gradient, state):
    """The numerator is the gradient itself. Adamax moves along the unbiased running mean, like Adam."""
    state["largest"] = torch.maximum(self.betas[1] * state["largest"], gradient.abs() + self.eps)
    parameter -= self.lr * gradient / state["largest"]


def Adamax__update__asks_moments(self, parameter, gradient, state):
    """`moments` cannot be used here: it wants a slot `square`, and Adamax keeps `largest` in its place.

    Make the unbiased mean yourself.
    """
    mean, _ = self.moments(gradient, state)
    state["largest"] = torch.maximum(self.betas[1] * state["largest"], gradient.abs() + self.eps)
    parameter -= self.lr * mean / state["largest"]


def Adamax__update__not_in_place(self, parameter, gradient, state):
    """`parameter = parameter - ...` makes a new tensor and gives it the old name. The model's own tensor never moves."""
    state["steps"] += 1
    first, second = self.betas
    state["mean"].mul_(first).add_((1 - first) * gradient)
    state["largest"] = torch.maximum(second * state["largest"], gradient.abs() + self.eps)
    parameter = parameter - self.lr * state["mean"] / (1 - first ** state["steps"]) / state["largest"]


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


def RAdam__update__biased_mean(self, parameter, gradient, state):
    """The steps use the mean as `state` keeps it, which is too small at first. Take the unbiased one that `moments` returns."""
    self.moments(gradient, state)
    beta, mean = self.betas[1], state["mean"]
    longest, unbias = 2 / (1 - beta) - 1, 1 - beta ** state["steps"]
    length = longest - 2 * state["steps"] * beta ** state["steps"] / unbias
    if length > 5:
        factor = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
        mean = mean * (factor * unbias) ** 0.5 / (state["square"].sqrt() + self.eps)
    parameter -= self.lr * mean


def RAdam__update__biased_in_first_phase(self, parameter, gradient, state):
    """The first phase uses the mean as `state` keeps it. Both phases take the unbiased one that `moments` returns."""
    beta, (mean, _) = self.betas[1], self.moments(gradient, state)
    longest, unbias = 2 / (1 - beta) - 1, 1 - beta ** state["steps"]
    length = longest - 2 * state["steps"] * beta ** state["steps"] / unbias
    if length > 5:
        factor = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
        parameter -= self.lr * mean * (factor * unbias) ** 0.5 / (state["square"].sqrt() + self.eps)
    else:
        parameter -= self.lr * state["mean"]


def RAdam__update__biased_in_second_phase(self, parameter, gradient, state):
    """The second phase uses the mean as `state` keeps it. Both phases take the unbiased one that `moments` returns."""
    beta, (mean, _) = self.betas[1], self.moments(gradient, state)
    longest, unbias = 2 / (1 - beta) - 1, 1 - beta ** state["steps"]
    length = longest - 2 * state["steps"] * beta ** state["steps"] / unbias
    if length > 5:
        factor = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
        mean = state["mean"] * (factor * unbias) ** 0.5 / (state["square"].sqrt() + self.eps)
    parameter -= self.lr * mean


def RAdam__update__corrected_twice(self, parameter, gradient, state):
    """The bias of the mean square is corrected twice: by `moments`, and by `sqrt(1 - beta**t)` in the numerator.

    That root belongs to the square as `state` keeps it.
    """
    beta, (mean, square) = self.betas[1], self.moments(gradient, state)
    longest, unbias = 2 / (1 - beta) - 1, 1 - beta ** state["steps"]
    length = longest - 2 * state["steps"] * beta ** state["steps"] / unbias
    if length > 5:
        factor = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
        mean = mean * (factor * unbias) ** 0.5 / (square.sqrt() + self.eps)
    parameter -= self.lr * mean


def RAdam__update__first_beta(self, parameter, gradient, state):
    """The length is computed with the first beta. It is the mean *square* that must be trusted, and it uses the second."""
    beta, (mean, _) = self.betas[0], self.moments(gradient, state)
    longest, unbias = 2 / (1 - beta) - 1, 1 - beta ** state["steps"]
    length = longest - 2 * state["steps"] * beta ** state["steps"] / unbias
    if length > 5:
        factor = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
        mean = mean * (factor * (1 - self.betas[1] ** state["steps"])) ** 0.5 / (state["square"].sqrt() + self.eps)
    parameter -= self.lr * mean


def RAdam__update__count_too_early(self, parameter, gradient, state):
    """The count is read before `moments` has counted this visit, so t begins at 0 and `1 - beta**t` is 0. Read it afterwards."""
    beta, steps = self.betas[1], state["steps"]
    mean, _ = self.moments(gradient, state)
    longest, unbias = 2 / (1 - beta) - 1, 1 - beta**steps
    length = longest - 2 * steps * beta**steps / unbias
    if length > 5:
        factor = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
        mean = mean * (factor * unbias) ** 0.5 / (state["square"].sqrt() + self.eps)
    parameter -= self.lr * mean


def RAdam__update__counted_again(self, parameter, gradient, state):
    """The visit is counted here and in `moments`, so t goes up by 2. `moments` keeps the count."""
    state["steps"] += 1
    beta, (mean, _) = self.betas[1], self.moments(gradient, state)
    longest, unbias = 2 / (1 - beta) - 1, 1 - beta ** state["steps"]
    length = longest - 2 * state["steps"] * beta ** state["steps"] / unbias
    if length > 5:
        factor = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
        mean = mean * (factor * unbias) ** 0.5 / (state["square"].sqrt() + self.eps)
    parameter -= self.lr * mean


def RAdam__update__adam_at_first(self, parameter, gradient, state):
    """The first phase takes Adam's step. It is the very phase in which the mean square cannot be trusted: do not divide by it."""
    beta, (mean, square) = self.betas[1], self.moments(gradient, state)
    longest, unbias = 2 / (1 - beta) - 1, 1 - beta ** state["steps"]
    length = longest - 2 * state["steps"] * beta ** state["steps"] / unbias
    if length > 5:
        factor = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
        parameter -= self.lr * mean * (factor * unbias) ** 0.5 / (state["square"].sqrt() + self.eps)
    else:
        parameter -= self.lr * mean / (square.sqrt() + self.eps)


def RAdam__update__factor_upside_down(self, parameter, gradient, state):
    """The factor is upside down, so the second phase begins with enormous steps. It grows from nearly 0 to 1."""
    beta, (mean, _) = self.betas[1], self.moments(gradient, state)
    longest, unbias = 2 / (1 - beta) - 1, 1 - beta ** state["steps"]
    length = longest - 2 * state["steps"] * beta ** state["steps"] / unbias
    if length > 5:
        factor = (longest - 4) * (longest - 2) * length / ((length - 4) * (length - 2) * longest)
        mean = mean * (factor * unbias) ** 0.5 / (state["square"].sqrt() + self.eps)
    parameter -= self.lr * mean


def RAdam__update__not_in_place(self, parameter, gradient, state):
    """`parameter = parameter - ...` makes a new tensor and gives it the old name. The model's own tensor never moves."""
    mean, square = self.moments(gradient, state)
    parameter = parameter - self.lr * mean / (square.sqrt() + self.eps)


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


def NAdam__update__exponent_lost(self, parameter, gradient, state):
    """`momentum_decay` multiplies the power. It belongs into the exponent: `0.96 ** (t * momentum_decay)`."""
    _, square = self.moments(gradient, state)
    now, soon = (self.betas[0] * (1 - 0.5 * 0.96**t * self.momentum_decay) for t in (state["steps"], state["steps"] + 1))
    state["product"] = state.get("product", 1.0) * now
    ahead = (1 - now) / (1 - state["product"]) * gradient + soon / (1 - state["product"] * soon) * state["mean"]
    parameter -= self.lr * ahead / (square.sqrt() + self.eps)


def NAdam__update__schedule_too_fast(self, parameter, gradient, state):
    """`momentum_decay` is not used: the exponent is t alone, so the momentum arrives after some steps instead of thousands."""
    _, square = self.moments(gradient, state)
    now, soon = (self.betas[0] * (1 - 0.5 * 0.96**t) for t in (state["steps"], state["steps"] + 1))
    state["product"] = state.get("product", 1.0) * now
    ahead = (1 - now) / (1 - state["product"]) * gradient + soon / (1 - state["product"] * soon) * state["mean"]
    parameter -= self.lr * ahead / (square.sqrt() + self.eps)


def NAdam__update__biased_square(self, parameter, gradient, state):
    """The root is of the mean square as `state` keeps it. Of the two means only the first is taken from there."""
    self.moments(gradient, state)
    now, soon = (self.betas[0] * (1 - 0.5 * 0.96 ** (t * self.momentum_decay)) for t in (state["steps"], state["steps"] + 1))
    state["product"] = state.get("product", 1.0) * now
    ahead = (1 - now) / (1 - state["product"]) * gradient + soon / (1 - state["product"] * soon) * state["mean"]
    parameter -= self.lr * ahead / (state["square"].sqrt() + self.eps)


def NAdam__update__one_behind(self, parameter, gradient, state):
    """The schedule is one visit behind: t begins at 0. Perhaps the count was read before `moments` had counted this visit."""
    _, square = self.moments(gradient, state)
    now, soon = (self.betas[0] * (1 - 0.5 * 0.96 ** (t * self.momentum_decay)) for t in (state["steps"] - 1, state["steps"]))
    state["product"] = state.get("product", 1.0) * now
    ahead = (1 - now) / (1 - state["product"]) * gradient + soon / (1 - state["product"] * soon) * state["mean"]
    parameter -= self.lr * ahead / (square.sqrt() + self.eps)


def NAdam__update__momenta_exchanged(self, parameter, gradient, state):
    """The two momenta are exchanged: the gradient goes with the one of this visit, the mean with the one of the next."""
    _, square = self.moments(gradient, state)
    now, soon = (self.betas[0] * (1 - 0.5 * 0.96 ** (t * self.momentum_decay)) for t in (state["steps"], state["steps"] + 1))
    state["product"] = state.get("product", 1.0) * now
    ahead = (1 - soon) / (1 - state["product"]) * gradient + now / (1 - state["product"] * soon) * state["mean"]
    parameter -= self.lr * ahead / (square.sqrt() + self.eps)


def NAdam__update__one_momentum(self, parameter, gradient, state):
    """The mean goes with the momentum of this visit. Looking ahead means the next one: `m(t + 1)` and `P(t + 1)`."""
    _, square = self.moments(gradient, state)
    now = self.betas[0] * (1 - 0.5 * 0.96 ** (state["steps"] * self.momentum_decay))
    state["product"] = state.get("product", 1.0) * now
    ahead = ((1 - now) * gradient + now * state["mean"]) / (1 - state["product"])
    parameter -= self.lr * ahead / (square.sqrt() + self.eps)


def NAdam__update__one_divisor(self, parameter, gradient, state):
    """Both parts are divided by `1 - P(t)`. The part of the mean belongs to the next visit: its product has one factor more."""
    _, square = self.moments(gradient, state)
    now, soon = (self.betas[0] * (1 - 0.5 * 0.96 ** (t * self.momentum_decay)) for t in (state["steps"], state["steps"] + 1))
    state["product"] = state.get("product", 1.0) * now
    ahead = ((1 - now) * gradient + soon * state["mean"]) / (1 - state["product"])
    parameter -= self.lr * ahead / (square.sqrt() + self.eps)


def NAdam__update__product_not_kept(self, parameter, gradient, state):
    """The product begins anew at each visit, so it is only this momentum. It gathers the momenta of all visits: keep it."""
    _, square = self.moments(gradient, state)
    now, soon = (self.betas[0] * (1 - 0.5 * 0.96 ** (t * self.momentum_decay)) for t in (state["steps"], state["steps"] + 1))
    ahead = (1 - now) / (1 - now) * gradient + soon / (1 - now * soon) * state["mean"]
    parameter -= self.lr * ahead / (square.sqrt() + self.eps)


def NAdam__update__mean_scheduled(self, parameter, gradient, state):
    """The running mean follows the schedule, as in the paper. In torch it keeps `betas[0]`; only the mixture is scheduled."""
    before = state["mean"].clone()
    _, square = self.moments(gradient, state)
    now, soon = (self.betas[0] * (1 - 0.5 * 0.96 ** (t * self.momentum_decay)) for t in (state["steps"], state["steps"] + 1))
    state["mean"] = now * before + (1 - now) * gradient
    state["product"] = state.get("product", 1.0) * now
    ahead = (1 - now) / (1 - state["product"]) * gradient + soon / (1 - state["product"] * soon) * state["mean"]
    parameter -= self.lr * ahead / (square.sqrt() + self.eps)


def NAdam__update__not_in_place(self, parameter, gradient, state):
    """`parameter = parameter - ...` makes a new tensor and gives it the old name. The model's own tensor never moves."""
    mean, square = self.moments(gradient, state)
    parameter = parameter - self.lr * mean / (square.sqrt() + self.eps)


def NAdam__update__product_behind(self, parameter, gradient, state):
    """The product is one visit behind: from the second visit on it lacks the momentum of the present one.

    P(t) ends with m(t), so it takes it in before it is used.
    """
    _, square = self.moments(gradient, state)
    now, soon = (self.betas[0] * (1 - 0.5 * 0.96 ** (t * self.momentum_decay)) for t in (state["steps"], state["steps"] + 1))
    product = state.get("product", now)
    ahead = (1 - now) / (1 - product) * gradient + soon / (1 - product * soon) * state["mean"]
    state["product"] = product * now
    parameter -= self.lr * ahead / (square.sqrt() + self.eps)


def NAdam__update__product_too_late(self, parameter, gradient, state):
    """The product takes in this visit's momentum only after it is used. At the first visit it is then 1, and `1 - P` is 0."""
    _, square = self.moments(gradient, state)
    now, soon = (self.betas[0] * (1 - 0.5 * 0.96 ** (t * self.momentum_decay)) for t in (state["steps"], state["steps"] + 1))
    product = state.get("product", 1.0)
    ahead = (1 - now) / (1 - product) * gradient + soon / (1 - product * soon) * state["mean"]
    state["product"] = product * now
    parameter -= self.lr * ahead / (square.sqrt() + self.eps)


def NAdam__update__schedule_ahead(self, parameter, gradient, state):
    """The schedule is one visit ahead: the momentum of visit t is computed for t + 1.

    `moments` has already counted this visit, so `state["steps"]` is t as it stands.
    """
    _, square = self.moments(gradient, state)
    now, soon = (self.betas[0] * (1 - 0.5 * 0.96 ** (t * self.momentum_decay)) for t in (state["steps"] + 1, state["steps"] + 2))
    state["product"] = state.get("product", 1.0) * now
    ahead = (1 - now) / (1 - state["product"]) * gradient + soon / (1 - state["product"] * soon) * state["mean"]
    parameter -= self.lr * ahead / (square.sqrt() + self.eps)
