"""A worker that was spawned, not forked: `python -P -s -m torchdojo.sandbox.spawned`; its orders come on standard input."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
import threading
import time
from typing import NoReturn

from torchdojo.sandbox import wire
from torchdojo.sandbox.walls import limits
from torchdojo.sandbox.work import performer, settle, work

_LOOK = 1.0


def main() -> NoReturn:
    """Never returns: warm up, call the client, run its job."""
    orders = json.loads(sys.stdin.readline())
    os.chdir(orders["scratch"])
    settle(orders["scratch"])
    perform, warm_up = performer(orders["performer"])
    warm_up()
    frames = socket.create_connection(("127.0.0.1", orders["port"]))
    wire.send(frames, orders["token"].encode())
    threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()
    try:
        budget = json.loads(wire.receive(frames))["memory"]
    except (EOFError, OSError):
        # nobody wants this worker any more
        os._exit(0)
    # Windows has neither of these limits
    with contextlib.suppress(ImportError, OSError, ValueError):
        limits.tighten(count_tasks=False)
        limits.allow_memory(0, budget)
    work(frames, perform)


def _leave_with(parent: int) -> None:
    # a job that never ends must not outlive the program that wanted it; on Windows the number stays, and nobody can know
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(0)


if __name__ == "__main__":
    main()
