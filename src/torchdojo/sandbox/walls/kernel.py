"""The Linux system calls that Python has no word for."""

from __future__ import annotations

import ctypes
import os
import platform
from typing import Any

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 1, 4, 22, 24, 38, 47

# (x86-64, aarch64); the calls added since 2019 have one number everywhere
_NUMBERS = {
    "pivot_root": (155, 41),
    "capset": (126, 91),
    "mount_setattr": (442, 442),
    "landlock_create_ruleset": (444, 444),
    "landlock_add_rule": (445, 445),
    "landlock_restrict_self": (446, 446),
}
_libc: Any = None


def machine() -> str:
    """'x86_64', 'aarch64', or another name for which no wall is known."""
    return {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())


def libc() -> Any:
    """The C library of this process."""
    global _libc
    if _libc is None:
        _libc = ctypes.CDLL(None, use_errno=True)
    return _libc


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def system_call(name: str, *arguments: Any) -> int:
    """What the call returned; OSError where the kernel refused."""
    if machine() not in ("x86_64", "aarch64"):
        raise OSError(38, f"{name}: no number known for {machine()}")
    number = _NUMBERS[name][machine() == "aarch64"]
    plain = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return _checked(libc().syscall(ctypes.c_long(number), *plain), name)


def unshare(flags: int) -> None:
    """Leave the namespaces named by the flags."""
    _checked(libc().unshare(ctypes.c_int(flags)), "unshare")


def setns(descriptor: int, flags: int) -> None:
    """Join the namespace behind the descriptor."""
    _checked(libc().setns(ctypes.c_int(descriptor), ctypes.c_int(flags)), "setns")


def mount(source: str | None, target: str, *, kind: str | None = None, flags: int = 0, data: str | None = None) -> None:
    """Mount; the source is named in the error."""
    words = [None if word is None else os.fsencode(word) for word in (source, target, kind, data)]
    result = libc().mount(words[0], words[1], words[2], ctypes.c_ulong(flags), words[3])
    _checked(result, f"mount {kind or source} at {target}")


def unmount(target: str) -> None:
    """Detach whatever is mounted there."""
    _checked(libc().umount2(os.fsencode(target), ctypes.c_int(MNT_DETACH)), f"umount {target}")


def prctl(option: int, *arguments: int) -> int:
    """What prctl returned."""
    padded = [ctypes.c_ulong(a) for a in (*arguments, 0, 0, 0, 0)[:4]]
    return _checked(libc().prctl(ctypes.c_int(option), *padded), f"prctl {option}")


class _MountAttributes(ctypes.Structure):
    _fields_ = (("set", ctypes.c_uint64), ("clear", ctypes.c_uint64), ("spread", ctypes.c_uint64), ("user", ctypes.c_uint64))


def seal(target: str) -> None:
    """Make a bound tree read-only, without devices and setuid, with all that is mounted below it."""
    attributes = _MountAttributes(set=1 | 2 | 4)
    recursive = 0x8000
    try:
        here = ctypes.c_long(-100)
        path = ctypes.c_char_p(os.fsencode(target))
        system_call("mount_setattr", here, path, recursive, ctypes.byref(attributes), ctypes.sizeof(attributes))
    except OSError as refused:
        if refused.errno != 38:
            raise
        # kernels before 5.12: only this one mount can be sealed, and flags it already has must be repeated
        kept = os.statvfs(target).f_flag & (MS_NOSUID | MS_NODEV | MS_NOEXEC)
        mount(None, target, flags=MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV | kept)


def drop_capabilities() -> None:
    """Give up every capability for good, for this process and its children."""
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:
            break
    clear_all = 4
    prctl(PR_CAP_AMBIENT, clear_all)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    system_call("capset", ctypes.byref(header), ctypes.byref((ctypes.c_uint32 * 6)()))
