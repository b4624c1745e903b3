"""The course in the browser."""

from __future__ import annotations

from torchdojo.fronts.web.app import create_app
from torchdojo.fronts.web.serving import serve

__all__ = ["create_app", "serve"]
