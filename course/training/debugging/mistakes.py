"""Wrong versions of the programs and tools. The docstring is what the learner is told."""


def train_shuffled__labels_stay(model, features, targets, orders, *, lr=0.05, size=4):
    """The features are shuffled, the targets are not: almost every row is trained towards the answer of another one.

    Whatever reorders one of them must reorder the other with the same numbers.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    errors = []
    for order in orders:
        shuffled = features[order]
        for batch, wanted in zip(shuffled.split(size), targets.split(size), strict=True):
            optimiser.zero_grad()
            mse_loss(model(batch), wanted).backward()
            optimiser.step()
        with torch.no_grad():
            errors.append(mse_loss(model(features), targets).item())
    return errors


def train_shuffled__not_shuffled(model, features, targets, orders, *, lr=0.05, size=4):
    """Features and targets fit together, but `orders` is not used: every epoch goes through the rows in the same order."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    errors = []
    for _ in orders:
        for start in range(0, len(features), size):
            batch, wanted = features[start : start + size], targets[start : start + size]
            optimiser.zero_grad()
            mse_loss(model(batch), wanted).backward()
            optimiser.step()
        with torch.no_grad():
            errors.append(mse_loss(model(features), targets).item())
    return errors


def train_shuffled__one_order(model, features, targets, orders, *, lr=0.05, size=4):
    """Every epoch takes the order of the first one."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    errors = []
    shuffled, answers = features[orders[0]], targets[orders[0]]
    for _ in orders:
        for start in range(0, len(features), size):
            batch, wanted = shuffled[start : start + size], answers[start : start + size]
            optimiser.zero_grad()
            mse_loss(model(batch), wanted).backward()
            optimiser.step()
        with torch.no_grad():
            errors.append(mse_loss(model(features), targets).item())
    return errors


def train_shuffled__reordered_again(model, features, targets, orders, *, lr=0.05, size=4):
    """Each epoch reorders what the epoch before left behind, so from the second epoch on the order is not `orders[e]`.

    Keep the original rows and make the shuffled ones from them.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    errors = []
    for order in orders:
        features, targets = features[order], targets[order]
        for start in range(0, len(order), size):
            batch, wanted = features[start : start + size], targets[start : start + size]
            optimiser.zero_grad()
            mse_loss(model(batch), wanted).backward()
            optimiser.step()
        with torch.no_grad():
            errors.append(mse_loss(model(features), targets).item())
    return errors


def train_shuffled__last_batch_dropped(model, features, targets, orders, *, lr=0.05, size=4):
    """The rows that do not fill a whole mini-batch are dropped. Here the last mini-batch may be short."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    errors = []
    for order in orders:
        shuffled, answers = features[order], targets[order]
        for start in range(0, len(order) - size + 1, size):
            batch, wanted = shuffled[start : start + size], answers[start : start + size]
            optimiser.zero_grad()
            mse_loss(model(batch), wanted).backward()
            optimiser.step()
        with torch.no_grad():
            errors.append(mse_loss(model(features), targets).item())
    return errors


def train_shuffled__other_order(model, features, targets, orders, *, lr=0.05, size=4):
    """The targets are reordered too, but by other numbers than the features, so the rows still do not fit together.

    `order` says where each row comes from. Picking with it twice keeps the pairs; its inverse (`argsort`) undoes something else.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    errors = []
    for order in orders:
        shuffled = features[order]
        for batch, wanted in zip(shuffled.split(size), targets[order.argsort()].split(size), strict=True):
            optimiser.zero_grad()
            mse_loss(model(batch), wanted).backward()
            optimiser.step()
        with torch.no_grad():
            errors.append(mse_loss(model(features), targets).item())
    return errors


def train_shuffled__targets_shuffled_for_good(model, features, targets, orders, *, lr=0.05, size=4):
    """`targets` is overwritten by its shuffled rows, while `features` keeps its order.

    The error then compares rows that do not belong together, and the next epoch shuffles what is shuffled already.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    errors = []
    for order in orders:
        shuffled, targets = features[order], targets[order]
        for batch, wanted in zip(shuffled.split(size), targets.split(size), strict=True):
            optimiser.zero_grad()
            mse_loss(model(batch), wanted).backward()
            optimiser.step()
        with torch.no_grad():
            errors.append(mse_loss(model(features), targets).item())
    return errors


def train_shuffled__features_shuffled_for_good(model, features, targets, orders, *, lr=0.05, size=4):
    """`features` is overwritten by its shuffled rows, while `targets` keeps its order.

    The error then compares rows that do not belong together, and the next epoch shuffles what is shuffled already.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    errors = []
    for order in orders:
        features, answers = features[order], targets[order]
        for batch, wanted in zip(features.split(size), answers.split(size), strict=True):
            optimiser.zero_grad()
            mse_loss(model(batch), wanted).backward()
            optimiser.step()
        with torch.no_grad():
            errors.append(mse_loss(model(features), targets).item())
    return errors


def train_shuffled__features_stay(model, features, targets, orders, *, lr=0.05, size=4):
    """Now the targets are shuffled and the features are not. Whatever reorders one of them must reorder the other."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    errors = []
    for order in orders:
        shuffled, answers = features, targets[order]
        for batch, wanted in zip(shuffled.split(size), answers.split(size), strict=True):
            optimiser.zero_grad()
            mse_loss(model(batch), wanted).backward()
            optimiser.step()
        with torch.no_grad():
            errors.append(mse_loss(model(features), targets).item())
    return errors


def train_shuffled__caller_shuffled(model, features, targets, orders, *, lr=0.05, size=4):
    """The caller's tensors are shuffled in place.

    They are not yours, and each epoch reorders what the one before left behind. Make shuffled copies.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    errors = []
    for order in orders:
        features.copy_(features[order])
        targets.copy_(targets[order])
        for batch, wanted in zip(features.split(size), targets.split(size), strict=True):
            optimiser.zero_grad()
            mse_loss(model(batch), wanted).backward()
            optimiser.step()
        with torch.no_grad():
            errors.append(mse_loss(model(features), targets).item())
    return errors


def train_shuffled__last_batch_error(model, features, targets, orders, *, lr=0.05, size=4):
    """The error is that of the last mini-batch. Asked for is the one over all rows."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    errors = []
    for order in orders:
        shuffled, answers = features[order], targets[order]
        for batch, wanted in zip(shuffled.split(size), answers.split(size), strict=True):
            optimiser.zero_grad()
            mse_loss(model(batch), wanted).backward()
            optimiser.step()
        with torch.no_grad():
            errors.append(mse_loss(model(batch), wanted).item())
    return errors


def train_shuffled__mean_of_batch_losses(model, features, targets, orders, *, lr=0.05, size=4):
    """The error is the mean of the losses on the way, while the weights were still moving.

    Asked for is the error over all rows after the epoch.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    errors = []
    for order in orders:
        shuffled, answers, losses = features[order], targets[order], []
        for batch, wanted in zip(shuffled.split(size), answers.split(size), strict=True):
            optimiser.zero_grad()
            loss = mse_loss(model(batch), wanted)
            loss.backward()
            optimiser.step()
            losses.append(loss.item())
        errors.append(sum(losses) / len(losses))
    return errors


