"""The C library ends the process."""

# ends as: crashed
# exercise: table

import os


def table(column, row):
    os.abort()
