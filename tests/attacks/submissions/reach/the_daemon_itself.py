"""The daemon is asked for another worker, and told to stop."""

# ends as: failed
# exercise: table
# says: reached []

import glob
import json
import socket

PATHS = ("PATHS OF THE TEST",)


def table(column, row):
    said = []
    for path in (*PATHS, *glob.glob("/**/z-*.sock"), "stage", "../stage"):
        for what in ("status", "worker", "stop"):
            try:
                with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as peer:
                    peer.connect(path)
                    peer.send(json.dumps({"op": what, "memory": 1 << 40}).encode())
                    said.append(peer.recv(1000))
            except OSError:
                continue
    raise ValueError(f"reached {said}")
