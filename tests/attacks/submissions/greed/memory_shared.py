"""A shared mapping, which no limit of a process counts."""

# ends as: memory, crashed
# exercise: table

import mmap


def table(column, row):
    held = []
    while True:
        held.append(mmap.mmap(-1, 64 << 20))
        held[-1].write(b"x" * (64 << 20))