def train_shuffled__error_before(model, features, targets, orders, *, lr=0.05, size=4):
    """The error is measured before the epoch. Asked for is the one after it."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    errors = []
    for order in orders:
        with torch.no_grad():
            errors.append(mse_loss(model(features), targets).item())
        shuffled, answers = features[order], targets[order]
        for batch, wanted in zip(shuffled.split(size), answers.split(size), strict=True):
            optimiser.zero_grad()
            mse_loss(model(batch), wanted).backward()
            optimiser.step()
    return errors


def score_new_rows__chosen_on_everything(features, targets, *, tests, keep, penalty=1.0):
    """The columns are chosen with the help of the future rows and their targets.

    Among many columns some correlate with any target by chance. Chosen on all rows, they correlate on the future rows too,
    and the score reports skill that is not there. Every choice that looks at data belongs to the past part alone.
    """
    past, future = features[:-tests], features[-tests:]
    wanted, answers = targets[:-tests], targets[-tests:]
    center, spread = past.mean(dim=0), past.std(dim=0)
    past, future = (past - center) / spread, (future - center) / spread
    middle = wanted.mean()
    everything = torch.cat([past, future])
    best = ((targets - targets.mean()) @ (everything - everything.mean(dim=0))).abs().topk(keep).indices
    past, future = past[:, best], future[:, best]
    weight = torch.linalg.solve(past.T @ past + penalty * torch.eye(keep, dtype=past.dtype), past.T @ (wanted - middle))
    missed = answers - middle - future @ weight
    return (1 - missed.square().sum() / (answers - middle).square().sum()).item()


def score_new_rows__scaled_on_everything(features, targets, *, tests, keep, penalty=1.0):
    """The columns are chosen rightly now, but mean and spread are taken over all rows, those of the future among them."""
    features = (features - features.mean(dim=0)) / features.std(dim=0)
    past, future = features[:-tests], features[-tests:]
    wanted, answers = targets[:-tests], targets[-tests:]
    middle = wanted.mean()
    best = ((wanted - middle) @ past).abs().topk(keep).indices
    past, future = past[:, best], future[:, best]
    weight = torch.linalg.solve(past.T @ past + penalty * torch.eye(keep, dtype=past.dtype), past.T @ (wanted - middle))
    missed = answers - middle - future @ weight
    return (1 - missed.square().sum() / (answers - middle).square().sum()).item()


def score_new_rows__scaled_by_itself(features, targets, *, tests, keep, penalty=1.0):
    """The future rows are standardised by their own mean and spread.

    A row of the future comes alone, and a shift between past and future would be wiped out. Use the numbers of the past.
    """
    past, future = features[:-tests], features[-tests:]
    wanted, answers = targets[:-tests], targets[-tests:]
    past = (past - past.mean(dim=0)) / past.std(dim=0)
    future = (future - future.mean(dim=0)) / future.std(dim=0)
    middle = wanted.mean()
    best = ((wanted - middle) @ past).abs().topk(keep).indices
    past, future = past[:, best], future[:, best]
    weight = torch.linalg.solve(past.T @ past + penalty * torch.eye(keep, dtype=past.dtype), past.T @ (wanted - middle))
    missed = answers - middle - future @ weight
    return (1 - missed.square().sum() / (answers - middle).square().sum()).item()


def score_new_rows__chosen_on_the_future(features, targets, *, tests, keep, penalty=1.0):
    """The columns are chosen on the future rows alone. That is the leak in its purest form: choose on the past."""
    past, future = features[:-tests], features[-tests:]
    wanted, answers = targets[:-tests], targets[-tests:]
    center, spread = past.mean(dim=0), past.std(dim=0)
    past, future = (past - center) / spread, (future - center) / spread
    middle = wanted.mean()
    best = ((answers - answers.mean()) @ future).abs().topk(keep).indices
    past, future = past[:, best], future[:, best]
    weight = torch.linalg.solve(past.T @ past + penalty * torch.eye(keep, dtype=past.dtype), past.T @ (wanted - middle))
    missed = answers - middle - future @ weight
    return (1 - missed.square().sum() / (answers - middle).square().sum()).item()


def score_new_rows__sign_matters(features, targets, *, tests, keep, penalty=1.0):
    """Only columns that rise with the target are kept.

    One that falls with it says just as much: rank by the size of the correlation.
    """
    past, future = features[:-tests], features[-tests:]
    wanted, answers = targets[:-tests], targets[-tests:]
    center, spread = past.mean(dim=0), past.std(dim=0)
    past, future = (past - center) / spread, (future - center) / spread
    middle = wanted.mean()
    best = ((wanted - middle) @ past).topk(keep).indices
    past, future = past[:, best], future[:, best]
    weight = torch.linalg.solve(past.T @ past + penalty * torch.eye(keep, dtype=past.dtype), past.T @ (wanted - middle))
    missed = answers - middle - future @ weight
    return (1 - missed.square().sum() / (answers - middle).square().sum()).item()


def score_new_rows__mean_of_everything(features, targets, *, tests, keep, penalty=1.0):
    """The columns are chosen rightly now, but the mean target is taken over all rows, those of the future among them."""
    past, future = features[:-tests], features[-tests:]
    wanted, answers = targets[:-tests], targets[-tests:]
    center, spread = past.mean(dim=0), past.std(dim=0)
    past, future = (past - center) / spread, (future - center) / spread
    middle = targets.mean()
    best = ((wanted - middle) @ past).abs().topk(keep).indices
    past, future = past[:, best], future[:, best]
    weight = torch.linalg.solve(past.T @ past + penalty * torch.eye(keep, dtype=past.dtype), past.T @ (wanted - middle))
    missed = answers - middle - future @ weight
    return (1 - missed.square().sum() / (answers - middle).square().sum()).item()


def score_new_rows__chosen_by_covariance(features, targets, *, tests, keep, penalty=1.0):
    """The columns are compared before they are standardised, so columns of large numbers win.

    A correlation does not know the scale: standardise first, then choose.
    """
    past, future = features[:-tests], features[-tests:]
    wanted, answers = targets[:-tests], targets[-tests:]
    center, spread = past.mean(dim=0), past.std(dim=0)
    middle = wanted.mean()
    best = ((wanted - middle) @ (past - center)).abs().topk(keep).indices
    past, future = ((part - center) / spread for part in (past, future))
    past, future = past[:, best], future[:, best]
    weight = torch.linalg.solve(past.T @ past + penalty * past.new_ones(keep).diag(), past.T @ wanted)
    missed = answers - middle - future @ weight
    return (1 - missed.square().sum() / (answers - middle).square().sum()).item()


def score_new_rows__mean_of_the_answers(features, targets, *, tests, keep, penalty=1.0):
    """The constant in the score is the mean of the future answers. Nobody knows that one beforehand: take that of the past."""
    past, future = features[:-tests], features[-tests:]
    wanted, answers = targets[:-tests], targets[-tests:]
    center, spread = past.mean(dim=0), past.std(dim=0)
    past, future = (past - center) / spread, (future - center) / spread
    middle = wanted.mean()
    best = (wanted @ past).abs().topk(keep).indices
    past, future = past[:, best], future[:, best]
    weight = torch.linalg.solve(past.T @ past + penalty * past.new_ones(keep).diag(), past.T @ wanted)
    missed = answers - middle - future @ weight
    return (1 - missed.square().sum() / (answers - answers.mean()).square().sum()).item()


def score_new_rows__predicted_mean_of_the_future(features, targets, *, tests, keep, penalty=1.0):
    """The mean of the future answers is added to the predictions. Nobody knows it beforehand: take that of the past."""
    past, future = features[:-tests], features[-tests:]
    wanted, answers = targets[:-tests], targets[-tests:]
    center, spread = past.mean(dim=0), past.std(dim=0)
    past, future = (past - center) / spread, (future - center) / spread
    best = (wanted @ past).abs().topk(keep).indices
    past, future = past[:, best], future[:, best]
    weight = torch.linalg.solve(past.T @ past + penalty * past.new_ones(keep).diag(), past.T @ wanted)
    missed = answers - answers.mean() - future @ weight
    return (1 - missed.square().sum() / (answers - answers.mean()).square().sum()).item()


def score_new_rows__first_columns(features, targets, *, tests, keep, penalty=1.0):
    """The first columns are kept, whatever they correlate with.

    The choice may stay: it only must not look at the future.
    """
    past, future = features[:-tests], features[-tests:]
    wanted, answers = targets[:-tests], targets[-tests:]
    center, spread = past.mean(dim=0), past.std(dim=0)
    past, future = (past - center) / spread, (future - center) / spread
    middle = wanted.mean()
    best = torch.arange(keep)
    past, future = past[:, best], future[:, best]
    weight = torch.linalg.solve(past.T @ past + penalty * past.new_ones(keep).diag(), past.T @ wanted)
    missed = answers - middle - future @ weight
    return (1 - missed.square().sum() / (answers - middle).square().sum()).item()


def score_new_rows__nothing_chosen(features, targets, *, tests, keep, penalty=1.0):
    """All columns are kept. The choice may stay: it only must not look at the future."""
    past, future = features[:-tests], features[-tests:]
    wanted, answers = targets[:-tests], targets[-tests:]
    center, spread = past.mean(dim=0), past.std(dim=0)
    past, future = (past - center) / spread, (future - center) / spread
    middle = wanted.mean()
    best = torch.arange(past.shape[1])
    past, future = past[:, best], future[:, best]
    weight = torch.linalg.solve(past.T @ past + penalty * past.new_ones(past.shape[1]).diag(), past.T @ wanted)
    missed = answers - middle - future @ weight
    return (1 - missed.square().sum() / (answers - middle).square().sum()).item()


def score_new_rows__first_rows_tested(features, targets, *, tests, keep, penalty=1.0):
    """The first rows are taken for the future. The last `tests` rows are."""
    past, future = features[tests:], features[:tests]
    wanted, answers = targets[tests:], targets[:tests]
    center, spread = past.mean(dim=0), past.std(dim=0)
    past, future = (past - center) / spread, (future - center) / spread
    middle = wanted.mean()
    best = (wanted @ past).abs().topk(keep).indices
    past, future = past[:, best], future[:, best]
    weight = torch.linalg.solve(past.T @ past + penalty * past.new_ones(keep).diag(), past.T @ wanted)
    missed = answers - middle - future @ weight
    return (1 - missed.square().sum() / (answers - middle).square().sum()).item()


def score_new_rows__fitted_on_everything(features, targets, *, tests, keep, penalty=1.0):
    """The choice asks the past alone, but the regression is fitted on past and future together.

    The fit must not see the future rows either.
    """
    past, future = features[:-tests], features[-tests:]
    wanted, answers = targets[:-tests], targets[-tests:]
    center, spread = past.mean(dim=0), past.std(dim=0)
    past, future = (past - center) / spread, (future - center) / spread
    middle = wanted.mean()
    best = (wanted @ past).abs().topk(keep).indices
    past, future = past[:, best], future[:, best]
    everything = torch.cat([past, future])
    gram = everything.T @ everything + penalty * past.new_ones(keep).diag()
    weight = torch.linalg.solve(gram, everything.T @ (targets - middle))
    missed = answers - middle - future @ weight
    return (1 - missed.square().sum() / (answers - middle).square().sum()).item()


def score_new_rows__scored_on_the_past(features, targets, *, tests, keep, penalty=1.0):
    """The score is taken on the rows the model was fitted on. It must be that of the last rows, which the fit has not seen."""
    past, future = features[:-tests], features[-tests:]
    wanted = targets[:-tests]
    center, spread = past.mean(dim=0), past.std(dim=0)
    past, future = (past - center) / spread, (future - center) / spread
    middle = wanted.mean()
    best = (wanted @ past).abs().topk(keep).indices
    past, future = past[:, best], future[:, best]
    weight = torch.linalg.solve(past.T @ past + penalty * past.new_ones(keep).diag(), past.T @ wanted)
    missed = wanted - middle - past @ weight
    return (1 - missed.square().sum() / (wanted - middle).square().sum()).item()


def score_new_rows__compared_with_zero(features, targets, *, tests, keep, penalty=1.0):
    """The model is compared with the constant 0. The constant is the mean target of the past."""
    past, future = features[:-tests], features[-tests:]
    wanted, answers = targets[:-tests], targets[-tests:]
    center, spread = past.mean(dim=0), past.std(dim=0)
    past, future = (past - center) / spread, (future - center) / spread
    middle = wanted.mean()
    best = (wanted @ past).abs().topk(keep).indices
    past, future = past[:, best], future[:, best]
    weight = torch.linalg.solve(past.T @ past + penalty * past.new_ones(keep).diag(), past.T @ wanted)
    missed = answers - middle - future @ weight
    return (1 - missed.square().sum() / answers.square().sum()).item()


def score_new_rows__least_correlated(features, targets, *, tests, keep, penalty=1.0):
    """The columns that correlate least are kept."""
    past, future = features[:-tests], features[-tests:]
    wanted, answers = targets[:-tests], targets[-tests:]
    center, spread = past.mean(dim=0), past.std(dim=0)
    past, future = (past - center) / spread, (future - center) / spread
    middle = wanted.mean()
    best = (wanted @ past).abs().topk(keep, largest=False).indices
    past, future = past[:, best], future[:, best]
    weight = torch.linalg.solve(past.T @ past + penalty * past.new_ones(keep).diag(), past.T @ wanted)
    missed = answers - middle - future @ weight
    return (1 - missed.square().sum() / (answers - middle).square().sum()).item()


def score_new_rows__no_penalty(features, targets, *, tests, keep, penalty=1.0):
    """The penalty is left out: this is plain least squares."""
    past, future = features[:-tests], features[-tests:]
    wanted, answers = targets[:-tests], targets[-tests:]
    center, spread = past.mean(dim=0), past.std(dim=0)
    past, future = (past - center) / spread, (future - center) / spread
    middle = wanted.mean()
    best = (wanted @ past).abs().topk(keep).indices
    past, future = past[:, best], future[:, best]
    weight = torch.linalg.solve(past.T @ past, past.T @ wanted)
    missed = answers - middle - future @ weight
    return (1 - missed.square().sum() / (answers - middle).square().sum()).item()


def score_new_rows__no_constant(features, targets, *, tests, keep, penalty=1.0):
    """The mean target is not added to the predictions. The columns have mean zero, so they explain only what differs from it."""
    past, future = features[:-tests], features[-tests:]
    wanted, answers = targets[:-tests], targets[-tests:]
    center, spread = past.mean(dim=0), past.std(dim=0)
    past, future = (past - center) / spread, (future - center) / spread
    middle = wanted.mean()
    best = (wanted @ past).abs().topk(keep).indices
    past, future = past[:, best], future[:, best]
    weight = torch.linalg.solve(past.T @ past + penalty * past.new_ones(keep).diag(), past.T @ wanted)
    missed = answers - future @ weight
    return (1 - missed.square().sum() / (answers - middle).square().sum()).item()


def score_new_rows__ranked_by_all_spreads(features, targets, *, tests, keep, penalty=1.0):
    """The targets of the future are hidden from the choice, but its features are not: the ranking uses the spread of all rows.

    A column that spreads wider in the future is then ranked lower. The choice looks at the past alone.
    """
    past, future = features[:-tests], features[-tests:]
    wanted, answers = targets[:-tests], targets[-tests:]
    middle = wanted.mean()
    best = ((wanted - middle) @ (past / features.std(dim=0))).abs().topk(keep).indices
    center, spread = past.mean(dim=0), past.std(dim=0)
    past, future = ((past - center) / spread)[:, best], ((future - center) / spread)[:, best]
    weight = torch.linalg.solve(past.T @ past + penalty * torch.eye(keep, dtype=past.dtype), past.T @ (wanted - middle))
    missed = answers - middle - future @ weight
    return (1 - missed.square().sum() / (answers - middle).square().sum()).item()


def train_classifier__softmax_twice(model, features, labels, *, lr=0.5, steps=20):
    """`cross_entropy` takes scores and applies log-softmax itself; here it is given probabilities, so softmax acts twice.

    Probabilities differ by at most 1, so the second softmax can never become confident, and the gradients are small.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = cross_entropy(model(features).softmax(dim=1), labels)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_classifier__log_of_softmax(model, features, labels, *, lr=0.5, steps=20):
    """The logarithm is taken of finished probabilities.

    As mathematics that is right. But a probability that is too small to be told from 0 has the logarithm minus infinity,
    and the gradient is NaN. `cross_entropy` on scores, or `log_softmax`, never forms that probability.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    rows = torch.arange(len(labels))
    for _ in range(steps):
        optimiser.zero_grad()
        loss = -model(features).softmax(dim=1)[rows, labels].log().mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_classifier__probabilities_as_loss(model, features, labels, *, lr=0.5, steps=20):
    """`nll_loss` is given probabilities. It only picks entries and negates them: the logarithm must have been taken before."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = nn.functional.nll_loss(model(features).softmax(dim=1), labels)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_classifier__other_axis(model, features, labels, *, lr=0.5, steps=20):
    """The log-softmax runs over the rows of the batch (`dim=0`).

    The classes of one row must compete, not the rows of one class.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = nn.functional.nll_loss(model(features).log_softmax(dim=0), labels)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_classifier__sigmoid_first(model, features, labels, *, lr=0.5, steps=20):
    """The scores are squeezed between 0 and 1 by a sigmoid before `cross_entropy` sees them.

    That has the same effect as probabilities: the softmax inside can never become confident. It wants the scores as they are.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = cross_entropy(model(features).sigmoid(), labels)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_classifier__log_with_margin(model, features, labels, *, lr=0.5, steps=20):
    """A small number keeps the logarithm finite, and bends the loss.

    A row that is certainly wrong then has nearly no gradient, so it is never learned.
    `cross_entropy` on scores needs no such help.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    rows = torch.arange(len(labels))
    for _ in range(steps):
        optimiser.zero_grad()
        loss = -model(features).softmax(dim=1)[rows, labels].add(1e-8).log().mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_classifier__hotter_softmax(model, features, labels, *, lr=0.5, steps=20):
    """The softmax is still there; its scores are only made larger before.

    `cross_entropy` wants the scores as they are. What it is given here lies between 0 and 1.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = cross_entropy((10 * model(features)).softmax(dim=1), labels)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_classifier__scaled_probabilities(model, features, labels, *, lr=0.5, steps=20):
    """The softmax is still there; its probabilities are only made larger afterwards.

    `cross_entropy` wants the scores of the model as they are.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = cross_entropy(10 * model(features).softmax(dim=1), labels)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_classifier__squared_error(model, features, labels, *, lr=0.5, steps=20):
    """The loss is a squared error of the probabilities. Asked for is the cross-entropy."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        scores = model(features)
        loss = mse_loss(scores.softmax(dim=1), torch.eye(scores.shape[1], dtype=scores.dtype)[labels])
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_classifier__squared_error_of_scores(model, features, labels, *, lr=0.5, steps=20):
    """The loss is a squared error of the scores against zeros and ones. Asked for is the cross-entropy."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        scores = model(features)
        loss = mse_loss(scores, torch.eye(scores.shape[1], dtype=scores.dtype)[labels])
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_classifier__each_class_alone(model, features, labels, *, lr=0.5, steps=20):
    """Every class is judged on its own, as yes or no. Exactly one of them is right: let them compete, with `cross_entropy`."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        scores = model(features)
        loss = nn.functional.binary_cross_entropy_with_logits(scores, torch.eye(scores.shape[1], dtype=scores.dtype)[labels])
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_classifier__softmax_reported(model, features, labels, *, lr=0.5, steps=20):
    """The training is right now, but the loss that comes back still has the softmax in it. Report the loss you train with."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        scores = model(features)
        loss = cross_entropy(scores, labels)
        loss.backward()
        optimiser.step()
        losses.append(cross_entropy(scores.softmax(dim=1), labels).item())
    return losses


def train_classifier__never_cleared(model, features, labels, *, lr=0.5, steps=20):
    """The scores are right now, but the gradients are no longer cleared, so each step follows the sum of all so far."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = cross_entropy(model(features), labels)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_classifier__summed(model, features, labels, *, lr=0.5, steps=20):
    """The loss is summed over the rows. Their mean is asked for."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = cross_entropy(model(features), labels, reduction="sum")
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_classifier__loss_afterwards(model, features, labels, *, lr=0.5, steps=20):
    """The loss is measured after the step. Asked for is the one before it."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = cross_entropy(model(features), labels)
        loss.backward()
        optimiser.step()
        losses.append(cross_entropy(model(features), labels).item())
    return losses


