"""The recursion limit is lifted and a list in a list in a list printed, until the stack of the machine overflows."""

# ends as: crashed, memory
# exercise: table

import sys


def table(column, row):
    sys.setrecursionlimit(1 << 30)
    nested = []
    for _ in range(1_000_000):
        nested = [nested]
    return repr(nested)
