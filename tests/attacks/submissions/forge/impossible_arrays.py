"""Shapes that are negative, endless, no numbers, or do not fit their bytes."""

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

def array(shape, data=0, dtype="float64", **more):
    return {"t": "array", "kind": "tensor", "dtype": dtype, "shape": shape, "layout": "strided", "data": data, **more}


every = [array([-5, -3]), array([1 << 70, 0]), array([True, 3]), array([5, 3], data=-1), array([5, 3], data=99), array([5] * 80)]
for number, one in enumerate(every):
    os.write(3, forged(f"probe {number}", one, [bytes(120)]))
os.write(3, struct.pack("<I", 0))


def table(column, row):
    return column[:, None] - row
