"""Run a submission on drawn inputs and write down what it did. Importing this room loads no torch."""

from __future__ import annotations

from collections.abc import Callable

from torchdojo.observe.frame import FrameError, pack, unpack
from torchdojo.observe.observation import Observation, read

__all__ = ["FrameError", "Observation", "pack", "perform", "read", "unpack", "warm_up"]


def perform(job: bytes, send: Callable[[bytes], None]) -> None:
    """Nothing; runs one job inside the sandbox and sends a frame for each observation."""
    from torchdojo.observe.runner import perform as run

    run(job, send)


def warm_up() -> None:
    """Nothing; pays every lazy cost of torch once, before anybody waits for it."""
    import torchdojo.observe.runner  # noqa: F401 - the jail hides our sources, so everything is loaded before
    from torchdojo.observe.warm import warm_up as pay

    pay()
