"""Other ways to write tables of pairs."""

import torch


def outer_sum__with_add(column, row):
    """Take it when you already think in shapes: a view says which axis is new."""
    _require_numbers(row)
    return torch.add(column.view(-1, 1), row.view(1, -1))


def outer_sum__with_a_loop(column, row):
    """The slowest way and the easiest to read: one row of the table at a time."""
    _require_numbers(row)
    rows = [value + row for value in column]
    return torch.stack(rows) if rows else row.new_zeros(0, row.numel())


def centred__by_sums(values, keep=1.0):
    """Prefer it where the sum is needed anyway."""
    return values - keep * values.sum(dim=-1, keepdim=True) / values.shape[-1]
