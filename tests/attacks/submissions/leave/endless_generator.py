"""A generator that never ends, to be summed."""

# ends as: timeout
# exercise: brief

import itertools


def brief(column, row):
    return sum(itertools.count())
