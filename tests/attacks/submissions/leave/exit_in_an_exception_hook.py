"""Hooks for exceptions in the main part and in threads leave Python."""

# ends as: crashed, failed
# exercise: table

import os
import sys
import threading

sys.excepthook = threading.excepthook = sys.unraisablehook = lambda *a: os._exit(0)


def table(column, row):
    threading.Thread(target=lambda: 1 / 0).start()
    return column[:, None] - row
