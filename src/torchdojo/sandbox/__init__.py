"""Runs learner code in a warm process behind walls. Only the processes it starts load torch."""

from __future__ import annotations

from torchdojo.sandbox.control import daemon_status, ensure, stop_daemon, walls
from torchdojo.sandbox.errors import SandboxError
from torchdojo.sandbox.outcome import Limits, Run
from torchdojo.sandbox.run import run
from torchdojo.sandbox.walls.wall import Wall, Walls

__all__ = ["Limits", "Run", "SandboxError", "Wall", "Walls", "daemon_status", "ensure", "run", "stop_daemon", "walls"]
