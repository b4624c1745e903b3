"""An infinite result is at an infinite distance, which might not be finite enough to be compared."""

# ends as: failed
# exercise: table

import torch


def table(column, row):
    return (column[:, None] * row) * torch.tensor(float("inf"), dtype=column.dtype)
