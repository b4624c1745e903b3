"""The noun of this room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Attempt:
    """A verdict that was stored, with the text it was about."""

    id: int
    when: datetime
    """In UTC."""
    lesson: str
    exercise: str
    kind: str
    status: str
    seed: int
    source: str
    """The learner's whole file, as it was judged."""
    verdict: dict[str, Any]
    """The verdict as plain data, its advice under the key 'advice'."""
