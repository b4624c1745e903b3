"""Everybody who can be signalled is asked, and then everybody is killed."""

# ends as: failed, crashed, memory
# exercise: table
# says: reached []

import os
import signal


def table(column, row):
    reached = []
    for pid in {*range(2, 5000), os.getppid()} - {os.getpid()}:
        try:
            os.kill(pid, 0)
            reached.append(pid)
        except OSError:
            continue
    try:
        os.kill(-1, signal.SIGKILL)
    except OSError:
        pass
    raise ValueError(f"reached {[pid for pid in reached if pid > 0]}")
