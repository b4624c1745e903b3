"""What a jail can still see of the file system."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

# the parts of a Python installation; not its whole folder, which may be the project somebody works in
_PARTS = ("bin", "lib", "lib64", "include", "share", "etc", "pyvenv.cfg")
_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin", "/nix/store")
_MACHINE = ("/sys/devices", "/sys/class/net", "/sys/bus/pci")
_SETTINGS = ("/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives", "/etc/fonts", "/etc/mime.types")


@dataclass(frozen=True)
class View:
    """The paths a jail may read, and those below them that are covered."""

    bound: tuple[str, ...]
    hidden: tuple[str, ...]
    machine: tuple[str, ...] = _MACHINE
    settings: tuple[str, ...] = _SETTINGS


def view(hidden: Sequence[str] = ()) -> View:
    """Python, its packages and the system's libraries; without torchdojo itself and without what else is to be hidden."""
    import torchdojo

    package = Path(torchdojo.__file__).parent
    covered = {str(package), str(package.resolve()), *hidden, *(os.path.realpath(path) for path in hidden)}
    wanted = [*_SYSTEM]
    for prefix in (sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix):
        for place in (prefix, os.path.realpath(prefix)):
            wanted += [os.path.join(place, part) for part in _PARTS]
    interpreter = os.path.realpath(sys.executable)
    wanted += [os.path.join(os.path.dirname(os.path.dirname(interpreter)), part) for part in _PARTS]
    # the folder of a checkout is no place for packages: it holds the course
    wanted += [entry for entry in sys.path if os.path.isabs(entry) and not is_beneath(str(package), entry)]
    return View(bound=_outermost(wanted), hidden=tuple(sorted(covered)))


def is_beneath(path: str, folder: str) -> bool:
    """Whether the path is the folder or lies in it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for path in sorted({os.path.normpath(path) for path in paths if os.path.lexists(path)}, key=len):
        inside_link = any(is_beneath(path, other) and os.path.islink(other) for other in kept)
        if path != "/" and not inside_link and not any(is_beneath(path, other) for other in kept):
            kept.append(path)
    return tuple(kept)


def without(folder: str, hidden: Sequence[str]) -> tuple[list[str], list[str]]:
    """Paths that together are the folder without what is hidden in it, and the folders on the way that may only be listed."""
    if not any(is_beneath(path, folder) for path in hidden):
        return [folder], []
    if folder in hidden:
        return [], []
    readable: list[str] = []
    listable = [folder]
    for name in sorted(os.listdir(folder)):
        inner, lists = without(os.path.join(folder, name), hidden)
        readable += inner
        listable += lists
    return readable, listable
