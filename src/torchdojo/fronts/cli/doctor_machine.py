"""The machine: Python, cores, memory, disk, folders."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from torchdojo.fronts.cli.doctoring import GOOD, NOTE, PROBLEM, Check
from torchdojo.progress import Store, StoreError, data_folder, work_folder

AREA = "Machine"
# torch's own processes need about 0.4 GiB each, and three of them are kept warm
ENOUGH_MEMORY = 3.0
ENOUGH_DISK = 1.0
GIB = 2**30


def checks(work: Path | None) -> Iterator[Check]:
    """What the machine gives."""
    yield Check(AREA, "Python", GOOD, f"{platform.python_version()} at {sys.executable}")
    yield Check(AREA, "system", GOOD, platform.platform())
    yield Check(AREA, "cores", GOOD, f"{_usable_cores()} usable of {os.cpu_count()}")
    yield _memory()
    yield _folder("working folder", work_folder(work), "Choose another with --work or $TORCHDOJO_WORK.")
    yield _folder("data folder", data_folder(), "Choose another with $TORCHDOJO_DATA.")
    yield _record()


def _usable_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _memory() -> Check:
    try:
        free = _available_memory() / GIB
    except (OSError, ValueError, AttributeError):
        return Check(AREA, "memory", NOTE, "cannot be read on this system")
    if free < ENOUGH_MEMORY:
        return Check(
            AREA, "memory", NOTE, f"{free:.1f} GiB free", f"Below {ENOUGH_MEMORY:g} GiB checks may be slow: close other programs."
        )
    return Check(AREA, "memory", GOOD, f"{free:.1f} GiB free")


def _available_memory() -> int:
    """Bytes that can be used without swapping; the limit of the container if there is one."""
    found = [os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    meminfo = Path("/proc/meminfo")
    if meminfo.exists():
        line = next(line for line in meminfo.read_text().splitlines() if line.startswith("MemAvailable:"))
        found = [int(line.split()[1]) * 1024]
    limit, used = Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory.current")
    if limit.exists() and used.exists() and limit.read_text().strip() != "max":
        found.append(int(limit.read_text()) - int(used.read_text()))
    return min(found)


def _folder(name: str, folder: Path, remedy: str) -> Check:
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        return Check(AREA, name, PROBLEM, f"{folder} cannot be written", remedy)
    free = shutil.disk_usage(there).free / GIB
    fact = f"{folder}, {free:.0f} GiB free" + ("" if folder.exists() else " (made when it is needed)")
    if free < ENOUGH_DISK:
        return Check(AREA, name, NOTE, fact, f"Free some space on its disk. {remedy}")
    return Check(AREA, name, GOOD, fact)


def _record() -> Check:
    store = Store()
    if not store.path.exists():
        return Check(AREA, "attempts", GOOD, "none yet")
    try:
        states = store.states()
    except StoreError as fault:
        return Check(AREA, "attempts", PROBLEM, str(fault))
    passed = sum(state == "passed" for state in states.values())
    return Check(AREA, "attempts", GOOD, f"{passed} exercises passed, {len(states) - passed} tried, in {store.path}")
