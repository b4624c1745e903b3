"""Files until the folder is full, and the shared memory too."""

# ends as: failed, timeout, memory, crashed
# exercise: table

import os


def table(column, row):
    for folder in (".", "/tmp", "/dev/shm", "/var/tmp"):
        try:
            for number in range(100_000):
                with open(os.path.join(folder, f"{number}"), "wb") as file:
                    file.write(bytes(4096))
        except OSError as refused:
            print(folder, type(refused).__name__)
    return column[:, None] - row
