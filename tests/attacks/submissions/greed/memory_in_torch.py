"""A tensor of a terabyte."""

# ends as: memory
# exercise: table

import torch


def table(column, row):
    return torch.ones(1 << 37, dtype=torch.float64)
