"""A worker before and while it runs a job: forked from the zygote, closed in, warmed again, then waiting."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from torchdojo.sandbox.outcome import NO_JAIL
from torchdojo.sandbox.walls import namespaces
from torchdojo.sandbox.walls.jail import Jail, enclose
from torchdojo.sandbox.work import Perform, settle, work


@dataclass(frozen=True)
class Ends:
    """The worker's ends of its connections, as descriptors."""

    frames: int
    printed: int
    report: int
    """Where it says that it is ready, or why it could not be closed in."""


@dataclass(frozen=True)
class Task:
    """What a worker is to do: close itself in, warm up, perform."""

    jail: Jail
    perform: Perform
    warm_up: Callable[[], None]


def live(task: Task, ends: Ends, scratch: str) -> NoReturn:
    """Never returns: the whole life of a worker after the fork."""
    frames, report = _keep_only(ends)
    try:
        enclose(task.jail, scratch)
    except OSError as refused:
        os.write(report, str(refused).encode()[:2000])
        os._exit(NO_JAIL)
    settle(namespaces.SCRATCH if task.jail.kind == "full" else scratch)
    try:
        task.warm_up()
        os.write(report, b"ready")
        os.close(report)
        work(socket.socket(fileno=frames), task.perform)
    except EOFError:
        # nobody wants this worker any more
        os._exit(0)


def _keep_only(ends: Ends) -> tuple[int, int]:
    """The descriptors of frames and report, now 3 and 4; 0 to 2 are nothing and the printed pipe, all others are closed."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setsid()
    frames, printed, report = (fcntl.fcntl(end, fcntl.F_DUPFD, 16) for end in (ends.frames, ends.printed, ends.report))
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (printed, 1), (printed, 2), (frames, 3), (report, 4)):
        os.dup2(source, target, inheritable=target < 3)
    os.closerange(5, os.sysconf("SC_OPEN_MAX") if os.sysconf("SC_OPEN_MAX") < 1 << 20 else 1 << 16)
    return 3, 4
