"""A function for the end of Python never returns."""

# ends as: failed
# exercise: table

import atexit
import time


def table(column, row):
    atexit.register(time.sleep, 600)
    return column[:, None] - row
