"""A thousand gigabytes of nothing, of which one byte in two million is read: only their table costs."""

# ends as: memory, crashed
# exercise: table

import ctypes
import mmap


def table(column, row):
    size, step = 1 << 40, 2 << 20
    held = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000, prot=mmap.PROT_READ)
    for at in range(0, size, step):
        held[at]
    return column[:, None] - row
