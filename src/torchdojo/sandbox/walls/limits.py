"""What a process may use up: memory, processes, file sizes, descriptors."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from pathlib import Path

MOST_TASKS = 128
LARGEST_FILE = 128 << 20
MOST_DESCRIPTORS = 1024


def tighten(*, count_tasks: bool) -> None:
    """Lower what is known before the job comes; nothing of it can be raised again.

    Tasks are counted by the kernel for each user namespace; without one, all processes of the user would count.
    """
    import resource

    wanted = {"CORE": 0, "FSIZE": LARGEST_FILE, "NOFILE": MOST_DESCRIPTORS, "MEMLOCK": 64 << 10, "MSGQUEUE": 0, "RTPRIO": 0}
    if count_tasks:
        wanted["NPROC"] = MOST_TASKS
    for name, value in wanted.items():
        number = getattr(resource, f"RLIMIT_{name}", None)
        if number is None:
            continue
        _, hard = resource.getrlimit(number)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        # macOS refuses some of these
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(number, (value, value))


def allow_memory(pid: int, budget: int) -> None:
    """Let the process grow by so many bytes over what it has now; it cannot raise this again."""
    import resource

    if sys.platform != "linux":
        return
    bytes_now = 1024 * status_number(Path(f"/proc/{pid or 'self'}/status").read_text(), "VmData")
    limit = bytes_now + budget
    resource.prlimit(pid, resource.RLIMIT_DATA, (limit, limit))


def status_number(status: str, name: str) -> int:
    """A number of /proc/PID/status (kB for sizes); 0 where it is not given."""
    found = re.search(rf"^{name}:\s+(\d+)", status, re.MULTILINE)
    return int(found[1]) if found else 0


def die_first() -> None:
    """Make this process the one the system ends when memory runs out on the whole machine."""
    with contextlib.suppress(OSError):
        descriptor = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
        try:
            os.write(descriptor, b"1000")
        finally:
            os.close(descriptor)
