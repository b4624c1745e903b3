"""How the target is judged."""

import torch

from torchdojo.author import Fill

table = Fill(minutes=1)
brief = Fill(minutes=1, seconds=1.0)
soft = Fill(minutes=1)
log_soft = Fill(minutes=1)
Scale = Fill(minutes=1)


@table.probe
def two_lengths(lesson, draw):
    """5 numbers against 3, with gradients."""
    inputs = draw.arguments(lesson.table, rows=5, columns=3)
    return lesson.table(**inputs), draw.gradients(inputs)


@table.probe
def one_row(lesson, draw):
    """A single row, in float32."""
    inputs = draw.arguments(lesson.table, rows=1, columns=4, dtype=torch.float32)
    return {"table": lesson.table(**inputs)}


@brief.probe
def soon(lesson, draw):
    """5 numbers against 3."""
    return lesson.brief(**draw.arguments(lesson.brief, rows=5, columns=3))


@soft.probe
def rows_of_a_batch(lesson, draw):
    """Two rows of five."""
    inputs = draw.arguments(lesson.soft, batch=(2,), width=5)
    return lesson.soft(**inputs), draw.gradients(inputs)


@log_soft.probe
def rows_of_another_batch(lesson, draw):
    """Three rows of seven."""
    inputs = draw.arguments(lesson.log_soft, batch=(3,), width=7)
    return lesson.log_soft(**inputs), draw.gradients(inputs)


@Scale.probe
def drawn_state(lesson, draw):
    """Rows through a layer with drawn parameters."""
    layer = draw.state(lesson.Scale(5).double())
    rows = draw.normal(2, 5, grad=True)
    return layer(rows), draw.gradients({"rows": rows, "weight": layer.weight, "bias": layer.bias})
