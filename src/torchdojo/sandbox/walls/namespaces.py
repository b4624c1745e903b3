"""Namespaces: an own set of processes, an own network with nothing but itself, an own root folder."""

from __future__ import annotations

import contextlib
import os
import socket
import struct
from pathlib import Path

from torchdojo.sandbox.walls import kernel
from torchdojo.sandbox.walls.view import View, is_beneath

SCRATCH = "/scratch"
SCRATCH_BYTES, SCRATCH_FILES = 64 << 20, 20_000
SHARED_BYTES, SHARED_FILES = 128 << 20, 20_000
# the name of the learner inside, and who that is outside when the daemon runs as root
INNER_ID, ROOTS_STAND_IN = 1000, 65533
_DEVICES = ("null", "zero", "full", "random", "urandom")
_LINKS = {"fd": "/proc/self/fd", "stdin": "/proc/self/fd/0", "stdout": "/proc/self/fd/1", "stderr": "/proc/self/fd/2"}
_WRITTEN = {
    "passwd": f"learner:x:{INNER_ID}:{INNER_ID}:learner:{SCRATCH}:/bin/sh\n",
    "group": f"learner:x:{INNER_ID}:\n",
    "hosts": "127.0.0.1 localhost sandbox\n::1 localhost sandbox\n",
    "hostname": "sandbox\n",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
}


def enter_outer() -> None:
    """Leave this user's user and process namespaces; the next child is process 1 of a new one and root in it.

    As root the map is written by a helper that stays outside, because only from there more than one id can be mapped:
    the jails then run as somebody who is not root.
    """
    user, group = os.geteuid(), os.getegid()
    if user != 0:
        kernel.unshare(kernel.NEWUSER | kernel.NEWPID)
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"0 {user} 1")
        _write("/proc/self/gid_map", f"0 {group} 1")
        return
    maps = {name: _identity(f"/proc/self/{name}") for name in ("uid_map", "gid_map")}
    inner, outer = socket.socketpair()
    ours = os.getpid()
    helper = os.fork()
    if helper == 0:
        inner.close()
        status = 1
        if outer.recv(1):
            for name, text in maps.items():
                _write(f"/proc/{ours}/{name}", text)
            status = 0
        os._exit(status)
    outer.close()
    try:
        kernel.unshare(kernel.NEWUSER | kernel.NEWPID)
        inner.send(b"x")
    finally:
        inner.close()
        _, status = os.waitpid(helper, 0)
    if status != 0:
        raise OSError(1, "the ids of the user namespace could not be mapped")


def _identity(path: str) -> str:
    rows = [line.split() for line in Path(path).read_text().splitlines()]
    return "".join(f"{first} {first} {count}\n" for first, _, count in rows)


def _write(path: str, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)


def enter_own_mounts() -> None:
    """Give the daemon its own view of /proc, in which it sees its jails and nothing of the machine."""
    kernel.unshare(kernel.NEWNS)
    kernel.mount(None, "/", flags=kernel.MS_REC | kernel.MS_PRIVATE)
    kernel.mount("proc", "/proc", kind="proc", flags=kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC)


def fork_as_first() -> int:
    """Like os.fork; the child is process 1 of its own namespace, and everything in there dies with it."""
    own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    try:
        kernel.unshare(kernel.NEWPID)
        pid = os.fork()
        if pid:
            kernel.setns(own, kernel.NEWPID)
        return pid
    finally:
        os.close(own)


def isolate(view: View, stage: str) -> None:
    """Move into a root folder of one's own and out of network, shared memory and host name."""
    kernel.unshare(kernel.NEWNS | kernel.NEWNET | kernel.NEWIPC | kernel.NEWUTS)
    socket.sethostname("sandbox")
    _loopback_up()
    _small_buffers()
    kernel.mount(None, "/", flags=kernel.MS_REC | kernel.MS_PRIVATE)
    kernel.mount("tmpfs", stage, kind="tmpfs", flags=kernel.MS_NOSUID | kernel.MS_NODEV, data="mode=755,size=1m,nr_inodes=4000")
    for path in view.bound:
        _bind(path, stage)
    _machine(view, stage)
    for path in view.hidden:
        if any(is_beneath(path, bound) for bound in view.bound) and os.path.isdir(stage + path):
            _empty(stage + path)
    _devices(stage)
    _settings(view, stage)
    os.makedirs(stage + "/proc")
    kernel.mount("proc", stage + "/proc", kind="proc", flags=kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC)
    _writable(stage + "/dev/shm", SHARED_BYTES, SHARED_FILES)
    _writable(stage + SCRATCH, SCRATCH_BYTES, SCRATCH_FILES)
    if not os.path.lexists(stage + "/tmp"):
        # unless a Python lives there
        os.symlink(SCRATCH, stage + "/tmp")
    _turn_root(stage)


