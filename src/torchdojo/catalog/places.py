"""Where things that can be made again are kept."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """The folder for what can be computed again: `$TORCHDOJO_DATA/cache` if that is set, else the user's cache folder."""
    chosen = os.environ.get("TORCHDOJO_DATA")
    if chosen:
        return Path(chosen).expanduser() / "cache"
    # imported late: listing the lessons does not need it
    import platformdirs

    return Path(platformdirs.user_cache_dir("torchdojo", appauthor=False))
