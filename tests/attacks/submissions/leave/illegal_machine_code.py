"""A function made of bytes that are no instructions."""

# ends as: crashed
# exercise: table

import ctypes
import mmap


def table(column, row):
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(bytes([0x0F, 0x0B, 0, 0]))
    ctypes.CFUNCTYPE(None)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
