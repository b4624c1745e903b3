"""The Python files of a folder, and why some of them cannot be judged."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

# a lesson's file has some ten kilobytes
LARGEST = 1_000_000
# what archives and editors leave behind; hidden files are left out anyway
NOISE = ("__pycache__", "__MACOSX")


@dataclass(frozen=True)
class HandedIn:
    """One file, as it was when it was read."""

    name: str
    """Its path below the folder, with / on every system."""
    digest: str
    """sha256 of its bytes; where it cannot be judged, of the reason."""
    text: str | None
    """None if it cannot be judged."""
    note: str = ""
    """Why it cannot be judged, and what to do."""


def names(folder: Path) -> list[str]:
    """What was handed in: every *.py of the folder and of its subfolders, one level deep, sorted.

    A subfolder without any, and a link in the place of one, stands for itself with a / at its end.
    """
    found = []
    for path in _listed(folder):
        if _is_python(path):
            found.append(path.name)
        elif path.is_symlink():
            found += [f"{path.name}/"] if path.is_dir() else []
        elif path.is_dir():
            inside = [f"{path.name}/{below.name}" for below in _listed_if_open(path) if _is_python(below)]
            found += inside or [f"{path.name}/"]
    return sorted(found)


def read(folder: Path, name: str) -> HandedIn:
    """The file as it is now; never raises: whatever is in the way is the note."""
    try:
        content = _content(folder, name)
        return HandedIn(name, hashlib.sha256(content).hexdigest(), content.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        note = f"Byte {fault.start} is not UTF-8. Save the file as UTF-8."
    except OSError as fault:
        note = f"Cannot be read ({fault.strerror or fault})."
    except _Refused as refused:
        note = str(refused)
    return HandedIn(name, hashlib.sha256(f"not judged: {note}".encode()).hexdigest(), None, note)


class _Refused(Exception):
    """What is there is no file that can be judged; str() says why."""


def _content(folder: Path, name: str) -> bytes:
    path = folder / name
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode):
        raise _Refused("Is a link; links are not followed. Put the file itself there.")
    if name.endswith("/"):
        os.listdir(path)
        raise _Refused("Holds no .py file.")
    if stat.S_ISDIR(found.st_mode):
        raise _Refused("Is a folder, in spite of its name.")
    if not stat.S_ISREG(found.st_mode):
        raise _Refused("Is no ordinary file.")
    # it may have been replaced since: a link is refused and a pipe not waited for
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise _Refused(f"Holds {max(found.st_size, len(content)) / 1e6:.1f} MB; at most {LARGEST / 1e6:.0f} MB is judged.")
    return content


def _listed(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if not path.name.startswith(".") and path.name not in NOISE]


def _listed_if_open(folder: Path) -> list[Path]:
    """Nothing where the folder cannot be read: `read` says why."""
    try:
        return _listed(folder)
    except OSError:
        return []


def _is_python(path: Path) -> bool:
    return path.suffix.lower() == ".py"
