"""One file as large as can be, written and then only said to be."""

# ends as: failed, timeout, memory, crashed
# exercise: table

import os


def table(column, row):
    for folder in (".", "/dev/shm"):
        try:
            with open(os.path.join(folder, "large"), "wb") as file:
                os.posix_fallocate(file.fileno(), 0, 1 << 26)
                file.seek(1 << 40)
                file.write(b"x")
        except OSError as refused:
            print(folder, type(refused).__name__)
    return column[:, None] - row
