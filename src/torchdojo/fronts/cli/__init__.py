"""The command line."""

from __future__ import annotations

from torchdojo.fronts.cli.app import run

__all__ = ["run"]
