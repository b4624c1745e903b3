"""Bytes without end."""

# ends as: memory
# exercise: table

def table(column, row):
    held = []
    while True:
        held.append(b'x' * (64 << 20))
