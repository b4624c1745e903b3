"""The answer is wrong and a thread stays."""

# ends as: failed
# exercise: table

import threading
import time


def table(column, row):
    def forever():
        while True:
            time.sleep(0.01)

    threading.Thread(target=forever, daemon=False).start()
    return column[:, None] - row
