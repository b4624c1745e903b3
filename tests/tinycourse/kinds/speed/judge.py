"""How both are judged."""

import torch

from torchdojo.author import Fill, Speed

pair_products = Speed("row_by_row", minutes=5)
shares = Fill(
    minutes=4,
    without=["softmax", "log_softmax"],
)


@pair_products.probe
def two_lengths(lesson, draw):
    """5 numbers against 3: the table is not square."""
    inputs = draw.arguments(lesson.pair_products, rows=5, columns=3)
    return lesson.pair_products(**inputs), draw.gradients(inputs)


@pair_products.cost(sizes=(8, 16, 32), operations=1.5, peak=1.5, grows={"operations": 0.2})
def more_rows(lesson, draw, size):
    """The number of rows doubles."""
    inputs = draw.arguments(lesson.pair_products, rows=size, columns=7)
    return lambda: lesson.pair_products(**inputs)


@shares.probe
def two_rows(lesson, draw):
    """2 rows of 3 scores."""
    inputs = draw.arguments(lesson.shares, rows=2, columns=3)
    return lesson.shares(**inputs), draw.gradients(inputs)


@shares.probe
def large_scores(lesson, draw):
    """Scores near 1000 and near -1000, also in one row."""
    return lesson.shares(draw.given(torch.tensor([[1000.0, -1000.0, 999.0], [-1000.0, -1001.0, -1000.5]]), name="scores"))


@shares.probe
def beside_softmax(lesson, draw):
    """What the probe itself calls is not the learner's affair."""
    scores = draw.normal(2, 3)
    return lesson.shares(torch.softmax(scores, dim=1))
