"""The parent leaves; its child goes on and writes frames."""

# ends as: crashed, failed
# exercise: table

import os
import time


def table(column, row):
    if os.fork():
        os._exit(0)
    os.setsid()
    time.sleep(0.2)
    return column[:, None] - row
