"""What a client may choose about its workers, and the environment they live in."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from torchdojo.catalog import LessonError, course_folder
from torchdojo.catalog.places import cache_folder
from torchdojo.sandbox.errors import SandboxError

PERFORMER = "torchdojo.observe:perform"
START_SECONDS = 180.0
"""A cold start on a slow disk reads some gigabytes of torch."""


def wanted() -> dict[str, Any]:
    """What distinguishes one zygote of a user from another."""
    walls = os.environ.get("TORCHDOJO_WALLS", "full")
    if walls not in ("full", "partial", "none"):
        raise SandboxError(f"TORCHDOJO_WALLS is '{walls}'; it can be full, partial or none. Unset it for the strongest.")
    return {
        "performer": os.environ.get("TORCHDOJO_PERFORMER", PERFORMER),
        "walls": walls,
        "hidden": sorted({os.path.abspath(path) for path in _secrets()}),
    }


def _secrets() -> Iterator[Path]:
    """Folders with answers, expected observations and attempts: they may lie where Python or the system does."""
    import platformdirs

    with contextlib.suppress(LessonError):
        yield course_folder()
    yield cache_folder()
    yield Path(os.environ.get("TORCHDOJO_DATA") or platformdirs.user_data_dir("torchdojo", appauthor=False)).expanduser()


def environment(cache: Path) -> dict[str, str]:
    """The whole environment of a zygote: nothing of the user's, and what keeps torch to one quiet thread."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "SYSTEMDRIVE") if name in os.environ}
    return kept | {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": str(cache),
        "MPLCONFIGDIR": str(cache),
        "MPLBACKEND": "agg",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        # spinning threads of several jobs on the same cores cost a factor of ten and more
        "GOMP_SPINCOUNT": "0",
        "PYTHONHASHSEED": "0",
        "CUDA_VISIBLE_DEVICES": "",
    }
