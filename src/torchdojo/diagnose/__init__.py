"""Which mistake it is, and what to tell the learner."""

from __future__ import annotations

from torchdojo.diagnose.advice import Advice
from torchdojo.diagnose.errors import explain
from torchdojo.diagnose.mistakes import recognise

__all__ = ["Advice", "explain", "recognise"]
