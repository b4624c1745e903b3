"""A view of one number that says it has a million million."""

# ends as: memory, crashed, failed
# exercise: table

import torch


def table(column, row):
    return torch.ones(()).expand(1 << 20, 1 << 20)
