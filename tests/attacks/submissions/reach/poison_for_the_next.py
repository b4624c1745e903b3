"""Whatever the next job would load or find is changed."""

# ends as: failed
# exercise: table
# says: changed []

import os
import sys

import torch


def table(column, row):
    changed = []
    folders = [*sys.path, os.path.dirname(torch.__file__), "/", "/etc", "/usr/lib", "/usr/local/lib", "/proc/self", "/var/tmp"]
    for folder in folders:
        for name in ("sitecustomize.py", "usercustomize.py", "poison.pth", "__init__.py"):
            path = os.path.join(folder or ".", name)
            if path.startswith(("/scratch", "./")):
                continue
            try:
                with open(path, "ab") as file:
                    file.write(b"\n")
                changed.append(path)
            except OSError:
                continue
    for path in ("/dev/shm/left", "/tmp/left", "/scratch/left"):
        try:
            with open(path, "w") as file:
                file.write("left for the next")
        except OSError:
            continue
    raise ValueError(f"changed {changed}")
