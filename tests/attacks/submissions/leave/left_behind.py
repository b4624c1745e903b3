"""A grandchild in a session of its own sleeps on after its parents are gone."""

# ends as: failed
# exercise: table

import os
import time


def table(column, row):
    if os.fork() == 0:
        try:
            os.setsid()
        except OSError:
            pass
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)
    os.wait()
    return column[:, None] - row
