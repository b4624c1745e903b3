"""Folders that a project writes to, and what it left there."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch

MOST_FILES = 200
MOST_BYTES = 8 << 20


class FolderTrouble(Exception):
    """What was left in a folder cannot be looked at; the message is written for the learner."""


def fresh_folder(name: str) -> Path:
    """An empty folder: the same path in every run, so that paths can be compared."""
    folder = Path(tempfile.gettempdir()) / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def files(folder: Path | str) -> dict[str, object]:
    """What a folder holds, by path: text, what a JSON file says, arrays and tensors, or else the bytes.

    Files of one's own making are read only if that runs no code: tensors are loaded with weights_only.
    """
    top = Path(folder)
    found = sorted(path for path in top.rglob("*") if path.is_symlink() or not path.is_dir())
    if len(found) > MOST_FILES:
        raise FolderTrouble(f"the folder holds {len(found)} files; at most {MOST_FILES} are looked at")
    return {path.relative_to(top).as_posix(): _content(path) for path in found}


def _content(path: Path) -> object:
    if path.is_symlink():
        return {"a link": True}
    if not path.is_file():
        return {"no plain file": True}
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise FolderTrouble(f"{path.name} has {size:,} bytes; at most {MOST_BYTES:,} are looked at")
    return _read(path, path.read_bytes())


def _read(path: Path, data: bytes) -> object:
    try:
        reader = READERS.get(path.suffix)
        return reader(data) if reader else data.decode()
    except UnicodeDecodeError:
        return torch.frombuffer(bytearray(data), dtype=torch.uint8) if data else ""
    except Exception as error:
        # a file that is not what its name says differs from any that is
        return {"cannot be read": f"{type(error).__name__}: {error!s:.200}"}


def _archive(data: bytes) -> Any:
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in sorted(arrays)}


def _tensors(data: bytes) -> Any:
    return torch.load(io.BytesIO(data), weights_only=True, map_location="cpu")


READERS: dict[str, Any] = {
    ".json": json.loads,
    ".npy": lambda data: np.load(io.BytesIO(data), allow_pickle=False),
    ".npz": _archive,
    ".pt": _tensors,
    ".pth": _tensors,
}
