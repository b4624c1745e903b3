"""What a wrong answer has to do with the right one: facts, checked on every wrong answer, never guesses."""

from __future__ import annotations

from torchdojo.diagnose.relations.relating import relate

__all__ = ["relate"]
