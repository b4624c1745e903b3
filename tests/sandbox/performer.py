"""What the workers of these tests do with a job: run it as Python source. Loaded by the zygote, never imported by a test."""

from __future__ import annotations

from collections.abc import Callable


def warm_up() -> None:
    """Nothing: there is nothing to pay for here."""


def perform(job: bytes, send: Callable[[bytes], None]) -> None:
    """Nothing; runs the source, which can `send` frames and `tell` the text of a value."""
    exec(compile(job, "job", "exec"), {"send": send, "tell": lambda value: send(repr(value).encode())})
