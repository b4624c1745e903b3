"""A worker before and while it runs a job: forked from the zygote, closed in, warmed again, then waiting."""

from __future__ import annotations

import fcntl
import gc
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from torchdojo.sandbox import wire
from torchdojo.sandbox.walls import namespaces
from torchdojo.sandbox.walls.jail import Jail, enclose

OUT_OF_MEMORY, NO_JAIL, FAULT_OF_OURS = 77, 78, 70
Perform = Callable[[bytes, Callable[[bytes], None]], None]


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
    _settle(namespaces.SCRATCH if task.jail.kind == "full" else scratch)
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


def _settle(scratch: str) -> None:
    os.environ.update(HOME=scratch, TMPDIR=scratch, MPLCONFIGDIR=scratch, XDG_CACHE_HOME=scratch)
    tempfile.tempdir = None
    os.umask(0o022)


def work(frames: socket.socket, perform: Perform) -> NoReturn:
    """Never returns: take one job, perform it, say the end, leave without looking back."""
    job = wire.receive(frames)
    gc.collect(0)
    try:
        perform(job, lambda message: wire.send(frames, message))
        flush()
        frames.sendall(wire.END)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except SystemExit as left:
        flush()
        os._exit(left.code if isinstance(left.code, int) else int(left.code is not None))
    except BaseException:
        import traceback

        traceback.print_exc()
        flush()
        os._exit(FAULT_OF_OURS)
    # no atexit handlers, no waiting for threads: the job is done
    os._exit(0)


def flush() -> None:
    """Push out what was printed; a stream that the job broke is let go."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            continue
