"""Starting, asking and stopping whatever prepares the workers on this system."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from torchdojo.sandbox.walls.wall import Wall, Walls

OnWait = Callable[[str], None]


def is_spawned() -> bool:
    """Whether workers are spawned one by one: where a warm process cannot be forked and jailed."""
    return sys.platform != "linux" or not hasattr(os, "pidfd_open") or os.environ.get("TORCHDOJO_SANDBOX") == "spawned"


def ensure(on_wait: OnWait | None = None) -> None:
    """Nothing; workers can be had at once afterwards. Where that takes a while, `on_wait` is told first."""
    if is_spawned():
        from torchdojo.sandbox import pool

        pool.ensure(on_wait)
        return
    from torchdojo.sandbox import daemon

    daemon.ensure(on_wait)


def walls() -> Walls:
    """What stands between learner code and this machine, established by trying to get out."""
    if is_spawned():
        from torchdojo.sandbox import pool

        return pool.walls()
    from torchdojo.sandbox import daemon

    answer = daemon.ask("walls")
    return Walls(answer["kind"], tuple(Wall(**each) for each in answer["details"]))


def daemon_status() -> dict[str, Any] | None:
    """What is running; None when nothing is."""
    if is_spawned():
        from torchdojo.sandbox import pool

        return pool.status()
    from torchdojo.sandbox import daemon

    return daemon.daemon_status()


def stop_daemon() -> bool:
    """Whether there was anything to stop; nothing of it is left afterwards."""
    if is_spawned():
        from torchdojo.sandbox import pool

        return pool.stop()
    from torchdojo.sandbox import daemon

    return daemon.stop_daemon()
