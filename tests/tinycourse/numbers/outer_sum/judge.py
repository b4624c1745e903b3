"""How tables of pairs are judged."""

import torch

from torchdojo.author import Fill

outer_sum = Fill(minutes=3)
centred = Fill(minutes=4)


@outer_sum.probe
def two_lengths(lesson, draw):
    """5 numbers against 3: the table is not square."""
    inputs = draw.arguments(lesson.outer_sum, rows=5, columns=3)
    return lesson.outer_sum(**inputs), draw.gradients(inputs)


@outer_sum.probe
def single_entries(lesson, draw):
    """One number against one, in float32."""
    inputs = draw.arguments(lesson.outer_sum, rows=1, columns=1, dtype=torch.float32)
    return lesson.outer_sum(**inputs)


@outer_sum.probe
def nothing_to_add(lesson, draw):
    """An empty row is refused, an empty column is not."""
    column = draw.normal(4)
    empty = draw.normal(0)
    return {"empty row": draw.outcome(lesson.outer_sum, column, empty), "empty column": lesson.outer_sum(empty, column)}


@centred.probe
def rows_of_a_batch(lesson, draw):
    """Two batch sizes, both larger than 1."""
    inputs = draw.arguments(lesson.centred, batch=(2, 3), width=5)
    return lesson.centred(**inputs), draw.gradients(inputs)


@centred.probe
def half_of_the_mean(lesson, draw):
    """Only half of the mean is taken away."""
    inputs = draw.arguments(lesson.centred, batch=(3,), width=7, keep=0.5)
    return lesson.centred(**inputs), draw.gradients({"values": inputs["values"]})


@centred.probe
def infinite_entries(lesson, draw):
    """A row with an infinite entry stays a row."""
    values = draw.given(torch.tensor([[1.0, float("inf")], [2.0, 5.0]], dtype=torch.float64), name="values")
    return lesson.centred(values)
