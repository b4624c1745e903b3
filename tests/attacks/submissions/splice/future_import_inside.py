"""A future import stands where none may stand."""

# ends as: syntax_error
# exercise: table

x = 1
from __future__ import annotations


def table(column, row):
    return column[:, None] - row
