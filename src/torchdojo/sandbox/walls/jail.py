"""Raises all walls around the calling process, in the order that works."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

from torchdojo.sandbox.walls import kernel, landlock, limits, namespaces, seccomp
from torchdojo.sandbox.walls.view import View, without

Kind = Literal["full", "partial", "none"]
KINDS: tuple[Kind, ...] = ("full", "partial", "none")
_PROCESS_FACTS = ("cpuinfo", "meminfo", "stat", "filesystems", "sys/kernel/osrelease", "sys/vm/overcommit_memory")


@dataclass(frozen=True)
class Jail:
    """Which walls to raise, and what they need to know."""

    kind: Kind
    view: View
    stage: str
    """An empty folder of the daemon's, on which the root of a full jail is put together."""
    stand_in: bool
    """Whether the jail becomes another user outside: only root can, and must for the kernel to count its processes."""


def enclose(jail: Jail, scratch: str) -> None:
    """Close this process in; OSError names the step that was refused. Only the working folder can be written to afterwards."""
    if jail.kind == "none":
        # the daemon counts memory in files of /proc that only a dumpable process shows to its own user
        kernel.prctl(kernel.PR_SET_DUMPABLE, 1)
        os.chdir(scratch)
        limits.tighten(count_tasks=False)
        return
    limits.die_first()
    if jail.kind == "full":
        namespaces.isolate(jail.view, jail.stage)
        namespaces.become_nobody(stand_in=jail.stand_in)
        kernel.drop_capabilities()
        kernel.prctl(kernel.PR_SET_PDEATHSIG, 9)
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        if landlock.version():
            landlock.restrict(["/"], writable=[namespaces.SCRATCH, "/dev/shm"], devices=["/dev"])
        limits.tighten(count_tasks=True)
        seccomp.restrict(namespaces=True, signals_held=True)
        return
    os.chdir(scratch)
    kernel.prctl(kernel.PR_SET_PDEATHSIG, 9)
    # with Landlock no other worker can look at this one, and the daemon, which can, has to count its memory
    kernel.prctl(kernel.PR_SET_DUMPABLE, int(landlock.version() > 0))
    # root could else lift every limit again
    kernel.drop_capabilities()
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    if landlock.version():
        _restrict_files(jail.view, scratch)
    limits.tighten(count_tasks=False)
    seccomp.restrict(namespaces=False, signals_held=landlock.version() >= 6)


def _restrict_files(view: View, scratch: str) -> None:
    readable: list[str] = []
    listable: list[str] = []
    for path in (*view.bound, *view.machine, *view.settings):
        # a link into what is hidden would be a way around it
        inner, lists = without(os.path.realpath(path), view.hidden)
        readable += inner
        listable += lists
    readable += [f"/proc/{name}" for name in _PROCESS_FACTS]
    readable += [f"/proc/{os.getpid()}", "/etc/passwd", "/etc/group", "/etc/hosts", "/etc/nsswitch.conf"]
    devices = [f"/dev/{name}" for name in ("null", "zero", "full", "random", "urandom")]
    landlock.restrict(readable, writable=[scratch, "/dev/shm"], devices=devices, listable=listable)
