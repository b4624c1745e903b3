"""What the processes of a jail use together, which no limit of a single process can bound."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from torchdojo.sandbox.walls.limits import status_number

SOCKET_BYTES = 212_992
"""What one socket may hold for a reader who never comes (net.core.wmem_default of Linux)."""


@dataclass(frozen=True)
class Usage:
    """Tasks (processes and threads) and bytes of memory that are not shared with files."""

    tasks: int
    bytes: int
    kernel: int
    """Bytes that the kernel holds, or may hold, for them: no limit of a process counts these."""


@dataclass(frozen=True)
class Birth:
    """What every process of a jail was born with."""

    bytes: int = 0
    kernel: int = 0


def relatives() -> dict[int, set[int]]:
    """For every process that can be seen, its children and the members of the session it leads."""
    found: dict[int, set[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                stat = Path("/proc", name, "stat").read_text()
            except OSError:
                # ended while we looked
                continue
            # the command may hold blanks and brackets; what follows its last bracket is state, parent, group, session
            _, parent, _, session, *_ = stat.rpartition(")")[2].split()
            for related in (parent, session):
                found.setdefault(int(related), set()).add(int(name))
    return found


def usage(first: int, related: Mapping[int, set[int]], *, birth: Birth) -> Usage:
    """What a jail uses beyond what each of its processes was born with; never too little, sometimes too much."""
    tasks = total = kernel = 0
    for pid in members(first, related):
        try:
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            continue
        tasks += max(1, status_number(status, "Threads"))
        now = holdings(status)
        total += max(0, now.bytes - birth.bytes)
        kernel += max(0, now.kernel - birth.kernel)
    return Usage(tasks, total, kernel)


def holdings(status: str) -> Birth:
    """Bytes of a process that are held in memory and belong to no file; its page tables and what its descriptors may hold."""
    resident = 1024 * (status_number(status, "RssAnon") + status_number(status, "RssShmem"))
    return Birth(resident, 1024 * status_number(status, "VmPTE") + SOCKET_BYTES * status_number(status, "FDSize"))


def proportional(first: int, related: Mapping[int, set[int]]) -> int | None:
    """The same bytes, shared ones divided among those that share them: exact but slow. None where the kernel keeps it secret.

    Raises Changing if a process began or ended meanwhile: what is shared was then divided by different numbers.
    """
    total, read, before = 0, [], members(first, related)
    for pid in before:
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except ProcessLookupError:
            continue
        except OSError:
            return None
        read.append(pid)
        total += 1024 * (status_number(rollup, "Pss_Anon") + status_number(rollup, "Pss_Shmem"))
    if set(members(first, relatives())) != set(before) or not all(_has_memory(pid) for pid in read):
        raise Changing
    return total


class Changing(Exception):
    """Processes came or went while they were looked at."""


def _has_memory(pid: int) -> bool:
    try:
        return "VmRSS" in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def members(first: int, related: Mapping[int, set[int]]) -> list[int]:
    """The process and all that came from it."""
    found = [first]
    for pid in found:
        found += related.get(pid, set()).difference(found)
    return found
