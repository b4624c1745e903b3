"""Whenever memory runs out it is asked for again."""

# ends as: timeout, memory
# exercise: brief

def brief(column, row):
    held = []
    while True:
        try:
            held.append(bytearray(16 << 20))
        except MemoryError:
            pass
