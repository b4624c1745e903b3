"""A frame of an exception whose list of classes is empty."""

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

error = {"t": "raised", "v": [], "message": ""}
os.write(3, forged("", error, status="raised") + struct.pack("<I", 0))


def table(column, row):
    return column[:, None] - row
