"""The zygote's side of a worker: forking it, handing it over, keeping an eye on it, burying it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from torchdojo.sandbox import spare, watchdog
from torchdojo.sandbox.outcome import FAULT_OF_OURS
from torchdojo.sandbox.walls import limits
from torchdojo.sandbox.walls.namespaces import fork_as_first

NOTHING = watchdog.Birth()
UNSURE_SECONDS = 5.0


@dataclass
class Worker:
    """One worker: a spare until it has a client, a job until its process has ended."""

    pid: int
    pidfd: int
    frames: socket.socket
    printed: int
    report: int
    scratch: str | None
    """A folder to remove afterwards; in a full jail it goes with the jail."""
    reported: bytearray = field(default_factory=bytearray)
    client: socket.socket | None = None
    budget: int = 0
    birth: watchdog.Birth = NOTHING
    killed_for: str = ""
    hurried: bool = False
    """Whether it was forked without warming up, for somebody who waits."""
    unsure_since: float = 0.0
    """Since when its memory cannot be told exactly and seems too much; 0 if it can."""

    @property
    def ready(self) -> bool:
        """Whether it is closed in and warm."""
        return self.reported == b"ready"


def fork(task: spare.Task, runtime: str) -> Worker:
    """A new worker, which reports when it is ready."""
    ours, theirs = socket.socketpair()
    printed, prints = os.pipe()
    report, reports = os.pipe()
    scratch = None if task.jail.kind == "full" else tempfile.mkdtemp(prefix="scratch-", dir=runtime)
    pid = fork_as_first() if task.jail.kind == "full" else os.fork()
    if pid == 0:
        try:
            spare.live(task, spare.Ends(theirs.fileno(), prints, reports), scratch or runtime)
        except BaseException as fault:
            # descriptor 4 is the report as soon as the walls are being raised
            with contextlib.suppress(OSError):
                os.write(4, f"{type(fault).__name__}: {fault}".encode()[:2000])
        finally:
            os._exit(FAULT_OF_OURS)
    theirs.close()
    os.close(prints)
    os.close(reports)
    return Worker(pid, os.pidfd_open(pid), ours, printed, report, scratch)


def hand_over(worker: Worker, client: socket.socket, *, budget: int, walls: str) -> None:
    """Give the client the worker's ends and its process; from now on it has so much memory to use. OSError if the client left."""
    with contextlib.suppress(OSError):
        limits.allow_memory(worker.pid, budget)
    worker.birth = watchdog.holdings(_status(worker.pid))
    worker.client, worker.budget = client, budget
    answer = json.dumps({"pid": worker.pid, "walls": walls}).encode()
    try:
        socket.send_fds(client, [answer], [worker.frames.fileno(), worker.printed, worker.pidfd])
    finally:
        worker.frames.close()
        os.close(worker.printed)
        worker.printed = -1


def _status(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return ""


def kill(worker: Worker, why: str = "") -> None:
    """End the worker and what it started."""
    worker.killed_for = worker.killed_for or why
    with contextlib.suppress(OSError):
        signal.pidfd_send_signal(worker.pidfd, signal.SIGKILL)
    if worker.scratch is not None:
        # no namespace to die with: its children are the members of its process group
        with contextlib.suppress(OSError):
            os.killpg(worker.pid, signal.SIGKILL)


def look_after(jobs: Mapping[int, Worker]) -> None:
    """End those jobs whose processes together use more than one process may."""
    related = watchdog.relatives()
    for worker in jobs.values():
        used = watchdog.usage(worker.pid, related, birth=worker.birth)
        if used.tasks > limits.MOST_TASKS:
            kill(worker, "processes")
        elif used.bytes + used.kernel > worker.budget:
            _weigh(worker, related, used)
        else:
            worker.unsure_since = 0.0


def _weigh(worker: Worker, related: Mapping[int, set[int]], used: watchdog.Usage) -> None:
    """End the job if the exact number is too large as well: the cheap one counts twice what a fork shares with its parent."""
    try:
        exact = watchdog.proportional(worker.pid, related)
    except watchdog.Changing:
        exact = None
    if exact is not None:
        worker.unsure_since = 0.0
        if exact + used.kernel > worker.budget:
            kill(worker, "memory")
        return
    worker.unsure_since = worker.unsure_since or time.monotonic()
    # who forks all the time must not get away with it
    if time.monotonic() - worker.unsure_since > UNSURE_SECONDS:
        kill(worker, "memory")


def bury(worker: Worker, status: int) -> None:
    """Tell the client how the worker ended, and let go of everything it had."""
    if worker.client is not None:
        with contextlib.suppress(OSError):
            worker.client.send(json.dumps({"status": status, "why": worker.killed_for}).encode())
        worker.client.close()
    worker.frames.close()
    for descriptor in (worker.pidfd, worker.printed, worker.report):
        if descriptor >= 0:
            os.close(descriptor)
    if worker.scratch is not None:
        shutil.rmtree(worker.scratch, ignore_errors=True)
