"""What a job may use, and what came of it."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Status = Literal["ended", "timeout", "memory", "crashed"]
OnFrame = Callable[[bytes], None]
OUT_OF_MEMORY, NO_JAIL, FAULT_OF_OURS = 77, 78, 70
"""Exit codes of a worker."""


@dataclass(frozen=True)
class Limits:
    """What a job may use."""

    seconds: float = 10.0
    """By the clock on the wall, from the moment the worker has the job."""
    memory: int = 1 << 30
    """Bytes beyond what the warm worker has already."""
    output: int = 64 << 20
    """Bytes of all frames together."""
    printed: int = 64 << 10
    """Bytes on standard output and error together."""


@dataclass(frozen=True)
class Run:
    """What came of a job."""

    status: Status
    frames: tuple[bytes, ...]
    printed: str
    seconds: float
    detail: str
    """How it ended, in words, unless it simply ended."""
    walls: str


def explain(code: int, why: str, *, walls: str) -> tuple[Status, str]:
    """Status and words for the way a worker's process ended: its exit code, or the negative number of the signal."""
    if why == "memory":
        return "memory", "its processes together used more memory than allowed"
    if why == "processes":
        return "crashed", "started too many processes or threads"
    if code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else "unknown"
        if name == "SIGKILL" and walls == "full":
            # inside its walls a worker cannot send itself this signal
            return "memory", "killed by the system, which does this when memory runs out"
        return "crashed", f"killed by signal {-code} ({name})"
    if code == OUT_OF_MEMORY:
        return "memory", "ran out of the memory allowed"
    return "crashed", f"left with exit code {code}"
