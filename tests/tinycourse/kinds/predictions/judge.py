"""How predictions are judged."""

from torchdojo.author import Fill, Predict

stretched = Predict("shape", minutes=2, rows=(2, 7), columns=(2, 7))
mixed = Predict("dtype", minutes=2, number=[2, 2.5, True, 0.5, 7])
slope = Predict("value", minutes=3, at=[-3, -2, -1, 2, 3], power=(2, 4))
neighbours = Predict("alias", minutes=2, step=[1, 2, 1, 3, 1])
product = Predict("error", minutes=1, inner=[2, 3, 4, 3])
doubled = Fill(minutes=1)


@doubled.probe
def five(lesson, draw):
    """Five numbers."""
    inputs = draw.arguments(lesson.doubled, width=5)
    return lesson.doubled(**inputs), draw.gradients(inputs)
