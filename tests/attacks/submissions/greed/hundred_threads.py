"""A hundred threads that compute."""

# ends as: failed, crashed, timeout
# exercise: brief

import threading
import time


def brief(column, row):
    def busy():
        while True:
            sum(range(1000))

    for _ in range(100):
        threading.Thread(target=busy, daemon=True).start()
    time.sleep(0.3)
    return column[:, None] - row
