"""Words are written to the descriptor of the output without end."""

# ends as: crashed, timeout
# exercise: brief

import os


def brief(column, row):
    while True:
        os.write(1, b'passed ' * 1000)
