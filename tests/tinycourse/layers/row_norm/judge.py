"""How the two layers are judged."""

import torch

from torchdojo.author import Fill

RowNorm = Fill(minutes=8, excused={"mutant:17:minus:added": "the root of the mean square does not see the sign of the rows"})
Gate__forward = Fill(minutes=5, seconds=5.0)


@RowNorm.probe
def values_and_gradients(lesson, draw):
    """Rows of a batch, with gradients of rows and parameters."""
    layer = draw.state(lesson.RowNorm(5, eps=0.1).double())
    rows = draw.normal(2, 3, 5, grad=True)
    return layer(rows), draw.gradients({"rows": rows, "weight": layer.weight})


@RowNorm.probe
def as_it_begins(lesson, draw):
    """A fresh layer on rows of zeros and huge rows, in float32."""
    rows = draw.given(torch.tensor([[0.0, 0.0, 0.0], [1e18, -1e18, 2e18]]), name="rows")
    layer = lesson.RowNorm(3)
    return {"output": layer(rows), "weight": layer.weight, "kinds": [name for name, _ in layer.named_parameters()]}


@RowNorm.probe
def tiny_rows(lesson, draw):
    """Rows so small that the default of `eps` shows."""
    return lesson.RowNorm(5).double()(1e-3 * draw.normal(2, 5))


@Gate__forward.probe
def drawn_parameters(lesson, draw):
    """Rows of a batch through a gate with drawn weights."""
    layer = draw.state(lesson.Gate(5).double())
    rows = draw.normal(2, 3, 5, grad=True)
    return layer(rows), draw.gradients({"rows": rows, "weight": layer.weight, "bias": layer.bias})


@Gate__forward.probe
def one_row(lesson, draw):
    """A single row without a batch."""
    layer = draw.state(lesson.Gate(7).double())
    return layer(draw.normal(7))
