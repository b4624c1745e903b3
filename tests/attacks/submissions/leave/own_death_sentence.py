"""The process kills itself, its group and all it may."""

# ends as: crashed
# exercise: table

import os
import signal


def table(column, row):
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGKILL):
        for target in (-1, 0, os.getpid()):
            try:
                os.kill(target, number)
            except OSError:
                pass
    os._exit(0)
