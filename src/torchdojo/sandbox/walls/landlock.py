"""Landlock: which files a process and its children can still reach, without any privilege."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable

from torchdojo.sandbox.walls import kernel

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, TRUNCATE, IOCTL_DEV = 1, 1 << 1, 1 << 2, 1 << 3, 1 << 14, 1 << 15
READ = EXECUTE | READ_FILE | READ_DIR
_ON_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
# how many file rights each version of the interface knows
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_SCOPE_ABSTRACT_SOCKETS, _SCOPE_SIGNALS = 1, 2


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def version() -> int:
    """Version of the interface that this kernel offers; 0 where there is none."""
    try:
        return kernel.system_call("landlock_create_ruleset", None, 0, 1)
    except OSError:
        return 0


def restrict(readable: Iterable[str], *, writable: Iterable[str], devices: Iterable[str], listable: Iterable[str] = ()) -> None:
    """Close every file but these to this process; signals and abstract sockets stay inside where the kernel can."""
    offered = version()
    if offered == 0:
        raise OSError(95, "this kernel offers no Landlock")
    known = (1 << _RIGHTS.get(offered, 16)) - 1
    rules = _Ruleset(files=known, scoped=_SCOPE_ABSTRACT_SOCKETS | _SCOPE_SIGNALS if offered >= 6 else 0)
    ruleset = kernel.system_call("landlock_create_ruleset", ctypes.byref(rules), 24 if offered >= 6 else 8, 0)
    try:
        for paths, rights in (
            (readable, READ),
            (listable, READ_DIR),
            (writable, known),
            (devices, READ_FILE | WRITE_FILE | IOCTL_DEV),
        ):
            for path in paths:
                _allow(ruleset, path, rights=rights & known)
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        kernel.system_call("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, *, rights: int) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        # what is not there needs no permission
        return
    try:
        on_folder = os.path.isdir(path)
        beneath = _Beneath(allowed=rights if on_folder else rights & _ON_FILES, parent=parent)
        kernel.system_call("landlock_add_rule", ruleset, 1, ctypes.byref(beneath), 0)
    finally:
        os.close(parent)
