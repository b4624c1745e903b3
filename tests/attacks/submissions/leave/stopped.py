"""The process stops itself, so that nobody can see it end."""

# ends as: timeout
# exercise: brief

import os
import signal


def brief(column, row):
    os.kill(os.getpid(), signal.SIGSTOP)
    os.kill(0, signal.SIGTSTP)
    while True:
        pass