def train_classifier__softmax_over_rows(model, features, labels, *, lr=0.5, steps=20):
    """The softmax is still there, now over the rows of the batch. `cross_entropy` wants the scores as they are."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = cross_entropy(model(features).softmax(dim=0), labels)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def overfit_one_batch__not_put_back(model, features, labels, *, lr=0.01, steps=100):
    """The model keeps what the trial has taught it. A look at one batch must not be the beginning of the training.

    If you did put a state back: `state_dict()` does not copy. Its tensors are the parameters themselves and are trained along,
    so what you put back is the trained state. The same trap waits in "keep the best weights". Clone the values.
    """
    found = model.state_dict()
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for step in range(steps + 1):
        optimiser.zero_grad()
        loss = cross_entropy(model(features), labels)
        losses.append(loss.item())
        if step < steps:
            loss.backward()
            optimiser.step()
    model.load_state_dict(found)
    return losses


def overfit_one_batch__buffers_forgotten(model, features, labels, *, lr=0.01, steps=100):
    """Only the parameters are put back. Running statistics of batch normalisation are buffers, and they have moved too."""
    found = [parameter.detach().clone() for parameter in model.parameters()]
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for step in range(steps + 1):
        optimiser.zero_grad()
        loss = cross_entropy(model(features), labels)
        losses.append(loss.item())
        if step < steps:
            loss.backward()
            optimiser.step()
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), found, strict=True):
            parameter.copy_(value)
    return losses


def overfit_one_batch__gradients_pile_up(model, features, labels, *, lr=0.01, steps=100):
    """The gradients are not cleared between the steps, so each step follows the sum of all gradients so far."""
    found = {name: value.clone() for name, value in model.state_dict().items()}
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for step in range(steps + 1):
        loss = cross_entropy(model(features), labels)
        losses.append(loss.item())
        if step < steps:
            loss.backward()
            optimiser.step()
    model.load_state_dict(found)
    optimiser.zero_grad()
    return losses


def overfit_one_batch__last_loss_missing(model, features, labels, *, lr=0.01, steps=100):
    """The loss after the last step is missing: `steps` steps have `steps + 1` losses, one before each and one at the end."""
    found = {name: value.clone() for name, value in model.state_dict().items()}
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = cross_entropy(model(features), labels)
        losses.append(loss.item())
        loss.backward()
        optimiser.step()
    model.load_state_dict(found)
    optimiser.zero_grad()
    return losses


def overfit_one_batch__mode_switched(model, features, labels, *, lr=0.01, steps=100):
    """You switch the model to training mode.

    Whoever called you chose a mode; it is theirs, and it is still switched when you are done.
    """
    found = {name: value.clone() for name, value in model.state_dict().items()}
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    model.train()
    for step in range(steps + 1):
        optimiser.zero_grad()
        loss = cross_entropy(model(features), labels)
        losses.append(loss.item())
        if step < steps:
            loss.backward()
            optimiser.step()
    model.load_state_dict(found)
    return losses


def overfit_one_batch__fresh_optimiser(model, features, labels, *, lr=0.01, steps=100):
    """A new Adam is made for every step. Its running means begin at zero each time, so every step is `lr` times the sign."""
    found = {name: value.clone() for name, value in model.state_dict().items()}
    losses = []
    for step in range(steps + 1):
        model.zero_grad()
        loss = cross_entropy(model(features), labels)
        losses.append(loss.item())
        if step < steps:
            loss.backward()
            torch.optim.Adam(model.parameters(), lr=lr).step()
    model.load_state_dict(found)
    return losses


def overfit_one_batch__gradients_left(model, features, labels, *, lr=0.01, steps=100):
    """The gradients of the last step stay behind in the model, and the next `backward` will add to them."""
    found = {name: value.clone() for name, value in model.state_dict().items()}
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = cross_entropy(model(features), labels)
        losses.append(loss.item())
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        losses.append(cross_entropy(model(features), labels).item())
    model.load_state_dict(found)
    return losses


def overfit_one_batch__tensors_returned(model, features, labels, *, lr=0.01, steps=100):
    """The losses are tensors that still hang on their graphs. Python floats are asked for: `loss.item()`."""
    found = {name: value.clone() for name, value in model.state_dict().items()}
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for step in range(steps + 1):
        optimiser.zero_grad()
        loss = cross_entropy(model(features), labels)
        losses.append(loss)
        if step < steps:
            loss.backward()
            optimiser.step()
    model.load_state_dict(found)
    optimiser.zero_grad()
    return losses


def overfit_one_batch__other_optimiser(model, features, labels, *, lr=0.01, steps=100):
    """The steps are those of plain SGD. Asked for is Adam, which learns a batch by heart with nearly any rate."""
    found = {name: value.clone() for name, value in model.state_dict().items()}
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for step in range(steps + 1):
        optimiser.zero_grad()
        loss = cross_entropy(model(features), labels)
        losses.append(loss.item())
        if step < steps:
            loss.backward()
            optimiser.step()
    model.load_state_dict(found)
    optimiser.zero_grad()
    return losses


def overfit_one_batch__first_loss_missing(model, features, labels, *, lr=0.01, steps=100):
    """The first loss is measured after a step already, so the loss of the untrained model is missing.

    There are `steps` steps: one loss stands before the first of them, and one behind each.
    """
    found = {name: value.clone() for name, value in model.state_dict().items()}
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps + 1):
        optimiser.zero_grad()
        cross_entropy(model(features), labels).backward()
        optimiser.step()
        losses.append(cross_entropy(model(features), labels).item())
    model.load_state_dict(found)
    optimiser.zero_grad()
    return losses


def overfit_one_batch__put_back_too_early(model, features, labels, *, lr=0.01, steps=100):
    """The old state is put back before the last loss is measured, so the last loss is that of the untrained model again."""
    found = {name: value.clone() for name, value in model.state_dict().items()}
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = cross_entropy(model(features), labels)
        losses.append(loss.item())
        loss.backward()
        optimiser.step()
    model.load_state_dict(found)
    losses.append(cross_entropy(model(features), labels).item())
    model.load_state_dict(found)
    optimiser.zero_grad()
    return losses


def overfit_one_batch__cleared_afterwards(model, features, labels, *, lr=0.01, steps=100):
    """The gradients are cleared only after each step, so what the model carried before joins the first step.

    Clear just before `backward`, and you need not trust anybody.
    """
    found = {name: value.clone() for name, value in model.state_dict().items()}
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for step in range(steps + 1):
        loss = cross_entropy(model(features), labels)
        losses.append(loss.item())
        if step < steps:
            loss.backward()
            optimiser.step()
            optimiser.zero_grad()
    model.load_state_dict(found)
    return losses


def fit_prices__column_against_row(model, features, prices, *, lr=0.1, steps=20):
    """A column of predictions minus a row of prices is a whole square of differences.

    Every prediction is compared with every price, so the best answer for all rows is the mean price. Nothing complains.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = (model(features) - prices).square().mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_prices__prices_transposed(model, features, prices, *, lr=0.1, steps=20):
    """It is still a column against a row, a square of differences. Dividing the sum of its squares by the rows does not help.

    A dimension in front of the prices, `(1, rows)`, changes nothing either.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        # written as a sum over rows, so that its size tells it from the mean over the whole square
        loss = (model(features) - prices.unsqueeze(0)).square().sum() / len(prices)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_prices__summed(model, features, prices, *, lr=0.1, steps=20):
    """The loss is the sum over the rows, not their mean. Its gradient grows with the number of rows, and so does every step."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = (model(features).squeeze(1) - prices).square().sum()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_prices__first_row_only(model, features, prices, *, lr=0.1, steps=20):
    """`model(features)[0]` is the first row, not the first column: one single prediction is compared with all prices."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = (model(features)[0] - prices).square().mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_prices__absolute(model, features, prices, *, lr=0.1, steps=20):
    """The shapes fit now, but the error is the absolute one. Asked for is the squared error."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = (model(features).squeeze(1) - prices).abs().mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_prices__averaged_before_squaring(model, features, prices, *, lr=0.1, steps=20):
    """There is still a table of all predictions against all prices; it is averaged along its rows before it is squared.

    Then each prediction meets the mean price. The two shapes must fit before they meet.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = (model(features) - prices).mean(dim=1).square().mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_prices__averaged_over_predictions(model, features, prices, *, lr=0.1, steps=20):
    """There is still a table of all predictions against all prices; it is averaged over the predictions before it is squared.

    Then each price meets the mean prediction. The two shapes must fit before they meet.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = (model(features) - prices).mean(dim=0).square().mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_prices__squared_mean(model, features, prices, *, lr=0.1, steps=20):
    """The differences are averaged before they are squared, so errors of both signs cancel. Square first."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = (model(features).squeeze(1) - prices).mean().square()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_prices__sorted_against_sorted(model, features, prices, *, lr=0.1, steps=20):
    """Predictions and prices are sorted. A prediction then meets the price of another row: keep the rows in their order."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = (model(features).squeeze(1).sort().values - prices.sort().values).square().mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_prices__rooted(model, features, prices, *, lr=0.1, steps=20):
    """The root of the mean squared error is taken. Asked for is the mean squared error itself."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = (model(features).squeeze(1) - prices).square().mean().sqrt()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_prices__halved(model, features, prices, *, lr=0.1, steps=20):
    """The error is halved, as some textbooks do to simplify the derivative. Here the plain mean of the squares is asked for."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = (model(features).squeeze(1) - prices).square().mean() / 2
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_prices__loss_after_the_step(model, features, prices, *, lr=0.1, steps=20):
    """The loss is measured again after each step. Asked for is the loss before it: the one that the step follows."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        mse_loss(model(features).squeeze(1), prices).backward()
        optimiser.step()
        losses.append(mse_loss(model(features).squeeze(1), prices).item())
    return losses


def gradient_norms__of_the_weights(model):
    """These are norms of the parameters themselves. Asked for is the norm of `parameter.grad`."""
    trained = {name: parameter for name, parameter in model.named_parameters() if parameter.requires_grad}
    return {name: None if parameter.grad is None else parameter.norm().item() for name, parameter in trained.items()}


def gradient_norms__none_is_zero(model):
    """A missing gradient is reported as 0. These are different faults: 0 arrived and was zero, None never arrived."""
    trained = {name: parameter.grad for name, parameter in model.named_parameters() if parameter.requires_grad}
    return {name: 0.0 if gradient is None else gradient.norm().item() for name, gradient in trained.items()}


def gradient_norms__missing_left_out(model):
    """Parameters without a gradient are left out, and they are what you are looking for. Report None for them."""
    return {name: parameter.grad.norm().item() for name, parameter in model.named_parameters() if parameter.grad is not None}


def gradient_norms__frozen_reported(model):
    """Frozen parameters are reported as if their gradient had got lost. They want none: leave them out."""
    return {name: None if p.grad is None else p.grad.norm().item() for name, p in model.named_parameters()}


def gradient_norms__still_tensors(model):
    """The norms are tensors. Python floats are asked for: they can be printed and stored, and keep nothing alive."""
    trained = {name: parameter.grad for name, parameter in model.named_parameters() if parameter.requires_grad}
    return {name: None if gradient is None else gradient.norm() for name, gradient in trained.items()}


def gradient_norms__mean_size(model):
    """This is the mean size of an entry. The Euclidean norm is the root of the sum of the squares."""
    trained = {name: parameter.grad for name, parameter in model.named_parameters() if parameter.requires_grad}
    return {name: None if gradient is None else gradient.abs().mean().item() for name, gradient in trained.items()}


def gradient_norms__none_not_checked(model):
    """A parameter that backward never reached has the gradient None, and None has no norm. Ask before you compute."""
    trained = {name: parameter.grad for name, parameter in model.named_parameters() if parameter.requires_grad}
    return {name: gradient.norm().item() for name, gradient in trained.items()}


def gradient_norms__not_rooted(model):
    """The root is missing: this is the squared norm."""
    trained = {name: parameter.grad for name, parameter in model.named_parameters() if parameter.requires_grad}
    return {name: None if gradient is None else gradient.square().sum().item() for name, gradient in trained.items()}


def gradient_norms__sizes_added(model):
    """This is the sum of the sizes of all entries. The Euclidean norm is the root of the sum of the squares."""
    trained = {name: parameter.grad for name, parameter in model.named_parameters() if parameter.requires_grad}
    return {name: None if gradient is None else gradient.abs().sum().item() for name, gradient in trained.items()}


def gradient_norms__lost_ones_left_out(model):
    """A parameter that wants a gradient and has none is left out.

    It is the one you are looking for: report None for it.
    """
    norms = {}
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad or parameter.grad is None:
            continue
        norms[name] = parameter.grad.norm().item()
    return norms


def gradient_norms__largest_entry(model):
    """This is the size of the largest entry. The Euclidean norm is the root of the sum of all squares."""
    norms = {}
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        norms[name] = None if parameter.grad is None else parameter.grad.abs().max().item()
    return norms


def gradient_norms__numbered(model):
    """The parameters are numbered. Use their names, as `named_parameters` gives them: a number tells nobody where to look."""
    norms = {}
    for name, parameter in enumerate(model.parameters()):
        if not parameter.requires_grad:
            continue
        norms[name] = None if parameter.grad is None else parameter.grad.norm().item()
    return norms


def gradient_norms__last_part_of_the_name(model):
    """The names are cut to their last part, so the weights of all layers overwrite each other. Use the whole name."""
    norms = {}
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        norms[name.split(".")[-1]] = None if parameter.grad is None else parameter.grad.norm().item()
    return norms


def gradient_norms__one_for_each_module(model):
    """There is one norm for each module, so its bias overwrites its weight. Report each parameter under its own full name."""
    norms = {}
    for name, module in model.named_modules():
        for parameter in module.parameters(recurse=False):
            if parameter.requires_grad:
                norms[name] = None if parameter.grad is None else parameter.grad.norm().item()
    return norms


def gradient_norms__frozen_with_a_gradient(model):
    """A frozen parameter is reported if it carries a gradient from before. Ask whether it wants one, not whether it has one."""
    norms = {}
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad and parameter.grad is None:
            continue
        norms[name] = None if parameter.grad is None else parameter.grad.norm().item()
    return norms


def gradient_norms__missing_last(model):
    """The parameters without a gradient stand at the end. The order is that of the model."""
    trained = {name: parameter.grad for name, parameter in model.named_parameters() if parameter.requires_grad}
    norms = {name: gradient.norm().item() for name, gradient in trained.items() if gradient is not None}
    return norms | {name: None for name, gradient in trained.items() if gradient is None}


def gradient_norms__missing_first(model):
    """The parameters without a gradient stand at the beginning. The order is that of the model."""
    trained = {name: parameter.grad for name, parameter in model.named_parameters() if parameter.requires_grad}
    norms = {name: None for name, gradient in trained.items() if gradient is None}
    return norms | {name: gradient.norm().item() for name, gradient in trained.items() if gradient is not None}


def gradient_norms__sorted_by_name(model):
    """The names are sorted. The order is that of the model, so that one can see where gradients fade."""
    norms = {}
    for name, parameter in sorted(model.named_parameters()):
        if not parameter.requires_grad:
            continue
        norms[name] = None if parameter.grad is None else parameter.grad.norm().item()
    return norms


def gradient_norms__root_mean_square(model):
    """This is the root of the mean of the squares. The Euclidean norm is the root of their sum."""
    norms = {}
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        norms[name] = None if parameter.grad is None else parameter.grad.square().mean().sqrt().item()
    return norms


def gradient_norms__zero_is_none(model):
    """A gradient of zeros is reported as None. These are different faults: 0 arrived and was zero, None never arrived."""
    norms = {}
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        norms[name] = None if parameter.grad is None or not parameter.grad.any() else parameter.grad.norm().item()
    return norms


def gradient_norms__rounded(model):
    """The norms are rounded. A norm of 1e-6 then looks like 0, and vanishing gradients are what you are looking for."""
    trained = {name: parameter.grad for name, parameter in model.named_parameters() if parameter.requires_grad}
    return {name: None if gradient is None else round(gradient.norm().item(), 3) for name, gradient in trained.items()}


def gradient_norms__frozen_as_none(model):
    """Frozen parameters are reported as None, as if their gradient had got lost. They want none: leave them out."""
    return {
        name: parameter.grad.norm().item() if parameter.requires_grad and parameter.grad is not None else None
        for name, parameter in model.named_parameters()
    }


def fit_curve__never_cleared(model, batches, *, lr=0.02):
    """The gradients are never cleared: `backward` adds to what is there, so each step follows all mini-batches so far."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    losses = []
    for features, targets in batches:
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_curve__cleared_too_late(model, batches, *, lr=0.02):
    """The gradients are cleared between `backward` and `step`, so there is nothing left to follow and nothing is learned."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    losses = []
    for features, targets in batches:
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.zero_grad()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_curve__cleared_once(model, batches, *, lr=0.02):
    """The gradients are cleared once, before the first mini-batch. They pile up again from then on: clear them in every step."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    losses = []
    optimiser.zero_grad()
    for features, targets in batches:
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_curve__fresh_optimiser(model, batches, *, lr=0.02):
    """The momentum is lost: it begins at zero for every mini-batch.

    An optimiser remembers from step to step. Make it once, before the loop, and with its momentum.
    """
    losses = []
    for features, targets in batches:
        optimiser = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_curve__cleared_afterwards(model, batches, *, lr=0.02):
    """The gradients are cleared after each step, but what the model carried before the first one is still added to it.

    Gradients that somebody left behind are met in real runs. Clear just before `backward`, and you need not trust anybody.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    losses = []
    for features, targets in batches:
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
        losses.append(loss.item())
    return losses


def fit_curve__momentum_taken_away(model, batches, *, lr=0.02):
    """The momentum is taken away, and the gradients still add up.

    Momentum is asked for. What grows without an end is `parameter.grad`: look at what `backward` does to it.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for features, targets in batches:
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_curve__cleared_every_second(model, batches, *, lr=0.02):
    """The gradients are cleared in every second step only. In between, a step follows two mini-batches."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    losses = []
    for step, (features, targets) in enumerate(batches):
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        if step % 2 == 0:
            optimiser.zero_grad()
        losses.append(loss.item())
    return losses


def fit_curve__cleared_every_other(model, batches, *, lr=0.02):
    """The gradients are cleared before the first step and then in every second one only.

    In between, a step follows two mini-batches.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    losses = []
    for step, (features, targets) in enumerate(batches):
        if step % 2 == 0:
            optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_curve__cleared_after_two(model, batches, *, lr=0.02):
    """The gradients are cleared after every second step only, so a step follows up to two mini-batches."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    losses = []
    for step, (features, targets) in enumerate(batches, 1):
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        if step % 2 == 0:
            optimiser.zero_grad()
        losses.append(loss.item())
    return losses


def fit_curve__divided_by_steps(model, batches, *, lr=0.02):
    """The gradients still add up; each new one only counts less.

    A step follows the gradient of its own mini-batch and of no other.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    losses = []
    for step, (features, targets) in enumerate(batches, 1):
        loss = mse_loss(model(features), targets)
        (loss / step).backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_curve__mean_of_all_gradients(model, batches, *, lr=0.02):
    """A step follows the mean of all gradients so far. It follows that of its own mini-batch: the old ones must be gone."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    losses, sums = [], {}
    for step, (features, targets) in enumerate(batches, 1):
        loss = mse_loss(model(features), targets)
        loss.backward()
        for parameter in model.parameters():
            sums[parameter] = parameter.grad.clone()
            parameter.grad /= step
        optimiser.step()
        for parameter in model.parameters():
            parameter.grad = sums[parameter]
        losses.append(loss.item())
    return losses


def fit_curve__clipped_instead(model, batches, *, lr=0.02):
    """The gradients are clipped, but they still add up. A shorter sum is still a sum over old mini-batches."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    losses = []
    for features, targets in batches:
        loss = mse_loss(model(features), targets)
        loss.backward()
        clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_curve__clipped_too(model, batches, *, lr=0.02):
    """The gradients are cleared now, but you also clip them. That was not asked for, and it changes the steps."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    losses = []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_curve__smaller_rate(model, batches, *, lr=0.02):
    """The learning rate is smaller than the one given, and the gradients still add up.

    That only delays what you see. Look at `parameter.grad` in the second step.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr / 10, momentum=0.9)
    losses = []
    for features, targets in batches:
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_curve__summed(model, batches, *, lr=0.02):
    """The loss is a sum over the entries, not their mean. Its gradient is larger, and so is every step."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    losses = []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets, reduction="sum")
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def fit_curve__loss_afterwards(model, batches, *, lr=0.02):
    """The loss is measured after the step. Asked for is the one before it."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    losses = []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        losses.append(mse_loss(model(features), targets).item())
    return losses


