"""Where the learner's things are kept."""

from __future__ import annotations

import os
from pathlib import Path


def data_folder() -> Path:
    """The folder of the attempts: $TORCHDOJO_DATA, else the platform's folder for a user's data."""
    chosen = os.environ.get("TORCHDOJO_DATA")
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("torchdojo", appauthor=False))


def work_folder(chosen: Path | None = None) -> Path:
    """The working folder: the one chosen, else $TORCHDOJO_WORK, else torchdojo-work in the current folder."""
    if chosen is not None:
        return chosen.expanduser().absolute()
    return Path(os.environ.get("TORCHDOJO_WORK") or "torchdojo-work").expanduser().absolute()
