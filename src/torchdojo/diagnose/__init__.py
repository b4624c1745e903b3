"""Which mistake it is, and what to tell the learner."""

from __future__ import annotations

from torchdojo.diagnose.advice import Advice
from torchdojo.diagnose.advising import advise
from torchdojo.diagnose.evidence import Evidence
from torchdojo.diagnose.xray import XRay
from torchdojo.diagnose.xray_run import xray

__all__ = ["Advice", "Evidence", "XRay", "advise", "xray"]