def clip_by_global_norm__each_on_its_own(parameters, *, max_norm):
    """Each gradient is clipped by its own norm.

    That turns the direction of the step: large gradients shrink, small ones stay. One factor for all keeps the direction.
    """
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    if not gradients:
        return torch.tensor(0.0)
    norm = torch.stack([gradient.norm() for gradient in gradients]).norm()
    for gradient in gradients:
        gradient *= (max_norm / (gradient.norm() + 1e-6)).clamp(max=1)
    return norm


def clip_by_global_norm__always_scaled(parameters, *, max_norm):
    """Small gradients are blown up to `max_norm`: the factor is never larger than 1.

    Near a minimum the steps should get smaller.
    """
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    if not gradients:
        return torch.tensor(0.0)
    norm = torch.stack([gradient.norm() for gradient in gradients]).norm()
    for gradient in gradients:
        gradient *= max_norm / (norm + 1e-6)
    return norm


def clip_by_global_norm__norms_added(parameters, *, max_norm):
    """The norms are added up. The norm of one long vector is the root of the sum of the squared norms."""
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    if not gradients:
        return torch.tensor(0.0)
    norm = torch.stack([gradient.norm() for gradient in gradients]).sum()
    share = (max_norm / (norm + 1e-6)).clamp(max=1)
    for gradient in gradients:
        gradient *= share
    return norm


