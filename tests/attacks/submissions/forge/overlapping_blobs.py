"""A thousand blobs lie on each other."""

# ends as: crashed
# exercise: table

import os
import struct
import sys

pack = sys.modules["torchdojo.observe.frame"].pack


def forged(probe, value, blobs=(), **more):
    """The bytes of one message that says this."""
    header = {"seed": SEED, "variant": "submission", "probe": probe, "status": "returned", "value": value, **more}
    frame = pack(header, list(blobs))
    return struct.pack("<I", len(frame)) + frame


def seed_of_the_job():
    """Found in the runner's own variables."""
    frame = sys._getframe()
    while frame is not None:
        if "case" in frame.f_locals:
            return frame.f_locals["case"].seed
        frame = frame.f_back
    return 0


SEED = seed_of_the_job()

import json

places = [[0, 8 << 20]] * 1000
arrays = [{"t": "array", "kind": "tensor", "dtype": "int8", "shape": [8 << 20], "layout": "strided", "data": n} for n in range(1000)]
header = {"seed": SEED, "variant": "submission", "probe": "two_lengths", "status": "returned", "value": {"t": "sequence", "v": arrays}}
head = json.dumps({**header, "blobs": places}).encode()
frame = struct.pack("<II", len(head), 8 << 20) + head + bytes(8 << 20)
os.write(3, struct.pack("<I", len(frame)) + frame + struct.pack("<I", 0))


def table(column, row):
    return column[:, None] - row
