"""The address 0 is read."""

# ends as: crashed
# exercise: table

import ctypes


def table(column, row):
    ctypes.string_at(0)
