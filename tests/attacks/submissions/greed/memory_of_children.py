"""Children that hold a little less than they may each."""

# ends as: memory, crashed
# exercise: table

import os
import time


def table(column, row):
    for _ in range(8):
        if os.fork() == 0:
            held = bytearray(b"x") * (400 << 20)
            time.sleep(60)
    time.sleep(60)
