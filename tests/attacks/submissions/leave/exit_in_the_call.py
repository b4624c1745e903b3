"""sys.exit(0) instead of a result."""

# ends as: crashed
# exercise: table

import sys


def table(column, row):
    sys.exit(0)
