"""A wall, and all of them together."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wall:
    """One wall, and what the attempt to pass it met."""

    name: str
    held: bool
    why: str


@dataclass(frozen=True)
class Walls:
    """What stands between learner code and this machine: 'full' when every attempt to get out failed."""

    kind: str
    details: tuple[Wall, ...]
