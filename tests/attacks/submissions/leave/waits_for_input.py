"""It waits for somebody to type."""

# ends as: timeout
# exercise: brief

import os
import time


def brief(column, row):
    try:
        input()
    except EOFError:
        os.read(3, 1)
    time.sleep(60)