def clip_by_global_norm__entries_clamped(parameters, *, max_norm):
    """Every entry is clamped on its own.

    That is clipping by value; here the whole vector is made shorter and keeps its direction.
    """
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    if not gradients:
        return torch.tensor(0.0)
    norm = torch.stack([gradient.norm() for gradient in gradients]).norm()
    for gradient in gradients:
        gradient.clamp_(-max_norm, max_norm)
    return norm


def clip_by_global_norm__generator_spent(parameters, *, max_norm):
    """The parameters are gone through twice.

    `model.parameters()` is a generator: the second time it is empty, and nothing is clipped.
    """
    gradients = (parameter.grad for parameter in parameters if parameter.grad is not None)
    norms = [gradient.norm() for gradient in gradients]
    if not norms:
        return torch.tensor(0.0)
    norm = torch.stack(norms).norm()
    share = (max_norm / (norm + 1e-6)).clamp(max=1)
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad *= share
    return norm


def clip_by_global_norm__norm_afterwards(parameters, *, max_norm):
    """What comes back is the norm after clipping. It never exceeds `max_norm`, so it tells nothing: report the norm before."""
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    if not gradients:
        return torch.tensor(0.0)
    norm = torch.stack([gradient.norm() for gradient in gradients]).norm()
    share = (max_norm / (norm + 1e-6)).clamp(max=1)
    for gradient in gradients:
        gradient *= share
    return torch.stack([gradient.norm() for gradient in gradients]).norm()


def clip_by_global_norm__weights_clipped(parameters, *, max_norm):
    """The parameters are scaled, not their gradients. Clipping tames the step; the weights are not touched by it."""
    parameters = [parameter for parameter in parameters if parameter.grad is not None]
    if not parameters:
        return torch.tensor(0.0)
    norm = torch.stack([parameter.grad.norm() for parameter in parameters]).norm()
    share = (max_norm / (norm + 1e-6)).clamp(max=1)
    with torch.no_grad():
        for parameter in parameters:
            parameter *= share
    return norm


def clip_by_global_norm__new_gradients(parameters, *, max_norm):
    """New tensors are put into `.grad`.

    Whoever holds the old ones, a bucket of a distributed run for example, keeps the large values.
    """
    parameters = [parameter for parameter in parameters if parameter.grad is not None]
    if not parameters:
        return torch.tensor(0.0)
    norm = torch.stack([parameter.grad.norm() for parameter in parameters]).norm()
    share = (max_norm / (norm + 1e-6)).clamp(max=1)
    for parameter in parameters:
        parameter.grad = parameter.grad * share
    return norm


def clip_by_global_norm__not_rooted(parameters, *, max_norm):
    """The root is missing: you compare the squared norm with `max_norm`, and report it."""
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    if not gradients:
        return torch.tensor(0.0)
    norm = torch.stack([gradient.square().sum() for gradient in gradients]).sum()
    share = (max_norm / (norm + 1e-6)).clamp(max=1)
    for gradient in gradients:
        gradient *= share
    return norm


def clip_by_global_norm__no_margin(parameters, *, max_norm):
    """The 1e-6 under the fraction is missing.

    torch adds it, so the clipped norm stays a little below `max_norm`, and 0 / 0 cannot occur.
    """
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    if not gradients:
        return torch.tensor(0.0)
    norm = torch.stack([gradient.norm() for gradient in gradients]).norm()
    share = (max_norm / (norm)).clamp(max=1)
    for gradient in gradients:
        gradient *= share
    return norm


def clip_by_global_norm__nothing_to_stack(parameters, *, max_norm):
    """Without any gradient there is nothing to stack, and torch raises. The norm of nothing is 0: return that first."""
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    norm = torch.stack([gradient.norm() for gradient in gradients]).norm()
    share = (max_norm / (norm + 1e-6)).clamp(max=1)
    for gradient in gradients:
        gradient *= share
    return norm


def clip_by_global_norm__returns_nothing(parameters, *, max_norm):
    """The gradients are clipped, but nothing comes back. The norm before clipping is worth logging: return it."""
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    if not gradients:
        return torch.tensor(0.0)
    norm = torch.stack([gradient.norm() for gradient in gradients]).norm()
    share = (max_norm / (norm + 1e-6)).clamp(max=1)
    for gradient in gradients:
        gradient *= share


def clip_by_global_norm__number_returned(parameters, *, max_norm):
    """What comes back is a Python number.

    A tensor is asked for: on a GPU `item()` makes the program wait for the device in every step.
    """
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    if not gradients:
        return 0.0
    norm = torch.stack([gradient.norm() for gradient in gradients]).norm()
    share = (max_norm / (norm + 1e-6)).clamp(max=1)
    for gradient in gradients:
        gradient *= share
    return norm.item()


def clip_by_global_norm__clamped_from_below(parameters, *, max_norm):
    """The factor is never smaller than 1: large gradients stay, and small ones grow.

    Clipping may only make gradients shorter.
    """
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    if not gradients:
        return torch.tensor(0.0)
    norm = torch.stack([gradient.norm() for gradient in gradients]).norm()
    share = (max_norm / (norm + 1e-6)).clamp(min=1)
    for gradient in gradients:
        gradient *= share
    return norm


def clip_by_global_norm__upside_down(parameters, *, max_norm):
    """The fraction is upside down, so gradients that are too long stay as they are, and short ones shrink."""
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    if not gradients:
        return torch.tensor(0.0)
    norm = torch.stack([gradient.norm() for gradient in gradients]).norm()
    share = ((norm + 1e-6) / max_norm).clamp(max=1)
    for gradient in gradients:
        gradient *= share
    return norm


def clip_by_global_norm__not_in_place(parameters, *, max_norm):
    """Nothing is clipped: the shortened gradients are new tensors that nobody keeps.

    Change the values in place.
    """
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    if not gradients:
        return torch.tensor(0.0)
    norm = torch.stack([gradient.norm() for gradient in gradients]).norm()
    share = (max_norm / (norm + 1e-6)).clamp(max=1)
    for gradient in gradients:
        gradient = gradient * share
    return norm


def clip_by_global_norm__largest_norm(parameters, *, max_norm):
    """The norm is that of the largest gradient. All of them together, as one long vector, are longer."""
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    if not gradients:
        return torch.tensor(0.0)
    norm = torch.stack([gradient.norm() for gradient in gradients]).max()
    share = (max_norm / (norm + 1e-6)).clamp(max=1)
    for gradient in gradients:
        gradient *= share
    return norm


def clip_by_global_norm__largest_entry(parameters, *, max_norm):
    """The norm is the largest entry. The Euclidean norm of one long vector is asked for."""
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    if not gradients:
        return torch.tensor(0.0)
    norm = torch.stack([gradient.abs().max() for gradient in gradients]).max()
    share = (max_norm / (norm + 1e-6)).clamp(max=1)
    for gradient in gradients:
        gradient *= share
    return norm


def clip_by_global_norm__mean_norm(parameters, *, max_norm):
    """The norm is the mean of the norms. Taken together as one vector, gradients are longer than their mean."""
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    if not gradients:
        return torch.tensor(0.0)
    norm = torch.stack([gradient.norm() for gradient in gradients]).mean()
    share = (max_norm / (norm + 1e-6)).clamp(max=1)
    for gradient in gradients:
        gradient *= share
    return norm


def clip_by_global_norm__infinite_left_alone(parameters, *, max_norm):
    """Nothing is done when the norm is infinite. The rule has no exception: the norm is larger than `max_norm`."""
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    if not gradients:
        return torch.tensor(0.0)
    norm = torch.stack([gradient.norm() for gradient in gradients]).norm()
    if not norm.isfinite():
        return norm
    share = (max_norm / (norm + 1e-6)).clamp(max=1)
    for gradient in gradients:
        gradient *= share
    return norm


def clip_by_global_norm__none_not_checked(parameters, *, max_norm):
    """A parameter that took no part has the gradient None, and None has no norm. Pass over such parameters."""
    gradients = [parameter.grad for parameter in parameters]
    norm = torch.stack([gradient.norm() for gradient in gradients]).norm()
    share = (max_norm / (norm + 1e-6)).clamp(max=1)
    for gradient in gradients:
        gradient *= share
    return norm


