"""A thread takes the process away while the main one computes."""

# ends as: crashed
# exercise: table

import os
import threading
import time


def table(column, row):
    threading.Thread(target=os._exit, args=(0,)).start()
    time.sleep(5)
