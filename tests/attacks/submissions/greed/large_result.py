"""A result larger than all that may be sent."""

# ends as: crashed
# exercise: table

import torch


def table(column, row):
    return torch.zeros(12 << 20, dtype=torch.float64)