def train_clipped__clipped_too_early(model, batches, *, lr=0.1, max_norm=1.0):
    """No step notices that anything is clipped, so the steps are as long as they like.

    Before `backward` there is nothing to clip, and after `step` it is too late.
    If the moment is right, look at what is handed over: copies, detached ones too, do not carry the gradients of the model.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for features, targets in batches:
        optimiser.zero_grad()
        clip_grad_norm_(model.parameters(), max_norm)
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_clipped__by_value(model, batches, *, lr=0.1, max_norm=1.0):
    """Every entry is clipped on its own. The norm of many entries of size 1 is still large, and the direction is bent."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        nn.utils.clip_grad_value_(model.parameters(), max_norm)
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_clipped__each_parameter(model, batches, *, lr=0.1, max_norm=1.0):
    """Each parameter is clipped by its own norm, so all together they can still exceed the bound, and the direction is bent."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        for parameter in model.parameters():
            clip_grad_norm_(parameter, max_norm)
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_clipped__loss_clamped(model, batches, *, lr=0.1, max_norm=1.0):
    """The loss is clamped. Above the bound its gradient is then exactly 0, and the rows that are worst are never learned."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.clamp(max=max_norm).backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_clipped__always_one(model, batches, *, lr=0.1, max_norm=1.0):
    """The bound is always 1. Use `max_norm`."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_clipped__always_that_long(model, batches, *, lr=0.1, max_norm=1.0):
    """Every gradient gets exactly the norm `max_norm`, short ones too.

    Clipping only shortens: near a minimum the steps should get smaller.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        norm = torch.cat([parameter.grad.flatten() for parameter in model.parameters()]).norm()
        for parameter in model.parameters():
            parameter.grad *= max_norm / norm
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_clipped__largest_entry(model, batches, *, lr=0.1, max_norm=1.0):
    """The largest entry is bounded. Asked for is the Euclidean norm over all parameters, the usual one."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        clip_grad_norm_(model.parameters(), max_norm, norm_type=float("inf"))
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_clipped__step_bounded(model, batches, *, lr=0.1, max_norm=1.0):
    """The bound is divided by the learning rate, so the step is bounded and not the gradient."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        clip_grad_norm_(model.parameters(), max_norm / lr)
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_clipped__rate_in_the_bound(model, batches, *, lr=0.1, max_norm=1.0):
    """The bound is multiplied by the learning rate. The optimiser does that with the gradient anyway."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        clip_grad_norm_(model.parameters(), max_norm * lr)
        optimiser.step()
        losses.append(loss.item())
    return losses


def train_clipped__weights_clipped(model, batches, *, lr=0.1, max_norm=1.0):
    """The parameters themselves are made shorter after the step. Clipping tames the gradient; it does not touch the weights."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        with torch.no_grad():
            norm = torch.cat([parameter.flatten() for parameter in model.parameters()]).norm()
            for parameter in model.parameters():
                parameter *= (max_norm / (norm + 1e-6)).clamp(max=1)
        losses.append(loss.item())
    return losses


def train_clipped__large_left_out(model, batches, *, lr=0.1, max_norm=1.0):
    """A mini-batch whose gradient is too large takes no step at all. It should take one that is made shorter."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        if clip_grad_norm_(model.parameters(), torch.inf) <= max_norm:
            optimiser.step()
        losses.append(loss.item())
    return losses


def train_clipped__loss_after_the_step(model, batches, *, lr=0.1, max_norm=1.0):
    """The loss is measured again after each step. Asked for is the loss before it: the one that the step follows."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for features, targets in batches:
        optimiser.zero_grad()
        mse_loss(model(features), targets).backward()
        clip_grad_norm_(model.parameters(), max_norm)
        optimiser.step()
        losses.append(mse_loss(model(features), targets).item())
    return losses


def update_ratios__kept_aliases(model, optimiser):
    """What you kept is the parameter itself: `detach` gives a view of the same memory.

    It moves along, and all changes are 0.
    Clone it.
    """
    before = {name: parameter.detach() for name, parameter in model.named_parameters()}
    optimiser.step()
    return {name: ((p.detach() - before[name]).norm() / before[name].norm()).item() for name, p in model.named_parameters()}


def update_ratios__gradient_for_change(model, optimiser):
    """You assume that the step is `lr` times the gradient. That holds for plain SGD only: measure what really moved."""
    lr = optimiser.param_groups[0]["lr"]
    gradients = {name: torch.zeros_like(p) if p.grad is None else p.grad for name, p in model.named_parameters()}
    ratios = {name: (lr * gradients[name].norm() / p.detach().norm()).item() for name, p in model.named_parameters()}
    optimiser.step()
    return ratios


def update_ratios__no_step(model, optimiser):
    """No step is taken: the gradient is compared with the parameter. Take the step and measure the change."""
    gradients = {name: torch.zeros_like(p) if p.grad is None else p.grad for name, p in model.named_parameters()}
    return {name: (gradients[name].norm() / p.detach().norm()).item() for name, p in model.named_parameters()}


def update_ratios__share_of_new(model, optimiser):
    """The change is divided by the parameter after the step. The share refers to what it was before."""
    before = {name: parameter.detach().clone() for name, parameter in model.named_parameters()}
    optimiser.step()
    return {name: ((p.detach() - before[name]).norm() / p.detach().norm()).item() for name, p in model.named_parameters()}


def update_ratios__difference_of_norms(model, optimiser):
    """You compare the two norms. A parameter can turn without getting longer: take the norm of the difference."""
    before = {name: parameter.detach().clone() for name, parameter in model.named_parameters()}
    optimiser.step()
    changes = {name: p.detach().norm() - before[name].norm() for name, p in model.named_parameters()}
    return {name: (change.abs() / before[name].norm()).item() for name, change in changes.items()}


def update_ratios__not_divided(model, optimiser):
    """These are the changes themselves.

    A change of 0.1 is much for a weight of 0.2 and nothing for one of 500: divide by the size.
    """
    before = {name: parameter.detach().clone() for name, parameter in model.named_parameters()}
    optimiser.step()
    return {name: (p.detach() - before[name]).norm().item() for name, p in model.named_parameters()}


def update_ratios__spreads(model, optimiser):
    """You compare standard deviations.

    They leave out a common shift, and a parameter with a single entry has none: take norms.
    """
    before = {name: parameter.detach().clone() for name, parameter in model.named_parameters()}
    optimiser.step()
    return {name: ((p.detach() - before[name]).std() / before[name].std()).item() for name, p in model.named_parameters()}


def update_ratios__entry_by_entry(model, optimiser):
    """You divide entry by entry and take the norm then. A single entry near zero rules the result: divide the two norms."""
    before = {name: parameter.detach().clone() for name, parameter in model.named_parameters()}
    optimiser.step()
    return {name: ((p.detach() - before[name]) / before[name]).norm().item() for name, p in model.named_parameters()}


def update_ratios__still_tensors(model, optimiser):
    """The ratios are tensors. Python floats are asked for."""
    before = {name: parameter.detach().clone() for name, parameter in model.named_parameters()}
    optimiser.step()
    return {name: (p.detach() - before[name]).norm() / before[name].norm() for name, p in model.named_parameters()}


def update_ratios__mean_share(model, optimiser):
    """You divide entry by entry and take the mean of these shares. An entry near zero rules it: divide the two norms."""
    now = dict(model.named_parameters())
    before = {name: parameter.detach().clone() for name, parameter in now.items()}
    optimiser.step()
    return {name: ((now[name] - old).abs() / old.abs()).mean().item() for name, old in before.items()}


def update_ratios__ratio_of_means(model, optimiser):
    """You compare mean sizes of entries. The share is of the Euclidean norms."""
    now = dict(model.named_parameters())
    before = {name: parameter.detach().clone() for name, parameter in now.items()}
    optimiser.step()
    return {name: ((now[name] - old).abs().mean() / old.abs().mean()).item() for name, old in before.items()}


def update_ratios__largest_entries(model, optimiser):
    """You compare the largest entries. The share is of the Euclidean norms."""
    now = dict(model.named_parameters())
    before = {name: parameter.detach().clone() for name, parameter in now.items()}
    optimiser.step()
    return {name: ((now[name] - old).abs().max() / old.abs().max()).item() for name, old in before.items()}


def update_ratios__not_rooted(model, optimiser):
    """The roots are missing: these are shares of squared norms."""
    now = dict(model.named_parameters())
    before = {name: parameter.detach().clone() for name, parameter in now.items()}
    optimiser.step()
    return {name: ((now[name] - old).square().sum() / old.square().sum()).item() for name, old in before.items()}


def update_ratios__upside_down(model, optimiser):
    """The fraction is upside down: the norm before is divided by that of the change."""
    now = dict(model.named_parameters())
    before = {name: parameter.detach().clone() for name, parameter in now.items()}
    optimiser.step()
    return {name: (old.norm() / (now[name] - old).norm()).item() for name, old in before.items()}


def update_ratios__small_margin(model, optimiser):
    """A small number under the fraction hides what happens to zeros. Infinite and NaN are wanted there: leave it out."""
    now = dict(model.named_parameters())
    before = {name: parameter.detach().clone() for name, parameter in now.items()}
    optimiser.step()
    return {name: ((now[name] - old).norm() / (old.norm() + 1e-12)).item() for name, old in before.items()}


def update_ratios__margin(model, optimiser):
    """The number that you add under the fraction hides what happens to zeros. Infinite and NaN are wanted there: leave it out."""
    now = dict(model.named_parameters())
    before = {name: parameter.detach().clone() for name, parameter in now.items()}
    optimiser.step()
    return {name: ((now[name] - old).norm() / (old.norm() + 1e-8)).item() for name, old in before.items()}


def update_ratios__frozen_left_out(model, optimiser):
    """Frozen parameters are left out. They are asked for too: their share is 0, and it shows that they are frozen."""
    now = dict(model.named_parameters())
    before = {name: parameter.detach().clone() for name, parameter in now.items()}
    optimiser.step()
    return {name: ((now[name] - old).norm() / old.norm()).item() for name, old in before.items() if now[name].requires_grad}


def update_ratios__without_gradient_left_out(model, optimiser):
    """Parameters without a gradient are left out. They are asked for too: their share is 0."""
    now = dict(model.named_parameters())
    before = {name: parameter.detach().clone() for name, parameter in now.items()}
    optimiser.step()
    return {name: ((now[name] - old).norm() / old.norm()).item() for name, old in before.items() if now[name].grad is not None}


def update_ratios__zero_for_zeros(model, optimiser):
    """A parameter that was all zeros is reported as 0. Let the division speak: infinite if it moved, NaN if it stayed."""
    before = {name: parameter.detach().clone() for name, parameter in model.named_parameters()}
    optimiser.step()
    shares = {name: ((p.detach() - before[name]).norm() / before[name].norm()).item() for name, p in model.named_parameters()}
    return {name: share if before[name].any() else 0.0 for name, share in shares.items()}


def update_ratios__infinite_for_zeros(model, optimiser):
    """A parameter that was all zeros is always reported as infinite. If it did not move either, the share is NaN."""
    before = {name: parameter.detach().clone() for name, parameter in model.named_parameters()}
    optimiser.step()
    shares = {name: ((p.detach() - before[name]).norm() / before[name].norm()).item() for name, p in model.named_parameters()}
    return {name: share if before[name].any() else float("inf") for name, share in shares.items()}


def update_ratios__python_divides(model, optimiser):
    """Two Python numbers are divided, and Python raises where the norm before is 0.

    Tensors divide by 0 without complaint and give infinity or NaN: divide first, make numbers then.
    """
    before = {name: parameter.detach().clone() for name, parameter in model.named_parameters()}
    optimiser.step()
    return {name: (p.detach() - before[name]).norm().item() / before[name].norm().item() for name, p in model.named_parameters()}


def update_ratios__cleared_first(model, optimiser):
    """The gradients are cleared before the step, so it has nothing to follow. They were made for this very step."""
    before = {name: parameter.detach().clone() for name, parameter in model.named_parameters()}
    optimiser.zero_grad()
    optimiser.step()
    return {name: ((p.detach() - before[name]).norm() / before[name].norm()).item() for name, p in model.named_parameters()}


