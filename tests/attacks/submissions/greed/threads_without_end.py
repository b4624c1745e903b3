"""Threads as long as there are any."""

# ends as: crashed, timeout, memory, failed
# exercise: brief

import threading
import time


def brief(column, row):
    while True:
        try:
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        except RuntimeError:
            pass
