"""The machine's source, read once."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def machine() -> dict[str, ast.Module]:
    """Every module of src/torchdojo as a tree, by its path below that folder."""
    folder = ROOT / "src" / "torchdojo"
    found = {path for path in folder.rglob("*.py") if "node_modules" not in path.parts}
    return {path.relative_to(folder).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(found)}


@pytest.fixture(scope="session")
def tracked() -> list[Path]:
    """The files under version control."""
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True, check=True).stdout
    return [path for path in (ROOT / name for name in listed.split("\0") if name) if path.is_file()]