def first_not_finite__last_name_for_all(model, *inputs):
    """Every hook reports the name that the loop ended with.

    A function made in a loop looks the variable up when it is called, not when it is made. Give each hook its own name:
    through a function that makes hooks, or a default argument.
    """
    names = []
    handles = []
    for name, module in model.named_modules():

        def hook(module, arguments, output):
            parts = output if isinstance(output, tuple) else (output,)
            if not all(part.isfinite().all() for part in parts if isinstance(part, Tensor)):
                names.append(name)  # noqa: B023 (this is the mistake)

        handles.append(module.register_forward_hook(hook))
    try:
        model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return names[0] if names else None


def first_not_finite__last_not_first(model, *inputs):
    """You return the last module that was wrong. A NaN spoils everything behind it; the first one is where it was made."""
    names = []

    def watch(name):
        def hook(module, arguments, output):
            parts = output if isinstance(output, tuple) else (output,)
            if not all(part.isfinite().all() for part in parts if isinstance(part, Tensor)):
                names.append(name)

        return hook

    handles = [module.register_forward_hook(watch(name)) for name, module in model.named_modules()]
    try:
        model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return names[-1] if names else None


def first_not_finite__only_nan(model, *inputs):
    """Only NaN is looked for. Most NaNs begin as an infinity: a division by zero, an exponential, a logarithm of 0."""
    names = []

    def watch(name):
        def hook(module, arguments, output):
            parts = output if isinstance(output, tuple) else (output,)
            if any(part.isnan().any() for part in parts if isinstance(part, Tensor)):
                names.append(name)

        return hook

    handles = [module.register_forward_hook(watch(name)) for name, module in model.named_modules()]
    try:
        model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return names[0] if names else None


def first_not_finite__hooks_stay(model, *inputs):
    """The hooks are never removed. They go on checking in every later forward pass, and a second search adds a second set."""
    names = []

    def watch(name):
        def hook(module, arguments, output):
            parts = output if isinstance(output, tuple) else (output,)
            if not all(part.isfinite().all() for part in parts if isinstance(part, Tensor)):
                names.append(name)

        return hook

    for name, module in model.named_modules():
        module.register_forward_hook(watch(name))
    model(*inputs)
    return names[0] if names else None


def first_not_finite__not_if_it_raises(model, *inputs):
    """The hooks are removed only if all goes well. When the forward pass raises, they stay. `finally` runs in both cases."""
    names = []

    def watch(name):
        def hook(module, arguments, output):
            parts = output if isinstance(output, tuple) else (output,)
            if not all(part.isfinite().all() for part in parts if isinstance(part, Tensor)):
                names.append(name)

        return hook

    handles = [module.register_forward_hook(watch(name)) for name, module in model.named_modules()]
    model(*inputs)
    for handle in handles:
        handle.remove()
    return names[0] if names else None


def first_not_finite__only_children(model, *inputs):
    """Only the direct children are watched.

    `named_children` does not go deeper, and it leaves out the model itself; `named_modules` does both.
    """
    names = []

    def watch(name):
        def hook(module, arguments, output):
            parts = output if isinstance(output, tuple) else (output,)
            if not all(part.isfinite().all() for part in parts if isinstance(part, Tensor)):
                names.append(name)

        return hook

    handles = [module.register_forward_hook(watch(name)) for name, module in model.named_children()]
    try:
        model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return names[0] if names else None


def first_not_finite__only_tensors(model, *inputs):
    """Outputs that are tuples are not looked into. Attention and recurrent layers return tuples."""
    names = []

    def watch(name):
        def hook(module, arguments, output):
            if isinstance(output, Tensor) and not output.isfinite().all():
                names.append(name)

        return hook

    handles = [module.register_forward_hook(watch(name)) for name, module in model.named_modules()]
    try:
        model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return names[0] if names else None


def first_not_finite__kind_for_name(model, *inputs):
    """You return the class of the module. A model has many modules of one class: return its name, as `named_modules` gives it."""
    names = []

    def hook(module, arguments, output):
        parts = output if isinstance(output, tuple) else (output,)
        if not all(part.isfinite().all() for part in parts if isinstance(part, Tensor)):
            names.append(type(module).__name__)

    handles = [module.register_forward_hook(hook) for module in model.modules()]
    try:
        model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return names[0] if names else None


def first_not_finite__tuples_break_it(model, *inputs):
    """An output that is a tuple has no `isfinite`, and the search itself raises.

    Look into the tuple, and pass over what is no tensor.
    """
    names = []

    def watch(name):
        def hook(module, arguments, output):
            if not torch.isfinite(output).all():
                names.append(name)

        return hook

    handles = [module.register_forward_hook(watch(name)) for name, module in model.named_modules()]
    try:
        model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return names[0] if names else None


def first_not_finite__error_swallowed(model, *inputs):
    """An error of the forward pass is swallowed.

    The hooks must go in any case, but the caller wants to see the error: use `finally` alone.
    """
    names = []

    def watch(name):
        def hook(module, arguments, output):
            parts = output if isinstance(output, tuple) else (output,)
            if not all(part.isfinite().all() for part in parts if isinstance(part, Tensor)):
                names.append(name)

        return hook

    handles = [module.register_forward_hook(watch(name)) for name, module in model.named_modules()]
    try:
        model(*inputs)
    except Exception:
        pass
    finally:
        for handle in handles:
            handle.remove()
    return names[0] if names else None


def first_not_finite__model_left_out(model, *inputs):
    """The model itself is not watched.

    What its own `forward` computes between its parts is then nobody's: its name is the empty string.
    """
    names = []

    def watch(name):
        def hook(module, arguments, output):
            parts = output if isinstance(output, tuple) else (output,)
            if not all(part.isfinite().all() for part in parts if isinstance(part, Tensor)):
                names.append(name)

        return hook

    handles = [module.register_forward_hook(watch(name)) for name, module in model.named_modules() if name]
    try:
        model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return names[0] if names else None


def first_not_finite__all_names(model, *inputs):
    """You return all modules that were wrong. Asked for is the first one, or None."""
    names = []

    def watch(name):
        def hook(module, arguments, output):
            parts = output if isinstance(output, tuple) else (output,)
            if not all(part.isfinite().all() for part in parts if isinstance(part, Tensor)):
                names.append(name)

        return hook

    handles = [module.register_forward_hook(watch(name)) for name, module in model.named_modules()]
    try:
        model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return names


def first_not_finite__inputs_looked_at(model, *inputs):
    """The hooks look at what goes into a module.

    Then the one behind the culprit is named, and the model itself for what it was given. Look at the output.
    """
    names = []

    def watch(name):
        def hook(module, arguments, output):
            parts = arguments
            if not all(part.isfinite().all() for part in parts if isinstance(part, Tensor)):
                names.append(name)

        return hook

    handles = [module.register_forward_hook(watch(name)) for name, module in model.named_modules()]
    try:
        model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return names[0] if names else None


def first_not_finite__only_leaves(model, *inputs):
    """Modules that hold other modules are not watched.

    What their own `forward` computes between its parts is then nobody's.
    """
    names = []

    def watch(name):
        def hook(module, arguments, output):
            parts = output if isinstance(output, tuple) else (output,)
            if not all(part.isfinite().all() for part in parts if isinstance(part, Tensor)):
                names.append(name)

        return hook

    handles = [module.register_forward_hook(watch(name)) for name, module in model.named_modules() if not list(module.children())]
    try:
        model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return names[0] if names else None


def first_not_finite__all_entries_wrong(model, *inputs):
    """A module is reported only if every entry of an output is wrong. A single infinity is enough."""
    names = []

    def watch(name):
        def hook(module, arguments, output):
            parts = output if isinstance(output, tuple) else (output,)
            if not all(part.isfinite().any() for part in parts if isinstance(part, Tensor)):
                names.append(name)

        return hook

    handles = [module.register_forward_hook(watch(name)) for name, module in model.named_modules()]
    try:
        model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return names[0] if names else None


def first_not_finite__only_infinite(model, *inputs):
    """Only infinities are looked for. A NaN is no finite number either."""
    names = []

    def watch(name):
        def hook(module, arguments, output):
            parts = output if isinstance(output, tuple) else (output,)
            if any(part.isinf().any() for part in parts if isinstance(part, Tensor)):
                names.append(name)

        return hook

    handles = [module.register_forward_hook(watch(name)) for name, module in model.named_modules()]
    try:
        model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return names[0] if names else None


def first_not_finite__first_part_only(model, *inputs):
    """Of a tuple only the first part is looked at. Any of its tensors may be the wrong one."""
    names = []

    def watch(name):
        def hook(module, arguments, output):
            parts = output if isinstance(output, tuple) else (output,)
            parts = parts[:1]
            if not all(part.isfinite().all() for part in parts if isinstance(part, Tensor)):
                names.append(name)

        return hook

    handles = [module.register_forward_hook(watch(name)) for name, module in model.named_modules()]
    try:
        model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return names[0] if names else None


def first_not_finite__every_part_wrong(model, *inputs):
    """A tuple is reported only if all its tensors are wrong. One of them is enough."""
    names = []

    def watch(name):
        def hook(module, arguments, output):
            parts = output if isinstance(output, tuple) else (output,)
            if not any(part.isfinite().all() for part in parts if isinstance(part, Tensor)):
                names.append(name)

        return hook

    handles = [module.register_forward_hook(watch(name)) for name, module in model.named_modules()]
    try:
        model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return names[0] if names else None


def first_not_finite__order_of_names(model, *inputs):
    """Of the wrong modules you take the first in the order of `named_modules`: there a container stands before its parts.

    Asked for is the first to finish, and a container finishes after its parts: keep the order in which the hooks are called.
    """
    names = set()

    def watch(name):
        def hook(module, arguments, output):
            parts = output if isinstance(output, tuple) else (output,)
            if not all(part.isfinite().all() for part in parts if isinstance(part, Tensor)):
                names.add(name)

        return hook

    handles = [module.register_forward_hook(watch(name)) for name, module in model.named_modules()]
    try:
        model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return next((name for name, _ in model.named_modules() if name in names), None)


def first_not_finite__hook_returns(model, *inputs):
    """The hook returns a value, and torch puts that value in the place of the module's output.

    A hook that only looks returns nothing.
    """
    names = []

    def watch(name):
        def hook(module, arguments, output):
            parts = output if isinstance(output, tuple) else (output,)
            if not all(part.isfinite().all() for part in parts if isinstance(part, Tensor)):
                names.append(name)
                return names[0]
            return None

        return hook

    handles = [module.register_forward_hook(watch(name)) for name, module in model.named_modules()]
    try:
        model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return names[0] if names else None


def train_and_validate__mode_set_once(model, batches, validation, *, lr=0.1, epochs=4):
    """From the second epoch on the model trains in evaluation mode: no dropout, and running statistics that stand still.

    The validation switches the mode, and nothing switches it back to training.
    A mode that is remembered after `eval()` is evaluation mode already.
    """
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
        with torch.no_grad():
            shares.append((model(features).argmax(dim=1) == labels).float().mean().item())
    return shares


def train_and_validate__never_evaluates(model, batches, validation, *, lr=0.1, epochs=4):
    """The validation runs in training mode: batch normalisation uses the validation rows' own statistics and learns from them.

    `torch.no_grad` switches off the recording of gradients. It has nothing to do with the mode.
    """
    features, labels = validation
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    shares = []
    for _ in range(epochs):
        model.train()
        for batch, wanted in batches:
            optimiser.zero_grad()
            cross_entropy(model(batch), wanted).backward()
            optimiser.step()
        with torch.no_grad():
            shares.append((model(features).argmax(dim=1) == labels).float().mean().item())
    return shares


