"""The peers' environments: made once, by the benchmark itself, outside the project's own."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from torchdojo.catalog.places import cache_folder

# jaxtyping because our lessons' texts import it; torch is the version we are measured with
EVERYWHERE = ("numpy", "jaxtyping", f"torch=={version('torch').partition('+')[0]}")
PEERS = {
    "torch-judge": ("torch-judge==0.1.1",),
    "torchlings": ("torchlings==0.2.7", "pytest==9.0.1"),
    "nbgrader": ("nbgrader==0.9.6", "ipykernel"),
    "otter-grader": ("otter-grader==7.0.0", "ipykernel"),
    "pytest": ("pytest==9.0.1",),
}


def environment(peer: str) -> Path:
    """The folder with the peer's programs; made if it is not there yet."""
    folder = cache_folder() / "peers" / peer
    stamp = folder / "torchdojo-installed.json"
    wanted = sorted([*EVERYWHERE, *PEERS[peer]])
    if not stamp.exists() or json.loads(stamp.read_text()) != wanted:
        print(f"installing {peer} ...", file=sys.stderr, flush=True)
        uv = [sys.executable, "-m", "uv"]
        subprocess.run([*uv, "venv", "-q", "--clear", "--python", sys.executable, str(folder)], check=True)
        subprocess.run([*uv, "pip", "install", "-q", "--python", str(folder / "bin" / "python"), *wanted], check=True)
        stamp.write_text(json.dumps(wanted))
    return folder / "bin"
