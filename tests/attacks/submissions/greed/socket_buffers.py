"""Sockets filled with what nobody reads, which is the kernel's memory."""

# ends as: memory, crashed
# exercise: table

import os
import socket
import time


def table(column, row):
    for _ in range(6):
        if os.fork() == 0:
            break
    held = []
    while True:
        try:
            pair = socket.socketpair()
            pair[0].setblocking(False)
            held.append(pair)
            while True:
                pair[0].send(bytes(1 << 16))
        except BlockingIOError:
            continue
        except OSError:
            break
    time.sleep(60)