def train_and_validate__trains_in_evaluation_mode(model, batches, validation, *, lr=0.1, epochs=4):
    """The model trains in evaluation mode: no dropout, and running statistics that never learn anything."""
    features, labels = validation
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    shares = []
    model.eval()
    for _ in range(epochs):
        for batch, wanted in batches:
            optimiser.zero_grad()
            cross_entropy(model(batch), wanted).backward()
            optimiser.step()
        with torch.no_grad():
            shares.append((model(features).argmax(dim=1) == labels).float().mean().item())
    return shares


def train_and_validate__mode_left_alone(model, batches, validation, *, lr=0.1, epochs=4):
    """The model is switched back after the validation, but the first epoch trains in whatever mode the model arrived in."""
    features, labels = validation
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    shares = []
    for _ in range(epochs):
        for batch, wanted in batches:
            optimiser.zero_grad()
            cross_entropy(model(batch), wanted).backward()
            optimiser.step()
        model.eval()
        with torch.no_grad():
            shares.append((model(features).argmax(dim=1) == labels).float().mean().item())
        model.train()
    return shares


def train_and_validate__evaluates_too_early(model, batches, validation, *, lr=0.1, epochs=4):
    """The model is switched to evaluation mode inside the loop over the mini-batches,
    so only the first one is trained in training mode.
    """
    features, labels = validation
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    shares = []
    for _ in range(epochs):
        model.train()
        for batch, wanted in batches:
            optimiser.zero_grad()
            cross_entropy(model(batch), wanted).backward()
            optimiser.step()
            model.eval()
        with torch.no_grad():
            shares.append((model(features).argmax(dim=1) == labels).float().mean().item())
    return shares


def train_and_validate__modes_exchanged(model, batches, validation, *, lr=0.1, epochs=4):
    """`train()` and `eval()` have changed places: the model trains in evaluation mode and is validated in training mode."""
    features, labels = validation
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    shares = []
    for _ in range(epochs):
        model.eval()
        for batch, wanted in batches:
            optimiser.zero_grad()
            cross_entropy(model(batch), wanted).backward()
            optimiser.step()
        model.train()
        with torch.no_grad():
            shares.append((model(features).argmax(dim=1) == labels).float().mean().item())
    return shares


def train_and_validate__only_the_last(model, batches, validation, *, lr=0.1, epochs=4):
    """Only the share after the last epoch comes back. One after each epoch is asked for."""
    features, labels = validation
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    shares = []
    for _ in range(epochs):
        model.train()
        for batch, wanted in batches:
            optimiser.zero_grad()
            cross_entropy(model(batch), wanted).backward()
            optimiser.step()
    model.eval()
    with torch.no_grad():
        shares.append((model(features).argmax(dim=1) == labels).float().mean().item())
    return shares


def train_and_validate__validated_first(model, batches, validation, *, lr=0.1, epochs=4):
    """The validation comes before the training of its epoch. Asked for is the share after it."""
    features, labels = validation
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    shares = []
    for _ in range(epochs):
        model.eval()
        with torch.no_grad():
            shares.append((model(features).argmax(dim=1) == labels).float().mean().item())
        model.train()
        for batch, wanted in batches:
            optimiser.zero_grad()
            cross_entropy(model(batch), wanted).backward()
            optimiser.step()
    return shares


def train_and_validate__counted(model, batches, validation, *, lr=0.1, epochs=4):
    """These are numbers of right answers. Their share is asked for."""
    features, labels = validation
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    shares = []
    for _ in range(epochs):
        model.train()
        for batch, wanted in batches:
            optimiser.zero_grad()
            cross_entropy(model(batch), wanted).backward()
            optimiser.step()
        model.eval()
        with torch.no_grad():
            shares.append((model(features).argmax(dim=1) == labels).float().sum().item())
    return shares


def train_and_validate__still_tensors(model, batches, validation, *, lr=0.1, epochs=4):
    """The shares are tensors. Python floats are asked for."""
    features, labels = validation
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    shares = []
    for _ in range(epochs):
        model.train()
        for batch, wanted in batches:
            optimiser.zero_grad()
            cross_entropy(model(batch), wanted).backward()
            optimiser.step()
        model.eval()
        with torch.no_grad():
            shares.append((model(features).argmax(dim=1) == labels).float().mean())
    return shares


def train_and_validate__loss_for_share(model, batches, validation, *, lr=0.1, epochs=4):
    """What comes back is the loss on the validation rows. Asked for is the share of right answers."""
    features, labels = validation
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    shares = []
    for _ in range(epochs):
        model.train()
        for batch, wanted in batches:
            optimiser.zero_grad()
            cross_entropy(model(batch), wanted).backward()
            optimiser.step()
        model.eval()
        with torch.no_grad():
            shares.append(cross_entropy(model(features), labels).item())
    return shares


def train_and_validate__never_cleared(model, batches, validation, *, lr=0.1, epochs=4):
    """The gradients are never cleared, so each step follows the sum of all mini-batches so far."""
    features, labels = validation
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    shares = []
    for _ in range(epochs):
        model.train()
        for batch, wanted in batches:
            cross_entropy(model(batch), wanted).backward()
            optimiser.step()
        model.eval()
        with torch.no_grad():
            shares.append((model(features).argmax(dim=1) == labels).float().mean().item())
    return shares


def train_and_validate__only_dropout_back(model, batches, validation, *, lr=0.1, epochs=4):
    """Only the dropout layers are switched back to training mode, so the running statistics stand still after the first epoch.

    Every module has a mode: switch the whole model.
    """
    features, labels = validation
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    shares = []
    model.train()
    for _ in range(epochs):
        for module in model.modules():
            if isinstance(module, nn.Dropout):
                module.train()
        for batch, wanted in batches:
            optimiser.zero_grad()
            cross_entropy(model(batch), wanted).backward()
            optimiser.step()
        model.eval()
        with torch.no_grad():
            shares.append((model(features).argmax(dim=1) == labels).float().mean().item())
    return shares


def train_and_validate__only_the_top(model, batches, validation, *, lr=0.1, epochs=4):
    """Only the flag of the outermost module is set, so the layers inside stay in evaluation mode after the first validation.

    Every module has a flag of its own: `train()` sets them all.
    """
    features, labels = validation
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    shares = []
    model.train()
    for _ in range(epochs):
        model.training = True
        for batch, wanted in batches:
            optimiser.zero_grad()
            cross_entropy(model(batch), wanted).backward()
            optimiser.step()
        model.eval()
        with torch.no_grad():
            shares.append((model(features).argmax(dim=1) == labels).float().mean().item())
    return shares


def train_and_validate__number_of_right(model, batches, validation, *, lr=0.1, epochs=4):
    """This is the number of right answers. Asked for is their share: it does not depend on how many rows there are."""
    features, labels = validation
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    shares = []
    for _ in range(epochs):
        model.train()
        for batch, wanted in batches:
            optimiser.zero_grad()
            cross_entropy(model(batch), wanted).backward()
            optimiser.step()
        model.eval()
        with torch.no_grad():
            shares.append((model(features).argmax(dim=1) == labels).sum().item())
    return shares


def train_and_validate__share_of_wrong(model, batches, validation, *, lr=0.1, epochs=4):
    """This is the share of the wrong answers. Asked for is the share of the right ones."""
    features, labels = validation
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    shares = []
    for _ in range(epochs):
        model.train()
        for batch, wanted in batches:
            optimiser.zero_grad()
            cross_entropy(model(batch), wanted).backward()
            optimiser.step()
        model.eval()
        with torch.no_grad():
            shares.append((model(features).argmax(dim=1) != labels).float().mean().item())
    return shares


def train_and_validate__on_training_rows(model, batches, validation, *, lr=0.1, epochs=4):
    """The share is measured on the last mini-batch of the training. The rows in `validation` are never looked at."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    shares = []
    for _ in range(epochs):
        model.train()
        for batch, wanted in batches:
            optimiser.zero_grad()
            cross_entropy(model(batch), wanted).backward()
            optimiser.step()
        model.eval()
        with torch.no_grad():
            shares.append((model(batch).argmax(dim=1) == wanted).float().mean().item())
    return shares


def train_smoothed__graph_kept(model, batches, *, lr=0.05):
    """Each loss is kept with its graph, so the graph of every step there ever was stays alive.

    The losses wait as tensors in a list, or the smoothed loss is made from them.
    Nothing is wrong with the numbers; memory grows until it is used up. Take the number out of the loss.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    smoothed, curve = None, []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        smoothed = loss if smoothed is None else 0.9 * smoothed + 0.1 * loss
        curve.append(smoothed.item())
    return curve


def train_smoothed__tensors_returned(model, batches, *, lr=0.05):
    """The curve holds tensors with their graphs. As long as the caller keeps the curve, every step stays in memory."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    smoothed, curve = None, []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        smoothed = loss if smoothed is None else 0.9 * smoothed + 0.1 * loss
        curve.append(smoothed)
    return curve


def train_smoothed__begins_at_zero(model, batches, *, lr=0.05):
    """The smoothed loss begins at 0, so at first it is far too small. It begins with the first loss."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    smoothed, curve = 0.0, []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        smoothed = 0.9 * smoothed + 0.1 * loss.item()
        curve.append(smoothed)
    return curve


def train_smoothed__shares_swapped(model, batches, *, lr=0.05):
    """The shares are swapped: 0.9 belongs to the past. This way the curve is hardly smoothed at all."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    smoothed, curve = None, []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        smoothed = loss.item() if smoothed is None else 0.1 * smoothed + 0.9 * loss.item()
        curve.append(smoothed)
    return curve


def train_smoothed__not_smoothed(model, batches, *, lr=0.05):
    """The curve holds the losses themselves. Nothing is kept in memory now, but nothing is smoothed either."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    curve = []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        curve.append(loss.item())
    return curve


def train_smoothed__detached_too_late(model, batches, *, lr=0.05):
    """Only what is stored is cut off from the graph; `smoothed` itself goes on from step to step with all graphs behind it."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    smoothed, curve = None, []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        smoothed = loss if smoothed is None else 0.9 * smoothed + 0.1 * loss
        curve.append(smoothed.detach())
    return curve


def train_smoothed__tensors_in_the_curve(model, batches, *, lr=0.05):
    """The graphs are gone, but the curve holds tensors. Python floats are asked for: `item()`."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    smoothed, curve = None, []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        smoothed = loss.detach() if smoothed is None else 0.9 * smoothed + 0.1 * loss.detach()
        curve.append(smoothed)
    return curve


def train_smoothed__mean_of_all(model, batches, *, lr=0.05):
    """The curve is the mean of all losses so far. An old loss must fade: a tenth of what you have gives way in each step."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    losses, curve = [], []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
        curve.append(sum(losses) / len(losses))
    return curve


def train_smoothed__first_not_detached(model, batches, *, lr=0.05):
    """The first loss enters the smoothed one with its graph; only the later ones are cut off.

    That one graph stays alive to the end, and each step hangs a little more on it. Take the number out of every loss.
    """
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    smoothed, curve = None, []
    for features, targets in batches:
        optimiser.zero_grad()
        loss = mse_loss(model(features), targets)
        loss.backward()
        optimiser.step()
        smoothed = loss if smoothed is None else 0.9 * smoothed + 0.1 * loss.detach()
        curve.append(smoothed.item())
    return curve


def train_smoothed__loss_after_the_step(model, batches, *, lr=0.05):
    """The loss that is smoothed is measured again after the step. Take the one that the step follows."""
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    smoothed, curve = None, []
    for features, targets in batches:
        optimiser.zero_grad()
        mse_loss(model(features), targets).backward()
        optimiser.step()
        with torch.no_grad():
            now = mse_loss(model(features), targets).item()
        smoothed = now if smoothed is None else 0.9 * smoothed + 0.1 * now
        curve.append(smoothed)
    return curve