def _bind(path: str, stage: str) -> None:
    target = stage + path
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.islink(path):
        os.symlink(os.readlink(path), target)
        return
    if os.path.isdir(path):
        os.makedirs(target, exist_ok=True)
    else:
        Path(target).touch()
    kernel.mount(path, target, flags=kernel.MS_BIND | kernel.MS_REC)
    kernel.seal(target)


def _machine(view: View, stage: str) -> None:
    # a sysfs mounted here shows the network interfaces of this namespace; where that is refused, the machine's own
    fresh = stage + "/.sys"
    os.makedirs(fresh)
    with contextlib.suppress(OSError):
        kernel.mount("sysfs", fresh, kind="sysfs", flags=kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC)
    for path in view.machine:
        source = fresh + path.removeprefix("/sys")
        source = source if os.path.isdir(source) else path
        if not os.path.isdir(source):
            continue
        os.makedirs(stage + path)
        kernel.mount(source, stage + path, flags=kernel.MS_BIND | kernel.MS_REC)
        kernel.seal(stage + path)
    with contextlib.suppress(OSError):
        kernel.unmount(fresh)
    os.rmdir(fresh)


def _empty(target: str) -> None:
    flags = kernel.MS_RDONLY | kernel.MS_NOSUID | kernel.MS_NODEV
    kernel.mount("tmpfs", target, kind="tmpfs", flags=flags, data="mode=755,size=4k,nr_inodes=2")


def _writable(target: str, size: int, files: int) -> None:
    os.makedirs(target)
    flags = kernel.MS_NOSUID | kernel.MS_NODEV
    kernel.mount("tmpfs", target, kind="tmpfs", flags=flags, data=f"mode=1777,size={size},nr_inodes={files}")


def _devices(stage: str) -> None:
    os.makedirs(stage + "/dev")
    for name in _DEVICES:
        Path(f"{stage}/dev/{name}").touch()
        kernel.mount(f"/dev/{name}", f"{stage}/dev/{name}", flags=kernel.MS_BIND)
    for name, target in _LINKS.items():
        os.symlink(target, f"{stage}/dev/{name}")


def _settings(view: View, stage: str) -> None:
    os.makedirs(stage + "/etc", exist_ok=True)
    for path in view.settings:
        # a link out of /etc (the time zone's) is followed: its target lies in /usr, which is there
        real = os.path.realpath(path)
        if os.path.exists(real):
            target = stage + path
            if os.path.isdir(real):
                os.makedirs(target)
            else:
                Path(target).touch()
            kernel.mount(real, target, flags=kernel.MS_BIND | kernel.MS_REC)
            kernel.seal(target)
    for name, text in _WRITTEN.items():
        Path(stage, "etc", name).write_text(text)


def _turn_root(stage: str) -> None:
    kernel.mount(None, stage, flags=kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY | kernel.MS_NOSUID | kernel.MS_NODEV)
    os.chdir(stage)
    kernel.system_call("pivot_root", b".", b".")
    kernel.unmount(".")
    os.chdir(SCRATCH)


def _loopback_up() -> None:
    import fcntl

    set_flags, up_and_running = 0x8914, 0x1 | 0x40
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, set_flags, struct.pack("16sh14x", b"lo", up_and_running))


def _small_buffers() -> None:
    # the kernel's memory for connections is counted by nothing; a container may have these settings sealed
    for name in ("tcp_rmem", "tcp_wmem"):
        with contextlib.suppress(OSError):
            _write(f"/proc/sys/net/ipv4/{name}", "4096 65536 212992")


def become_nobody(*, stand_in: bool) -> None:
    """An ordinary user in a user namespace of one's own, which owns nothing and may make no other.

    A stand-in is taken when the daemon runs as root: files and process counts then treat the jail as somebody else.
    """
    if stand_in:
        os.setgroups([])
        os.setresgid(ROOTS_STAND_IN, ROOTS_STAND_IN, ROOTS_STAND_IN)
        os.setresuid(ROOTS_STAND_IN, ROOTS_STAND_IN, ROOTS_STAND_IN)
    user, group = os.geteuid(), os.getegid()
    # else these files of /proc belong to root, and only root could write the maps
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)
    kernel.unshare(kernel.NEWUSER)
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{INNER_ID} {user} 1")
    _write("/proc/self/gid_map", f"{INNER_ID} {group} 1")
    _write("/proc/sys/user/max_user_namespaces", "0")
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
