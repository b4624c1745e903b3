"""A thread waits for itself."""

# ends as: timeout
# exercise: brief

import threading


def brief(column, row):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
